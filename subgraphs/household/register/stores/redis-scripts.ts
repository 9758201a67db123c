/**
 * What Redis does in one atomic step, in its own language. Each script is sent with one key, the pointer to the generation
 * that is served; every other key begins with the same hash tag and so is in the same slot of a Cluster.
 *
 * Keys of a generation: `open` (id → document), `alias` (→ id), `person` (→ ids, one a line), `ids` (for pages); `shielded`
 * with `opened-alias`, `opened-person`, `opened-ids` under entries of the cases that open it; `undecided`, `questions`,
 * `feeds`, `references`; and while it is being loaded `split` and `audit`. Every generation has its indexes, marked with an
 * empty entry: one that Redis evicted must not look like one in which nobody is found.
 */
import { createHash } from 'node:crypto';

export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

/** Raised when documents or their indexes change shape: a process of another release then loads a generation of its own. */
export const format = 1;
const tag = '{gezinsbeeld-register}';

/** Holds the number of the generation that is served. */
export const pointerKey = `${tag}:served:${format}`;

/** Error replies of the scripts begin with one of these. */
export const scriptErrors = {
  leadLost: 'REGISTER_LEAD_LOST',
  changed: 'REGISTER_CHANGED',
  broken: 'REGISTER_BROKEN',
  emptied: 'REGISTER_EMPTIED',
} as const;

/** Entries to ids. */
export const indexes = ['alias', 'person', 'opened-alias', 'opened-person'];
/** Sorted, for pages. */
export const pages = ['ids', 'opened-ids'];
/** What else a generation has. */
export const others = ['open', 'shielded', 'undecided', 'questions', 'feeds', 'references', 'split', 'audit'];
/** A list as Lua writes it. */
export const luaList = (names: readonly string[]): string =>
  `{${names.map((name) => `'${name}'`).join(', ')}}`;

const beginning = `
local tag = '${tag}:'
local lead, publications = tag .. 'lead:${format}', tag .. 'publications:${format}'
local function keyOf(generation, name) return tag .. 'generation:${format}:' .. generation .. ':' .. name end
local function fail(text) error(text, 0) end
local function servedOr(text)
  local generation = redis.call('GET', KEYS[1])
  if not generation and text ~= '' then fail(text) end
  return generation
end
-- The value of an entry, or nil. An index without its empty entry was taken away by somebody else.
local function find(generation, index, entry)
  local key = keyOf(generation, index)
  local value = redis.call('HGET', key, entry)
  if value == '' then return nil end
  if value then return value end
  if redis.call('HEXISTS', key, '') == 0 then fail('${scriptErrors.broken} an index is gone') end
  return nil
end
`;

/** A script of its own: what all share, and its body. */
export function script(body: string): RedisScript {
  const text = `${beginning}${body}`;
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}
