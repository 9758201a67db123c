/** The four feeds of the cast, as their adapters read them from running sources. */
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { RosterReference } from '../../adapter-kit/roster.js';
import type { CastAddress, CastPerson } from '../../simulated-sources/families.js';
import { organisations } from '../../subgraphs/index.js';
import type { OrganisationName } from '../start-supergraph.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);

/** By its number. */
export type Feed = ReadonlyMap<string, RosterReference>;

export interface FeedReader {
  /** As the graph spells it. */
  readonly organisation: string;
  /** All that the source has now. */
  read(): Promise<Feed>;
  close(): Promise<void>;
}

export function openFeed(
  name: OrganisationName,
  settings: Readonly<Record<string, string>>,
  now: () => Date,
): FeedReader {
  const module = organisations.find((candidate) => candidate.name === name);
  if (!module) throw new Error(`expected an organisation that is called ${name}`);
  const subgraph = module.create(settings, {
    pseudonymiser,
    keyTokenSecret: 'a secret for tests of the cast, which protects nobody',
    now,
    sourceTimeoutMs: 20_000,
  });
  const { roster } = subgraph;
  if (!roster) throw new Error(`expected ${name} to have a feed`);
  return {
    organisation: module.organisation,
    async read() {
      const feed = new Map<string, RosterReference>();
      let place: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof roster.read>> = await roster.read(
          place,
          AbortSignal.timeout(30_000),
        );
        for (const reference of page.references) feed.set(reference.reference, reference);
        place = page.continuation ?? null;
      } while (place !== null);
      return feed;
    },
    close: () => subgraph.close(),
  };
}

/** The pseudonym under which the feeds name somebody. */
export function pseudonymOf({ bsn }: CastPerson): string {
  return pseudonymiser.person(bsn) ?? '';
}

/** A case of one person at one address, as an adapter would give it. */
export function ownCase(
  reference: string,
  who: CastPerson,
  { address, role, since }: { readonly address: CastAddress; readonly role: string; readonly since: string },
): RosterReference {
  const unit = reference.slice(0, reference.indexOf('/'));
  const givenName = pseudonymiser.givenName(who.givenName, who.birthDate, who.sex);
  return {
    reference,
    unit,
    unitName: unit,
    since,
    until: null,
    contact: null,
    persons: [
      {
        person: pseudonymiser.person(who.bsn),
        check: pseudonymiser.check(who.birthDate, who.sex),
        ...(givenName === null ? {} : { givenName }),
        localKey: 'P1',
        role,
        since,
        until: null,
        stays: [
          {
            address: pseudonymiser.address(address.key) ?? '',
            addressType: address.type,
            since,
            until: null,
          },
        ],
      },
    ],
  };
}
