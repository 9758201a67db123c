/**
 * How far a log was acknowledged: the number and hash of its last line, in a small file beside it (`processing.head`). By it one
 * finds that acknowledged lines are gone from the end, which a chain alone cannot tell.
 *
 * It is written after every commit, before anybody is told, and never runs ahead of what is on the disk. It has two places that are
 * written in turn, so that one is whole whatever happens. It is flushed once a second, not with each commit: a killed process loses
 * nothing of it, a loss of power may put it back by seconds, and then it still tells a lower bound.
 *
 * Each place carries a seal: an HMAC under the seal key, which whoever rewrites the files does not have; without a key, a checksum.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ChainPosition } from './chain-reader.js';

export interface LogHead extends ChainPosition {
  /** Counts the times that it was written. */
  readonly count: number;
  /** Whether the log was closed with this as its last line: then nothing may stand behind it. */
  readonly isClosed: boolean;
}

const placeBytes = 512;
const flushEveryMs = 1_000;
/** Not a secret: it makes a checksum. */
const withoutKey = 'gezinsbeeld log head';

const placeSchema = z.strictObject({
  count: z.int().nonnegative(),
  seq: z.int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  segment: z.string().nullable(),
  offset: z.int().nonnegative(),
  line: z.int().nonnegative(),
  isClosed: z.boolean(),
  seal: z.string(),
});

export function headPath(folder: string, name: string): string {
  return join(folder, `${name}.head`);
}

/** `null`: the file is not there. @throws Error when no place of it is whole, or sealed with this key. */
export function readHead(path: string, sealKey: string | null): LogHead | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (thrown) {
    if (isAbsent(thrown)) return null;
    throw thrown;
  }
  const places = [0, placeBytes].flatMap((start) =>
    readPlace(bytes.toString('utf8', start, start + placeBytes), sealKey),
  );
  const last = places.sort((left, right) => right.count - left.count)[0];
  if (!last)
    throw new Error('expected the head of the log to be whole and sealed with the key that was given');
  return last;
}

export interface HeadWriter {
  readonly current: LogHead;
  /** Written when this returns; flushed within a second. @throws the system's error. */
  write(position: ChainPosition, isClosed?: boolean): void;
  /** Resolves when it is on the disk. */
  flush(): Promise<void>;
  close(): void;
}

/** Makes the file, on the disk when this resolves. */
export async function createHead(path: string, start: ChainPosition, sealKey: string | null): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(
      Buffer.concat([
        toPlace({ ...start, count: 0, isClosed: false }, sealKey),
        Buffer.alloc(placeBytes, ' '),
      ]),
    );
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(dirname(path));
}

export function openHead(
  path: string,
  current: LogHead,
  options: { readonly sealKey: string | null; readonly onFailure: (error: unknown) => void },
): HeadWriter {
  const file = openSync(path, 'r+');
  let head = current;
  let flushedAtMs = performance.now();
  let flushing: Promise<void> | null = null;
  const flush = (): Promise<void> => {
    flushedAtMs = performance.now();
    flushing ??= new Promise<void>((resolve, reject) => {
      fdatasync(file, (error) => (error ? reject(error) : resolve()));
    }).finally(() => {
      flushing = null;
    });
    return flushing;
  };
  return {
    get current() {
      return head;
    },
    write(position, isClosed = false) {
      const next = { ...position, count: head.count + 1, isClosed };
      writeSync(file, toPlace(next, options.sealKey), 0, placeBytes, (next.count % 2) * placeBytes);
      head = next;
      if (performance.now() - flushedAtMs >= flushEveryMs) flush().catch(options.onFailure);
    },
    async flush() {
      // One that is under way may have begun before the last write.
      await flushing;
      await flush();
    },
    close: () => closeSync(file),
  };
}

/** Makes names in the folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether the system says that there is no such file. */
export function isAbsent(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ENOENT';
}

function toPlace(head: LogHead, sealKey: string | null): Buffer {
  const text = contentOf(head);
  const place = Buffer.alloc(placeBytes, ' ');
  place.write(`${text.slice(0, -1)},"seal":"${sealOf(text, sealKey)}"}\n`, 'latin1');
  return place;
}

function readPlace(text: string, sealKey: string | null): LogHead[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return [];
  }
  const parsed = placeSchema.safeParse(given);
  if (!parsed.success) return [];
  const { seal, ...head } = parsed.data;
  const expected = Buffer.from(sealOf(contentOf(head), sealKey));
  const received = Buffer.from(seal);
  return expected.length === received.length && timingSafeEqual(expected, received) ? [head] : [];
}

function contentOf({ count, seq, hash, segment, offset, line, isClosed }: LogHead): string {
  return JSON.stringify({ count, seq, hash, segment, offset, line, isClosed });
}

function sealOf(text: string, sealKey: string | null): string {
  return createHmac('sha256', sealKey ?? withoutKey)
    .update(text)
    .digest('base64url');
}
