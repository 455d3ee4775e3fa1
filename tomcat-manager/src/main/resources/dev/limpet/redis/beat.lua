-- KEYS: the drops of a node, a key for each bucket. ARGV: for each key how many entries were worked through, and id and epoch of each: taken out, unless it
-- has changed since. Answers, for each key that has any, its place among KEYS and its entries.
local at, found = 1, {}
for place, key in ipairs(KEYS) do
  local worked = tonumber(ARGV[at])
  for entry = at + 1, at + 2 * worked, 2 do
    if redis.call('HGET', key, ARGV[entry]) == ARGV[entry + 1] then redis.call('HDEL', key, ARGV[entry]) end
  end
  at = at + 1 + 2 * worked
  local drops = redis.call('HGETALL', key)
  if #drops > 0 then
    found[#found + 1] = place
    found[#found + 1] = drops
  end
end
return found
