/**
 * What Veilig Thuis contributes to the combined view of a household: what happened, and from when its terms
 * run; and, from their own modules, its work with the family and what it worries about.
 *
 * - A part is made of a record that is open to this viewer and not past its retention, under the row of that
 *   kind of record, and says no more than the fields of that record do. Who reported and advice are in no
 *   part; what the police gave is in a worry alone, for whoever sees the police's own part of the report.
 * - A term that begins in one record and is kept in another is told where its beginning is open. Where the
 *   record that keeps it may be hidden from this viewer and is not seen, the term is left out, whether there
 *   is such a record or not: "not done" is said only to who would see that it was.
 */
import { contributeParts } from '../../adapter-kit/access/contribute-parts.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { dayInTheNetherlands } from '../../adapter-kit/dates.js';
import type { KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { concernParts } from './contributed-concerns.js';
import { workParts } from './contributed-work.js';
import {
  inCase,
  openPartsOf,
  openReports,
  type PartOf,
  recordOf,
  type ShownCase,
  tellApart,
  toPart,
} from './shown-case.js';
import type { StatementKind, VeiligThuisFile, VeiligThuisReport } from './source.js';
import { type Context, loaderFor, type OpenedFile, openOnce } from './viewing.js';

/** The value of `Household.veiligThuisCombined`: each kind of part is read when it is asked for. */
export function contributeCombined(household: KeyedEntity, context: Context) {
  return contributeParts<VeiligThuisFile, Context>(household, loaderFor(context), context, {
    events: [
      { recordType: 'report', parts: inCase(reportEvents) },
      { recordType: 'safety-assessment', parts: inCase(safetyEvents) },
      { recordType: 'vt-inquiry', parts: inCase(inquiryEvents) },
    ],
    terms: [
      { recordType: 'report', parts: inCase(reportTerms) },
      { recordType: 'vt-inquiry', parts: inCase(inquiryTerms) },
      // Its term is told with the report; here for what the contribution says of its visibility.
      { recordType: 'safety-assessment', parts: () => [] },
    ],
    ...workParts(context),
    ...concernParts(context),
  });
}

interface EventOf extends PartOf {
  readonly when: string;
  readonly precision?: 'INSTANT' | 'DAY';
  readonly text?: string | null;
  readonly statementKind?: StatementKind;
}

interface TermOf extends PartOf {
  readonly from: string;
  readonly alsoFrom?: string | null;
  readonly doneOn: string | null;
}

function reportEvents(shown: ShownCase): readonly object[] {
  return openReports(shown).flatMap((report) => {
    const record = recordOf(report);
    const { receivedOn: when, statementKind, incident, informed } = report;
    const concerned = (incident?.involved ?? []).flatMap(({ person }) => person ?? []);
    return [
      toEvent(shown, 'REPORT_RECEIVED', { record, when, precision: 'INSTANT', concerned, statementKind }),
      ...tellApart(informed, ({ person }) => [person.localKey])
        .filter(({ row: { person } }) => shown.persons.isNoticeShown(person))
        .flatMap(({ row: { person, on: when }, of }) =>
          when === null ? [] : [toEvent(shown, 'PERSON_INFORMED', { record, when, concerned: [person], of })],
        ),
    ];
  });
}

function safetyEvents(shown: ShownCase): readonly object[] {
  const { safetyAssessments, safetyPlans } = shown.file.record;
  const assessed = openPartsOf(shown, 'safety-assessment', safetyAssessments).map((assessment) =>
    toEvent(shown, 'SAFETY_ASSESSED', {
      record: recordOf(assessment),
      when: assessment.assessedOn,
      text: assessment.outcomeCode.label,
    }),
  );
  const planned = openPartsOf(shown, 'safety-assessment', safetyPlans).flatMap((plan) => {
    const record = recordOf(plan);
    const { validFrom, validUntil, agreements } = plan;
    const isAgreed =
      agreements.length > 0 && agreements.every(({ statementKind }) => statementKind === 'AGREEMENT');
    const text = isAgreed ? agreements.map((agreement) => agreement.text).join('\n') : null;
    const made = toEvent(shown, 'SAFETY_PLAN_MADE', {
      record,
      when: validFrom,
      text,
      statementKind: 'AGREEMENT',
    });
    // A last day that is still to come is an agreement, and has not happened.
    const hasEnded = validUntil !== null && validUntil <= shown.context.today;
    return hasEnded ? [made, toEvent(shown, 'SAFETY_PLAN_ENDED', { record, when: validUntil })] : [made];
  });
  return [...assessed, ...planned];
}

function inquiryEvents(shown: ShownCase): readonly object[] {
  return openPartsOf(shown, 'vt-inquiry', shown.file.record.inquiries).flatMap((inquiry) => {
    const record = recordOf(inquiry);
    const { decidedOn, startedOn, endedOn, persons: concerned } = inquiry;
    const days = [
      ['INQUIRY_DECIDED', decidedOn],
      ['INQUIRY_STARTED', startedOn],
      ['INQUIRY_CONCLUDED', endedOn],
    ] as const;
    return days.flatMap(([kind, when]) =>
      when === null ? [] : [toEvent(shown, kind, { record, when, concerned })],
    );
  });
}

async function reportTerms(shown: ShownCase): Promise<readonly object[]> {
  const { household, context, file } = shown;
  const type = 'safety-assessment';
  const assessments = (await openIfEver(household, type, context))
    .filter(({ reference }) => reference === file.reference)
    .flatMap((opened) => openPartsOf({ ...shown, file: opened }, type, opened.record.safetyAssessments));
  const { access } = context;
  const isEveryOneShown = access === null || access.visibilityOf(type).visibility === 'ALL';
  return openReports(shown).flatMap((report) => {
    const from = dayOf(report);
    const assessment = assessments.find(({ reportNumber }) => reportNumber === report.reportNumber);
    const doneOn = assessment?.assessedOn ?? null;
    return [
      ...(assessment || isEveryOneShown
        ? [toTerm(shown, 'SAFETY_ASSESSMENT', { record: recordOf(report), from, doneOn })]
        : []),
      ...noticeTerms(shown, report),
    ];
  });
}

/**
 * One for each person who has to be told, because telling one does not tell another. A report of which the
 * unit recorded nobody's notice has one for the household: not done, as far as recorded.
 *
 * @see Wmo 2015 art. 5.3.1
 */
function noticeTerms(shown: ShownCase, report: VeiligThuisReport): readonly object[] {
  const record = recordOf(report);
  const from = dayOf(report);
  const { isFamily, isNoticeShown } = shown.persons;
  if (report.informed.length === 0 && !isFamily) {
    return [toTerm(shown, 'INFORM_FAMILY', { record, from, doneOn: null })];
  }
  return tellApart(report.informed, ({ person }) => [person.localKey])
    .filter(({ row: { person } }) => isNoticeShown(person))
    .map(({ row: { person, on: doneOn, dueOn }, of }) => ({
      ...toTerm(shown, 'INFORM_FAMILY', { record, from, doneOn, concerned: [person], of }),
      timesPutOff: dueOn === null ? null : timesPutOff(from, dueOn),
    }));
}

/**
 * By two weeks each time, counted from the day that Veilig Thuis keeps as the last one (Wmo 2015 art. 5.3.1).
 */
function timesPutOff(from: string, dueOn: string): number {
  const days = (Date.parse(dueOn) - Date.parse(from)) / 86_400_000;
  // A last day may have moved a little, because it was no working day.
  return Math.max(0, Math.round((days - 28) / 14));
}

async function inquiryTerms(shown: ShownCase): Promise<readonly object[]> {
  const { household, context, file } = shown;
  const reports = (await openIfEver(household, 'report', context))
    .filter(({ reference }) => reference === file.reference)
    .flatMap((opened) => openReports({ ...shown, file: opened }));
  return openPartsOf(shown, 'vt-inquiry', file.record.inquiries).flatMap((inquiry) => {
    const record = recordOf(inquiry);
    const { decidedOn, startedOn, endedOn, persons: concerned, reportNumber } = inquiry;
    const report = reports.find((one) => one.reportNumber === reportNumber);
    const start = report && {
      record,
      from: dayOf(report),
      alsoFrom: decidedOn,
      doneOn: startedOn,
      concerned,
    };
    return [
      ...(start ? [toTerm(shown, 'INQUIRY_START', start)] : []),
      ...(decidedOn === null
        ? []
        : [toTerm(shown, 'INQUIRY_JUDGEMENT', { record, from: decidedOn, doneOn: endedOn, concerned })]),
    ];
  });
}

/** The open cases, or none where this viewer is never shown records of this kind. */
async function openIfEver(
  household: KeyedEntity,
  recordType: RecordType,
  context: Context,
): Promise<readonly OpenedFile[]> {
  const isNever = context.access?.visibilityOf(recordType).visibility === 'NONE';
  return isNever ? [] : openOnce(household, recordType, context);
}

/** The day of receipt in the Netherlands, from which the terms of a report run. */
function dayOf({ receivedOn }: VeiligThuisReport): string {
  return dayInTheNetherlands(new Date(receivedOn));
}

function toEvent(shown: ShownCase, kind: string, event: EventOf): object {
  const { when, precision = 'DAY', text = null, statementKind = 'FACT' } = event;
  return { ...toPart(shown, kind, event), kind, when, precision, text, statementKind };
}

function toTerm(shown: ShownCase, kind: string, term: TermOf): object {
  const { from, alsoFrom = null, doneOn } = term;
  return { ...toPart(shown, kind, term), kind, from, alsoFrom, doneOn };
}
