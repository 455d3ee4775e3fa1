-- ARGV: a session, its timeout in seconds; and what it was called before, or empty.
if not exists() then return 0 end
if ARGV[3] ~= '' then redis.call('HDEL', key, 's:' .. ARGV[3]) end
add(ARGV[1], tonumber(ARGV[2]))
return 1
