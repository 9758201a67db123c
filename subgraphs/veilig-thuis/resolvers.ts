/** From the graph to the port of Veilig Thuis. No input or output happens here. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { contributeIdentity } from '../../adapter-kit/access/contribute-identity.js';
import { outcomeFor, withheldIn } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { toGraphWithheld } from '../../adapter-kit/access/request-access.js';
import {
  isRetained,
  type KeyedEntity,
  memberIdOf,
  resolveByKey,
  toRecordId,
} from '../../adapter-kit/organisation-subgraph.js';
import { contributeCombined } from './contribution.js';
import { sourceOf } from './record-source.js';
import type {
  VeiligThuisFile,
  VeiligThuisInquiry,
  VeiligThuisPart,
  VeiligThuisPersonKey,
  VeiligThuisReport,
  VeiligThuisSafetyAssessment,
  VeiligThuisSafetyPlan,
} from './source.js';
import { type Context, loaderFor, loadShownPersons, type OpenedFile, openOnce } from './viewing.js';

export const keyField = 'veiligThuisKey';

/** A record with the case and the household that it is shown in. */
interface Placed<R> {
  readonly household: KeyedEntity;
  readonly file: OpenedFile;
  readonly record: R;
}

/** A report as the graph shows it; what hangs on it is found by its number, each by a decision of its own. */
interface ShownReport {
  readonly of: Placed<VeiligThuisReport>;
}

const assessmentsIn = (file: VeiligThuisFile): readonly VeiligThuisSafetyAssessment[] =>
  file.safetyAssessments;
const plansIn = (file: VeiligThuisFile): readonly VeiligThuisSafetyPlan[] => file.safetyPlans;
const inquiriesIn = (file: VeiligThuisFile): readonly VeiligThuisInquiry[] => file.inquiries;

export const resolvers: GraphQLResolverMap<Context> = {
  Household: {
    __resolveReference: resolveByKey(keyField),
    async reports(household: KeyedEntity, _arguments: unknown, context: Context) {
      const files = await openOnce(household, 'report', context);
      const shown = files
        .flatMap((file) => file.record.reports.map((record) => ({ household, file, record })))
        .filter(({ file, record }) => file.isOpen('report', record.reportNumber))
        .filter(({ record }) => isRetained(record, context.today))
        .sort((left, right) => byLatestFirst(left.record, right.record));
      const numbers = new Set(shown.map(({ record }) => record.reportNumber));
      return Promise.all(shown.map((report) => toReport(report, numbers, context)));
    },
    async safetyAssessments(household: KeyedEntity, _arguments: unknown, context: Context) {
      const shown = await openParts(household, 'safety-assessment', assessmentsIn, context);
      return shown.map(({ record }) => record).sort(byDay(({ assessedOn }) => assessedOn));
    },
    async safetyPlans(household: KeyedEntity, _arguments: unknown, context: Context) {
      const shown = await openParts(household, 'safety-assessment', plansIn, context);
      return shown.map(({ record }) => record).sort(byDay(({ validFrom }) => validFrom));
    },
    async inquiries(household: KeyedEntity, _arguments: unknown, context: Context) {
      const shown = await openParts(household, 'vt-inquiry', inquiriesIn, context);
      const begin = byDay<VeiligThuisInquiry>(({ startedOn, decidedOn }) => startedOn ?? decidedOn ?? '');
      const sorted = [...shown].sort((left, right) => begin(left.record, right.record));
      return Promise.all(sorted.map((inquiry) => toInquiry(inquiry, context)));
    },
    veiligThuisOutcome: (household: KeyedEntity, _arguments: unknown, context: Context) =>
      outcomeFor(household, loaderFor(context), context),
    veiligThuisCombined: (household: KeyedEntity, _arguments: unknown, context: Context) =>
      contributeCombined(household, context),
    async veiligThuisWithheld(household: KeyedEntity, _arguments: unknown, context: Context) {
      const withheld = await withheldIn(household, loaderFor(context), context);
      // Of records of which the same is told, how many there are is not.
      const told = new Map(withheld.map((one) => [JSON.stringify(one), one]));
      return [...told.values()].map(toGraphWithheld);
    },
  },
  Person: {
    __resolveReference: resolveByKey(keyField),
    veiligThuisIdentity: (person: KeyedEntity, _arguments: unknown, context: Context) =>
      contributeIdentity(person, loaderFor(context), context, ({ unit, persons }) => ({ unit, persons })),
  },
  Report: {
    async safetyAssessment({ of }: ShownReport, _arguments: unknown, context: Context) {
      const [assessment] = await openPartsOf(of, 'safety-assessment', assessmentsIn, context);
      return assessment?.record ?? null;
    },
    async safetyPlans({ of }: ShownReport, _arguments: unknown, context: Context) {
      const plans = await openPartsOf(of, 'safety-assessment', plansIn, context);
      return plans.map(({ record }) => record);
    },
    async inquiry({ of }: ShownReport, _arguments: unknown, context: Context) {
      const [inquiry] = await openPartsOf(of, 'vt-inquiry', inquiriesIn, context);
      return inquiry ? toInquiry(inquiry, context) : null;
    },
  },
};

/** The open parts of one kind, of all reports of a household; whether their reports are open is not asked. */
async function openParts<P extends VeiligThuisPart>(
  household: KeyedEntity,
  recordType: RecordType,
  partsIn: (file: VeiligThuisFile) => readonly P[],
  context: Context,
): Promise<readonly Placed<P>[]> {
  const files = await openOnce(household, recordType, context);
  return files
    .flatMap((file) => partsIn(file.record).map((record) => ({ household, file, record })))
    .filter(({ file, record }) => file.isOpen(recordType, record.partNumber))
    .filter(({ record }) => isRetained(record, context.today));
}

async function openPartsOf<P extends VeiligThuisPart>(
  { household, file, record: report }: Placed<VeiligThuisReport>,
  recordType: RecordType,
  partsIn: (file: VeiligThuisFile) => readonly P[],
  context: Context,
): Promise<readonly Placed<P>[]> {
  const parts = await openParts(household, recordType, partsIn, context);
  return parts.filter(
    (part) => part.file.reference === file.reference && part.record.reportNumber === report.reportNumber,
  );
}

/** Latest first; of two reports received at one instant, the one with the higher number. */
function byLatestFirst(left: VeiligThuisReport, right: VeiligThuisReport): number {
  const [leftInstant, rightInstant] = [Date.parse(left.receivedOn), Date.parse(right.receivedOn)];
  if (leftInstant !== rightInstant) return rightInstant - leftInstant;
  return left.reportNumber < right.reportNumber ? 1 : -1;
}

/** Latest first; of two of one day, the one with the higher number. */
function byDay<P extends VeiligThuisPart>(dayOf: (part: P) => string) {
  return (left: P, right: P): number => {
    const [leftPlace, rightPlace] = [left, right].map((part) => `${dayOf(part)} ${part.partNumber}`);
    return (leftPlace ?? '') < (rightPlace ?? '') ? 1 : -1;
  };
}

async function toReport(placed: Placed<VeiligThuisReport>, open: ReadonlySet<string>, context: Context) {
  const { file, record } = placed;
  const { reportNumber, recordedAt, relation, repeatOf, violenceKinds, incident, informed, ...same } = record;
  const persons = await loadShownPersons(file.reference, context);
  const memberId = (person: VeiligThuisPersonKey | null) =>
    person && persons.isShown(person) ? memberIdOf(placed.household.key, person, file.reference) : null;
  // That there is an earlier report is told by nothing where that one is not shown.
  const isTold = repeatOf !== null && (context.access === null || open.has(repeatOf));
  return {
    ...same,
    of: placed,
    id: toRecordId('VEILIG_THUIS', reportNumber),
    relation: persons.isFamily ? null : relation,
    repeatOf: isTold ? toRecordId('VEILIG_THUIS', repeatOf) : null,
    violenceKinds: violenceKinds.map(({ kind }) => kind),
    violenceKindCodes: violenceKinds.map(({ code }) => code),
    incident: incident && {
      occurredOn: incident.occurredOn,
      involved: incident.involved.map(({ person, role }) => ({ memberId: memberId(person), role })),
    },
    informed: informed
      .filter(({ person }) => persons.isNoticeShown(person))
      .map(({ person, on, dueOn }) => ({ memberId: memberId(person), on, dueOn })),
    source: sourceOf(file, { number: reportNumber, recordedAt, isFamily: persons.isFamily }, context),
  };
}

async function toInquiry({ household, file, record }: Placed<VeiligThuisInquiry>, context: Context) {
  const { partNumber, recordedAt, persons: concerned, ...same } = record;
  const persons = await loadShownPersons(file.reference, context);
  return {
    ...same,
    id: toRecordId('VEILIG_THUIS', partNumber),
    memberIds: concerned
      .filter(persons.isShown)
      .flatMap((person) => memberIdOf(household.key, person, file.reference) ?? []),
    source: sourceOf(file, { number: partNumber, recordedAt, isFamily: persons.isFamily }, context),
  };
}
