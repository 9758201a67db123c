/** The GI's iJw messages: what becomes of every file in the folder, and that none is passed over in silence. */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SourceError } from '../../adapter-kit/source-error.js';
import { type AnyMessage, toIjwXml } from '../../simulated-sources/gi/ijw-messages.js';
import { castMessages } from '../../simulated-sources/gi/provisions.js';
import { putIjwFile } from '../../simulated-sources/gi/source.js';
import type { GiSource, ProvisionRecord } from '../../subgraphs/gi/source.js';
import { createTestAdapter, pseudonymiser } from '../gi-source.js';

const hein = String(pseudonymiser.person('999999412'));
const trix = String(pseudonymiser.person('999999400'));
const teun = String(pseudonymiser.person('999999369'));

/** A message of the cast by the name of its file. */
function message<Kind extends AnyMessage['kind']>(
  name: `${Kind}-${number}`,
): Extract<AnyMessage, { kind: Kind }> {
  const found = castMessages.get(`${name}.xml`);
  if (!found || !name.startsWith(found.kind)) throw new Error('expected a message of the cast');
  // The name of the file says its kind, as was just checked.
  return found as Extract<AnyMessage, { kind: Kind }>;
}

describe('the iJw messages of the GI', () => {
  let folder: string;
  let source: GiSource;
  let calls: number;
  const put = (name: string, content: AnyMessage | string) =>
    putIjwFile(folder, name, typeof content === 'string' ? content : toIjwXml(content));
  const load = (...persons: readonly string[]) =>
    source.loadProvisions(persons, { signal: AbortSignal.timeout(10_000) });
  const provisionsOf = async (person: string): Promise<readonly ProvisionRecord[]> => {
    const found = (await load(person)).get(person);
    if (!found || found instanceof SourceError) throw found ?? new Error('expected an answer');
    return found;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-ijw-'));
    for (const name of ['JW301-260415', 'JW305-260415', 'JW301-250414', 'JW305-250414'] as const) {
      await put(`${name}.xml`, toIjwXml(message(name)));
    }
    calls = 0;
    source = createTestAdapter(
      { GI_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      {
        timeoutMs: 5_000,
        ijwFolder: folder,
        onCall: () => {
          calls += 1;
        },
      },
    );
  });
  afterEach(async () => {
    await source.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('give what was allocated to a person and when it began, with every leading zero, in one look at the folder', async () => {
    const found = await load(trix, hein, teun);
    expect(calls).toBe(1);
    expect(found).toEqual(
      new Map([
        [
          trix,
          [
            {
              allocationNumber: '260415',
              municipality: '0599',
              categoryCode: '44',
              provider: '99000001',
              allocatedOn: '2026-04-13',
              validFrom: '2026-04-13',
              validUntil: null,
              startedOn: '2026-05-04',
              endedOn: null,
              unit: 'GI',
            },
          ],
        ],
        [hein, [expect.objectContaining({ allocationNumber: '250414', startedOn: '2025-05-12' })]],
        [teun, []],
      ]),
    );
  });

  it('are answered anew when a message arrives, changes or goes', async () => {
    await put('JW301-260330.xml', message('JW301-260330'));
    expect((await provisionsOf(hein)).map(({ allocationNumber }) => allocationNumber)).toEqual([
      '250414',
      '260330',
    ]);
    await put('JW301-260330.xml', { ...message('JW301-260330'), validUntil: '2026-12-31' });
    expect((await provisionsOf(hein)).at(-1)).toMatchObject({ validUntil: '2026-12-31' });
    unlinkSync(join(folder, 'JW301-260330.xml'));
    expect(await provisionsOf(hein)).toHaveLength(1);
  });

  it('do not count while they are still being copied', async () => {
    writeFileSync(join(folder, 'JW301-1.xml.part'), '<half');
    expect(await provisionsOf(hein)).toHaveLength(1);
  });

  it('tell an end that was reported, and not one that was taken back', async () => {
    const start = message('JW305-250414');
    const end: AnyMessage = {
      ...start,
      kind: 'JW307',
      identification: 'E250414',
      datedOn: '2026-10-30',
      endedOn: '2026-10-30',
      endReason: '31',
      status: '1',
    };
    await put('JW307-a.xml', end);
    expect(await provisionsOf(hein)).toMatchObject([{ startedOn: '2025-05-12', endedOn: '2026-10-30' }]);
    await put('JW307-b.xml', { ...end, identification: 'E250415', status: '3' });
    expect(await provisionsOf(hein)).toMatchObject([{ startedOn: '2025-05-12', endedOn: null }]);
    await put('JW305-b.xml', { ...start, identification: 'S250415', datedOn: '2026-10-31', status: '3' });
    expect(await provisionsOf(hein)).toMatchObject([{ startedOn: null, endedOn: null }]);
  });

  it('let the latest message about an allocation hold', async () => {
    const first = message('JW301-250414');
    await put('JW301-0-later.xml', {
      ...first,
      identification: 'T250415',
      datedOn: '2026-06-01',
      validUntil: '2026-12-31',
    });
    expect(await provisionsOf(hein)).toMatchObject([{ validUntil: '2026-12-31', startedOn: '2025-05-12' }]);
  });

  it('say nothing of youth probation, whoever sent it', async () => {
    await put('JW301-47.xml', { ...message('JW301-260330'), category: '47', allocationNumber: '261147' });
    await put('JW305-47.xml', { ...message('JW305-260330'), category: '47', allocationNumber: '261147' });
    expect((await provisionsOf(hein)).map(({ categoryCode }) => categoryCode)).toEqual(['45']);
  });

  it('pass over the kinds that hold no provision, such as declarations', async () => {
    await put('JW323.xml', '<Bericht xmlns="http://www.istandaarden.nl/ijw/3_2/jw323/schema"/>');
    expect(await provisionsOf(hein)).toHaveLength(1);
  });

  it.each([
    ['is not XML', 'not XML at all', 'iJw message.Bericht'],
    ['ends half-way', toIjwXml(message('JW301-260330')).slice(0, -40), 'iJw message.Bericht'],
    [
      'brings a DTD',
      `<!DOCTYPE Bericht>${toIjwXml(message('JW301-260330')).replace(/<\?xml.*\?>/, '')}`,
      'iJw message.Bericht',
    ],
    [
      'is of another release',
      toIjwXml(message('JW301-260330')).replaceAll('/3_2/', '/3_1/'),
      'iJw message.Bericht',
    ],
    [
      'carries a number that is nobody’s',
      toIjwXml(message('JW301-260330')).replace('999999412', '999999413'),
      'JW301.Client.Bsn',
    ],
  ])(
    'leave nobody certain of a complete list when a message %s, because it may be about anyone',
    async (_, xml, field) => {
      await put('JW301-broken.xml', xml);
      for (const person of [hein, trix, teun]) {
        const error: unknown = await load(person).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'CONTRACT_BROKEN', field });
        expect(String(error)).not.toMatch(/\d{6}/);
      }
      unlinkSync(join(folder, 'JW301-broken.xml'));
      expect(await provisionsOf(hein)).toHaveLength(1);
    },
  );

  it.each([
    [
      'a day that does not exist',
      toIjwXml(message('JW301-260330')).replace(/<m:Ingangsdatum>[^<]*/, '<m:Ingangsdatum>2026-02-30'),
      'JW301.Client.ToegewezenProducten.ToegewezenProduct.0.Ingangsdatum',
    ],
    [
      'no category',
      toIjwXml(message('JW301-260330')).replace(/<m:Product>.*<\/m:Product>/, ''),
      'JW301.Client.ToegewezenProducten.ToegewezenProduct.0.Product',
    ],
    [
      'a start without the allocation it belongs to',
      toIjwXml(message('JW305-260330')),
      'JW305.Client.StartProducten.StartProduct.ToewijzingNummer',
    ],
  ])('leave only the person uncertain whom a message with %s is about', async (_, xml, field) => {
    await put('broken.xml', xml);
    const found = await load(hein, trix);
    expect(found.get(hein)).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'CONTRACT_BROKEN', field });
    expect(found.get(trix)).toHaveLength(1);
  });

  it('are unavailable, not none, when the folder is gone; and are there again when it is', async () => {
    rmSync(folder, { recursive: true });
    await expect(load(hein)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'DOWN' });
    folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-ijw-'));
    await source.close();
    source = createTestAdapter(
      { GI_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
      { timeoutMs: 5_000, ijwFolder: folder },
    );
    expect(await provisionsOf(hein)).toEqual([]);
  });
});
