import { appendFile, copyFile, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogUnavailableError } from '../../adapter-kit/accountability/chained-log.js';
import { type OpenLogFile, openLogFile } from '../../adapter-kit/accountability/log-file.js';
import { toLineSafeJson } from '../../adapter-kit/accountability/log-line.js';
import { createLogWorld, type LogWorld, november } from './log-world.js';

let world: LogWorld;
beforeEach(async () => {
  world = await createLogWorld();
});
afterEach(() => world.remove());

const diskFull = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

/** A disk that tells what is asked of it, and fails when it is told to. */
function spiedDisk(told: string[], fails: (what: string) => boolean = () => false): OpenLogFile {
  const tell = (what: string): void => {
    told.push(what);
    if (fails(what)) throw diskFull;
  };
  return async (path, mode) => {
    const file = await openLogFile(path, mode);
    return {
      async write(bytes) {
        tell(`write ${bytes.toString('utf8').split('\n').length - 1}`);
        await file.write(bytes);
      },
      async datasync() {
        tell('flush');
        await file.datasync();
      },
      close: () => file.close(),
    };
  };
}

describe('an entry of the log', () => {
  it('is acknowledged after it was written and flushed, and not before', async () => {
    const told: string[] = [];
    const log = await world.open({ openFile: spiedDisk(told) });
    const receipt = await log.append({ read: 'hh_1' }).finally(() => told.push('acknowledged'));
    expect(told).toEqual(['write 1', 'flush', 'acknowledged']);
    const [line = ''] = await world.lines();
    expect(JSON.parse(line)).toMatchObject({ seq: 1, entry: { read: 'hh_1' }, hash: receipt.hash });
    expect(log.last()).toEqual(receipt);
    await log.close();
  });

  it('shares one write and one flush with all that wait at the same time', async () => {
    const told: string[] = [];
    const log = await world.open({ openFile: spiedDisk(told) });
    const receipts = await Promise.all(Array.from({ length: 32 }, (_, number) => log.append({ number })));
    expect(told).toEqual(['write 32', 'flush']);
    expect(receipts.map(({ seq }) => seq)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
    await log.close();
  });

  it.each([
    ['removed', (path: string) => unlink(path)],
    ['moved away', (path: string) => rename(path, `${path}.1`)],
    [
      'exchanged for a copy',
      async (path: string) => {
        await copyFile(path, `${path}.1`);
        await rename(`${path}.1`, path);
      },
    ],
    ['removed with its folder', () => rm(world.folder, { recursive: true })],
  ])('is not acknowledged when the file was %s: what is written then stands nowhere', async (_, take) => {
    const log = await world.open();
    await log.append({ number: 1 });
    await take(join(world.folder, 'processing-2026-11.log'));
    await expect(log.append({ number: 2 })).rejects.toThrow(LogUnavailableError);
    expect(log.isWritable()).toBe(false);
    await expect(log.append({ number: 3 })).rejects.toThrow(LogUnavailableError);
    await log.close();
  });

  it('stays one line of JSON, whatever a client put into a name or a header', async () => {
    const hostile = 'a\r\n{"seq":2}\u2028b\u2029c\u001b[2Jd\u0085e\u009b1mf\u202eg\u0000h","entry":{}}\ud800';
    const log = await world.open();
    await log.append({ name: hostile, [hostile]: 1 });
    await log.append({ name: 'next' });
    await log.close();
    const text = await readFile(join(world.folder, 'processing-2026-11.log'), 'utf8');
    expect(text.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(3);
    expect(text.replaceAll('\n', '')).toMatch(/^[\x20-\x7e]*$/);
    const [first = ''] = await world.lines();
    const read: { entry: { name: string } } = JSON.parse(first);
    expect(read.entry.name).toBe(hostile);
    expect((await world.command('verify')).code).toBe(0);
  });

  it('keeps the letters of every language', () => {
    expect(toLineSafeJson({ task: 'Jeugdwet – één € 漢字' })).toBe('{"task":"Jeugdwet – één € 漢字"}');
  });

  it('that has no JSON is refused alone, and the log goes on', async () => {
    const log = await world.open();
    await expect(log.append({ number: 1n })).rejects.toThrow(TypeError);
    await log.append({ number: 1 });
    await log.close();
    expect(await world.lines()).toHaveLength(1);
  });
});

describe('a disk that fails', () => {
  it.each(['write 1', 'flush'])(
    'at %s: nothing is acknowledged then, and nothing ever after',
    async (what) => {
      const told: string[] = [];
      let isFull = false;
      const log = await world.open({ openFile: spiedDisk(told, (asked) => isFull && asked === what) });
      await log.append({ number: 1 });
      isFull = true;
      await expect(log.append({ number: 2 })).rejects.toThrow(LogUnavailableError);
      isFull = false;
      await expect(log.append({ number: 3 })).rejects.toThrow(
        'the processing log could not be written (ENOSPC)',
      );
      expect(log.isWritable()).toBe(false);
      expect(log.last().seq).toBe(1);
      await log.close();
      const again = await world.open();
      expect((await again.append({ number: 4 })).seq).toBeGreaterThan(1);
      await again.close();
      expect((await world.command('verify')).code).toBe(0);
    },
  );

  it('refuses everybody who waited for the same flush', async () => {
    const log = await world.open({ openFile: spiedDisk([], (asked) => asked === 'flush') });
    const settled = await Promise.allSettled([log.append({}), log.append({}), log.append({})]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await log.close();
  });

  it('in the middle of a line leaves a piece that is taken off when the log is opened again', async () => {
    await world.write(3);
    const log = await world.open({
      openFile: async (path, mode) => {
        const file = await openLogFile(path, mode);
        return {
          ...file,
          async write(bytes) {
            await file.write(bytes.subarray(0, bytes.length - 20));
            throw diskFull;
          },
        };
      },
    });
    await expect(log.append({ number: 4 })).rejects.toThrow(LogUnavailableError);
    await log.close();
    const notices: string[] = [];
    const again = await world.open({ report: (notice) => notices.push(notice) });
    expect(notices).toEqual([
      expect.stringMatching(/^processing: the last write was not finished.*\d+ bytes were taken off$/),
    ]);
    expect((await again.append({ number: 5 })).seq).toBe(4);
    await again.close();
    expect(await world.lines()).toHaveLength(4);
    expect((await world.command('verify')).code).toBe(0);
  });
});

describe('months', () => {
  it('have a segment each, and the first line of one names the last hash of the one before', async () => {
    let now = november;
    const log = await world.open({ now: () => now });
    const { hash } = await log.append({ number: 1 });
    now = new Date('2026-12-01T00:00:00Z');
    await log.append({ number: 2 });
    now = new Date('2027-02-01T00:00:00Z');
    await log.append({ number: 3 });
    await log.close();
    expect((await readdir(world.folder)).filter((file) => file.endsWith('.log'))).toEqual([
      'processing-2026-11.log',
      'processing-2026-12.log',
      'processing-2027-02.log',
    ]);
    expect(JSON.parse((await world.lines('processing-2026-12.log'))[0] ?? '')).toMatchObject({
      seq: 2,
      prev: hash,
    });
    const { code, out } = await world.command('verify');
    expect(code).toBe(0);
    expect(out).toEqual([
      expect.stringMatching(
        /^processing: whole: 3 lines in 3 segments \(2026-11 to 2027-02\), last 3:[0-9a-f]{64}$/,
      ),
    ]);
  });

  it('do not come back when a clock does: the order of segments is the order of the chain', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    const log = await world.open({ now: () => now });
    await log.append({ number: 1 });
    now = november;
    await log.append({ number: 2 });
    await log.close();
    expect(await world.lines('processing-2026-12.log')).toHaveLength(2);
  });

  it('go on in the segment that is there after a restart', async () => {
    await world.write(2);
    await world.write(2);
    expect((await world.lines()).map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4]);
  });
});

describe('opening a log', () => {
  it('is refused while another writer has its folder, and not after', async () => {
    const log = await world.open();
    await expect(world.open()).rejects.toThrow(`the log is written by process ${process.pid}`);
    await log.close();
    await (await world.open()).close();
  });

  it('lets in one of many that come at once', async () => {
    const settled = await Promise.allSettled(
      Array.from({ length: 8 }, () => world.open({ lockWaitMs: 400 })),
    );
    const opened = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(opened).toHaveLength(1);
    await opened[0]?.close();
  });

  it('takes over from a process that is gone, or whose number was given out again', async () => {
    const own = await lockName();
    const [, pid = '', started = '', space = ''] = own.split('-');
    for (const name of [
      // Above the highest number that Linux gives out.
      own.replace(`-${pid}-`, '-4194305-'),
      own.replace(`-${started}-`, `-${Number(started) + 1}-`),
    ]) {
      await writeFile(join(world.folder, name), '');
      await (await world.open()).close();
    }
    expect(await lockFiles()).toEqual([]);
    // Of a process in another container nobody here knows whether it is gone.
    await writeFile(join(world.folder, own.replace(`-${space}-`, `-${Number(space) + 1}-`)), '');
    await expect(world.open()).rejects.toThrow('a process of another container');
  });

  it('is refused when a line behind the last acknowledged one is not as it was written', async () => {
    const log = await world.open();
    await log.append({ number: 1 });
    // As a crash leaves it: not closed.
    await appendFile(join(world.folder, 'processing-2026-11.log'), 'something else\n');
    await log.close().catch(() => {});
    await expect(world.open()).rejects.toThrow('processing-2026-11.log line 2: CHANGED');
  });

  it('is refused when acknowledged lines are gone from the end', async () => {
    await world.write(3);
    await world.rewrite((lines) => lines.slice(0, 2));
    await expect(world.open()).rejects.toThrow('processing-2026-11.log line 3: CUT');
  });

  it('is refused when the last acknowledged line was changed, or its segment is gone', async () => {
    await world.write(3);
    const [, , third = ''] = await world.lines();
    await world.rewrite((lines) => [...lines.slice(0, 2), third.replace('"number":3', '"number":4')]);
    await expect(world.open()).rejects.toThrow('processing-2026-11.log line 3: CHANGED');
    await world.rewrite(() => []);
    await expect(world.open()).rejects.toThrow('CUT');
  });

  it('is refused without the head: nobody could tell any more what was acknowledged', async () => {
    await world.write(1);
    await unlink(join(world.folder, 'processing.head'));
    await expect(world.open()).rejects.toThrow('expected processing.head beside the segments');
  });

  it('is refused with another seal key', async () => {
    await world.write(1, { sealKey: 'one' });
    await expect(world.open({ sealKey: 'another' })).rejects.toThrow('sealed with the key that was given');
    await (await world.open({ sealKey: 'one' })).close();
  });
});

async function lockFiles(): Promise<string[]> {
  return (await readdir(world.folder)).filter((file) => file.endsWith('.lock'));
}

async function lockName(): Promise<string> {
  const log = await world.open();
  const [name = ''] = await lockFiles();
  await log.close();
  return name;
}
