import { appendFile, copyFile, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatLine, genesisHash } from '../../adapter-kit/accountability/log-line.js';
import { removeOldSegments } from '../../adapter-kit/accountability/log-retention.js';
import { createLogWorld, type LogWorld, november } from './log-world.js';

let world: LogWorld;
beforeEach(async () => {
  world = await createLogWorld();
});
afterEach(() => world.remove());

/** Ten lines in November, ten in December. */
async function writeTwoMonths(): Promise<void> {
  await world.write(10);
  await world.write(10, { now: () => new Date('2026-12-01T10:00:00Z') });
}

const at = (lines: readonly string[], index: number): string => lines[index] ?? '';

async function expectProblem(expected: RegExp): Promise<void> {
  const { code, problems, out } = await world.command('verify');
  expect({ code, out, problem: problems[0] }).toEqual({
    code: 1,
    out: [],
    problem: expect.stringMatching(expected),
  });
}

describe('whoever verifies the log', () => {
  it('gets one line of figures when it is as it was written', async () => {
    await writeTwoMonths();
    const { code, out, problems } = await world.command('verify');
    expect({ code, problems, lines: out.length }).toEqual({ code: 0, problems: [], lines: 1 });
    expect(out[0]).toMatch(
      /^processing: whole: 20 lines in 2 segments \(2026-11 to 2026-12\), last 20:[0-9a-f]{64}$/,
    );
  });

  it('finds every single byte that was changed', async () => {
    await world.write(2);
    const path = join(world.folder, 'processing-2026-11.log');
    const original = await readFile(path);
    for (let index = 0; index < original.length; index += 1) {
      const changed = Buffer.from(original);
      changed[index] = (original[index] ?? 0) ^ 1;
      await writeFile(path, changed);
      const { code, problems } = await world.command('verify');
      expect({ index, code, names: /processing-2026-11\.log/.test(problems[0] ?? '') }).toEqual({
        index,
        code: 1,
        names: true,
      });
    }
  });

  it('is told which line was changed', async () => {
    await writeTwoMonths();
    await world.rewrite((lines) => lines.with(6, at(lines, 6).replace('"number":7', '"number":8')));
    await expectProblem(/^processing: processing-2026-11\.log line 7: CHANGED: expected entry 7/);
  });

  it('finds a line that is missing', async () => {
    await writeTwoMonths();
    await world.rewrite((lines) => lines.toSpliced(3, 1));
    await expectProblem(
      /^processing: processing-2026-11\.log line 4: MISSING: expected entry 4, and found entry 5/,
    );
  });

  it('finds the first line missing', async () => {
    await writeTwoMonths();
    await world.rewrite((lines) => lines.slice(1));
    await expectProblem(/^processing: processing-2026-11\.log line 1: MISSING/);
  });

  it('finds two lines exchanged, beside each other and between segments', async () => {
    await writeTwoMonths();
    await world.rewrite((lines) => lines.with(4, at(lines, 5)).with(5, at(lines, 4)));
    await expectProblem(/^processing: processing-2026-11\.log line 5: REORDERED: expected entry 5/);
    await world.rewrite((lines) => lines.with(4, at(lines, 5)).with(5, at(lines, 4)));
    const [november = '', december = ''] = [
      at(await world.lines(), 2),
      at(await world.lines('processing-2026-12.log'), 2),
    ];
    await world.rewrite((lines) => lines.with(2, december));
    await world.rewrite((lines) => lines.with(2, november), 'processing-2026-12.log');
    await expectProblem(/^processing: processing-2026-11\.log line 3: REORDERED: expected entry 3/);
  });

  it('finds a line that was put there, even with a hash that is right', async () => {
    await writeTwoMonths();
    await world.rewrite((lines) => lines.toSpliced(5, 0, at(lines, 4)));
    await expectProblem(
      /^processing: processing-2026-11\.log line 6: ADDED: expected entry 6, and found another entry 5/,
    );
    await world.rewrite((lines) => lines.toSpliced(5, 1));
    expect((await world.command('verify')).code).toBe(0);

    const { hash } = JSON.parse(at(await world.lines(), 4));
    const forged = formatLine(6, hash, '{"number":"forged"}').text.trimEnd();
    await world.rewrite((lines) => lines.toSpliced(5, 0, forged));
    await expectProblem(/^processing: processing-2026-11\.log line 7: ADDED/);
  });

  it('finds a line that was put behind the end, although it follows', async () => {
    await world.write(3);
    const { hash } = JSON.parse(at(await world.lines(), 2));
    await appendFile(join(world.folder, 'processing-2026-11.log'), formatLine(4, hash, '{}').text);
    await expectProblem(/^processing: processing-2026-11\.log line 4: ADDED: the log was closed/);
    await expect(world.open()).rejects.toThrow('ADDED');
  });

  it('finds a segment missing: the first, the middle and the last', async () => {
    await writeTwoMonths();
    await world.write(1, { now: () => new Date('2027-01-01T10:00:00Z') });
    for (const [segment, found] of [
      [
        'processing-2026-11.log',
        /^processing: processing-2026-12\.log line 1: MISSING: before it entries 1 to 10 are gone/,
      ],
      [
        'processing-2026-12.log',
        /^processing: processing-2027-01\.log line 1: MISSING: expected entry 11, and found entry 21/,
      ],
      [
        'processing-2027-01.log',
        /^processing: processing-2026-12\.log line 10: CUT: behind it entries 21 to 21/,
      ],
    ] as const) {
      const path = join(world.folder, segment);
      await copyFile(path, `${path}.kept`);
      await unlink(path);
      await expectProblem(found);
      await copyFile(`${path}.kept`, path);
    }
    expect((await world.command('verify')).code).toBe(0);
  });

  it('finds acknowledged lines gone from the end, and all of them gone', async () => {
    await world.write(5);
    await world.rewrite((lines) => lines.slice(0, 3));
    await expectProblem(
      /^processing: processing-2026-11\.log line 3: CUT: behind it entries 4 to 5 were acknowledged/,
    );
    await unlink(join(world.folder, 'processing-2026-11.log'));
    await expectProblem(/^processing: the log: CUT: behind it entries 1 to 5/);
  });

  it('finds the head gone, and no log at all is not "whole"', async () => {
    expect(await world.command('verify')).toMatchObject({
      code: 1,
      problems: ['expected a log in this folder, and found none'],
    });
    await world.write(1);
    await unlink(join(world.folder, 'processing.head'));
    await expectProblem(/MISSING: expected processing\.head/);
  });

  it('finds the whole chain written anew, where the head was left', async () => {
    await world.write(3);
    await world.rewrite(() => rewritten(3));
    await expectProblem(
      /^processing: processing-2026-11\.log line 3: REWRITTEN: entry 3 is not the one that was acknowledged/,
    );
  });

  it('finds chain and head written anew by the seal key, or by a hash that was kept elsewhere', async () => {
    await world.write(3, { sealKey: 'kept from whoever can write here' });
    const [, , third = ''] = await world.lines();
    const anchor = `3:${JSON.parse(third).hash}`;
    const keyFile = join(world.folder, 'seal.key');
    await writeFile(keyFile, 'kept from whoever can write here\n');
    expect((await world.command('verify', '--key-file', keyFile, '--anchor', anchor)).code).toBe(0);

    // Somebody writes another history with the program itself.
    for (const file of await readdir(world.folder)) {
      if (file !== 'seal.key') await unlink(join(world.folder, file));
    }
    await world.write(4);
    expect((await world.command('verify')).code).toBe(0);
    const withKey = await world.command('verify', '--key-file', keyFile);
    expect(withKey).toMatchObject({ code: 1, problems: [expect.stringContaining('sealed with the key')] });
    const withAnchor = await world.command('verify', '--anchor', anchor.replace(/.{4}$/, '0000'));
    expect(withAnchor).toMatchObject({
      code: 1,
      problems: [
        expect.stringContaining('line 3: REWRITTEN: entry 3 is not the one that was kept elsewhere'),
      ],
    });
    const laterAnchor = await world.command('verify', '--anchor', anchor.replace('3:', '9:'));
    expect(laterAnchor).toMatchObject({ code: 1, problems: [expect.stringContaining('CUT')] });
  });

  it('finds a log that was put in the place of another', async () => {
    const other = await createLogWorld();
    await other.write(2, { name: 'decisions-raad' });
    await world.write(2, { name: 'decisions-gi' });
    for (const [from, to] of [
      ['decisions-raad-2026-11.log', 'decisions-gi-2026-11.log'],
      ['decisions-raad.head', 'decisions-gi.head'],
    ] as const) {
      await copyFile(join(other.folder, from), join(world.folder, to));
    }
    await other.remove();
    await expectProblem(/^decisions-gi: decisions-gi-2026-11\.log line 1: ADDED/);
  });

  it('may look while the log is written', async () => {
    const log = await world.open();
    const writing = Array.from({ length: 300 }, (_, number) => log.append({ number }));
    for (let time = 0; time < 20; time += 1)
      expect(await world.command('verify')).toMatchObject({ code: 0, problems: [] });
    await Promise.all(writing);
    await log.close();
  });

  it('is told how to ask, when it asks otherwise', async () => {
    for (const args of [
      [],
      ['verify', '--household', 'hh_1'],
      ['reads'],
      ['verify', '--anchor', 'x'],
      ['delete'],
    ]) {
      const { code, problems } = await world.command(...args);
      expect({ code, told: problems[0]?.startsWith('expected one of') }).toEqual({ code: 2, told: true });
    }
  });
});

describe('segments at the end of their time', () => {
  const now = new Date('2027-01-15T00:00:00Z');

  it('are let go after the log says so, and the rest is still whole', async () => {
    await writeTwoMonths();
    const log = await world.open({ now: () => now });
    await log.append({ number: 21 });
    expect(await removeOldSegments({ log, now, keepMonths: 1, deliveredSeq: null })).toEqual([
      'processing-2026-11.log',
    ]);
    expect(await removeOldSegments({ log, now, keepMonths: 1, deliveredSeq: null })).toEqual([]);
    await log.close();
    const { code, out } = await world.command('verify');
    expect({ code, out }).toEqual({
      code: 0,
      out: [expect.stringMatching(/12 lines in 2 segments .*entries before 11 were let go$/)],
    });
    await unlink(join(world.folder, 'processing-2026-12.log'));
    await expectProblem(/processing-2027-01\.log line 1: MISSING/);
  });

  it('stay as long as they were not delivered, and as long as they are young enough', async () => {
    await writeTwoMonths();
    const log = await world.open({ now: () => now });
    await log.append({ number: 21 });
    expect(await removeOldSegments({ log, now, keepMonths: 1, deliveredSeq: 9 })).toEqual([]);
    expect(await removeOldSegments({ log, now, keepMonths: 2, deliveredSeq: null })).toEqual([]);
    await log.close();
    expect((await world.command('verify')).code).toBe(0);
  });
});

function rewritten(count: number): string[] {
  const lines: string[] = [];
  let prev = genesisHash('processing');
  for (let seq = 1; seq <= count; seq += 1) {
    const { text, hash } = formatLine(seq, prev, `{"at":"${november.toISOString()}","number":"other"}`);
    lines.push(text.trimEnd());
    prev = hash;
  }
  return lines;
}
