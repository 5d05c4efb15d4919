-- Several buckets of the index at once. KEYS: the buckets. ARGV: the least and the most score of each, in turn.
-- Returns, for each bucket that has entries in between, its number and the entries. Commands of Redis 6.2 only.
local found = {}
for number, bucket in ipairs(KEYS) do
  local members = redis.call("ZRANGEBYSCORE", bucket, ARGV[2 * number - 1], ARGV[2 * number])
  if #members > 0 then
    found[#found + 1] = number
    found[#found + 1] = members
  end
end
return found
