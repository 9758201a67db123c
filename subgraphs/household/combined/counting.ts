/** What all counts over the households of a region have in common: who may count, which households, and what travels. No I/O but the register. */
import type { z } from 'zod';
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import type { RequestAccess } from '../../../adapter-kit/access/request-access.js';
import { type CountedShares, readCounts } from '../../../adapter-kit/combined/counts.js';
import type { KeySealer } from '../../../adapter-kit/key-token.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { OrganisationKind } from '../combine/contribution.js';
import type { DaySpan } from '../combine/days.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import type { Region } from '../combine/regions.js';
import type { HouseholdRegister } from '../source.js';
import { type FoundHousehold, householdsOfRegion } from './counted-households.js';

export interface CountingContext {
  readonly register: HouseholdRegister;
  readonly sealers: ReadonlyMap<string, KeySealer>;
  readonly access: RequestAccess | null;
  readonly now: Date;
  readonly concerned: { readonly households: Set<string> };
}

/** What the organisations gave of a `CountedHousehold`. */
export interface GivenHousehold {
  readonly giCounted: CountedShares;
  readonly localTeamCounted: CountedShares;
}

const keyFields = { GI: 'giKey', LOCAL_TEAM: 'localTeamKey' } as const;
type Counting = keyof typeof keyFields & OrganisationKind;

/** `CountedHousehold` as it is handed to the router. */
type CountedKeys = { readonly __typename: 'CountedHousehold' } & Readonly<
  Partial<Record<(typeof keyFields)[Counting], string>>
>;

/** Counting is a right of its own: who may see the combined view of a household is by that not given figures, nor the reverse. */
export async function requireCounting(
  access: RequestAccess | null,
  ...further: readonly RecordType[]
): Promise<void> {
  for (const recordType of ['combined-view', 'involvement', ...further] as const) {
    await access?.requireCount(recordType);
  }
}

/** @throws InvalidArgumentError */
export function regionIn(regions: readonly Region[], asked: string): Region {
  const region = regions.find((one) => one.region === asked);
  if (region) return region;
  throw new InvalidArgumentError('region', `one of ${regions.map((one) => one.region).join(', ')}`);
}

/**
 * The households of a region, each with a line in the decision log and in the processing log.
 *
 * @throws SourceError while the feed of the local teams is stale.
 */
export async function countRegion(
  { register, access, concerned }: CountingContext,
  region: Region,
  span: DaySpan,
): Promise<readonly FoundHousehold[]> {
  if (register.unreadOrganisations().includes('LOCAL_TEAM')) throw regionsNotEstablished();
  const found = await householdsOfRegion(register, region, span);
  await access?.recordCount(
    'involvement',
    found.map(({ household }) => ({ recordId: household, reference: household })),
  );
  for (const { household } of found) concerned.households.add(household);
  return found;
}

/**
 * The households as the router hands them to organisations: by nothing but a key for each that counts. The router itself hears more: the
 * ticket beside them holds what the register needs again, such as the ids of households and how many belong to each.
 */
export function keysOf(
  found: readonly FoundHousehold[],
  { register, sealers }: CountingContext,
  organisations: readonly Counting[],
): readonly CountedKeys[] {
  const sealerOf = (organisation: Counting): KeySealer => {
    const sealer = sealers.get(organisation);
    if (!sealer) throw new Error(`expected a sealer for ${organisation}`);
    return sealer;
  };
  return found.map(({ document }) => ({
    __typename: 'CountedHousehold' as const,
    ...Object.fromEntries(
      organisations.map((organisation) => [
        keyFields[organisation],
        sealerOf(organisation).seal(register.keyOf(document, organisation)),
      ]),
    ),
  }));
}

/** What organisations gave, one for each row: the composed schema promises it in their order. */
export function givenFor(rows: readonly unknown[], counted: unknown): readonly GivenHousehold[] {
  const given: readonly unknown[] = Array.isArray(counted) ? counted : [];
  if (given.length !== rows.length) {
    throw new Error(`expected ${rows.length} households that were counted, received ${given.length}`);
  }
  return given.map((household) => {
    const { giCounted, localTeamCounted } = (household ?? {}) as Readonly<Record<string, unknown>>; // by the composed schema
    return { giCounted: readCounts(giCounted), localTeamCounted: readCounts(localTeamCounted) };
  });
}

/** An entity with its ticket, as a type of the graph resolves it. */
export type Ticketed<Ticket> = Ticket & {
  readonly ticket: string;
  /** What the router handed over, for a field that requires it. */
  readonly given?: unknown;
};

/**
 * The ticket: all that a field needs beside what organisations gave, for the router to hand back. Its rows stand in the order of
 * `counted`, which carries no id, for a field that requires others is handed nothing but those. It is neither sealed nor signed: whoever
 * carries it can read it, and who redeems it decides again what it may be asked for.
 */
export function createTickets<Ticket extends object>(schema: z.ZodType<Ticket>) {
  return {
    issue: (ticket: Ticket): Ticketed<Ticket> => ({
      ...ticket,
      ticket: Buffer.from(JSON.stringify(ticket)).toString('base64url'),
    }),
    /** @throws ZodError for a text that was not issued here. */
    redeem: (ticket: string, given: unknown): Ticketed<Ticket> => ({
      ...schema.parse(JSON.parse(Buffer.from(ticket, 'base64url').toString('utf8'))),
      ticket,
      given,
    }),
  };
}

/** The region of a household is that of its local team: without those nobody can say which households a region has. */
function regionsNotEstablished(): SourceError {
  return new SourceError({
    organisation: 'LOCAL_TEAM',
    reason: 'ROSTER_STALE',
    detail:
      'its feed of references was not read, or too long ago: which households a region has cannot be said',
  });
}
