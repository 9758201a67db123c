/** Random bytes for ids, drawn many at a time: a call for eight of them costs as much as one for thousands. */
import { randomFillSync } from 'node:crypto';

const drawn = Buffer.alloc(4_096);
let used = drawn.length;

/** Bytes that nobody else was given. @param bytes At most 4,096. */
export function drawRandom(bytes: number): Buffer {
  if (bytes > drawn.length) throw new RangeError(`expected at most ${drawn.length} bytes to be asked for`);
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const taken = Buffer.from(drawn.subarray(used, used + bytes));
  // What was given is kept by nobody else.
  drawn.fill(0, used, used + bytes);
  used += bytes;
  return taken;
}
