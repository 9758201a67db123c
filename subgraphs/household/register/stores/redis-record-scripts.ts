/** What people and time add, and no load takes away: confirmations, reads, the audit. */
import { script } from './redis-scripts.js';

/** ARGV: pairs of ids that mean the same, one after the other. Each id also has those that it was paired with under a key of its own. */
export const keepSameIdsScript = script(`
for at = 1, #ARGV, 2 do
  local one, other = ARGV[at], ARGV[at + 1]
  redis.call('SADD', tag .. 'same-ids', one .. ' ' .. other)
  redis.call('SADD', tag .. 'same-id:' .. one, other)
  redis.call('SADD', tag .. 'same-id:' .. other, one)
end
return 0
`);

/** ARGV: id. What it was paired with, and what those were, until nothing is new; never the id itself. */
export const sameIdsOfScript = script(`
local found, known, at = { ARGV[1] }, { [ARGV[1]] = true }, 1
while found[at] do
  for _, other in ipairs(redis.call('SMEMBERS', tag .. 'same-id:' .. found[at])) do
    if not known[other] then
      known[other] = true
      found[#found + 1] = other
    end
  end
  at = at + 1
end
table.remove(found, 1)
return found
`);

export const sameIdsScript = script(`
return redis.call('SMEMBERS', tag .. 'same-ids')
`);

/** ARGV: id, confirmation. */
export const putConfirmationScript = script(`
redis.call('HSET', tag .. 'confirmations', ARGV[1], ARGV[2])
return false
`);

/** ARGV: id. */
export const removeConfirmationScript = script(`
redis.call('HDEL', tag .. 'confirmations', ARGV[1])
return false
`);

export const confirmationsScript = script(`
return redis.call('HVALS', tag .. 'confirmations')
`);

/** ARGV: household, instant, what is kept, before which instant it goes, how long it is kept (all milliseconds). */
export const recordReadScript = script(`
local key = tag .. 'reads:' .. ARGV[1]
redis.call('ZADD', key, ARGV[2], ARGV[3])
redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. ARGV[4])
redis.call('PEXPIRE', key, ARGV[5])
return false
`);

/** ARGV: household, since, until (milliseconds). */
export const readsScript = script(`
return redis.call('ZRANGEBYSCORE', tag .. 'reads:' .. ARGV[1], ARGV[2], ARGV[3])
`);

/** ARGV: from, to. */
export const auditScript = script(`
return redis.call('LRANGE', tag .. 'audit', ARGV[1], ARGV[2])
`);
