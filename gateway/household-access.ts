/**
 * Access to the household graph, put together: who asks is verified and signed for each subgraph, what a function is never given is
 * known, and a record of every read stands before it is answered.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentNode } from 'graphql';
import type { Logger } from 'pino';
import { generateContextKeys, readSigningKey } from '../adapter-kit/access/context-keys.js';
import type { OwnerControls } from '../adapter-kit/access/owner-controls.js';
import { createOwnerControls, type OwnerSettings } from '../adapter-kit/access/owner-settings.js';
import { defaultReadBudget } from '../adapter-kit/access/read-budget.js';
import type { RecordDecisions } from '../adapter-kit/access/request-access.js';
import { createContextSigner } from '../adapter-kit/access/signed-context.js';
import { decisionLogName } from '../adapter-kit/accountability/decision-log.js';
import { createDecisionRecorder } from '../adapter-kit/accountability/decision-recorder.js';
import { hashQuery } from '../adapter-kit/accountability/log-text.js';
import type { RecordedGrounds } from '../adapter-kit/agreed-settings.js';
import { projectRoot } from '../schema/project-root.js';
import { readOwners } from '../subgraphs/owner-rules.js';
import type { AccessSettings } from './access/access-settings.js';
import { createAuthenticator } from './access/authenticate.js';
import { readProcessingActivities } from './access/processing-activities.js';
import { createWithheldFields } from './access/withheld-fields.js';
import { readAccessSummary } from './access/withheld-summary.js';
import { createAccessLogIndex } from './accountability/access-log-index.js';
import { createAccessLogPort } from './accountability/access-log-port.js';
import { type AskedRecordTypes, createAskedRecordTypes } from './accountability/asked-record-types.js';
import { defaultLogSettings, type LogSettings } from './accountability/log-settings.js';
import { toProcessingEntry } from './accountability/processing-record.js';
import { openRunningLogs, type RunningLogs, type RunningLogsOptions } from './accountability/running-logs.js';
import type { PartsAccess } from './compose-parts.js';
import type { AnsweredRequest, ServerAccess } from './server.js';

export interface HouseholdAccessOptions {
  readonly settings: AccessSettings;
  /** File of the key with which the gateway signs for subgraphs elsewhere; `null`: one that lives as long as this process. */
  readonly signingKeyFile: string | null;
  /** Where the processing log is kept. */
  readonly logFolder: string;
  /** How logs are sealed, kept and delivered; absent: kept for the usual time, and delivered nowhere. */
  readonly logs?: LogSettings;
  /** Under which ground and DPIA the register links; absent: none is recorded. */
  readonly grounds?: RecordedGrounds | null;
  /** For tests. */
  readonly drainPauses?: RunningLogsOptions['drainPauses'];
  readonly supergraphSdl: string;
  /** The key of the pseudonyms in the log. */
  readonly pseudonymKey: string;
  /** The calendar of assignments; the cast's, in the demonstration. */
  readonly now: () => Date;
  /** The owners' own controls, for those whose subgraphs run here; absent: no switch, and the usual read budget. */
  readonly owners?: OwnerSettings;
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
  const { logs: logSettings = defaultLogSettings, grounds = null, drainPauses } = options;
  const keys =
    signingKeyFile === null
      ? await generateContextKeys()
      : await readSigningKey(readFileSync(signingKeyFile, 'utf8'));
  const logs = await openRunningLogs({
    logFolder,
    settings: logSettings,
    grounds,
    logger,
    ...(drainPauses ? { drainPauses } : {}),
  });
  const decisionLogs = await openDecisionLogs(logs, options);
  const index = createAccessLogIndex();
  const loading = index
    .load({
      folder: logs.processing.folder,
      name: logs.processing.name,
      upToSeq: logs.processing.last().seq,
    })
    // The log stands, and reads are recorded; who looked cannot be said until somebody has seen to it.
    .catch((error: unknown) =>
      logger.error(
        { defect: error instanceof Error ? error.name : 'unknown' },
        'who looked cannot be said: the processing log could not be read',
      ),
    );
  const activities = readProcessingActivities();
  const authenticator = createAuthenticator({
    settings,
    activities,
    now,
    logger,
  });
  authenticator.start();
  const withheldFrom = createWithheldFields(
    supergraphSdl,
    readAccessSummary(join(projectRoot, 'schema', 'access-summary.json')),
  );
  const askedBy = createAskedRecordTypes(supergraphSdl);
  return {
    // The clocks of two processes agree about now, and not about the day on which the cast lives.
    parts: {
      signer: createContextSigner(keys.signing, () => new Date(), keys.verifying),
      keys: keys.verifying,
      recordDecisions: decisionLogs.record,
      controlsOf: decisionLogs.controlsOf,
      reads: createAccessLogPort({ index, activities, now: () => new Date() }),
    },
    server: {
      authenticate: (request) => authenticator.authenticate(request),
      withheldFrom,
      figures: logs.figures,
      async record(read) {
        const { document, operationName, context } = read;
        const asker = context.access?.subject.function;
        const asked: AskedRecordTypes =
          document && asker ? askedBy({ document, operationName }, withheldFrom(asker)) : new Map();
        const queryHash = hashOf(read, pseudonymKey);
        const entry = toProcessingEntry(toProcessed(read, { queryHash, asked }), { pseudonymKey });
        await logs.processing.append(entry);
        index.add(entry);
      },
    },
    async close() {
      index.stop();
      await authenticator.close();
      await loading;
      await logs.close();
    },
  };
}

/** Of the owners whose subgraphs run in this process, and of the register: one log each, so that it can stay with its owner. */
async function openDecisionLogs(
  logs: RunningLogs,
  { pseudonymKey, owners = defaultOwners, logger }: HouseholdAccessOptions,
): Promise<{
  readonly record: RecordDecisions;
  readonly controlsOf: (name: string) => OwnerControls | undefined;
}> {
  const report = (problem: string): void => logger.error(problem);
  const opened = new Map(
    await Promise.all(
      readOwners().map(async ({ name, text }) => {
        const log = await logs.openDecisionLog(decisionLogName(name));
        const policySet = { name, hash: createHash('sha256').update(text).digest('hex') };
        return [name, createDecisionRecorder({ log, pseudonymKey, policySet, engine })] as const;
      }),
    ),
  );
  return {
    async record(made) {
      const kept = opened.get(subgraphOf(made.owner));
      if (!kept) throw new Error('expected a decision log for every owner');
      await kept.record(made);
    },
    controlsOf(name) {
      const canRecord = opened.get(name)?.canRecord;
      // The register gives what its holders give; the switch and the budget are theirs.
      if (name === 'household') return { canRecord };
      const organisation = name.toUpperCase().replaceAll('-', '_');
      const tools = { settings: owners, now: () => new Date(), report };
      return { ...createOwnerControls({ name, organisation }, tools), canRecord };
    },
  };
}

/** Where nothing is configured: no switch, and the usual budget. */
const defaultOwners: OwnerSettings = { switchFolder: null, readBudget: defaultReadBudget };

/** The rules that decide, and the language that they are in. */
const engine = 'cedar 4';

function subgraphOf(owner: string): string {
  return owner === 'REGISTER' ? 'household' : owner.toLowerCase().replaceAll('_', '-');
}

const hashes = new WeakMap<DocumentNode, { readonly key: string; readonly hash: string }>();

/** One document is one text, as long as it is remembered. */
function hashOf({ document, queryText }: AnsweredRequest, key: string): string {
  const known = document ? hashes.get(document) : undefined;
  if (known?.key === key) return known.hash;
  const hash = hashQuery(queryText, key);
  if (document) hashes.set(document, { key, hash });
  return hash;
}

function toProcessed(
  read: AnsweredRequest,
  { queryHash, asked }: { readonly queryHash: string; readonly asked: AskedRecordTypes },
) {
  const { context, operationName, startedAt, hasFailedWithin } = read;
  const { access, concerned, outcomes } = context;
  // The register says itself whom an answer is about; where it said nobody, it gave nothing.
  const register = concerned.households.size > 0 ? (asked.get('REGISTER') ?? []) : [];
  if (!access) throw new Error('expected a request of somebody who is known');
  return {
    trace: context.trace,
    startedAt,
    endedAt: new Date(),
    status: hasFailedWithin ? ('Error' as const) : ('Ok' as const),
    access,
    callerProcessor: null,
    operationName,
    queryHash,
    households: concerned.households,
    persons: concerned.persons,
    organisations: [
      ...[...outcomes].map(([organisation, { outcome, reason }]) => ({
        organisation,
        outcome,
        reason,
        recordTypes: asked.get(organisation) ?? [],
      })),
      ...(register.length === 0 || outcomes.has('REGISTER')
        ? []
        : [{ organisation: 'REGISTER', outcome: 'ANSWERED', reason: null, recordTypes: register }]),
    ],
  };
}
