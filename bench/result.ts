/** What the product's questions found, and how it is shown. */
import { percentile, rounded } from './statistics.js';

/** One program on one workload, all rounds together. */
export interface Figures {
  readonly requests: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly requestsPerSecond: number;
  /** User and system time of the program's own process; `null` where there is no `/proc`. */
  readonly cpuMsPerRequest: number | null;
  /** At the end of the last round; `null` where there is no `/proc`. */
  readonly residentMegabytes: number | null;
  /** Organisation to outward calls for one request, tokens and other things that are kept not counted. */
  readonly callsPerRequest: Readonly<Record<string, number>>;
}

export interface WorkloadResult {
  readonly name: string;
  readonly question: string;
  readonly answerBytes: { readonly gateway: number; readonly baseline: number };
  readonly gateway: Figures;
  readonly baseline: Figures;
  /** Gateway divided by baseline. */
  readonly ratio: { readonly p50: number; readonly cpu: number | null; readonly throughput: number };
}

/** What one program did in its rounds. */
export interface Tally {
  readonly latenciesMs: number[];
  elapsedMs: number;
  /** `null` where there is no `/proc`. */
  cpuMs: number | null;
}

export function toFigures(
  tally: Tally,
  rest: Pick<Figures, 'residentMegabytes' | 'callsPerRequest'>,
): Figures {
  const { latenciesMs, elapsedMs, cpuMs } = tally;
  const requests = latenciesMs.length;
  return {
    requests,
    p50Ms: rounded(percentile(latenciesMs, 50)),
    p95Ms: rounded(percentile(latenciesMs, 95)),
    p99Ms: rounded(percentile(latenciesMs, 99)),
    requestsPerSecond: rounded((requests / elapsedMs) * 1_000),
    cpuMsPerRequest: cpuMs === null ? null : rounded(cpuMs / requests),
    ...rest,
  };
}

export function toRatio(gateway: Figures, baseline: Figures): WorkloadResult['ratio'] {
  return {
    p50: rounded(gateway.p50Ms / baseline.p50Ms),
    cpu:
      gateway.cpuMsPerRequest === null || baseline.cpuMsPerRequest === null
        ? null
        : rounded(gateway.cpuMsPerRequest / baseline.cpuMsPerRequest),
    throughput: rounded(gateway.requestsPerSecond / baseline.requestsPerSecond),
  };
}

/** A table in Markdown, so that what is printed can stand in a page. */
export function toTable(results: readonly WorkloadResult[]): string {
  const header = [
    'workload',
    'program',
    'requests',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'per second',
    'CPU ms/request',
    'RSS MB',
    'calls VT / Raad / GI / LT',
  ];
  const rows = results.flatMap(({ name, gateway, baseline, ratio }) => [
    [name, 'gateway', ...cells(gateway)],
    ['', 'baseline', ...cells(baseline)],
    ['', 'ratio', '', `${ratio.p50} ×`, '', '', `${ratio.throughput} ×`, times(ratio.cpu), '', ''],
  ]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cells(figures: Figures): readonly string[] {
  const { callsPerRequest: calls } = figures;
  return [
    String(figures.requests),
    String(figures.p50Ms),
    String(figures.p95Ms),
    String(figures.p99Ms),
    String(figures.requestsPerSecond),
    String(figures.cpuMsPerRequest ?? 'no /proc'),
    String(figures.residentMegabytes ?? 'no /proc'),
    ['VEILIG_THUIS', 'RAAD', 'GI', 'LOCAL_TEAM'].map((name) => calls[name] ?? 0).join(' / '),
  ];
}

function times(ratio: number | null): string {
  return ratio === null ? '' : `${ratio} ×`;
}
