/** From the graph to the Raad's port. No I/O of its own. */
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
import type { RaadFile, RaadInvestigation } from './source.js';

export interface RaadLoaders {
  readonly files: ReferenceLoader<RaadFile>;
}

type RaadContext = OrganisationContext<RaadLoaders>;

/** The resolvers; `system` is the kind of system that records are read from. */
export function createRaadResolvers(system: string): GraphQLResolverMap<RaadContext> {
  return {
    Household: {
      __resolveReference: resolveByKey('raadKey'),
      async councilInvestigations(household: KeyedEntity, _args: unknown, context: RaadContext) {
        const files = await loadReferenced(household, context.loaders.files, context);
        return files
          .flatMap(({ reference, record }) =>
            record.investigations.map((one) => ({ reference, file: record, one })),
          )
          .filter(({ one }) => isRetained(one, context.today))
          .sort((left, right) => compareLatestFirst(left.one, right.one))
          .map(({ reference, file, one }) =>
            toCouncilInvestigation(one, file, reference, household, context, system),
          );
      },
      raadOutcome: (household: KeyedEntity, _args: unknown, context: RaadContext) =>
        contributeOutcome(household, context.loaders.files, context),
    },
    Person: {
      __resolveReference: resolveByKey('raadKey'),
      raadIdentity: (person: KeyedEntity, _args: unknown, context: RaadContext) =>
        contributeIdentity(person, context.loaders.files, context, ({ unitName: unit, persons }) => ({
          unit,
          persons,
        })),
    },
  };
}

function toCouncilInvestigation(
  one: RaadInvestigation,
  file: RaadFile,
  reference: string,
  household: KeyedEntity,
  context: RaadContext,
  system: string,
) {
  const members = one.concerns.map((subject) => memberIdOf(household.key, subject, reference));
  return {
    id: toRecordId('RAAD', one.recordNumber),
    kind: one.kind,
    requestedOn: one.requestedOn,
    requestedBy: one.requestedBy,
    decidedOn: one.requestedOn,
    intakeCompletedOn: one.intakeCompletedOn,
    startedOn: one.startedOn,
    endedOn: one.endedOn,
    status: one.status,
    result: one.result,
    decision: one.decision,
    memberIds: [...new Set(members.filter((id) => id !== null))].sort(compareMemberIds),
    statementKind: 'FACT',
    retainUntil: one.retainUntil,
    source: {
      organisation: context.organisation,
      unit: file.unitName,
      system,
      recordId: reference,
      recordedAt: one.recordedAt,
      retrievedAt: context.retrievedAt,
    },
  };
}

// By when it was asked for, else when it began; what tells neither comes last. Equal days by number, so that the order holds.
function compareLatestFirst(left: RaadInvestigation, right: RaadInvestigation): number {
  const dayOf = (one: RaadInvestigation): string =>
    one.requestedOn ?? one.startedOn ?? one.intakeCompletedOn ?? '';
  return dayOf(right).localeCompare(dayOf(left)) || left.recordNumber.localeCompare(right.recordNumber);
}

function compareMemberIds(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
