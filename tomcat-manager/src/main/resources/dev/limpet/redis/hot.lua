-- The save that comes again and again: this node has the session and sets values, the user not among them. Carries, reads and computes no more than it must.
-- Answers with the epoch; with nothing, having done nothing, if anything is not as the node takes it to be: save.lua finds out then what it is.
-- ARGV: node, birth, the copy's epoch, number of the save; then field and value for each that is set, the value as it stands at that epoch.
local saves = 's:' .. ARGV[1]
local found = redis.call('HMGET', KEYS[1], 'birth', 'owner', 'epoch', saves, 'claim')
if found[1] == ARGV[2] and found[2] == ARGV[1] and found[3] == ARGV[3] and not found[5] and tonumber(found[4] or 0) <= tonumber(ARGV[4]) then
  redis.call('HSET', KEYS[1], saves, unpack(ARGV, 4))
  return tonumber(ARGV[3])
end
return false
