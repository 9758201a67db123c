/** From what the store tells of a case before it is opened to what the Raad's rules decide from. */
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import type { RecordAttributes, RecordSubject } from '../../../adapter-kit/access/record-attributes.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { StoreCaseAttributes } from './case-file-contract.js';

export interface RecordAttributesOptions {
  readonly organisation: string;
  readonly unit: { readonly code: string; readonly name: string };
  /** A desk where professionals reach the Raad, or `null`. */
  readonly contact: string | null;
  readonly pseudonymiser: Pseudonymiser;
  /** Today in the Netherlands (`YYYY-MM-DD`), to tell whether a measure is in force; `null`: then none is known to be. */
  readonly today: string | null;
}

/** One for the case, one for each person of it, and those of its investigations. */
export function toRecordAttributes(
  file: StoreCaseAttributes,
  { organisation, unit, contact, pseudonymiser, today }: RecordAttributesOptions,
): readonly RecordAttributes[] {
  const subjects = file.persons.map(
    ({ localKey, rawBsn }): RecordSubject => ({
      person: pseudonymiser.person(rawBsn),
      localKey,
      // Nobody has to be told before the Raad may show a record: its investigations are not kept from the family.
      informedOn: null,
      isNoticePending: false,
    }),
  );
  const common = {
    reference: file.reference,
    holder: organisation,
    unit: unit.code,
    shieldedFrom: shieldedFrom(file, subjects),
    retainUntil: null,
  };
  const headerOf = ({ since, until }: { readonly since: string | null; readonly until: string | null }) => ({
    unitName: unit.name,
    contact,
    since,
    until,
  });
  const isFor = (
    list: StoreCaseAttributes['releases'],
    recordType: RecordAttributes['recordType'],
  ): readonly string[] => list.filter((one) => one.recordType === recordType).map(({ to }) => to);

  return [
    involvementOf({
      ...common,
      subjects,
      header: headerOf(file),
      consentedFor: isFor(file.consents, 'involvement'),
    }),
    ...subjects.map(
      (subject): RecordAttributes => ({
        ...common,
        recordType: 'identity',
        recordId: subject.localKey,
        subjects: [subject],
        header: headerOf(file),
      }),
    ),
    ...file.records.map(
      (record): RecordAttributes => ({
        ...common,
        recordType: record.recordType,
        recordId: record.number,
        subjects: subjects.filter(({ localKey }) => record.concerns.includes(localKey)),
        header: headerOf(record),
        requestedBy: file.requestedBy,
        isMeasureActive: record.measure !== null && today !== null && isInForce(record.measure, today),
        // Who asked, and the words of a decision, name regions and places. That the Raad is involved does not: there is one Raad.
        isLocationBearing: true,
        releasedTo: isFor(file.releases, record.recordType),
        consentedFor: isFor(file.consents, record.recordType),
      }),
    ),
  ];
}

/**
 * A measure of which no end was told is taken to be in force for one year: a supervision order lasts no longer, and of a measure
 * that does the next message tells.
 *
 * @see BW art. 1:258
 */
function isInForce(
  { since, until }: { readonly since: string; readonly until: string | null },
  today: string,
): boolean {
  const lastDay = until ?? `${Number(since.slice(0, 4)) + 1}${since.slice(4)}`;
  return since <= today && today <= lastDay;
}

// Somebody without a number cannot be told from others, so a shield against them stands for everybody.
function shieldedFrom(
  file: StoreCaseAttributes,
  subjects: readonly RecordSubject[],
): NonNullable<RecordAttributes['shieldedFrom']> {
  const persons = file.shieldedFrom.map(
    (key) => subjects.find(({ localKey }) => localKey === key)?.person ?? null,
  );
  const known = persons.filter((person) => person !== null);
  return known.length < persons.length ? 'EVERYBODY' : known;
}
