/** How far a drain came: a file of its own, put in place whole, after the sink has acknowledged. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type ChainPosition, startOfChain } from '../../adapter-kit/accountability/chain-reader.js';
import { isAbsent, syncFolder } from '../../adapter-kit/accountability/log-head.js';

const positionSchema = z.strictObject({
  log: z.string(),
  seq: z.int().nonnegative(),
  hash: z.string(),
  segment: z.string().nullable(),
  offset: z.int().nonnegative(),
  line: z.int().nonnegative(),
});

/** The start of the log where there is no file yet. @throws Error when it is not a position in this log. */
export async function readDrainPosition(path: string, log: string): Promise<ChainPosition> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (isAbsent(thrown)) return startOfChain(log);
    throw thrown;
  }
  try {
    const { log: of, ...position } = positionSchema.parse(JSON.parse(text));
    if (of === log) return position;
  } catch {
    // Told below, without what was in it.
  }
  throw new Error(
    `expected the drain's file to hold its position in the ${log} log; without the file it begins anew`,
  );
}

export async function writeDrainPosition(path: string, log: string, position: ChainPosition): Promise<void> {
  const { seq, hash, segment, offset, line } = position;
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ log, seq, hash, segment, offset, line })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await syncFolder(dirname(path));
}
