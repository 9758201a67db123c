/** The limits of the parameters of a GraphQL request, before anything parses them. */
import { type GatewayLimits, judge, type OverLimit } from './gateway-limits.js';
import { judgeJson } from './measure-json.js';

/** Of a body's JSON as bytes: the request is one object around its variables. */
export function judgeBody(bytes: Uint8Array, limits: GatewayLimits): OverLimit | null {
  return judgeJson(bytes, limits, 1);
}

/** Of a query string, with or without `?`. */
export function judgeSearch(search: string, limits: GatewayLimits): OverLimit | null {
  const parameters = new URLSearchParams(search);
  for (const name of ['variables', 'extensions']) {
    for (const text of parameters.getAll(name)) {
      const over = judgeJson(Buffer.from(text), limits, 0);
      if (over) return over;
    }
  }
  return null;
}

/** Of the query's text, which may stand in either. */
export function judgeQuery(query: unknown, limits: GatewayLimits): OverLimit | null {
  return typeof query === 'string' ? judge(limits, 'queryCharacters', query.length) : null;
}
