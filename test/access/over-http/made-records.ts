/**
 * Records made to order: for each case of the matrix one of which exactly those facts hold, with marks in its content and in its
 * header by which it is found again wherever it comes out.
 */

import type { AccessAnswer } from '../../../adapter-kit/access/decision-point.js';
import { type FactName, type Facts, factsOf } from '../../../adapter-kit/access/facts.js';
import type {
  RecordAttributes,
  RecordSubject,
  RecordType,
} from '../../../adapter-kit/access/record-attributes.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import { toRecordId } from '../../../adapter-kit/organisation-subgraph.js';
import { castClock } from '../../start-supergraph.js';
import { type Case, expectedAnswer } from '../matrix/check-cells.js';
import { type Asker, accessOf, employerOf, people } from './askers.js';

export type OwnerName = 'veilig-thuis' | 'raad' | 'gi' | 'local-team';

export const owners: Readonly<Record<OwnerName, { readonly organisation: string; readonly unit: string }>> = {
  'veilig-thuis': { organisation: 'VEILIG_THUIS', unit: 'VT1' },
  raad: { organisation: 'RAAD', unit: 'RVDK' },
  gi: { organisation: 'GI', unit: 'GI1' },
  'local-team': { organisation: 'LOCAL_TEAM', unit: 'LT1' },
};
export const ownerNames = Object.keys(owners) as readonly OwnerName[]; // the keys of a record over them

/**
 * How many cases of the family each organisation has for records, and as many for its own involvement: the register takes a number
 * that more than 120 cases share for nobody's. What does not fit is held in another round.
 */
export const casesPerOwner = 12;

export interface MadeRecord {
  readonly owner: OwnerName;
  /** Records of one number are in one case, and may be parts of each other. */
  readonly index: number;
  readonly attributes: RecordAttributes;
  /** What the matrix says of it, for this asker. */
  readonly expected: AccessAnswer;
  /** Texts of which one is in whatever is shown of its content. */
  readonly marks: readonly string[];
  readonly matrixCase: Case;
}

export const today = dayInTheNetherlands(castClock);
export const toldOn = '2026-01-15';

/** Facts that the record and the asker can have; a case in which others must hold cannot occur, and is not made. */
export function makeRecord(
  matrixCase: Case,
  asker: Asker,
  { owner, index }: { readonly owner: OwnerName; readonly index: number },
): MadeRecord | null {
  const { row, facts } = matrixCase;
  const { recordType } = row;
  const reference = `${owners[owner].unit}/${recordType === 'involvement' ? 'i' : 'm'}${index % casesPerOwner}`;
  const attributes = toAttributes(matrixCase, asker, { owner, index, reference });
  const glass = facts.breakGlass ? castClock.toISOString() : null;
  const realised = factsOf(accessOf(asker, glass), attributes, castClock, today);
  if (factsOfCase(matrixCase).some((fact) => realised[fact] !== facts[fact])) return null;
  return {
    owner,
    index,
    attributes,
    expected: expectedAnswer(row, asker.function, realised),
    marks: marksOf(owner, attributes, index, asker),
    matrixCase,
  };
}

/** A record under the facts given, whatever a case of the matrix is about. */
export function toAttributes(
  { row, facts }: Pick<Case, 'row' | 'facts'>,
  asker: Asker,
  place: { readonly owner: OwnerName; readonly index: number; readonly reference: string },
): RecordAttributes {
  const { recordType } = row;
  const { owner, index, reference } = place;
  const { organisation, unit } = owners[owner];
  const employer = employerOf(asker);
  const forEmployer = employer === null ? [] : [employer];
  const isOwn = facts.ownOrganisation || facts.sameOrganisation;
  const mark = headerMark(owner, recordType, index);
  const subjects = subjectsOf(facts, asker, defaultSubject({ row, facts }, asker, owner));
  return {
    recordType,
    recordId: recordIdOf(owner, recordType, { index, reference, person: subjects[0]?.localKey ?? '' }),
    reference,
    holder: isOwn && employer !== null ? employer : organisation,
    unit: isOwn ? (asker.caseReference?.split('/')[0] ?? unit) : `${unit}-other`,
    subjects,
    handedOverTo: facts.handedOver ? forEmployer : [],
    attachedTo: facts.attachedToRequest ? forEmployer : [],
    requestedBy: requesterOf(facts),
    isMeasureActive: facts.measureActive,
    isLocationBearing: facts.locationBearing,
    shieldedFrom: facts.shielded ? (asker.person === null ? 'EVERYBODY' : [asker.person]) : [],
    isExplicitlyOpen: facts.explicitlyOpen,
    isPartOnHelp: facts.partOnHelp,
    isMinor: facts.minor,
    releasedTo: facts.released ? [asker.function] : [],
    consentedFor: facts.consented ? [asker.function] : [],
    retainUntil: null,
    header: { unitName: 'Made unit', contact: mark, since: '2026-01-01', until: null },
  };
}

/** The contact in the header of a made record: it tells which record is withheld. */
export function headerMark(owner: OwnerName, recordType: RecordType, index: number): string {
  return `desk for ${owner} ${recordType} ${index}`;
}

/** Stands in the content of a record and nowhere else. */
export function contentMark(owner: OwnerName, recordType: RecordType, recordId: string): string {
  return `content of ${owner} ${recordType} ${recordId}`;
}

interface Numbered {
  readonly index: number;
  readonly reference: string;
  /** Whose identity it is. */
  readonly person: string;
}

/** As the port of that owner numbers such records. */
function recordIdOf(
  owner: OwnerName,
  recordType: RecordType,
  { index, reference, person }: Numbered,
): string {
  switch (recordType) {
    case 'involvement':
      return reference;
    case 'identity':
      return person;
    case 'provision':
      return owner === 'gi'
        ? `0000/${contentMark(owner, recordType, String(index))}/${index}`
        : `provision-${index}`;
    // Parts of one investigation, and of one authorisation, have its number.
    case 'raad-report':
    case 'raad-status':
    case 'court-decision':
    case 'placement-address':
      return `number-${index}`;
    default:
      return `${recordType}-${index}`;
  }
}

/** A day by which a record is known where nothing but days is shown of it. */
export function markedDay(recordType: RecordType, recordId: string): string {
  const [, index = ''] = /-(\d+)$/.exec(recordId) ?? [];
  const century = recordType === 'court-decision' ? 18 : recordType === 'placement-address' ? 17 : 16;
  return `${century}${index.padStart(2, '0')}-06-15`;
}

/** A name as one case recorded it: it tells which case, and whose name. */
export function recordedName(reference: string, localKey: string): string {
  return `Name ${localKey} in ${reference}`;
}

/** Under whose name a case is seen at all, by this asker. */
export function markerOf(asker: Asker): string {
  return asker.person ?? people.other;
}

/** Values of which one is in whatever is shown of the content. */
function marksOf(
  owner: OwnerName,
  { recordType, recordId, reference }: RecordAttributes,
  index: number,
  asker: Asker,
): readonly string[] {
  const mark = contentMark(owner, recordType, recordId);
  switch (recordType) {
    case 'involvement':
      return [recordedName(reference, markerOf(asker))];
    case 'identity':
      return [recordedName(reference, recordId)];
    // Of an analysis nothing but days and its number is shown.
    case 'family-plan':
      return [mark, `${recordId} (analysis)`];
    case 'vt-inquiry':
      // Its own field shows its number alone; who works on it stands in the combined view.
      return [toRecordId('VEILIG_THUIS', recordId), mark];
    case 'raad-report':
      return [`${markedDay(recordType, recordId)}T00:00:00Z`, `result of ${toRecordId('RAAD', recordId)}`];
    case 'court-decision':
      return owner === 'gi' ? [markedDay(recordType, recordId)] : [mark];
    case 'placement-address':
      return [markedDay(recordType, recordId)];
    case 'provision':
      return [owner === 'gi' ? contentMark(owner, recordType, String(index)) : mark];
    default:
      return [mark];
  }
}

/** What the cell's clauses ask, and what stands beside every cell. */
function factsOfCase({ row, asker, facts }: Case): readonly FactName[] {
  const named = row.cells[asker].flatMap(({ condition }) => condition.map(({ fact }) => fact));
  const held = (Object.keys(facts) as readonly FactName[]).filter((fact) => facts[fact]); // the keys of a record over them
  return [...new Set<FactName>([...named, ...held, 'shielded', 'locationBearing', 'released', 'consented'])];
}

/** A GI shows nobody's records but those of members whom the asker sees; where the matrix asks who it is about, that is told. */
function defaultSubject({ row, facts }: Pick<Case, 'row' | 'facts'>, asker: Asker, owner: OwnerName): string {
  const named = row.cells[asker.function].flatMap(({ condition }) => condition.map(({ fact }) => fact));
  const isAboutNobody = named.some((fact) => (fact === 'self' || fact === 'ownChild') && !facts[fact]);
  const isPersonal = row.recordType === 'identity' || row.recordType === 'involvement';
  return owner === 'gi' && !isPersonal && !isAboutNobody ? asker.child : people.other;
}

function subjectsOf(facts: Facts, asker: Asker, otherwise: string): readonly RecordSubject[] {
  const subject = (person: string, told: Partial<RecordSubject> = {}): RecordSubject => ({
    person,
    localKey: person,
    informedOn: null,
    isNoticePending: false,
    ...told,
  });
  const isAboutAsker = facts.self || facts.informedSelf || facts.noticePending;
  const subjects = [
    ...(isAboutAsker && asker.person !== null
      ? [
          subject(asker.person, {
            informedOn: facts.informedSelf ? toldOn : null,
            isNoticePending: facts.noticePending,
          }),
        ]
      : []),
    ...(facts.ownChild ? [subject(people.child)] : []),
    ...(facts.informed && !facts.informedSelf ? [subject(people.other, { informedOn: toldOn })] : []),
    ...(!facts.informed && facts.informedSelf ? [subject(people.other, { isNoticePending: true })] : []),
  ];
  return subjects.length > 0 ? subjects : [subject(otherwise)];
}

function requesterOf(facts: Facts): 'COLLEGE' | 'VT' | 'GI' | 'EX_OFFICIO' | null {
  if (facts.requestedByCollege) return 'COLLEGE';
  if (facts.requestedByVt) return 'VT';
  if (facts.requestedByGi) return 'GI';
  return facts.exOfficio ? 'EX_OFFICIO' : null;
}
