/**
 * What Veilig Thuis contributes of its own work with a family: who works on it, whom they met and saw, what
 * it investigates and plans, and whom it asked to take over. Each part stands in the record that the work is
 * on, and is given with it. A safety assessment is triage: who makes it is told, and it is no investigation.
 */
import type { PartKind, PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import {
  inCase,
  memberIdsOf,
  openPartsOf,
  openReports,
  type PartOf,
  recordOf,
  type ShownCase,
  toPart,
  unitOf,
} from './shown-case.js';
import type {
  VeiligThuisFile,
  VeiligThuisInquiry,
  VeiligThuisTakeOver,
  VeiligThuisWorker,
} from './source.js';
import type { Context } from './viewing.js';

/** By kind of part, from which kinds of records it is made. */
export const workParts = {
  work: [
    { recordType: 'safety-assessment', parts: inCase(assessmentWork) },
    { recordType: 'vt-inquiry', parts: inCase(ofInquiries(inquiryWork)) },
  ],
  contacts: [{ recordType: 'vt-inquiry', parts: inCase(ofInquiries(contacts)) }],
  sightings: [{ recordType: 'vt-inquiry', parts: inCase(ofInquiries(sightings)) }],
  activities: [
    { recordType: 'vt-inquiry', parts: inCase(ofInquiries(investigations)) },
    { recordType: 'safety-assessment', parts: inCase(safetyPlans) },
  ],
  handovers: [
    { recordType: 'vt-inquiry', parts: inCase(ofInquiries(inquiryHandovers)) },
    { recordType: 'report', parts: inCase(reportHandovers) },
  ],
} as const satisfies Partial<Record<PartKind, readonly PartsFrom<VeiligThuisFile, Context>[]>>;

type OfRecord = Pick<PartOf, 'record' | 'concerned'>;

function assessmentWork(shown: ShownCase): readonly object[] {
  const { safetyAssessments } = shown.file.record;
  return openPartsOf(shown, 'safety-assessment', safetyAssessments).flatMap((assessment) =>
    (assessment.workers ?? []).map((worker) => toWork(shown, worker, { record: recordOf(assessment) })),
  );
}

/** The same of every inquiry that is open. */
function ofInquiries(partsOf: (shown: ShownCase, inquiry: VeiligThuisInquiry) => readonly object[]) {
  return (shown: ShownCase): readonly object[] =>
    openPartsOf(shown, 'vt-inquiry', shown.file.record.inquiries).flatMap((inquiry) =>
      partsOf(shown, inquiry),
    );
}

function inquiryWork(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  return (inquiry.workers ?? []).map((worker) => toWork(shown, worker, ofInquiry(inquiry)));
}

function contacts(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  return (inquiry.contacts ?? []).map(({ kind, on, worker }) => ({
    ...toPart(shown, 'CONTACT', { ...ofInquiry(inquiry), of: JSON.stringify([kind, on, worker]) }),
    kind,
    unit: unitOf(shown),
    on,
    worker,
  }));
}

/** Who is no member of this household, or nobody whom this viewer may recognise, is in no sighting. */
function sightings(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  const record = recordOf(inquiry);
  return (inquiry.sightings ?? []).flatMap(({ person, on, how }) =>
    memberIdsOf(shown, [person]).map((memberId) => ({
      ...toPart(shown, 'SIGHTING', {
        record,
        concerned: [person],
        of: JSON.stringify([person.localKey, on, how]),
      }),
      memberId,
      on,
      how,
      by: unitOf(shown),
    })),
  );
}

/** An inquiry that was decided and has not begun runs for nobody yet. */
function investigations(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  const { startedOn, endedOn } = inquiry;
  if (startedOn === null) return [];
  const period = { from: startedOn, until: endedOn };
  return [toActivity(shown, { kind: 'INVESTIGATION', name: 'VT_INQUIRY', ...period }, ofInquiry(inquiry))];
}

function safetyPlans(shown: ShownCase): readonly object[] {
  return openPartsOf(shown, 'safety-assessment', shown.file.record.safetyPlans).map((plan) => {
    const { validFrom: from, validUntil: until, persons = [] } = plan;
    const activity = { kind: 'PLAN', name: 'SAFETY_PLAN', from, until } as const;
    return toActivity(shown, activity, { record: recordOf(plan), concerned: persons });
  });
}

function inquiryHandovers(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  return (inquiry.takeOvers ?? []).map((takeOver) => toHandover(shown, takeOver, recordOf(inquiry)));
}

function reportHandovers(shown: ShownCase): readonly object[] {
  return openReports(shown).flatMap((report) =>
    (report.takeOvers ?? []).map((takeOver) => toHandover(shown, takeOver, recordOf(report))),
  );
}

function ofInquiry(inquiry: VeiligThuisInquiry): OfRecord {
  return { record: recordOf(inquiry), concerned: inquiry.persons };
}

function toWork(
  shown: ShownCase,
  { worker, name, role, carriesCase, from: since, until }: VeiligThuisWorker,
  of: OfRecord,
): object {
  const unit = unitOf(shown);
  return {
    ...toPart(shown, 'WORK', { ...of, of: JSON.stringify([worker, role, since]) }),
    worker,
    name,
    role,
    employer: unit,
    employerKind: 'VEILIG_THUIS',
    domain: 'SAFETY',
    isFixedFace: false,
    carriesCase,
    duo: null,
    recordedBy: unit,
    shownUnder: null,
    since,
    until,
  };
}

interface Activity {
  readonly kind: 'INVESTIGATION' | 'PLAN';
  readonly name: string;
  readonly from: string;
  readonly until: string | null;
}

function toActivity(shown: ShownCase, activity: Activity, of: OfRecord): object {
  return { ...toPart(shown, activity.name, of), ...activity, unit: unitOf(shown) };
}

function toHandover(
  shown: ShownCase,
  { to, unit, on, reason, persons }: VeiligThuisTakeOver,
  record: PartOf['record'],
): object {
  return {
    ...toPart(shown, 'HANDOVER', { record, concerned: persons, of: JSON.stringify([to, unit, on]) }),
    fromUnit: unitOf(shown),
    toOrganisation: to,
    toUnit: unit,
    askedOn: on,
    reason,
  };
}
