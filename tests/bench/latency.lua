-- What wrk sends, taken from the environment, and one line about what came back (latencies in milliseconds).
-- BENCH_ANEW adds a number to each address, so that no page is found that was made before.

wrk.method = os.getenv("BENCH_METHOD") or "GET"
wrk.body = os.getenv("BENCH_BODY")
for line in (os.getenv("BENCH_HEADERS") or ""):gmatch("[^\n]+") do
  local name, value = line:match("^([^:]+):%s*(.*)$")
  if name then wrk.headers[name] = value end
end

local anew = os.getenv("BENCH_ANEW")
if anew then
  local number = 0
  request = function()
    number = number + 1
    local sign = wrk.path:find("?", 1, true) and "&" or "?"
    return wrk.format(nil, wrk.path .. sign .. "n=" .. anew .. "-" .. number)
  end
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("BENCH %.3f %d %d %.4f %.4f\n",
    summary.duration / 1e6, summary.requests - errors.status, failed,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
