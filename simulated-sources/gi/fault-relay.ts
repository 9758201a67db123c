/**
 * A TCP relay between clients and a database that shows the faults of the sentinel families: it looks for their references in
 * what a client sends, and then waits (`slow`) or breaks the connection (`down`). So PGlite, which blocks its process while
 * it works, need not be slow itself; and the same faults can be shown before a real PostgreSQL.
 */
import { connect, createServer, type Socket } from 'node:net';
import { sentinelDelayMs, sentinelFamilies, units } from '../families.js';

export interface FaultRelayOptions {
  /** The loopback port to listen on; 0 takes a free one. */
  readonly port: number;
  readonly targetPort: number;
}

export interface FaultRelay {
  readonly port: number;
  /** Refuses new connections and breaks those that are open. */
  close(): Promise<void>;
}

const faults = sentinelFamilies
  .filter(({ organisation }) => organisation === 'gi')
  .map(({ caseNumber, fault }) => ({ bytes: Buffer.from(`${units.GI1.code}/${caseNumber}`), fault }));

export async function startFaultRelay({ port, targetPort }: FaultRelayOptions): Promise<FaultRelay> {
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };

  const server = createServer((client) => {
    const database = connect(targetPort, '127.0.0.1');
    track(client);
    track(database);
    database.on('data', (chunk) => client.write(chunk));
    // What the database said last, e.g. why it refuses, still reaches the client.
    database.on('close', () => client.end());
    client.on('close', () => database.destroy());
    client.on('data', (chunk: Buffer) => {
      const fault = faults.find(({ bytes }) => chunk.includes(bytes))?.fault;
      if (fault === 'down') {
        client.destroy();
      } else if (fault === 'slow') {
        client.pause();
        const timer = setTimeout(() => {
          timers.delete(timer);
          database.write(chunk);
          client.resume();
        }, sentinelDelayMs);
        timers.add(timer);
        client.on('close', () => {
          timers.delete(timer);
          clearTimeout(timer);
        });
      } else {
        database.write(chunk);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a loopback port');
  return {
    port: address.port,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
