/**
 * The cases of an entity that one viewer may know of, with the owner's decision for each of their records: attributes first, and no
 * content. What a viewer may not know of looks like what is not there: in the answer, in what fails, and in whether the source is asked.
 */
import { type KeyedEntity, loadReferenced, type OrganisationContext } from '../organisation-subgraph.js';
import { toSourceError } from '../source-error.js';
import { outcomeOfError, outcomeOfWithheld, type SourceOutcome } from '../source-outcomes.js';
import type { CaseLoader } from './case-loader.js';
import type { RecordAttributes } from './record-attributes.js';
import type { AskedPart, DecidedRecord, RequestAccess } from './request-access.js';
import { WithheldError } from './withheld.js';

export interface DecidedCase {
  readonly reference: string;
  readonly decided: readonly DecidedRecord[];
}

/** The same whether or not there is something. */
export const nothingVisible: SourceOutcome = { outcome: 'NONE_VISIBLE', reason: null, asOf: null };
const withheldWhole: SourceOutcome = { outcome: 'WITHHELD', reason: null, asOf: null };

export interface DecidedCases {
  /** Those that this viewer may know of, with a decision for each of their records. */
  readonly cases: readonly DecidedCase[];
  readonly outcome: SourceOutcome;
}

/** Leaves its outcome in the context, whatever it is. @throws SourceError as `loadReferenced`. */
export async function decideCases<File>(
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
    const error = thrown instanceof WithheldError ? thrown : toSourceError(thrown, context.organisation);
    context.outcomes.push(outcomeOfThrown(error, context.organisation));
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
  await access.admit(partOf(entity, access));
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

/** What of the request counts as one read. */
export function partOf({ __typename, key, ...entity }: KeyedEntity, access: RequestAccess): AskedPart {
  return {
    // The people of one request together are one read: their number is the household's.
    part: __typename === 'Person' ? access : (entity.origin ?? key),
    references: key.state === 'REFERENCES' ? key.references : [],
  };
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

/** What a failure or a refusal is as an outcome. */
export function outcomeOfThrown(thrown: unknown, organisation: string): SourceOutcome {
  return thrown instanceof WithheldError
    ? outcomeOfWithheld(thrown)
    : outcomeOfError(toSourceError(thrown, organisation));
}
