/** From the graph to the port of Veilig Thuis. No input or output happens here. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import {
  contributeIdentity,
  contributeOutcome,
  isRetained,
  type KeyedEntity,
  loadReferenced,
  memberIdOf,
  type OrganisationContext,
  type ReferencedRecord,
  resolveByKey,
  toRecordId,
} from '../../adapter-kit/organisation-subgraph.js';
import type { ReferenceLoader } from '../../adapter-kit/reference-loader.js';
import type {
  VeiligThuisFile,
  VeiligThuisInquiry,
  VeiligThuisPersonKey,
  VeiligThuisReport,
} from './source.js';

export interface VeiligThuisLoaders {
  readonly files: ReferenceLoader<VeiligThuisFile>;
}

type Context = OrganisationContext<VeiligThuisLoaders>;

/** A file with the key it was reached by, which says who of its persons is which member. */
interface OpenedFile extends ReferencedRecord<VeiligThuisFile> {
  readonly key: OrganisationKey;
}

export const keyField = 'veiligThuisKey';

export const resolvers: GraphQLResolverMap<Context> = {
  Household: {
    __resolveReference: resolveByKey(keyField),
    async reports(household: KeyedEntity, _arguments: unknown, context: Context) {
      const files = await loadReferenced(household, context.loaders.files, context);
      return files
        .flatMap((file) =>
          file.record.reports.map((report) => ({ file: { ...file, key: household.key }, report })),
        )
        .filter(({ report }) => isRetained(report, context.today))
        .sort((left, right) => byLatestFirst(left.report, right.report))
        .map(({ file, report }) => toReport(file, report, context));
    },
    veiligThuisOutcome: (household: KeyedEntity, _arguments: unknown, context: Context) =>
      contributeOutcome(household, context.loaders.files, context),
  },
  Person: {
    __resolveReference: resolveByKey(keyField),
    veiligThuisIdentity: (person: KeyedEntity, _arguments: unknown, context: Context) =>
      contributeIdentity(person, context.loaders.files, context, ({ unit, persons }) => ({
        unit,
        persons,
      })),
  },
};

/** Latest first; of two reports received at one instant, the one with the higher number. */
function byLatestFirst(left: VeiligThuisReport, right: VeiligThuisReport): number {
  const [leftInstant, rightInstant] = [Date.parse(left.receivedOn), Date.parse(right.receivedOn)];
  if (leftInstant !== rightInstant) return rightInstant - leftInstant;
  return left.reportNumber < right.reportNumber ? 1 : -1;
}

function toReport(file: OpenedFile, report: VeiligThuisReport, context: Context) {
  const memberId = (person: VeiligThuisPersonKey | null) =>
    person && memberIdOf(file.key, person, file.reference);
  const { reportNumber, recordedAt, repeatOf, violenceKinds, incident, inquiry, informed, ...same } = report;
  return {
    ...same,
    id: toRecordId('VEILIG_THUIS', reportNumber),
    repeatOf: repeatOf === null ? null : toRecordId('VEILIG_THUIS', repeatOf),
    violenceKinds: violenceKinds.map(({ kind }) => kind),
    violenceKindCodes: violenceKinds.map(({ code }) => code),
    incident: incident && {
      occurredOn: incident.occurredOn,
      involved: incident.involved.map(({ person, role }) => ({ memberId: memberId(person), role })),
    },
    inquiry: inquiry && toInquiry(file, inquiry, context),
    informed: informed.map(({ person, on, dueOn }) => ({ memberId: memberId(person), on, dueOn })),
    source: sourceOf(file, reportNumber, recordedAt, context),
  };
}

function toInquiry(file: OpenedFile, inquiry: VeiligThuisInquiry, context: Context) {
  const { inquiryNumber, recordedAt, persons, ...same } = inquiry;
  return {
    ...same,
    id: toRecordId('VEILIG_THUIS', inquiryNumber),
    memberIds: persons.flatMap((person) => memberIdOf(file.key, person, file.reference) ?? []),
    source: sourceOf(file, inquiryNumber, recordedAt, context),
  };
}

function sourceOf(file: OpenedFile, number: string, recordedAt: string | null, context: Context) {
  const { organisation, retrievedAt } = context;
  return {
    organisation,
    unit: file.record.unit,
    system: file.record.system,
    recordId: number,
    recordedAt,
    retrievedAt,
  };
}
