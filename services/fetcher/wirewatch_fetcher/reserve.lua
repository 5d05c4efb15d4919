-- Give a feed its turn at its host: one request in each interval, over all fetchers, none while the host is held.
-- KEYS: turn (when the host is free), hold (until when it asked for quiet), slots (hash: feed id to its turn)
-- ARGV: feed id, now, interval      -> '0' go now, else when to come back
local now, interval = tonumber(ARGV[2]), tonumber(ARGV[3])
local hold = tonumber(redis.call('GET', KEYS[2]) or '0')
local slot = tonumber(redis.call('HGET', KEYS[3], ARGV[1]) or '0')
redis.call('HDEL', KEYS[3], ARGV[1])
if slot > 0 and slot <= now and hold <= now then return '0' end
local free = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), hold)
local turn = math.max(free, now)
redis.call('SET', KEYS[1], string.format('%.3f', turn + interval), 'PX', math.ceil((turn + interval - now) * 1000) + 1000)
if turn <= now then return '0' end
redis.call('HSET', KEYS[3], ARGV[1], string.format('%.3f', turn))
return string.format('%.3f', turn)
