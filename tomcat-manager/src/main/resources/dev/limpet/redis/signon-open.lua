-- ARGV: authentication type and principal, each may be empty; the first session, its timeout in seconds.
redis.call('HSET', key, 'v', FORMAT, 'authType', ARGV[1], 'principal', ARGV[2])
add(ARGV[3], tonumber(ARGV[4]))
return 1
