/**
 * Which of the two media types of GraphQL over HTTP an answer has, and what status follows from it.
 *
 * Under `application/json` a status speaks of HTTP alone: a request that was understood is a 200, also when its query is
 * wrong, because a client of old takes any other status for a proxy's. Under `application/graphql-response+json` a query
 * that was not executed is a 400.
 *
 * @see GraphQL over HTTP, working draft, section "Response"
 * @see RFC 9110 section 12.5.1
 */
import type { ApolloServerPlugin } from '@apollo/server';

export const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** Codes of a query that is wrong in itself, as against a request that this server does not take. */
const queryIsWrong: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * The one that an `Accept` header prefers; between equals the one that it names first, and `application/json` where it
 * names neither. `null`: it takes none of the two.
 */
export function chooseMediaType(accept: string | undefined): MediaType | null {
  if (accept === undefined || accept.trim() === '') return 'application/json';
  let chosen = known.get(accept);
  if (chosen === undefined) {
    chosen = choose(accept);
    if (known.size >= mostKnown) known.clear();
    known.set(accept, chosen);
  }
  return chosen;
}

/** Clients are few, and each always sends the same header; more of them than this are no clients. */
const mostKnown = 100;
const known = new Map<string, MediaType | null>();

function choose(accept: string): MediaType | null {
  const ranges = accept.split(',').map(parseRange);
  const ranked = mediaTypes
    .map((type) => ({ type, ...weigh(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort(
      (one, other) => other.quality - one.quality || other.exactness - one.exactness || one.at - other.at,
    );
  return ranked[0]?.type ?? null;
}

/** Gives an answer its media type, and the status that belongs to it. */
export const mediaTypePlugin: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response }) {
        const type = request.http ? chooseMediaType(request.http.headers.get('accept')) : null;
        // Where the client takes none of the two, or more than one answer, the server has a word of its own.
        if (type === null || response.body.kind !== 'single') return;
        response.http.headers.set('content-type', `${type}; charset=utf-8`);
        const { errors = [], data } = response.body.singleResult;
        const isWrong =
          data === undefined &&
          errors.length > 0 &&
          errors.every(({ extensions }) => queryIsWrong.has(extensions?.['code']));
        if (isWrong && (response.http.status === 400 || response.http.status === undefined)) {
          response.http.status = type === 'application/json' ? 200 : 400;
        }
      },
    };
  },
};

interface Range {
  readonly type: string;
  readonly quality: number;
}

interface Weight {
  readonly quality: number;
  /** 3 for the type by its name, 2 for `application/*`, 1 for any. */
  readonly exactness: number;
  readonly at: number;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const value = quality === undefined ? 1 : Number(quality);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8);
  const isReadable = charset === undefined || /^"?utf-?8"?$/.test(charset);
  return { type, quality: isReadable && value >= 0 && value <= 1 ? value : 0 };
}

// The most exact range that matches decides (RFC 9110 section 12.5.1).
function weigh(type: MediaType, ranges: readonly Range[]): Weight {
  const names = [type, 'application/*', '*/*'];
  for (const [index, name] of names.entries()) {
    const at = ranges.findIndex((range) => range.type === name);
    const range = ranges[at];
    if (range) return { quality: range.quality, exactness: names.length - index, at };
  }
  return { quality: 0, exactness: 0, at: ranges.length };
}
