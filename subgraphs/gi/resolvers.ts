/** Graph to port: what the GI recorded, as the graph names it. No I/O of its own. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import {
  contributeIdentity,
  contributeOutcome,
  disputedMemberIdsOf,
  isRetained,
  isSubject,
  type KeyedEntity,
  loadReferenced,
  memberIdOf,
  type OrganisationContext,
  resolveByKey,
  toRecordId,
} from '../../adapter-kit/organisation-subgraph.js';
import type { ReferenceLoader } from '../../adapter-kit/reference-loader.js';
import { worstOutcome } from '../../adapter-kit/source-outcomes.js';
import {
  measureEndReasonList,
  measureEndReasons,
  measureKindList,
  measureKinds,
  productCategoryLabel,
  productCategoryList,
  productCategoryListVersion,
} from './code-lists.js';
import type {
  CaseWorkerRecord,
  GiFile,
  MeasureRecord,
  PersonMention,
  PlacementRecord,
  ProvisionRecord,
} from './source.js';

export interface GiLoaders {
  readonly files: ReferenceLoader<GiFile>;
  /** By pseudonym. */
  readonly provisions: ReferenceLoader<readonly ProvisionRecord[]>;
  /** The households of this request whose provisions were asked for. */
  readonly askedForProvisions: WeakSet<KeyedEntity>;
}

export type GiContext = OrganisationContext<GiLoaders>;

export const giKeyField = 'giKey';

interface FiledMeasure {
  readonly measure: MeasureRecord;
  readonly reference: string;
  readonly unit: string;
  readonly memberId: string | null;
  readonly disputedMemberIds: readonly string[];
}

export const giResolvers: GraphQLResolverMap<GiContext> = {
  Household: {
    __resolveReference: resolveByKey(giKeyField),
    measures: async (household: KeyedEntity, _: unknown, context: GiContext) => {
      const filed = await loadMeasures(household, context);
      // A case file may be about children of two households; each shows its own members' measures. A child without number
      // who is a member nowhere is shown wherever the file is: better twice than never. One of whom it is in dispute which
      // member it is, is a member all the same.
      return filed
        .filter(
          ({ memberId, disputedMemberIds, measure }) =>
            memberId !== null || disputedMemberIds.length > 0 || measure.child.pseudonym === null,
        )
        .map((entry) => toMeasure(entry, context));
    },
    youthCareProvisions: loadProvisions,
    giOutcome: async (household: KeyedEntity, _: unknown, context: GiContext) => {
      const ofFiles = await contributeOutcome(household, context.loaders.files, context);
      // All fields of a household start before the first read ends, so by now it is known what was asked. The messages
      // are another system: they count where their records are asked for, and only there.
      if (!context.loaders.askedForProvisions.has(household)) return ofFiles;
      return worstOutcome(
        ofFiles,
        await contributeOutcome(byPerson(household), context.loaders.provisions, context),
      );
    },
  },
  Person: {
    __resolveReference: resolveByKey(giKeyField),
    measures: async (person: KeyedEntity, _: unknown, context: GiContext) => {
      const { key } = person;
      const filed = await loadMeasures(person, context);
      return filed
        .filter(
          ({ measure, reference }) =>
            key.state === 'REFERENCES' && isSubject(measure.child, reference, key.subject),
        )
        .map((entry) => toMeasure(entry, context));
    },
    giIdentity: (person: KeyedEntity, _: unknown, context: GiContext) =>
      contributeIdentity(person, context.loaders.files, context, ({ unit, persons }) => ({
        unit,
        persons,
      })),
  },
};

/** Latest first; of one day by number, so that the order never changes by itself. */
async function loadMeasures(entity: KeyedEntity, context: GiContext): Promise<readonly FiledMeasure[]> {
  const files = await loadReferenced(entity, context.loaders.files, context);
  return files
    .flatMap(({ reference, record }) =>
      record.measures
        .filter((measure) => isRetained(measure, context.today))
        .map((measure) => ({
          measure,
          reference,
          unit: record.unit,
          ...whoseRecord(entity.key, measure.child, reference),
        })),
    )
    .sort(
      (left, right) =>
        compare(right.measure.startedOn, left.measure.startedOn) ||
        compare(left.measure.number, right.measure.number),
    );
}

/** No member while it is in dispute which one. */
function whoseRecord(
  key: OrganisationKey,
  person: PersonMention,
  reference: string,
): Pick<FiledMeasure, 'memberId' | 'disputedMemberIds'> {
  const disputedMemberIds = disputedMemberIdsOf(key, person, reference);
  return {
    memberId: disputedMemberIds.length > 0 ? null : memberIdOf(key, person, reference),
    disputedMemberIds,
  };
}

function toMeasure({ measure, unit, memberId, disputedMemberIds }: FiledMeasure, context: GiContext) {
  const kind = measureKinds[measure.kindCode];
  return {
    id: toRecordId(context.organisation, unit, measure.number),
    kind: kind.kind,
    kindCode: {
      code: measure.kindCode,
      label: kind.label,
      list: measureKindList,
      version: measure.codeListVersion,
    },
    memberId,
    disputedMemberIds,
    startedOn: measure.startedOn,
    endsOn: measure.endsOn,
    endedOn: measure.endedOn,
    endReason: measure.endReasonCode && {
      code: measure.endReasonCode,
      label: measureEndReasons[measure.endReasonCode],
      list: measureEndReasonList,
      version: measure.codeListVersion,
    },
    placements: [...measure.placements].sort(byLatestPlacement),
    caseWorkers: [...measure.caseWorkers].sort(byLatestAssignment),
    firstContactOn: measure.firstContactOn,
    familyPlanWaivedOn: measure.familyPlanWaivedOn,
    plan: measure.plan,
    statementKind: 'FACT',
    retainUntil: measure.retainUntil,
    source: {
      organisation: context.organisation,
      unit,
      system: 'case database (PostgreSQL)',
      recordId: measure.number,
      recordedAt: measure.recordedAt,
      retrievedAt: context.retrievedAt,
    },
  };
}

async function loadProvisions(household: KeyedEntity, _: unknown, context: GiContext) {
  const { key } = household;
  context.loaders.askedForProvisions.add(household);
  const found = await loadReferenced(byPerson(household), context.loaders.provisions, context);
  return found
    .flatMap(({ reference: person, record }) => record.map((provision) => ({ person, provision })))
    .sort(
      (left, right) =>
        compare(right.provision.allocatedOn, left.provision.allocatedOn) ||
        compare(left.provision.allocationNumber, right.provision.allocationNumber) ||
        compare(left.provision.provider, right.provision.provider),
    )
    .map(({ person, provision }) => ({
      id: toRecordId(
        context.organisation,
        `${provision.municipality}/${provision.provider}`,
        provision.allocationNumber,
      ),
      filedOnMemberId: whoseRecord(key, { pseudonym: person, localKey: '' }, '').memberId,
      category: {
        code: provision.categoryCode,
        label: productCategoryLabel(provision.categoryCode),
        list: productCategoryList,
        version: productCategoryListVersion,
      },
      provider: provision.provider,
      allocatedOn: provision.allocatedOn,
      validFrom: provision.validFrom,
      validUntil: provision.validUntil,
      startedOn: provision.startedOn,
      endedOn: provision.endedOn,
      statementKind: 'FACT',
      source: {
        organisation: context.organisation,
        unit: provision.unit,
        system: 'iJw 3.2 messages',
        recordId: provision.allocationNumber,
        // A message is dated by the day only.
        recordedAt: null,
        retrievedAt: context.retrievedAt,
      },
    }));
}

/**
 * Provisions stand under persons, not under references: the key's members that have a number are asked for, also where it is
 * in dispute whose number it is. A key names a person without number as `reference#localKey`; no pseudonym has a `#`.
 */
function byPerson(household: KeyedEntity): KeyedEntity {
  const { key } = household;
  if (key.state !== 'REFERENCES') return household;
  const names = new Set([...Object.keys(key.members), ...Object.keys(key.disputed ?? {})]);
  return {
    ...household,
    key: { ...key, references: [...names].filter((name) => !name.includes('#')) },
  };
}

function byLatestPlacement(left: PlacementRecord, right: PlacementRecord): number {
  return compare(right.validFrom, left.validFrom) || compare(right.authorisedOn, left.authorisedOn);
}

function byLatestAssignment(left: CaseWorkerRecord, right: CaseWorkerRecord): number {
  return compare(right.since, left.since) || compare(left.role, right.role) || compare(left.name, right.name);
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
