-- ARGV: known birth ('' for none), known epoch, milliseconds since the node's own last access (-1 for none), '1' if overdue counts as absent.
local knownBirth, knownEpoch, idle, overdueIsAbsent = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9] == '1'
local meta = read(session)
if not meta.alive then return {'absent'} end

local time = now()
local access = meta.access
if idle >= 0 then access = math.max(access, time - idle) end
if overdueIsAbsent and meta.maxInactive > 0 and time >= deadlineOf(access, meta.maxInactive) then return {'absent'} end

local epoch, set = meta.epoch, {}
if meta.owner ~= node then
  epoch = epoch + 1
  set = {'owner', node, 'epoch', decimal(epoch), 'v', FORMAT}
  drop(meta.owner, id, epoch)
end
prolong(session, id, math.max(access, time), meta.maxInactive, time, meta.user, set)

local since = knownBirth == meta.birth and knownEpoch <= meta.epoch and knownEpoch or -1
if since == epoch then return {'loaded', meta.birth, epoch, meta.created, access, 0, 0, {}} end
local written, names = values(session, since)
local remaining = since >= 0 and meta.removed > since and names or 0
return {'loaded', meta.birth, epoch, meta.created, access, since < 0 and 1 or 0, remaining, written}
