-- KEYS[1]: the nodes of one route. ARGV: incarnation.
return redis.call('HDEL', KEYS[1], ARGV[1], 't:' .. ARGV[1])
