/** A subgraph of the household graph in the test's hands: the real schema over HTTP, what it answers, and what it was told. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { execute, parse } from 'graphql';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { loadSubgraphSdl, type SubgraphName } from '../../schema/subgraph-sdl.js';

export interface AskedOfStub {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface StubSubgraph {
  readonly url: string;
  readonly asked: AskedOfStub[];
  /** What it does in the place of an answer; `null`: it answers. */
  instead: ((response: ServerResponse) => void) | null;
  close(): Promise<void>;
}

/** What a resolver knows: the subject of the signed context, read without looking at the signature. */
export interface StubContext {
  readonly subjectId: string;
}

export async function startStubSubgraph(
  name: SubgraphName,
  resolvers: GraphQLResolverMap<StubContext>,
): Promise<StubSubgraph> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(loadSubgraphSdl(name)),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
  const asked: AskedOfStub[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      asked.push({ headers: request.headers, body });
      if (stub.instead) {
        stub.instead(response);
        return;
      }
      const { query, variables, operationName } = JSON.parse(body) as {
        query: string;
        variables?: Record<string, unknown>;
        operationName?: string;
      }; // from the gateway
      const result = await execute({
        schema,
        document: parse(query),
        contextValue: { subjectId: subjectIn(request.headers) },
        variableValues: variables ?? {},
        operationName: operationName ?? null,
      });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stub: StubSubgraph = {
    url: `http://127.0.0.1:${port}`,
    asked,
    instead: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}

/** What the signed context says, for whoever holds it against what it may say. */
export function claimsIn(headers: IncomingHttpHeaders): Readonly<Record<string, unknown>> {
  const [, payload = ''] = String(headers[signedContextHeader] ?? '').split('.');
  return payload === '' ? {} : (JSON.parse(Buffer.from(payload, 'base64url').toString()) as object as never);
}

function subjectIn(headers: IncomingHttpHeaders): string {
  const { access } = claimsIn(headers) as { readonly access?: { readonly subject: { readonly id: string } } };
  return access?.subject.id ?? 'nobody';
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
