/** `extensions.sources`: what became of every organisation in this request, in one stable order. */
import type { SourceOutcome } from '../adapter-kit/source-outcomes.js';

export interface SourceReportLine {
  readonly organisation: string;
  readonly outcome: SourceOutcome['outcome'] | 'NOT_ASKED';
  readonly reason: SourceOutcome['reason'];
  readonly asOf: string | null;
}

export function reportSources(
  organisations: readonly string[],
  outcomes: ReadonlyMap<string, SourceOutcome>,
): readonly SourceReportLine[] {
  return organisations.map((organisation) => {
    const outcome = outcomes.get(organisation);
    return outcome
      ? { organisation, outcome: outcome.outcome, reason: outcome.reason, asOf: outcome.asOf }
      : { organisation, outcome: 'NOT_ASKED', reason: null, asOf: null };
  });
}
