if not exists() then return {} end
prolong()
return redis.call('HMGET', key, 'authType', 'principal')
