/**
 * A relay before anything that speaks over TCP (HTTP, PostgreSQL, Redis), on loopback, with faults that are put on and taken
 * off while it runs. It knows no protocol.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { type AnswerFlow, createAnswerFlow } from './answer-flow.js';
import type { ConnectionFault } from './faults.js';

export interface ConnectionProxyOptions {
  /** The loopback port to listen on; 0 takes a free one. */
  readonly port: number;
  readonly targetPort: number;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
}

export interface ConnectionProxy {
  readonly port: number;
  /** Also for connections that are open. `null`: none. */
  set(fault: ConnectionFault | null): Promise<void>;
  /** How many clients are connected now. */
  openConnections(): number;
  /** Bytes of answers that were passed on since the last `set`. */
  passedBytes(): number;
  close(): Promise<void>;
}

/** More than any adapter opens; what comes above is dropped. */
const maxConnections = 512;
/** What a client may send to a source that hangs before it must wait. */
const maxHeldRequestBytes = 1024 * 1024;

interface Relayed {
  apply(fault: ConnectionFault | null): void;
  destroy(): void;
}

export async function startConnectionProxy(options: ConnectionProxyOptions): Promise<ConnectionProxy> {
  const { targetPort, random } = options;
  const relayed = new Set<Relayed>();
  let fault: ConnectionFault | null = null;
  let passedBytes = 0;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const connection = relay(client, {
      targetPort,
      random,
      fault,
      onPassed: (bytes) => {
        passedBytes += bytes;
      },
      onClose: () => relayed.delete(connection),
    });
    relayed.add(connection);
  });
  server.maxConnections = maxConnections;
  const port = await listen(server, options.port);

  const stopListening = (): Promise<void> =>
    new Promise((resolve) => {
      if (server.listening) server.close(() => resolve());
      else resolve();
      for (const connection of relayed) connection.destroy();
    });

  return {
    port,
    async set(next) {
      fault = next;
      passedBytes = 0;
      if (next?.kind === 'refuse') return stopListening();
      if (!server.listening) await listen(server, port);
      for (const connection of relayed) connection.apply(next);
    },
    openConnections: () => relayed.size,
    passedBytes: () => passedBytes,
    close: stopListening,
  };
}

interface RelayOptions {
  readonly targetPort: number;
  readonly random: () => number;
  readonly fault: ConnectionFault | null;
  readonly onPassed: (bytes: number) => void;
  readonly onClose: () => void;
}

function relay(client: Socket, options: RelayOptions): Relayed {
  const { targetPort, random, onPassed, onClose } = options;
  const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const requests: Buffer[] = [];
  let requestBytes = 0;
  let isHanging = false;
  let hasClientEnded = false;
  let hasAnswered = false;
  let isStale = false;
  const answers: AnswerFlow = createAnswerFlow({
    client,
    random,
    onPassed,
    holdSource: (isHeld) => (isHeld ? target.pause() : target.resume()),
  });

  function sendRequests(): void {
    if (isHanging) return;
    for (const chunk of requests.splice(0)) target.write(chunk);
    requestBytes = 0;
    if (hasClientEnded) target.end();
    else if (!target.writableNeedDrain) client.resume();
    else {
      client.pause();
      target.once('drain', sendRequests);
    }
  }

  function destroy(): void {
    answers.stop();
    // As a program that died would: no farewell.
    if (!client.destroyed) client.resetAndDestroy();
    target.destroy();
  }

  client.on('data', (chunk: Buffer) => {
    if (isStale && hasAnswered) {
      destroy();
      return;
    }
    requests.push(chunk);
    requestBytes += chunk.length;
    if (isHanging && requestBytes >= maxHeldRequestBytes) client.pause();
    sendRequests();
  });
  client.on('end', () => {
    hasClientEnded = true;
    sendRequests();
  });
  client.on('error', destroy);
  client.on('close', () => {
    answers.stop();
    target.destroy();
    onClose();
  });
  target.on('data', (chunk: Buffer) => {
    hasAnswered = true;
    answers.push(chunk);
  });
  target.on('end', () => answers.end());
  target.on('error', destroy);

  const apply = (fault: ConnectionFault | null): void => {
    isHanging = fault?.kind === 'hang';
    isStale = fault?.kind === 'stale';
    answers.apply(fault);
    sendRequests();
  };
  apply(options.fault);
  return { apply, destroy };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a loopback port');
  return address.port;
}
