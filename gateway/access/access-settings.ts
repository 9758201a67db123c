/** Whose access tokens are taken, from environment variables. How they are written: docs/configuration.md. */
import { z } from 'zod';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { describeIssues, wholeNumber } from '../../adapter-kit/agreed-settings.js';
import { ConfigurationError, type Environment, withoutEmpty } from '../../adapter-kit/source-settings.js';
import { parseStrictJson } from '../../adapter-kit/strict-json.js';

/** Signatures that are taken: asymmetric ones only, none of them by SHA-1. `EdDSA` is Ed25519. */
export const tokenAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

export interface IssuerSettings {
  /** As `iss` spells it, to the letter. */
  readonly issuer: string;
  /** Who the tokens must be for: what `aud` has to name. */
  readonly audience: string;
  /** Where its keys are. Nothing in a token changes that. */
  readonly jwksUrl: string;
  readonly algorithms: readonly TokenAlgorithm[];
  /** For whom it may speak: nobody becomes anything else by its tokens. */
  readonly functions: readonly FunctionName[];
  /** OINs of the organisations for which it may speak; `null`: whichever it names. */
  readonly organisations: readonly string[] | null;
  /** `at+jwt`: only tokens that say they are access tokens (RFC 9068). `any`: also those that say `JWT`, or nothing. */
  readonly tokenType: 'at+jwt' | 'any';
}

export interface AccessSettings {
  readonly issuers: readonly IssuerSettings[];
  /** How long keys are used while their issuer cannot be reached. */
  readonly keysMaxAgeSeconds: number;
}

const secureUrl = z
  .string()
  .refine(isSecureUrl, 'expected an https URL (http on this machine only) without credentials or fragment');

const issuerSchema = z.strictObject({
  issuer: secureUrl.refine((url) => !url.includes('?'), 'expected a URL without a query'),
  audience: z.string().min(1, 'expected a text').max(500, 'expected at most 500 characters'),
  jwksUrl: secureUrl,
  algorithms: z
    .array(z.enum(tokenAlgorithms, `expected some of ${tokenAlgorithms.join(', ')}`))
    .min(1, 'expected at least one'),
  functions: z
    .array(z.enum(functionNames, `expected some of ${functionNames.join(', ')}`))
    .min(1, 'expected at least one'),
  organisations: z
    .array(z.string().regex(/^\d{20}$/, 'expected an OIN of 20 digits'))
    .min(1, 'expected at least one, or no organisations at all')
    .nullable()
    .default(null),
  tokenType: z.enum(['at+jwt', 'any'], 'expected at+jwt or any').default('at+jwt'),
});
const issuersSchema = z
  .array(issuerSchema, 'expected a list of issuers')
  .min(1, 'expected at least one issuer')
  .refine(
    (issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length,
    'expected every issuer once',
  );

export const accessSettingsShape = {
  ACCESS_ISSUERS: z
    .string()
    .transform((text, context): readonly IssuerSettings[] => {
      const read = parseStrictJson(text);
      const parsed = 'value' in read ? issuersSchema.safeParse(read.value) : null;
      if (parsed?.success) return parsed.data;
      if (!parsed)
        context.addIssue({ code: 'custom', message: 'expected JSON in which no name stands twice' });
      for (const { path, message } of parsed?.error.issues ?? []) {
        context.addIssue({ code: 'custom', path: path.map(placeOf), message });
      }
      return z.NEVER;
    })
    .optional(),
  ACCESS_KEYS_MAX_AGE_SECONDS: wholeNumber(60, 86_400).default(3_600),
};

const accessSchema = z.object(accessSettingsShape);

/** `null`: no issuer is configured, and nobody can be known. */
export function toAccessSettings(data: z.infer<typeof accessSchema>): AccessSettings | null {
  const { ACCESS_ISSUERS: issuers, ACCESS_KEYS_MAX_AGE_SECONDS: keysMaxAgeSeconds } = data;
  return issuers ? { issuers, keysMaxAgeSeconds } : null;
}

/** @throws ConfigurationError naming everything that is wrong, and what was expected. */
export function readAccessSettings(environment: Environment): AccessSettings | null {
  const parsed = accessSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) throw new ConfigurationError(describeIssues(parsed.error));
  return toAccessSettings(parsed.data);
}

/** A place in the list, as a line of the configuration's problems names it. */
function placeOf(step: PropertyKey): string | number {
  return typeof step === 'symbol' ? String(step) : step;
}

function isSecureUrl(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}
