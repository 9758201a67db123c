/** A stand-in for a Sentinel, which answers when the test wants it to and tells of failovers that did not happen. */
import { createServer, type Socket } from 'node:net';

export interface SlowSentinel {
  readonly port: number;
  /** Keeps whoever asks where the master is waiting; resolves when the first one does. */
  holdAnswers(): Promise<void>;
  answer(): void;
  tellOfFailover(): void;
  stop(): Promise<void>;
}

export async function startSlowSentinel(masterPort: number): Promise<SlowSentinel> {
  const connections = new Set<Socket>();
  const subscribers = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let isHeld = false;
  let onAsked: () => void = () => undefined;
  const master = list('127.0.0.1', String(masterPort));

  const answerTo = (command: string, socket: Socket): void => {
    const send = (reply: string): void => {
      if (!socket.destroyed) socket.write(reply);
    };
    if (command.startsWith('sentinel get-master')) {
      if (isHeld) {
        waiting.push(() => send(master));
        onAsked();
      } else {
        send(master);
      }
    } else if (command.startsWith('sentinel')) {
      send('*0\r\n');
    } else if (command.startsWith('subscribe')) {
      subscribers.add(socket);
      send(`>3\r\n${bulk('subscribe')}${bulk(channel)}:1\r\n`);
    } else {
      send('+OK\r\n');
    }
  };

  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      connections.delete(socket);
      subscribers.delete(socket);
    });
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      for (let read = readCommand(received); read; read = readCommand(received)) {
        received = received.slice(read.length);
        answerTo(read.words.join(' ').toLowerCase(), socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    holdAnswers() {
      isHeld = true;
      return new Promise((resolve) => {
        onAsked = resolve;
      });
    },
    answer() {
      isHeld = false;
      for (const each of waiting.splice(0)) each();
    },
    tellOfFailover() {
      const message = push('message', channel, `register 127.0.0.1 1 127.0.0.1 ${masterPort}`);
      for (const socket of subscribers) socket.write(message);
    },
    async stop() {
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const channel = '+switch-master';

function bulk(word: string): string {
  return `$${Buffer.byteLength(word)}\r\n${word}\r\n`;
}

function list(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map(bulk).join('')}`;
}

/** What was not asked for, in Redis's third protocol, which the client speaks. */
function push(...words: readonly string[]): string {
  return `>${list(...words).slice(1)}`;
}

/** The first whole command, in the form in which clients send it: a list of bulk strings. */
function readCommand(text: string): { words: string[]; length: number } | null {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return null;
  const words: string[] = [];
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left--) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (!size) return null;
    const start = at + size[0].length;
    const end = start + Number(size[1]);
    if (text.length < end + 2) return null;
    words.push(text.slice(start, end));
    at = end + 2;
  }
  return { words, length: at };
}
