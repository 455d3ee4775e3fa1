-- The first save of a session, as it mostly is: with values, the user not among them, and with an end. Answers with the epoch; with nothing, having done
-- nothing, if there is anything at its id: save.lua finds out then what it is.
-- ARGV: id, node, touch interval, birth, number of the save, time of creation; then field and value for each that is set, as it stands at the first epoch.
-- The first field is p:maxInactive, a positive one.
if redis.call('EXISTS', KEYS[1]) == 1 then return false end
local time, maxInactive = redis.call('TIME'), tonumber(string.sub(ARGV[8], 3))
local access = time[1] * 1000 + math.floor(time[2] / 1000)
local deadline = access + maxInactive * 1000 + math.min(ARGV[3], maxInactive * 250)
local text, ends = string.format('%.0f', deadline), deadline + 86400000
redis.call('HSET', KEYS[1], 'v', FORMAT, 'birth', ARGV[4], 'owner', ARGV[2], 'epoch', '1', 'removed', '0', 'created', ARGV[6],
  'access', string.format('%.0f', access), 'deadline', text, 's:' .. ARGV[2], ARGV[5], unpack(ARGV, 7))
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', ends))
redis.call('ZADD', KEYS[2], text, ARGV[1])
if redis.call('PTTL', KEYS[2]) < ends - access then redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', ends + 2592000000)) end
return 1
