/**
 * The little of PostgreSQL's protocol 3.0 that a server in front of PGlite must speak itself: how messages are framed, and
 * the messages by which somebody signs in.
 *
 * @see PostgreSQL 15 documentation, chapter 55 (frontend/backend protocol).
 */

const protocolVersion = 196_608;
const sslRequestCode = 80_877_103;
const gssEncryptionRequestCode = 80_877_104;
const cancelRequestCode = 80_877_102;

/** What a client may send before it has signed in. */
export type FirstMessage =
  | { readonly kind: 'encryption-request'; readonly size: number }
  | { readonly kind: 'cancel-request'; readonly size: number }
  | { readonly kind: 'startup'; readonly size: number; readonly user: string; readonly database: string }
  | { readonly kind: 'unknown'; readonly size: number };

/** Reads the first message of a connection, or `null` while it is not whole. */
export function readFirstMessage(bytes: Buffer): FirstMessage | null {
  if (bytes.length < 8) return null;
  const size = bytes.readInt32BE(0);
  if (size < 8 || size > 10_000) return { kind: 'unknown', size };
  if (bytes.length < size) return null;
  const code = bytes.readInt32BE(4);
  if (code === sslRequestCode || code === gssEncryptionRequestCode)
    return { kind: 'encryption-request', size };
  if (code === cancelRequestCode) return { kind: 'cancel-request', size };
  if (code !== protocolVersion) return { kind: 'unknown', size };
  const words = bytes.subarray(8, size).toString('utf8').split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2)
    parameters.set(words[index] ?? '', words[index + 1] ?? '');
  const user = parameters.get('user') ?? '';
  return { kind: 'startup', size, user, database: parameters.get('database') ?? user };
}

export interface TypedMessage {
  /** The message's letter, e.g. `Q`. */
  readonly type: string;
  readonly size: number;
}

/** Reads the head of a message of a signed-in client, or `null` while it is not whole. */
export function readTypedMessage(bytes: Buffer): TypedMessage | null {
  if (bytes.length < 5) return null;
  const size = 1 + bytes.readInt32BE(1);
  return bytes.length < size ? null : { type: String.fromCharCode(bytes[0] ?? 0), size };
}

/** Whether the server must answer after this message: a simple query, or the end of an extended one. */
export function endsBatch(message: TypedMessage): boolean {
  return message.type === 'Q' || message.type === 'S';
}

/** The text of a password message, without its closing zero. */
export function passwordOf(bytes: Buffer, message: TypedMessage): string {
  return bytes.subarray(5, message.size - 1).toString('utf8');
}

/** The state after the last `ReadyForQuery` of an answer: `I` idle, `T` in a transaction, `E` in a failed one. */
export function transactionStateOf(answer: Uint8Array): string {
  return String.fromCharCode(answer.at(-1) ?? 0);
}

export const noEncryption = Buffer.from('N');

/** Asks for the password in clear text; a real server would ask by SCRAM. */
export const askPassword = typed('R', int32(3));

/** Lets the client in: signed in, the settings a client library looks at, ready. */
export function letIn(): Buffer {
  return Buffer.concat([
    typed('R', int32(0)),
    ...Object.entries({
      server_version: '18.0',
      server_encoding: 'UTF8',
      client_encoding: 'UTF8',
      DateStyle: 'ISO, MDY',
      TimeZone: 'UTC',
      integer_datetimes: 'on',
      standard_conforming_strings: 'on',
    }).map(([name, value]) => typed('S', text(name), text(value))),
    typed('K', int32(1), int32(0)),
    typed('Z', Buffer.from('I')),
  ]);
}

/** A refusal that ends the connection. */
export function fatal(code: string, message: string): Buffer {
  return typed(
    'E',
    Buffer.from('S'),
    text('FATAL'),
    Buffer.from('V'),
    text('FATAL'),
    Buffer.from('C'),
    text(code),
    Buffer.from('M'),
    text(message),
    Buffer.from([0]),
  );
}

/** A simple query. */
export function query(sql: string): Buffer {
  return typed('Q', text(sql));
}

function typed(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
