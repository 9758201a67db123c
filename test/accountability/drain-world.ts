/** A log and the drains that take from it, gone afterwards. */
import { join } from 'node:path';
import {
  type Drain,
  type DrainOptions,
  type LogboekSink,
  startDrain,
} from '../../gateway/accountability/drain.js';
import { toProcessingEntry } from '../../gateway/accountability/processing-record.js';
import { exampleRequest } from './example-request.js';
import { createLogWorld, type LogWorld } from './log-world.js';

export interface DrainWorld extends LogWorld {
  readonly positionFile: string;
  /** Appends so many entries, each of a request of its own, and closes. */
  append(count: number): Promise<void>;
  start(sink: LogboekSink, options?: Partial<DrainOptions>): Promise<Drain>;
  stopDrains(): Promise<void>;
}

export async function createDrainWorld(): Promise<DrainWorld> {
  const world = await createLogWorld();
  const drains: Drain[] = [];
  const positionFile = join(world.folder, 'drain.json');
  const stopDrains = async (): Promise<void> => {
    for (const drain of drains.splice(0)) await drain.stop();
  };
  return {
    ...world,
    positionFile,
    stopDrains,
    async append(count) {
      const log = await world.open();
      for (let number = 0; number < count; number += 1) await log.append(nextEntry());
      await log.close();
    },
    async start(sink, options = {}) {
      const drain = await startDrain({
        folder: world.folder,
        name: 'processing',
        positionFile,
        sink,
        pollMs: 5,
        pauseMs: 1,
        mostPauseMs: 5,
        ...options,
      });
      drains.push(drain);
      return drain;
    },
    async remove() {
      await stopDrains();
      await world.remove();
    },
  };
}

let spans = 0;

export function nextEntry() {
  spans += 1;
  const trace = { ...exampleRequest().trace, spanId: spans.toString(16).padStart(16, '0') };
  return toProcessingEntry(exampleRequest({ trace }), { pseudonymKey: 'key' });
}

export async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('expected it within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
