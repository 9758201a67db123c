/**
 * The gateway once more, inside this process, only to count what it asks of each source: the program itself tells nobody.
 * The same parts over the same sources; the feeds are read once and never again, so that only the questions count.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { createClock } from '../adapter-kit/clock.js';
import { DEMONSTRATION_KEY_TOKEN_SECRET } from '../adapter-kit/key-token.js';
import { DEMONSTRATION_PSEUDONYM_KEY } from '../adapter-kit/pseudonym.js';
import { composeParts } from '../gateway/compose-parts.js';
import { createGatewayServer } from '../gateway/server.js';
import { projectRoot } from '../schema/project-root.js';
import { organisations } from '../subgraphs/index.js';
import type { ProgramOptions } from './programs.js';

export interface CountedGateway {
  readonly url: string;
  /** Organisation to outward calls since the last time this was asked. */
  takeCalls(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

const daySeconds = 86_400;

export async function startCountedGateway(options: ProgramOptions): Promise<CountedGateway> {
  const calls = new Map<string, number>();
  const supergraphSdl = readFileSync(join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const parts = composeParts({
    supergraphSdl,
    organisations,
    placements: new Map(organisations.map(({ name }) => [name, { settings: options.settings }])),
    householdUrl: null,
    pseudonymKey: DEMONSTRATION_PSEUDONYM_KEY,
    keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
    sourceTimeoutMs: options.sourceTimeoutMs,
    rosterPollSeconds: daySeconds,
    rosterMaxAgeSeconds: 2 * daySeconds,
    now: createClock(new Date(options.clockStartsAt)),
    onCall: ({ organisation }) => void calls.set(organisation, (calls.get(organisation) ?? 0) + 1),
  });
  const server = await createGatewayServer({
    supergraphSdl,
    ports: parts.ports,
    losses: parts.losses,
    organisations: organisations.map(({ organisation }) => organisation),
    pseudonymiser: parts.pseudonymiser,
    subgraphBudgetMs: parts.subgraphBudgetMs,
    persistedQueries: null,
    logger: pino({ level: 'silent' }),
  });
  await parts.start();
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    takeCalls() {
      const taken = Object.fromEntries(calls);
      calls.clear();
      return taken;
    },
    async stop() {
      await server.stop();
      await parts.close();
    },
  };
}
