-- KEYS[1]: the nodes of one route in one deployment: incarnation -> reports so far, 't:<incarnation>' -> time of the last one.
-- ARGV: incarnation, for how many milliseconds a report counts. Answers the others, with their reports.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local me, life = ARGV[1], tonumber(ARGV[2])
redis.call('HINCRBY', KEYS[1], me, 1)
redis.call('HSET', KEYS[1], 't:' .. me, string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], life)
local all, others = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #all, 2 do
  if string.sub(all[i], 1, 2) ~= 't:' and all[i] ~= me then
    local last = tonumber(redis.call('HGET', KEYS[1], 't:' .. all[i]) or 0)
    if now - last > life then
      redis.call('HDEL', KEYS[1], all[i], 't:' .. all[i])
    else
      others[#others + 1] = all[i]
      others[#others + 1] = all[i + 1]
    end
  end
end
return others
