/**
 * What each function may ever see of each kind of record, whatever there is and for whatever purpose: from the rules of all
 * owners, without a record. By it the gateway leaves out, before it plans, what is denied anyhow. Nothing depends on that: the
 * owner decides again.
 */
import { actions } from '../adapter-kit/access/cedar-vocabulary.js';
import type { Explanation, TypeVisibility } from '../adapter-kit/access/decision-point.js';
import { type FactName, type Facts, factNames } from '../adapter-kit/access/facts.js';
import { type RecordType, recordTypes } from '../adapter-kit/access/record-attributes.js';
import { type FunctionName, functionNames } from '../adapter-kit/access/subject.js';
import { createAnswerReader } from './answer-reader.js';
import type { Owner } from './owner-rules.js';
import { conditionOf, factsIn } from './rule-condition.js';

export interface SummarisedAccess {
  /** `ALL`: by every owner, whatever holds. `NONE`: content by no owner; also where there is no owner. */
  readonly visibility: TypeVisibility['visibility'];
  /** Why content is never given, in the words of the first owner; `null` where it may be, and where there is no owner. */
  readonly explanation: Explanation | null;
  /** Subgraphs with rules about such records, in the order of their names. */
  readonly owners: readonly string[];
  /** Those of them that let such records be counted, into figures of ten households or more. Nothing of a record is shown by that. */
  readonly countedBy: readonly string[];
}

export type AccessSummary = Readonly<Record<FunctionName, Readonly<Record<RecordType, SummarisedAccess>>>>;

/** @param activities Ids of processing activities; looked at only where rules name one. */
export async function summariseAccess(
  owners: readonly Owner[],
  activities: readonly string[],
): Promise<AccessSummary> {
  const readers = owners.map((owner) => ({
    owner,
    read: createAnswerReader(owner.point.rules),
    activities: namesActivity(owner) ? activities : ['any'],
  }));
  const summary: Record<string, Record<string, SummarisedAccess>> = {};
  for (const asker of functionNames) {
    const row: Record<string, SummarisedAccess> = {};
    for (const recordType of recordTypes) {
      const keepers = readers.filter(({ owner }) => owner.recordTypes.includes(recordType));
      const visibilities = keepers.map(({ owner, read, activities: asked }) => {
        const facts = combinationsOf(factsAbout(owner, asker, recordType));
        const answers = new Set(
          asked.flatMap((activity) =>
            facts.map((each) => read({ asker, recordType, facts: each, activity })),
          ),
        );
        if (!answers.has('ALLOW')) return 'NONE';
        return answers.size === 1 ? 'ALL' : 'MAY_BE_FILTERED';
      });
      const visibility = visibilities.every((each) => each === 'NONE')
        ? 'NONE'
        : visibilities.every((each) => each === 'ALL')
          ? 'ALL'
          : 'MAY_BE_FILTERED';
      row[recordType] = {
        visibility,
        explanation:
          visibility === 'NONE'
            ? await explanationOf(keepers[0]?.owner, asker, recordType, activities)
            : null,
        owners: keepers.map(({ owner }) => owner.name),
        countedBy: await ownersThatCount(keepers, asker, recordType),
      };
    }
    summary[asker] = row;
  }
  // Made from every function and every kind of record, which assigning to keys cannot say.
  return summary as AccessSummary;
}

/** As it is committed: JSON as the formatter of this repository writes it. */
export function renderSummary(summary: AccessSummary): string {
  const text = JSON.stringify(summary, null, 2).replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, items: string) => {
    return `[${items.replace(/\s*\n\s*/g, ' ')}]`;
  });
  return `${text}\n`;
}

async function ownersThatCount(
  keepers: readonly { readonly owner: Owner; readonly activities: readonly string[] }[],
  asker: FunctionName,
  recordType: RecordType,
): Promise<readonly string[]> {
  const counted = await Promise.all(
    keepers.map(async ({ owner, activities }) => {
      const decisions = await Promise.all(
        activities.map((activity) => owner.point.mayCount({ function: asker, activity, recordType })),
      );
      return decisions.some(({ isPermitted }) => isPermitted) ? [owner.name] : [];
    }),
  );
  return counted.flat();
}

async function explanationOf(
  owner: Owner | undefined,
  asker: FunctionName,
  recordType: RecordType,
  activities: readonly string[],
): Promise<Explanation | null> {
  const [decision] =
    (await owner?.point.decide([
      { function: asker, activity: activities[0] ?? 'any', recordType, facts: factsOf(new Set()) },
    ])) ?? [];
  return decision?.explanation ?? null;
}

function namesActivity({ text }: Owner): boolean {
  return text.includes('context.activity');
}

function factsAbout({ point }: Owner, asker: FunctionName, recordType: RecordType): readonly FactName[] {
  return [
    ...new Set(
      point.rules.flatMap((rule) =>
        actions.flatMap((action) => factsIn(conditionOf(rule, { function: asker, action, recordType }))),
      ),
    ),
  ];
}

function combinationsOf(names: readonly FactName[]): readonly Facts[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    factsOf(new Set(names.filter((_name, index) => (bits & (1 << index)) !== 0))),
  );
}

function factsOf(holding: ReadonlySet<FactName>): Facts {
  // Made from every fact, which `fromEntries` cannot say.
  return Object.fromEntries(factNames.map((name) => [name, holding.has(name)])) as Record<FactName, boolean>;
}
