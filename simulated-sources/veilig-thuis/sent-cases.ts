/**
 * A case as the interface sends it: a line of the feed, what is decided from, and its content, whole or only the parts that were
 * asked for. Every part that is decided on apart has a number of its own.
 */
import { units } from '../families.js';
import type { FiledCase, FiledReport, ReportPart } from './case-messages.js';

/** The code lists in use, as every answer names them. */
export const codeLists = {
  violenceKinds: { list: 'aard-van-het-geweld', version: '2015' },
  occasions: { list: 'aanleiding', version: '2015' },
  outcome: { list: 'corv-uitkomst-veiligheidsbeoordeling', version: '1.0.9' },
} as const;

export type CaseFileMessage = ReturnType<typeof toCaseFile>;

/**
 * A line of the feed: who is in the case, where they live, and who of them was told of which report; nothing of what happened.
 * Names go with it, because others can compare people only by them where there is no number.
 */
export function toFeedCase(filed: FiledCase) {
  return {
    ...headerOf(filed),
    secretAddress: filed.secretAddress,
    persons: filed.persons,
    notices: filed.reports.map(({ reportNumber, informed }) => ({
      reportNumber,
      informed: informed.map(({ personNumber, on }) => ({ personNumber, on })),
    })),
  };
}

/** What is needed to decide who may see what of a case: numbers, days and who was told; no name and nothing that happened. */
export function toCaseAttributes(filed: FiledCase) {
  const { secretAddress, measures, consents } = filed;
  return {
    ...headerOf(filed),
    secretAddress,
    measures,
    consents,
    persons: filed.persons.map(({ personNumber, role, bsn }) => ({ personNumber, role, bsn })),
    reports: filed.reports.map(({ reportNumber, informed, disclosure, retainUntil, ...report }) => ({
      reportNumber,
      informed: informed.map(({ personNumber, on }) => ({ personNumber, on })),
      handedOver: disclosure.handedOver,
      retainUntil,
      parts: partsOf({ reportNumber, ...report }).map(({ part, number, from, until, personNumbers }) => ({
        part,
        number,
        from,
        until,
        personNumbers,
        attached: disclosure.attached
          .filter((attached) => attached.part === part)
          .map(({ to, on }) => ({ to, on })),
        released: disclosure.released
          .filter((released) => released.part === part)
          .map(({ to, on }) => ({ to, on })),
      })),
    })),
  };
}

/** The content of a case. `only`: the numbers of the parts that are read; the others stay where they are. */
export function toCaseFile(filed: FiledCase, only: ReadonlySet<string> | null) {
  const isAsked = (number: string): boolean => only?.has(number) ?? true;
  const reports = filed.reports.map((report) => ({
    ...toReport(report, isAsked),
    parts: toParts(report, isAsked),
  }));
  return {
    ...headerOf(filed),
    persons: filed.persons.map((person) =>
      isAsked(person.personNumber) ? person : toUnnamed(person.personNumber, person.role, person.bsn),
    ),
    reports: reports.flatMap(({ content, parts }) => (content ? [{ ...content, ...parts }] : [])),
    /** Parts of reports of which the content itself is not read. */
    detachedParts: reports.flatMap(({ content, reportNumber, retainUntil, parts }) =>
      content || isEmpty(parts) ? [] : [{ reportNumber, retainUntil, ...parts }],
    ),
  };
}

/** The numbers of what `toCaseFile` reads. */
export function partNumbersOf(filed: FiledCase, only: ReadonlySet<string> | null): readonly string[] {
  return [
    ...filed.persons.map(({ personNumber }) => personNumber),
    ...filed.reports.flatMap((report) => partsOf(report).map(({ number }) => number)),
  ].filter((number) => only?.has(number) ?? true);
}

interface NumberedPart {
  readonly part: ReportPart;
  readonly number: string;
  readonly from: string | null;
  readonly until: string | null;
  /** Whom it concerns; `null`: everybody of the case. */
  readonly personNumbers: readonly string[] | null;
}

type PartsOfReport = Pick<
  FiledReport,
  'reportNumber' | 'receivedOn' | 'statements' | 'concerns' | 'safetyAssessment' | 'safetyPlans' | 'inquiry'
>;

function partsOf(report: PartsOfReport): readonly NumberedPart[] {
  const { reportNumber, receivedOn, statements, concerns, safetyAssessment, safetyPlans, inquiry } = report;
  const about = { personNumbers: null, until: null };
  const received = { ...about, from: receivedOn.slice(0, 10) };
  return [
    { ...received, part: 'report', number: reportNumber },
    ...([...statements, ...(concerns ?? [])].some(({ origin }) => origin === 'police')
      ? [{ ...received, part: 'police-statements' as const, number: policeNumberOf(reportNumber) }]
      : []),
    ...(safetyAssessment
      ? [
          {
            ...about,
            part: 'safety-assessment' as const,
            number: assessmentNumberOf(reportNumber),
            from: safetyAssessment.assessedOn,
          },
        ]
      : []),
    ...safetyPlans.map(({ validFrom, validUntil }, index) => ({
      ...about,
      part: 'safety-plan' as const,
      number: planNumberOf(reportNumber, index),
      from: validFrom,
      until: validUntil,
    })),
    ...(inquiry
      ? [
          {
            part: 'inquiry' as const,
            number: inquiryNumberOf(reportNumber),
            from: inquiry.startedOn ?? inquiry.decidedOn,
            until: inquiry.endedOn,
            personNumbers: inquiry.personNumbers,
          },
        ]
      : []),
  ];
}

function toReport(report: FiledReport, isAsked: (number: string) => boolean) {
  const { reportNumber, retainUntil } = report;
  if (!isAsked(reportNumber)) return { reportNumber, retainUntil, content: null };
  const {
    violenceKinds,
    occasions,
    statements,
    safetyAssessment: _assessment,
    safetyPlans: _plans,
    inquiry: _inquiry,
    disclosure: _disclosure,
    concerns,
    ...same
  } = report;
  const withPolice = isAsked(policeNumberOf(reportNumber));
  const isSent = ({ origin }: { readonly origin: string | null }): boolean =>
    withPolice || origin !== 'police';
  return {
    reportNumber,
    retainUntil,
    content: {
      ...same,
      violenceKinds: { ...codeLists.violenceKinds, codes: violenceKinds },
      occasions: { ...codeLists.occasions, codes: occasions },
      statements: statements.filter(isSent),
      ...(concerns ? { concerns: concerns.filter(isSent) } : {}),
    },
  };
}

function toParts(report: FiledReport, isAsked: (number: string) => boolean) {
  const { reportNumber, safetyAssessment, safetyPlans, inquiry } = report;
  return {
    safetyAssessment:
      safetyAssessment && isAsked(assessmentNumberOf(reportNumber))
        ? { ...safetyAssessment, outcome: { ...codeLists.outcome, code: safetyAssessment.outcome } }
        : null,
    safetyPlans: safetyPlans
      .map((plan, index) => ({ ...plan, planNumber: planNumberOf(reportNumber, index) }))
      .filter(({ planNumber }) => isAsked(planNumber)),
    inquiry:
      inquiry && isAsked(inquiryNumberOf(reportNumber))
        ? { ...inquiry, inquiryNumber: inquiryNumberOf(reportNumber) }
        : null,
  };
}

function isEmpty({ safetyAssessment, safetyPlans, inquiry }: ReturnType<typeof toParts>): boolean {
  return !safetyAssessment && !inquiry && safetyPlans.length === 0;
}

/** Somebody of the case, so that who is meant elsewhere in it can be told, without who that is. */
function toUnnamed(personNumber: string, role: string, bsn: string | null) {
  return {
    personNumber,
    role,
    bsn,
    birthDate: null,
    sex: null,
    givenName: null,
    prefix: null,
    surname: null,
  };
}

function headerOf(filed: FiledCase) {
  const { name, contact } = units[filed.unit];
  const { caseNumber, unit, openedOn, closedOn } = filed;
  return { caseNumber, unit, unitName: name, contact, openedOn, closedOn };
}

const policeNumberOf = (reportNumber: string): string => `${reportNumber}/police-statements`;
const assessmentNumberOf = (reportNumber: string): string => `${reportNumber}/safety-assessment`;
const inquiryNumberOf = (reportNumber: string): string => `${reportNumber}/inquiry`;
const planNumberOf = (reportNumber: string, index: number): string =>
  `${reportNumber}/safety-plan/${index + 1}`;
