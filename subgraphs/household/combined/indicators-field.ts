/** `Query.indicators`: who may have it, which households are counted, and the figures. No I/O but the register. */
import { z } from 'zod';
import type { RequestAccess } from '../../../adapter-kit/access/request-access.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { KeySealer } from '../../../adapter-kit/key-token.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { earlierOf } from '../combine/days.js';
import type { Figure } from '../combine/disclosure.js';
import { smallestGroup } from '../combine/disclosure.js';
import { checkQuestion, type IndicatorQuestion } from '../combine/household-facts.js';
import { type Indicators, indicatorsOf, type Rate, type WaitIndicator } from '../combine/indicators.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import { pilotRegions } from '../combine/pilot-regions.js';
import { pilotsIn, type Region } from '../combine/regions.js';
import type { HouseholdRegister } from '../source.js';
import { type CountedRow, factsOf, type GivenCounts, householdsOfRegion } from './counted-households.js';
import { telling } from './gathering.js';

export interface AskedIndicators {
  readonly region: string;
  readonly from: string;
  readonly until: string;
  readonly referenceDate: string;
}

export interface IndicatorContext {
  readonly register: HouseholdRegister;
  readonly sealers: ReadonlyMap<string, KeySealer>;
  readonly access: RequestAccess | null;
  readonly now: Date;
  readonly concerned: { readonly households: Set<string> };
}

/**
 * The ticket: all that the figures need beside what organisations gave, for the router to hand back. The rows stand in the order of
 * `counted`, which carries no id, for a field that requires others is handed nothing but those.
 */
const ticketSchema = z.strictObject({
  asked: z.strictObject({
    region: z.string(),
    from: z.string(),
    until: z.string(),
    referenceDate: z.string(),
  }),
  rows: z.array(z.strictObject({ household: z.string(), since: z.string(), until: z.string().nullable() })),
});
type Ticket = z.infer<typeof ticketSchema>;

interface IndicatorsEntity extends Ticket {
  readonly ticket: string;
  /** What the router handed over, for the figures. */
  readonly given?: unknown;
}

/** Resolvers of the types that they are named after. They throw WithheldError, SourceError, and GraphQLError for a question that is not one. */
export function createIndicatorFields(regions: readonly Region[]) {
  const pilots = pilotRegions(pilotsIn(regions));
  const regionOf = (asked: string): Region => {
    const region = regions.find((one) => one.region === asked);
    if (region) return region;
    throw new InvalidArgumentError('region', `one of ${regions.map((one) => one.region).join(', ')}`);
  };

  return {
    indicators: async (_: unknown, asked: AskedIndicators, context: IndicatorContext) => {
      await requireCounting(context.access);
      const { region, from, until, referenceDate } = asked;
      const where = telling(() => {
        checkQuestion(questionOf(asked));
        if (referenceDate > dayInTheNetherlands(context.now)) {
          throw new InvalidArgumentError('referenceDate', 'a day that is over');
        }
        return regionOf(region);
      });
      const { register, sealers, access, concerned } = context;
      if (register.unreadOrganisations().includes('LOCAL_TEAM')) throw regionsNotEstablished();
      const found = await householdsOfRegion(register, where, {
        since: from,
        until: earlierOf(until, referenceDate),
      });
      await access?.recordCount(
        'involvement',
        found.map(({ household }) => ({ recordId: household, reference: household })),
      );
      for (const { household } of found) concerned.households.add(household);
      const rows = found.map(
        ({ household, since, until: last }): CountedRow => ({
          household,
          since,
          until: last,
        }),
      );
      const sealer = sealers.get('GI');
      if (!sealer) throw new Error('expected a sealer for GI');
      const counted = found.map(({ document }) => ({
        __typename: 'CountedHousehold' as const,
        giKey: sealer.seal(register.keyOf(document, 'GI')),
      }));
      return {
        ...toEntity({ asked: { region, from, until, referenceDate }, rows: [...rows] }),
        counted,
      };
    },
    Indicators: {
      __resolveReference: async (
        representation: { readonly ticket: string; readonly counted?: unknown },
        { access }: IndicatorContext,
      ): Promise<IndicatorsEntity> => {
        await requireCounting(access);
        const { counted } = representation;
        return { ...toEntity(parseTicket(representation.ticket)), given: counted };
      },
      region: ({ asked }: IndicatorsEntity) => asked.region,
      name: ({ asked }: IndicatorsEntity) => regionOf(asked.region).name,
      label: ({ asked }: IndicatorsEntity) => regionOf(asked.region).label,
      from: ({ asked }: IndicatorsEntity) => asked.from,
      until: ({ asked }: IndicatorsEntity) => asked.until,
      referenceDate: ({ asked }: IndicatorsEntity) => asked.referenceDate,
      smallestGroup: () => smallestGroup,
      pilot: ({ asked }: IndicatorsEntity) => {
        const { isPilot, startedOn } = regionOf(asked.region);
        return { isPilot, startedOn, note: pilots.note };
      },
      figures: ({ asked, rows, given }: IndicatorsEntity) => {
        // The composed schema promises this shape to whoever resolves the figures: one for each row, in their order.
        const counts = (given ?? []) as readonly ({ readonly giCounted?: GivenCounts | null } | null)[];
        if (counts.length !== rows.length) {
          throw new Error(`expected ${rows.length} households that were counted, received ${counts.length}`);
        }
        const facts = factsOf(
          rows,
          asked.region,
          counts.map((one) => one?.giCounted ?? null),
        );
        return toFigures(indicatorsOf(facts, questionOf(asked)));
      },
    },
  };
}

/** Counting is a right of its own: who may see the combined view of a household is by that not given figures, nor the reverse. */
async function requireCounting(access: RequestAccess | null): Promise<void> {
  await access?.requireCount('combined-view');
  await access?.requireCount('involvement');
}

function questionOf({ region, from, until, referenceDate }: AskedIndicators): IndicatorQuestion {
  return { region, period: { from, until }, referenceDay: referenceDate };
}

function toEntity(ticket: Ticket): IndicatorsEntity {
  return { ...ticket, ticket: Buffer.from(JSON.stringify(ticket)).toString('base64url') };
}

function parseTicket(text: string): Ticket {
  return ticketSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
}

function toFigures(indicators: Indicators) {
  const { region: _, period, referenceDay, smallestGroup: group, ...figures } = indicators;
  return {
    ...figures,
    measuresPerHousehold: toRate(figures.measuresPerHousehold),
    shareWithMeasure: toRate(figures.shareWithMeasure),
    handovers: toWaitFigure(figures.handovers),
    waitingForHelp: toWaitFigure(figures.waitingForHelp),
  };
}

/** A figure without a value has none in the graph either: the fields that are left out are null. */
function toRate(figure: Figure<Rate>) {
  return figure.state === 'COUNTED' ? { state: figure.state, ...figure.value } : figure;
}

function toWaitFigure({ count, days, meanDays, stillWaiting }: WaitIndicator) {
  return { count, days, meanDays, stillWaiting };
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
