/** Settings that the gateway and a subgraph in a process of its own must agree on. */
import { z } from 'zod';
import { DEMONSTRATION_KEY_TOKEN_SECRET } from './key-token.js';
import { commonProductionProblems, isProduction } from './production.js';
import { DEMONSTRATION_PSEUDONYM_KEY } from './pseudonym.js';
import { defaultResilience, type ResilienceSettings } from './resilience.js';
import { ConfigurationError, type Environment, withoutEmpty } from './source-settings.js';

/** A whole number in a variable of the environment. */
export function wholeNumber(least: number, most: number) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d+$/, expected)
    .transform(Number)
    .refine((value) => value >= least && value <= most, expected);
}

/** A text that goes into the processing log as it is: printable, and without a number that could be a person's. */
function recordedText(least: number, most: number) {
  return z
    .string()
    .refine(
      (value) => value.length >= least && value.length <= most && /^[\x20-\x7e\u00a0-\u017f]*$/.test(value),
      `expected ${least} to ${most} printable characters`,
    )
    .refine((value) => !/\d{8}/.test(value), 'expected no number that could be of a person')
    .optional();
}

export const agreedSettingsShape = {
  NODE_ENV: z.string().default('development'),
  SOURCE_TIMEOUT_MS: wholeNumber(50, 60_000).default(2_000),
  SOURCE_MAX_TRIES: wholeNumber(1, 5).default(defaultResilience.maxTries),
  SOURCE_RETRY_DELAY_MS: wholeNumber(0, 10_000).default(defaultResilience.retryDelayMs),
  SOURCE_RETRY_PERCENT: wholeNumber(0, 100).default(defaultResilience.retryPercent),
  SOURCE_RETRIES_AT_LEAST: wholeNumber(0, 1_000).default(defaultResilience.retriesAtLeast),
  SOURCE_SLOW_AFTER_MS: wholeNumber(1, 60_000).default(defaultResilience.slowAfterMs),
  SOURCE_BREAK_AFTER_FAILURES: wholeNumber(1, 1_000).default(defaultResilience.breakAfterFailures),
  SOURCE_BREAK_PERCENT: wholeNumber(1, 100).default(defaultResilience.breakPercent),
  SOURCE_RESET_AFTER_MS: wholeNumber(10, 600_000).default(defaultResilience.resetAfterMs),
  SOURCE_MAX_CONCURRENT: wholeNumber(1, 1_000).default(defaultResilience.maxConcurrent),
  SOURCE_MAX_QUEUED: wholeNumber(0, 100_000).default(defaultResilience.maxQueued),
  ROSTER_POLL_SECONDS: wholeNumber(1, 86_400).default(5),
  ROSTER_MAX_AGE_SECONDS: wholeNumber(1, 604_800).default(60),
  PSEUDONYM_KEY: z.string().min(32, 'expected at least 32 characters').default(DEMONSTRATION_PSEUDONYM_KEY),
  PSEUDONYM_KEY_PREVIOUS: z.string().min(32, 'expected at least 32 characters').optional(),
  LEGAL_GROUND: recordedText(5, 500),
  DPIA_REFERENCE: recordedText(3, 200),
  KEY_TOKEN_SECRET: z
    .string()
    .min(32, 'expected at least 32 characters')
    .default(DEMONSTRATION_KEY_TOKEN_SECRET),
  CLOCK_STARTS_AT: z.iso
    .datetime({ offset: true, error: 'expected an instant with an offset (RFC 3339)' })
    .optional(),
};

export interface AgreedSettings {
  /** How long one call to a source may take. */
  readonly sourceTimeoutMs: number;
  /** How a source is asked again, left alone and queued for. */
  readonly resilience: ResilienceSettings;
  readonly rosterPollSeconds: number;
  readonly rosterMaxAgeSeconds: number;
  readonly pseudonymKey: string;
  /** The key before this one, while the region changes it; `null`: nothing is being changed. */
  readonly previousPseudonymKey: string | null;
  /** On which legal ground (AVG art. 6) the register links, and by which DPIA (AVG art. 35); `null`: not recorded. */
  readonly grounds: RecordedGrounds | null;
  readonly keyTokenSecret: string;
  /** Moves the calendar to this instant at start; for the cast. `null`: the machine's own. */
  readonly clockStartsAt: Date | null;
}

export interface RecordedGrounds {
  readonly legalGround: string;
  readonly dpiaReference: string;
}

const agreedSchema = z.object(agreedSettingsShape);

export function toAgreedSettings(data: z.infer<typeof agreedSchema>): AgreedSettings {
  return {
    sourceTimeoutMs: data.SOURCE_TIMEOUT_MS,
    resilience: {
      maxTries: data.SOURCE_MAX_TRIES,
      retryDelayMs: data.SOURCE_RETRY_DELAY_MS,
      retryPercent: data.SOURCE_RETRY_PERCENT,
      retriesAtLeast: data.SOURCE_RETRIES_AT_LEAST,
      slowAfterMs: data.SOURCE_SLOW_AFTER_MS,
      breakAfterFailures: data.SOURCE_BREAK_AFTER_FAILURES,
      breakPercent: data.SOURCE_BREAK_PERCENT,
      resetAfterMs: data.SOURCE_RESET_AFTER_MS,
      maxConcurrent: data.SOURCE_MAX_CONCURRENT,
      maxQueued: data.SOURCE_MAX_QUEUED,
    },
    rosterPollSeconds: data.ROSTER_POLL_SECONDS,
    rosterMaxAgeSeconds: data.ROSTER_MAX_AGE_SECONDS,
    pseudonymKey: data.PSEUDONYM_KEY,
    previousPseudonymKey: data.PSEUDONYM_KEY_PREVIOUS ?? null,
    grounds:
      data.LEGAL_GROUND === undefined || data.DPIA_REFERENCE === undefined
        ? null
        : { legalGround: data.LEGAL_GROUND, dpiaReference: data.DPIA_REFERENCE },
    keyTokenSecret: data.KEY_TOKEN_SECRET,
    clockStartsAt: data.CLOCK_STARTS_AT === undefined ? null : new Date(data.CLOCK_STARTS_AT),
  };
}

/** What is wrong with settings that are each right. */
export function contradictions(data: z.infer<typeof agreedSchema>): readonly string[] {
  return [
    ...(data.ROSTER_POLL_SECONDS < data.ROSTER_MAX_AGE_SECONDS
      ? []
      : ['ROSTER_POLL_SECONDS: expected less than ROSTER_MAX_AGE_SECONDS, or every feed is always stale']),
    ...(data.PSEUDONYM_KEY_PREVIOUS === data.PSEUDONYM_KEY
      ? ['PSEUDONYM_KEY_PREVIOUS: expected another key than PSEUDONYM_KEY']
      : []),
    ...((data.LEGAL_GROUND === undefined) === (data.DPIA_REFERENCE === undefined)
      ? []
      : ['LEGAL_GROUND, DPIA_REFERENCE: expected both or neither']),
  ];
}

/** @throws ConfigurationError naming every variable that is wrong, and what was expected. */
export function readAgreedSettings(environment: Environment): AgreedSettings {
  const given = withoutEmpty(environment);
  const parsed = agreedSchema.safeParse(given);
  const problems = isProduction(given) ? [...commonProductionProblems(given)] : [];
  if (!parsed.success) throw new ConfigurationError([...describeIssues(parsed.error), ...problems]);
  problems.push(...contradictions(parsed.data));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return toAgreedSettings(parsed.data);
}

/** One line for each variable that is wrong; its value is not repeated, because it may be a secret. */
export function describeIssues(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}
