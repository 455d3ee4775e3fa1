-- Any save; the common ones come here only if hot.lua or new.lua has found that they are none.
-- ARGV: birth, the copy's epoch, number of the save, mode ('create'; 'save'; 'detached': the copy is not up to date, whatever its epoch), time of creation
-- (of a session that is there: 1 if it is used now), kinds: a letter for each change, 's' for a value that is set, 'r' for one that is removed, capital if
-- the change is fenced; all that are set come first. Then field and value for each that is set, the value as it stands at the copy's epoch; then the field
-- of each removed.
local birth, copyEpoch, number, mode, created, kinds, FIRST = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9], ARGV[10], ARGV[11], 12
local creates, saves = mode == 'create', 's:' .. node
local meta = read(session)
local time = now()
local set = {saves, ARGV[8], 'v', FORMAT}

-- Calls with field, value (nil for a removal) and whether the change is fenced.
local function eachChange(todo)
  local at = FIRST
  for i = 1, #kinds do
    local kind = string.sub(kinds, i, i)
    local removal = kind == 'r' or kind == 'R'
    todo(ARGV[at], not removal and ARGV[at + 1] or nil, kind == 'S' or kind == 'R')
    at = at + (removal and 1 or 2)
  end
end

if not meta.birth and creates and meta.was ~= birth then
  if meta.dead then redis.call('DEL', session) end
  set = {'v', FORMAT, 'birth', birth, 'owner', node, 'removed', '0', 'created', created, saves, ARGV[8]}
  meta = {birth = birth, alive = true, owner = node, epoch = 1, removed = 0, access = time, maxInactive = 0}
elseif meta.next and not creates then
  return {'renamed', meta.next}
elseif not meta.alive or meta.birth ~= birth then
  return {'gone'}
elseif tonumber(redis.call('HGET', session, saves) or 0) > number then
  return {'passed'}
end

local current = mode ~= 'detached' and meta.owner == node and meta.epoch == copyEpoch
local epoch = meta.epoch
if not current then
  local overtaken
  eachChange(function(field, _, fenced)
    if not fenced or overtaken then return end
    local value = redis.call('HGET', session, field)
    if (value and epochOf(value) or meta.removed) > copyEpoch then overtaken = field end
  end)
  if overtaken then return {'overtaken', overtaken} end
  epoch = epoch + 1
  drop(meta.owner, id, epoch)
end

local removed, maxInactive, user, prefix = {}, meta.maxInactive, meta.user, decimal(epoch) .. ':'
eachChange(function(field, value)
  local bytes = value and bytesOf(value)
  if field == 'p:maxInactive' then maxInactive = bytes and tonumber(bytes) or 0 end
  if field == 'p:user' then user = bytes end
  if value then
    set[#set + 1] = field
    set[#set + 1] = current and value or prefix .. bytes
  else
    removed[#removed + 1] = field
  end
end)
set[#set + 1] = 'epoch'
set[#set + 1] = decimal(epoch)
if #removed > 0 then
  set[#set + 1] = 'removed'
  set[#set + 1] = decimal(epoch)
  for i = 1, #removed, 1000 do redis.call('HDEL', session, unpack(removed, i, math.min(i + 999, #removed))) end
end
if user ~= meta.user then unindex(meta.user, id) end
local access = (creates or created == '1') and math.max(meta.access, time) or meta.access
prolong(session, id, access, maxInactive, time, user, set)
return {current and 'applied' or 'moved', epoch}
