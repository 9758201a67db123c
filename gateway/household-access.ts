/**
 * Access to the household graph, put together: who asks is verified and signed for each subgraph, what a function is never given is
 * known, and a record of every read stands before it is answered.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { generateContextKeys, readSigningKey } from '../adapter-kit/access/context-keys.js';
import type { RecordDecisions } from '../adapter-kit/access/request-access.js';
import { createContextSigner } from '../adapter-kit/access/signed-context.js';
import { projectRoot } from '../schema/project-root.js';
import { readOwners } from '../subgraphs/owner-rules.js';
import type { AccessSettings } from './access/access-settings.js';
import { createAuthenticator } from './access/authenticate.js';
import { readProcessingActivities } from './access/processing-activities.js';
import { createWithheldFields } from './access/withheld-fields.js';
import { readAccessSummary } from './access/withheld-summary.js';
import { openChainedLog } from './accountability/chained-log.js';
import { createDecisionLog, decisionLogName } from './accountability/decision-log.js';
import { hashQuery } from './accountability/log-text.js';
import { toProcessingEntry } from './accountability/processing-record.js';
import { traceContextOf } from './accountability/trace-context.js';
import type { PartsAccess } from './compose-parts.js';
import type { AnsweredRequest, ServerAccess } from './server.js';

export interface HouseholdAccessOptions {
  readonly settings: AccessSettings;
  /** File of the key with which the gateway signs for subgraphs elsewhere; `null`: one that lives as long as this process. */
  readonly signingKeyFile: string | null;
  /** Where the processing log is kept. */
  readonly logFolder: string;
  readonly supergraphSdl: string;
  /** The key of the pseudonyms in the log. */
  readonly pseudonymKey: string;
  /** The calendar of assignments; the cast's, in the demonstration. */
  readonly now: () => Date;
  readonly logger: Logger;
}

export interface HouseholdAccess {
  readonly parts: PartsAccess;
  readonly server: ServerAccess;
  close(): Promise<void>;
}

/** @throws Error when the key cannot be read, or the log is not as it was written. */
export async function openHouseholdAccess(options: HouseholdAccessOptions): Promise<HouseholdAccess> {
  const { settings, signingKeyFile, logFolder, supergraphSdl, pseudonymKey, now, logger } = options;
  const keys =
    signingKeyFile === null
      ? await generateContextKeys()
      : await readSigningKey(readFileSync(signingKeyFile, 'utf8'));
  const log = await openChainedLog({
    folder: join(logFolder, 'processing'),
    name: 'processing',
    now: () => new Date(),
    report: (notice) => logger.warn(notice),
  });
  const decisionLogs = await openDecisionLogs(options);
  const authenticator = createAuthenticator({
    settings,
    activities: readProcessingActivities(),
    now,
    logger,
  });
  authenticator.start();
  return {
    // The clocks of two processes agree about now, and not about the day on which the cast lives.
    parts: {
      signer: createContextSigner(keys.signing, () => new Date()),
      keys: keys.verifying,
      recordDecisions: decisionLogs.record,
    },
    server: {
      authenticate: (request) => authenticator.authenticate(request),
      withheldFrom: createWithheldFields(
        supergraphSdl,
        readAccessSummary(join(projectRoot, 'schema', 'access-summary.json')),
      ),
      async record(read) {
        await log.append(toProcessingEntry(toProcessed(read, pseudonymKey), { pseudonymKey }));
      },
    },
    async close() {
      await authenticator.close();
      await Promise.all([log.close(), decisionLogs.close()]);
    },
  };
}

/** Of the owners whose subgraphs run in this process, and of the register: one log each, so that it can stay with its owner. */
async function openDecisionLogs({
  logFolder,
  pseudonymKey,
  logger,
}: HouseholdAccessOptions): Promise<{ readonly record: RecordDecisions; close(): Promise<void> }> {
  const opened = new Map(
    await Promise.all(
      readOwners().map(async ({ name, text }) => {
        const log = await openChainedLog({
          folder: join(logFolder, decisionLogName(name)),
          name: decisionLogName(name),
          now: () => new Date(),
          report: (notice) => logger.warn(notice),
        });
        const policySet = { name, hash: createHash('sha256').update(text).digest('hex') };
        return [
          name,
          { log, decisions: createDecisionLog({ log, pseudonymKey, policySet, engine }) },
        ] as const;
      }),
    ),
  );
  return {
    async record({ owner, decisions, access, traceparent }) {
      const kept = opened.get(subgraphOf(owner));
      if (!kept) throw new Error('expected a decision log for every owner');
      const request = kept.decisions.begin(traceContextOf(traceparent), access);
      request.add(decisions);
      await request.commit(new Date());
    },
    async close() {
      await Promise.all([...opened.values()].map(({ log }) => log.close()));
    },
  };
}

/** The rules that decide, and the language that they are in. */
const engine = 'cedar 4';

function subgraphOf(owner: string): string {
  return owner === 'REGISTER' ? 'household' : owner.toLowerCase().replaceAll('_', '-');
}

function toProcessed(read: AnsweredRequest, pseudonymKey: string) {
  const { context, operationName, queryText, startedAt } = read;
  const { access, concerned, outcomes } = context;
  if (!access) throw new Error('expected a request of somebody who is known');
  return {
    trace: context.trace,
    startedAt,
    endedAt: new Date(),
    status: 'Ok' as const,
    access,
    callerProcessor: null,
    operationName,
    queryHash: hashQuery(queryText, pseudonymKey),
    households: concerned.households,
    persons: concerned.persons,
    organisations: [...outcomes].map(([organisation, { outcome, reason }]) => ({
      organisation,
      outcome,
      reason,
      // Which kinds were read, the owner's decision log says.
      recordTypes: [],
    })),
  };
}
