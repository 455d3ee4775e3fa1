-- Stands before every script on a session. A session is one hash: metadata under plain names, attributes under 'a:', properties of the container
-- under 'p:', the number of the last save of each node under 's:'. Attributes and properties carry the epoch of their last write: '<epoch>:<bytes>'.
local session, deadlines = KEYS[1], KEYS[2]
local id, node, dropsPrefix, channelPrefix, touchMillis = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local MINUTE, DAY, TEN_YEARS, INFINITE = 60000, 86400000, 315360000000, 9007199254740992
-- Which sessions of the bucket a user has: a set a user, whose end moves with that of the sessions.
local users = string.sub(deadlines, 1, -#'deadlines' - 1) .. 'user:'

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function decimal(number)
  return string.format('%.0f', number)
end

-- The metadata of a session; birth is there as long as it lives.
local function read(key)
  local found = redis.call('HMGET', key, 'v', 'birth', 'owner', 'epoch', 'removed', 'created', 'access', 'deadline', 'claim', 'claimEnd', 'dead', 'was',
    'next', 'p:maxInactive', 'p:user')
  local version, maxInactive, user = found[1], found[14], found[15]
  if version and tonumber(version) > tonumber(FORMAT) then
    error('the session is in format ' .. version .. ' of a newer version, this node knows formats up to ' .. FORMAT)
  end
  return {
    birth = found[2], owner = found[3], epoch = tonumber(found[4] or nil), removed = tonumber(found[5] or nil), created = found[6],
    access = tonumber(found[7] or nil), deadline = tonumber(found[8] or nil), claim = found[9], claimEnd = tonumber(found[10] or nil),
    dead = found[11], was = found[12], next = found[13], alive = found[2] and not found[9],
    maxInactive = maxInactive and tonumber(string.match(maxInactive, ':(.*)$')) or 0, user = user and string.match(user, ':(.*)$')
  }
end

local function epochOf(value)
  return tonumber(string.sub(value, 1, string.find(value, ':', 1, true) - 1))
end

local function bytesOf(value)
  return string.sub(value, string.find(value, ':', 1, true) + 1)
end

-- Tells the owner that its copy is not the session any more: kept until worked through, and published.
local function drop(owner, sessionId, epoch)
  if not owner then return end
  redis.call('HSET', dropsPrefix .. owner, sessionId, decimal(epoch))
  redis.call('PEXPIRE', dropsPrefix .. owner, MINUTE)
  redis.call('PUBLISH', channelPrefix .. owner, decimal(epoch) .. ' ' .. sessionId)
end

-- When a session that was last used then is over. The touch interval, or a quarter of a short life, may pass before a use is told.
local function deadlineOf(access, maxInactive)
  return access + maxInactive * 1000 + math.min(touchMillis, maxInactive * 250)
end

-- What holds many sessions' ids ends after all of them; a month more than needed, so that it need not be moved, or looked at, each time.
local function outlast(key, time, ends)
  if redis.call('PTTL', key) < ends - time then redis.call('PEXPIREAT', key, decimal(ends + 30 * DAY)) end
end

local function unindex(user, sessionId)
  if user then redis.call('SREM', users .. user, sessionId) end
end

-- Writes the last access, the deadline and the end of the keys, together with the fields in set (name, value, name, value), in one step as far as Redis
-- takes them. The key outlives the deadline by a day, so that somebody is there to end the session.
local function prolong(key, sessionId, access, maxInactive, time, user, set)
  local ends = time + TEN_YEARS
  set[#set + 1] = 'access'
  set[#set + 1] = decimal(access)
  if maxInactive > 0 then
    local deadline = deadlineOf(access, maxInactive)
    ends = deadline + DAY
    set[#set + 1] = 'deadline'
    set[#set + 1] = decimal(deadline)
    redis.call('ZADD', deadlines, decimal(deadline), sessionId)
    outlast(deadlines, time, ends)
  else
    redis.call('HDEL', key, 'deadline')
    redis.call('ZREM', deadlines, sessionId)
  end
  for i = 1, #set, 1000 do redis.call('HSET', key, unpack(set, i, math.min(i + 999, #set))) end
  redis.call('PEXPIREAT', key, decimal(ends))
  if user then
    redis.call('SADD', users .. user, sessionId)
    outlast(users .. user, time, ends)
  end
end

-- What stays of a session for a minute: late writes find that it is over, and under which id it goes on.
local function entomb(key, birth, nextId, user, sessionId)
  unindex(user, sessionId)
  redis.call('DEL', key)
  redis.call('HSET', key, 'dead', '1', 'was', birth)
  if nextId then redis.call('HSET', key, 'next', nextId) end
  redis.call('PEXPIRE', key, MINUTE)
end

-- The values written after an epoch (-1: all), as name, bytes, name, bytes; and the names of all.
local function values(key, since)
  local all = redis.call('HGETALL', key)
  local written, names = {}, {}
  for i = 1, #all, 2 do
    local space = string.sub(all[i], 1, 2)
    if space == 'a:' or space == 'p:' then
      names[#names + 1] = all[i]
      if epochOf(all[i + 1]) > since then
        written[#written + 1] = all[i]
        written[#written + 1] = bytesOf(all[i + 1])
      end
    end
  end
  return written, names
end
