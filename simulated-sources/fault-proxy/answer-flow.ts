/**
 * Passes the answers of one connection on as its fault says: at once, late, drop by drop, up to a byte, or not at all. Holds no
 * more than a bounded amount: a source that sends faster than it is passed on is made to wait.
 */
import type { Socket } from 'node:net';
import type { ConnectionFault } from './faults.js';

export interface AnswerFlow {
  /** Takes what the source sent. */
  push(chunk: Buffer): void;
  /** The source has ended; what is held is still passed on. */
  end(): void;
  /** Puts another fault on; bytes are counted anew. */
  apply(fault: ConnectionFault | null): void;
  /** Forgets what is held and stops every timer. */
  stop(): void;
}

export interface AnswerFlowOptions {
  readonly client: Socket;
  /** Called where the source must wait, and where it may go on. */
  readonly holdSource: (isHeld: boolean) => void;
  /** Told of bytes that were passed on. */
  readonly onPassed: (bytes: number) => void;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
}

/** What one connection holds at most before its source must wait. */
const maxHeldBytes = 1024 * 1024;
/** How often a drip falls, where it is a byte or more each time; of less it falls less often. */
const dripIntervalMs = 20;

export function createAnswerFlow(options: AnswerFlowOptions): AnswerFlow {
  const { client, holdSource, onPassed, random } = options;
  const held: { chunk: Buffer; readonly dueAtMs: number }[] = [];
  let fault: ConnectionFault | null = null;
  let heldBytes = 0;
  let passed = 0;
  let lastDueAtMs = 0;
  let isEnded = false;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;

  function passOn(): void {
    clearTimeout(timer);
    timer = undefined;
    while (!isOver && held[0]) {
      const waitMs = waitBefore(held[0].dueAtMs);
      if (waitMs > 0) {
        if (waitMs !== Number.POSITIVE_INFINITY) timer = setTimeout(passOn, waitMs);
        return;
      }
      const allowed = allowedBytes();
      if (allowed <= 0) {
        breakOff();
        return;
      }
      const { chunk } = held[0];
      const part = chunk.subarray(0, allowed);
      if (part.length === chunk.length) held.shift();
      else held[0].chunk = chunk.subarray(allowed);
      heldBytes -= part.length;
      passed += part.length;
      onPassed(part.length);
      const hasRoom = client.write(part);
      if (heldBytes < maxHeldBytes) holdSource(false);
      if (!hasRoom) {
        client.once('drain', passOn);
        return;
      }
      if (fault?.kind === 'drip') {
        timer = setTimeout(passOn, Math.max(dripIntervalMs, 1_000 / fault.bytesPerSecond));
        return;
      }
    }
    if (isEnded && !isOver && held.length === 0 && fault?.kind !== 'hang') {
      isOver = true;
      client.end();
    }
  }

  function waitBefore(dueAtMs: number): number {
    if (fault?.kind === 'hang') return Number.POSITIVE_INFINITY;
    return fault?.kind === 'latency' ? dueAtMs - performance.now() : 0;
  }

  function allowedBytes(): number {
    switch (fault?.kind) {
      case 'reset':
      case 'cut':
      case 'half-close':
        return fault.afterBytes - passed;
      case 'drip':
        return Math.max(1, Math.floor((fault.bytesPerSecond * dripIntervalMs) / 1_000));
      default:
        return Number.MAX_SAFE_INTEGER;
    }
  }

  function breakOff(): void {
    isOver = true;
    held.length = 0;
    if (fault?.kind === 'reset') client.resetAndDestroy();
    else if (fault?.kind === 'half-close') client.end();
    else client.destroySoon();
  }

  return {
    push(chunk) {
      if (isOver) return;
      const lateMs = fault?.kind === 'latency' ? fault.ms + random() * (fault.jitterMs ?? 0) : 0;
      // Never before what came earlier, however the jitter falls.
      lastDueAtMs = Math.max(lastDueAtMs, performance.now() + lateMs);
      held.push({ chunk, dueAtMs: lastDueAtMs });
      heldBytes += chunk.length;
      if (heldBytes >= maxHeldBytes) holdSource(true);
      // While a timer or a full client is waited for, what is pushed waits in turn.
      if (timer === undefined && !client.writableNeedDrain) passOn();
    },
    end() {
      isEnded = true;
      if (timer === undefined && !client.writableNeedDrain) passOn();
    },
    apply(next) {
      fault = next;
      passed = 0;
      if (!client.writableNeedDrain) passOn();
    },
    stop() {
      isOver = true;
      held.length = 0;
      clearTimeout(timer);
    },
  };
}
