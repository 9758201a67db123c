/**
 * The Raad's own system as the message store sees it: it knows the keys of its cases' persons, and hands in a
 * dossier for each.
 */
import { request } from 'undici';
import { z } from 'zod';
import { type DossierSeed, emptyDossier } from './dossier-messages.js';
import { demonstrationDossierSecret, demonstrationReadSecret } from './secrets.js';

const feed = z.object({
  next: z.string().nullable(),
  cases: z.array(
    z.object({
      reference: z.string(),
      persons: z.array(z.object({ localKey: z.string(), rawBsn: z.string().nullable() })),
    }),
  ),
});
type Case = z.infer<typeof feed>['cases'][number];

/**
 * Hands in dossiers of cases that the store has, and an empty one for each other case of `references` that it
 * has. @throws Error when it does not keep one.
 */
export async function handInDossiers(
  url: string,
  seeds: readonly DossierSeed[],
  references: ReadonlySet<string> = new Set(),
): Promise<void> {
  const cases = await readCases(url);
  const others = cases
    .map(({ reference }) => reference)
    .filter((reference) => references.has(reference) && !seeds.some((seed) => seed.reference === reference));
  for (const seed of [...seeds, ...others.map(emptyDossier)]) {
    const keyOf = keysOf(cases.find(({ reference }) => reference === seed.reference));
    const { status, text } = await postDossier(url, {
      message: 'dossierbericht',
      version: 1,
      ...seed,
      handovers: seed.handovers.map((one) => ({ ...one, persons: one.persons.map(keyOf) })),
      sightings: seed.sightings.map((one) => ({ ...one, person: keyOf(one.person) })),
    });
    const isKept = status === 200 && text === '{"kept":true}';
    // Somebody filed a later one in the running simulation: that one stays.
    const isOlder = status === 409 && text.includes('OLDER');
    if (!isKept && !isOlder)
      throw new Error(`expected the store to keep the dossier of ${seed.reference}, received ${status}`);
  }
}

/** Posts one dossier message as it is. */
export async function postDossier(
  url: string,
  message: unknown,
  secret = demonstrationDossierSecret,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await request(`${url}/dossier-messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  return { status: response.statusCode, text: await response.body.text() };
}

async function readCases(url: string): Promise<readonly Case[]> {
  const found: Case[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const response = await request(`${url}/roster?${new URLSearchParams({ cursor })}`, {
      headers: { authorization: `Bearer ${demonstrationReadSecret}` },
    });
    const page: z.infer<typeof feed> = feed.parse(await response.body.json());
    found.push(...page.cases);
    cursor = page.next;
  }
  return found;
}

/**
 * From a number (BSN) to the case's own key; what the case does not have stands for nobody, and the store
 * refuses it.
 */
function keysOf(file: Case | undefined): (bsn: string) => string {
  return (bsn) => file?.persons.find(({ rawBsn }) => rawBsn === bsn)?.localKey ?? 'nobody';
}
