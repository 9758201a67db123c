/** From the graph to the port: no I/O, no protocol. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import {
  contributeIdentity,
  contributeOutcome,
  isRetained,
  type KeyedEntity,
  loadReferenced,
  memberIdOf,
  type OrganisationContext,
  resolveByKey,
  toRecordId,
} from '../../adapter-kit/organisation-subgraph.js';
import type { ReferenceLoader } from '../../adapter-kit/reference-loader.js';
import type { LocalTeamFile, PersonKey, RecordBase } from './source.js';

export const organisation = 'LOCAL_TEAM';
export const keyField = 'localTeamKey';
const system = 'VNG Zaken API';

export interface LocalTeamLoaders {
  readonly files: ReferenceLoader<LocalTeamFile>;
}

type Context = OrganisationContext<LocalTeamLoaders>;

/** What the list of one field needs of a file: the record, the day it is sorted by, and how it is shown. */
interface Listed {
  readonly sortDay: string;
  readonly recordId: string;
  readonly shown: Readonly<Record<string, unknown>>;
}

export const resolvers: GraphQLResolverMap<Context> = {
  Household: {
    __resolveReference: resolveByKey(keyField),
    familyPlans: listOf((file, _entity, context) =>
      file.familyPlans
        .filter((plan) => isRetained(plan, context.today))
        .map((plan) => ({
          sortDay: plan.madeOn,
          recordId: plan.recordId,
          shown: {
            id: toRecordId(organisation, 'plan', plan.recordId),
            madeOn: plan.madeOn,
            endedOn: plan.endedOn,
            goals: plan.goals,
            statementKind: 'AGREEMENT',
            retainUntil: plan.retainUntil,
            source: sourceOf(file, plan, context),
          },
        })),
    ),
    stories: listOf((file, _entity, context) => {
      const versions = (file.story?.versions ?? [])
        .filter((version) => isRetained(version, context.today))
        .toSorted((left, right) => compare(right.writtenOn, left.writtenOn));
      const [latest] = versions;
      if (!file.story || !latest) return [];
      const record = { recordId: file.story.recordId, recordedAt: latest.recordedAt };
      return [
        {
          sortDay: latest.writtenOn,
          recordId: record.recordId,
          shown: {
            id: toRecordId(organisation, 'story', record.recordId),
            versions: versions.map(({ writtenOn, text }) => ({ writtenOn, text })),
            statementKind: 'OPINION',
            retainUntil: latest.retainUntil,
            source: sourceOf(file, record, context),
          },
        },
      ];
    }),
    fixedFaces: listOf((file, _entity, context) =>
      file.fixedFaces
        .filter((face) => isRetained(face, context.today))
        .map((face) => ({
          sortDay: face.since,
          recordId: face.recordId,
          shown: {
            name: face.name,
            since: face.since,
            until: face.until,
            statementKind: 'FACT',
            source: sourceOf(file, face, context),
          },
        })),
    ),
    analyses: listOf((file, entity, context) =>
      file.analyses
        .filter((analysis) => isRetained(analysis, context.today))
        .map((analysis) => ({
          sortDay: analysis.startedOn,
          recordId: analysis.recordId,
          shown: {
            __typename: 'LocalTeamAnalysis',
            id: toRecordId(organisation, 'analysis', analysis.recordId),
            decidedOn: analysis.decidedOn,
            startedOn: analysis.startedOn,
            endedOn: analysis.endedOn,
            memberIds: memberIdsOf(entity, analysis.persons, file),
            retainUntil: analysis.retainUntil,
            source: sourceOf(file, analysis, context),
          },
        })),
    ),
    provisions: listOf((file, entity, context) =>
      file.provisions
        .filter((provision) => isRetained(provision, context.today))
        .map((provision) => ({
          sortDay: provision.startedOn,
          recordId: provision.recordId,
          shown: {
            id: toRecordId(organisation, 'provision', provision.recordId),
            kind: provision.kind,
            memberIds: memberIdsOf(entity, provision.persons, file),
            startedOn: provision.startedOn,
            endedOn: provision.endedOn,
            statementKind: 'FACT',
            retainUntil: provision.retainUntil,
            source: sourceOf(file, provision, context),
          },
        })),
    ),
    probationHeaders: listOf((file, entity, context) =>
      file.probationHeaders
        .filter((header) => isRetained(header, context.today))
        .map((header) => ({
          sortDay: header.startedOn,
          recordId: header.recordId,
          shown: {
            id: toRecordId(organisation, 'probation', header.recordId),
            memberId: memberIdOf(entity.key, header.youth, file.reference),
            kindCode: header.kindCode,
            startedOn: header.startedOn,
            endsOn: header.endsOn,
            institution: header.institution,
            statementKind: 'FACT',
            source: sourceOf(file, header, context),
          },
        })),
    ),
    localTeamOutcome: (entity: KeyedEntity, _args: unknown, context: Context) =>
      contributeOutcome(entity, context.loaders.files, context),
  },
  Person: {
    __resolveReference: resolveByKey(keyField),
    localTeamIdentity: (entity: KeyedEntity, _args: unknown, context: Context) =>
      contributeIdentity(entity, context.loaders.files, context, ({ unit, persons }) => ({
        unit,
        persons,
      })),
  },
};

/** A list over all files of the household, latest first; of one day, by record number. */
function listOf(
  recordsOf: (file: LocalTeamFile, entity: KeyedEntity, context: Context) => readonly Listed[],
) {
  return async (
    entity: KeyedEntity,
    _args: unknown,
    context: Context,
  ): Promise<readonly Listed['shown'][]> => {
    const files = await loadReferenced(entity, context.loaders.files, context);
    return files
      .flatMap(({ record }) => recordsOf(record, entity, context))
      .sort((left, right) => compare(right.sortDay, left.sortDay) || compare(left.recordId, right.recordId))
      .map((listed) => listed.shown);
  };
}

/** In the order of their numbers (`m1`, `m2`, … `m10`), each once; who is no member of this household is not named. */
function memberIdsOf(
  entity: KeyedEntity,
  persons: readonly PersonKey[],
  file: LocalTeamFile,
): readonly string[] {
  const ids = persons.flatMap((person) => memberIdOf(entity.key, person, file.reference) ?? []);
  return [...new Set(ids)].sort((left, right) => left.length - right.length || compare(left, right));
}

function sourceOf(
  file: LocalTeamFile,
  record: RecordBase,
  context: Context,
): Readonly<Record<string, unknown>> {
  return {
    organisation,
    unit: file.unit,
    system,
    recordId: record.recordId,
    recordedAt: record.recordedAt,
    retrievedAt: context.retrievedAt,
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
