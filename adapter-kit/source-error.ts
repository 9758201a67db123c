/**
 * What can go wrong between an adapter and the system behind it, in a closed vocabulary.
 *
 * A message says who, what was expected and what came, in counts, field names and codes. It never holds a value
 * that a source sent or a client asked for, a URL, a body or a stack: it travels to the client as it stands.
 */

import type { CircuitState } from './circuit.js';

/** `SOURCE_UNAVAILABLE`: we do not know. `NOT_ESTABLISHED`: it could not even be asked. */
export type SourceErrorCode = 'SOURCE_UNAVAILABLE' | 'NOT_ESTABLISHED';

/**
 * The source was asked, and did not give a usable answer; or its owner could not decide on it (`NOT_DECIDED`), or could not keep its
 * decision (`NOT_RECORDED`), so that nothing was read.
 */
export const unavailableReasons = [
  'DOWN',
  'TIMED_OUT',
  'REJECTED',
  'CONTRACT_BROKEN',
  'NOT_DECIDED',
  'NOT_RECORDED',
] as const;
export type UnavailableReason = (typeof unavailableReasons)[number];

/**
 * The source could not be asked: its feed was not read, a member has no identifier to ask by, its only link to the
 * household waits for a professional's confirmation, or it is not decided whose number was asked for.
 */
export const notEstablishedReasons = [
  'ROSTER_STALE',
  'NO_IDENTIFIER',
  'LINK_UNCONFIRMED',
  'IDENTITY_CONFLICT',
] as const;
export type NotEstablishedReason = (typeof notEstablishedReasons)[number];

export type SourceErrorReason = UnavailableReason | NotEstablishedReason;

const notEstablished: ReadonlySet<SourceErrorReason> = new Set(notEstablishedReasons);
const retryable: ReadonlySet<SourceErrorReason> = new Set(['DOWN', 'TIMED_OUT', 'NOT_DECIDED']);

export interface SourceErrorOptions {
  /** The organisation whose source this is, as the graph spells it, e.g. `RAAD`. */
  readonly organisation: string;
  readonly reason: SourceErrorReason;
  /** What was expected and what came, without any value from outside. */
  readonly detail: string;
  /** The field that broke the contract, as the source names it, e.g. `zaak.startdatum`. */
  readonly field?: string;
  /** How the circuit to the source stood when this was found. */
  readonly circuit?: CircuitState;
  readonly cause?: unknown;
}

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;
  readonly organisation: string;
  readonly reason: SourceErrorReason;
  readonly field: string | undefined;
  readonly circuit: CircuitState | undefined;
  /** Whether asking the same again later may succeed without anybody mending anything. */
  readonly retryable: boolean;

  constructor(options: SourceErrorOptions) {
    super(`[${options.organisation}] ${options.detail}`, { cause: options.cause });
    this.code = notEstablished.has(options.reason) ? 'NOT_ESTABLISHED' : 'SOURCE_UNAVAILABLE';
    this.organisation = options.organisation;
    this.reason = options.reason;
    this.field = options.field;
    this.circuit = options.circuit;
    this.retryable = retryable.has(options.reason);
  }
}

/** Admits anything that was thrown while a source was read; what is no `SourceError` yet means the source is `DOWN`. */
export function toSourceError(thrown: unknown, organisation: string): SourceError {
  if (thrown instanceof SourceError) return thrown;
  return new SourceError({
    organisation,
    reason: 'DOWN',
    detail: 'the source could not be reached',
    cause: thrown,
  });
}
