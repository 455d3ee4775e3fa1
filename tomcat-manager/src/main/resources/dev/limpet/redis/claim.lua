-- ARGV: for how many milliseconds the claim holds.
local meta = read(session)
local time = now()
if not meta.birth or not meta.claim and not meta.deadline then
  redis.call('ZREM', deadlines, id)
  return {'absent'}
end
local due = meta.claim and meta.claimEnd or meta.deadline
if time < due then
  redis.call('ZADD', deadlines, decimal(due), id)
  return {'absent'}
end
local claimEnd = time + tonumber(ARGV[6])
redis.call('HSET', session, 'claim', node, 'claimEnd', decimal(claimEnd))
redis.call('ZADD', deadlines, decimal(claimEnd), id)
redis.call('PEXPIREAT', session, decimal(time + DAY))
drop(meta.owner, id, INFINITE)
return {'loaded', meta.birth, meta.epoch, meta.created, meta.access, 1, 0, (values(session, -1))}
