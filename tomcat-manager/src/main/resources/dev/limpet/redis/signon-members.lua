if not exists() then return {} end
return sessions()
