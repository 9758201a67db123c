/** Requests that ask for far too much, each in its own way. None is longer than a body may be. */

export interface HostileRequest {
  readonly name: string;
  /** How the answer spells the limit that it is over; `null` where it is a wrong query rather than a large one. */
  readonly limit: string | null;
  readonly body: string;
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const query = (text: string, rest: object = {}): string => JSON.stringify({ query: text, ...rest });

const nested = (levels: number, open: string, inside: string): string =>
  `{ ${open.repeat(levels)} ${inside} ${'}'.repeat(levels)} }`;

const bomb = (fields: string): string =>
  `{ ...F0 } ${times(20, (index) => `fragment F${index} on Query { ${fields} ...F${index + 1} ...F${index + 1} }`)} fragment F20 on Query { feeds { isFresh } }`;

const doubled = (levels: number): string =>
  levels === 0 ? '__typename' : `nodes { ${doubled(levels - 1)} } nodes { ${doubled(levels - 1)} }`;

const nestedJson = (open: string, close: string, levels: number): string =>
  `{"query":"{ __typename }","variables":{"a":${open.repeat(levels)}1${close.repeat(levels)}}}`;

export const hostileRequests: readonly HostileRequest[] = [
  { name: 'a depth of 45', limit: 'DEPTH', body: query(nested(45, 'nodes {', '__typename')) },
  { name: 'a depth of 1,000', limit: 'DEPTH', body: query(nested(1_000, 'nodes {', '__typename')) },
  { name: 'a depth of 7,000', limit: 'DEPTH', body: query(nested(7_000, 'a {', 'a')) },
  { name: 'a depth of 1,000 in inline fragments', limit: 'DEPTH', body: query(nested(1_000, '... {', 'a')) },
  {
    name: 'a depth of 90 in named fragments',
    limit: 'DEPTH',
    body: query(
      `{ ...F0 } ${times(90, (index) => `fragment F${index} on Query { ...F${index + 1} }`)} fragment F90 on Query { __typename }`,
    ),
  },
  {
    name: 'lists of lists of lists in an argument',
    limit: 'DEPTH',
    body: query(`{ household(id: ${'['.repeat(7_000)}${']'.repeat(7_000)}) { id } }`),
  },
  {
    name: '40 fields at the root',
    limit: 'ROOT_FIELDS',
    body: query(`{ ${times(40, (index) => `a${index}: __typename`)} }`),
  },
  {
    name: '1,000 aliases at the root',
    limit: 'ROOT_FIELDS',
    body: query(`{ ${times(1_000, (index) => `a${index}: __typename`)} }`),
  },
  {
    name: '1,000 aliases',
    limit: 'ALIASES',
    body: query(`{ myHouseholds { ${times(1_000, (index) => `a${index}: nodes { id }`)} } }`),
  },
  {
    name: 'the same field 1,000 times',
    limit: 'REPEATS',
    body: query(`{ myHouseholds { ${times(1_000, () => 'nodes')} } }`),
  },
  {
    name: 'the same field with a selection 900 times',
    limit: 'REPEATS',
    body: query(`{ myHouseholds { ${times(900, () => 'nodes { id }')} } }`),
  },
  {
    name: 'the same field twice, nine levels deep',
    limit: 'REPEATS',
    body: query(`{ myHouseholds { ${doubled(9)} } }`),
  },
  {
    name: '1,000 directives',
    limit: 'DIRECTIVES',
    body: query(`{ __typename ${times(1_000, () => '@include(if: true)')} }`),
  },
  {
    name: '5,000 unknown directives',
    limit: 'DIRECTIVES',
    body: query(`{ __typename ${'@a'.repeat(5_000)} }`),
  },
  {
    name: '1,000 directives on a variable',
    limit: 'DIRECTIVES',
    body: query(`query ($id: ID! ${'@a'.repeat(1_000)}) { household(id: $id) { id } }`),
  },
  { name: '100,000 tokens', limit: 'QUERY_CHARACTERS', body: query(`{ ${'a '.repeat(100_000)} }`) },
  { name: '40,000 tokens', limit: 'TOKENS', body: query(`{ ${'a '.repeat(40_000)} }`) },
  {
    name: 'a name of a million letters',
    limit: 'QUERY_CHARACTERS',
    body: query(`{ ${'a'.repeat(1_000_000)} }`),
  },
  {
    name: '7,000 fields',
    limit: 'SELECTIONS',
    body: query(`{ myHouseholds { ${times(7_000, (index) => `f${index}`)} } }`),
  },
  { name: 'a bomb of fragments, two to the power of twenty', limit: 'ROOT_FIELDS', body: query(bomb('')) },
  {
    name: 'the same bomb below the root',
    limit: 'SELECTIONS',
    body: query(bomb('').replace('{ ...F0 }', '{ myHouseholds { ...F0 } }')),
  },
  {
    name: '1,500 fragments',
    limit: 'DEFINITIONS',
    body: query(
      `{ ${times(1_500, (index) => `...F${index}`)} } ${times(1_500, (index) => `fragment F${index} on Query { a }`)}`,
    ),
  },
  {
    name: '1,000 operations',
    limit: 'DEFINITIONS',
    body: query(times(1_000, (index) => `query Q${index} { __typename }`)),
  },
  {
    name: '2,500 variables',
    limit: 'VARIABLES',
    body: query(`query (${times(2_500, (index) => `$v${index}: Int`)}) { __typename }`),
  },
  {
    name: 'the whole schema ten times',
    limit: 'INTROSPECTIONS',
    body: query(`{ ${times(10, (index) => `a${index}: __schema { types { fields { name } } }`)} }`),
  },
  {
    name: 'pages of a million households',
    limit: 'COST',
    body: query('{ myHouseholds(first: 1000000) { nodes { id } } }'),
  },
  {
    name: 'pages of a million households by a variable',
    limit: 'COST',
    body: query('query ($first: Int) { myHouseholds(first: $first) { nodes { id } } }', {
      variables: { first: 1_000_000 },
    }),
  },
  { name: 'variables 1,000 deep', limit: 'VARIABLES_DEPTH', body: nestedJson('[', ']', 1_000) },
  { name: 'variables 400,000 deep', limit: 'VARIABLES_DEPTH', body: nestedJson('[', ']', 400_000) },
  {
    name: 'objects in variables 150,000 deep',
    limit: 'VARIABLES_DEPTH',
    body: nestedJson('{"a":', '}', 150_000),
  },
  {
    name: 'extensions 1,000 deep',
    limit: 'VARIABLES_DEPTH',
    body: nestedJson('[', ']', 1_000).replace('variables', 'extensions'),
  },
  {
    name: 'a variable of 400,000 values',
    limit: 'VARIABLES_VALUES',
    body: `{"query":"{ __typename }","variables":{"a":[${'1,'.repeat(400_000)}1]}}`,
  },
  {
    name: '60,000 variables that nobody declared',
    limit: 'VARIABLES_VALUES',
    body: `{"query":"{ __typename }","variables":{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`).join()}}}`,
  },
  {
    name: 'a hundred operations in a list',
    limit: null,
    body: JSON.stringify(Array.from({ length: 100 }, () => ({ query: '{ __typename }' }))),
  },
  {
    name: 'a circle of fragments',
    limit: null,
    body: query(
      `{ ...F0 } ${times(90, (index) => `fragment F${index} on Query { ${times(20, (other) => `...F${(index * 7 + other) % 90}`)} }`)}`,
    ),
  },
  {
    name: 'a circle of introspection',
    limit: null,
    body: query(`{ __schema { types { ${'fields { type { '.repeat(10)} name ${'} } '.repeat(10)} } } }`),
  },
  {
    name: '1,900 unknown fields',
    limit: null,
    body: query(`{ myHouseholds { ${times(1_900, (index) => `f${index}`)} } }`),
  },
  {
    name: '3,500 unknown arguments',
    limit: null,
    body: query(`{ household(${times(3_500, (index) => `a${index}: 1`)}) { id } }`),
  },
  {
    name: 'a text of 140,000 characters',
    limit: null,
    body: query(`{ household(id: "${'a'.repeat(130_000)}", no: """${'\n a'.repeat(1_000)}""") { id } }`),
  },
];
