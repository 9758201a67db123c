/** What a local team gives of a household that is counted: what its own support cost, without a number of anybody or anything. */
import {
  type CountedFile,
  contributeCount,
  createNumbering,
} from '../../adapter-kit/access/contribute-counts.js';
import { isRetained, type KeyedEntity } from '../../adapter-kit/organisation-subgraph.js';
import { filedOnMember, toCost } from './contributed-casework.js';
import type { LocalTeamFile } from './source.js';
import { isCaseworkKept, isCaseworkKeptAt, type LocalTeamContext } from './to-graph.js';

/** The value of `CountedHousehold.localTeamCounted`. */
export function countedOf(household: KeyedEntity, context: LocalTeamContext) {
  return {
    costs: () =>
      contributeCount(household, context, {
        recordType: 'cost-line',
        loader: context.loaders.files,
        isKept: ({ reference, record }) =>
          isCaseworkKeptAt(reference, context) && (record === null || isCaseworkKept({ record })),
        parts: (files) => countedCosts(files, household, context),
      }),
  };
}

function countedCosts(
  files: readonly CountedFile<LocalTeamFile>[],
  household: KeyedEntity,
  { today }: LocalTeamContext,
): readonly object[] {
  const numberOf = createNumbering();
  return files.flatMap(({ record: file }) =>
    (file.casework?.costs ?? [])
      .filter((line) => line.decidedAs.recordType === 'cost-line' && isRetained(line, today))
      .map((line) => {
        const member = filedOnMember(line, household, file);
        return { ...toCost(line), person: member === null ? null : numberOf(member) };
      }),
  );
}
