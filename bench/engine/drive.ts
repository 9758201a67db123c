/** Asks one question again and again, and holds every answer against the right one. */
import { variants } from './household-data.js';
import type { PreparedQuestion } from './question.js';

/** Puts one variant of a question in the name of one identity. */
export type Ask = (variant: number, identity: string) => Promise<string>;

/** Each request is somebody else's, or of one of two hundred in turn, or all are of one. */
export const identityKinds = ['unique', 'few', 'one'] as const;
export type IdentityKind = (typeof identityKinds)[number];

export interface DriveOptions {
  readonly question: PreparedQuestion;
  readonly concurrency: number;
  readonly durationMs: number;
  readonly identities: IdentityKind;
}

export interface Driven {
  readonly requests: number;
  readonly elapsedMs: number;
  readonly latenciesMs: readonly number[];
}

/** So many requests under way at any time, the next as soon as one is answered. @throws Error at a wrong answer. */
export async function driveClosed(ask: Ask, options: DriveOptions): Promise<Driven> {
  const { question, concurrency, durationMs } = options;
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  let asked = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const variant = asked++ % variants;
      const askedAt = performance.now();
      const text = await ask(variant, nextIdentity(options.identities));
      latenciesMs.push(performance.now() - askedAt);
      question.check(variant, text);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { requests: latenciesMs.length, elapsedMs: performance.now() - startedAt, latenciesMs };
}

/** One request at each tick, whether or not earlier ones are answered. @throws Error at a wrong answer. */
export async function drivePaced(
  ask: Ask,
  options: Omit<DriveOptions, 'concurrency'> & { readonly perSecond: number },
): Promise<Driven> {
  const { question, durationMs, perSecond } = options;
  const latenciesMs: number[] = [];
  const under = new Set<Promise<void>>();
  let failure: unknown = null;
  const one = async (variant: number, dueAt: number): Promise<void> => {
    const text = await ask(variant, nextIdentity(options.identities));
    // From when it was due: a program that makes the asker wait hides nothing.
    latenciesMs.push(performance.now() - dueAt);
    question.check(variant, text);
  };
  const startedAt = performance.now();
  const total = Math.floor((durationMs / 1_000) * perSecond);
  let asked = 0;
  while (asked < total && failure === null) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) + 1);
    for (; asked < due; asked += 1) {
      const dueAt = startedAt + (asked / perSecond) * 1_000;
      const request = one(asked % variants, dueAt).catch((thrown: unknown) => {
        failure = thrown;
      });
      under.add(request);
      void request.then(() => under.delete(request));
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(under);
  if (failure !== null) throw failure;
  return { requests: latenciesMs.length, elapsedMs: performance.now() - startedAt, latenciesMs };
}

let identities = 0;
const few = 200;

function nextIdentity(kind: IdentityKind): string {
  if (kind === 'one') return 'Bearer worker-0';
  identities += 1;
  // Others than the unique ones, so that neither finds what the other left behind.
  return kind === 'few' ? `Bearer worker-00${identities % few}` : `Bearer worker-${identities}`;
}
