/** From the graph to the Raad's port. No I/O of its own. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { GraphQLResolveInfo } from 'graphql';
import type { CaseLoader } from '../../adapter-kit/access/case-loader.js';
import { contributeIdentity } from '../../adapter-kit/access/contribute-identity.js';
import { openCases, outcomeFor, withheldIn } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { toGraphWithheld } from '../../adapter-kit/access/request-access.js';
import {
  type KeyedEntity,
  type OrganisationContext,
  resolveByKey,
} from '../../adapter-kit/organisation-subgraph.js';
import { contributeCombined } from './contribution.js';
import { foundRecords } from './found-records.js';
import { hasField } from './selected-fields.js';
import type { RaadFile, RaadInvestigation } from './source.js';
import { type FoundRecord, toCouncilInvestigation, toCouncilReport, toCourtDecision } from './to-graph.js';

export interface RaadLoaders {
  readonly files: CaseLoader<RaadFile>;
}

export type RaadContext = OrganisationContext<RaadLoaders>;

/** The resolvers; `system` is the kind of system that records are read from. */
export function createRaadResolvers(system: string): GraphQLResolverMap<RaadContext> {
  return {
    Household: {
      __resolveReference: resolveByKey('raadKey'),
      async councilInvestigations(
        household: KeyedEntity,
        _args: unknown,
        context: RaadContext,
        info: GraphQLResolveInfo,
      ) {
        context.access?.requireType('raad-status');
        const reports = once(() => openRecords(household, 'raad-report', context));
        const decisions = once(() => openRecords(household, 'court-decision', context));
        // Together with the investigations, so that the source is asked once.
        const ahead = [
          ...(hasField(info, 'result') ? [reports()] : []),
          ...(hasField(info, 'decision') ? [decisions()] : []),
        ];
        for (const one of ahead) one.catch(() => {});
        const found = await openRecords(household, 'raad-status', context);
        return found.sort(compareLatestFirst).map((record) => ({
          ...toCouncilInvestigation(record, context, system),
          result: async () => sameRecord(await reports(), record)?.one.result ?? null,
          async decision() {
            const same = sameRecord(await decisions(), record);
            return same && toCourtDecision(same, context, system);
          },
        }));
      },
      async councilReports(household: KeyedEntity, _args: unknown, context: RaadContext) {
        const found = await openRecords(household, 'raad-report', context);
        return found
          .sort(compareBy(({ resultRecordedAt }) => resultRecordedAt))
          .flatMap((record) => toCouncilReport(record, context, system) ?? []);
      },
      async courtDecisions(household: KeyedEntity, _args: unknown, context: RaadContext) {
        const found = await openRecords(household, 'court-decision', context);
        return found
          .sort(compareBy(({ decision }) => decision?.decidedOn ?? null))
          .flatMap((record) => toCourtDecision(record, context, system) ?? []);
      },
      raadOutcome: (household: KeyedEntity, _args: unknown, context: RaadContext) =>
        outcomeFor(household, context.loaders.files, context),
      raadCombined: (household: KeyedEntity, _args: unknown, context: RaadContext) =>
        contributeCombined(household, context, system),
      raadWithheld: async (household: KeyedEntity, _args: unknown, context: RaadContext) => {
        const withheld = await withheldIn(household, context.loaders.files, context);
        return withheld.map(toGraphWithheld);
      },
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

// The records of one kind that this viewer is given, with the members that may be named in them.
async function openRecords(
  household: KeyedEntity,
  recordType: RecordType,
  context: RaadContext,
): Promise<FoundRecord[]> {
  const cases = await openCases(household, recordType, context.loaders.files, context);
  const found = await Promise.all(
    cases.map((opened) => foundRecords(opened, recordType, household, context)),
  );
  return found.flat();
}

function sameRecord(found: readonly FoundRecord[], { reference, one }: FoundRecord): FoundRecord | null {
  return (
    found.find((record) => record.reference === reference && record.one.recordNumber === one.recordNumber) ??
    null
  );
}

// By when it was asked for, else when it began; what tells neither comes last. Equal days by number, so that the order holds.
const compareLatestFirst = compareBy((one) => one.requestedOn ?? one.startedOn ?? one.intakeCompletedOn);

function compareBy(dayOf: (one: RaadInvestigation) => string | null) {
  return ({ one: left }: FoundRecord, { one: right }: FoundRecord): number =>
    (dayOf(right) ?? '').localeCompare(dayOf(left) ?? '') ||
    left.recordNumber.localeCompare(right.recordNumber);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
