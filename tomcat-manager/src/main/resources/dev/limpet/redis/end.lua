-- ARGV: birth.
local birth = ARGV[6]
local meta = read(session)
if meta.next then return {'elsewhere', meta.next} end
if not meta.alive or meta.birth ~= birth then return {'before'} end
entomb(session, birth, nil, meta.user, id)
redis.call('ZREM', deadlines, id)
drop(meta.owner, id, INFINITE)
return {'now'}
