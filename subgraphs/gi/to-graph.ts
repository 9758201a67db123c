/** Records of the port to what the graph shows of them. Pure, but for parts that the graph asks for by themselves. */
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import {
  disputedMemberIdsOf,
  isRetained,
  memberIdOf,
  type OrganisationContext,
  toRecordId,
} from '../../adapter-kit/organisation-subgraph.js';
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
  AuthorisationRecord,
  CaseWorkerRecord,
  MeasureRecord,
  PersonMention,
  PlacementRecord,
  PlanRecord,
  ProvisionRecord,
} from './source.js';

/** Where a record stands: the name of its unit, and the reference of its case. */
export interface Filed {
  readonly unit: string;
  readonly reference: string;
}

/** Whom a record means among the members of a household. */
export interface Whose {
  readonly memberId: string | null;
  /** Between whom it is in dispute; then there is no `memberId`. */
  readonly disputedMemberIds: readonly string[];
}

type Context = OrganisationContext<unknown>;

const caseSystem = 'case database (PostgreSQL)';

/** No member while it is in dispute which one. */
export function whoseRecord(key: OrganisationKey, person: PersonMention, reference: string): Whose {
  const disputedMemberIds = disputedMemberIdsOf(key, person, reference);
  return {
    memberId: disputedMemberIds.length > 0 ? null : memberIdOf(key, person, reference),
    disputedMemberIds,
  };
}

/**
 * Whether a record about this person is shown in this household. A case file may be about children of two households; each shows
 * its own members' records. A child without number who is a member nowhere is shown wherever the file is: better twice than never.
 * One of whom it is in dispute which member it is, is a member all the same.
 */
export function isShownAt(key: OrganisationKey, person: PersonMention, reference: string): boolean {
  const { memberId, disputedMemberIds } = whoseRecord(key, person, reference);
  return memberId !== null || disputedMemberIds.length > 0 || person.pseudonym === null;
}

export function toMeasure(measure: MeasureRecord, filed: Filed, whose: Whose, context: Context) {
  const kind = measureKinds[measure.kindCode];
  return {
    id: toRecordId(context.organisation, filed.unit, measure.number),
    kind: kind.kind,
    kindCode: {
      code: measure.kindCode,
      label: kind.label,
      list: measureKindList,
      version: measure.codeListVersion,
    },
    ...whose,
    startedOn: measure.startedOn,
    endsOn: measure.endsOn,
    endedOn: measure.endedOn,
    endReason: measure.endReasonCode && {
      code: measure.endReasonCode,
      label: measureEndReasons[measure.endReasonCode],
      list: measureEndReasonList,
      version: measure.codeListVersion,
    },
    caseWorkers: [...measure.caseWorkers].sort(byLatestAssignment),
    firstContactOn: measure.firstContactOn,
    familyPlanWaivedOn: measure.familyPlanWaivedOn,
    statementKind: 'FACT',
    retainUntil: measure.retainUntil,
    source: toSource(filed.unit, measure.number, measure.recordedAt, context),
  };
}

export function toAuthorisation({ authorisedOn, validFrom, validUntil }: AuthorisationRecord) {
  return { authorisedOn, validFrom, validUntil };
}

export function toPlacement(placement: PlacementRecord, filed: Filed, whose: Whose, context: Context) {
  return {
    id: toRecordId(context.organisation, filed.unit, 'placement', placement.number),
    ...whose,
    carriedOutOn: placement.carriedOutOn,
    statementKind: 'FACT',
    retainUntil: placement.retainUntil,
    source: toSource(filed.unit, placement.number, null, context),
  };
}

/** The plan with those of its children who are members here; `null` when all its measures are past their retention. */
export function toPlan(plan: PlanRecord, filed: Filed, key: OrganisationKey, context: Context) {
  const children = plan.children.filter((child) => isRetained(child, context.today));
  if (children.length === 0) return null;
  const members = children.flatMap((child) => whoseRecord(key, child, filed.reference).memberId ?? []);
  return {
    id: toRecordId(context.organisation, filed.unit, 'plan', plan.number),
    memberIds: [...new Set(members)].sort(compare),
    madeOn: plan.madeOn,
    endedOn: plan.endedOn,
    goals: plan.goals,
    source: toSource(filed.unit, plan.number, null, context),
  };
}

export function toProvision(provision: ProvisionRecord, filedOnMemberId: string | null, context: Context) {
  return {
    id: toRecordId(
      context.organisation,
      `${provision.municipality}/${provision.provider}`,
      provision.allocationNumber,
    ),
    filedOnMemberId,
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
    source: toMessageSource(provision.unit, provision.allocationNumber, context),
  };
}

/** A message is dated by the day only. */
export function toMessageSource(unit: string, recordId: string, context: Context) {
  return { ...toSource(unit, recordId, null, context), system: 'iJw 3.2 messages' };
}

/** `recordedAt` `null`: the system keeps no instant; a message is dated by the day only. */
export function toSource(unit: string, recordId: string, recordedAt: string | null, context: Context) {
  const { organisation, retrievedAt } = context;
  return { organisation, unit, system: caseSystem, recordId, recordedAt, retrievedAt };
}

export function byLatestAuthorisation(left: AuthorisationRecord, right: AuthorisationRecord): number {
  return compare(right.validFrom, left.validFrom) || compare(right.authorisedOn, left.authorisedOn);
}

function byLatestAssignment(left: CaseWorkerRecord, right: CaseWorkerRecord): number {
  return compare(right.since, left.since) || compare(left.role, right.role) || compare(left.name, right.name);
}

export function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
