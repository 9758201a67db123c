/** Plans, analyses, worries, agreements, who was seen, whom the team knows and what it cost, each under the decision about its own record. */
import type { PartsByKind, PartsFrom } from '../../adapter-kit/access/contribute-parts.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import { isRetained, type KeyedEntity, toRecordId } from '../../adapter-kit/organisation-subgraph.js';
import {
  type AcquaintanceList,
  type Agreement,
  type Casework,
  type CaseworkRecord,
  type Concern,
  type CostLine,
  type LocalTeamFile,
  plansRecordId,
  type Sighting,
} from './source.js';
import {
  certainMemberIdsOf,
  compare,
  type LocalTeamContext,
  organisation,
  sourceOf,
  unitOf,
} from './to-graph.js';

type Made = PartsFrom<LocalTeamFile, LocalTeamContext>;

/** Where a record stands, and whom it concerns. */
interface About {
  readonly file: LocalTeamFile;
  readonly household: KeyedEntity;
  readonly memberIds: readonly string[];
  readonly source: object;
}

/** What goes with the plans, or in a case without a plan with the support. */
const besides: readonly RecordType[] = ['family-plan', 'provision'];

/** The kinds of parts from the plans and from what stands beside them. */
export const contributedCasework = {
  activities: [{ recordType: 'family-plan', parts: activities }],
  sightings: besides.map((type) => partsOf(type, ({ sightings }) => sightings, sightingParts)),
  concerns: besides.map((type) => partsOf(type, ({ concerns }) => concerns, concernParts)),
  agreements: besides.map((type) => partsOf(type, ({ agreements }) => agreements, agreementParts)),
  acquaintances: besides.map((type) => partsOf(type, latestList, acquaintanceParts)),
  costs: [partsOf('cost-line', ({ costs }) => costs, costParts)],
} satisfies PartsByKind<LocalTeamFile, LocalTeamContext>;

/** The parts of records of one kind that are open under this type of record. */
function partsOf<Item extends CaseworkRecord>(
  recordType: RecordType,
  itemsIn: (casework: Casework) => readonly Item[],
  toParts: (item: Item, about: About) => readonly object[],
): Made {
  return {
    recordType,
    parts: ({ record: file, isOpen }, household, context) =>
      (file.casework ? itemsIn(file.casework) : [])
        .filter(
          (item) =>
            item.decidedAs.recordType === recordType &&
            isOpen(recordType, item.decidedAs.recordId) &&
            isRetained(item, context.today),
        )
        .flatMap((item) =>
          toParts(item, {
            file,
            household,
            memberIds: certainMemberIdsOf(household, item.persons, file),
            source: sourceOf(file, item, context),
          }),
        ),
  };
}

function activities(
  { record: file, isOpen }: Parameters<Made['parts']>[0],
  household: KeyedEntity,
  context: LocalTeamContext,
): readonly object[] {
  const unit = unitOf(file);
  const plans = isOpen('family-plan', plansRecordId)
    ? file.familyPlans.filter((plan) => isRetained(plan, context.today))
    : [];
  const analyses = file.analyses.filter(
    (analysis) => isOpen('family-plan', analysis.recordId) && isRetained(analysis, context.today),
  );
  return [
    ...plans.map((plan) => ({
      id: toRecordId(organisation, 'activity', 'plan', plan.recordId),
      kind: 'PLAN',
      name: 'FAMILY_PLAN',
      unit,
      from: plan.madeOn,
      until: plan.endedOn,
      memberIds: [],
      source: sourceOf(file, plan, context),
    })),
    ...analyses.map((analysis) => ({
      id: toRecordId(organisation, 'activity', 'analysis', analysis.recordId),
      kind: 'INVESTIGATION',
      name: 'LOCAL_TEAM_ANALYSIS',
      unit,
      from: analysis.startedOn,
      until: analysis.endedOn,
      memberIds: certainMemberIdsOf(household, analysis.persons, file),
      source: sourceOf(file, analysis, context),
    })),
  ];
}

/** One for each member who was seen; of whom it is in dispute which member it is, none. */
function sightingParts(
  { recordId, on, how }: Sighting,
  { file, memberIds, source }: About,
): readonly object[] {
  return memberIds.map((memberId) => ({
    id: toRecordId(organisation, 'sighting', recordId, memberId),
    memberId,
    on,
    how,
    by: unitOf(file),
    memberIds: [memberId],
    source,
  }));
}

function concernParts(concern: Concern, { file, memberIds, source }: About): readonly object[] {
  const { recordId, fact, label, nature, severity, observedOn, by, statementKind, reaction } = concern;
  return [
    {
      id: toRecordId(organisation, 'concern', recordId),
      fact,
      label,
      nature,
      severity,
      observedOn,
      by: by ?? unitOf(file),
      statementKind,
      reactions: reaction === null ? [] : [reaction],
      memberIds,
      source,
    },
  ];
}

function agreementParts(
  { recordId, text, agreedOn, dueOn, endedOn }: Agreement,
  { file, memberIds, source }: About,
): readonly object[] {
  const id = toRecordId(organisation, 'agreement', recordId);
  return [{ id, text, agreedOn, by: unitOf(file), dueOn, endedOn, memberIds, source }];
}

/** A later list stands in the place of an earlier one. */
function latestList({ acquaintances }: Casework): readonly AcquaintanceList[] {
  return acquaintances.toSorted((left, right) => compare(right.asOf, left.asOf)).slice(0, 1);
}

function acquaintanceParts(
  { recordId, asOf, knows }: AcquaintanceList,
  { file, memberIds, source }: About,
): readonly object[] {
  const id = toRecordId(organisation, 'acquaintances', recordId);
  return [{ id, unit: unitOf(file), knows, asOf, memberIds, source }];
}

/** A line that was filed under the number of somebody whom this household does not have, is filed under nobody's here. */
function costParts(line: CostLine, { file, household, memberIds, source }: About): readonly object[] {
  const { recordId, category, frame, from, until, quantity, unit, tariffCents, filedOn, isForFamily } = line;
  const [filedOnMemberId = null] = filedOn === null ? [] : certainMemberIdsOf(household, [filedOn], file);
  return [
    {
      id: toRecordId(organisation, 'cost', recordId),
      category,
      frame,
      from,
      until,
      quantity,
      unit,
      tariffCents,
      filedOnMemberId,
      isForFamily,
      line: null,
      memberIds,
      source,
    },
  ];
}
