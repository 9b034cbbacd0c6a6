-- Sends the requests of a file in their order, and tells what came of it in one line.
local requests = {}
local file = assert(io.open(os.getenv("BENCH_REQUESTS"), "rb"))
for each in file:read("*a"):gmatch("[^%z]+") do requests[#requests + 1] = each end
file:close()
local at = tonumber(os.getenv("BENCH_FIRST"))

function request()
  at = at + 1
  return requests[(at - 1) % #requests + 1]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
