/**
 * The gateway's configuration, from environment variables, checked as a whole before anything starts. Half a
 * configuration is refused: a source that is given its address but not its credentials would look like a source that is down.
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import {
  type AgreedSettings,
  agreedSettingsShape,
  contradictions,
  describeIssues,
  toAgreedSettings,
  wholeNumber,
} from '../adapter-kit/agreed-settings.js';
import type { OrganisationModule } from '../adapter-kit/organisation-source.js';
import { isProduction } from '../adapter-kit/production.js';
import {
  ConfigurationError,
  type Environment,
  isHttpUrl,
  readSourceSettings,
  subgraphUrlVariable,
  withoutEmpty,
} from '../adapter-kit/source-settings.js';
import {
  type CombinedSettings,
  combinedVariables,
  readCombinedSettings,
} from '../subgraphs/household/combined/settings.js';
import {
  type RedisSettings,
  readRedisSettings,
} from '../subgraphs/household/register/stores/redis-settings.js';
import { type AccessSettings, accessSettingsShape, toAccessSettings } from './access/access-settings.js';
import { admissionProblems } from './access/admission-mode.js';
import {
  type LogSettings,
  logContradictions,
  logSettingsShape,
  toLogSettings,
} from './accountability/log-settings.js';
import { isExactOrigin, splitOrigins } from './cors.js';
import type { GatewayLimits } from './limits/gateway-limits.js';
import { limitSettingsShape, toLimits } from './limits/limit-settings.js';
import { productionProblems } from './production.js';

/** Where an organisation's subgraph runs, and if embedded where its source is. */
export type SubgraphPlacement =
  | { readonly placement: 'REMOTE'; readonly url: string }
  | { readonly placement: 'EMBEDDED'; readonly settings: Readonly<Record<string, string>> }
  | { readonly placement: 'SIMULATED' };

export interface GatewayConfig extends AgreedSettings {
  readonly port: number;
  readonly host: string;
  readonly redis: RedisSettings | null;
  /** The terms of the law, for the register in this process. */
  readonly combined: CombinedSettings;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Where the household register runs; `null` is embedded. */
  readonly householdUrl: string | null;
  /** Origins whose pages may ask from a browser; none by default. */
  readonly corsOrigins: readonly string[];
  /** Whether only the known operations are admitted. */
  readonly onlyKnownOperations: boolean;
  readonly servesExplorer: boolean;
  /** What one request may ask at most. */
  readonly limits: GatewayLimits;
  /** Whose access tokens are taken; `null`: none are configured. */
  readonly access: AccessSettings | null;
  /** Where the simulated issuer listens, when there is one. */
  readonly simulatedIssuerPort: number;
  /** File of the private key with which the gateway signs for subgraphs elsewhere. */
  readonly signingKeyFile: string | null;
  /** Where the processing log is kept; `null`: not configured. */
  readonly logFolder: string | null;
  /** How the logs are sealed, kept and taken elsewhere. */
  readonly logs: LogSettings;
  /** Subgraph name to its placement. */
  readonly placements: ReadonlyMap<string, SubgraphPlacement>;
}

const yesOrNo = z.enum(['true', 'false'], 'expected true or false');

const gatewaySchema = z.object({
  ...agreedSettingsShape,
  PORT: wholeNumber(0, 65_535).default(4000),
  HOST: z
    .string()
    .refine(
      (value) => value === 'localhost' || isIP(value) !== 0,
      'expected an IP address of this machine, 0.0.0.0 or :: for all of them, or localhost',
    )
    .default('127.0.0.1'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], 'expected silent, error, warn, info or debug')
    .default('warn'),
  CORS_ORIGINS: z
    .string()
    .refine((value) => !value.includes('*'), {
      message: 'expected each origin by its exact name; with * any page that somebody opens could ask',
      abort: true,
    })
    .transform(splitOrigins)
    .refine(
      (origins) => origins.every(isExactOrigin),
      'expected exact origins, separated by commas, such as https://example.invalid or http://localhost:5173, without a path; http on this machine only',
    )
    .default([]),
  EXPLORER: yesOrNo.optional(),
  TLS_IN_FRONT: yesOrNo.default('false'),
  PERSISTED_OPERATIONS_ONLY: yesOrNo.default('false'),
  ...limitSettingsShape,
  ...accessSettingsShape,
  ...logSettingsShape,
  ACCESS_SIGNING_KEY_FILE: z.string().min(1).optional(),
  LOG_FOLDER: z.string().min(1).optional(),
  SIMULATED_ISSUER_PORT: wholeNumber(0, 65_535).default(4300),
  SUBGRAPH_HOUSEHOLD_URL: z
    .string()
    .refine(isHttpUrl, 'expected a URL that starts with http:// or https://')
    .optional(),
});

export interface ReadConfigOptions {
  readonly organisations: readonly OrganisationModule[];
  /** Whether a source that is not configured is simulated, the issuer of access tokens too; otherwise that is an error. */
  readonly simulate: boolean;
  /** Whether it starts without access rules. */
  readonly open: boolean;
}

/** @throws ConfigurationError naming every variable that is wrong, and what was expected. */
export function readGatewayConfig(environment: Environment, options: ReadConfigOptions): GatewayConfig {
  const problems: string[] = [];
  const given = withoutEmpty(environment);
  const parsed = gatewaySchema.safeParse(given);
  if (!parsed.success) problems.push(...describeIssues(parsed.error));
  else problems.push(...contradictions(parsed.data), ...logContradictions(parsed.data));
  problems.push(
    ...admissionProblems({
      ...options,
      hasIssuers: given['ACCESS_ISSUERS'] !== undefined,
      // What is no address at all was said already.
      host: isRefused(parsed, 'HOST') ? '127.0.0.1' : (given['HOST'] ?? '127.0.0.1'),
      isProduction: isProduction(given),
    }),
  );
  const redis = readRedisSettings(environment, problems);
  const combined = readCombinedSettings(environment, problems);
  if (given['SUBGRAPH_HOUSEHOLD_URL'] !== undefined) {
    for (const name of combinedVariables) {
      if (given[name] === undefined) continue;
      problems.push(`${name}: expected where the register runs, which is elsewhere (SUBGRAPH_HOUSEHOLD_URL)`);
    }
  }
  const placements = new Map<string, SubgraphPlacement>();
  for (const organisation of options.organisations) {
    const placement = readPlacement(organisation, given, options.simulate, problems);
    if (placement) placements.set(organisation.name, placement);
  }
  const subgraphUrls = Object.entries(given).flatMap(([name, url]): [string, string][] =>
    /^SUBGRAPH_.*_URL$/.test(name) && url !== undefined ? [[name, url]] : [],
  );
  if (!options.open && subgraphUrls.length > 0 && !isProduction(given) && !given['ACCESS_SIGNING_KEY_FILE']) {
    problems.push(
      'ACCESS_SIGNING_KEY_FILE: expected beside SUBGRAPH_…_URL: a subgraph in another process answers who is signed by a key that it knows (docs/configuration.md)',
    );
  }
  const toldOfIssuers = problems.some((line) => line.startsWith('ACCESS_ISSUERS'));
  problems.push(
    ...productionProblems(given, {
      simulate: options.simulate,
      issuers: parsed.data?.ACCESS_ISSUERS ?? null,
      // What is no address at all was said already.
      host: isRefused(parsed, 'HOST') ? '127.0.0.1' : (given['HOST'] ?? '127.0.0.1'),
      subgraphUrls: new Map(subgraphUrls),
    }).filter((line) => !(toldOfIssuers && line.startsWith('ACCESS_ISSUERS'))),
  );
  if (!parsed.success || problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
  const { data } = parsed;
  return {
    ...toAgreedSettings(data),
    port: data.PORT,
    host: data.HOST,
    redis,
    combined,
    logLevel: data.LOG_LEVEL,
    householdUrl: data.SUBGRAPH_HOUSEHOLD_URL ?? null,
    corsOrigins: data.CORS_ORIGINS,
    onlyKnownOperations: data.PERSISTED_OPERATIONS_ONLY === 'true',
    servesExplorer: data.EXPLORER === undefined ? !isProduction(given) : data.EXPLORER === 'true',
    limits: toLimits(data),
    access: toAccessSettings(data),
    simulatedIssuerPort: data.SIMULATED_ISSUER_PORT,
    signingKeyFile: data.ACCESS_SIGNING_KEY_FILE ?? null,
    logFolder: data.LOG_FOLDER ?? null,
    logs: toLogSettings(data),
    placements,
  };
}

function readPlacement(
  organisation: OrganisationModule,
  given: Environment,
  simulate: boolean,
  problems: string[],
): SubgraphPlacement | null {
  const remote = subgraphUrlVariable(organisation.name);
  const url = given[remote];
  const settings = readSourceSettings(organisation, given, problems);
  if (url !== undefined) {
    if (settings) problems.push(`${remote}: expected either this or the settings of its source, not both`);
    if (!isHttpUrl(url)) problems.push(`${remote}: expected a URL that starts with http:// or https://`);
    return { placement: 'REMOTE', url };
  }
  if (settings) return { placement: 'EMBEDDED', settings };
  if (simulate) return { placement: 'SIMULATED' };
  problems.push(`${remote}, or ${Object.keys(organisation.settings).join(', ')}: expected one of them`);
  return null;
}

function isRefused({ error }: { readonly error?: z.ZodError | undefined }, variable: string): boolean {
  return error?.issues.some(({ path }) => path[0] === variable) === true;
}
