-- Hold on to leases that are still ours.
-- KEYS: due, leases      ARGV: end of the lease, then feed id and token, again and again      -> how many are ours
local kept = 0
for i = 2, #ARGV, 2 do
  if redis.call('HGET', KEYS[2], ARGV[i]) == ARGV[i + 1] then
    redis.call('ZADD', KEYS[1], ARGV[1], ARGV[i])
    kept = kept + 1
  end
end
return kept
