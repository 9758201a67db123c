/** The index over the processing log, from which the access log is answered: whole or nothing, and never a shorter list. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessContext } from '../../adapter-kit/access/subject.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import {
  type AccessLogIndex,
  type AccessLogIndexOptions,
  createAccessLogIndex,
} from '../../gateway/accountability/access-log-index.js';
import { createAccessLogPort } from '../../gateway/accountability/access-log-port.js';
import { type ProcessingEntry, toProcessingEntry } from '../../gateway/accountability/processing-record.js';
import { exampleAccess, exampleRequest, householdId, personId } from '../accountability/example-request.js';
import { createLogWorld, type LogWorld } from '../accountability/log-world.js';

let world: LogWorld;
beforeEach(async () => {
  world = await createLogWorld();
});
afterEach(async () => {
  await world.remove();
});

interface Described {
  readonly minute: number;
  readonly persons?: readonly string[];
  readonly households?: readonly string[];
  readonly access?: Partial<AccessContext>;
}
function entry({ minute, persons = ['a'], households = ['one'], access = {} }: Described): ProcessingEntry {
  const request = exampleRequest({
    endedAt: new Date(Date.parse('2026-11-02T11:00:00.000Z') + minute * 60_000),
    persons: persons.map(personId),
    households: households.map(householdId),
    access: { ...exampleAccess, ...access },
  });
  return toProcessingEntry(request, { pseudonymKey: 'key' });
}
const minutesOf = (index: AccessLogIndex, of: { person?: string; household?: string }) =>
  index
    .find({
      persons: of.person === undefined ? [] : [personId(of.person)],
      household: of.household === undefined ? null : householdId(of.household),
    })
    ?.reads.map(({ at }) => (Date.parse(at) - Date.parse('2026-11-02T11:00:00.000Z')) / 60_000);

async function loaded(
  before: readonly ProcessingEntry[],
  { after = [], options = {} }: { after?: readonly ProcessingEntry[]; options?: AccessLogIndexOptions } = {},
): Promise<AccessLogIndex> {
  const log = await world.open();
  for (const one of before) await log.append(one);
  const index = createAccessLogIndex(options);
  const loading = index.load({ folder: world.folder, name: 'processing', upToSeq: log.last().seq });
  for (const one of after) {
    await log.append(one);
    index.add(one);
  }
  await loading;
  await log.close();
  return index;
}

describe('the index of the access log', () => {
  it('finds what the log held when it started, and what came since, each once and in its order', async () => {
    const index = await loaded(
      [entry({ minute: 1 }), entry({ minute: 2, persons: ['b'] }), entry({ minute: 3, persons: ['a', 'b'] })],
      { after: [entry({ minute: 4 }), entry({ minute: 5, persons: ['b'] })] },
    );
    expect(minutesOf(index, { person: 'a' })).toEqual([1, 3, 4]);
    index.add(entry({ minute: 6 }));
    expect(minutesOf(index, { person: 'a' })).toEqual([1, 3, 4, 6]);
    expect(minutesOf(index, { person: 'b' })).toEqual([2, 3, 5]);
    expect(minutesOf(index, { household: 'one' })).toEqual([1, 2, 3, 4, 5, 6]);
    expect(minutesOf(index, { person: 'nobody' })).toEqual([]);
  });

  it('gives a read that is about somebody under two ids once', async () => {
    const index = await loaded([
      entry({ minute: 1, persons: ['a', 'b'] }),
      entry({ minute: 2, persons: ['b'] }),
    ]);
    const found = index.find({ persons: ['a', 'b'].map(personId), household: null });
    expect(found?.reads).toHaveLength(2);
  });

  it('keeps function, case, activity, broken glass and households; not who asked nor what was asked', async () => {
    const index = await loaded([
      entry({
        minute: 0,
        households: ['one', 'two'],
        access: {
          breakGlass: { reason: 'a neighbour hears a child scream', at: '2026-11-02T12:00:00+01:00' },
        },
      }),
    ]);
    expect(index.find({ persons: [personId('a')], household: null })).toEqual({
      reads: [
        {
          at: '2026-11-02T11:00:00.000Z',
          function: 'fixed-face',
          caseReference: 'LT1/2025-0217',
          activity: 'https://register.invalid/activities/household-view',
          isBreakGlass: true,
          households: ['one', 'two'].map(householdId).sort(),
        },
      ],
      goesBackTo: '2026-11-02T11:00:00.000Z',
    });
  });

  it('says from when on it is whole, after it let the oldest reads go', async () => {
    const entries = Array.from({ length: 7 }, (_, minute) => entry({ minute }));
    const index = await loaded(entries, { options: { mostReads: 4, readsPerPart: 2 } });
    expect(minutesOf(index, { person: 'a' })).toEqual([4, 5, 6]);
    expect(index.find({ persons: [], household: null })?.goesBackTo).toBe('2026-11-02T11:04:00.000Z');
  });

  it('cannot say before it was loaded', () => {
    const index = createAccessLogIndex();
    index.add(entry({ minute: 1 }));
    expect(index.find({ persons: [personId('a')], household: null })).toBeNull();
  });

  it('cannot say when the log is not as it was written, also about what came since', async () => {
    const log = await world.open();
    for (const minute of [1, 2, 3]) await log.append(entry({ minute }));
    await log.close();
    const file = join(world.folder, 'processing-2026-11.log');
    await writeFile(file, (await readFile(file, 'utf8')).replace('11:02:00', '11:02:01'));
    const index = createAccessLogIndex();
    await expect(index.load({ folder: world.folder, name: 'processing', upToSeq: 3 })).rejects.toMatchObject({
      name: 'BrokenChainError',
    });
    index.add(entry({ minute: 4 }));
    expect(index.find({ persons: [personId('a')], household: null })).toBeNull();
  });

  it('of an empty log has nothing, and says so', async () => {
    const index = await loaded([]);
    expect(index.find({ persons: [personId('a')], household: null })).toEqual({
      reads: [],
      goesBackTo: null,
    });
  });
});

describe('the port to it', () => {
  const uri = 'https://gezinsbeeld.invalid/processing-activities/support-family';
  const port = (index: Pick<AccessLogIndex, 'find'>) =>
    createAccessLogPort({
      index,
      activities: {
        find: (id) =>
          id === uri
            ? {
                id,
                dutchName: 'ondersteunen',
                meaning: 'Support.',
                legalGround: 'Jeugdwet art. 2.3',
                functions: ['fixed-face'],
                opensHousehold: true,
                breaksGlass: false,
              }
            : undefined,
      },
      now: () => new Date('2026-11-02T12:00:00Z'),
    });

  it('names the purpose, and does not invent a name for one that is not in the register any more', async () => {
    const known = entry({ minute: 1, access: { processingActivity: uri } });
    const index = await loaded([known, entry({ minute: 2 })]);
    const { reads, askedAt } = await port(index).readsOf({ persons: [personId('a')], household: null });
    expect(askedAt).toBe('2026-11-02T12:00:00.000Z');
    expect(reads.map(({ purpose }) => purpose)).toEqual([
      { uri, dutchName: 'ondersteunen', meaning: 'Support.' },
      { uri: 'https://register.invalid/activities/household-view', dutchName: null, meaning: null },
    ]);
  });

  it('fails, and gives no empty list, while the index cannot say', async () => {
    const asked = port(createAccessLogIndex()).readsOf({ persons: [personId('a')], household: null });
    await expect(asked).rejects.toBeInstanceOf(SourceError);
    await expect(asked).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', organisation: 'REGISTER' });
  });
});
