-- One article's effect on incidents, alerts, revisions and outbox, all or nothing.
-- KEYS: every key that is touched. ARGV[1]: the request, msgpack (of which this script reads texts and numbers only, so
-- bytes are numbers into ARGV); keys in it are numbers into KEYS.
-- Returns "stale" (decided on another version of the state: decide again), "repeat" (all of its sightings are
-- there already), or "written". Commands of Redis 6.2 only.
local request = cmsgpack.unpack(ARGV[1])

if tonumber(redis.call("GET", KEYS[request.version_key]) or "0") ~= request.version then
  return "stale"
end

local repeated = #request.sightings > 0
for _, one in ipairs(request.sightings) do
  if redis.call("SISMEMBER", KEYS[one[1]], one[2]) == 0 then
    repeated = false
  end
end
if repeated then
  return "repeat"
end

for _, one in ipairs(request.sightings) do
  redis.call("SADD", KEYS[one[1]], one[2])
  redis.call("EXPIRE", KEYS[one[1]], request.ttl_s)
end
for _, one in ipairs(request.dropped) do
  redis.call("SREM", KEYS[one[1]], one[2])
end
for _, one in ipairs(request.released) do
  redis.call("SREM", KEYS[one[1]], one[2])
end
for _, one in ipairs(request.held) do
  redis.call("SADD", KEYS[one[1]], one[2])
  redis.call("EXPIRE", KEYS[one[1]], request.ttl_s)
end
for _, one in ipairs(request.values) do
  redis.call("SET", KEYS[one[1]], ARGV[one[2]], "EX", request.ttl_s)
end
for _, one in ipairs(request.unindexed) do
  redis.call("ZREM", KEYS[one[1]], one[2])
end
for _, one in ipairs(request.indexed) do
  redis.call("ZADD", KEYS[one[1]], one[3], one[2])
  redis.call("ZREMRANGEBYSCORE", KEYS[one[1]], "-inf", "(" .. one[4])
end
for _, one in ipairs(request.revisions) do
  redis.call("XADD", KEYS[one[1]], "*", "alert", one[2], "rev", one[3], "trace", one[4], "value", ARGV[one[5]])
end
for _, one in ipairs(request.notices) do
  redis.call("XADD", KEYS[one[1]], "*", "alert", one[2], "rev", one[3], "channel", one[4])
end
for _, one in ipairs(request.later) do
  redis.call("ZADD", KEYS[one[1]], one[3], one[2])
end
redis.call("INCR", KEYS[request.version_key])
return "written"
