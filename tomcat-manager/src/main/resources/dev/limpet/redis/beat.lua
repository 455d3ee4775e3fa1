-- KEYS[1]: the drops of a node in a bucket. ARGV: id, epoch, id, epoch of what it has worked through: taken out, unless it has changed since.
for i = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
end
return redis.call('HGETALL', KEYS[1])
