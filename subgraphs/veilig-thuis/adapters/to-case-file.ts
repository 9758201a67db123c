/**
 * From a case file that the source sent to the port's records. Persons are pseudonymised here, and reporters, informants, contacts and
 * professionals are left behind here, with every mention of them.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold } from '../../../adapter-kit/roster.js';
import type {
  VeiligThuisFile,
  VeiligThuisInquiry,
  VeiligThuisPersonKey,
  VeiligThuisReport,
} from '../source.js';
import { assessmentOutcomeList, occasionList, toCodedValue, violenceKindList } from './code-lists.js';
import type { CaseFileMessage, ReportMessage } from './rest-messages.js';

const organisation = 'VEILIG_THUIS';
const system = 'Veilig Thuis case system, REST interface 1';

const statementKinds = { fact: 'FACT', opinion: 'OPINION', agreement: 'AGREEMENT' } as const;
const relations = {
  first: 'FIRST',
  'during-involvement': 'DURING_INVOLVEMENT',
  'after-closing': 'AFTER_CLOSING',
} as const;
const incidentRoles = {
  victim: 'VICTIM',
  suspected: 'SUSPECTED',
  witness: 'WITNESS',
  involved: 'INVOLVED',
} as const;
const inquiryOutcomes: Readonly<
  Record<NonNullable<NonNullable<ReportMessage['inquiry']>['outcome']>, VeiligThuisInquiry['outcome']>
> = {
  confirmed: 'CONFIRMED',
  'not-confirmed': 'NOT_CONFIRMED',
  'none-found': 'NONE_FOUND',
  'moved-away': 'ENDED_OTHERWISE',
  died: 'ENDED_OTHERWISE',
};

/** @throws SourceError `CONTRACT_BROKEN` where a report names a person who is not in the case. */
export function toCaseFile(sent: CaseFileMessage, pseudonymiser: Pseudonymiser): VeiligThuisFile {
  // `null`: a person of the case whom nobody outside may learn of.
  const known = new Map<string, VeiligThuisPersonKey | null>();
  for (const { personNumber, role, bsn } of sent.persons) {
    if (known.has(personNumber)) throw broken('persons.personNumber', 'each number once');
    known.set(
      personNumber,
      isProtectedRole(role) ? null : { pseudonym: pseudonymiser.person(bsn), localKey: personNumber },
    );
  }
  const keysOf = (personNumber: string, field: string): readonly VeiligThuisPersonKey[] => {
    const key = known.get(personNumber);
    if (key === undefined) throw broken(field, 'a person of the case');
    return key === null ? [] : [key];
  };
  return {
    unit: sent.unitName,
    system,
    persons: sent.persons
      .filter(({ role }) => isRoleOfHousehold(role))
      .map(({ personNumber, bsn, givenName, prefix, surname, birthDate }) => ({
        pseudonym: pseudonymiser.person(bsn),
        localKey: personNumber,
        name: [givenName, prefix, surname].filter(Boolean).join(' ') || null,
        birthDate,
      })),
    reports: sent.reports.map((report, index) => toReport(report, `reports.${index}`, keysOf)),
  };
}

type KeysOf = (personNumber: string, field: string) => readonly VeiligThuisPersonKey[];

function toReport(sent: ReportMessage, field: string, keysOf: KeysOf): VeiligThuisReport {
  const { reportNumber, recordedAt, receivedOn, repeatOf, incident, safetyAssessment, inquiry, retainUntil } =
    sent;
  return {
    reportNumber,
    recordedAt,
    receivedOn,
    relation: relations[sent.relation],
    repeatOf,
    violenceKinds: sent.violenceKinds.codes.map((code) => {
      const { kind, label } = meaningOf(violenceKindList.codes, code, `${field}.violenceKinds`);
      return { kind, code: toCodedValue(violenceKindList, code, label) };
    }),
    occasions: sent.occasions.codes.map((code) =>
      toCodedValue(occasionList, code, meaningOf(occasionList.codes, code, `${field}.occasions`).label),
    ),
    statementKind: statementKinds[sent.nature],
    statements: sent.statements.map(({ text, nature }) => ({ text, statementKind: statementKinds[nature] })),
    incident: incident && {
      occurredOn: incident.occurredOn,
      involved: incident.involved.flatMap(({ personNumber, role }) => {
        const persons = personNumber === null ? [null] : keysOf(personNumber, `${field}.incident.involved`);
        return persons.map((person) => ({ person, role: incidentRoles[role] }));
      }),
    },
    safetyAssessment: safetyAssessment && toSafetyAssessment(safetyAssessment, `${field}.safetyAssessment`),
    inquiry: inquiry && {
      inquiryNumber: inquiry.inquiryNumber,
      recordedAt: inquiry.recordedAt,
      decidedOn: inquiry.decidedOn,
      startedOn: inquiry.startedOn,
      endedOn: inquiry.endedOn,
      outcome: inquiry.outcome && inquiryOutcomes[inquiry.outcome],
      persons: inquiry.personNumbers.flatMap((number) => keysOf(number, `${field}.inquiry.personNumbers`)),
    },
    safetyPlans: sent.safetyPlans.map(({ validFrom, validUntil, agreements }) => ({
      validFrom,
      validUntil,
      agreements: agreements.map(({ text, nature }) => ({ text, statementKind: statementKinds[nature] })),
    })),
    informed: sent.informed.flatMap(({ personNumber, on, dueOn }) =>
      keysOf(personNumber, `${field}.informed`).map((person) => ({ person, on, dueOn })),
    ),
    retainUntil,
  };
}

function toSafetyAssessment(
  sent: NonNullable<ReportMessage['safetyAssessment']>,
  field: string,
): NonNullable<VeiligThuisReport['safetyAssessment']> {
  const { code } = sent.outcome;
  const { label, outcome } = meaningOf(assessmentOutcomeList.codes, code, `${field}.outcome`);
  const outcomeCode = toCodedValue(assessmentOutcomeList, code, label);
  return { assessedOn: sent.assessedOn, dueOn: sent.dueOn, outcome, outcomeCode };
}

function meaningOf<M>(codes: ReadonlyMap<string, M>, code: string, field: string): M {
  const meaning = codes.get(code);
  if (meaning === undefined) throw broken(field, 'a code of its list');
  return meaning;
}

/** Reporters (391), informants (392), contacts (393) and professionals (41x, 491): see `isRoleOfHousehold`. */
function isProtectedRole(role: string): boolean {
  return role >= '391' && role <= '499';
}

function broken(field: string, expected: string) {
  return contractBroken({ organisation, what: 'caseFile' }, field, expected);
}
