/** One of the three subgraphs of these tests, as a server of its own, and a record of what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';

export const sourceNames = ['homes', 'care', 'schools'] as const;
export type SourceName = (typeof sourceNames)[number];

const link = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])`;

export const typeDefs: Readonly<Record<SourceName, string>> = {
  homes: `${link}
    type Query { homes: [Home!] }
    type Home @key(fields: "id") { id: ID! street: String }`,
  care: `${link}
    type Query { carers: [Carer!] }
    type Mutation { noteVisit(reason: String!): Visit }
    type Carer { id: ID! hours: Int! }
    type Home @key(fields: "id") { id: ID! visits: [Visit!] }
    type Visit { day: String! reason: String }`,
  schools: `${link}
    scalar Any
    type Query { schools: [School!] echo(any: Any): Any }
    type School { id: ID! name: String }
    type Home @key(fields: "id") { id: ID! pupils: Int }`,
};

/** Asks all three, and of `care` and `schools` what depends on `homes` as well. */
export const wholeQuestion =
  '{ homes { id street visits { day reason } pupils } carers { id hours } schools { id name } }';

const homes = [
  { id: 'a', street: 'Schakelstraat' },
  { id: 'b', street: 'Molendijk' },
];
const visits = [{ day: '2026-11-02', reason: 'talk' }];
const carers = [{ id: 'c', hours: 12 }];
const schools = [{ id: 's', name: 'De Vlonder' }];

/** No value in it is null, so whatever is null in an answer was lost. */
export const wholeAnswer = {
  homes: homes.map((home) => ({ ...home, visits, pupils: 3 })),
  carers,
  schools,
};

interface NoteArguments {
  readonly reason: string;
}

export interface SmallSource {
  /** Where it listens, also while it does not. */
  readonly url: string;
  /** Requests that came since the start. */
  asked(): number;
  /** What mutations told it. */
  readonly noted: string[];
  /** How long it takes for an answer. */
  delayMs: number;
  /** Answers in its place; `null`: itself. */
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSmallSource(name: SourceName): Promise<SmallSource> {
  const noted: string[] = [];
  const schema = buildSubgraphSchema({
    typeDefs: parse(typeDefs[name]),
    resolvers: resolversOf(name, noted),
  });
  let asked = 0;
  let server: Server | null = null;
  let port = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    const result = await execute({ schema, document: parse(query), variableValues: variables });
    if (source.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, source.delayMs));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  }

  const source: SmallSource = {
    get url() {
      return `http://127.0.0.1:${port}/graphql`;
    },
    asked: () => asked,
    noted,
    delayMs: 0,
    instead: null,
    async start() {
      if (server) return;
      const starting = createServer((request, response) => {
        asked += 1;
        if (source.instead) source.instead(request, response);
        // Who leaves while it is answered is no failure of a source.
        else answer(request, response).catch(() => response.destroy());
      });
      await new Promise<void>((resolve) => starting.listen(port, '127.0.0.1', resolve));
      port = (starting.address() as AddressInfo).port; // a TCP server's address is no text
      server = starting;
    },
    async stop() {
      const stopping = server;
      server = null;
      if (!stopping) return;
      const stopped = new Promise((resolve) => stopping.close(resolve));
      stopping.closeAllConnections();
      await stopped;
    },
  };
  await source.start();
  return source;
}

function resolversOf(name: SourceName, noted: string[]) {
  switch (name) {
    case 'homes':
      return { Query: { homes: () => homes } };
    case 'care':
      return {
        Query: { carers: () => carers },
        Home: { visits: () => visits },
        Mutation: {
          noteVisit: (_: unknown, { reason }: NoteArguments) => {
            noted.push(reason);
            return { day: '2026-11-02', reason };
          },
        },
      };
    case 'schools':
      return {
        Query: { schools: () => schools, echo: (_: unknown, { any }: { readonly any: unknown }) => any },
        Home: { pupils: () => 3 },
      };
    default:
      return name satisfies never;
  }
}
