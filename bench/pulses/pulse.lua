-- Pulses for wrk: each learner in turn plays one more second of her lesson.
local tokens, learner, round = {}, 0, 1

function init(arguments)
  round = tonumber(arguments[2] or 1)
  for line in io.lines(arguments[1]) do tokens[#tokens + 1] = line end
end

function request()
  learner = learner + 1
  if learner > #tokens then learner = 1; round = round + 1 end
  local body = string.format('{"t":"%s","n":%d,"s":[[%d.25,%d.25]],"p":%d.25,"r":1,"v":true}',
    tokens[learner], round, round - 1, round, round)
  return wrk.format("POST", "/pulse", { ["Content-Type"] = "application/json" }, body)
end

function done(summary, latency)
  io.write(string.format('RESULT {"requests":%d,"seconds":%.3f,"errors":%d,"p50":%.2f,"p99":%.2f}\n',
    summary.requests, summary.duration / 1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
