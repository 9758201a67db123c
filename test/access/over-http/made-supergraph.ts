/** The real gateway over HTTP, with access rules, over a made world; and an issuer in the test's own hands. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { functionNames } from '../../../adapter-kit/access/subject.js';
import { DEMONSTRATION_KEY_TOKEN_SECRET } from '../../../adapter-kit/key-token.js';
import { DEMONSTRATION_PSEUDONYM_KEY } from '../../../adapter-kit/pseudonym.js';
import { readProcessingActivities } from '../../../gateway/access/processing-activities.js';
import { composeParts } from '../../../gateway/compose-parts.js';
import { openHouseholdAccess } from '../../../gateway/household-access.js';
import { createGatewayServer } from '../../../gateway/server.js';
import { projectRoot } from '../../../schema/project-root.js';
import { castClock, type GraphqlAnswer, post } from '../../start-supergraph.js';
import {
  audience,
  headerFor,
  issuerName,
  makeKey,
  signedBy,
  startIssuerAtHand,
  tokenOf,
  toPublished,
} from '../tokens/issuer-at-hand.js';
import { type Asker, professional } from './askers.js';
import type { MadeWorld } from './made-world.js';

export interface MadeSupergraph {
  /** @param isGlassBroken Asks in acute danger, with a reason. */
  ask(asker: Asker, query: string, options?: AskOptions): Promise<GraphqlAnswer>;
  /** Of this process, for all that was asked. */
  readonly defects: readonly unknown[];
  /** Where the processing log and the decision logs are kept. */
  readonly logFolder: string;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly isGlassBroken?: boolean;
  /** For which processing activity; absent: the first that this function may ask for. */
  readonly activity?: string;
}

export async function startMadeSupergraph(world: MadeWorld): Promise<MadeSupergraph> {
  const logFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-matrix-'));
  const supergraphSdl = readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const issuer = await startIssuerAtHand({ functions: [...functionNames] });
  const key = makeKey('EdDSA');
  issuer.publish(toPublished(key));
  const logger = pino({ level: 'silent' });
  const now = () => new Date(castClock);
  const defects: unknown[] = [];
  const access = await openHouseholdAccess({
    settings: { issuers: [issuer.settings], keysMaxAgeSeconds: 3_600 },
    signingKeyFile: null,
    logFolder,
    supergraphSdl,
    pseudonymKey: DEMONSTRATION_PSEUDONYM_KEY,
    now,
    logger,
  });
  const parts = composeParts({
    access: access.parts,
    supergraphSdl,
    organisations: world.modules,
    placements: new Map(world.modules.map(({ name }) => [name, { settings: {} }])),
    householdUrl: null,
    pseudonymKey: DEMONSTRATION_PSEUDONYM_KEY,
    keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
    sourceTimeoutMs: 20_000,
    rosterPollSeconds: 3_600,
    rosterMaxAgeSeconds: 86_400,
    now,
    onDefect: (error) => defects.push(error),
  });
  const server = await createGatewayServer({
    supergraphSdl,
    ports: parts.ports,
    losses: parts.losses,
    organisations: world.modules.map(({ organisation }) => organisation),
    pseudonymiser: parts.pseudonymiser,
    subgraphBudgetMs: parts.subgraphBudgetMs,
    persistedQueries: null,
    access: access.server,
    logger,
  });
  await parts.start();
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' });
  const activities = readProcessingActivities();
  const tokens = new Map<string, string>();

  const tokenFor = (asker: Asker): string => {
    const about = JSON.stringify(asker.claims);
    const known = tokens.get(about);
    if (known) return known;
    const seconds = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: issuerName,
      aud: audience,
      sub: 'asker',
      iat: seconds,
      exp: seconds + 900,
      ...asker.claims,
    };
    const token = tokenOf(headerFor(key), claims, signedBy(key));
    tokens.set(about, token);
    return token;
  };
  const ask: MadeSupergraph['ask'] = (asker, query, options = {}) => {
    const { variables = {}, isGlassBroken = false } = options;
    const usual = activities.of(asker.function).find(({ breaksGlass }) => breaksGlass === isGlassBroken);
    const activity = options.activity ?? usual?.id;
    return post(
      url,
      { query, variables },
      {
        authorization: `Bearer ${tokenFor(asker)}`,
        ...(activity ? { 'processing-activity': activity } : {}),
        ...(asker.caseReference === null ? {} : { 'case-reference': asker.caseReference }),
        ...(isGlassBroken ? { 'break-glass-reason': 'somebody calls for help in this house' } : {}),
      },
    );
  };
  // Until the keys are fetched nobody can be known.
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const { status } = await ask(professional('fixed-face'), '{ __typename }');
    if (status !== 503) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return {
    ask,
    defects,
    logFolder,
    async stop() {
      await server.stop();
      await parts.close();
      await access.close();
      await issuer.close();
      rmSync(logFolder, { recursive: true, force: true });
    },
  };
}
