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
import { outcomeOfError, outcomeOfWithheld, type SourceOutcome } from '../source-outcomes.js';
import { type CaseLoader, recordKey } from './case-loader.js';
import { type DecidedCase, decideCases, nothingVisible, outcomeOfThrown, partOf } from './decided-cases.js';
import { type RecordAttributes, type RecordType, toGraphRecordType } from './record-attributes.js';
import { type RequestAccess, type WithheldRecord, withheldOf } from './request-access.js';
import { WithheldError } from './withheld.js';

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
  await requireServed(entity, recordType, context, access);
  const { cases } = await decideCases(entity, loader, context, access);
  const opened = await Promise.all(
    cases.map(async ({ reference, decided }): Promise<OpenedCase<File> | null> => {
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
  let cases: readonly DecidedCase[];
  try {
    ({ cases } = await decideCases(entity, loader, context, access));
  } catch (thrown) {
    if (!(thrown instanceof WithheldError)) throw thrown;
    // Said of every household alike, whatever there is of it.
    const { recordType, explanation } = thrown;
    return [{ recordType, organisation, access: 'NOT_NOW', explanation }];
  }
  return cases.flatMap(({ decided }) =>
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
    const outcomes: SourceOutcome[] = [];
    try {
      await loadReferenced(entity, whole, { ...context, outcomes });
    } catch (thrown) {
      return outcomeOfError(toSourceError(thrown, context.organisation));
    }
    return outcomes.at(-1) ?? nothingVisible;
  }
  try {
    const { outcome } = await decideCases(entity, loader, context, access);
    return { ...outcome, ...visibilityOf(context) };
  } catch (thrown) {
    return { ...outcomeOfThrown(thrown, context.organisation), ...visibilityOf(context) };
  }
}

/** The units of which this viewer may know that they are involved, by code, with the names by which the viewer knows them. */
export async function knownUnitsIn<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
): Promise<{ readonly units: ReadonlyMap<string, string>; readonly outcome: SourceOutcome }> {
  const { access } = context;
  if (!access) {
    const attributes = { load: (reference: string) => loader.attributes(reference) };
    const outcomes: SourceOutcome[] = [];
    const files = await loadReferenced(entity, attributes, { ...context, outcomes });
    return {
      units: unitsOf(files.flatMap(({ record }) => record)),
      outcome: outcomes.at(-1) ?? nothingVisible,
    };
  }
  const { cases, outcome } = await decideCases(entity, loader, context, access);
  return {
    units: unitsOf(cases.flatMap(({ decided }) => decided.map(({ attributes }) => attributes))),
    outcome,
  };
}

/** The cases that this viewer is told of by name: not those of which it is told no more than that there is one. */
export async function knownReferencesIn<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
): Promise<readonly string[]> {
  const { access } = context;
  const { key } = entity;
  if (!access) return key.state === 'REFERENCES' ? key.references : [];
  const { cases } = await decideCases(entity, loader, context, access);
  return cases.flatMap(({ reference, decided }) =>
    decided.some(({ attributes, answer }) => attributes.recordType === 'involvement' && answer === 'ALLOW')
      ? [reference]
      : [],
  );
}

function unitsOf(records: readonly RecordAttributes[]): ReadonlyMap<string, string> {
  return new Map(
    records.flatMap(({ recordType, unit, header }) =>
      recordType === 'involvement' ? [[unit, header.unitName] as const] : [],
    ),
  );
}

/** What the owner has stopped is told as its outcome, with the reason; what its rules never give is no news of this request. */
async function requireServed(
  entity: KeyedEntity,
  recordType: RecordType,
  context: OrganisationContext<unknown>,
  access: RequestAccess,
): Promise<void> {
  try {
    await access.requireServing(partOf(entity, access), recordType);
    access.requireType(recordType);
  } catch (thrown) {
    if (thrown instanceof WithheldError && thrown.reason) context.outcomes.push(outcomeOfWithheld(thrown));
    throw thrown;
  }
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
