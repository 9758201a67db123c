/**
 * The conditions of the access matrix as facts about one subject and one record. Policies name them; this is what each means.
 *
 * A fact that is not known is false, and a policy that denies on a fact says so by its contrary: forgetting an attribute may
 * take something away, and never gives it.
 */
import { ageTables, isRepresented } from './age-tables.js';
import type { RecordAttributes, RecordType } from './record-attributes.js';
import { type AccessContext, employers, isGlassBroken, type Subject } from './subject.js';

export const factNames = [
  'holderVt',
  'informed',
  'informedSelf',
  'noticePending',
  'handedOver',
  'attachedToRequest',
  'requestedByCollege',
  'requestedByVt',
  'requestedByGi',
  'exOfficio',
  'measureActive',
  'partOnHelp',
  'explicitlyOpen',
  'ownOrganisation',
  'sameOrganisation',
  'ownProvision',
  'self',
  'ownChild',
  'minor',
  'released',
  'consented',
  'shielded',
  'locationBearing',
  'breakGlass',
] as const;
export type FactName = (typeof factNames)[number];
export type Facts = Readonly<Record<FactName, boolean>>;
type Relations = Subject['relations'];

/** What holds between this subject and this record, at this instant. */
export function factsOf(access: AccessContext, record: RecordAttributes, now: Date, today: string): Facts {
  return createFactReader(access, now, today)(record);
}

/** The same for one record after another: what is so of the subject alone is looked up once. */
export function createFactReader(
  access: AccessContext,
  now: Date,
  today: string,
): (record: RecordAttributes) => Facts {
  const { subject, caseReference } = access;
  const employer = employers[subject.function];
  // Whoever may have no contact is told nothing by being a parent; nor is one whose parenthood is over or in dispute.
  const standing = subject.relations.filter(
    ({ from, until, isDisputed, isContactBanned }) =>
      !isDisputed && !isContactBanned && from <= today && (until === null || until >= today),
  );
  const withAuthority = standing.filter(({ authority }) => authority !== 'NONE');
  const asChild = subject.function === 'parent-without-authority' ? standing : withAuthority;
  const isAbout = (record: RecordAttributes, relations: Relations): boolean =>
    relations.length > 0 &&
    record.subjects.some(({ person }) => relations.some((relation) => relation.person === person));
  // Where the law of a kind of record has ages, whoever has outgrown them is nobody's child for it, nor is one whose age is not known.
  const within = (relations: Relations, recordType: RecordType): Relations => {
    const table = ageTables[recordType];
    return table && relations.length > 0
      ? relations.filter(({ ageClass }) => isRepresented(table, ageClass))
      : relations;
  };
  const isFor = (names: readonly string[] | undefined): boolean =>
    names?.some((name) => name === caseReference || name === employer || name === subject.function) === true;
  const breakGlass = isGlassBroken(access, now);
  return factsAbout;

  function factsAbout(record: RecordAttributes): Facts {
    const self =
      subject.person === null ? undefined : record.subjects.find(({ person }) => person === subject.person);
    const ownOrganisation = employer !== null && record.holder === employer && record.unit === subject.unit;
    const shieldedFrom = record.shieldedFrom ?? [];
    return {
      holderVt: record.holder === 'VEILIG_THUIS',
      // Told to one and not yet to another is not told: who hears of it may pass it on.
      informed:
        record.subjects.some(({ informedOn }) => informedOn !== null && informedOn <= today) &&
        !record.subjects.some(({ isNoticePending }) => isNoticePending),
      informedSelf: self !== undefined && self.informedOn !== null && self.informedOn <= today,
      noticePending: self?.isNoticePending === true,
      handedOver: employer !== null && record.handedOverTo?.includes(employer) === true,
      attachedToRequest: employer !== null && record.attachedTo?.includes(employer) === true,
      requestedByCollege: record.requestedBy === 'COLLEGE',
      requestedByVt: record.requestedBy === 'VT',
      requestedByGi: record.requestedBy === 'GI',
      exOfficio: record.requestedBy === 'EX_OFFICIO',
      measureActive: record.isMeasureActive === true,
      partOnHelp: record.isPartOnHelp === true,
      explicitlyOpen: record.isExplicitlyOpen === true,
      ownOrganisation,
      sameOrganisation: ownOrganisation,
      ownProvision: self !== undefined || isAbout(record, within(withAuthority, record.recordType)),
      self: self !== undefined,
      ownChild: isAbout(record, within(asChild, record.recordType)),
      minor: record.isMinor === true,
      released: isFor(record.releasedTo),
      consented: isFor(record.consentedFor),
      // Under the shielded case itself its own people see where it is.
      shielded:
        (shieldedFrom === 'EVERYBODY' && record.reference !== caseReference) ||
        (shieldedFrom !== 'EVERYBODY' && subject.person !== null && shieldedFrom.includes(subject.person)),
      locationBearing: record.isLocationBearing === true,
      breakGlass,
    };
  }
}
