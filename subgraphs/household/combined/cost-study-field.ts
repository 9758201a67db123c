/** `Query.costStudySet`: who may have it, for which study that was agreed, which households are in it, and the set. No I/O but the register. */
import { z } from 'zod';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import { type DaySpan, meet } from '../combine/days.js';
import { smallestGroup } from '../combine/disclosure.js';
import { type AskedStudy, agreedStudy } from '../combine/studies.js';
import type { StudyPseudonyms } from '../combine/study-pseudonym.js';
import { bandsCents, checkQuarter, type StudyGroup, studySetOf } from '../combine/study-sets.js';
import type { HouseholdDocument } from '../source.js';
import { countedCosts } from './counted-costs.js';
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
import type { CombinedSettings } from './settings.js';

const tickets = createTickets(
  z.strictObject({
    asked: z.strictObject({ study: z.string(), region: z.string(), from: z.string(), until: z.string() }),
    rows: z.array(z.strictObject({ household: z.string(), memberCount: z.int() })),
  }),
);
type CostStudyEntity = ReturnType<typeof tickets.issue>;

/** Resolvers of the types that they are named after. They throw WithheldError, SourceError, and GraphQLError for a question that is not one. */
export function createCostStudyFields(
  { regions, studies }: Pick<CombinedSettings, 'regions' | 'studies'>,
  pseudonyms: StudyPseudonyms,
) {
  const studyOf = ({ asked }: CostStudyEntity) => agreedStudy(studies.agreed, asked);
  /** @throws GraphQLError for what was not agreed, and for what is no quarter that is over. */
  const agreedRegion = (asked: AskedStudy, now: Date) =>
    telling(() => {
      checkQuarter(asked, dayInTheNetherlands(now));
      agreedStudy(studies.agreed, asked);
      return regionIn(regions, asked.region);
    });

  return {
    costStudySet: async (
      _: unknown,
      { study, region, from, until }: AskedStudy,
      context: CountingContext,
    ) => {
      await requireCounting(context.access, 'cost-line');
      const asked = { study, region, from, until };
      const where = agreedRegion(asked, context.now);
      const quarter = { since: from, until };
      const found = await countRegion(context, where, quarter);
      const rows = found.map(({ household, document }) => ({
        household,
        memberCount: membersIn(document, quarter),
      }));
      return {
        ...tickets.issue({ asked, rows }),
        counted: keysOf(found, context, ['GI', 'LOCAL_TEAM']),
      };
    },
    CostStudySet: {
      __resolveReference: async (
        { ticket, counted }: { readonly ticket: string; readonly counted?: unknown },
        { access, now }: CountingContext,
      ): Promise<CostStudyEntity> => {
        await requireCounting(access, 'cost-line');
        const entity = tickets.redeem(ticket, counted);
        // A ticket is not signed: what it asks for is asked again, as if it came from outside.
        agreedRegion(entity.asked, now);
        return entity;
      },
      study: ({ asked }: CostStudyEntity) => asked.study,
      name: (entity: CostStudyEntity) => studyOf(entity).name,
      agreement: (entity: CostStudyEntity) => studyOf(entity).agreement,
      isDemonstration: () => studies.isDemonstration,
      region: ({ asked }: CostStudyEntity) => asked.region,
      regionName: ({ asked }: CostStudyEntity) => regionIn(regions, asked.region).name,
      regionLabel: ({ asked }: CostStudyEntity) => regionIn(regions, asked.region).label,
      from: ({ asked }: CostStudyEntity) => asked.from,
      until: ({ asked }: CostStudyEntity) => asked.until,
      smallestGroup: () => smallestGroup,
      bandsFromCents: () => bandsCents,
      set: ({ asked, rows, given }: CostStudyEntity, _: unknown, { now }: Pick<CountingContext, 'now'>) => {
        const { study: _study, region, ...quarter } = asked;
        const { households, missing, leftOut } = countedCosts(rows, givenFor(rows, given), {
          region,
          period: quarter,
        });
        const state = households === null ? 'NOT_ESTABLISHED' : 'COUNTED';
        const told = { state, missing, householdsNotEstablishedAtLeast: leftOut };
        if (households === null) return { ...told, groups: null };
        const onDay = dayInTheNetherlands(now);
        const { groups } = studySetOf(households, { region, quarter, onDay, pseudonymOf: pseudonyms(asked) });
        return { ...told, groups: groups.map(toGroup) };
      },
    },
  };
}

/** Who was born, lived and belonged to the household on some day of the quarter. */
function membersIn({ members }: HouseholdDocument, quarter: DaySpan & { readonly until: string }): number {
  return members.filter(
    ({ since, until, diedOn, expectedOn }) =>
      expectedOn === undefined &&
      (diedOn === undefined || diedOn >= quarter.since) &&
      meet({ since: since ?? quarter.since, until }, quarter),
  ).length;
}

const memberWords = { '1-2': 'ONE_OR_TWO', '3-4': 'THREE_OR_FOUR', '5 or more': 'FIVE_OR_MORE' } as const;

/** Sums in whole euros: in cents those of a region do not fit an Int of the graph. */
function toGroup({ members, voluntaryCents, forcedCents, ...group }: StudyGroup) {
  return {
    ...group,
    members: memberWords[members],
    voluntary: toEuros(voluntaryCents),
    forced: toEuros(forcedCents),
  };
}

function toEuros(sum: StudyGroup['voluntaryCents']) {
  return sum.state === 'COUNTED' ? { state: sum.state, euros: sum.value / 100 } : sum;
}
