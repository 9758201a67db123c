/** What happens to the Raad's cases after the clock of the cast, done to a running source as its connection would do it. */
import { request } from 'undici';
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
export async function removeAtEndOfRetention({ url }: RunningRaad, reference: string): Promise<void> {
  const response = await request(`${url}/administration/removals`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${demonstrationAdministrationSecret}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ reference, decision: 'list of what is destroyed, 2026' }),
  });
  await response.body.dump();
  if (response.statusCode !== 200)
    throw new Error(`expected the store to remove the case, received ${response.statusCode}`);
}
