/**
 * What one organisation gives of a household that is counted, each kind in one value (`CountedShare`): without a person's or a record's
 * number, and with an outcome of its own. What is not of this shape counts as a source that broke its contract, and never as nothing.
 */
import { z } from 'zod';
import { dateSchema } from '../dates.js';
import { outcomeKinds, outcomeReasons } from '../source-outcomes.js';
import type { Read } from './parts.js';
import { pickerOf } from './picker.js';
import { costUnits, helpFrames } from './words.js';

const day = dateSchema.meta({ format: 'date' });
const name = z.string().min(1);

const countedParts = {
  measures: z
    .object({
      kind: name.describe('As MeasureKind in the graph.'),
      startedOn: day,
      recordedOn: day.nullable().describe('Null: not known.'),
      person: name.describe(
        'Tells the children of one household apart, in one answer; nobody is found by it.',
      ),
    })
    .describe('A measure that a court gave.'),
  help: z
    .object({ askedOn: day, startedOn: day.nullable().describe('Null: it has not begun.') })
    .describe('Help, once for all of a household for whom it was asked and begun on the same days.'),
  costs: z
    .object({
      category: z.string().describe("In the source's words."),
      frame: z.enum(helpFrames),
      from: day,
      until: day,
      quantity: z.int(),
      unit: z.enum(costUnits),
      tariffCents: z.int().describe('For one unit, in euro cents.'),
      person: name
        .nullable()
        .describe(
          "Tells those under whose numbers it was filed apart, in one answer; nobody is found by it. Null: nobody's.",
        ),
      isForFamily: z
        .boolean()
        .describe('Whether it is for the whole family although it is filed on one child.'),
      line: name
        .nullish()
        .describe(
          "Proof that two organisations hold the same line: a mark made of the declaration's own number (of payer, provider and line). It has no key, so whoever holds that declaration, or tries numbers, can make it. No client is ever shown it. Null or absent: none.",
        ),
    })
    .describe('A line of what help cost.'),
} as const;

/** The fields of `CountedContribution` in the shared schema. */
export type CountedKind = keyof typeof countedParts;
const countedKinds = Object.keys(countedParts) as readonly CountedKind[]; // the keys that are written above

const schemaOf = <Kind extends CountedKind>(kind: Kind) =>
  z.object({
    outcome: z.enum(outcomeKinds),
    reason: z
      .enum(outcomeReasons)
      .nullable()
      .describe('Why there is no answer, or why it may not be whole; null where it is.'),
    parts: z
      .array<(typeof countedParts)[Kind]>(countedParts[kind])
      .describe('Empty where it did not answer.'),
  });
const schemas = { measures: schemaOf('measures'), help: schemaOf('help'), costs: schemaOf('costs') };

export type CountedShareOf<Kind extends CountedKind> = Read<z.infer<(typeof schemas)[Kind]>>;

/** By kind; null: not counted by this organisation, or lost. */
export type CountedShares = { readonly [Kind in CountedKind]: CountedShareOf<Kind> | null };

type Made = Readonly<Partial<Record<CountedKind, () => Promise<object>>>>;

/** The resolvers of `CountedContribution`: what leaves an organisation is what the contract names, and nothing beside it. */
export const countedContribution = Object.fromEntries(
  countedKinds.map((kind) => {
    const pick = pickerOf(schemas[kind]);
    return [kind, async (made: Made) => pick((await made[kind]?.()) ?? null)];
  }),
);

/** What another system gave of one household. */
export function readCounts(given: unknown): CountedShares {
  const byKind = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
  return {
    measures: read(schemas.measures, byKind['measures']),
    help: read(schemas.help, byKind['help']),
    costs: read(schemas.costs, byKind['costs']),
  };
}

interface Told {
  readonly outcome: string;
  readonly reason: string | null;
  readonly parts: readonly unknown[];
}

function read<Share extends Told>(
  schema: z.ZodType<Share>,
  given: unknown,
):
  | Share
  | { readonly outcome: 'UNAVAILABLE'; readonly reason: 'CONTRACT_BROKEN'; readonly parts: readonly [] }
  | null {
  if (given === null || given === undefined) return null;
  const share = schema.safeParse(given);
  if (!share.success || !isSound(share.data)) {
    return { outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', parts: [] };
  }
  return share.data;
}

/** That there is nothing is said without a reservation, and nothing is given beside a failure. */
function isSound({ outcome, reason, parts }: Told): boolean {
  if (outcome === 'ANSWERED') return true;
  return parts.length === 0 && (outcome !== 'NOT_KNOWN' || reason === null);
}

/** The contract as JSON Schema, for who is counted from a system that is not written with these schemas. */
export function countsAsJsonSchema(): object {
  const { $schema, ...contract } = z.toJSONSchema(z.object(schemas).partial(), { io: 'input' });
  return {
    $schema,
    title: 'CountedShare',
    description:
      'What an organisation gives of a household that is counted: the value of each field of CountedContribution, by its name.',
    ...contract,
  };
}
