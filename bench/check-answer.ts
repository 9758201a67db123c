/** Whether an answer is right: a wrong one fails the run, however fast it came. */
import { z } from 'zod';
import type { ExpectedCounts } from './workloads.js';

const answerSchema = z.object({
  data: z.object({ householdsOfPerson: z.array(z.record(z.string(), z.unknown())) }),
  errors: z.array(z.unknown()).optional(),
});

/**
 * What stands in an answer of right and differs from one time to the next: instants of reading, its own number, and of a
 * source that is lost whether it was asked once more (state of its breaker, words of the error).
 */
const changing = /"(retrievedAt|asOf|requestId|circuit|message)":"[^"]*"/g;

/** The answer without what may differ each time, to be compared whole. */
export function withoutTimes(text: string): string {
  return text.replace(changing, '"$1":"*"');
}

/** @throws Error that says what was expected and what was received, of counts alone. */
export function checkAnswer(text: string, expected: ExpectedCounts, expectedErrors: number): void {
  const { data, errors = [] } = answerSchema.parse(JSON.parse(text));
  const [household, ...others] = data.householdsOfPerson;
  if (!household || others.length > 0) {
    throw new Error(`expected one household, received ${data.householdsOfPerson.length}`);
  }
  if (errors.length !== expectedErrors) {
    throw new Error(`expected ${expectedErrors} errors, received ${errors.length}`);
  }
  for (const [path, count] of Object.entries(expected)) {
    const value = path.split('.').reduce<unknown>(fieldOf, household);
    const received = Array.isArray(value) ? value.length : value;
    if (received !== count) {
      throw new Error(`${path}: expected ${count}, received ${String(received)}`);
    }
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
