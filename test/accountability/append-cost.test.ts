import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openChainedLog } from '../../adapter-kit/accountability/chained-log.js';
import { openLogFile } from '../../adapter-kit/accountability/log-file.js';
import { toProcessingEntry } from '../../gateway/accountability/processing-record.js';
import { noteFigure } from '../hardening/figures.js';
import { exampleRequest } from './example-request.js';

// Figures are written where HARDENING_FIGURES says: a machine with other work on it decides nothing here.
describe('what a durable record costs a request', () => {
  it.each([1, 32])('is measured for %i requests at a time', async (callers) => {
    const folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-cost-'));
    let flushes = 0;
    const log = await openChainedLog({
      folder,
      name: 'processing',
      now: () => new Date(),
      async openFile(path, mode) {
        const file = await openLogFile(path, mode);
        return {
          ...file,
          datasync() {
            flushes += 1;
            return file.datasync();
          },
        };
      },
    });
    const perCaller = callers === 1 ? 500 : 250;
    const entry = toProcessingEntry(exampleRequest(), { pseudonymKey: 'key' });
    const append = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) await log.append(entry);
    };
    await Promise.all(Array.from({ length: callers }, () => append(40)));
    flushes = 0;
    const before = process.cpuUsage();
    const startedAtMs = performance.now();
    await Promise.all(Array.from({ length: callers }, () => append(perCaller)));
    const { user, system } = process.cpuUsage(before);
    const tookMs = performance.now() - startedAtMs;
    const appended = callers * perCaller;
    noteFigure(`append, ${callers} at a time`, {
      'µs CPU each': (user + system) / appended,
      'µs of it in this process': user / appended,
      'µs waited each': (tookMs * 1_000 * callers) / appended,
      'entries a flush': appended / flushes,
      'bytes an entry': Buffer.byteLength(JSON.stringify(entry)),
    });
    await log.close();
    await rm(folder, { recursive: true });
    expect(log.last().seq).toBe(appended + callers * 40);
    // Group commit: those who wait together share a flush.
    expect(flushes).toBeLessThanOrEqual(callers === 1 ? appended : appended / 4);
  });

  it('is measured for making the entry', () => {
    const request = exampleRequest();
    const make = (times: number): void => {
      for (let time = 0; time < times; time += 1) toProcessingEntry(request, { pseudonymKey: 'key' });
    };
    make(500);
    const before = process.cpuUsage();
    make(2_000);
    const { user, system } = process.cpuUsage(before);
    noteFigure('making an entry', { 'µs CPU each': (user + system) / 2_000 });
    expect(toProcessingEntry(request, { pseudonymKey: 'key' }).persons).toHaveLength(6);
  });
});
