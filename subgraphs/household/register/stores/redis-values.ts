/**
 * What comes back from Redis, admitted or refused with `CONTRACT_BROKEN`. Documents are our own writing, under a key that names
 * their format, and are read on every request: of them, and of questions and confirmations, only the frame is checked. What the
 * feeds gave is checked whole.
 */
import { z } from 'zod';
import { rosterReferenceSchema } from '../../../../adapter-kit/roster.js';
import type { HouseholdDocument, LinkConfirmation, LinkQuestion } from '../document.js';
import { registerFailure } from './redis-failures.js';

export const feedStateSchema = z.object({
  organisation: z.string(),
  asOf: z.string().nullable(),
  readAt: z.string().nullable(),
  watermark: z.string().nullable(),
  under: z.string().optional(),
});

export const storedReferenceSchema = z.object({
  organisation: z.string(),
  reference: rosterReferenceSchema,
});

export const auditLineSchema = z.object({
  at: z.string(),
  organisation: z.string(),
  event: z.enum([
    'REFERENCE_REMOVED',
    'REFERENCE_CORRECTED',
    'LINK_CONFIRMED',
    'LINK_UNDONE',
    'HOUSEHOLD_SPLIT',
  ]),
  digest: z.string(),
});

/** Instant, case, and what keeps two reads of one instant apart. */
export const readSchema = z.tuple([z.string(), z.string().nullable(), z.string()]);

/** @throws SourceError of reason `CONTRACT_BROKEN`: a damaged document must not look like a household that does not exist. */
export function parseDocument(text: unknown): HouseholdDocument {
  const value = parseJson(text, 'a household');
  if (!isDocument(value))
    throw registerFailure('CONTRACT_BROKEN', 'expected a household, and found something else');
  return value;
}

/** @throws SourceError of reason `CONTRACT_BROKEN` */
export function parseQuestions(text: unknown): readonly LinkQuestion[] {
  const value = parseJson(text, 'questions');
  if (Array.isArray(value) && value.every(isQuestion)) return value;
  throw registerFailure('CONTRACT_BROKEN', 'expected questions, and found something else');
}

/** @throws SourceError of reason `CONTRACT_BROKEN` */
export function parseConfirmation(text: unknown): LinkConfirmation {
  const value = parseJson(text, 'a confirmation');
  if (isConfirmation(value)) return value;
  throw registerFailure('CONTRACT_BROKEN', 'expected a confirmation, and found something else');
}

/** @throws SourceError of reason `CONTRACT_BROKEN` */
export function parseStored<Schema extends z.ZodType>(schema: Schema, text: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(text, 'a record'));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw registerFailure(
    'CONTRACT_BROKEN',
    `expected a record of the register, and found another in '${field}'`,
  );
}

/** Admits a reply that is a list; `null`: nothing is stored. */
export function parseReply(reply: unknown): readonly unknown[] | null {
  if (reply === null || reply === undefined) return null;
  return parseList(reply);
}

export function parseList(reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply;
  throw registerFailure('CONTRACT_BROKEN', 'expected a list from Redis, and received something else');
}

export function parseText(reply: unknown): string {
  if (typeof reply === 'string') return reply;
  throw registerFailure('CONTRACT_BROKEN', 'expected a text from Redis, and received something else');
}

function parseJson(text: unknown, what: string): unknown {
  try {
    return JSON.parse(parseText(text));
  } catch {
    // Without cause: its message would quote what is stored.
    throw registerFailure('CONTRACT_BROKEN', `expected ${what} of the register, and found no JSON`);
  }
}

// The frame only; see the top. What is in it was of this type when this register wrote it.
function isDocument(value: unknown): value is HouseholdDocument {
  return hasTexts(value, ['id']) && hasLists(value, ['aliases', 'links', 'members', 'foundBy']);
}

function isQuestion(value: unknown): value is LinkQuestion {
  return hasTexts(value, ['id', 'about', 'kind']) && hasLists(value, ['joins']);
}

function isConfirmation(value: unknown): value is LinkConfirmation {
  return hasTexts(value, ['id', 'about', 'by', 'at']) && hasLists(value, ['joins']);
}

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => typeof fieldOf(value, name) === 'string');
}

function hasLists(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => Array.isArray(fieldOf(value, name)));
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
