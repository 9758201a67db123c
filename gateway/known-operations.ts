/**
 * Persisted operations: those of the committed manifest are known by their hash from the start, without Redis and without
 * a client that registered them. Others may be registered (automatic persisted queries) unless only the known are admitted.
 *
 * The protocol is Apollo's (`extensions.persistedQuery`), which this server and the common clients already speak.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { z } from 'zod';

/** Hash (lower-case hexadecimal SHA-256) to text. */
export type KnownOperations = ReadonlyMap<string, string>;

export interface PersistedRefusal {
  readonly code: string;
  readonly message: string;
}

/** What a request says, as far as persisted operations go. */
export interface OperationRequest {
  readonly method: string | undefined;
  /** The query string of a GET request, with or without `?`. */
  readonly search: string;
  /** The body of a POST request as JSON. */
  readonly body: unknown;
}

const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), name: z.string(), body: z.string() })),
});

/** @throws Error when the file is no manifest, or an id is not the hash of its text. */
export function readManifest(file: string): KnownOperations {
  const { operations } = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const wrong = operations.find(({ id, body }) => id !== hashOf(body));
  if (wrong)
    throw new Error(`expected the id of ${wrong.name} to be the SHA-256 of its text: run npm run compose`);
  return new Map(operations.map(({ id, body }) => [id, body]));
}

/** The store of persisted queries with the known ones in front: they are found without it, and never written to it. */
export function withKnownOperations(
  known: KnownOperations,
  store: KeyValueCache<string>,
): KeyValueCache<string> {
  // Apollo Server puts a prefix of its own before the hash.
  const find = (key: string): string | undefined => known.get(key.slice(key.lastIndexOf(':') + 1));
  return {
    get: async (key) => find(key) ?? store.get(key),
    set: async (key, value, options) => {
      if (find(key) === undefined) await store.set(key, value, options);
    },
    delete: (key) => store.delete(key),
  };
}

/**
 * Why a request is refused for what it says of a persisted operation, or `null`. Apollo Server would look a malformed hash
 * up as it is, or fail on it; here the client reads what was expected.
 */
export function refusePersisted(
  request: OperationRequest,
  known: KnownOperations,
  onlyKnown: boolean,
): PersistedRefusal | null {
  const { query, persisted } = readOperation(request);
  if (persisted === undefined || persisted === null) {
    return onlyKnown && query !== undefined && !known.has(hashOf(query)) ? notInSafelist : null;
  }
  if (!isRecord(persisted)) return malformed('to be an object with version and sha256Hash');
  if (persisted['version'] !== 1) return malformed('.version to be 1');
  const hash = persisted['sha256Hash'];
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) {
    return malformed('.sha256Hash to be 64 lower-case hexadecimal digits');
  }
  if (query !== undefined && hashOf(query) !== hash) {
    return {
      code: 'PERSISTED_QUERY_HASH_MISMATCH',
      message: 'expected the SHA-256 of the query as its hash',
    };
  }
  if (!onlyKnown || known.has(hash)) return null;
  // Not "not found": that would ask the client to send the text.
  return query === undefined
    ? { code: 'PERSISTED_QUERY_NOT_IN_LIST', message: 'expected the hash of a known operation' }
    : notInSafelist;
}

const notInSafelist: PersistedRefusal = {
  code: 'QUERY_NOT_IN_SAFELIST',
  message: 'expected a known operation: this gateway admits no other',
};

function malformed(expected: string): PersistedRefusal {
  const space = expected.startsWith('.') ? '' : ' ';
  return { code: 'BAD_REQUEST', message: `expected extensions.persistedQuery${space}${expected}` };
}

function readOperation({ method, search, body }: OperationRequest): {
  readonly query: string | undefined;
  readonly persisted: unknown;
} {
  const isGet = method === 'GET';
  const parameters = new URLSearchParams(isGet ? search : '');
  const query = isGet ? parameters.get('query') : isRecord(body) ? body['query'] : undefined;
  const extensions = isGet
    ? parseJson(parameters.get('extensions'))
    : isRecord(body)
      ? body['extensions']
      : undefined;
  return {
    query: typeof query === 'string' ? query : undefined,
    persisted: isRecord(extensions) ? extensions['persistedQuery'] : undefined,
  };
}

// What is no JSON is Apollo Server's to refuse.
function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
