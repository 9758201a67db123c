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
  type PersonKey,
  plansRecordId,
  type Sighting,
} from './source.js';
import {
  certainMemberIdsOf,
  compare,
  isCaseworkKept,
  isCaseworkKeptAt,
  isOfFamily,
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
  readonly context: LocalTeamContext;
  readonly memberIds: readonly string[];
  readonly source: object;
}

/** The kinds of parts from the plans and from what stands beside them. */
export const contributedCasework = {
  activities: [{ recordType: 'family-plan', parts: activities }],
  sightings: [partsOf('family-plan', ({ sightings }) => sightings, sightingParts)],
  concerns: [partsOf('family-plan', ({ concerns }) => concerns, concernParts)],
  agreements: [partsOf('family-plan', ({ agreements }) => agreements, agreementParts)],
  acquaintances: [partsOf('family-plan', latestList, acquaintanceParts)],
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
    isKept: isCaseworkKept,
    isKeptAt: isCaseworkKeptAt,
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
            context,
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
  { recordId, on, how, persons }: Sighting,
  { file, household, context, source }: About,
): readonly object[] {
  const shown = how === 'SPOKEN_ALONE' ? persons.filter((person) => mayKnowOfTalk(person, context)) : persons;
  return certainMemberIdsOf(household, shown, file).map((memberId) => ({
    id: toRecordId(organisation, 'sighting', recordId, memberId),
    memberId,
    on,
    how,
    by: unitOf(file),
    memberIds: [memberId],
    source,
  }));
}

/** That and when somebody spoke alone with the team no other member of the family is told: it may be somebody to be afraid of. */
function mayKnowOfTalk({ pseudonym }: PersonKey, context: LocalTeamContext): boolean {
  return !isOfFamily(context) || (pseudonym !== null && pseudonym === context.access?.context.subject.person);
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

function costParts(line: CostLine, { file, household, memberIds, source }: About): readonly object[] {
  return [
    {
      ...toCost(line),
      id: toRecordId(organisation, 'cost', line.recordId),
      filedOnMemberId: filedOnMember(line, household, file),
      memberIds,
      source,
    },
  ];
}

/** What a line says of its cost, without whose it is or where it stands. */
export function toCost({ category, frame, from, until, quantity, unit, tariffCents, isForFamily }: CostLine) {
  return { category, frame, from, until, quantity, unit, tariffCents, isForFamily, line: null };
}

/** A line that was filed under the number of somebody whom this household does not have, is filed under nobody's here. */
export function filedOnMember(
  { filedOn }: CostLine,
  household: KeyedEntity,
  file: LocalTeamFile,
): string | null {
  return (filedOn === null ? [] : certainMemberIdsOf(household, [filedOn], file))[0] ?? null;
}
