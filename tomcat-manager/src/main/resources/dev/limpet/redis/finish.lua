local meta = read(session)
if meta.claim ~= node then return 0 end
entomb(session, meta.birth, nil, meta.user, id)
redis.call('ZREM', deadlines, id)
return 1
