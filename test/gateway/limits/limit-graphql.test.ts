import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, Kind, parse, specifiedRules, validate } from 'graphql';
import { countBranches } from '../../../gateway/limits/count-branches.js';
import { estimateCost } from '../../../gateway/limits/estimate-cost.js';
import {
  defaultLimits,
  type GatewayLimits,
  limitNames,
  spellLimit,
} from '../../../gateway/limits/gateway-limits.js';
import { limitGraphql } from '../../../gateway/limits/limit-graphql.js';
import { limitSettingsShape, toLimits } from '../../../gateway/limits/limit-settings.js';
import { measureDocument } from '../../../gateway/limits/measure-document.js';
import { measureJson } from '../../../gateway/limits/measure-json.js';
import { projectRoot } from '../../../schema/project-root.js';
import { allExamples } from '../../../web/examples/all-examples.js';
import { hostileRequests } from './hostile-requests.js';

const schema = buildSchema(readFileSync(join(projectRoot, 'schema', 'api.graphql'), 'utf8'));
const cast = buildSchema(`
  type Query { item: Item, items: [Item!]!, page(first: Int = 20, last: Int): Page, thing: Thing }
  type Page { nodes: [Item!], edges: [Edge!], total: Int }
  type Edge { node: Item }
  interface Thing { id: ID!, next: Thing, item: Item }
  type Item implements Thing { id: ID!, next: Thing, item: Item, tags(limit: Int): [Tag!], name: String }
  type Tag implements Thing { id: ID!, next: Thing, item: Item }
`);

function operationOf(query: string) {
  const document = parse(query);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation');
  return { document, operation };
}

const costOf = (query: string, variables: Record<string, unknown> = {}): number =>
  estimateCost({ schema: cast, variables, ...operationOf(query) }).cost;

const branchesOf = (query: string): number => {
  const { document, operation } = operationOf(query);
  return countBranches(cast, document, operation);
};

describe('the limits of a query', () => {
  const folder = join(projectRoot, 'schema', 'operations');
  const honest: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
    ...readdirSync(folder)
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => [file, readFileSync(join(folder, file), 'utf8'), { first: 50 }] as const),
    ...allExamples.map(({ title, query, variables }) => [title, query, variables] as const),
    [
      'the introspection of GraphiQL',
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
      {},
    ],
  ];

  it.each(honest)('leave room for twice as much as %s asks', (_, query, variables) => {
    const halved = Object.fromEntries(
      Object.entries(defaultLimits).map(([name, most]) => [
        name,
        name === 'introspections' ? most : Math.floor(most / 2),
      ]),
    ) as unknown as GatewayLimits; // the same names as of the limits that were halved
    const { parseOptions, validationRules } = limitGraphql(halved);
    expect(query.length).toBeLessThan(halved.queryCharacters);
    const document = parse(query, parseOptions);
    expect(measureDocument(document, halved)).toBeNull();
    expect(validate(schema, document, [...specifiedRules, ...validationRules])).toEqual([]);
    const { operation } = operationOf(query);
    expect(estimateCost({ schema, document, operation, variables }).cost).toBeLessThan(halved.cost);
    expect(countBranches(schema, document, operation)).toBeLessThan(halved.branches);
  });

  it.each([
    ['definitions', 2, 'query A { item { id } } fragment F on Item { id }'],
    ['variables', 2, 'query ($a: Int, $b: Int) { item { id } }'],
    ['depth', 3, '{ item { item { id } } }'],
    ['depth', 5, '{ ... { ...F } } fragment F on Query { item { id ... { id } } }'],
    ['rootFields', 3, '{ item { id } ...F } fragment F on Query { a: item { id } ... { b: item { id } } }'],
    ['introspections', 2, '{ __schema { description } __type(name: "Item") { name } }'],
    ['aliases', 2, '{ a: item { id: id b: id } }'],
    ['directives', 3, 'query @a { item @a { ... @a { id } } }'],
    ['selections', 6, '{ ...F ...F item { id } } fragment F on Query { item }'],
    ['repeats', 4, '{ item { id } item { id name } ... { item { id } } }'],
  ] as const)('count %s as %d, and refuse one more', (limit, count, query) => {
    const document = parse(query);
    // Three items make three pairs, and so do their ids.
    const counted = limit === 'repeats' ? 6 : count;
    expect(measureDocument(document, { ...defaultLimits, [limit]: counted })).toBeNull();
    expect(measureDocument(document, { ...defaultLimits, [limit]: counted - 1 })).toMatchObject({
      limit,
      most: counted - 1,
    });
  });

  it('count a fragment that is used a million times in no time, and give its true size', () => {
    const bomb = hostileRequests.find(({ name }) => name.startsWith('the same bomb'))?.body ?? '';
    const measured = measureDocument(parse(JSON.parse(bomb).query), defaultLimits);
    expect(measured).toEqual({ limit: 'selections', most: 2_000, received: 4_194_304 });
  });

  it('stop the rules of validation, of which some would take seconds', () => {
    const names: string[] = [];
    const { validationRules, validationOptions } = limitGraphql({ ...defaultLimits, aliases: 1 });
    const errors = validate(
      cast,
      parse('{ a: item { id } b: item { id } no }'),
      [...specifiedRules, ...validationRules, () => ({ Field: ({ name }) => void names.push(name.value) })],
      validationOptions,
    );
    expect(errors.map(({ extensions }) => extensions['overLimit'])).toEqual([
      { limit: 'aliases', most: 1, received: 2 },
    ]);
    expect(names).toEqual([]);
  });

  it('refuse fragments that contain themselves', () => {
    expect(
      measureDocument(
        parse('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
        defaultLimits,
      ),
    ).toBe('CYCLE');
  });

  // Processor time, and the quickest of several: a machine that shares its cores makes any of them slower, and none quicker.
  it('cost an attacker more than they cost the gateway', () => {
    const { parseOptions, validationRules, validationOptions } = limitGraphql(defaultLimits);
    const refuse = (query: string): void => {
      try {
        const document = parse(query, parseOptions);
        validate(schema, document, [...specifiedRules, ...validationRules], validationOptions);
      } catch {
        // Too many tokens, or nested too deep for the parser.
      }
    };
    const queries = hostileRequests
      .filter(({ limit }) => limit === null || !/^(VARIABLES_|QUERY_)/.test(limit))
      .map(({ name, body }) => ({ name, query: JSON.parse(body).query }))
      .filter(({ query }) => typeof query === 'string');
    const slow = queries.filter(({ query }) => {
      for (let attempt = 0; attempt < 60; attempt += 1) {
        const before = process.cpuUsage();
        refuse(query);
        const { user, system } = process.cpuUsage(before);
        if ((user + system) / 1_000 <= 20) return false;
      }
      return true;
    });
    expect(slow.map(({ name }) => name)).toEqual([]);
  });
});

describe('the cost of an operation', () => {
  it.each([
    ['{ __typename }', 0],
    ['{ item { id name __typename } }', 10 + 2],
    ['{ item { item { id } } }', 10 + 2 + 1],
    ['{ items { id } }', 10 + 10],
    ['{ page { nodes { id } total } }', 10 + 2 + 20 + 1],
    ['{ page(first: 3) { nodes { id } edges { node { id } } } }', 10 + (2 + 3) + (2 + 3 * 3)],
    ['{ page(first: 3) { ...P } } fragment P on Page { nodes { tags { id } } }', 10 + 2 + 3 * (2 + 10)],
    ['{ page(last: 4) { nodes { tags(limit: 2) { id } } } }', 10 + 2 + 20 * (2 + 2)],
    ['{ page(first: 0) { nodes { id } } }', 10 + 2 + 10],
    ['{ thing { ... on Item { name } ... on Tag { id } } }', 10 + 2],
    ['query ($n: Int = 5) { page(first: $n) { nodes { id } } }', 10 + 2 + 5],
  ])('of %s is %d', (query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it.each([
    [{ n: 7 }, 7],
    [{ n: null }, 10],
    [{ n: 'many' }, 10],
    [{ n: -1 }, 10],
    [{ n: 1e300 }, 1e300],
    [{}, 5],
  ])('follows the variables %j', (variables, size) => {
    expect(costOf('query ($n: Int = 5) { page(first: $n) { nodes { id } } }', variables)).toBe(12 + size);
  });

  it('of a fragment that is used a million times is known at once', () => {
    const bomb = Array.from(
      { length: 20 },
      (_, index) => `fragment F${index} on Item { ...F${index + 1} ...F${index + 1} }`,
    ).join(' ');
    expect(costOf(`{ item { ...F0 } } ${bomb} fragment F20 on Item { id }`)).toBe(10 + 2 ** 20);
  });
});

describe('the branches of an operation', () => {
  it.each([
    ['{ item { item { item { id } } } }', 1],
    ['{ thing { id } }', 1],
    ['{ thing { next { id } } }', 2],
    ['{ thing { next { next { next { id } } } } }', 8],
    ['{ thing { ... on Item { next { ... on Tag { next { id } } } } } }', 1],
    ['{ thing { ... on Thing { ... { next { ...N } } } } } fragment N on Thing { next { id } }', 4],
    ['{ thing { item { next { id } } } }', 2],
  ])('of %s are %d', (query, branches) => {
    expect(branchesOf(query)).toBe(branches);
  });
});

describe('the size of JSON', () => {
  it.each([
    ['{}', 1, 1],
    ['{"a":[1,2,{"b":3}]}', 3, 5],
    ['{"a":"[[[,,,{"}', 1, 1],
    ['{"a":"\\"[[[,,,{","b":"\\\\"}', 1, 2],
    ['{"é€😀":"[,"}', 1, 1],
    ['"never closed [[[', 0, 0],
    ['[[[', 3, 3],
  ])('of %s is %d deep, %d values', (text, depth, values) => {
    expect(measureJson(Buffer.from(text))).toEqual({ depth, values });
  });
});

describe('the settings of limits', () => {
  it('are limits by their own names, and by default the defaults', () => {
    const spelled = limitNames.map((name) => `LIMIT_${spellLimit(name)}`);
    expect(Object.keys(limitSettingsShape).filter((name) => !spelled.includes(name))).toEqual([]);
    const settings = Object.fromEntries(
      Object.entries(limitSettingsShape).map(([name, shape]) => [name, shape.parse(undefined)]),
    ) as Parameters<typeof toLimits>[0]; // one entry for every setting
    expect(toLimits(settings)).toEqual(defaultLimits);
  });
});
