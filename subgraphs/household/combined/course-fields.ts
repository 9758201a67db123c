/** How the family was passed on, and what that cost. No I/O. */
import { WithheldError } from '../../../adapter-kit/access/withheld.js';
import type { Contribution, CostPart } from '../combine/contribution.js';
import { costsOf } from '../combine/costs.js';
import { toFirstProtection } from '../combine/first-protection.js';
import { InvalidArgumentError } from '../combine/invalid-argument.js';
import { missingOfAll } from '../combine/missing.js';
import { overlapsOf } from '../combine/overlaps.js';
import { precedingHelp } from '../combine/preceding-help.js';
import { relayOf } from '../combine/relay.js';
import { strangersOf } from '../combine/strangers.js';
import type { ContributingOrganisation } from './contributions.js';
import {
  type CombinedContext,
  type CombinedEntity,
  completeness,
  gatheringOf,
  telling,
} from './gathering.js';
import { periodsIn } from './people-fields.js';

export interface AskedCosts {
  readonly from: string;
  readonly until: string;
}

/** Resolvers by the name of the field. They throw WithheldError, and GraphQLError for a question that is not one. */
export function createCourseFields(organisations: readonly ContributingOrganisation[]) {
  return {
    relay: (entity: CombinedEntity, _: unknown, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const { onDay } = gathering;
      const [handovers, contacts, help, activities, measures, acquaintances, work] = [
        gathering.contributionsOf('handovers'),
        gathering.contributionsOf('contacts'),
        gathering.contributionsOf('help'),
        gathering.contributionsOf('activities'),
        gathering.contributionsOf('measures'),
        gathering.contributionsOf('acquaintances'),
        gathering.contributionsOf('work'),
      ];
      const periods = periodsIn(gathering.view);
      const unitsKnown = new Set(periods.map(({ unit }) => unit));
      const relay = relayOf({ handovers, contacts, help, onDay, unitsKnown });
      const twice = overlapsOf(activities, onDay);
      const strangers = strangersOf({
        acquaintances,
        work,
        handovers,
        periods,
        onDay,
      });
      const before = precedingHelp({ measures, help, plans: activities });
      const [concerns, events] = [gathering.contributionsOf('concerns'), gathering.contributionsOf('events')];
      const protection = toFirstProtection({ concerns, events, activities }, { referenceDay: onDay });
      const parts = [
        relay,
        twice,
        strangers,
        before,
        { missing: protection.missing, mayBeIncomplete: protection.mayBeOtherwise },
      ];
      return {
        referenceDay: onDay,
        ...relay,
        overlaps: twice.overlaps,
        investigations: twice.investigations,
        strangers: strangers.pairs,
        strangersNotEstablished: strangers.notEstablished,
        measures: before.measures,
        firstProtection: {
          seriousFactOn: protection.seriousFact?.on ?? null,
          isExact: protection.seriousFact?.isExact ?? null,
          firstStep: protection.firstStep,
          firstForcedStep: protection.firstForcedStep,
          daysWithout: protection.daysWithout,
          mayBeOtherwise: protection.mayBeOtherwise,
        },
        ...completeness(
          {
            missing: missingOfAll(parts.map(({ missing }) => missing)),
            mayBeIncomplete: parts.some(({ mayBeIncomplete }) => mayBeIncomplete),
          },
          ...[handovers, contacts, help, activities, measures, acquaintances, work, concerns, events],
        ),
      };
    },
    costs: (entity: CombinedEntity, { from, until }: AskedCosts, context: CombinedContext) => {
      const gathering = gatheringOf(entity, context, organisations);
      const contributions = gathering.contributionsOf('costs');
      requireSomeCosts(contributions);
      const memberIds = gathering.view.members.map(({ id }) => id);
      return telling(() => {
        if (until < from) throw new InvalidArgumentError('until', 'a day that is not before from');
        const costs = costsOf({ contributions, period: { from, until }, memberIds });
        return {
          ...costs.period,
          lines: costs.lines,
          totalCents: costs.totalCents,
          voluntaryCents: costs.byFrame.VOLUNTARY,
          forcedCents: costs.byFrame.FORCED,
          byCategory: costs.byCategory,
          asFiled: costs.readNaively,
          corrected: costs.corrected,
          notDivided: costs.notDivided,
          ...completeness(costs, contributions),
        };
      });
    },
  };
}

/** Where no owner gives this viewer any line, whatever there is, a sum of 0 would look like an answer. @throws WithheldError */
function requireSomeCosts(contributions: readonly Contribution<CostPart>[]): void {
  const kinds = contributions.flatMap(({ visibility }) => visibility ?? []);
  if (kinds.length === 0 || kinds.some(({ visibility }) => visibility !== 'NONE')) return;
  throw new WithheldError({
    organisation: 'REGISTER',
    recordType: 'cost-line',
    explanation: {
      rule: 'costs-are-for-the-family-about-its-own-provisions',
      law: 'no article established; proposal for the DPIA',
      nl: 'Wat hulp kost, is voor het gezin zelf, over de eigen voorzieningen.',
      en: 'What help cost is for the family itself, about its own provisions.',
      ask: 'the privacy officer of your own organisation',
    },
  });
}
