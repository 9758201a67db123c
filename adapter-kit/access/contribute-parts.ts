/**
 * An organisation's share in the combined view: for each kind of part what its owner gives this viewer, with an outcome of its own. A
 * failure is told as data, so that the rest still counts, and never as an empty list.
 */
import { type PartKind, partKinds } from '../combined/parts.js';
import type { Share } from '../combined/share.js';
import type { KeyedEntity, OrganisationContext } from '../organisation-subgraph.js';
import { toSourceError } from '../source-error.js';
import { outcomeOfError, outcomeOfWithheld, type SourceOutcome } from '../source-outcomes.js';
import type { CaseLoader } from './case-loader.js';
import { knownReferencesIn, type OpenedCase, openCases, outcomeFor } from './open-cases.js';
import { type RecordType, toGraphRecordType } from './record-attributes.js';
import { WithheldError } from './withheld.js';

/** One kind of record from which parts are made. */
export interface PartsFrom<File, Context> {
  readonly recordType: RecordType;
  /** The parts that stand in an opened case, of records of this kind that are open in it. Not past retention. */
  readonly parts: (
    opened: OpenedCase<File>,
    entity: KeyedEntity,
    context: Context,
  ) => readonly object[] | Promise<readonly object[]>;
  /** Whether the records that are open in a case hold such parts at all: where they do not, "none" is not said. Absent: they do. */
  readonly isKept?: (opened: OpenedCase<File>) => boolean;
  /**
   * Whether the system behind a case keeps such parts at all: the same for all cases of that system, whatever is in them, for it is asked
   * where nothing of a case is open too. Only of cases that this viewer knows by name, so that it tells of no other. Absent: it does.
   */
  readonly isKeptAt?: (reference: string, context: Context) => boolean | Promise<boolean>;
}

/** From which kinds of records each kind of part is made; one that is left out the organisation does not keep. */
export type PartsByKind<File, Context> = Readonly<
  Partial<Record<PartKind, readonly PartsFrom<File, Context>[]>>
>;

type Contributed = Share<object>;

/** The value of the organisation's `CombinedContribution` field: each kind is read when it is asked for. */
export function contributeParts<File, Context extends OrganisationContext<unknown>>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: Context,
  made: PartsByKind<File, Context>,
): Readonly<Record<PartKind, () => Promise<Contributed>>> {
  // The cases are opened once for each kind of record, however many kinds of parts are made from it.
  const opening = new Map<RecordType, Promise<readonly OpenedCase<File>[]>>();
  const open = (recordType: RecordType): Promise<readonly OpenedCase<File>[]> => {
    const present = opening.get(recordType) ?? openCases(entity, recordType, loader, context);
    opening.set(recordType, present);
    return present;
  };
  let outcome: Promise<SourceOutcome> | null = null;
  let known: Promise<readonly string[]> | null = null;
  const opener = {
    open,
    known: () => {
      known ??= knownReferencesIn(entity, loader, context);
      return known;
    },
    outcome: () => {
      outcome ??= outcomeFor(entity, loader, context);
      return outcome;
    },
  };
  const thunk = (kind: PartKind) => () => contributeKind(entity, opener, context, made[kind] ?? []);
  return Object.fromEntries(partKinds.map((kind) => [kind, thunk(kind)])) as Record<
    PartKind,
    () => Promise<Contributed>
  >; // one entry for every kind
}

/** The cases of one entity, for all its kinds of parts. */
interface Opener<File> {
  readonly open: (recordType: RecordType) => Promise<readonly OpenedCase<File>[]>;
  /** The references of those that this viewer knows by name, whether something is open in them or not. */
  readonly known: () => Promise<readonly string[]>;
  readonly outcome: () => Promise<SourceOutcome>;
}

async function contributeKind<File, Context extends OrganisationContext<unknown>>(
  entity: KeyedEntity,
  opener: Opener<File>,
  context: Context,
  made: readonly PartsFrom<File, Context>[],
): Promise<Contributed> {
  const types = new Set(made.map(({ recordType }) => toGraphRecordType(recordType)));
  const whole = await opener.outcome();
  const visibility = whole.visibility?.filter(({ recordType }) => types.has(recordType));
  const told = { ...whole, ...(visibility ? { visibility } : {}) };
  if (whole.outcome !== 'ANSWERED') return { ...told, parts: [] };
  try {
    const shares = await Promise.all(
      made
        .filter(({ recordType }) => context.access?.visibilityOf(recordType).visibility !== 'NONE')
        .map(async ({ recordType, parts: partsIn, isKept = () => true, isKeptAt }) => {
          const opened = await opener.open(recordType);
          const parts = (await Promise.all(opened.map((one) => partsIn(one, entity, context)))).flat();
          const known = isKeptAt ? await opener.known() : [];
          const kept = await Promise.all(known.map((reference) => isKeptAt?.(reference, context) ?? true));
          return { parts, isWhole: opened.every(isKept) && kept.every(Boolean) };
        }),
    );
    const isWhole = shares.every((share) => share.isWhole);
    return {
      ...told,
      reason: told.reason ?? (isWhole ? null : 'NOT_KEPT'),
      parts: shares.flatMap(({ parts }) => parts),
    };
  } catch (thrown) {
    const failed =
      thrown instanceof WithheldError
        ? outcomeOfWithheld(thrown)
        : outcomeOfError(toSourceError(thrown, context.organisation));
    return { ...failed, ...(visibility ? { visibility } : {}), parts: [] };
  }
}
