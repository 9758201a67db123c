/** The GI's share in the combined view, of records that are open to this viewer: kind by kind, and here what happened. */
import { contributeParts, type PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import { isRetained, type KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { careCosts, careEvents, careHelp, withCare } from './contributed-care.js';
import { measureParts, requestedHandovers, sightings } from './contributed-measures.js';
import { acquaintances, agreements, concerns, plansAsActivities } from './contributed-plans.js';
import { courtDecisionTerms, measureTerms, placementTerms, planTerms } from './contributed-terms.js';
import { ownContacts, ownWork, partyContacts, partyWork } from './contributed-work.js';
import { eventOf } from './event-of.js';
import type { GiContext } from './opened-cases.js';
import { prolongedIn } from './placement-runs.js';
import { measuresBeside, openBeside, shownMeasures } from './shown-measures.js';
import { shownPlans } from './shown-plans.js';
import type { GiFile } from './source.js';
import { isShownAt, toMeasure, toPlacement, toSource, whoseRecord } from './to-graph.js';

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
    work: [
      { recordType: 'measure', parts: ownWork },
      { recordType: 'gi-plan', parts: partyWork },
    ],
    contacts: [
      { recordType: 'measure', parts: ownContacts },
      { recordType: 'gi-plan', parts: partyContacts },
    ],
    handovers: [{ recordType: 'measure', parts: requestedHandovers }],
    activities: [{ recordType: 'gi-plan', parts: plansAsActivities }],
    measures: [{ recordType: 'measure', parts: measureParts }],
    sightings: [{ recordType: 'measure', parts: sightings }],
    concerns: [{ recordType: 'gi-plan', parts: concerns }],
    agreements: [{ recordType: 'gi-plan', parts: agreements }],
    acquaintances: [{ recordType: 'gi-plan', parts: acquaintances }],
  });
  return {
    ...ofCases,
    events: () => withCare(ofCases.events(), household, context, careEvents),
    help: () => withCare(ofCases.help(), household, context, careHelp),
    costs: () => withCare(ofCases.costs(), household, context, careCosts),
  };
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

const planEvents: Parts = (opened, household, context) =>
  shownPlans(opened, household, context).flatMap(({ plan, filed, memberIds, source }) => {
    const about = { record: [context.organisation, filed.unit, 'plan', plan.number], memberIds, source };
    return eventOf(about, 'PROTECTION_PLAN_MADE', plan.madeOn);
  });
