/**
 * The owner's decision during one request: attributes first, rules second, content last. Everything that a resolver shows goes
 * through here.
 */
import type { PreviousPseudonyms } from '../pseudonym.js';
import { SourceError } from '../source-error.js';
import { type Counting, createCounting } from './counting.js';
import type { AccessAnswer, DecisionPoint, Explanation, TypeVisibility } from './decision-point.js';
import { createFactReader } from './facts.js';
import { type OwnerControls, openRequestControls } from './owner-controls.js';
import {
  type RecordAttributes,
  type RecordHeader,
  type RecordType,
  toGraphRecordType,
} from './record-attributes.js';
import type { AccessContext } from './subject.js';
import { createTokenWords } from './token-words.js';
import { WithheldError } from './withheld.js';

/** A decision as the owner's decision log keeps it: ids and codes, nothing of the record's content. */
export interface LoggedDecision {
  readonly recordType: RecordType;
  /** The owner's own number; the log stays with the owner. */
  readonly recordId: string;
  readonly reference: string;
  /** `COUNT`: it was counted, and nothing of it was shown. */
  readonly answer: AccessAnswer | 'COUNT';
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
  /** What the owner has in its own hand, beside its rules. */
  readonly controls?: OwnerControls | undefined;
  /** Ends when the request does. */
  readonly signal?: AbortSignal | undefined;
  /** What the owner's pseudonyms were under the key before, while the region changes it; absent: it does not. */
  readonly previousPseudonyms?: Pick<PreviousPseudonyms, 'of'> | undefined;
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
  readonly access: 'HEADER_ONLY' | 'ASK' | 'CONSENT' | 'KNOWN_ONLY' | 'NOT_NOW';
  readonly explanation: Explanation;
}

/** What of a request counts as one read. */
export interface AskedPart {
  /** The same for the same part, e.g. the entity of one household. */
  readonly part: object;
  /** The owner's own references in it, for its decision log; `[]` where it has none. */
  readonly references: readonly string[];
}

export interface RequestAccess extends Counting {
  readonly context: AccessContext;
  /** Whether this viewer may ever see content of such records; told from the rules alone. */
  visibilityOf(recordType: RecordType): TypeVisibility;
  /** @throws WithheldError where no record of this type could be shown to this viewer. */
  requireType(recordType: RecordType): void;
  /**
   * To be awaited before records of this kind are looked for. A refusal is kept in the owner's decision log.
   *
   * @throws WithheldError where the owner has stopped serving them to this viewer. SourceError `NOT_RECORDED`.
   */
  requireServing(asked: AskedPart, recordType: RecordType): Promise<void>;
  /**
   * To be awaited before the owner's source is asked at all. Several times for one part of a request counts once.
   *
   * @throws WithheldError where the owner has stopped serving this viewer, or the viewer's reads are spent. SourceError `NOT_RECORDED`.
   */
  admit(asked: AskedPart): Promise<void>;
  /** Whether the owner has turned its switch since the request began: then nothing of what was found may be given. */
  isOutdated(): boolean;
  /**
   * One decision for each record, in their order. Past their retention records do not exist.
   *
   * @throws SourceError `NOT_DECIDED`, `NOT_RECORDED`: then nothing is read.
   */
  decide(records: readonly RecordAttributes[]): Promise<readonly DecidedRecord[]>;
}

export function createRequestAccess(options: RequestAccessOptions): RequestAccess {
  const { organisation, access, point, now, today, recordDecisions, traceparent, signal } = options;
  const about = { function: access.subject.function, activity: access.processingActivity };
  const factsAbout = createFactReader(access, now, today);
  const inTokenWords = createTokenWords(access, options.previousPseudonyms);
  const controls = openRequestControls({ controls: options.controls, organisation, access, now });
  const admitted = new WeakMap<object, Map<RecordType | null, Promise<void>>>();

  const visibilityOf = (recordType: RecordType): TypeVisibility => {
    const explanation = controls.stopOfType(recordType);
    return explanation
      ? { visibility: 'NONE', possible: deniedOnly, explanation }
      : point.visibilityOf({ ...about, recordType });
  };

  const record = async (decisions: readonly LoggedDecision[]): Promise<void> => {
    try {
      await recordDecisions?.({ owner: organisation, access, traceparent, decisions });
    } catch (cause) {
      throw notRecorded(organisation, cause);
    }
  };

  const refuse = async ({ references }: AskedPart, refusal: WithheldError): Promise<never> => {
    const asked = references.length > 0 ? references : [noReference];
    await record(
      asked.map((reference) => ({
        recordType: refusal.recordType,
        recordId: reference,
        reference,
        answer: 'DENY',
        rule: refusal.explanation.rule,
      })),
    );
    throw refusal;
  };

  const requireServing = async (asked: AskedPart, recordType: RecordType): Promise<void> => {
    const refusal = controls.stopped(recordType);
    if (refusal) await refuse(asked, refusal);
  };

  const admit = async (asked: AskedPart): Promise<void> => {
    if (options.controls?.canRecord?.() === false) throw notRecorded(organisation, null);
    const refusal = controls.stopped(null) ?? controls.spend();
    if (refusal) await refuse(asked, refusal);
  };

  const oncePer = (
    { part }: AskedPart,
    kind: RecordType | null,
    make: () => Promise<void>,
  ): Promise<void> => {
    const ofPart = admitted.get(part) ?? new Map<RecordType | null, Promise<void>>();
    admitted.set(part, ofPart);
    const present = ofPart.get(kind) ?? make();
    ofPart.set(kind, present);
    return present;
  };

  const counting = createCounting({
    organisation,
    controls,
    decide: (recordType) => point.mayCount({ ...about, recordType }, { signal, traceparent }),
    record,
    refuse: (refusal) => refuse({ part: access, references: [] }, refusal),
  });

  return {
    context: access,
    visibilityOf,
    requireType(recordType) {
      const { visibility, explanation } = visibilityOf(recordType);
      if (visibility === 'NONE' && explanation) {
        throw controls.stopped(recordType) ?? new WithheldError({ organisation, recordType, explanation });
      }
    },
    requireServing: (asked, recordType) =>
      oncePer(asked, recordType, () => requireServing(asked, recordType)),
    admit: (asked) => oncePer(asked, null, () => admit(asked)),
    ...counting,
    isOutdated: controls.isOutdated,
    async decide(records) {
      const retained = records.filter(({ retainUntil }) => retainUntil === null || retainUntil >= today);
      const stops = retained.map(({ recordType }) => controls.stopOfType(recordType));
      const asked = retained.filter((_, index) => !stops[index]);
      const given = [
        ...(await point.decide(
          asked.map((attributes) => ({
            ...about,
            recordType: attributes.recordType,
            facts: factsAbout(inTokenWords(attributes)),
          })),
          { signal, traceparent },
        )),
      ];
      const decided = retained.map((attributes, index): DecidedRecord => {
        const stop = stops[index];
        const decision = stop ? { answer: 'DENY' as const, explanation: stop } : given.shift();
        if (!decision) {
          throw new SourceError({
            organisation,
            reason: 'CONTRACT_BROKEN',
            detail: `expected ${asked.length} decisions, received fewer`,
          });
        }
        return { attributes, ...decision };
      });
      if (decided.length > 0) {
        await record(
          decided.map(({ attributes: { recordType, recordId, reference }, answer, explanation }) => ({
            recordType,
            recordId,
            reference,
            answer,
            rule: explanation.rule,
          })),
        );
      }
      return decided;
    },
  };
}

const deniedOnly: TypeVisibility['possible'] = new Set(['DENY']);
/** In the decision log, of a question about somebody whom this owner has no case of. */
const noReference = '-';

function notRecorded(organisation: string, cause: unknown): SourceError {
  return new SourceError({
    organisation,
    reason: 'NOT_RECORDED',
    detail: 'its decisions could not be kept, so nothing was read',
    cause,
  });
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
