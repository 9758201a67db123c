/**
 * Who worked on the Raad's investigations, when the family was met, who was seen, whom the Raad asked to take
 * over and whom its file names, as parts of the combined view.
 *
 * All of it is how far an investigation is (`raad-status`), so it stands where that record is open, and goes
 * with it. Where the Raad's own system handed nothing in, there are no such parts, and the contribution says that
 * they are not kept.
 */
import { familyFunctions } from '../../adapter-kit/access/subject.js';
import { toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import type { RaadContext } from './resolvers.js';
import type { RaadDossier, RaadSubject } from './source.js';
import { type FoundRecord, toCouncilInvestigation } from './to-graph.js';

/** The parts of one kind in a record that is open. */
export type PartsOfRecord = (found: FoundRecord, context: RaadContext, system: string) => readonly object[];

/** The Raad's own people. An investigation is about the family as a whole, so is their work. */
export const work: PartsOfRecord = (...from) =>
  partsIn(from, 'work', ({ work }, { unit }) =>
    work.map((one) => ({
      ...one,
      memberIds: [],
      employer: unit,
      employerKind: 'RAAD',
      domain: 'COUNCIL_INVESTIGATION',
      isFixedFace: false,
      recordedBy: unit,
    })),
  );

export const contacts: PartsOfRecord = (...from) =>
  partsIn(from, 'contact', ({ contacts }, { unit }) =>
    contacts.map((one) => ({ ...one, memberIds: [], unit })),
  );

export const handovers: PartsOfRecord = (...from) =>
  partsIn(from, 'handover', ({ handovers }, { unit, membersOf }) =>
    handovers.map(({ concerns, ...one }) => ({ ...one, memberIds: membersOf(concerns), fromUnit: unit })),
  );

/** Of somebody who is not a member here, or not for this viewer, nothing is told. */
export const sightings: PartsOfRecord = (...from) =>
  partsIn(from, 'sighting', ({ sightings }, { unit, membersOf }) =>
    sightings
      .filter(({ person, how }) => how !== 'SPOKEN_ALONE' || isTalkAloneShown(person, from[1]))
      .flatMap(({ person, ...one }) =>
        membersOf([person]).map((memberId) => ({ ...one, memberId, memberIds: [memberId], by: unit })),
      ),
  );

/**
 * To a member of the family only of themselves: who is suspected must not read that and when a child was spoken
 * with alone (a proposal for the DPIA).
 */
function isTalkAloneShown({ pseudonym }: RaadSubject, { access }: RaadContext): boolean {
  if (!access || !familyFunctions.has(access.context.subject.function)) return true;
  return pseudonym !== null && pseudonym === access.context.subject.person;
}

export const acquaintances: PartsOfRecord = (...from) =>
  partsIn(from, 'acquaintances', ({ knows }, { unit }) =>
    knows === null ? [] : [{ id: 'all', memberIds: [], unit, knows: knows.parties, asOf: knows.asOf }],
  );

/**
 * The investigation itself, from the messages, once it began. One that is over on a day that nobody told is
 * left out: without a last day it would seem to run.
 */
export const activities: PartsOfRecord = (found, context, system) => {
  const { startedOn: from, endedOn: until, status, source } = toCouncilInvestigation(found, context, system);
  if (from === null || (until === null && status === 'CASE_COMPLETED')) return [];
  const { one, memberIds } = found;
  const id = toRecordId('RAAD', one.recordNumber, 'activity');
  const what = { kind: 'INVESTIGATION', name: 'COUNCIL_INVESTIGATION', unit: unitOf(found) };
  return [{ id, memberIds, source, ...what, from, until }];
};

interface Told {
  /** As the reference begins. */
  readonly unit: string;
  readonly membersOf: FoundRecord['membersOf'];
}

// The rows of one kind, each under an id that is unique among the parts of its kind, with where and when it
// was told.
function partsIn(
  [found, context, system]: Parameters<PartsOfRecord>,
  kind: string,
  rowsOf: (dossier: RaadDossier, told: Told) => readonly { readonly id: string }[],
): readonly object[] {
  const { recordNumber, dossier } = found.one;
  if (!dossier) return [];
  const { source } = toCouncilInvestigation(found, context, system);
  return rowsOf(dossier, { unit: unitOf(found), membersOf: found.membersOf }).map((row) => ({
    ...row,
    id: toRecordId('RAAD', recordNumber, kind, row.id),
    source: { ...source, recordedAt: dossier.recordedAt },
  }));
}

function unitOf({ reference }: FoundRecord): string {
  return reference.slice(0, reference.indexOf('/'));
}
