/**
 * The owner's decision about counting, during one request: whether this viewer may have records of a kind counted into figures of ten
 * households or more. Who may is by that shown nothing of any record.
 */
import type { CountDecision, Explanation } from './decision-point.js';
import type { RequestControls } from './owner-controls.js';
import type { RecordType } from './record-attributes.js';
import type { LoggedDecision } from './request-access.js';
import { WithheldError } from './withheld.js';

/** A record that is counted: the owner's own numbers. */
export type CountedRecord = Pick<LoggedDecision, 'recordId' | 'reference'>;

export interface Counting {
  /**
   * To be awaited before records of a kind are counted. A refusal by the owner's switch is kept in its decision log.
   *
   * @throws WithheldError where this viewer may not count them, or not at this moment. SourceError `NOT_DECIDED`, `NOT_RECORDED`.
   */
  requireCount(recordType: RecordType): Promise<void>;
  /**
   * Keeps in the owner's decision log what is counted: to be awaited before it is read.
   *
   * @throws as `requireCount`.
   */
  recordCount(recordType: RecordType, counted: readonly CountedRecord[]): Promise<void>;
}

export interface CountingOptions {
  readonly organisation: string;
  readonly controls: Pick<RequestControls, 'stopped'>;
  readonly decide: (recordType: RecordType) => Promise<CountDecision>;
  readonly record: (decisions: readonly LoggedDecision[]) => Promise<void>;
  /** Keeps the refusal, and throws it. */
  readonly refuse: (refusal: WithheldError) => Promise<never>;
}

export function createCounting({
  organisation,
  controls,
  decide,
  record,
  refuse,
}: CountingOptions): Counting {
  // One decision for each kind, however many households are counted.
  const decided = new Map<RecordType, Promise<Explanation>>();
  const decideOnce = async (recordType: RecordType): Promise<Explanation> => {
    const stopped = controls.stopped(recordType);
    if (stopped) return refuse(stopped);
    const { isPermitted, explanation } = await decide(recordType);
    if (!isPermitted) throw new WithheldError({ organisation, recordType, explanation });
    return explanation;
  };
  const permission = (recordType: RecordType): Promise<Explanation> => {
    const present = decided.get(recordType) ?? decideOnce(recordType);
    decided.set(recordType, present);
    return present;
  };
  return {
    requireCount: async (recordType) => void (await permission(recordType)),
    async recordCount(recordType, counted) {
      const { rule } = await permission(recordType);
      if (counted.length === 0) return;
      await record(counted.map((each) => ({ ...each, recordType, answer: 'COUNT', rule })));
    },
  };
}
