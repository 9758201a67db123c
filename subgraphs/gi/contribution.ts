/**
 * The GI's share in the combined view: what happened, and what terms are counted from, of records that are open to this viewer. Youth
 * care stands in another system: while its messages cannot be read the GI's events are not available, for a list without them
 * would look whole.
 */
import { contributeParts, type PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import { toGraphRecordType } from '../../adapter-kit/access/record-attributes.js';
import { WithheldError } from '../../adapter-kit/access/withheld.js';
import { isRetained, type KeyedEntity, toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import { toSourceError } from '../../adapter-kit/source-error.js';
import {
  outcomeOfError,
  outcomeOfWithheld,
  type SourceOutcome,
  worstOutcome,
} from '../../adapter-kit/source-outcomes.js';
import { courtDecisionTerms, measureTerms, placementTerms, planTerms } from './contributed-terms.js';
import { type GiContext, openProvisions, outcomeOfProvisions } from './opened-cases.js';
import { prolongedIn } from './placement-runs.js';
import { isPlanOpen } from './record-parts.js';
import { measuresBeside, openBeside, shownMeasures } from './shown-measures.js';
import { type GiFile, provisionNumber } from './source.js';
import { isShownAt, toMeasure, toPlacement, toPlan, toProvision, toSource, whoseRecord } from './to-graph.js';

type Parts = PartsFrom<GiFile, GiContext>['parts'];

/** The value of `Household.giCombined`. */
export function contributeCombined(household: KeyedEntity, context: GiContext) {
  const ofCases = contributeParts(household, context.loaders.files, context, {
    events: [
      { recordType: 'measure', parts: measureEvents },
      { recordType: 'court-decision', parts: courtDecisionEvents },
      { recordType: 'placement-address', parts: placementEvents },
      { recordType: 'gi-plan', parts: planEvents },
    ],
    terms: [
      { recordType: 'measure', parts: measureTerms },
      { recordType: 'gi-plan', parts: planTerms },
      { recordType: 'court-decision', parts: courtDecisionTerms },
      { recordType: 'placement-address', parts: placementTerms },
    ],
  });
  return { ...ofCases, events: () => withCare(ofCases.events(), household, context) };
}

type Contributed = Awaited<ReturnType<ReturnType<typeof contributeParts>['events']>>;

interface EventsOf {
  /** Names the record among all of the GI. */
  readonly record: readonly string[];
  readonly memberIds: readonly string[];
  readonly source: object;
}

/** `[]` where no day was recorded: nothing is derived. `text`: words that the record's own field shows this viewer as well. */
function eventOf(
  { record, memberIds, source }: EventsOf,
  kind: string,
  when: string | null,
  text: string | null = null,
): readonly object[] {
  if (when === null) return [];
  const id = toRecordId(...record, kind);
  return [{ id, kind, when, precision: 'DAY', text, memberIds, statementKind: 'FACT', source }];
}

const measureEvents: Parts = (opened, household, context) =>
  shownMeasures(opened, household, context).flatMap(({ measure, filed, memberIds }) => {
    const whose = whoseRecord(household.key, measure.child, filed.reference);
    const { source, kindCode, endReason } = toMeasure(measure, filed, whose, context);
    const about = { record: [context.organisation, filed.unit, measure.number], memberIds, source };
    return [
      ...eventOf(about, 'MEASURE_STARTED', measure.startedOn, kindCode.label),
      ...eventOf(about, 'FIRST_CONTACT', measure.firstContactOn),
      ...eventOf(about, 'FAMILY_PLAN_WAIVED', measure.familyPlanWaivedOn),
      ...eventOf(about, 'MEASURE_ENDED', measure.endedOn, endReason?.label ?? null),
    ];
  });

/** As in the graph, an authorisation stands with its measure: where that is not shown, the authorisation is not either. */
const courtDecisionEvents: Parts = async (opened, household, context) => {
  const measures = await measuresBeside(opened, household, context);
  const { record, isOpen } = opened;
  return record.authorisations
    .filter(({ number }) => isOpen('court-decision', number))
    .flatMap(({ number, measureNumber, authorisedOn }) => {
      const shown = measures.find(({ measure }) => measure.number === measureNumber);
      if (!shown) return [];
      const about = {
        record: [context.organisation, record.unit, 'authorisation', number],
        memberIds: shown.memberIds,
        source: toSource(record.unit, number, null, context),
      };
      return eventOf(about, 'PLACEMENT_AUTHORISED', authorisedOn);
    });
};

const placementEvents: Parts = async (opened, household, context) => {
  const { reference, record, isOpen } = opened;
  const { key } = household;
  const prolonged = prolongedIn(opened, await openBeside(opened, 'court-decision', household, context));
  return record.placements
    .filter(
      (placement) =>
        !prolonged.has(placement.number) &&
        isOpen('placement-address', placement.number) &&
        isRetained(placement, context.today) &&
        isShownAt(key, placement.child, reference),
    )
    .flatMap((placement) => {
      const whose = whoseRecord(key, placement.child, reference);
      const { source } = toPlacement(placement, { unit: record.unit, reference }, whose, context);
      const about = {
        record: [context.organisation, record.unit, 'placement', placement.number],
        memberIds: whose.memberId === null ? [] : [whose.memberId],
        source,
      };
      return eventOf(about, 'PLACEMENT_CARRIED_OUT', placement.carriedOutOn);
    });
};

const planEvents: Parts = ({ reference, record, isOpen }, { key }, context) =>
  record.plans
    .filter(
      ({ number, children }) =>
        isPlanOpen({ isOpen }, number) && children.some((child) => isShownAt(key, child, reference)),
    )
    .flatMap((plan) => {
      const shown = toPlan(plan, { unit: record.unit, reference }, key, context);
      if (!shown) return [];
      const about = {
        record: [context.organisation, record.unit, 'plan', plan.number],
        memberIds: shown.memberIds,
        source: shown.source,
      };
      return eventOf(about, 'PROTECTION_PLAN_MADE', plan.madeOn);
    });

/** The events of the cases with those of the messages: of both, or of neither. */
async function withCare(
  ofCases: Promise<Contributed>,
  household: KeyedEntity,
  context: GiContext,
): Promise<Contributed> {
  const [cases, care] = await Promise.all([ofCases, contributeCare(household, context)]);
  const visibility = context.access && {
    visibility: [
      ...(cases.visibility ?? []),
      {
        recordType: toGraphRecordType('provision'),
        visibility: context.access.visibilityOf('provision').visibility,
      },
    ],
  };
  if (!care) return { ...cases, ...visibility };
  const worst = worstOutcome({ ...cases, asOf: null }, care);
  const parts = worst.outcome === 'ANSWERED' ? [...cases.parts, ...care.parts] : [];
  return { outcome: worst.outcome, reason: worst.reason, parts, ...visibility };
}

interface Care extends SourceOutcome {
  readonly parts: readonly object[];
}

/** `null`: this viewer is never shown youth care, and the messages are not asked. */
async function contributeCare(household: KeyedEntity, context: GiContext): Promise<Care | null> {
  if (context.access?.visibilityOf('provision').visibility === 'NONE') return null;
  try {
    const parts = await careEvents(household, context);
    return { ...(await outcomeOfProvisions(household, context)), parts };
  } catch (thrown) {
    const failed =
      thrown instanceof WithheldError
        ? outcomeOfWithheld(thrown)
        : outcomeOfError(toSourceError(thrown, context.organisation));
    return { ...failed, parts: [] };
  }
}

/** iJw knows no household: an event names whom it was filed on, for a family often its youngest child. */
async function careEvents(household: KeyedEntity, context: GiContext): Promise<readonly object[]> {
  const opened = await openProvisions(household, context);
  return opened.flatMap(({ reference: person, record, isOpen }) =>
    record
      .filter((provision) => isOpen('provision', provisionNumber(provision)))
      .flatMap((provision) => {
        const { memberId } = whoseRecord(household.key, { pseudonym: person, localKey: '' }, '');
        const { category, source } = toProvision(provision, memberId, context);
        const about = {
          record: [context.organisation, provisionNumber(provision), memberId ?? ''],
          memberIds: memberId === null ? [] : [memberId],
          source,
        };
        return [
          ...eventOf(about, 'CARE_ALLOCATED', provision.allocatedOn, category.label),
          ...eventOf(about, 'CARE_STARTED', provision.startedOn, category.label),
          ...eventOf(about, 'CARE_ENDED', provision.endedOn, category.label),
        ];
      }),
  );
}
