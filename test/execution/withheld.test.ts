/** Fields that a viewer is not given whatever stands there: left out before anything is planned, whichever way they are asked. */
import { describe, expect, it } from '@jest/globals';
import type { WithheldFields } from '../../gateway/execution/canonical-operation.js';
import { createGraph, type Subgraphs } from './graph.js';

type Row = Readonly<Record<string, unknown>>;
const itself = (reference: Row): Row => reference;

const families: Subgraphs = {
  register: {
    sdl: `type Query { family(id: ID!): Family records: [Record!] strict: Strict }
      interface Record { id: ID! text: String }
      type Note implements Record { id: ID! text: String }
      type Plan implements Record { id: ID! text: String }
      type Strict { id: ID! secret: String! }
      type Family @key(fields: "id") { id: ID! name: String summary: String @requires(fields: "reports { text }") reports: [Report!] @external }
      type Report @shareable { text: String }`,
    resolvers: {
      Query: {
        family: (_: Row, { id }: { id: string }) => ({ id, name: 'Den Braber' }),
        records: () => [
          { __typename: 'Note', id: 'n', text: 'a note' },
          { __typename: 'Plan', id: 'p', text: 'a plan' },
        ],
        strict: () => ({ id: 's', secret: 'no' }),
      },
      Family: { __resolveReference: itself, summary: () => 'made from reports' },
    },
  },
  reports: {
    sdl: `type Family @key(fields: "id") { id: ID! reports: [Report!] }
      type Report @shareable { text: String }`,
    resolvers: { Family: { __resolveReference: itself, reports: () => [{ text: 'a report' }] } },
  },
};

const withheld = (...coordinates: string[]): WithheldFields => ({
  key: coordinates.join(),
  failureOf: (typeName, fieldName) =>
    coordinates.includes(`${typeName}.${fieldName}`)
      ? { message: 'not for this function', extensions: { code: 'WITHHELD' } }
      : null,
});

const graphWithout = (...coordinates: string[]) =>
  createGraph(families, { withheldFrom: () => withheld(...coordinates) });

describe('a field that is withheld from a viewer', () => {
  it.each([
    ['by its name', '{ family(id: "1") { name reports { text } } }', 'reports'],
    ['under an alias', '{ family(id: "1") { name other: reports { text } } }', 'other'],
    [
      'in a fragment',
      '{ family(id: "1") { name ...F } } fragment F on Family { reports { text } }',
      'reports',
    ],
    ['in an inline fragment', '{ family(id: "1") { name ... on Family { reports { text } } } }', 'reports'],
  ])('is null with the rule, and never asked for: %s', async (_, query, name) => {
    const graph = await graphWithout('Family.reports');
    const { data, errors, asked } = await graph.ask(query);
    expect(data).toEqual({ family: { name: 'Den Braber', [name]: null } });
    expect(errors).toEqual([
      { message: 'not for this function', path: ['family', name], code: 'WITHHELD', subgraph: undefined },
    ]);
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['register']);
  });

  it('is given to the next viewer, of whom nothing is withheld', async () => {
    let rules = withheld('Family.reports');
    const graph = await createGraph(families, { withheldFrom: () => rules });
    const query = '{ family(id: "1") { reports { text } } }';
    expect((await graph.ask(query)).data).toEqual({ family: { reports: null } });
    rules = withheld();
    expect((await graph.ask(query)).data).toEqual({ family: { reports: [{ text: 'a report' }] } });
  });

  it('takes with it nothing but what may not be null without it', async () => {
    const graph = await graphWithout('Strict.secret');
    const { data, errors } = await graph.ask('{ strict { id secret } family(id: "1") { name } }');
    expect(data).toEqual({ strict: null, family: { name: 'Den Braber' } });
    expect(errors).toMatchObject([{ path: ['strict', 'secret'], code: 'WITHHELD' }]);
  });

  it('is asked of the other types of an interface, and not of its own', async () => {
    const graph = await graphWithout('Plan.text');
    const { data, errors, asked } = await graph.ask('{ records { id text } }');
    expect(data).toEqual({
      records: [
        { id: 'n', text: 'a note' },
        { id: 'p', text: null },
      ],
    });
    expect(errors).toMatchObject([{ path: ['records', 1, 'text'], code: 'WITHHELD' }]);
    expect(asked[0]?.query).toMatch(/\.\.\.on Note\{text\}/);
    expect(asked[0]?.query).not.toMatch(/on Plan/);
  });

  it('leaves the whole operation unasked where nothing else was asked', async () => {
    const graph = await graphWithout('Query.family');
    const { data, asked } = await graph.ask('{ family(id: "1") { name } }');
    expect([data, asked]).toEqual([{ family: null }, []]);
  });
});
