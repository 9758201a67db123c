/** Graph to port: what the GI recorded, as the graph names it, and of it what the GI gives this viewer. No I/O of its own. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { contributeIdentity } from '../../adapter-kit/access/contribute-identity.js';
import { toGraphWithheld } from '../../adapter-kit/access/request-access.js';
import { countedContribution } from '../../adapter-kit/combined/counts.js';
import {
  isRetained,
  isSubject,
  type KeyedEntity,
  resolveByKey,
} from '../../adapter-kit/organisation-subgraph.js';
import { contributeCombined } from './contribution.js';
import { countedOf } from './counted.js';
import {
  type GiContext,
  openOnce,
  openProvisions,
  outcomeOfHousehold,
  withheldOfHousehold,
} from './opened-cases.js';
import { isPlanOpen } from './record-parts.js';
import { type MeasureRecord, provisionNumber } from './source.js';
import {
  byLatestAuthorisation,
  compare,
  type Filed,
  isShownAt,
  toAuthorisation,
  toMeasure,
  toPlacement,
  toPlan,
  toProvision,
  whoseRecord,
} from './to-graph.js';

export const giKeyField = 'giKey';

export const giResolvers: GraphQLResolverMap<GiContext> = {
  Household: {
    __resolveReference: resolveByKey(giKeyField),
    measures: async (household: KeyedEntity, _: unknown, context: GiContext) =>
      (await loadMeasures(household, context))
        .filter(({ measure, filed }) => isShownAt(household.key, measure.child, filed.reference))
        .map((found) => showMeasure(household, found, context)),
    protectionPlans: loadPlans,
    placements: loadPlacements,
    youthCareProvisions: loadProvisions,
    giOutcome: (household: KeyedEntity, _: unknown, context: GiContext) =>
      outcomeOfHousehold(household, context),
    giWithheld: async (household: KeyedEntity, _: unknown, context: GiContext) =>
      (await withheldOfHousehold(household, context)).map(toGraphWithheld),
    giCombined: (household: KeyedEntity, _: unknown, context: GiContext) =>
      contributeCombined(household, context),
  },
  CountedContribution: countedContribution,
  CountedHousehold: {
    __resolveReference: resolveByKey(giKeyField),
    giCounted: (household: KeyedEntity, _: unknown, context: GiContext) => countedOf(household, context),
  },
  Person: {
    __resolveReference: resolveByKey(giKeyField),
    measures: async (person: KeyedEntity, _: unknown, context: GiContext) => {
      const { key } = person;
      return (await loadMeasures(person, context))
        .filter(
          ({ measure, filed }) =>
            key.state === 'REFERENCES' && isSubject(measure.child, filed.reference, key.subject),
        )
        .map((found) => showMeasure(person, found, context));
    },
    giIdentity: (person: KeyedEntity, _: unknown, context: GiContext) =>
      contributeIdentity(person, context.loaders.files, context, ({ unit, persons }) => ({ unit, persons })),
  },
};

interface FoundMeasure {
  readonly measure: MeasureRecord;
  readonly filed: Filed;
}

/** Latest first; of one day by number, so that the order never changes by itself. */
async function loadMeasures(entity: KeyedEntity, context: GiContext): Promise<readonly FoundMeasure[]> {
  const cases = await openOnce(entity, 'measure', context);
  return cases
    .flatMap(({ reference, record, isOpen }) =>
      record.measures
        .filter((measure) => isOpen('measure', measure.number) && isRetained(measure, context.today))
        .map((measure) => ({ measure, filed: { reference, unit: record.unit } })),
    )
    .sort(
      (left, right) =>
        compare(right.measure.startedOn, left.measure.startedOn) ||
        compare(left.measure.number, right.measure.number),
    );
}

/** The parts that are decided on by themselves are read when the graph asks for them, and not before. */
function showMeasure(entity: KeyedEntity, { measure, filed }: FoundMeasure, context: GiContext) {
  return {
    ...toMeasure(measure, filed, whoseRecord(entity.key, measure.child, filed.reference), context),
    placements: () => loadAuthorisations(entity, { measure, filed }, context),
    plan: async () => {
      const cases = await openOnce(entity, 'gi-plan', context);
      const opened = cases.find(({ reference }) => reference === filed.reference);
      const plan = opened?.record.plans.find(({ number }) => number === measure.planNumber);
      return plan && opened && isPlanOpen(opened, plan.number)
        ? toPlan(plan, filed, entity.key, context)
        : null;
    },
  };
}

async function loadAuthorisations(entity: KeyedEntity, { measure, filed }: FoundMeasure, context: GiContext) {
  const cases = await openOnce(entity, 'court-decision', context);
  return cases
    .filter(({ reference }) => reference === filed.reference)
    .flatMap(({ record, isOpen }) =>
      record.authorisations.filter(
        ({ number, measureNumber }) => measureNumber === measure.number && isOpen('court-decision', number),
      ),
    )
    .sort(byLatestAuthorisation)
    .map((authorisation) => ({
      ...toAuthorisation(authorisation),
      carriedOutOn: async () => {
        const placed = await openOnce(entity, 'placement-address', context);
        const opened = placed.find(({ reference }) => reference === filed.reference);
        const placement = opened?.record.placements.find(({ number }) => number === authorisation.number);
        return placement && opened?.isOpen('placement-address', placement.number)
          ? placement.carriedOutOn
          : null;
      },
    }));
}

async function loadPlans(household: KeyedEntity, _: unknown, context: GiContext) {
  const cases = await openOnce(household, 'gi-plan', context);
  return cases
    .flatMap(({ reference, record, isOpen }) =>
      record.plans
        .filter(
          (plan) =>
            isPlanOpen({ isOpen }, plan.number) &&
            plan.children.some((child) => isShownAt(household.key, child, reference)),
        )
        .flatMap((plan) => toPlan(plan, { reference, unit: record.unit }, household.key, context) ?? []),
    )
    .sort((left, right) => compare(right.madeOn, left.madeOn) || compare(left.id, right.id));
}

async function loadPlacements(household: KeyedEntity, _: unknown, context: GiContext) {
  const cases = await openOnce(household, 'placement-address', context);
  return cases
    .flatMap(({ reference, record, isOpen }) =>
      record.placements
        .filter(
          (placement) =>
            isOpen('placement-address', placement.number) &&
            isRetained(placement, context.today) &&
            isShownAt(household.key, placement.child, reference),
        )
        .map((placement) =>
          toPlacement(
            placement,
            { reference, unit: record.unit },
            whoseRecord(household.key, placement.child, reference),
            context,
          ),
        ),
    )
    .sort((left, right) => compare(right.carriedOutOn, left.carriedOutOn) || compare(left.id, right.id));
}

async function loadProvisions(household: KeyedEntity, _: unknown, context: GiContext) {
  const cases = await openProvisions(household, context);
  return cases
    .flatMap(({ reference: person, record, isOpen }) =>
      record
        .filter((provision) => isOpen('provision', provisionNumber(provision)))
        .map((provision) => ({ person, provision })),
    )
    .sort(
      (left, right) =>
        compare(right.provision.allocatedOn, left.provision.allocatedOn) ||
        compare(left.provision.allocationNumber, right.provision.allocationNumber) ||
        compare(left.provision.provider, right.provision.provider),
    )
    .map(({ person, provision }) =>
      toProvision(
        provision,
        whoseRecord(household.key, { pseudonym: person, localKey: '' }, '').memberId,
        context,
      ),
    );
}
