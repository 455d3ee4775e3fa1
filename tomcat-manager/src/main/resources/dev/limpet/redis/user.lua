-- KEYS: the sessions of a user, a key for each bucket.
local ids = {}
for _, key in ipairs(KEYS) do
  for _, id in ipairs(redis.call('SMEMBERS', key)) do ids[#ids + 1] = id end
end
return ids
