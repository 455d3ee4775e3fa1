-- Stands before save.lua: the save that comes again and again, of a copy that is up to date. Values only, neither the user nor the interval among them; it
-- reads and computes no more than it must. Whatever is otherwise goes on in save.lua, whose ARGV these are.
if ARGV[9] == 'hot' then
  local session, deadlines, saves = KEYS[1], KEYS[2], 's:' .. ARGV[2]
  local found = redis.call('HMGET', session, 'birth', 'owner', 'epoch', 'claim', saves, 'access', 'deadline')
  if found[1] == ARGV[6] and found[2] == ARGV[2] and found[3] == ARGV[7] and not found[4] and found[7]
    and tonumber(found[5] or 0) <= tonumber(ARGV[8]) then
    local time = redis.call('TIME')
    local now, last = time[1] * 1000 + math.floor(time[2] / 1000), tonumber(found[6])
    local access = math.max(now, last)
    local deadline = access + found[7] - last
    local text, ends = string.format('%.0f', deadline), string.format('%.0f', deadline + 86400000)
    redis.call('HSET', session, saves, ARGV[8], 'access', string.format('%.0f', access), 'deadline', text, unpack(ARGV, 12))
    if redis.call('ZADD', deadlines, text, ARGV[1]) == 1 or tonumber(ARGV[8]) % 16 == 0 then
      if redis.call('PTTL', deadlines) < deadline + 86400000 - now then redis.call('PEXPIREAT', deadlines, string.format('%.0f', deadline + 2678400000)) end
    end
    redis.call('PEXPIREAT', session, ends)
    return {'applied', tonumber(found[3])}
  end
end
