-- Requests from a file for wrk:  wrk … -s replay.lua URL -- FILE
-- FILE holds whole requests, each behind a line with the number of its bytes. They are sent in a
-- fixed disorder, each as often as any other.
local requests = {}
local at = 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  while true do
    local size = file:read("*l")
    if not size then break end
    requests[#requests + 1] = file:read(tonumber(size))
  end
  file:close()
end

function request()
  at = (at * 7921 + 104729) % #requests
  return requests[at + 1]
end
