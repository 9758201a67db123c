/**
 * What Veilig Thuis contributes of its own work with a family: who works on it, whom they met and saw, what
 * it investigates and plans, and whom it asked to take over. Each part stands in the record that the work is
 * on, and is given with it. A safety assessment is triage: who makes it is told, and it is no investigation.
 * A member of the family is told neither whom the unit asked to take over, nor that another was spoken with
 * alone (a proposal for the DPIA).
 */
import type { PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import type { PartKind } from '../../adapter-kit/combined/parts.js';
import {
  inCase,
  keepAll,
  localKeysOf,
  memberIdsOf,
  openPartsOf,
  openReports,
  type PartOf,
  recordOf,
  type ShownCase,
  tellApart,
  toPart,
  unitOf,
} from './shown-case.js';
import type {
  VeiligThuisFile,
  VeiligThuisInquiry,
  VeiligThuisSafetyAssessment,
  VeiligThuisTakeOver,
  VeiligThuisWorker,
} from './source.js';
import type { Context, OpenedFile } from './viewing.js';

/** By kind of part, from which kinds of records it is made. */
export function workParts(context: Context) {
  const keptInInquiries = (listOf: (inquiry: VeiligThuisInquiry) => unknown) => (file: OpenedFile) =>
    keepAll(openInquiries({ file, context }), listOf);
  return {
    work: [
      {
        recordType: 'safety-assessment',
        parts: inCase(assessmentWork),
        isKept: (file) => keepAll(openAssessments({ file, context }), ({ workers }) => workers),
      },
      {
        recordType: 'vt-inquiry',
        parts: inCase(ofInquiries(inquiryWork)),
        isKept: keptInInquiries(({ workers }) => workers),
      },
    ],
    contacts: [
      {
        recordType: 'vt-inquiry',
        parts: inCase(ofInquiries(contacts)),
        isKept: keptInInquiries((inquiry) => inquiry.contacts),
      },
    ],
    sightings: [
      {
        recordType: 'vt-inquiry',
        parts: inCase(ofInquiries(sightings)),
        isKept: keptInInquiries((inquiry) => inquiry.sightings),
      },
    ],
    activities: [
      { recordType: 'vt-inquiry', parts: inCase(ofInquiries(investigations)) },
      { recordType: 'safety-assessment', parts: inCase(safetyPlans) },
    ],
    handovers: [
      {
        recordType: 'vt-inquiry',
        parts: inCase(ofInquiries(inquiryHandovers)),
        isKept: keptInInquiries(({ takeOvers }) => takeOvers),
      },
      {
        recordType: 'report',
        parts: inCase(reportHandovers),
        isKept: (file) => keepAll(openReports({ file, context }), ({ takeOvers }) => takeOvers),
      },
    ],
  } as const satisfies Partial<Record<PartKind, readonly PartsFrom<VeiligThuisFile, Context>[]>>;
}

type OfRecord = Pick<PartOf, 'record' | 'concerned'>;
type InCase = Pick<ShownCase, 'file' | 'context'>;

function openAssessments(shown: InCase): readonly VeiligThuisSafetyAssessment[] {
  return openPartsOf(shown, 'safety-assessment', shown.file.record.safetyAssessments);
}

function openInquiries(shown: InCase): readonly VeiligThuisInquiry[] {
  return openPartsOf(shown, 'vt-inquiry', shown.file.record.inquiries);
}

function assessmentWork(shown: ShownCase): readonly object[] {
  return openAssessments(shown).flatMap((assessment) =>
    toWork(shown, assessment.workers, { record: recordOf(assessment) }),
  );
}

/** The same of every inquiry that is open. */
function ofInquiries(partsOf: (shown: ShownCase, inquiry: VeiligThuisInquiry) => readonly object[]) {
  return (shown: ShownCase): readonly object[] =>
    openInquiries(shown).flatMap((inquiry) => partsOf(shown, inquiry));
}

function inquiryWork(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  return toWork(shown, inquiry.workers, ofInquiry(inquiry));
}

function contacts(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  const told = tellApart(inquiry.contacts ?? [], ({ kind, on, worker }) => [kind, on, worker]);
  return told.map(({ row: { kind, on, worker }, of }) => ({
    ...toPart(shown, 'CONTACT', { ...ofInquiry(inquiry), of }),
    kind,
    unit: unitOf(shown),
    on,
    worker,
  }));
}

/** Who is no member of this household, or nobody whom this viewer may recognise, is in no sighting. */
function sightings(shown: ShownCase, inquiry: VeiligThuisInquiry): readonly object[] {
  const record = recordOf(inquiry);
  const told = tellApart(inquiry.sightings ?? [], ({ person, on, how }) => [person.localKey, on, how]);
  return told
    .filter(({ row: { person, how } }) => how !== 'SPOKEN_ALONE' || shown.persons.isTalkAloneShown(person))
    .flatMap(({ row: { person, on, how }, of }) =>
      memberIdsOf(shown, [person]).map((memberId) => ({
        ...toPart(shown, 'SIGHTING', { record, concerned: [person], of }),
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
  return toHandovers(shown, inquiry.takeOvers, recordOf(inquiry));
}

function reportHandovers(shown: ShownCase): readonly object[] {
  return openReports(shown).flatMap((report) => toHandovers(shown, report.takeOvers, recordOf(report)));
}

function ofInquiry(inquiry: VeiligThuisInquiry): OfRecord {
  return { record: recordOf(inquiry), concerned: inquiry.persons };
}

function toWork(
  shown: ShownCase,
  workers: readonly VeiligThuisWorker[] = [],
  record: OfRecord,
): readonly object[] {
  const unit = unitOf(shown);
  const told = tellApart(workers, ({ worker, role, from }) => [worker, role, from]);
  return told.map(({ row: { worker, name, role, carriesCase, from: since, until }, of }) => ({
    ...toPart(shown, 'WORK', { ...record, of }),
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
  }));
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

/** Not for the family: who was asked to take over may not have told this member yet. */
function toHandovers(
  shown: ShownCase,
  takeOvers: readonly VeiligThuisTakeOver[] = [],
  record: PartOf['record'],
): readonly object[] {
  if (shown.persons.isFamily) return [];
  const told = tellApart(takeOvers, ({ to, unit, on, reason, persons }) => [
    to,
    unit,
    on,
    reason,
    localKeysOf(persons),
  ]);
  return told.map(({ row: { to, unit, on, reason, persons }, of }) => ({
    ...toPart(shown, 'HANDOVER', { record, concerned: persons, of }),
    fromUnit: unitOf(shown),
    toOrganisation: to,
    toUnit: unit,
    askedOn: on,
    reason,
  }));
}
