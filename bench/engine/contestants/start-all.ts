/** Everybody who takes part; who cannot start is recorded with the reason, and the others go on. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Issuer } from '../issuer.js';
import { type Contestant, type Place, startContestant, startOpenGateway } from '../processes.js';
import type { ContestantSettings } from './contestant-settings.js';
import { hiveModule } from './hive.js';

/** Names as they are shown. A loop is put its questions inside its own process, without an HTTP server. */
export const names = {
  aggregator: 'aggregator',
  gateway: 'gateway',
  householdOpen: 'gateway of the household, open',
  householdGuarded: 'gateway of the household, everything on',
  householdEmbedded: 'gateway of the household, everything on, owners in it',
  stock: 'stock Apollo Gateway',
  hive: 'Hive Gateway',
  aggregatorLoop: 'aggregator, loop',
  engineLoop: 'engine, loop',
} as const;
export type ContestantName = (typeof names)[keyof typeof names];

export interface StartAllOptions extends Omit<ContestantSettings, 'kind' | 'guard'> {
  /** Who is to take part. */
  readonly wanted: ReadonlySet<ContestantName>;
  /** Where the gateway's supergraph may be written. */
  readonly folder: string;
  readonly place: Place;
  /** Who signs the tokens of those who are asked for one. */
  readonly issuer: Issuer | null;
}

export interface Started {
  readonly contestants: readonly Contestant[];
  /** Name to why it takes no part. */
  readonly absent: Readonly<Record<string, string>>;
}

export async function startAll(options: StartAllOptions): Promise<Started> {
  const { wanted, folder, place, issuer, ...settings } = options;
  const { hiveFolder, supergraphSdl, timeoutMs: sourceTimeoutMs } = settings;
  const contestants: Contestant[] = [];
  const absent: Record<string, string> = {};
  const start = async (name: ContestantName, begin: () => Promise<Contestant>): Promise<void> => {
    if (!wanted.has(name)) return;
    try {
      contestants.push(await begin());
    } catch (thrown) {
      absent[name] = thrown instanceof Error ? thrown.message : 'no reason given';
    }
  };
  const own = (name: ContestantName, kind: ContestantSettings['kind']) =>
    start(name, () => startContestant(name, { ...settings, kind, guard: null }, place));

  await own(names.aggregator, 'aggregator');
  await start(names.gateway, () =>
    startOpenGateway(names.gateway, { supergraphSdl, folder, sourceTimeoutMs }, place),
  );
  await own(names.householdOpen, 'household-gateway');
  if (issuer) {
    const guarded = (name: ContestantName, owners: 'HERE' | 'ELSEWHERE') => {
      const guard = { issuers: issuer.configuration, logFolder: join(folder, `log-${owners}`), owners };
      return start(name, () =>
        startContestant(name, { ...settings, kind: 'household-gateway', guard }, place, issuer.headersOf),
      );
    };
    await guarded(names.householdGuarded, 'ELSEWHERE');
    await guarded(names.householdEmbedded, 'HERE');
  }
  await own(names.stock, 'stock');
  if (findHive(hiveFolder)) await own(names.hive, 'hive');
  else if (wanted.has(names.hive)) absent[names.hive] = 'it is not installed (bench/README.md says how)';
  await own(names.aggregatorLoop, 'aggregator-loop');
  await own(names.engineLoop, 'engine-loop');
  return { contestants, absent };
}

/** The version of Hive Gateway in a folder; `null` where it is not installed. */
export function findHive(folder: string | null): string | null {
  if (folder === null || !existsSync(join(folder, hiveModule))) return null;
  const file = join(folder, 'node_modules', '@graphql-hive', 'gateway-runtime', 'package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
