-- Stands before every script on a sign-on: one hash with who is signed on, and under 's:' the sessions that belong to it, each as its id, a space and the
-- path of its context.
local key = KEYS[1]
local DAY, TEN_YEARS = 86400000, 315360000000

local function exists()
  local version = redis.call('HGET', key, 'v')
  if version and tonumber(version) > tonumber(FORMAT) then
    error('the sign-on is in format ' .. version .. ' of a newer version, this node knows formats up to ' .. FORMAT)
  end
  return version
end

-- The key outlives the longest timeout of its sessions by a day: the end of the last session ends the sign-on, this only cleans up.
local function prolong()
  local life = math.min(tonumber(redis.call('HGET', key, 'life')) + DAY, TEN_YEARS)
  redis.call('PEXPIRE', key, string.format('%.0f', life))
end

local function add(session, seconds)
  local life = seconds > 0 and math.min(seconds * 1000, TEN_YEARS) or TEN_YEARS
  life = math.max(life, tonumber(redis.call('HGET', key, 'life') or 0))
  redis.call('HSET', key, 's:' .. session, '1', 'life', string.format('%.0f', life))
  prolong()
end

local function sessions()
  local found = {}
  for _, name in ipairs(redis.call('HKEYS', key)) do
    if string.sub(name, 1, 2) == 's:' then found[#found + 1] = string.sub(name, 3) end
  end
  return found
end

local function finish(channel, id)
  redis.call('DEL', key)
  redis.call('PUBLISH', channel, id)
end
