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
  const { cases } = await decideCases(entity, loader, context, access);
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
    return { ...outcomeOfError(toSourceError(thrown, context.organisation)), ...visibilityOf(context) };
  }
}

interface DecidedCase {
  readonly reference: string;
  readonly decided: readonly DecidedRecord[];
}

const nothingVisible: SourceOutcome = { outcome: 'NONE_VISIBLE', reason: null, asOf: null };
const withheldWhole: SourceOutcome = { outcome: 'WITHHELD', reason: null, asOf: null };

interface DecidedCases {
  /** Those that this viewer may know of, with a decision for each of their records. */
  readonly cases: readonly DecidedCase[];
  readonly outcome: SourceOutcome;
}

/** Leaves its outcome in the context, whatever it is. @throws SourceError as `loadReferenced`. */
async function decideCases<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
  access: RequestAccess,
): Promise<DecidedCases> {
  try {
    const decided = await decideForViewer(entity, loader, context, access);
    context.outcomes.push(decided.outcome);
    return decided;
  } catch (thrown) {
    const error = toSourceError(thrown, context.organisation);
    context.outcomes.push(outcomeOfError(error));
    throw error;
  }
}

async function decideForViewer<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
  access: RequestAccess,
): Promise<DecidedCases> {
  const { key } = entity;
  const { possible } = access.visibilityOf('involvement');
  if (![...possible].some((answer) => answer !== 'DENY')) return { cases: [], outcome: withheldWhole };
  if (!possible.has('DENY') && !possible.has('CONSENT')) {
    const { cases, outcome } = await readDecided(entity, loader, context, access);
    const open = cases.filter(({ decided }) => isKnown(decided));
    if (open.length > 0 || cases.length === 0) return { cases: open, outcome };
    // Behind a shield. The register leads nobody here who is not behind it too; who comes all the same finds nothing.
    return { cases: [], outcome: { outcome: 'NOT_KNOWN', reason: null, asOf: context.retrievedAt } };
  }
  if (key.state !== 'REFERENCES') {
    // Nobody can tell this from a case that is hidden: the source is asked, and fails, alike.
    await loader.askForNothing();
    return { cases: [], outcome: nothingVisible };
  }
  const { cases, outcome } = await readDecided(withoutDoubts(entity), loader, context, access);
  const known = cases.filter(({ decided }) => isKnown(decided));
  if (known.length === 0) return { cases: [], outcome: nothingVisible };
  // Only who may know of a case hears that it is in dispute whom it means.
  if (key.disputed?.[key.subject ?? '']) return readDecided(entity, loader, context, access);
  return { cases: known, outcome };
}

/** Attributes and decisions of every case, with an outcome of its own: others of the same request have theirs. */
async function readDecided<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
  access: RequestAccess,
): Promise<DecidedCases> {
  const outcomes: SourceOutcome[] = [];
  const attributes = { load: (reference: string) => loader.attributes(reference) };
  const files = await loadReferenced(entity, attributes, { ...context, outcomes });
  const cases = await Promise.all(
    files.map(
      async ({ reference, record }): Promise<DecidedCase> => ({
        reference,
        decided: await decideOnce(reference, record, loader, access),
      }),
    ),
  );
  return { cases, outcome: outcomes.at(-1) ?? nothingVisible };
}

/** A loader is of one request and one viewer: there is one decision about a case in it, however many fields ask. */
const decisionsOf = new WeakMap<object, Map<string, Promise<readonly DecidedRecord[]>>>();

function decideOnce<File>(
  reference: string,
  records: readonly RecordAttributes[],
  loader: CaseLoader<File>,
  access: RequestAccess,
): Promise<readonly DecidedRecord[]> {
  const known = decisionsOf.get(loader) ?? new Map<string, Promise<readonly DecidedRecord[]>>();
  decisionsOf.set(loader, known);
  const present = known.get(reference) ?? access.decide(records);
  known.set(reference, present);
  return present;
}

// That another case waits to be confirmed is told by the register, of cases that this viewer may know of.
function withoutDoubts(entity: KeyedEntity): KeyedEntity {
  const { key } = entity;
  if (key.state !== 'REFERENCES') return entity;
  const { hasUnconfirmed: _, ...certain } = key;
  return { ...entity, key: { ...certain, disputed: {} } };
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
