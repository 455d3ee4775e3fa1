-- KEYS: the deadlines, a key for each bucket. ARGV: how many of each.
local time, ids = redis.call('TIME'), {}
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
for _, key in ipairs(KEYS) do
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, ARGV[1])) do ids[#ids + 1] = id end
end
return ids
