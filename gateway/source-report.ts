/** `extensions.sources`: what became of every organisation in this request, in one stable order. */
import type { CircuitState } from '../adapter-kit/circuit.js';
import type { SourceOutcome } from '../adapter-kit/source-outcomes.js';

export interface SourceReportLine {
  readonly organisation: string;
  readonly outcome: SourceOutcome['outcome'] | 'NOT_ASKED';
  readonly reason: SourceOutcome['reason'];
  readonly asOf: string | null;
  /** Whether its source is asked at all; `null` where nothing was asked that would tell (`NOT_ASKED`). */
  readonly circuit: CircuitState | null;
  /** Whether the register had read its feed recently enough: if not, households and members may be missing. */
  readonly isFeedFresh: boolean;
}

export function reportSources(
  organisations: readonly string[],
  outcomes: ReadonlyMap<string, SourceOutcome>,
  unreadFeeds: ReadonlySet<string>,
): readonly SourceReportLine[] {
  return organisations.map((organisation) => {
    const { outcome, reason, asOf, circuit = 'CLOSED' } = outcomes.get(organisation) ?? notAsked;
    return { organisation, outcome, reason, asOf, circuit, isFeedFresh: !unreadFeeds.has(organisation) };
  });
}

const notAsked = { outcome: 'NOT_ASKED', reason: null, asOf: null, circuit: null } as const;
