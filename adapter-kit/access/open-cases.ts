/**
 * From a key to the records that its owner gives this viewer: attributes, decision, and then the content of what was permitted
 * and nothing else. Where no access rules stand everything is given, as `loadReferenced` does.
 *
 * What a viewer may not know of looks like what is not there: in the answer, in what fails, and in whether the source is asked.
 */
import {
  type KeyedEntity,
  loadReferenced,
  type OrganisationContext,
  type ReferencedRecord,
} from '../organisation-subgraph.js';
import { toSourceError } from '../source-error.js';
import { outcomeOfError, type SourceOutcome } from '../source-outcomes.js';
import { type CaseLoader, recordKey } from './case-loader.js';
import { type RecordAttributes, type RecordType, toGraphRecordType } from './record-attributes.js';
import { type DecidedRecord, type RequestAccess, type WithheldRecord, withheldOf } from './request-access.js';

/** A case of which some records are open. */
export interface OpenedCase<File> extends ReferencedRecord<File> {
  /** Whether a record of the case may be shown; what may not, is not in the case either. */
  isOpen(recordType: RecordType, recordId: string): boolean;
}

/**
 * The cases of an entity with what is open of them, of one kind of record.
 *
 * @throws WithheldError where this viewer is never shown such records. SourceError as `loadReferenced`.
 */
export async function openCases<File>(
  entity: KeyedEntity,
  recordType: RecordType,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
): Promise<readonly OpenedCase<File>[]> {
  const { access } = context;
  if (!access) {
    const whole = { load: (reference: string) => loader.load(reference, null) };
    const files = await loadReferenced(entity, whole, context);
    return files.map((file) => ({ ...file, isOpen: () => true }));
  }
  access.requireType(recordType);
  const visible = await decideCases(entity, loader, context, access);
  const opened = await Promise.all(
    visible.map(async ({ reference, decided }): Promise<OpenedCase<File> | null> => {
      const open = decided.filter(
        ({ answer, attributes }) => answer === 'ALLOW' && attributes.recordType === recordType,
      );
      if (open.length === 0) return null;
      const only = new Set(open.map(({ attributes }) => recordKey(attributes)));
      const record = await loader.load(reference, only);
      return {
        reference,
        record,
        isOpen: (type, recordId) => only.has(recordKey({ recordType: type, recordId })),
      };
    }),
  ).catch((thrown: unknown) => {
    const error = toSourceError(thrown, context.organisation);
    context.outcomes.push(outcomeOfError(error));
    throw error;
  });
  return opened.filter((file) => file !== null);
}

/** What is not shown whole, as far as this viewer may know of it; `[]` where no access rules stand. */
export async function withheldIn<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
): Promise<readonly WithheldRecord[]> {
  const { access, organisation } = context;
  if (!access) return [];
  const visible = await decideCases(entity, loader, context, access);
  return visible.flatMap(({ decided }) =>
    withheldOf(
      // A person's own name and the bare fact of involvement have fields of their own.
      decided.filter(
        ({ attributes: { recordType } }) => recordType !== 'identity' && recordType !== 'involvement',
      ),
      organisation,
    ),
  );
}

/** The organisation's line in `Household.sources` for this viewer: as data, never an error. */
export async function outcomeFor<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
): Promise<SourceOutcome> {
  const { access } = context;
  if (!access) {
    const whole = { load: (reference: string) => loader.load(reference, null) };
    try {
      await loadReferenced(entity, whole, context);
    } catch (thrown) {
      return outcomeOfError(toSourceError(thrown, context.organisation));
    }
    return context.outcomes.at(-1) ?? nothingVisible;
  }
  try {
    await decideCases(entity, loader, context, access);
  } catch (thrown) {
    return { ...outcomeOfError(toSourceError(thrown, context.organisation)), ...visibilityOf(context) };
  }
  return { ...(context.outcomes.at(-1) ?? nothingVisible), ...visibilityOf(context) };
}

interface DecidedCase {
  readonly reference: string;
  readonly decided: readonly DecidedRecord[];
}

const nothingVisible: SourceOutcome = { outcome: 'NONE_VISIBLE', reason: null, asOf: null };

/** The cases that this viewer may know of, with a decision for each of their records. Leaves an outcome in the context. */
async function decideCases<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
  access: RequestAccess,
): Promise<readonly DecidedCase[]> {
  const { key } = entity;
  const involvement = access.visibilityOf('involvement');
  if (![...involvement.possible].some((answer) => answer !== 'DENY')) {
    context.outcomes.push({ outcome: 'WITHHELD', reason: null, asOf: null });
    return [];
  }
  const mayBeHidden = involvement.possible.has('DENY') || involvement.possible.has('CONSENT');
  if (!mayBeHidden || key.state === 'REFERENCES') {
    const attributes = { load: (reference: string) => loader.attributes(reference) };
    const files = await loadReferenced(entity, attributes, context);
    const decided = await Promise.all(
      files.map(
        async ({ reference, record }): Promise<DecidedCase> => ({
          reference,
          decided: await access.decide(record),
        }),
      ),
    );
    if (!mayBeHidden) return decided;
    const known = decided.filter(({ decided: records }) => isKnown(records));
    if (known.length === 0 && key.state === 'REFERENCES') {
      context.outcomes.pop();
      context.outcomes.push(nothingVisible);
    }
    return known;
  }
  // Nobody can tell this from a case that is hidden: the source is asked, and fails, alike.
  try {
    await loader.askForNothing();
  } catch (thrown) {
    const error = toSourceError(thrown, context.organisation);
    context.outcomes.push(outcomeOfError(error));
    throw error;
  }
  context.outcomes.push(nothingVisible);
  return [];
}

function isKnown(decided: readonly DecidedRecord[]): boolean {
  return decided.some(
    ({ attributes: { recordType }, answer }) =>
      recordType === 'involvement' && (answer === 'ALLOW' || answer === 'MASK' || answer === 'ASK'),
  );
}

function visibilityOf({
  access,
  accessRecordTypes = [],
}: OrganisationContext<unknown>): Partial<SourceOutcome> {
  if (!access) return {};
  return {
    visibility: accessRecordTypes.map((recordType) => ({
      recordType: toGraphRecordType(recordType),
      visibility: access.visibilityOf(recordType).visibility,
    })),
  };
}

/** The attribute record that says that a case is known at all: every case has one. */
export function involvementOf(
  about: Pick<RecordAttributes, 'reference' | 'holder' | 'unit' | 'subjects' | 'header'> &
    Partial<RecordAttributes>,
): RecordAttributes {
  return { retainUntil: null, ...about, recordType: 'involvement', recordId: about.reference };
}
