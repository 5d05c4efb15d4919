-- End a poll: its state, its entries and its next time are written together, or, with the lease lost, not at all.
-- KEYS: due, leases, states (hash), seen (hash of this feed)
-- ARGV: feed id, token, next time, state ('' leaves it), number of entries to write, then field and value of each,
--       then the fields to delete      -> 1 written, 0 lease lost
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return 0 end
if ARGV[4] ~= '' then redis.call('HSET', KEYS[3], ARGV[1], ARGV[4]) end
local last = 5 + 2 * tonumber(ARGV[5])
for i = 6, last, 2 do redis.call('HSET', KEYS[4], ARGV[i], ARGV[i + 1]) end
for i = last + 1, #ARGV do redis.call('HDEL', KEYS[4], ARGV[i]) end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
