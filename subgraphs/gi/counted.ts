/** What the GI gives of a household that is counted: kinds and days, without a number of anybody or anything. */
import { type CountedFile, contributeCount } from '../../adapter-kit/access/contribute-counts.js';
import { dayInTheNetherlands } from '../../adapter-kit/dates.js';
import { isRetained, type KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { measureKinds } from './code-lists.js';
import { byPerson, type GiContext } from './opened-cases.js';
import { isPart } from './record-parts.js';
import { childProtectionCategory, type GiFile, type ProvisionRecord } from './source.js';
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
  };
}

/** Of the children of this household; those of another one in the same file are counted there. */
function countedMeasures(
  files: readonly CountedFile<GiFile>[],
  { key }: KeyedEntity,
  { today }: GiContext,
): readonly object[] {
  // Children are told apart by a number of this answer alone.
  const children = new Map<string, string>();
  const childOf = (name: string): string => {
    const known = children.get(name) ?? `${children.size + 1}`;
    children.set(name, known);
    return known;
  };
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
