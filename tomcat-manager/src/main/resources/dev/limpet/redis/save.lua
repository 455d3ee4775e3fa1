-- ARGV: birth, the copy's epoch, number of the save, mode ('create', 'save', or 'detached': the copy is not up to date, whatever its epoch), time of creation,
-- then for each change: field, kind ('=' or '-', then 'f' if fenced), bytes.
local birth, copyEpoch, number, mode, created, FIRST = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9], ARGV[10], 11
local saves = 's:' .. node
local meta = read(session)
local time = now()

if not meta.birth and mode == 'create' and meta.was ~= birth then
  redis.call('DEL', session)
  redis.call('HSET', session, 'v', FORMAT, 'birth', birth, 'owner', node, 'epoch', '1', 'removed', '0', 'created', created)
  meta = {birth = birth, alive = true, owner = node, epoch = 1, removed = 0, access = time, maxInactive = 0}
end
if meta.next and mode ~= 'create' then return {'renamed', meta.next} end
if not meta.alive or meta.birth ~= birth then return {'gone'} end
if tonumber(redis.call('HGET', session, saves) or 0) > number then return {'passed'} end
if mode == 'create' then copyEpoch = 1 end

local current = mode ~= 'detached' and meta.owner == node and meta.epoch == copyEpoch
local epoch = meta.epoch
if not current then
  for i = FIRST, #ARGV, 3 do
    if string.sub(ARGV[i + 1], 2) == 'f' then
      local value = redis.call('HGET', session, ARGV[i])
      local written = value and epochOf(value) or meta.removed
      if written > copyEpoch then return {'overtaken', ARGV[i]} end
    end
  end
  epoch = epoch + 1
  drop(meta.owner, id, epoch)
end

local set, removed, maxInactive, user = {saves, decimal(number), 'epoch', decimal(epoch)}, {}, meta.maxInactive, meta.user
for i = FIRST, #ARGV, 3 do
  local field, kind, bytes = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if string.sub(kind, 1, 1) == '=' then
    set[#set + 1] = field
    set[#set + 1] = decimal(epoch) .. ':' .. bytes
    if field == 'p:maxInactive' then maxInactive = tonumber(bytes) end
    if field == 'p:user' then user = bytes end
  else
    removed[#removed + 1] = field
    if field == 'p:user' then user = nil end
  end
end
if #removed > 0 then
  set[#set + 1] = 'removed'
  set[#set + 1] = decimal(epoch)
  for i = 1, #removed, 1000 do redis.call('HDEL', session, unpack(removed, i, math.min(i + 999, #removed))) end
end
for i = 1, #set, 1000 do redis.call('HSET', session, unpack(set, i, math.min(i + 999, #set))) end
if user ~= meta.user then unindex(meta.user, id) end
prolong(session, id, math.max(meta.access, time), maxInactive, time, user)
return {current and 'applied' or 'moved', epoch}
