/**
 * Answers spoiled at random places, many times: whatever a subgraph sends, a client gets the right value or `null` with an error
 * that tells of it, and never anything else.
 */
import { describe, expect, it } from '@jest/globals';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { createGraph, type Graph, type Subgraphs } from './graph.js';

type Row = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

const itself = (reference: Row): Row => reference;
const households: Subgraphs = {
  register: {
    sdl: `type Query { homes: [Home!] home: Home }
      interface Person @key(fields: "id") { id: ID! name: String }
      type Child implements Person @key(fields: "id") { id: ID! name: String age: Int parents: [Adult!] }
      type Adult implements Person @key(fields: "id") { id: ID! name: String address: Address @shareable }
      type Address @shareable { street: String }
      type Home @key(fields: "id") @key(fields: "place { code }") { id: ID! place: Place @shareable people: [Person] }
      type Place @shareable { code: ID }`,
    resolvers: {
      Query: { homes: () => [home('1'), home('2'), home('1')], home: () => home('2') },
      Person: { __resolveReference: ({ id }: Row) => adult(String(id)) },
    },
  },
  school: {
    sdl: `type Person @interfaceObject @key(fields: "id") { id: ID! name: String @external greeting: String @requires(fields: "name") marks: [Float!] }
      type Home @key(fields: "id") { id: ID! school: String }`,
    resolvers: {
      Person: {
        __resolveReference: itself,
        greeting: ({ name }: Row) => `hi ${name}`,
        marks: () => [1.5, 2],
      },
      Home: { __resolveReference: itself, school: ({ id }: Row) => `school ${id}` },
    },
  },
  town: {
    sdl: `type Home @key(fields: "place { code }") { place: Place @shareable tax: Int! notices: [Notice] }
      type Place @shareable { code: ID } type Notice { text: String! level: Int }
      type Adult @key(fields: "id") { id: ID! address: Address @shareable votes: Int }
      type Address @shareable { number: Int }`,
    resolvers: {
      Home: { __resolveReference: itself, tax: () => 12, notices: () => [{ text: 'n', level: 1 }, null] },
      Adult: { __resolveReference: itself, address: () => ({ number: 4 }), votes: () => 2 },
    },
  },
};
const adult = (id: string): Row => ({
  __typename: 'Adult',
  id,
  name: `adult ${id}`,
  address: { street: 's' },
});
const home = (id: string): Row => ({
  id,
  place: { code: `p${id}` },
  people: [
    { __typename: 'Child', id: `c${id}`, name: 'kid', age: 3, parents: [adult('a')] },
    null,
    adult(`b${id}`),
  ],
});
const question = `{
  all: homes { id school tax place { code } notices { t: text level } people {
    __typename n: name greeting marks
    ... on Child { age parents { id votes address { street number } } } ... on Adult { votes address { number street } }
  } }
  home { people { greeting } tax school }
}`;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every place in an answer, with what holds it. */
function placesIn(value: unknown): { readonly holder: Record<string, unknown>; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>; // a list is held by its indices
  return Object.keys(value).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

/** Spoils one place so that no type of the graph admits it. Lists keep their length, but those of entities. */
function spoil(answer: SubgraphAnswer, random: () => number): void {
  const places = placesIn(answer.data);
  const place = places[Math.floor(random() * places.length)];
  if (!place) return;
  const { holder, key } = place;
  const forged = { forged: 'FORGED', id: 'FORGED', name: 'FORGED', __typename: 'FORGED', tax: 'FORGED' };
  const value = holder[key];
  const kind = Math.floor(random() * 4);
  if (Array.isArray(value) && kind === 0 && /^_e/.test(key)) value.splice(0, 1);
  else if (Array.isArray(value) && kind === 1 && /^_e/.test(key)) value.push(forged);
  else if (kind === 2 && !Array.isArray(holder)) delete holder[key];
  else if (typeof value === 'object' && value !== null) {
    if (kind === 3 && !Array.isArray(value)) {
      // What was not asked changes nothing.
      for (const [name, extra] of Object.entries(forged))
        if (!Object.hasOwn(value, name)) Object.assign(value, { [name]: extra });
    } else holder[key] = kind === 0 ? 7 : 'FORGED';
  } else holder[key] = kind === 3 ? [forged] : forged;
}

/** Every place at which two answers differ; below a `null` there is none. */
function differences(
  right: unknown,
  given: unknown,
  path: Path = [],
): readonly { readonly path: Path; readonly given: unknown }[] {
  if (Object.is(right, given)) return [];
  if (typeof right !== 'object' || typeof given !== 'object' || right === null || given === null)
    return [{ path, given }];
  const [one, other] = [right as Row, given as Row];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
    differences(one[key], other[key], [...path, Array.isArray(right) ? Number(key) : key]),
  );
}

const isPrefix = (one: Path, other: Path): boolean => one.every((step, index) => other[index] === step);

describe('an answer that is spoiled at any place', () => {
  it.each([1, 2, 3])('costs what it holds and what is made from that, and is told: seed %i', async (seed) => {
    const graph: Graph = await createGraph(households);
    const right = await graph.ask(question);
    expect(right.errors).toEqual([]);
    const random = randomFrom(seed);
    let spoilt = 0;
    for (let time = 0; time < 80; time += 1) {
      for (const name of Object.keys(households)) {
        const isSpoilt = random() < 0.4;
        graph.replace(name, async (_, answer) => {
          const given = await answer();
          if (isSpoilt && !given.errors) spoil(given, random);
          return given;
        });
      }
      const { data, text, errors } = await graph.ask(question);
      expect(text).not.toContain('FORGED');
      for (const { path, given } of differences(right.data, data)) {
        spoilt += 1;
        const told = errors.some(({ path: at }) => at && (isPrefix(path, at) || isPrefix(at, path)));
        expect([time, path, given, told]).toEqual([time, path, null, true]);
      }
    }
    // Otherwise nothing was tried.
    expect(spoilt).toBeGreaterThan(100);
  });
});
