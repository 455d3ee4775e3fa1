-- ARGV: authentication type and principal, each may be empty.
if not exists() then return 0 end
redis.call('HSET', key, 'v', FORMAT, 'authType', ARGV[1], 'principal', ARGV[2])
prolong()
return 1
