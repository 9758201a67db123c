/** What each function sees of each kind of record, as `schema/access-summary.json` has it: generated from the owners' rules. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { recordTypes } from '../../adapter-kit/access/record-attributes.js';
import { functionNames } from '../../adapter-kit/access/subject.js';
import type { AccessSummary } from './withheld-fields.js';

const text = z.string().min(1);

const summarySchema = z.record(
  z.enum(functionNames),
  z.partialRecord(
    z.enum(recordTypes),
    z.object({
      visibility: z.enum(['ALL', 'MAY_BE_FILTERED', 'NONE']),
      explanation: z.strictObject({ rule: text, law: text, nl: text, en: text, ask: text }).nullable(),
    }),
  ),
);

/** @throws Error when it is not what the generator writes. */
export function readAccessSummary(file: string): AccessSummary {
  const read = summarySchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error('expected schema/access-summary.json as npm run compose writes it');
  return (asker, recordType) => read.data[asker][recordType] ?? null;
}
