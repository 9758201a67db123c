/**
 * Keeps one owner's decisions in the owner's own log, wherever its subgraph runs: in the gateway's process or in its own.
 */
import type { RecordDecisions } from '../access/request-access.js';
import { createDecisionLog, type DecisionLogOptions } from './decision-log.js';
import { drawRandom } from './log-random.js';
import { traceContextOf } from './trace-context.js';

export interface DecisionRecorder {
  readonly record: RecordDecisions;
  /** Whether the log still accepts: after a failure it does not, and then nothing has to be read to find that out. */
  readonly canRecord: () => boolean;
}

export function createDecisionRecorder(options: DecisionLogOptions): DecisionRecorder {
  const decisionLog = createDecisionLog(options);
  return {
    async record({ decisions, access, traceparent }) {
      const request = decisionLog.begin(traceContextOf(traceparent, drawRandom), access);
      request.add(decisions);
      await request.commit(new Date());
    },
    canRecord: () => options.log.isWritable(),
  };
}
