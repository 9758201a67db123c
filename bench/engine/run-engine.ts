/** The engine's question from start to end: sources and contestants start, are measured, and stop. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cores } from '../cores.js';
import { startAll } from './contestants/start-all.js';
import { startIssuer } from './issuer.js';
import { type Contestant, type Sources, startOpenGateway, startSources } from './processes.js';
import {
  type Pace,
  participants,
  runScenario,
  type ScenarioName,
  type ScenarioResults,
} from './scenarios.js';
import { type SoakFigures, soak } from './soak.js';
import { composeSupergraph } from './supergraph.js';

export interface EngineRunOptions {
  readonly scenarios: readonly ScenarioName[];
  readonly pace: Pace;
  /** Minutes of the gateway alone at half of its peak; `null`: none. */
  readonly soakMinutes: number | null;
  readonly hiveFolder: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cores: Cores | null;
  readonly onProgress: (line: string) => void;
  /** Told of each thing that has to be stopped, should the run be broken off. */
  readonly onStarted: (stop: () => Promise<void>) => void;
}

export interface EngineResults extends ScenarioResults {
  readonly soak?: SoakFigures;
  /** Who took no part, and why. */
  readonly absent: Readonly<Record<string, string>>;
}

/** What a request may take where no source is slow: on a busy machine much of it is waiting for a processor. */
export const sourceTimeoutMs = 10_000;
const connections = 64;

/** @throws Error at the first wrong answer. */
export async function runEngine(options: EngineRunOptions): Promise<EngineResults> {
  const { scenarios, pace, soakMinutes, hiveFolder, environment, cores, onProgress, onStarted } = options;
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  onStarted(async () => rmSync(folder, { recursive: true, force: true }));
  const sources: Sources = await startSources({ environment, cores: cores?.rest });
  onStarted(() => sources.stop());
  const supergraphSdl = composeSupergraph(sources.urls);
  const place = { environment, cores: cores?.measured };
  const startGateway = async (
    timeoutMs: number,
    nodeOptions: readonly string[] = [],
  ): Promise<Contestant> => {
    const gateway = await startOpenGateway(
      'gateway',
      { supergraphSdl, folder, sourceTimeoutMs: timeoutMs, nodeOptions },
      place,
    );
    onStarted(() => gateway.stop());
    return gateway;
  };

  if (soakMinutes !== null) {
    const found = await soak({
      minutes: soakMinutes,
      folder,
      startGateway: (nodeOptions) => startGateway(sourceTimeoutMs, nodeOptions),
    });
    return { soak: found, absent: {} };
  }
  const issuer = scenarios.includes('access') ? await startIssuer() : null;
  if (issuer) onStarted(() => issuer.stop());
  const started = await startAll({
    issuer,
    wanted: new Set(scenarios.flatMap((name) => participants[name])),
    urls: sources.urls,
    supergraphSdl,
    connections,
    timeoutMs: sourceTimeoutMs,
    hiveFolder,
    folder,
    place,
  });
  for (const contestant of started.contestants) onStarted(() => contestant.stop());
  for (const [name, reason] of Object.entries(started.absent)) onProgress(`  without ${name}: ${reason}`);
  const results: ScenarioResults = {};
  for (const scenario of scenarios) {
    await runScenario(scenario, { started, sources, pace, startGateway }, results);
    onProgress(`  measured ${scenario}`);
  }
  return { ...results, absent: started.absent };
}
