/** From the graph to the port: no I/O, no protocol. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { contributeIdentity } from '../../adapter-kit/access/contribute-identity.js';
import { type OpenedCase, openCases, outcomeFor, withheldIn } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { toGraphWithheld } from '../../adapter-kit/access/request-access.js';
import { countedContribution } from '../../adapter-kit/combined/counts.js';
import {
  isRetained,
  type KeyedEntity,
  memberIdOf,
  resolveByKey,
  toRecordId,
} from '../../adapter-kit/organisation-subgraph.js';
import { contributeCombined } from './contribution.js';
import { countedOf } from './counted.js';
import { type LocalTeamFile, plansRecordId, type StoryReading, storyRecordId } from './source.js';
import {
  compare,
  isOfFamily,
  type LocalTeamContext,
  memberIdsOf,
  organisation,
  sourceOf,
  unitOf,
} from './to-graph.js';

export const keyField = 'localTeamKey';

type Context = LocalTeamContext;

/** What the list of one field needs of a file: the record, the day it is sorted by, and how it is shown. */
interface Listed {
  readonly sortDay: string;
  readonly recordId: string;
  readonly shown: Readonly<Record<string, unknown>>;
}

export const resolvers: GraphQLResolverMap<Context> = {
  Household: {
    __resolveReference: resolveByKey(keyField),
    familyPlans: listOf(['family-plan'], ({ record: file, isOpen }, _entity, context) =>
      file.familyPlans
        .filter((plan) => isOpen('family-plan', plansRecordId) && isRetained(plan, context.today))
        .map((plan) => ({
          sortDay: plan.madeOn,
          recordId: plan.recordId,
          shown: {
            id: toRecordId(organisation, 'plan', plan.recordId),
            madeOn: plan.madeOn,
            endedOn: plan.endedOn,
            goals: plan.goals,
            wishes: plan.wishes ?? [],
            goodEnough: plan.goodEnough ?? [],
            network: plan.network ?? [],
            statementKind: 'AGREEMENT',
            retainUntil: plan.retainUntil,
            source: sourceOf(file, plan, context),
          },
        })),
    ),
    stories: listOf(['family-plan'], ({ record: file, isOpen }, _entity, context) => {
      if (!isOpen('family-plan', storyRecordId)) return [];
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
            versions: versions.map(({ writtenOn, text, readBy = [] }) => ({
              writtenOn,
              text,
              readBy: shownReadings(readBy, file, context),
            })),
            statementKind: 'OPINION',
            retainUntil: latest.retainUntil,
            source: sourceOf(file, record, context),
          },
        },
      ];
    }),
    fixedFaces: listOf(['family-plan'], ({ record: file, isOpen }, _entity, context) =>
      file.fixedFaces
        .filter((face) => isOpen('family-plan', face.recordId) && isRetained(face, context.today))
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
    analyses: listOf(['family-plan'], ({ record: file, isOpen }, entity, context) =>
      file.analyses
        .filter((analysis) => isOpen('family-plan', analysis.recordId) && isRetained(analysis, context.today))
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
    // Help with debts is support too, and is decided as what it is.
    provisions: listOf(['provision', 'debts'], ({ record: file, isOpen }, entity, context) =>
      file.provisions
        .filter(
          (provision) =>
            isOpen(provision.isDebtHelp ? 'debts' : 'provision', provision.recordId) &&
            isRetained(provision, context.today),
        )
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
    probationHeaders: listOf(['probation-header'], ({ record: file, isOpen }, entity, context) =>
      file.probationHeaders
        .filter((header) => isOpen('probation-header', header.recordId) && isRetained(header, context.today))
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
      outcomeFor(entity, context.loaders.files, context),
    // That there is something to ask for would tell by itself that somebody has a therapist.
    localTeamWithheld: async (entity: KeyedEntity, _args: unknown, context: Context) =>
      (await withheldIn(entity, context.loaders.files, context))
        .filter(({ recordType }) => recordType !== 'mental-health')
        .map(toGraphWithheld),
    localTeamCombined: (entity: KeyedEntity, _args: unknown, context: Context) =>
      contributeCombined(entity, context),
  },
  CountedContribution: countedContribution,
  CountedHousehold: {
    __resolveReference: resolveByKey(keyField),
    localTeamCounted: (entity: KeyedEntity, _args: unknown, context: Context) => countedOf(entity, context),
  },
  Person: {
    __resolveReference: resolveByKey(keyField),
    localTeamIdentity: (entity: KeyedEntity, _args: unknown, context: Context) =>
      contributeIdentity(entity, context.loaders.files, context, ({ unit, persons }) => ({ unit, persons })),
  },
};

/**
 * A member of the family is told of the own team's readings alone: that an investigator of Veilig Thuis read the story, tells of a report
 * of which they may not have been told.
 *
 * @see Wmo 2015 art. 5.3.1
 */
function shownReadings(
  readings: readonly StoryReading[],
  file: LocalTeamFile,
  context: Context,
): readonly StoryReading[] {
  return isOfFamily(context) ? readings.filter(({ unit }) => unit === unitOf(file)) : readings;
}

/**
 * A list over all files of the household, latest first; of one day, by record number. Of several kinds of record in one list the
 * first is the list's own; of another kind that this viewer is never shown the list has none.
 */
function listOf(
  [own, ...others]: readonly [RecordType, ...RecordType[]],
  recordsOf: (opened: OpenedCase<LocalTeamFile>, entity: KeyedEntity, context: Context) => readonly Listed[],
) {
  return async (
    entity: KeyedEntity,
    _args: unknown,
    context: Context,
  ): Promise<readonly Listed['shown'][]> => {
    // Where no access rules stand the first gives all.
    const shown = others.filter(
      (type) => context.access && context.access.visibilityOf(type).visibility !== 'NONE',
    );
    const opened = await Promise.all(
      [own, ...shown].map((type) => openCases(entity, type, context.loaders.files, context)),
    );
    return opened
      .flat()
      .flatMap((file) => recordsOf(file, entity, context))
      .sort((left, right) => compare(right.sortDay, left.sortDay) || compare(left.recordId, right.recordId))
      .map((listed) => listed.shown);
  };
}
