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

export interface Share<Part> {
  readonly outcome: OutcomeKind;
  /** Why there is no answer, or why it may not be whole. */
  readonly reason: OutcomeReason | null;
  /** What this viewer sees of the kinds of records that the parts come from. Absent or null: no access rules stand. */
  readonly visibility?: readonly RecordTypeVisibility[] | null | undefined;
  /** `[]` where `outcome` is anything but `ANSWERED`. */
  readonly parts: readonly Part[];
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

/**
 * A share that another system gave. A part that is not what was agreed is left out, and `CONTRACT_BROKEN` says that there is more.
 * `null`: the share itself is not what was agreed.
 */
export function readShare<Kind extends PartKind>(kind: Kind, value: unknown): Share<PartOf<Kind>> | null {
  const read = tellingSchema.safeParse(value);
  if (!read.success) return null;
  const { outcome, reason, visibility, parts: given } = read.data;
  if (outcome !== 'ANSWERED' && given.length > 0) return null;
  const parts: PartOf<Kind>[] = [];
  const schema: z.ZodType = partSchemas[kind];
  for (const one of given) {
    const part = schema.safeParse(one);
    if (part.success) parts.push(part.data as PartOf<Kind>); // read by the schema of this kind
  }
  const isWhole = parts.length === given.length;
  return { outcome, reason: reason ?? (isWhole ? null : 'CONTRACT_BROKEN'), visibility, parts };
}

/** Copies what a schema names, at every depth, and looks at no value; what is left out is null. */
function pickerOf(schema: z.core.$ZodType): (value: unknown) => unknown {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return pickerOf(schema.unwrap());
  if (schema instanceof z.ZodArray) {
    const pick = pickerOf(schema.element);
    return (value) => (Array.isArray(value) ? value.map(pick) : value);
  }
  if (!(schema instanceof z.ZodObject)) return (value) => value;
  const fields = Object.entries(schema.shape).map(([name, inner]) => [name, pickerOf(inner)] as const);
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const picked: Record<string, unknown> = {};
    // What is asked for is read from a record of ours by names of ours.
    for (const [name, pick] of fields) picked[name] = pick((value as Record<string, unknown>)[name] ?? null);
    return picked;
  };
}
