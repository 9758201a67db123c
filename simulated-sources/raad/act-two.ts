/** What happens to the Raad's cases after the clock of the cast, done to a running source as its connection would do it. */
import { request } from 'undici';
import type { AccessDecision } from '../../subgraphs/raad/message-store/access-register.js';
import { handIn } from './hand-in.js';
import { birthOfMila } from './later-families.js';
import { demonstrationAdministrationSecret } from './secrets.js';

/** Where a running source is (`RunningSource`). */
export interface RunningRaad {
  readonly settings: Readonly<Record<string, string>>;
  readonly url: string;
}

/** By short names: the number in the cast, and what happens. Each can be done again without changing anything. */
export const raadActTwo: Readonly<Record<string, (at: RunningRaad) => Promise<void>>> = {
  '4 Mila is born': ({ url }) => handIn(url, birthOfMila()),
};

/**
 * Removes a case as the Raad does at the end of its retention. No event of the cast: it would take something away that the
 * families show.
 *
 * @throws Error when the store does not do so.
 */
export async function removeAtEndOfRetention(at: RunningRaad, reference: string): Promise<void> {
  await administer(at, 'removals', { reference, decision: 'list of what is destroyed, 2026' });
}

/**
 * Hands in what the Raad decided on who may see a case: a release, a consent, a shield. No event of the cast, which has none.
 *
 * @returns Whether the store knows the case, and kept it.
 * @throws Error when the store does not answer so.
 */
export async function decideAccess(
  at: RunningRaad,
  decision: DistributiveOmit<AccessDecision, 'decision' | 'isWithdrawn'> & { readonly isWithdrawn?: boolean },
): Promise<boolean> {
  const answer = await administer(at, 'access-decisions', { ...decision, decision: 'decision 2026-1' });
  return answer.includes('"kept":true');
}

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

async function administer({ url }: RunningRaad, what: string, body: object): Promise<string> {
  const response = await request(`${url}/administration/${what}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${demonstrationAdministrationSecret}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const answer = await response.body.text();
  if (response.statusCode !== 200)
    throw new Error(`expected the store to take ${what}, received ${response.statusCode}`);
  return answer;
}
