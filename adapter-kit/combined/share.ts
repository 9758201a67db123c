/** One kind of part as an organisation gives it, in one value (`ContributedShare`): the parts, and what became of asking for them. */
import { z } from 'zod';
import {
  type OutcomeKind,
  type OutcomeReason,
  outcomeKinds,
  outcomeReasons,
  type RecordTypeVisibility,
} from '../source-outcomes.js';
import { type PartKind, type PartOf, partKinds, partSchemas } from './parts.js';
import { pickerOf } from './picker.js';

export interface Share<Part> {
  readonly outcome: OutcomeKind;
  /** Why there is no answer, or why it may not be whole. */
  readonly reason: OutcomeReason | null;
  /** What this viewer sees of the kinds of records that the parts come from. Absent or null: no access rules stand. */
  readonly visibility?: readonly RecordTypeVisibility[] | null | undefined;
  /** `[]` where `outcome` is anything but `ANSWERED`. */
  readonly parts: readonly Part[];
}

/** A share as it was read, of which some parts may have been left out because they were not what was agreed. */
export interface ReadShare<Part> extends Share<Part> {
  readonly isBroken: boolean;
}

const about = {
  outcome: z.enum(outcomeKinds).meta({ id: 'SourceOutcomeKind' }),
  reason: z
    .enum(outcomeReasons)
    .meta({ id: 'SourceOutcomeReason' })
    .nullable()
    .describe('Why there is no answer, or why it may not be whole; null where it is.'),
  visibility: z
    .array(
      z.object({ recordType: z.string().min(1), visibility: z.enum(['ALL', 'MAY_BE_FILTERED', 'NONE']) }),
    )
    .nullish()
    .describe(
      'What this viewer sees of the kinds of records from which the parts are made, by the owner’s rules. Null or absent: no access rules stand.',
    ),
};

/** What a value has more than its schema names is left out when it is read. */
const shareSchemaOf = (kind: PartKind) =>
  z.object({ ...about, parts: z.array(partSchemas[kind]).describe('Empty where it did not answer.') });
const tellingSchema = z.object({ ...about, parts: z.array(z.unknown()) });

/** The contract as JSON Schema, for who contributes from a system that is not written with these schemas. */
export function contractAsJsonSchema(): object {
  const byKind = Object.fromEntries(partKinds.map((kind) => [kind, shareSchemaOf(kind)]));
  const { $schema, ...contract } = z.toJSONSchema(z.object(byKind).partial(), { io: 'input' });
  return {
    $schema,
    title: 'ContributedShare',
    description:
      'What an organisation contributes to the combined view of a household: the value of each field of CombinedContribution, by its name.',
    ...contract,
  };
}

/** What an adapter makes: each kind is read when it is asked for. */
export type MadeShares = Readonly<Record<PartKind, () => Promise<Share<object>>>>;

/** The resolvers of `CombinedContribution`: what leaves an organisation is what the contract names, and nothing beside it. */
export const combinedContribution = Object.fromEntries(
  partKinds.map((kind) => {
    const pick = pickerOf(shareSchemaOf(kind));
    return [kind, async (made: MadeShares) => pick(await made[kind]())];
  }),
);

/** A share that another system gave. `null`: it is not what was agreed, or contradicts itself. */
export function readShare<Kind extends PartKind>(kind: Kind, value: unknown): ReadShare<PartOf<Kind>> | null {
  const read = tellingSchema.safeParse(value);
  if (!read.success) return null;
  const { outcome, reason, visibility, parts: given } = read.data;
  if (outcome !== 'ANSWERED' && given.length > 0) return null;
  // That there is nothing is said without a reservation, or not at all.
  if ((outcome === 'NOT_KNOWN' || outcome === 'NONE_VISIBLE') && reason !== null) return null;
  const parts: PartOf<Kind>[] = [];
  const schema: z.ZodType = partSchemas[kind];
  for (const one of given) {
    const part = schema.safeParse(one);
    if (part.success) parts.push(part.data as PartOf<Kind>); // read by the schema of this kind
  }
  return { outcome, reason, visibility, parts, isBroken: parts.length < given.length };
}
