/** What the leading process writes: generations and publications. Each script refuses whoever leads no more. */
import { format, indexes, luaList, others, pages, script, scriptErrors } from './redis-scripts.js';

/** ARGV: the token that this process leads by or '', a token that nobody has, milliseconds. Gives the token it leads by. */
export const leadScript = script(`
local current = redis.call('GET', lead)
if current and current == ARGV[1] then
  redis.call('PEXPIRE', lead, ARGV[3])
  return current
end
if current then return false end
redis.call('SET', lead, ARGV[2], 'PX', ARGV[3])
return ARGV[2]
`);

/** ARGV: token. */
export const resignScript = script(`
if redis.call('GET', lead) == ARGV[1] then redis.call('DEL', lead) end
return false
`);

const led = `
if redis.call('GET', lead) ~= ARGV[1] then fail('${scriptErrors.leadLost}') end
`;

const begin = `
local function begin(generation)
  redis.call('SADD', tag .. 'generations:${format}', generation)
  for _, name in ipairs(${luaList(indexes)}) do redis.call('HSET', keyOf(generation, name), '', '') end
  for _, name in ipairs(${luaList(pages)}) do redis.call('ZADD', keyOf(generation, name), 0, '') end
end
local function clear(generation)
  for _, name in ipairs(${luaList([...indexes, ...pages, ...others])}) do
    redis.call('UNLINK', keyOf(generation, name))
  end
  redis.call('SREM', tag .. 'generations:${format}', generation)
end
`;

/** ARGV: token. Takes away what crashed loads left behind, and gives the number of a new generation. */
export const beginScript = script(`${led}${begin}
local served = redis.call('GET', KEYS[1])
for _, generation in ipairs(redis.call('SMEMBERS', tag .. 'generations:${format}')) do
  if generation ~= served then clear(generation) end
end
local generation = tostring(redis.call('INCR', tag .. 'last-generation:${format}'))
begin(generation)
return generation
`);

/** ARGV: generation. Takes it away, unless it is served. */
export const clearScript = script(`${begin}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then clear(ARGV[1]) end
return false
`);

/** ARGV: token, generation. Serves it from now on, and gives the number of this publication. */
export const serveScript = script(`${led}${begin}
local generation, before = ARGV[2], redis.call('GET', KEYS[1])
if redis.call('SISMEMBER', tag .. 'generations:${format}', generation) == 0 then fail('${scriptErrors.changed}') end
local split, audit = keyOf(generation, 'split'), keyOf(generation, 'audit')
redis.call('SUNIONSTORE', tag .. 'split', tag .. 'split', split)
for from = 0, redis.call('LLEN', audit) - 1, 1000 do
  redis.call('RPUSH', tag .. 'audit', unpack(redis.call('LRANGE', audit, from, from + 999)))
end
redis.call('UNLINK', split, audit)
redis.call('SET', KEYS[1], generation)
if before and before ~= generation then clear(before) end
return tostring(redis.call('INCR', publications))
`);

/**
 * ARGV: token, the generation that is being loaded or '' to publish, the number of the last publication that this process
 * knows or '', then operations: name, number of arguments, arguments. Gives the number of this publication.
 *
 * Nothing is written before all that is to be replaced was read and understood: a script is not undone when it fails.
 */
export const applyScript = script(`${led}${begin}
local loading, served = ARGV[2] ~= '', redis.call('GET', KEYS[1])
if ARGV[3] ~= '' and ARGV[3] ~= redis.call('GET', publications) then fail('${scriptErrors.changed}') end
if ARGV[3] ~= '' and not served then fail('${scriptErrors.changed}') end
local generation = loading and ARGV[2] or served
if loading and redis.call('SISMEMBER', tag .. 'generations:${format}', generation) == 0 then
  fail('${scriptErrors.changed}')
end
if not generation then
  generation = tostring(redis.call('INCR', tag .. 'last-generation:${format}'))
  begin(generation)
  redis.call('SET', KEYS[1], generation)
end
local function at(name) return keyOf(generation, name) end
local forGood = loading and keyOf(generation, '') or tag

local function each(handle)
  local place = 4
  while place <= #ARGV do
    local count = tonumber(ARGV[place + 1])
    handle(ARGV[place], place + 2, place + 1 + count)
    place = place + 2 + count
  end
end

local olds = {}
local function remember(id)
  local text = redis.call('HGET', at('open'), id) or redis.call('HGET', at('shielded'), id)
  if not text then return end
  local isRead, document = pcall(cjson.decode, text)
  if not isRead or type(document) ~= 'table' or document.id ~= id
    or type(document.aliases) ~= 'table' or type(document.foundBy) ~= 'table' then
    fail('${scriptErrors.broken} a document')
  end
  olds[id] = document
end
each(function(name, from, to)
  if name == 'drop' then for place = from, to do remember(ARGV[place]) end end
  if name == 'open' or name == 'shielded' then remember(ARGV[from]) end
end)

local function entriesOf(document, keys)
  if type(document.openedBy) ~= 'table' then return keys end
  local entries = {}
  for _, case in ipairs(document.openedBy) do
    for _, key in ipairs(keys) do entries[#entries + 1] = #case .. ':' .. case .. ':' .. key end
  end
  return entries
end
local function forget(id, document)
  local under = type(document.openedBy) == 'table' and 'opened-' or ''
  for _, entry in ipairs(entriesOf(document, {id, unpack(document.aliases)})) do
    if redis.call('HGET', at(under .. 'alias'), entry) == id then redis.call('HDEL', at(under .. 'alias'), entry) end
  end
  for _, entry in ipairs(entriesOf(document, document.foundBy)) do
    local left = {}
    for other in string.gmatch(redis.call('HGET', at(under .. 'person'), entry) or '', '[^\\n]+') do
      if other ~= id then left[#left + 1] = other end
    end
    if #left == 0 then redis.call('HDEL', at(under .. 'person'), entry)
    else redis.call('HSET', at(under .. 'person'), entry, table.concat(left, '\\n')) end
  end
  for _, entry in ipairs(entriesOf(document, {id})) do redis.call('ZREM', at(under .. 'ids'), entry) end
  redis.call('HDEL', at(under == '' and 'open' or 'shielded'), id)
end
for id, document in pairs(olds) do forget(id, document) end

local function addPerson(key, person, id)
  local ids = redis.call('HGET', key, person)
  redis.call('HSET', key, person, ids and (ids .. '\\n' .. id) or id)
end
local operations = {
  drop = function() end,
  ['take-number'] = function(from, to) for place = from, to do redis.call('SREM', at('undecided'), ARGV[place]) end end,
  ['add-number'] = function(from, to) for place = from, to do redis.call('SADD', at('undecided'), ARGV[place]) end end,
  split = function(from, to) for place = from, to do redis.call('SADD', forGood .. 'split', ARGV[place]) end end,
  audit = function(from, to) for place = from, to do redis.call('RPUSH', forGood .. 'audit', ARGV[place]) end end,
  set = function(from) redis.call('HSET', at(ARGV[from]), ARGV[from + 1], ARGV[from + 2]) end,
  unset = function(from) redis.call('HDEL', at(ARGV[from]), ARGV[from + 1]) end,
}
-- id, document, then counted: aliases, persons, entries for pages
local function put(under, name)
  return function(from)
    local id, place = ARGV[from], from + 2
    redis.call('HSET', at(name), id, ARGV[from + 1])
    local function counted(handle)
      local count = tonumber(ARGV[place])
      for entry = place + 1, place + count do handle(ARGV[entry]) end
      place = place + 1 + count
    end
    counted(function(entry) redis.call('HSET', at(under .. 'alias'), entry, id) end)
    counted(function(entry) addPerson(at(under .. 'person'), entry, id) end)
    counted(function(entry) redis.call('ZADD', at(under .. 'ids'), 0, entry) end)
  end
end
operations.open, operations.shielded = put('', 'open'), put('opened-', 'shielded')
each(function(name, from, to) operations[name](from, to) end)
if loading then return false end
return tostring(redis.call('INCR', publications))
`);

/** ARGV: token, the number of the last publication that this process knows or '', organisation, state. */
export const putFeedScript = script(`${led}
local served = redis.call('GET', KEYS[1])
if not served or (ARGV[2] ~= '' and ARGV[2] ~= redis.call('GET', publications)) then fail('${scriptErrors.changed}') end
redis.call('HSET', keyOf(served, 'feeds'), ARGV[3], ARGV[4])
return false
`);
