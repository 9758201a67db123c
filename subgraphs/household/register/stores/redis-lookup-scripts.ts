/** What readers ask of the generation that is served; each answer is of one state. ARGV[1] of each: see `reading`. */
import { script, scriptErrors } from './redis-scripts.js';

/** For readers. ARGV[1]: the error where nothing is stored; '' gives nothing there. */
const reading = `
local generation = servedOr(ARGV[1])
if not generation then return false end
local function documentOf(name, id) return redis.call('HGET', keyOf(generation, name), id) or '' end
`;

/** ARGV: …, id, '' or the case's entry. Gives { 'SPLIT' }, { 'HOUSEHOLD', document }, { 'NONE' }, or nothing where nothing is stored. */
export const householdScript = script(`${reading}
if redis.call('SISMEMBER', tag .. 'split', ARGV[2]) == 1 then return {'SPLIT'} end
if ARGV[3] ~= '' then
  local id = find(generation, 'opened-alias', ARGV[3])
  if id then return {'HOUSEHOLD', documentOf('shielded', id)} end
end
local id = find(generation, 'alias', ARGV[2])
if id then return {'HOUSEHOLD', documentOf('open', id)} end
return {'NONE'}
`);

/** ARGV: …, pseudonym, '' or the case's entry. Gives { 1 if undecided, document, … }. */
export const personScript = script(`${reading}
local found = {redis.call('SISMEMBER', keyOf(generation, 'undecided'), ARGV[2])}
local function add(index, entry, name)
  for id in string.gmatch(find(generation, index, entry) or '', '[^\\n]+') do
    found[#found + 1] = documentOf(name, id)
  end
end
add('person', ARGV[2], 'open')
if ARGV[3] ~= '' then add('opened-person', ARGV[3], 'shielded') end
return found
`);

/** ARGV: …, how many, lower bound, '' or lower bound of the case, its upper bound, its prefix. Gives documents. */
export const listScript = script(`${reading}
local found = {}
local function add(index, low, high, prefix, name)
  local key = keyOf(generation, index)
  if redis.call('EXISTS', key) == 0 then fail('${scriptErrors.broken} an index is gone') end
  for _, entry in ipairs(redis.call('ZRANGEBYLEX', key, low, high, 'LIMIT', 0, ARGV[2])) do
    found[#found + 1] = documentOf(name, string.sub(entry, #prefix + 1))
  end
end
add('ids', ARGV[3], '+', '', 'open')
if ARGV[4] ~= '' then add('opened-ids', ARGV[4], ARGV[5], ARGV[6], 'shielded') end
return found
`);

/** ARGV: …, the case. Gives { questions }, or { } for none. */
export const questionsScript = script(`${reading}
return {redis.call('HGET', keyOf(generation, 'questions'), ARGV[2]) or nil}
`);

/** ARGV: …. */
export const feedsScript = script(`${reading}
return redis.call('HVALS', keyOf(generation, 'feeds'))
`);

/** ARGV: …. Gives the generation, the number of the last publication, and the ids that were split. */
export const storedScript = script(`${reading}
return {generation, redis.call('GET', publications) or '0', redis.call('SMEMBERS', tag .. 'split')}
`);

/** ARGV: …, generation, cursor, count. Gives { cursor, { name, reference, … } }. */
export const referencesScript = script(`${reading}
if generation ~= ARGV[2] then fail('${scriptErrors.changed}') end
return redis.call('HSCAN', keyOf(generation, 'references'), ARGV[3], 'COUNT', ARGV[4])
`);
