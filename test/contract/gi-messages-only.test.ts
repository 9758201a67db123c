/** Persons whom only the GI's iJw messages name: its feed knows them as well, so that nobody takes them for unknown to the GI. */
import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type RosterPage, rosterPageSchema } from '../../adapter-kit/roster.js';
import {
  type AllocationMessage,
  type AnyMessage,
  toIjwXml,
} from '../../simulated-sources/gi/ijw-messages.js';
import { putIjwFile } from '../../simulated-sources/gi/source.js';
import { createGiSource } from '../../subgraphs/gi/adapters/gi-source.js';
import { emptyCourse } from '../../subgraphs/gi/case-course.js';
import type { GiSource } from '../../subgraphs/gi/source.js';
import {
  caseSystemUrl,
  createTestAdapter,
  filingOf,
  pseudonymiser,
  runSql,
  type StartedGi,
  startGiOnPglite,
} from '../gi-source.js';

const bsn = '999970343';
const child = String(pseudonymiser.person(bsn));
const reference = `iJw-${child.slice(0, 12)}`;
const check = pseudonymiser.check('2016-05-04', 'V');
const allocation: AllocationMessage = {
  kind: 'JW301',
  identification: 'T1',
  datedOn: '2026-10-06',
  municipality: '0599',
  provider: '99000002',
  client: { bsn, birthDate: '2016-05-04', sex: 'V', givenName: 'Proef', surname: 'Kind' },
  allocationNumber: '7001',
  category: '45',
  allocatedOn: '2026-10-05',
  validFrom: '2026-10-05',
};

describe('a child whom only the messages of the GI name', () => {
  let started: StartedGi;
  let folder: string;
  let source: GiSource;
  let calls: number;
  const open = () =>
    createTestAdapter(started.settings, {
      timeoutMs: 5_000,
      ijwFolder: folder,
      onCall: () => {
        calls += 1;
      },
    });
  const put = (name: string, content: AnyMessage | string) =>
    putIjwFile(folder, name, typeof content === 'string' ? content : toIjwXml(content));
  const read = async (watermark: string | null): Promise<RosterPage> => {
    const page = await source.roster.read(watermark, AbortSignal.timeout(10_000));
    expect(rosterPageSchema.parse(page)).toEqual(page);
    return page;
  };
  const load = (...references: readonly string[]) =>
    source.loadFiles(references, { signal: AbortSignal.timeout(10_000) });
  const lineOf = (page: RosterPage) => page.references.find((line) => line.reference === reference);
  const namesIn = (page: RosterPage) => page.references.map((line) => line.reference);
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started.settings), ...statements);

  beforeAll(async () => {
    started = await startGiOnPglite();
  }, 60_000);
  afterAll(async () => {
    await started?.stop();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-ijw-'));
    calls = 0;
    source = open();
  });
  afterEach(async () => {
    await source.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is known to the GI since the first allocation, without an address, under a reference that says nothing', async () => {
    await put('JW301-a.xml', allocation);
    await put('JW301-b.xml', {
      ...allocation,
      identification: 'T2',
      allocationNumber: '7002',
      datedOn: '2026-03-03',
      allocatedOn: '2026-03-02',
      validFrom: '2026-03-02',
    });
    expect(lineOf(await read(null))).toEqual({
      reference,
      unit: 'Jeugdbescherming De Kade',
      unitName: 'Jeugdbescherming De Kade',
      since: '2026-03-02',
      until: null,
      contact: null,
      persons: [
        { person: child, check, localKey: 'k1', role: '301', since: '2026-03-02', until: null, stays: [] },
      ],
    });
  });

  it('appears in the next changes when the message arrives, and only then', async () => {
    const before = await read(null);
    expect(lineOf(before)).toBeUndefined();
    await put('JW301-a.xml', allocation);
    const after = await read(before.watermark);
    expect(after).toMatchObject({ mode: 'DELTA', references: [{ reference }], removed: [] });
    expect(await read(after.watermark)).toMatchObject({ mode: 'DELTA', references: [], removed: [] });
  });

  it('is told anew when an earlier allocation arrives, and removed when the last message is taken away', async () => {
    await put('JW301-a.xml', allocation);
    const first = await read(null);
    await put('JW301-b.xml', { ...allocation, allocationNumber: '7002', allocatedOn: '2026-03-02' });
    const second = await read(first.watermark);
    expect(second).toMatchObject({
      mode: 'DELTA',
      references: [{ reference, since: '2026-03-02' }],
      removed: [],
    });
    unlinkSync(join(folder, 'JW301-a.xml'));
    unlinkSync(join(folder, 'JW301-b.xml'));
    expect(await read(second.watermark)).toMatchObject({
      mode: 'DELTA',
      references: [],
      removed: [reference],
    });
    // Asked once more from the older watermark, as a register does whose last read was lost.
    expect(await read(first.watermark)).toMatchObject({ mode: 'DELTA', removed: [reference] });
  });

  it('goes by the case as soon as the case database has one, and by the messages again when that is removed', async () => {
    await put('JW301-a.xml', allocation);
    const before = await read(null);
    await sql(...filingOf('GI1/2026-0921', bsn));
    const filed = await read(before.watermark);
    expect(filed).toMatchObject({ mode: 'DELTA', removed: [reference] });
    expect(namesIn(filed)).toEqual(['GI1/2026-0921']);
    expect(lineOf(await read(null))).toBeUndefined();
    // A change of another case takes nothing away from what is known of this one.
    await sql("UPDATE case_file SET closed_on = closed_on WHERE reference = 'GI1/2026-0188'");
    const other = await read(filed.watermark);
    expect(namesIn(other)).toEqual(['GI1/2026-0188']);
    expect(other.removed).toEqual([]);

    await sql("DELETE FROM case_file WHERE reference = 'GI1/2026-0921'");
    const removed = await read(other.watermark);
    expect(removed).toMatchObject({ mode: 'DELTA', removed: ['GI1/2026-0921'] });
    expect(namesIn(removed)).toEqual([reference]);
  });

  it('is in the feed in full again after the adapter was restarted, whatever the register remembers', async () => {
    await put('JW301-a.xml', allocation);
    const before = await read(null);
    await source.close();
    source = open();
    const after = await read(before.watermark);
    expect(after.mode).toBe('FULL');
    expect(lineOf(after)).toBeDefined();
  });

  it('stays out of the feed when youth probation is all that the messages are about, also in a broken message', async () => {
    const probation = { ...allocation, category: '47' };
    await put('JW301-a.xml', probation);
    await put('JW305-a.xml', { ...probation, kind: 'JW305', startedOn: '2026-10-06' });
    expect(lineOf(await read(null))).toBeUndefined();
    await put(
      'JW301-a.xml',
      toIjwXml(probation).replace(/<m:Ingangsdatum>[^<]*/, '<m:Ingangsdatum>2026-02-30'),
    );
    expect(lineOf(await read(null))).toBeUndefined();
    await put('JW301-b.xml', { ...allocation, allocationNumber: '7002' });
    expect(lineOf(await read(null))).toMatchObject({ since: '2026-10-05' });
  });

  it.each([
    [
      'an allocation with a day that does not exist',
      toIjwXml(allocation).replace(/<m:Ingangsdatum>[^<]*/, '<m:Ingangsdatum>2026-02-30'),
      '2026-10-05',
    ],
    [
      'an allocation without a readable day of allocation',
      toIjwXml(allocation).replace(/<m:Toewijzingsdatum>[^<]*/, '<m:Toewijzingsdatum>soon'),
      '2026-10-06',
    ],
    [
      'a start without its allocation',
      toIjwXml({ ...allocation, kind: 'JW305', datedOn: '2026-10-20', startedOn: '2026-10-19' }),
      '2026-10-20',
    ],
    [
      'no readable day at all',
      toIjwXml(allocation).replaceAll(/2026-\d\d-\d\d/g, 'soon'),
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ],
  ])('is known all the same from a message that says whom it is about and has %s', async (_, xml, since) => {
    await put('broken.xml', xml);
    expect(lineOf(await read(null))).toMatchObject({ since, persons: [{ person: child, check }] });
  });

  it.each([
    ['the sex', (xml: string) => xml.replace('<m:Geslacht>2', '<m:Geslacht>0')],
    [
      'the day of birth',
      (xml: string) =>
        xml.replace('</b:Datum></m:Geb', '</b:Datum><b:DatumGebruik>2</b:DatumGebruik></m:Geb'),
    ],
  ])('has no check to be recognised by when the message does not know %s', async (_, change) => {
    await put('JW301-a.xml', change(toIjwXml(allocation)));
    expect(lineOf(await read(null))?.persons).toMatchObject([{ person: child, check: null }]);
  });

  it('is recognised by the day of birth that the latest message gives', async () => {
    await put('JW301-a.xml', allocation);
    await put('JW305-a.xml', {
      ...allocation,
      kind: 'JW305',
      datedOn: '2026-10-20',
      startedOn: '2026-10-19',
      client: { ...allocation.client, birthDate: '2016-05-06' },
    });
    expect(lineOf(await read(null))?.persons).toMatchObject([
      { person: child, check: pseudonymiser.check('2016-05-06', 'V') },
    ]);
  });

  it('has a file without measures when it is asked for, beside those of the database', async () => {
    await put('JW301-a.xml', allocation);
    await put('JW305-a.xml', { ...allocation, kind: 'JW305', startedOn: '2026-10-19' });
    const file = {
      unit: 'Jeugdbescherming De Kade',
      persons: [{ pseudonym: child, localKey: 'k1', name: null, birthDate: '2016-05-04' }],
      measures: [],
      authorisations: [],
      placements: [],
      plans: [],
      course: emptyCourse,
    };
    expect(await load(reference)).toEqual(new Map([[reference, file]]));
    expect(calls).toBe(1);
    const both = await load('GI1/2026-0188', reference);
    expect(calls).toBe(3);
    expect(both.get(reference)).toEqual(file);
    expect(both.get('GI1/2026-0188')).toMatchObject({ persons: [{ localKey: 'k1' }] });
    expect(
      (await source.loadProvisions([child], { signal: AbortSignal.timeout(10_000) })).get(child),
    ).toMatchObject([{ allocationNumber: '7001', startedOn: '2026-10-19' }]);
  });

  it('leaves the files of the database alone when the folder is gone', async () => {
    rmSync(folder, { recursive: true });
    const both = await load('GI1/2026-0188', reference);
    expect(both.get('GI1/2026-0188')).toMatchObject({ persons: [{ localKey: 'k1' }] });
    expect(both.get(reference)).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'DOWN' });
  });

  it('stays in view when the case database is gone: the messages still answer for it', async () => {
    await put('JW301-a.xml', allocation);
    const alone = createTestAdapter(
      { GI_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      { timeoutMs: 5_000, ijwFolder: folder },
    );
    const both = await alone.loadFiles(['GI1/2026-0188', reference], {
      signal: AbortSignal.timeout(10_000),
    });
    expect(both.get(reference)).toMatchObject({ measures: [] });
    expect(both.get('GI1/2026-0188')).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'DOWN' });
    await alone.close();
  });

  it('makes the whole feed fail when the folder is gone or a message may be about anyone, and says which; until it is mended', async () => {
    await put('JW301-a.xml', allocation);
    const before = await read(null);
    await put('JW301-b.xml', 'not XML');
    for (const watermark of [null, before.watermark]) {
      const error: unknown = await source.roster
        .read(watermark, AbortSignal.timeout(10_000))
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        reason: 'CONTRACT_BROKEN',
        field: 'iJw message.Bericht',
      });
      expect(String(error)).toContain('iJw message.Bericht: expected well-formed XML');
    }
    unlinkSync(join(folder, 'JW301-b.xml'));
    expect(await read(before.watermark)).toMatchObject({ mode: 'DELTA', references: [], removed: [] });

    rmSync(folder, { recursive: true });
    await expect(source.roster.read(null, AbortSignal.timeout(10_000))).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      reason: 'DOWN',
    });
  });

  it('is in the page that vouches for the moment after the message arrived, however fresh the last look was', async () => {
    const patient = createGiSource({
      organisation: 'GI',
      databaseUrl: started.settings['GI_DATABASE_URL'] ?? '',
      ijwFolder: folder,
      ijwUnit: 'GI',
      pseudonymiser,
      now: () => new Date('2026-11-02T12:00:00+01:00'),
      timeoutMs: 5_000,
      ijwRecheckAfterMs: 60_000,
    });
    await patient.loadProvisions([child], { signal: AbortSignal.timeout(10_000) });
    await put('JW301-a.xml', allocation);
    expect(lineOf(await patient.roster.read(null, AbortSignal.timeout(10_000)))).toBeDefined();
    await patient.close();
  });
});

describe('a case of the GI that gets another number', () => {
  let started: StartedGi;
  let source: GiSource;
  const read = (watermark: string | null) => source.roster.read(watermark, AbortSignal.timeout(10_000));
  const sql = (...statements: readonly string[]) => runSql(caseSystemUrl(started.settings), ...statements);

  beforeAll(async () => {
    started = await startGiOnPglite();
    source = createTestAdapter(started.settings, { timeoutMs: 5_000 });
  }, 60_000);
  afterAll(async () => {
    await source?.close();
    await started?.stop();
  });

  it('is removed under the old number and told under the new one, when the system files it anew', async () => {
    await sql(...filingOf('GI1/2026-0931', '999970434'));
    const before = await read(null);
    await sql(
      'BEGIN',
      "INSERT INTO case_file (reference, unit_code, opened_on) VALUES ('GI1/2026-0932', 'GI1', '2026-10-30')",
      "DELETE FROM case_file WHERE reference = 'GI1/2026-0931'",
      'COMMIT',
    );
    const after = await read(before.watermark);
    expect(after).toMatchObject({ mode: 'DELTA', removed: ['GI1/2026-0931'] });
    expect(after.references.map(({ reference }) => reference)).toEqual(['GI1/2026-0932']);
  });

  it('is removed under the old number also when the system just writes the new one over it', async () => {
    await sql(
      "INSERT INTO case_file (reference, unit_code, opened_on) VALUES ('GI1/2026-0941', 'GI1', '2026-10-30')",
    );
    const before = await read(null);
    await sql("UPDATE case_file SET reference = 'GI1/2026-0942' WHERE reference = 'GI1/2026-0941'");
    const after = await read(before.watermark);
    expect(after.removed).toEqual(['GI1/2026-0941']);
    expect(after.references.map(({ reference }) => reference)).toContain('GI1/2026-0942');
    expect(await read(after.watermark)).toMatchObject({ mode: 'DELTA', references: [], removed: [] });
  });
});
