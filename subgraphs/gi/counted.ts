/**
 * What the GI gives of a household that is counted: kinds, days and amounts, without a name, a case or a number of anybody. Of a record's
 * number one thing travels: `line` of a cost, a mark that is made of the declaration's own number, by which payer and provider show that
 * they hold the same line. It has no key: whoever holds the declaration, or tries numbers, can make it. It goes to the register, and never to
 * a client.
 */
import {
  type CountedFile,
  contributeCount,
  createNumbering,
} from '../../adapter-kit/access/contribute-counts.js';
import { dayInTheNetherlands } from '../../adapter-kit/dates.js';
import { isRetained, type KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { measureKinds } from './code-lists.js';
import { memberOf, toCost } from './contributed-care.js';
import { byPerson, type GiContext } from './opened-cases.js';
import { isPart } from './record-parts.js';
import { type CostLineRecord, childProtectionCategory, type GiFile, type ProvisionRecord } from './source.js';
import { isShownAt } from './to-graph.js';

/** The value of `CountedHousehold.giCounted`: each kind is read when it is asked for. */
export function countedOf(household: KeyedEntity, context: GiContext) {
  return {
    measures: () =>
      contributeCount(household, context, {
        recordType: 'measure',
        loader: context.loaders.files,
        isWhole: (recordId) => !isPart(recordId),
        parts: (files) => countedMeasures(files, household, context),
      }),
    help: () =>
      contributeCount(byPerson(household), context, {
        recordType: 'provision',
        loader: context.loaders.provisions,
        parts: countedWaits,
      }),
    costs: () =>
      contributeCount(byPerson(household), context, {
        recordType: 'cost-line',
        loader: context.loaders.costs,
        parts: (files) => countedCosts(files, household, context),
      }),
  };
}

/** Of the children of this household; those of another one in the same file are counted there. */
function countedMeasures(
  files: readonly CountedFile<GiFile>[],
  { key }: KeyedEntity,
  { today }: GiContext,
): readonly object[] {
  const childOf = createNumbering();
  return files.flatMap(({ reference, record }) =>
    record.measures
      .filter((measure) => isRetained(measure, today) && isShownAt(key, measure.child, reference))
      .map(({ kindCode, startedOn, recordedAt, child }) => ({
        kind: measureKinds[kindCode].kind,
        startedOn,
        recordedOn: dayInTheNetherlands(new Date(recordedAt)),
        person: childOf(child.pseudonym ?? `${reference}#${child.localKey}`),
      })),
  );
}

/**
 * Care of one category and provider that was allocated on one day and begun on one day is one wait for the family. Child protection
 * (category 48) is the measure itself; what ended before it began was withdrawn.
 */
function countedWaits(files: readonly CountedFile<readonly ProvisionRecord[]>[]): readonly object[] {
  const waits = new Map<string, { readonly askedOn: string; readonly startedOn: string | null }>();
  for (const { categoryCode, provider, allocatedOn, startedOn, endedOn } of files.flatMap(
    ({ record }) => record,
  )) {
    if (categoryCode === childProtectionCategory || (startedOn === null && endedOn !== null)) continue;
    waits.set(JSON.stringify([categoryCode, provider, allocatedOn, startedOn]), {
      askedOn: allocatedOn,
      startedOn,
    });
  }
  return [...waits.values()];
}

/** As filed: iJw files what is for a whole family on one child. Nobody's: it is in dispute whose number it is. */
function countedCosts(
  files: readonly CountedFile<readonly CostLineRecord[]>[],
  household: KeyedEntity,
  context: GiContext,
): Promise<readonly object[]> {
  const numberOf = createNumbering();
  return Promise.all(
    files.flatMap(({ reference, record }) => {
      const member = memberOf(household, reference);
      const person = member === null ? null : numberOf(member);
      return record.map(async (line) => ({ ...(await toCost(line, context)), person }));
    }),
  );
}
