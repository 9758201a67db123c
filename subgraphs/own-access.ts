/**
 * Access of a subgraph in a process of its own: whose signature it takes, where its owner's decisions are kept, and what the owner has
 * in its own hand. Without `ACCESS_CONTEXT_KEYS_FILE` there are no access rules.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readSigningKey, readVerifyingKeys } from '../adapter-kit/access/context-keys.js';
import { createOwnerControls, readOwnerSettings } from '../adapter-kit/access/owner-settings.js';
import { createContextSigner } from '../adapter-kit/access/signed-context.js';
import { type ChainedLog, openChainedLog } from '../adapter-kit/accountability/chained-log.js';
import { createDecisionRecorder } from '../adapter-kit/accountability/decision-recorder.js';
import { keepSegments } from '../adapter-kit/accountability/keep-segments.js';
import { defaultKeepMonths } from '../adapter-kit/accountability/log-retention.js';
import { decisionLogOf } from '../adapter-kit/accountability/recorded-decisions.js';
import { describeIssues, wholeNumber } from '../adapter-kit/agreed-settings.js';
import type { SubgraphTools } from '../adapter-kit/organisation-source.js';
import { ConfigurationError, type Environment, withoutEmpty } from '../adapter-kit/source-settings.js';
import type { SubgraphName } from '../schema/subgraph-sdl.js';
import { loadAccessRulesText } from './access-rules.js';
import { createDecisionPointOf } from './decision-points.js';

export interface OwnAccess {
  readonly tools: Pick<
    SubgraphTools,
    'contextKeys' | 'feedKeys' | 'tokenClock' | 'recordDecisions' | 'controlsOf' | 'decisionPointOf'
  >;
  /** By which a register in this process reads the feed of a subgraph elsewhere; `null`: it has no key. */
  readonly feedTokenFor: ((name: string) => Promise<string>) | null;
  close(): Promise<void>;
}

export interface OwnAccessOptions {
  readonly name: SubgraphName;
  /** As the graph spells it; `REGISTER` for the household register. */
  readonly organisation: string;
  /** Whether it reads feeds of subgraphs in other processes, and so has to say who it is. */
  readonly readsFeedsElsewhere: boolean;
  readonly pseudonymKey: string;
  readonly report: (problem: string) => void;
}

const ownSchema = z.object({
  ACCESS_CONTEXT_KEYS_FILE: z.string().min(1).optional(),
  ACCESS_FEED_KEYS_FILE: z.string().min(1).optional(),
  FEED_SIGNING_KEY_FILE: z.string().min(1).optional(),
  DECISION_LOG_FOLDER: z.string().min(1).optional(),
  LOG_SEAL_KEY_FILE: z.string().min(1).optional(),
  DECISION_LOG_KEEP_MONTHS: wholeNumber(1, 1_200).default(defaultKeepMonths),
});

/** The rules that decide, and the language that they are in. */
const engine = 'cedar 4';

/** `null`: no access rules stand. @throws ConfigurationError that names every setting that is wrong, and what was expected. */
export async function openOwnAccess(
  environment: Environment,
  options: OwnAccessOptions,
): Promise<OwnAccess | null> {
  const { name, organisation, readsFeedsElsewhere, pseudonymKey, report } = options;
  const parsed = ownSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) throw new ConfigurationError(describeIssues(parsed.error));
  const { data } = parsed;
  if (data.ACCESS_CONTEXT_KEYS_FILE === undefined) return null;
  const folder = data.DECISION_LOG_FOLDER;
  if (folder === undefined || (readsFeedsElsewhere && data.FEED_SIGNING_KEY_FILE === undefined)) {
    throw new ConfigurationError([
      ...(folder === undefined
        ? [
            'DECISION_LOG_FOLDER: expected beside ACCESS_CONTEXT_KEYS_FILE: what is decided is kept before anything is answered',
          ]
        : []),
      ...(readsFeedsElsewhere && data.FEED_SIGNING_KEY_FILE === undefined
        ? [
            'FEED_SIGNING_KEY_FILE: expected beside ACCESS_CONTEXT_KEYS_FILE: subgraphs in other processes give their feed to who signs',
          ]
        : []),
    ]);
  }
  const settings = readOwnerSettings(environment);
  const decisionPointOf = createDecisionPointOf(environment, [{ name, organisation }]);
  const contextKeys = await readKeys(
    'ACCESS_CONTEXT_KEYS_FILE',
    data.ACCESS_CONTEXT_KEYS_FILE,
    readVerifyingKeys,
  );
  const feedKeys =
    data.ACCESS_FEED_KEYS_FILE === undefined
      ? null
      : await readKeys('ACCESS_FEED_KEYS_FILE', data.ACCESS_FEED_KEYS_FILE, readVerifyingKeys);
  const tokenClock = (): Date => new Date();
  const signer =
    data.FEED_SIGNING_KEY_FILE === undefined
      ? null
      : createContextSigner(
          (await readKeys('FEED_SIGNING_KEY_FILE', data.FEED_SIGNING_KEY_FILE, readSigningKey)).signing,
          tokenClock,
        );
  const sealKey =
    data.LOG_SEAL_KEY_FILE === undefined
      ? undefined
      : (await readKeys('LOG_SEAL_KEY_FILE', data.LOG_SEAL_KEY_FILE, async (text) => text)).trim();
  const log = await openDecisions(decisionLogOf(folder, name), { sealKey, report });
  const stopKeeping = keepSegments({ log, keepMonths: data.DECISION_LOG_KEEP_MONTHS, report });
  const rules = loadAccessRulesText(name);
  const policySet = { name, hash: createHash('sha256').update(rules).digest('hex') };
  const recorder = createDecisionRecorder({ log, pseudonymKey, policySet, engine });
  const controls = {
    // The register gives what its holders give; the switch and the budget are theirs.
    ...(name === 'household'
      ? {}
      : createOwnerControls({ name, organisation }, { settings, now: tokenClock, report })),
    canRecord: recorder.canRecord,
  };
  return {
    tools: {
      contextKeys,
      tokenClock,
      ...(feedKeys ? { feedKeys } : {}),
      recordDecisions: recorder.record,
      // Other organisations' subgraphs, where a register has them in its process, are for their feeds alone.
      controlsOf: (asked) => (asked === name ? controls : undefined),
      ...(decisionPointOf ? { decisionPointOf: decisionPointOf.of } : {}),
    },
    feedTokenFor: signer && ((audience) => signer.signFeed(audience)),
    async close() {
      await stopKeeping();
      await log.close();
      await decisionPointOf?.close();
    },
  };
}

async function openDecisions(
  place: { readonly folder: string; readonly name: string },
  { sealKey, report }: { readonly sealKey: string | undefined; readonly report: (problem: string) => void },
): Promise<ChainedLog> {
  try {
    return await openChainedLog({ ...place, now: () => new Date(), report, sealKey });
  } catch (thrown) {
    // What the system says names paths; what the log says names the line that is not as it was written.
    const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : null;
    if (typeof code !== 'string') throw thrown;
    throw new ConfigurationError([
      `DECISION_LOG_FOLDER: expected a folder that this process can write to (${code})`,
    ]);
  }
}

async function readKeys<T>(variable: string, file: string, parse: (text: string) => Promise<T>): Promise<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigurationError([`${variable}: expected a file that can be read`]);
  }
  try {
    return await parse(text);
  } catch (thrown) {
    throw new ConfigurationError([
      `${variable}: ${thrown instanceof Error ? thrown.message : 'expected a key'}`,
    ]);
  }
}
