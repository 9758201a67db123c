/**
 * Serves one PGlite to many PostgreSQL clients, as a real server would: it asks for a password, knows its database and its
 * roles, and never mixes what two clients send.
 *
 * `@electric-sql/pglite-socket` is not used, because it queues single messages: between one client's Parse and its Bind
 * another client's Parse may slip in, and the first is answered with the second one's rows. Here everything up to a client's
 * Sync is one turn, and a transaction keeps its turn until it ends.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import {
  askPassword,
  endsBatch,
  fatal,
  letIn,
  noEncryption,
  passwordOf,
  query,
  readFirstMessage,
  readTypedMessage,
  transactionStateOf,
} from './postgres-wire.js';

export interface DatabaseAccount {
  readonly user: string;
  readonly password: string;
}

export interface PgliteServerOptions {
  readonly database: PGlite;
  readonly name: string;
  readonly accounts: readonly DatabaseAccount[];
}

export interface PgliteServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a free loopback port. */
export async function startPgliteServer(options: PgliteServerOptions): Promise<PgliteServer> {
  const turns = createTurns();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serveClient(socket, options, turns);
  });
  const port = await listen(server);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await turns.idle();
    },
  };
}

type Phase =
  | { readonly name: 'first' }
  | { readonly name: 'password'; readonly account: DatabaseAccount | undefined; readonly database: string }
  | { readonly name: 'signed-in'; readonly user: string };

function serveClient(socket: Socket, options: PgliteServerOptions, turns: Turns): void {
  let phase: Phase = { name: 'first' };
  let received: Buffer = Buffer.alloc(0);
  let batch: Buffer[] = [];
  const turn = turns.forClient();
  socket.on('close', () =>
    turn.leave(async () => void (await options.database.execProtocolRaw(query('ROLLBACK')))),
  );

  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    while (!socket.destroyed && step()) {
      // Each step takes one message; the next chunk goes on where this one stopped.
    }
  });

  function step(): boolean {
    switch (phase.name) {
      case 'first':
        return takeFirstMessage();
      case 'password':
        return takePassword(phase.account, phase.database);
      case 'signed-in':
        return takeMessage(phase.user);
      default:
        return phase satisfies never;
    }
  }

  function takeFirstMessage(): boolean {
    const message = readFirstMessage(received);
    if (message === null) return false;
    received = received.subarray(message.size);
    switch (message.kind) {
      case 'encryption-request':
        socket.write(noEncryption);
        return true;
      case 'startup':
        phase = {
          name: 'password',
          account: options.accounts.find((account) => account.user === message.user),
          database: message.database,
        };
        socket.write(askPassword);
        return true;
      case 'cancel-request':
      case 'unknown':
        socket.destroy();
        return false;
      default:
        return message satisfies never;
    }
  }

  function takePassword(account: DatabaseAccount | undefined, database: string): boolean {
    const message = readTypedMessage(received);
    if (message === null) return false;
    const given = message.type === 'p' ? passwordOf(received, message) : null;
    received = received.subarray(message.size);
    if (account === undefined || given !== account.password) {
      socket.end(fatal('28P01', 'password authentication failed'));
      return false;
    }
    if (database !== options.name) {
      socket.end(fatal('3D000', 'database does not exist'));
      return false;
    }
    phase = { name: 'signed-in', user: account.user };
    socket.write(letIn());
    return true;
  }

  function takeMessage(user: string): boolean {
    const message = readTypedMessage(received);
    if (message === null) return false;
    batch.push(received.subarray(0, message.size));
    received = received.subarray(message.size);
    if (message.type === 'X') {
      socket.end();
      return false;
    }
    if (endsBatch(message)) {
      const bytes = new Uint8Array(Buffer.concat(batch));
      batch = [];
      turn.take(
        async () => {
          if (socket.destroyed) return 'I';
          const answer = await options.database.runExclusive(async () => {
            await options.database.execProtocolRaw(query(`SET SESSION AUTHORIZATION ${user}`));
            return options.database.execProtocolRaw(bytes);
          });
          socket.write(answer);
          return transactionStateOf(answer);
        },
        () => socket.destroy(),
      );
    }
    return true;
  }
}

interface ClientTurn {
  /** Runs when it is this client's turn; the turn lasts while the work leaves a transaction open. */
  take(work: () => Promise<string>, onFailure: () => void): void;
  /** Gives the turn back, undoing an open transaction. */
  leave(undo: () => Promise<void>): void;
}

interface Turns {
  forClient(): ClientTurn;
  idle(): Promise<void>;
}

/** One client at a time: a chain of turns, in the order in which they were asked for. */
function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    idle: () => last,
    forClient: () => {
      let endTurn: (() => void) | null = null;
      let work: Promise<void> = Promise.resolve();
      const begin = async (): Promise<void> => {
        if (endTurn) return;
        const before = last;
        last = new Promise<void>((resolve) => {
          endTurn = resolve;
        });
        await before;
      };
      const end = (): void => {
        endTurn?.();
        endTurn = null;
      };
      return {
        take: (task, onFailure) => {
          work = work.then(async () => {
            try {
              await begin();
              if ((await task()) === 'I') end();
            } catch {
              end();
              onFailure();
            }
          });
        },
        leave: (undo) => {
          work = work.then(async () => {
            if (!endTurn) return;
            await undo().catch(() => {});
            end();
          });
        },
      };
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a loopback port');
  return address.port;
}
