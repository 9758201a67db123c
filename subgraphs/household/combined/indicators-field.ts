/** `Query.indicators`: who may have it, which households are counted, and the figures. No I/O but the register. */
import { z } from 'zod';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import { earlierOf } from '../combine/days.js';
import type { Figure } from '../combine/disclosure.js';
import { smallestGroup } from '../combine/disclosure.js';
import { checkQuestion, type IndicatorQuestion } from '../combine/household-facts.js';
import { type Indicators, indicatorsOf, type Rate, type WaitIndicator } from '../combine/indicators.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import { pilotRegions } from '../combine/pilot-regions.js';
import { pilotsIn, type Region } from '../combine/regions.js';
import { factsOf } from './counted-households.js';
import {
  type CountingContext,
  countRegion,
  createTickets,
  givenFor,
  keysOf,
  regionIn,
  requireCounting,
} from './counting.js';
import { telling } from './gathering.js';

export interface AskedIndicators {
  readonly region: string;
  readonly from: string;
  readonly until: string;
  readonly referenceDate: string;
}

const tickets = createTickets(
  z.strictObject({
    asked: z.strictObject({
      region: z.string(),
      from: z.string(),
      until: z.string(),
      referenceDate: z.string(),
    }),
    rows: z.array(z.strictObject({ household: z.string(), since: z.string(), until: z.string().nullable() })),
  }),
);
type IndicatorsEntity = ReturnType<typeof tickets.issue>;

/** Resolvers of the types that they are named after. They throw WithheldError, SourceError, and GraphQLError for a question that is not one. */
export function createIndicatorFields(regions: readonly Region[]) {
  const pilots = pilotRegions(pilotsIn(regions));
  const regionOf = (asked: string): Region => regionIn(regions, asked);

  return {
    indicators: async (_: unknown, asked: AskedIndicators, context: CountingContext) => {
      await requireCounting(context.access);
      const { region, from, until, referenceDate } = asked;
      const where = telling(() => {
        checkQuestion(questionOf(asked));
        if (referenceDate > dayInTheNetherlands(context.now)) {
          throw new InvalidArgumentError('referenceDate', 'a day that is over');
        }
        return regionOf(region);
      });
      const found = await countRegion(context, where, {
        since: from,
        until: earlierOf(until, referenceDate),
      });
      const rows = found.map(({ document: _document, ...row }) => row);
      return {
        ...tickets.issue({ asked: { region, from, until, referenceDate }, rows }),
        counted: keysOf(found, context, ['GI']),
      };
    },
    Indicators: {
      __resolveReference: async (
        representation: { readonly ticket: string; readonly counted?: unknown },
        { access }: CountingContext,
      ): Promise<IndicatorsEntity> => {
        await requireCounting(access);
        return tickets.redeem(representation.ticket, representation.counted);
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
        const counts = givenFor(rows, given);
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

function questionOf({ region, from, until, referenceDate }: AskedIndicators): IndicatorQuestion {
  return { region, period: { from, until }, referenceDay: referenceDate };
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
