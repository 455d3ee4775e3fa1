-- KEYS[3]: the session under its new id, in the same slot. ARGV: birth, the copy's epoch, new id, '1' if fenced.
local birth, copyEpoch, newId, fenced, renamed = ARGV[6], tonumber(ARGV[7]), ARGV[8], ARGV[9] == '1', KEYS[3]
local meta = read(session)
if meta.next then return {'overtaken', 'id'} end
if not meta.alive or meta.birth ~= birth then return {'gone'} end
if redis.call('EXISTS', renamed) == 1 then return {'taken'} end
local current = meta.owner == node and meta.epoch == copyEpoch
if not current and fenced then return {'overtaken', 'id'} end

local time, epoch = now(), meta.epoch + 1
redis.call('RENAME', session, renamed)
local set = {'owner', node, 'epoch', decimal(epoch)}
prolong(renamed, newId, math.max(meta.access, time), meta.maxInactive, time, meta.user, set)
redis.call('ZREM', deadlines, id)
entomb(session, birth, newId, meta.user, id)
drop(meta.owner, id, INFINITE)
return {current and 'applied' or 'moved', epoch}
