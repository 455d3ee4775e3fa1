-- Stands before save.lua, whose ARGV these are: the saves that come again and again, reading and computing no more than they must. Values only, the user not
-- among them. Answers with the epoch alone if it has applied the save; whatever is otherwise goes on in save.lua.
local mode = ARGV[9]
if mode == 'hot' then
  local session, saves = KEYS[1], 's:' .. ARGV[2]
  local found = redis.call('HMGET', session, 'birth', 'owner', 'epoch', saves, 'claim')
  if found[1] == ARGV[6] and found[2] == ARGV[2] and found[3] == ARGV[7] and not found[5] and tonumber(found[4] or 0) <= tonumber(ARGV[8]) then
    redis.call('HSET', session, saves, ARGV[8], unpack(ARGV, 12))
    return tonumber(found[3])
  end
elseif mode == 'new' and redis.call('EXISTS', KEYS[1]) == 0 then
  -- The first field is p:maxInactive, a positive one.
  local time, maxInactive = redis.call('TIME'), tonumber(string.sub(ARGV[13], 3))
  local access = time[1] * 1000 + math.floor(time[2] / 1000)
  local deadline = access + maxInactive * 1000 + math.min(ARGV[5], maxInactive * 250)
  local text, ends = string.format('%.0f', deadline), deadline + 86400000
  redis.call('HSET', KEYS[1], 'v', FORMAT, 'birth', ARGV[6], 'owner', ARGV[2], 'epoch', '1', 'removed', '0', 'created', ARGV[10],
    'access', string.format('%.0f', access), 'deadline', text, 's:' .. ARGV[2], ARGV[8], unpack(ARGV, 12))
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', ends))
  redis.call('ZADD', KEYS[2], text, ARGV[1])
  if redis.call('PTTL', KEYS[2]) < ends - access then redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', ends + 2592000000)) end
  return 1
end
