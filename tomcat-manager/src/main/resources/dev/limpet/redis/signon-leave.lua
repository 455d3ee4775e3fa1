-- ARGV: a session; channel and id of the sign-on, which ends with its last session.
if not exists() then return 0 end
redis.call('HDEL', key, 's:' .. ARGV[1])
if #sessions() == 0 then finish(ARGV[2], ARGV[3]) end
return 1
