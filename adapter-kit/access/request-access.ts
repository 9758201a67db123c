/**
 * The owner's decision during one request: attributes first, rules second, content last. Everything that a resolver shows goes
 * through here.
 */
import { SourceError } from '../source-error.js';
import type { AccessAnswer, DecisionPoint, Explanation, TypeVisibility } from './decision-point.js';
import { factsOf } from './facts.js';
import {
  type RecordAttributes,
  type RecordHeader,
  type RecordType,
  toGraphRecordType,
} from './record-attributes.js';
import type { AccessContext } from './subject.js';
import { WithheldError } from './withheld.js';

/** A decision as the owner's decision log keeps it: ids and codes, nothing of the record's content. */
export interface LoggedDecision {
  readonly recordType: RecordType;
  /** The owner's own number; the log stays with the owner. */
  readonly recordId: string;
  readonly reference: string;
  readonly answer: AccessAnswer;
  readonly rule: string;
}

export interface RequestAccessOptions {
  readonly organisation: string;
  readonly access: AccessContext;
  readonly point: DecisionPoint;
  readonly now: Date;
  readonly today: string;
  /** The caller's `traceparent`, as it came. */
  readonly traceparent?: string | undefined;
  readonly recordDecisions?: RecordDecisions | undefined;
}

/** Keeps the decisions of a request; settles when they are durable. @throws Error when they cannot be: then nothing is read. */
export type RecordDecisions = (made: {
  readonly owner: string;
  readonly decisions: readonly LoggedDecision[];
  readonly access: AccessContext;
  readonly traceparent: string | undefined;
}) => Promise<void>;

/** A record of which something is shown, and how much. */
export interface DecidedRecord {
  readonly attributes: RecordAttributes;
  readonly answer: AccessAnswer;
  readonly explanation: Explanation;
}

/** What stands in the place of a record that is not shown whole. */
export interface WithheldRecord extends Partial<RecordHeader> {
  readonly recordType: RecordType;
  readonly organisation: string;
  readonly access: 'HEADER_ONLY' | 'ASK' | 'CONSENT' | 'KNOWN_ONLY';
  readonly explanation: Explanation;
}

export interface RequestAccess {
  readonly context: AccessContext;
  /** Whether this viewer may ever see content of such records; told from the rules alone. */
  visibilityOf(recordType: RecordType): TypeVisibility;
  /** @throws WithheldError where no record of this type could be shown to this viewer. */
  requireType(recordType: RecordType): void;
  /** One decision for each record, in their order. Past their retention records do not exist. */
  decide(records: readonly RecordAttributes[]): Promise<readonly DecidedRecord[]>;
}

export function createRequestAccess(options: RequestAccessOptions): RequestAccess {
  const { organisation, access, point, now, today, recordDecisions, traceparent } = options;
  const about = { function: access.subject.function, activity: access.processingActivity };
  return {
    context: access,
    visibilityOf: (recordType) => point.visibilityOf({ ...about, recordType }),
    requireType(recordType) {
      const { visibility, explanation } = point.visibilityOf({ ...about, recordType });
      if (visibility === 'NONE' && explanation) {
        throw new WithheldError({ organisation, recordType, explanation });
      }
    },
    async decide(records) {
      const retained = records.filter(({ retainUntil }) => retainUntil === null || retainUntil >= today);
      const decisions = await point.decide(
        retained.map((record) => ({
          ...about,
          recordType: record.recordType,
          facts: factsOf(access, record, now, today),
        })),
      );
      const decided = retained.map((attributes, index): DecidedRecord => {
        const decision = decisions[index];
        if (!decision) {
          throw new SourceError({
            organisation,
            reason: 'CONTRACT_BROKEN',
            detail: `expected ${retained.length} decisions, received ${decisions.length}`,
          });
        }
        return { attributes, ...decision };
      });
      if (decided.length > 0) {
        await recordDecisions?.({
          owner: organisation,
          access,
          traceparent,
          decisions: decided.map(
            ({ attributes: { recordType, recordId, reference }, answer, explanation }) => ({
              recordType,
              recordId,
              reference,
              answer,
              rule: explanation.rule,
            }),
          ),
        });
      }
      return decided;
    },
  };
}

/** As the graph spells it: `WithheldRecord`. */
export function toGraphWithheld({ recordType, unitName, ...withheld }: WithheldRecord) {
  return { ...withheld, recordType: toGraphRecordType(recordType), unit: unitName ?? null };
}

/** The records that are not shown whole, as far as this viewer may know of them. */
export function withheldOf(
  decided: readonly DecidedRecord[],
  organisation: string,
): readonly WithheldRecord[] {
  return decided.flatMap(({ attributes: { recordType, header }, answer, explanation }): WithheldRecord[] => {
    const told = { recordType, organisation, explanation };
    switch (answer) {
      case 'MASK':
        return [{ ...told, access: 'HEADER_ONLY', ...header }];
      case 'ASK':
        return [{ ...told, access: 'ASK', unitName: header.unitName, contact: header.contact }];
      case 'CONSENT':
        return [{ ...told, access: 'CONSENT', unitName: header.unitName, contact: header.contact }];
      case 'KNOW_OF':
        return [{ ...told, access: 'KNOWN_ONLY' }];
      case 'ALLOW':
      case 'DENY':
        return [];
      default:
        return answer satisfies never;
    }
  });
}
