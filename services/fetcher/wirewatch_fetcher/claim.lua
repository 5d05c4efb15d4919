-- Take feeds that are due: each goes to one fetcher, whose lease is the feed's new place in the schedule.
-- KEYS: due (sorted set: feed id by its time), leases (hash: feed id to token)
-- ARGV: now, end of the lease, most feeds, token        -> the feed ids taken
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(ids) do
  redis.call('ZADD', KEYS[1], ARGV[2], id)
  redis.call('HSET', KEYS[2], id, ARGV[4])
end
return ids
