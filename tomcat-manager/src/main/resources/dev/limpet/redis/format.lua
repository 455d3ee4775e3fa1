-- The format in which sessions are stored. A node refuses a session of a higher one and takes over those of lower ones.
local FORMAT = '1'
