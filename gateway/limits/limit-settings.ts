/**
 * The limits that an operator may set, as environment variables. The others follow from these, or protect what no honest
 * client comes near.
 */
import { wholeNumber } from '../../adapter-kit/agreed-settings.js';
import { defaultLimits, type GatewayLimits } from './gateway-limits.js';

/** Part of the schema of the gateway's configuration. */
export const limitSettingsShape = {
  LIMIT_BODY_BYTES: wholeNumber(1_024, 16_777_216).default(defaultLimits.bodyBytes),
  LIMIT_TOKENS: wholeNumber(100, 100_000).default(defaultLimits.tokens),
  LIMIT_DEPTH: wholeNumber(5, 200).default(defaultLimits.depth),
  LIMIT_ROOT_FIELDS: wholeNumber(1, 1_000).default(defaultLimits.rootFields),
  LIMIT_SELECTIONS: wholeNumber(10, 100_000).default(defaultLimits.selections),
  LIMIT_ALIASES: wholeNumber(1, 10_000).default(defaultLimits.aliases),
  LIMIT_BRANCHES: wholeNumber(1, 10_000).default(defaultLimits.branches),
  LIMIT_COST: wholeNumber(100, 100_000_000).default(defaultLimits.cost),
};

/** A name and the blanks before it. */
const charactersOfToken = 10;

/** What they come to, with the defaults of all others. */
export function toLimits(settings: Readonly<Record<keyof typeof limitSettingsShape, number>>): GatewayLimits {
  return {
    ...defaultLimits,
    bodyBytes: settings.LIMIT_BODY_BYTES,
    tokens: settings.LIMIT_TOKENS,
    queryCharacters: charactersOfToken * settings.LIMIT_TOKENS,
    depth: settings.LIMIT_DEPTH,
    rootFields: settings.LIMIT_ROOT_FIELDS,
    selections: settings.LIMIT_SELECTIONS,
    aliases: settings.LIMIT_ALIASES,
    branches: settings.LIMIT_BRANCHES,
    cost: settings.LIMIT_COST,
  };
}
