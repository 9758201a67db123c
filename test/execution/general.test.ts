/** Types and keys: what the federation specification lets a supergraph be made of, answered as one schema would. */
import { describe, expect, it } from '@jest/globals';
import { createGraph, type Subgraphs } from './graph.js';

type Row = Readonly<Record<string, unknown>>;

const itself = (reference: Row): Row => reference;

/** Books and films in one subgraph, what is known of each in another, by keys that differ. */
const library: Subgraphs = {
  shelves: {
    sdl: `type Query { media: [Media!]! found: [Found] first: Media matrix: [[Book]!] }
      interface Media @key(fields: "id") { id: ID! related: Media }
      union Found = Book | Film | Shelf
      type Book implements Media @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: ID! related: Book title: String }
      type Film implements Media @key(fields: "id") { id: ID! related: Media length: Int }
      type Shelf { place: Place! }
      type Place { floor: Int! books: [Book] }`,
    resolvers: {
      Query: {
        media: () => [book, film],
        found: () => [film, { __typename: 'Shelf', place: { floor: 2, books: [book, null] } }, null, book],
        first: () => book,
        matrix: () => [[book, null], [], [book]],
      },
    },
  },
  reviews: {
    sdl: `type Book @key(fields: "isbn") { isbn: ID! pages: Int stars(of: Int = 5): Float }
      type Film @key(fields: "id") { id: ID! stars(of: Int = 5): String }`,
    resolvers: {
      Book: {
        __resolveReference: itself,
        pages: () => 300,
        stars: (_: Row, { of }: { of: number }) => of * 0.5,
      },
      Film: { __resolveReference: itself, stars: (_: Row, { of }: { of: number }) => `1/${of}` },
    },
  },
};
const book: Row = {
  __typename: 'Book',
  id: 'b1',
  isbn: 'i1',
  title: 'A book',
  related: { id: 'b2', isbn: 'i2', title: 'More' },
};
const film: Row = { __typename: 'Film', id: 'f1', length: 90, related: book };

describe('abstract types', () => {
  it('give each object the fields of its own type, from whatever subgraph', async () => {
    const graph = await createGraph(library);
    const { data, errors } = await graph.ask(`{
      media { id ... on Book { title pages } ... on Film { length } related { __typename id ... on Book { pages } } }
      found { __typename ... on Shelf { place { floor books { pages } } } ... on Media { id } ... on Book { pages } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      media: [
        { id: 'b1', title: 'A book', pages: 300, related: { __typename: 'Book', id: 'b2', pages: 300 } },
        { id: 'f1', length: 90, related: { __typename: 'Book', id: 'b1', pages: 300 } },
      ],
      found: [
        { __typename: 'Film', id: 'f1' },
        { __typename: 'Shelf', place: { floor: 2, books: [{ pages: 300 }, null] } },
        null,
        { __typename: 'Book', id: 'b1', pages: 300 },
      ],
    });
  });

  it('may have fields of one name that differ in type', async () => {
    const graph = await createGraph(library);
    const { data, errors } = await graph.ask(
      '{ media { ... on Book { rating: stars all: stars(of: 10) } ... on Film { shown: stars } } }',
    );
    expect([data, errors]).toEqual([{ media: [{ rating: 2.5, all: 5 }, { shown: '1/5' }] }, []]);
  });

  it('are asked through fragments within fragments, used again at another place and of no match', async () => {
    const graph = await createGraph(library);
    const { data, errors } = await graph.ask(`
      query { media { ...OfMedia ...OfMedia } first { ...OfMedia ... on Film { length } } found { ...OfBook } }
      fragment OfMedia on Media { __typename ...OfBook ... on Media { ... on Media { id } } }
      fragment OfBook on Book { title ... on Media { related { id ...Deep } } }
      fragment Deep on Book { pages }`);
    const related = { id: 'b2', pages: 300 };
    const first = { __typename: 'Book', title: 'A book', related, id: 'b1' };
    expect(errors).toEqual([]);
    expect(data).toEqual({
      media: [first, { __typename: 'Film', id: 'f1' }],
      first,
      found: [{}, {}, null, { title: 'A book', related }],
    });
  });

  it('stand in lists of lists, with empty ones and nothing among them', async () => {
    const graph = await createGraph(library);
    const { data, errors } = await graph.ask('{ matrix { id pages } }');
    const whole = { id: 'b1', pages: 300 };
    expect([data, errors]).toEqual([{ matrix: [[whole, null], [], [whole]] }, []]);
  });
});

describe('objects of an interface', () => {
  const interfaceObjects: Subgraphs = {
    shelves: {
      sdl: `interface Media @key(fields: "id") { id: ID! name: String }
        type Book implements Media @key(fields: "id") { id: ID! name: String title: String }
        type Film implements Media @key(fields: "id") { id: ID! name: String }
        type Query { media: [Media] }`,
      resolvers: {
        Query: { media: () => [titled, { __typename: 'Film', id: '2', name: 'second' }] },
        Media: {
          __resolveReference: ({ id }: Row) =>
            id === '1' ? titled : { __typename: 'Film', id, name: 'second' },
        },
      },
    },
    reviews: {
      sdl: `type Media @interfaceObject @key(fields: "id") {
          id: ID! stars: Int name: String @external loud: String @requires(fields: "name")
        }
        type Query { reviewed: [Media] best: Media }`,
      resolvers: {
        Query: { reviewed: () => [{ id: '1' }, { id: '2' }], best: () => ({ id: '2' }) },
        Media: {
          __resolveReference: itself,
          stars: ({ id }: Row) => Number(id) * 10,
          loud: ({ name }: Row) => `${name}!`,
        },
      },
    },
  };
  const titled: Row = { __typename: 'Book', id: '1', name: 'first', title: 'A book' };

  it('get what a subgraph says of all of them, whatever they are', async () => {
    const graph = await createGraph(interfaceObjects);
    const { data, errors } = await graph.ask('{ media { stars loud ... on Book { of: stars } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      media: [
        { stars: 10, loud: 'first!', of: 10 },
        { stars: 20, loud: 'second!' },
      ],
    });
  });

  it('need no type where nothing that is asked depends on it', async () => {
    const graph = await createGraph(interfaceObjects);
    const { data, errors, asked } = await graph.ask('{ reviewed { stars } best { id stars } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ reviewed: [{ stars: 10 }, { stars: 20 }], best: { id: '2', stars: 20 } });
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['reviews']);
  });

  it('tell their own type and its fields when asked, from the subgraph that knows it', async () => {
    const graph = await createGraph(interfaceObjects);
    const { data, errors } = await graph.ask(
      '{ reviewed { __typename stars name loud ... on Book { title } } best { kind: __typename } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      reviewed: [
        { __typename: 'Book', stars: 10, name: 'first', loud: 'first!', title: 'A book' },
        { __typename: 'Film', stars: 20, name: 'second', loud: 'second!' },
      ],
      best: { kind: 'Film' },
    });
  });
});

describe('keys', () => {
  const keyed: Subgraphs = {
    first: {
      sdl: `type Query { things(null: Boolean): [Thing] }
        type Thing @key(fields: "id part") @key(fields: "owner { unit { code } }") {
          id: ID part: Int owner: Owner
        }
        type Owner { unit: Unit } type Unit @shareable { code: ID }`,
      resolvers: {
        Query: {
          things: () => [
            { id: 'a', part: 1, owner: { unit: { code: 'u1' } } },
            { id: 'a', part: null, owner: { unit: { code: 'u2' } } },
            { id: null, part: null, owner: null },
            null,
            { id: 'a', part: 1, owner: { unit: { code: 'u1' } } },
          ],
        },
      },
    },
    compound: {
      sdl: 'type Thing @key(fields: "id part") { id: ID part: Int weight: Int }',
      resolvers: {
        Thing: { __resolveReference: ({ part }: Row) => (part === null ? null : { weight: 7 }) },
      },
    },
    nested: {
      sdl: `type Thing @key(fields: "owner { unit { code } }") { owner: Owner @shareable colour: String }
        type Owner @shareable { unit: Unit } type Unit @shareable { code: ID }`,
      resolvers: {
        Thing: {
          __resolveReference: itself,
          colour: ({ owner }: Row) => `colour of ${(owner as { unit: { code: string } }).unit.code}`,
        },
      },
    },
    stub: {
      sdl: `type Query { one: Holder } type Holder { thing: Thing }
        type Thing @key(fields: "id part", resolvable: false) { id: ID part: Int }`,
      resolvers: { Query: { one: () => ({ thing: { id: 'z', part: 9 } }) } },
    },
  };

  it('of several parts, and nested ones, find their entity; what has no key at all or is not known is null', async () => {
    const graph = await createGraph(keyed);
    const { data, errors, asked } = await graph.ask('{ things { weight colour } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      things: [
        { weight: 7, colour: 'colour of u1' },
        { weight: null, colour: 'colour of u2' },
        { weight: null, colour: null },
        null,
        { weight: 7, colour: 'colour of u1' },
      ],
    });
    const sent = asked.find(({ subgraph }) => subgraph === 'compound')?.variables['representations'];
    expect(sent).toEqual([
      { __typename: 'Thing', id: 'a', part: 1 },
      { __typename: 'Thing', id: 'a', part: null },
    ]);
  });

  it('are enough where a subgraph only refers to an entity (`resolvable: false`)', async () => {
    const graph = await createGraph(keyed);
    const { data, errors, asked } = await graph.ask('{ one { thing { id weight } } }');
    expect([data, errors]).toEqual([{ one: { thing: { id: 'z', weight: 7 } } }, []]);
    expect(asked.map(({ subgraph }) => subgraph)).toEqual(['stub', 'compound']);
  });
});
