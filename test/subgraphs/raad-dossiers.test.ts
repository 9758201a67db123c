/** What the Raad's own system told beside the messages: what is kept of it, and to whom it goes. */
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { partOf } from '../../subgraphs/raad/message-store/case-access.js';
import { openDurableLog } from '../../subgraphs/raad/message-store/durable-log.js';
import {
  anna,
  bram,
  keys,
  messageOf,
  notify,
  openFilled,
  openStore,
  reference,
  theRequest,
  told,
} from './raad-dossier-case.js';

let folder: string;
const path = () => join(folder, 'messages.log');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-dossiers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a dossier message', () => {
  it('stands after a restart, and takes the place of the one before it', async () => {
    const store = await openFilled(folder);
    expect(store.dossiers.of(reference)).toBeNull();
    expect(await store.receiveDossier(messageOf())).toBe('KEPT');
    const later = messageOf({ sentAt: '2026-11-01T17:30:00Z', contacts: [], sightings: [] });
    expect(await store.receiveDossier(later)).toBe('KEPT');
    await store.close();
    const again = await openStore(folder);
    expect(again.dossiers.of(reference)).toEqual(later);
    await again.close();
  });

  it('does not take the place of one that was sent later, and sent twice it is kept once', async () => {
    const store = await openFilled(folder);
    expect(await store.receiveDossier(messageOf())).toBe('KEPT');
    const { length } = store;
    expect(await store.receiveDossier(messageOf())).toBe('KEPT');
    expect(await store.receiveDossier(messageOf({ sentAt: '2026-11-01T16:59:59Z', work: [] }))).toBe('OLDER');
    expect([store.length, store.dossiers.of(reference)]).toEqual([length, messageOf()]);
    await store.close();
  });

  it('that is overtaken on its way to the disk by one that was sent later is answered as older', async () => {
    const store = await openFilled(folder);
    const later = messageOf({ sentAt: '2026-11-02T09:00:00+01:00', work: [] });
    const receipts = await Promise.all([store.receiveDossier(later), store.receiveDossier(messageOf())]);
    expect(receipts).toEqual(['KEPT', 'OLDER']);
    expect(store.dossiers.of(reference)).toEqual(later);
    await store.close();
    const again = await openStore(folder);
    expect(again.dossiers.of(reference)).toEqual(later);
    await again.close();
  });

  it('that another took the place of is gone from the file at the next start, and the rest stays', async () => {
    const store = await openFilled(folder);
    const later = messageOf({ sentAt: '2026-11-02T09:00:00+01:00', workers: [], work: [], contacts: [] });
    const last = messageOf({ ...later, sentAt: '2026-11-02T10:00:00+01:00', handovers: [] });
    // One that was overtaken on its way to the disk stands behind the one that took its place.
    await Promise.all([store.receiveDossier(later), store.receiveDossier(messageOf())]);
    await store.receiveDossier(last);
    const { length } = store;
    await store.close();
    const reports: string[] = [];
    const report = (notice: string) => void reports.push(notice);
    for (let start = 0; start < 2; start += 1) {
      const again = await openStore(folder, { report });
      expect([again.length, again.dossiers.of(reference)]).toEqual([length, last]);
      expect(again.cases.find([reference])).toHaveLength(1);
      await again.close();
    }
    const file = await readFile(path(), 'latin1');
    expect(file).not.toMatch(/TEST-1|Voorbeeld|court's decision/);
    expect(file.split('dossierbericht')).toHaveLength(2);
    // Once, and not at every start.
    expect(reports).toEqual(['entries that may no longer be kept, and are no longer in messages.log: 2']);
  });

  it('is about a case that is there, under a number of the Raad, and about its persons only', async () => {
    const store = await openStore(folder);
    await store.receive('inbound', Buffer.from(theRequest));
    const [provisional] = store.cases.changesSince(null, '', 1).cases;
    const ofProvisional = messageOf({ reference: provisional?.reference });
    expect(await store.receiveDossier(ofProvisional)).toBe('NO_SUCH_CASE');
    expect(await store.receiveDossier(messageOf())).toBe('NO_SUCH_CASE');
    await notify(store);
    const ofNobody = messageOf({ sightings: [{ ...told.sightings[0], person: '9-9' }] });
    expect(await store.receiveDossier(ofNobody)).toBe('NO_SUCH_PERSON');
    expect(await store.receiveDossier(messageOf())).toBe('KEPT');
    await store.close();
  });

  it('is kept once the disk has it, and not before; where the disk fails nothing of it is shown', async () => {
    const waits: ((failure: Error | null) => void)[] = [];
    let isWatched = false;
    const store = await openFilled(folder, {
      openLogFile: async (name) => {
        const file = await open(name, 'r+');
        return {
          stat: file.stat.bind(file),
          read: file.read.bind(file),
          write: file.write.bind(file),
          truncate: file.truncate.bind(file),
          close: file.close.bind(file),
          async datasync() {
            const failure = isWatched ? await new Promise<Error | null>((end) => waits.push(end)) : null;
            if (failure) throw failure;
            await file.datasync();
          },
        };
      },
    });
    isWatched = true;
    const untilFlush = async () => {
      for (let turn = 0; waits.length === 0 && turn < 1_000; turn += 1) await new Promise(setImmediate);
    };
    const kept = store.receiveDossier(messageOf());
    await untilFlush();
    expect(store.dossiers.of(reference)).toBeNull();
    waits.shift()?.(null);
    expect(await kept).toBe('KEPT');
    const lost = store.receiveDossier(messageOf({ sentAt: '2026-11-02T09:00:00+01:00', work: [] }));
    await untilFlush();
    waits.shift()?.(new Error('the disk is gone'));
    await expect(lost).rejects.toThrow('could not be written');
    expect(store.dossiers.of(reference)).toEqual(messageOf());
    isWatched = false;
    await store.close();
  });

  it('goes with its case at the end of retention: from every answer at once, from the file at the next start', async () => {
    const store = await openFilled(folder);
    await store.receiveDossier(messageOf());
    await store.receiveDossier(messageOf({ sentAt: '2026-11-02T09:00:00+01:00' }));
    expect(await store.remove(reference, 'list 2026, line 7')).toBe(true);
    expect(store.dossiers.of(reference)).toBeNull();
    await store.close();
    const again = await openStore(folder);
    expect(again.dossiers.of(reference)).toBeNull();
    await again.close();
    expect(await readFile(path(), 'latin1')).not.toMatch(/TEST-1|Voorbeeld|dossierbericht/);
  });

  it('that is damaged in the file, or that this store cannot read, keeps the store from starting', async () => {
    const store = await openFilled(folder);
    await store.receiveDossier(messageOf());
    await store.close();
    const whole = await readFile(path());
    const damaged = Buffer.from(whole);
    const at = damaged.indexOf('council investigator');
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
    await writeFile(path(), damaged);
    await expect(openStore(folder)).rejects.toThrow('nothing of it was changed');
    expect((await readFile(path())).equals(damaged)).toBe(true);
    await writeFile(path(), whole);
    const log = await openDurableLog(path(), { onEntry: () => {}, report: () => {} });
    await log.append(Buffer.from(JSON.stringify({ dossier: { ...told, version: 2 }, at: '' })));
    await log.close();
    await expect(openStore(folder)).rejects.toThrow('entry 5 of the message log is no entry');
  });
});

describe('what a dossier message tells', () => {
  const onlyOf = (...records: readonly string[]) => new Set(records);
  const status = `raad-status ${reference}`;

  it('is given with the status of an investigation, and with nothing else of it', async () => {
    const store = await openFilled(folder);
    const closed = { text: 'Zaak afgerond', setOn: '2026-10-30' } as const;
    const decision = {
      decidedOn: '2026-10-30',
      explanation: 'Ondertoezichtstelling',
      effectiveFrom: '2026-10-30',
    };
    for (const client of [anna, bram])
      await notify(store, { client, status: closed, result: 'Maatregel opgelegd', decision });
    await store.receiveDossier(messageOf());
    const [file] = store.cases.find([reference]);
    if (!file) throw new Error('expected the case');
    const dossier = store.dossiers.of(reference);
    const others = onlyOf(`court-decision ${reference}`, `raad-report ${reference}`);
    expect(partOf(file, others, dossier).records).toHaveLength(1);
    expect(JSON.stringify(partOf(file, others, dossier))).not.toMatch(/TEST-1|Voorbeeld|GI1|SEEN/);
    expect(partOf(file, onlyOf(status), dossier)).toMatchObject({
      dossiers: [{ number: reference, work: [{ id: 'W-1' }], knows: told.knows }],
    });
    expect(partOf(file, onlyOf(status))).not.toHaveProperty('dossiers');
    await store.close();
  });

  it('goes with the investigation of each child where they ended differently', async () => {
    const store = await openFilled(folder);
    const closed = { text: 'Zaak afgerond', setOn: '2026-10-30' } as const;
    await notify(store, { status: closed, result: 'Maatregel opgelegd' });
    await notify(store, { client: bram, status: closed, result: 'Geen maatregel opgelegd' });
    await store.receiveDossier(messageOf());
    const [file] = store.cases.find([reference]);
    if (!file) throw new Error('expected the case');
    const ofBram = `${reference}#${keys.bram}`;
    const part = partOf(file, onlyOf(status, `raad-status ${ofBram}`), store.dossiers.of(reference));
    const empty = { workers: [], work: [], contacts: [], knows: null };
    expect(part.dossiers).toMatchObject([
      {
        number: reference,
        work: [{ id: 'W-1' }],
        handovers: [{ persons: [keys.anna, keys.mother] }],
        sightings: [],
      },
      { number: ofBram, ...empty, handovers: [{ persons: [keys.bram] }], sightings: [{ id: 'S-1' }] },
    ]);
    await store.close();
  });
});
