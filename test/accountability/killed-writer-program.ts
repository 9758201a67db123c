/**
 * A writer under load, for a test that kills it: eight callers append without end, and each acknowledgement is told on standard
 * output, one line `SEQ:HASH`, after it came.
 */
import { writeSync } from 'node:fs';
import { openChainedLog } from '../../adapter-kit/accountability/chained-log.js';

const log = await openChainedLog({
  folder: process.argv[2] ?? '',
  name: 'processing',
  now: () => new Date(),
});
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (let number = 0; ; number += 1) {
      const { seq, hash } = await log.append({ type: 'load', number, households: ['hh_'.padEnd(25, 'x')] });
      writeSync(1, `${seq}:${hash}\n`);
    }
  }),
);
