/** What a run of the engine's question found, as tables in Markdown, so that what is printed can stand in a page. */
import { names } from './contestants/start-all.js';
import type { Judgement } from './goals.js';
import { cpuRatio, type Figures } from './measure.js';
import { type Measured, oneIdentity, type ScenarioResults } from './scenarios.js';
import type { SoakFigures } from './soak.js';
import { sourceNames } from './supergraph.js';

export function toEngineTables(results: ScenarioResults): string {
  const measured: readonly (readonly [string, Measured | undefined])[] = [
    ['usual', results.usual],
    ['identity', results.identity],
    ['everything on', results.access],
    ...(results.members ?? []).map((each) => ['members', each] as const),
    ...(results.households ?? []).map((each) => ['households', each] as const),
    ['one source down', results.down],
  ];
  const rows = measured.flatMap(([name, each]) => (each ? rowsOf(name, each) : []));
  const header = [
    'situation',
    'contestant',
    'CPU µs/request',
    '× aggregator',
    'requests',
    'per second',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'RSS MB',
    'calls register / VT / Raad / GI / LT',
  ];
  return rows.length === 0 ? '' : table(header, rows);
}

export function toGoalTable(judgements: readonly Judgement[]): string {
  return table(
    ['goal', 'what', 'measured', ''],
    judgements.map(({ goal, what, measured, verdict }) => [goal, what, measured, verdict]),
  );
}

export function toSoakTable(soak: SoakFigures): string {
  const { residentMegabytesPerHour: rss, liveMegabytesPerHour: live } = soak;
  return table(
    ['what', 'measured'],
    [
      ['minutes, requests', `${soak.minutes}, ${soak.requests}`],
      ['per second: at its peak, asked', `${soak.peakPerSecond}, ${soak.askedPerSecond}`],
      ['p50, p99 ms', `${soak.p50Ms}, ${soak.p99Ms}`],
      ['RSS at most, MB', `${soak.mostMegabytes}`],
      ['RSS, MB each hour', `${rss.slope.toFixed(2)} ± ${(2 * rss.error).toFixed(2)}`],
      ['alive after collection, MB each hour', `${live.slope.toFixed(2)} ± ${(2 * live.error).toFixed(2)}`],
      [
        'open files and sockets: after warm-up, at the end',
        `${soak.openFiles.warm}, ${soak.openFiles.atEnd}`,
      ],
      [
        'event loop delay p99 ms: usual, worst',
        `${soak.loopDelayP99Ms.median}, ${soak.loopDelayP99Ms.worst}`,
      ],
    ],
  );
}

function rowsOf(
  situation: string,
  { households, members, figures }: Measured,
): readonly (readonly string[])[] {
  const title = `${situation}: ${households} × ${members}`;
  return Object.entries(figures).map(([name, each], index) => [
    index === 0 ? title : '',
    name,
    String(each.cpuMicrosPerRequest ?? 'no /proc'),
    String(cpuRatio(each, figures[baselineOf(name)]) ?? ''),
    ...cells(each),
  ]);
}

/** Whom a contestant is held against: with a server against one with a server. */
function baselineOf(name: string): string {
  if (name === names.engineLoop || name === names.aggregatorLoop) return names.aggregatorLoop;
  return name === oneIdentity ? names.gateway : names.aggregator;
}

function cells(figures: Figures): readonly string[] {
  return [
    String(figures.requests),
    String(figures.requestsPerSecond),
    String(figures.p50Ms),
    String(figures.p95Ms),
    String(figures.p99Ms),
    String(figures.residentMegabytes ?? 'no /proc'),
    sourceNames.map((name) => figures.callsPerRequest[name]).join(' / '),
  ];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
