-- Write a feed's state and make it due, unless it is being polled.
-- KEYS: due, leases, states      ARGV: feed id, now, state      -> 1 written, 0 not on the schedule, or leased
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not due or redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 and due > ARGV[2] then return 0 end
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
return 1
