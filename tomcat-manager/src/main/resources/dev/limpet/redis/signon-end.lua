-- ARGV: channel and id of the sign-on. The sessions that still belong to it.
if not exists() then return {} end
local left = sessions()
finish(ARGV[1], ARGV[2])
return left
