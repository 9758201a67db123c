/** What people and time add, and no load takes away: confirmations, reads, the audit. */
import { script } from './redis-scripts.js';

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
