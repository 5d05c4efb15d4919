-- Write a feed's state in mid-poll, if its lease is still ours.
-- KEYS: leases, states      ARGV: feed id, token, state      -> 1 written, 0 lease lost
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 1
