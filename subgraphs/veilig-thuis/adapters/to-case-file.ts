/**
 * From a case file that the source sent to the port's records. Persons are pseudonymised here, and reporters, informants, contacts and
 * professionals who stand among the persons are left behind here, with every mention of them.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold } from '../../../adapter-kit/roster.js';
import {
  policePartOf,
  type VeiligThuisFile,
  type VeiligThuisInquiry,
  type VeiligThuisPersonKey,
  type VeiligThuisReport,
  type VeiligThuisSafetyAssessment,
  type VeiligThuisSafetyPlan,
} from '../source.js';
import { assessmentOutcomeList, occasionList, toCodedValue, violenceKindList } from './code-lists.js';
import type { CaseFileMessage, PartsMessage, ReportMessage } from './rest-messages.js';
import {
  type KeysOf,
  toConcerns,
  toContacts,
  toSightings,
  toTakeOvers,
  toWorkers,
  type WorkOf,
} from './to-case-work.js';

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

/**
 * `only`: the numbers of what was asked for; what was sent besides goes no further.
 *
 * @throws SourceError `CONTRACT_BROKEN` where a report names a person who is not in the case.
 */
export function toCaseFile(
  sent: CaseFileMessage,
  pseudonymiser: Pseudonymiser,
  only: ReadonlySet<string> | null,
): VeiligThuisFile {
  const isAsked = (number: string): boolean => only?.has(number) ?? true;
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
  const [unit = ''] = sent.caseNumber.split('/');
  const of = { unit, pseudonymiser };
  const parts = [
    ...sent.reports.map((report, index) => ({ report, field: `reports.${index}` })),
    ...sent.detachedParts.map((report, index) => ({ report, field: `detachedParts.${index}` })),
  ];
  return {
    unit: sent.unitName,
    system,
    persons: sent.persons
      .filter(({ role, personNumber }) => isRoleOfHousehold(role) && isAsked(personNumber))
      .map(({ personNumber, bsn, givenName, prefix, surname, birthDate }) => ({
        pseudonym: pseudonymiser.person(bsn),
        localKey: personNumber,
        name: [givenName, prefix, surname].filter(Boolean).join(' ') || null,
        birthDate,
      })),
    reports: sent.reports.flatMap((report, index) =>
      isAsked(report.reportNumber) ? [toReport(report, `reports.${index}`, keysOf, isAsked)] : [],
    ),
    safetyAssessments: parts
      .flatMap(({ report, field }) => toSafetyAssessments(report, field, of))
      .filter(({ partNumber }) => isAsked(partNumber)),
    safetyPlans: parts
      .flatMap(({ report, field }) => toSafetyPlans(report, field, keysOf))
      .filter(({ partNumber }) => isAsked(partNumber)),
    inquiries: parts
      .flatMap(({ report, field }) => toInquiries(report, field, { keysOf, of }))
      .filter(({ partNumber }) => isAsked(partNumber)),
  };
}

function toReport(
  sent: ReportMessage,
  field: string,
  keysOf: KeysOf,
  isAsked: (number: string) => boolean,
): VeiligThuisReport {
  const { reportNumber, recordedAt, receivedOn, repeatOf, incident, retainUntil } = sent;
  const withPolice = isAsked(policePartOf(reportNumber));
  const isGiven = ({ origin }: { readonly origin: 'police' | null }): boolean =>
    withPolice || origin !== 'police';
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
    statements: sent.statements
      .filter(isGiven)
      .map(({ text, nature }) => ({ text, statementKind: statementKinds[nature] })),
    incident: incident && {
      occurredOn: incident.occurredOn,
      involved: incident.involved.flatMap(({ personNumber, role }) => {
        const persons = personNumber === null ? [null] : keysOf(personNumber, `${field}.incident.involved`);
        return persons.map((person) => ({ person, role: incidentRoles[role] }));
      }),
    },
    informed: sent.informed.flatMap(({ personNumber, on, dueOn }) =>
      keysOf(personNumber, `${field}.informed`).map((person) => ({ person, on, dueOn })),
    ),
    concerns: toConcerns(sent.concerns?.filter(isGiven), keysOf, `${field}.concerns`),
    takeOvers: toTakeOvers(sent.takeOvers, keysOf, `${field}.takeOvers`),
    involvedParties: sent.involvedParties,
    retainUntil,
  };
}

function toSafetyAssessments(
  { reportNumber, retainUntil, safetyAssessment }: PartsMessage,
  field: string,
  of: WorkOf,
): readonly VeiligThuisSafetyAssessment[] {
  if (!safetyAssessment) return [];
  const { assessedOn, dueOn } = safetyAssessment;
  const { code } = safetyAssessment.outcome;
  const { label, outcome } = meaningOf(
    assessmentOutcomeList.codes,
    code,
    `${field}.safetyAssessment.outcome`,
  );
  const outcomeCode = toCodedValue(assessmentOutcomeList, code, label);
  const partNumber = `${reportNumber}/safety-assessment`;
  const workers = toWorkers(safetyAssessment.workers, of);
  return [{ partNumber, reportNumber, retainUntil, assessedOn, dueOn, outcome, outcomeCode, workers }];
}

function toSafetyPlans(
  { reportNumber, retainUntil, safetyPlans }: PartsMessage,
  field: string,
  keysOf: KeysOf,
): readonly VeiligThuisSafetyPlan[] {
  return safetyPlans.map(({ planNumber, validFrom, validUntil, agreements, personNumbers }) => ({
    partNumber: planNumber,
    reportNumber,
    retainUntil,
    validFrom,
    validUntil,
    agreements: agreements.map(({ text, nature, agreedOn, dueOn, endedOn }) => ({
      text,
      statementKind: statementKinds[nature],
      agreedOn,
      dueOn,
      endedOn,
    })),
    persons: personNumbers.flatMap((number) => keysOf(number, `${field}.safetyPlans.personNumbers`)),
  }));
}

function toInquiries(
  { reportNumber, retainUntil, inquiry }: PartsMessage,
  field: string,
  { keysOf, of }: { readonly keysOf: KeysOf; readonly of: WorkOf },
): readonly VeiligThuisInquiry[] {
  if (!inquiry) return [];
  const { inquiryNumber, recordedAt, decidedOn, startedOn, endedOn, outcome, personNumbers } = inquiry;
  const at = `${field}.inquiry`;
  return [
    {
      partNumber: inquiryNumber,
      reportNumber,
      retainUntil,
      recordedAt,
      decidedOn,
      startedOn,
      endedOn,
      outcome: outcome && inquiryOutcomes[outcome],
      persons: personNumbers.flatMap((number) => keysOf(number, `${at}.personNumbers`)),
      workers: toWorkers(inquiry.workers, of),
      contacts: toContacts(inquiry.contacts, inquiry.workers, { ...of, field: `${at}.contacts` }),
      sightings: toSightings(inquiry.sightings, keysOf, `${at}.sightings`),
      takeOvers: toTakeOvers(inquiry.takeOvers, keysOf, `${at}.takeOvers`),
    },
  ];
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
