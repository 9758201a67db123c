/** What goes wrong between the register and Redis, in the words of every source. Replies of Redis go along as cause only. */
import { SourceError, type UnavailableReason } from '../../../../adapter-kit/source-error.js';
import { PublicationRefusedError } from './publication-refused.js';
import { scriptErrors } from './redis-scripts.js';

/** As whoever is refused reads it: the register is no organisation, but fails like one. */
export const registerOrganisation = 'REGISTER';

export function registerFailure(reason: UnavailableReason, detail: string, cause?: unknown): SourceError {
  return new SourceError({ organisation: registerOrganisation, reason, detail, cause });
}

/** Redis keeps the connection open and gives no answer. */
export class RedisTimeoutError extends Error {
  override readonly name = 'RedisTimeoutError';
}

export function toRegisterFailure(thrown: unknown): SourceError | PublicationRefusedError {
  if (thrown instanceof SourceError || thrown instanceof PublicationRefusedError) return thrown;
  if (thrown instanceof RedisTimeoutError) {
    return registerFailure('TIMED_OUT', 'expected Redis to answer in time', thrown);
  }
  const message = thrown instanceof Error ? thrown.message : '';
  if (message.includes(scriptErrors.leadLost)) return new PublicationRefusedError('LEAD_LOST');
  if (message.includes(scriptErrors.changed)) return new PublicationRefusedError('STORE_CHANGED');
  if (message.includes(scriptErrors.emptied)) {
    return registerFailure('DOWN', 'expected what was stored, and Redis has lost it', thrown);
  }
  if (message.includes(scriptErrors.broken)) {
    return registerFailure(
      'CONTRACT_BROKEN',
      'expected what this register wrote, and found it damaged',
      thrown,
    );
  }
  const known = replies.find(({ begins }) => begins.test(message));
  if (known) return registerFailure(known.reason, known.detail, thrown);
  return registerFailure('DOWN', 'Redis could not be reached', thrown);
}

const replies: readonly {
  readonly begins: RegExp;
  readonly reason: UnavailableReason;
  readonly detail: string;
}[] = [
  {
    begins: /^(NOAUTH|WRONGPASS|NOPERM)\b|^ERR (AUTH|invalid password)/,
    reason: 'REJECTED',
    detail: 'expected Redis to admit the register, and it refused',
  },
  {
    begins: /^(OOM|MISCONF|NOREPLICAS)\b/,
    reason: 'REJECTED',
    detail: 'expected Redis to accept a write, and it refused',
  },
  // Starting, without a master, or a master no more: it passes.
  {
    begins: /^(LOADING|MASTERDOWN|CLUSTERDOWN|READONLY|TRYAGAIN|BUSY|UNBLOCKED)\b/,
    reason: 'DOWN',
    detail: 'expected Redis to serve, and it does not yet',
  },
  {
    begins: /^(WRONGTYPE|ERR|CROSSSLOT)\b/,
    reason: 'CONTRACT_BROKEN',
    detail: 'expected another answer from Redis',
  },
];
