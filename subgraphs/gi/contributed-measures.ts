/** What stands under the measures of a case: the measures themselves, when their children were seen, and what was asked of others. */
import type { PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import { familyFunctions } from '../../adapter-kit/access/subject.js';
import { toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import { unitOf } from './case-course.js';
import { handoverReasons, measureKinds } from './code-lists.js';
import type { GiContext } from './opened-cases.js';
import { shownMeasures } from './shown-measures.js';
import type { GiFile, PersonMention } from './source.js';
import { compare, toSource } from './to-graph.js';

type Parts = PartsFrom<GiFile, GiContext>['parts'];

export const measureParts: Parts = (opened, household, context) =>
  shownMeasures(opened, household, context).map(({ measure, filed, memberIds }) => ({
    id: toRecordId(context.organisation, filed.unit, 'measure', measure.number),
    kind: measureKinds[measure.kindCode].kind,
    startedOn: measure.startedOn,
    until: measure.endedOn ?? measure.endsOn,
    memberIds,
    source: toSource(filed.unit, measure.number, measure.recordedAt, context),
  }));

/**
 * Of a child who is certainly a member. Who of a party saw the child can tell where it is, and is kept back with the workers; the
 * unit's own code tells no place. That and when a child spoke alone with somebody no other member of the family is told: it may be
 * somebody to be afraid of.
 */
export const sightings: Parts = (opened, household, context) => {
  const { reference, record } = opened;
  const shown = shownMeasures(opened, household, context);
  return record.course.sightings.flatMap(({ number, child, on, how, party }) => {
    const ofChild = shown.filter(({ measure }) => measure.child.localKey === child.localKey);
    const [memberId] = ofChild.flatMap(({ memberIds }) => memberIds);
    if (memberId === undefined) return [];
    if (how === 'SPOKEN_ALONE' && !mayKnowOfTalk(child, context)) return [];
    if (party !== null && !ofChild.some(({ isUnshielded }) => isUnshielded)) return [];
    return [
      {
        id: toRecordId(context.organisation, record.unit, 'sighting', number),
        memberId,
        on,
        how,
        by: party ?? unitOf(reference),
        memberIds: [memberId],
        source: toSource(record.unit, number, null, context),
      },
    ];
  });
};

function mayKnowOfTalk({ pseudonym }: PersonMention, { access }: GiContext): boolean {
  if (access === null || !familyFunctions.has(access.context.subject.function)) return true;
  return pseudonym !== null && pseudonym === access.context.subject.person;
}

/** One for each request, about those of its children whose measures are shown. */
export const requestedHandovers: Parts = (opened, household, context) => {
  const { reference, record } = opened;
  const shown = shownMeasures(opened, household, context);
  const asked = record.course.handovers.flatMap((request) => {
    const on = shown.find(({ measure }) => measure.number === request.measureNumber);
    return on ? [{ request, memberIds: on.memberIds }] : [];
  });
  return [...new Set(asked.map(({ request }) => request.number))].flatMap((number) => {
    const lines = asked.filter(({ request }) => request.number === number);
    const [first] = lines;
    if (!first) return [];
    const { toOrganisation, toUnit, askedOn, purpose } = first.request;
    return [
      {
        id: toRecordId(context.organisation, record.unit, 'handover', number),
        fromUnit: unitOf(reference),
        toOrganisation,
        toUnit,
        askedOn,
        reason: handoverReasons[purpose],
        memberIds: [...new Set(lines.flatMap(({ memberIds }) => memberIds))].sort(compare),
        source: toSource(record.unit, number, null, context),
      },
    ];
  });
};
