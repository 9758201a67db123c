/**
 * From what the source sends of a case to decide from, to the attributes of its records: the involvement of the unit, the identity
 * of each person, and each report with its parts. Reporters, informants, contacts and professionals are nobody's subject here.
 *
 * Every record is location-bearing: it names the unit, and the unit tells the region.
 */
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import type { RecordAttributes, RecordSubject } from '../../../adapter-kit/access/record-attributes.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold } from '../../../adapter-kit/roster.js';
import type { CaseAttributesMessage } from './attribute-messages.js';
import { childRoles, toShield } from './to-roster-reference.js';

type Report = CaseAttributesMessage['reports'][number];
type Part = Report['parts'][number];
type Person = CaseAttributesMessage['persons'][number];

const organisation = 'VEILIG_THUIS';
/** As the interface names kinds of organisation, and as the graph spells them. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['veilig-thuis', 'VEILIG_THUIS'],
  ['raad', 'RAAD'],
  ['gi', 'GI'],
  ['local-team', 'LOCAL_TEAM'],
]);
const recordTypes = {
  report: 'report',
  'police-statements': 'report',
  'safety-assessment': 'safety-assessment',
  'safety-plan': 'safety-assessment',
  inquiry: 'vt-inquiry',
} as const;

export interface ToAttributesOptions {
  readonly pseudonymiser: Pseudonymiser;
  /** Today in the Netherlands (`YYYY-MM-DD`). */
  readonly today: string;
}

export function toAttributes(
  sent: CaseAttributesMessage,
  { pseudonymiser, today }: ToAttributesOptions,
): readonly RecordAttributes[] {
  const { caseNumber: reference, unit, unitName, contact, openedOn, closedOn, consents, measures } = sent;
  const persons = sent.persons.filter(({ role }) => isRoleOfHousehold(role));
  const subjectOf = ({ personNumber, bsn }: Person, notice: Notice): RecordSubject => ({
    person: pseudonymiser.person(bsn),
    localKey: personNumber,
    ...notice,
  });
  const ofCase = {
    reference,
    holder: organisation,
    unit,
    isLocationBearing: true,
    shieldedFrom: shieldedFromOf(sent, pseudonymiser),
  };
  const header = { unitName, contact, since: openedOn, until: closedOn };
  const noticesByReport = sent.reports.map((report) => noticesOf(report, persons));
  const involved = persons.map((person) =>
    subjectOf(person, noticeOfInvolvement(noticesByReport.map((notices) => notices.get(person)))),
  );
  const isMeasureActive = measures.some((measure) => isDuring(measure, today));
  return [
    involvementOf({
      ...ofCase,
      subjects: involved,
      header,
      handedOverTo: kindsOf(
        sent.reports.flatMap(({ handedOver }) => handedOver),
        today,
      ),
      consentedFor: consents.filter((consent) => isDuring(consent, today)).map(({ to }) => to),
    }),
    ...involved.map(
      (subject): RecordAttributes => ({
        ...ofCase,
        recordType: 'identity',
        recordId: subject.localKey,
        subjects: [subject],
        retainUntil: null,
        header,
      }),
    ),
    ...sent.reports.flatMap((report, index) =>
      report.parts.map((part): RecordAttributes => {
        const concerned = persons.filter(
          ({ personNumber }) => part.personNumbers === null || part.personNumbers.includes(personNumber),
        );
        return {
          ...ofCase,
          recordType: recordTypes[part.part],
          recordId: part.number,
          subjects: concerned.map((person) =>
            subjectOf(person, noticeOfPart(part, noticesByReport[index]?.get(person))),
          ),
          isMeasureActive,
          ...passedOn(report, part, today),
          retainUntil: report.retainUntil,
          header: { unitName, contact, since: part.from, until: part.until },
        };
      }),
    ),
  ];
}

type Notice = Pick<RecordSubject, 'informedOn' | 'isNoticePending'>;

const notTold: Notice = { informedOn: null, isNoticePending: true };

/**
 * Who was told of one report. No notice is no news: an adult without one was not told. A child without one was not told either, and
 * nobody waits to tell it once an adult of the case was.
 *
 * @see Wmo 2015 art. 5.3.1
 */
function noticesOf({ informed }: Report, persons: readonly Person[]): ReadonlyMap<Person, Notice> {
  const toldOn = new Map(informed.map(({ personNumber, on }) => [personNumber, on]));
  const isAnAdultTold = persons.some(
    ({ role, personNumber }) => !childRoles.has(role) && (toldOn.get(personNumber) ?? null) !== null,
  );
  return new Map(
    persons.map((person): [Person, Notice] => {
      const { personNumber, role } = person;
      const on = toldOn.get(personNumber);
      if (on === undefined) {
        return [person, { informedOn: null, isNoticePending: !(childRoles.has(role) && isAnAdultTold) }];
      }
      return [person, { informedOn: on, isNoticePending: on === null }];
    }),
  );
}

/** The notice of a report tells of all of it but what the police gave. */
function noticeOfPart({ part }: Part, ofReport: Notice | undefined): Notice {
  return part === 'police-statements' ? notTold : (ofReport ?? notTold);
}

/** Whoever was told of one report knows that the unit is involved, from the first such day. */
function noticeOfInvolvement(notices: readonly (Notice | undefined)[]): Notice {
  const [first] = notices.flatMap((notice) => notice?.informedOn ?? []).sort();
  if (first !== undefined) return { informedOn: first, isNoticePending: false };
  return { informedOn: null, isNoticePending: !notices.some((notice) => notice?.isNoticePending === false) };
}

/**
 * To whom a part of a report went, by a decision of the unit. What the police gave goes nowhere with the rest: not with the
 * hand-over, not with a request, not with the notice to the family; only by a release of its own.
 */
function passedOn(
  { handedOver }: Report,
  { part, attached, released }: Part,
  today: string,
): Pick<RecordAttributes, 'handedOverTo' | 'attachedTo' | 'releasedTo'> {
  const releasedTo = released.filter(({ on }) => on <= today).map(({ to }) => kinds.get(to) ?? to);
  if (part === 'police-statements') return { releasedTo };
  return { releasedTo, handedOverTo: kindsOf(handedOver, today), attachedTo: kindsOf(attached, today) };
}

function kindsOf(
  passed: readonly { readonly to: string; readonly on: string }[],
  today: string,
): readonly string[] {
  return [...new Set(passed.filter(({ on }) => on <= today).flatMap(({ to }) => kinds.get(to) ?? []))];
}

function shieldedFromOf(
  { secretAddress }: CaseAttributesMessage,
  pseudonymiser: Pseudonymiser,
): readonly string[] | 'EVERYBODY' {
  const shield = toShield(secretAddress, pseudonymiser);
  return shield === null ? [] : (shield.against ?? 'EVERYBODY');
}

function isDuring(
  { from, until }: { readonly from: string; readonly until: string | null },
  today: string,
): boolean {
  return from <= today && (until === null || until >= today);
}
