/** A named question with a size, and whether an answer to it is right. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  expectedAnswer,
  expectedAnswerWithoutRaad,
  householdIds,
  type QuestionSize,
  variants,
} from './household-data.js';
import { householdView, householdViewWithoutRaad } from './supergraph.js';

/** `whole`: everything; `raad-lost`: everything is asked and the Raad does not answer; `without-raad`: it is not asked. */
export type QuestionKind = 'whole' | 'raad-lost' | 'without-raad';

export interface Question extends QuestionSize {
  readonly kind: QuestionKind;
}

export interface PreparedQuestion {
  readonly operation: string;
  /** One list of ids for each variant. */
  readonly ids: readonly (readonly string[])[];
  /** One request body for each variant. */
  readonly bodies: readonly string[];
  /** @throws Error for a wrong answer; says where it differs, never what stands there. */
  check(variant: number, text: string): void;
}

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  errors: z.array(z.unknown()).optional(),
});

/** Texts that were found right for one variant; a gateway that orders its errors in several ways has several. */
const rememberedTexts = 8;

export function prepareQuestion({ kind, ...size }: Question): PreparedQuestion {
  const operation = kind === 'without-raad' ? householdViewWithoutRaad : householdView;
  const ids = Array.from({ length: variants }, (_, variant) => householdIds(size, variant));
  const expected = ids.map((each) => expectedOf(kind, each));
  const right: string[][] = ids.map(() => []);
  return {
    operation,
    ids,
    bodies: ids.map((each) => JSON.stringify({ query: operation, variables: { ids: each } })),
    check(variant, text) {
      const known = right[variant] ?? [];
      if (known.includes(text)) return;
      requireRight(text, expected[variant], kind === 'raad-lost');
      if (known.length < rememberedTexts) known.push(text);
    },
  };
}

/** @throws Error when data differ from what is expected, or when errors stand beside whole data. */
export function requireRight(text: string, expected: unknown, mayHaveErrors: boolean): void {
  const { data, errors = [] } = answerSchema.parse(JSON.parse(text));
  if (errors.length > 0 && !mayHaveErrors) throw new Error(`expected no errors, received ${errors.length}`);
  const difference = firstDifference(data, expected, 'data');
  if (difference) throw new Error(`a wrong answer: ${difference}`);
}

function expectedOf(kind: QuestionKind, ids: readonly string[]): unknown {
  switch (kind) {
    case 'whole':
      return expectedAnswer(ids);
    case 'raad-lost':
      return expectedAnswer(ids, 'raad');
    case 'without-raad':
      return expectedAnswerWithoutRaad(ids);
    default:
      throw new Error(`unknown kind ${kind satisfies never}`);
  }
}

/** The path of the first place where two values differ; `null` when they are equal. The order of keys is no difference. */
export function firstDifference(received: unknown, expected: unknown, path: string): string | null {
  if (isDeepStrictEqual(received, expected)) return null;
  if (!isContainer(received) || !isContainer(expected)) return path;
  const keys = new Set([...Object.keys(received), ...Object.keys(expected)]);
  for (const key of keys) {
    const difference = firstDifference(received[key], expected[key], `${path}.${key}`);
    if (difference) return difference;
  }
  return path;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
