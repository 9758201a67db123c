/** Foreign data is admitted here or refused: an adapter never guesses. */
import type { z } from 'zod';
import { SourceError } from './source-error.js';

export interface ContractSubject {
  readonly organisation: string;
  /** What is being parsed, in the source's own word, e.g. `zaak` or `measure row`. */
  readonly what: string;
}

/**
 * Parses what a source sent.
 *
 * @throws SourceError `CONTRACT_BROKEN` naming every field that did not parse and what was expected there, and no value.
 */
export function parseContract<T>(schema: z.ZodType<T>, value: unknown, subject: ContractSubject): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => [subject.what, ...issue.path.map(String)].join('.'));
  const expectations = result.error.issues.map((issue, index) => `${fields[index]}: ${describeIssue(issue)}`);
  throw new SourceError({
    organisation: subject.organisation,
    reason: 'CONTRACT_BROKEN',
    field: [...new Set(fields)].join(', '),
    detail: `the answer broke its contract: ${[...new Set(expectations)].slice(0, 5).join('; ')}`,
    cause: undefined,
  });
}

/** The same error for a rule that no schema says, e.g. an end before a start. */
export function contractBroken(subject: ContractSubject, field: string, expected: string): SourceError {
  return new SourceError({
    organisation: subject.organisation,
    reason: 'CONTRACT_BROKEN',
    field: `${subject.what}.${field}`,
    detail: `the answer broke its contract: ${subject.what}.${field}: expected ${expected}`,
  });
}

// zod's own messages may repeat what was received (a literal, a key), so they are rebuilt from the issue's code.
function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected one of ${issue.values.length} known values`;
    case 'invalid_format':
      return `expected format ${issue.format}`;
    case 'unrecognized_keys':
      return `expected no other keys, received ${issue.keys.length}`;
    case 'custom':
      return typeof issue.params?.['expected'] === 'string'
        ? `expected ${issue.params['expected']}`
        : 'not as agreed';
    default:
      return `not as agreed (${issue.code})`;
  }
}
