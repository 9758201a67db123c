/**
 * The cases of one request: their attributes, and of their content what was permitted. Whatever is asked at one time goes to the
 * source in one read, and nothing is read twice.
 */
import DataLoader from 'dataloader';
import type { OrganisationSource } from '../organisation-source.js';
import { createReferenceLoader, type ReadContext } from '../reference-loader.js';
import { SourceError, toSourceError } from '../source-error.js';
import type { RecordAttributes, RecordType } from './record-attributes.js';

/** The name of a record within its case. */
export function recordKey({
  recordType,
  recordId,
}: {
  readonly recordType: RecordType;
  readonly recordId: string;
}): string {
  return `${recordType} ${recordId}`;
}

export interface CaseLoader<File> {
  attributes(reference: string): Promise<readonly RecordAttributes[]>;
  /** Asks the source for the attributes of no case: for a viewer who may not learn whether there is one. */
  askForNothing(): Promise<void>;
  /** The case with these records in it; `null`: with all, where no access rules stand. */
  load(reference: string, only: ReadonlySet<string> | null): Promise<File>;
}

interface Asked {
  readonly reference: string;
  readonly only: ReadonlySet<string> | null;
}

export function createCaseLoader<File>(
  source: Pick<OrganisationSource<File>, 'loadFiles' | 'loadAttributes'>,
  organisation: string,
  context: ReadContext,
): CaseLoader<File> {
  const readAttributes: NonNullable<typeof source.loadAttributes> =
    source.loadAttributes ??
    (() => Promise.reject(new Error('expected a source that gives attributes to decide from')));
  const attributes = createReferenceLoader(readAttributes, organisation, context);
  // Once, as the attributes of a hidden case would be read once.
  let nothing: Promise<void> | null = null;
  const whole = createReferenceLoader(source.loadFiles, organisation, context);
  const parts = new DataLoader<Asked, File, string>(
    async (asked) => {
      const only = new Map<string, Set<string>>();
      for (const { reference, only: keys } of asked) {
        const present = only.get(reference) ?? new Set();
        for (const key of keys ?? []) present.add(key);
        only.set(reference, present);
      }
      let files: ReadonlyMap<string, File | SourceError>;
      try {
        files = await source.loadFiles([...only.keys()], { ...context, only });
      } catch (thrown) {
        const error = toSourceError(thrown, organisation);
        return asked.map(() => error);
      }
      return asked.map(
        ({ reference }) =>
          files.get(reference) ??
          new SourceError({
            organisation,
            reason: 'CONTRACT_BROKEN',
            detail: `expected ${only.size} cases, received ${files.size}`,
          }),
      );
    },
    { cacheKeyFn: ({ reference, only }) => JSON.stringify([reference, [...(only ?? [])].sort()]) },
  );
  return {
    attributes: (reference) => attributes.load(reference),
    askForNothing() {
      nothing ??= readAttributes([], context).then(() => {});
      return nothing;
    },
    load: (reference, only) => (only === null ? whole.load(reference) : parts.load({ reference, only })),
  };
}
