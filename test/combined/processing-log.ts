/** The processing log of a supergraph, for tests of what a question leaves in it. */
import { join } from 'node:path';
import { oldestPosition, readChain } from '../../adapter-kit/accountability/chain-reader.js';
import {
  type ProcessingEntry,
  parseProcessingEntry,
} from '../../gateway/accountability/processing-record.js';
import type { MadeSupergraph } from '../access/over-http/made-supergraph.js';

/** The line of the last request. */
export async function lastEntry({ logFolder }: MadeSupergraph): Promise<ProcessingEntry | null | undefined> {
  const log = { folder: join(logFolder, 'processing'), name: 'processing' };
  const entries: (ProcessingEntry | null)[] = [];
  for await (const { entry } of readChain({ ...log, from: await oldestPosition(log.folder, log.name) })) {
    entries.push(parseProcessingEntry(entry));
  }
  return entries.at(-1);
}
