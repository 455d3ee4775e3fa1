-- ARGV: birth, milliseconds since the use.
local meta = read(session)
if not meta.alive or meta.birth ~= ARGV[6] then return 0 end
local time = now()
local access = time - tonumber(ARGV[7])
if access > meta.access then prolong(session, id, access, meta.maxInactive, time, meta.user, {}) end
return 1
