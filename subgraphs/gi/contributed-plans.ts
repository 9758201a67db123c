/**
 * What stands under the plans of a case. That there is a plan is told to whoever may read a part of it; worries, agreements and whom the
 * file names only to whoever may read all of it.
 */
import type { PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import { toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import { unitOf } from './case-course.js';
import type { GiContext } from './opened-cases.js';
import { type ShownPlan, shownPlans } from './shown-plans.js';
import type { GiFile } from './source.js';
import { toSource } from './to-graph.js';

type Parts = PartsFrom<GiFile, GiContext>['parts'];

export const plansAsActivities: Parts = (opened, household, context) =>
  shownPlans(opened, household, context).map(({ plan, filed, memberIds, source }) => ({
    id: toRecordId(context.organisation, filed.unit, 'activity', plan.number),
    kind: 'PLAN',
    name: 'PROTECTION_PLAN',
    unit: unitOf(filed.reference),
    from: plan.madeOn,
    until: plan.endedOn,
    memberIds,
    source,
  }));

/** About the family as a whole: the GI records no child with them, and no reaction of the family. */
export const concerns: Parts = (opened, household, context) => {
  const plans = wholePlans(shownPlans(opened, household, context));
  const { reference, record } = opened;
  return record.course.concerns
    .filter(({ planNumber }) => plans.has(planNumber))
    .map(({ number, observedOn, fact, label, nature, severity, isOpinion }) => ({
      id: toRecordId(context.organisation, record.unit, 'concern', number),
      fact,
      label,
      nature,
      severity,
      observedOn,
      by: unitOf(reference),
      statementKind: isOpinion ? 'OPINION' : 'FACT',
      reactions: [],
      memberIds: [],
      source: toSource(record.unit, number, null, context),
    }));
};

/** With the family as a whole. */
export const agreements: Parts = (opened, household, context) => {
  const plans = wholePlans(shownPlans(opened, household, context));
  const { reference, record } = opened;
  return record.course.agreements
    .filter(({ planNumber }) => plans.has(planNumber))
    .map(({ number, agreedOn, text, dueOn, endedOn }) => ({
      id: toRecordId(context.organisation, record.unit, 'agreement', number),
      text,
      agreedOn,
      by: unitOf(reference),
      dueOn,
      endedOn,
      memberIds: [],
      source: toSource(record.unit, number, null, context),
    }));
};

/** Whole as of its day, or not given. */
export const acquaintances: Parts = (opened, household, context) => {
  const { reference, record } = opened;
  const { involved } = record.course;
  if (involved === null || wholePlans(shownPlans(opened, household, context)).size === 0) return [];
  return [
    {
      id: toRecordId(context.organisation, record.unit, 'involved', reference),
      unit: unitOf(reference),
      knows: involved.involved,
      asOf: involved.asOf,
      memberIds: [],
      source: toSource(record.unit, reference, null, context),
    },
  ];
};

function wholePlans(shown: readonly ShownPlan[]): ReadonlySet<string> {
  return new Set(shown.flatMap(({ plan, isWhole }) => (isWhole ? [plan.number] : [])));
}
