/** Asks a simulated issuer for the access token of a persona, by client credentials. The secret is published: it protects nobody. */
import { demonstrationSecret } from './demonstration-client.js';
import type { Persona } from './persona.js';

const timeoutMs = 5_000;

/** `NOBODY_ANSWERS`: nothing listens there, or it hangs. A status: something answers, and gives no token. */
export type FetchedToken =
  | { readonly token: string }
  | { readonly failure: 'NOBODY_ANSWERS' }
  | { readonly failure: 'NO_TOKEN'; readonly status: number };

/** @param issuer Where both issuers are, e.g. `http://127.0.0.1:4300`, without a slash at the end. */
export async function fetchToken(issuer: string, { name, realm }: Persona): Promise<FetchedToken> {
  let response: Response;
  try {
    response = await fetch(`${issuer}/${realm}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${name}:${demonstrationSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    return { failure: 'NOBODY_ANSWERS' };
  }
  const token = response.ok ? tokenIn(await response.json().catch(() => null)) : null;
  return token === null ? { failure: 'NO_TOKEN', status: response.status } : { token };
}

/** @see RFC 6749 section 5.1 */
function tokenIn(answer: unknown): string | null {
  const isAnswer = typeof answer === 'object' && answer !== null && 'access_token' in answer;
  return isAnswer && typeof answer.access_token === 'string' ? answer.access_token : null;
}
