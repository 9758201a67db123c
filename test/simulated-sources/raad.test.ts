/** The simulated Raad refuses what the real connection refuses, and keeps everything that it confirmed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import {
  demonstrationAdministrationSecret,
  demonstrationReadSecret,
} from '../../simulated-sources/raad/secrets.js';
import { startRaadSource } from '../../simulated-sources/raad/source.js';
import {
  council,
  type RequestContent,
  writeNotification,
  writeRequest,
} from '../../simulated-sources/raad/stuf-messages.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';

const asker = { oin: '00000099000000000901', name: 'Gemeente Testdam' };
const child = {
  bsn: '001234569',
  surname: 'Test',
  givenName: 'Kind',
  birthDate: '2016-05-01',
  sex: 'V' as const,
};

function newRequest(referenceNumber: string, changes: Partial<RequestContent> = {}): string {
  return writeRequest({
    referenceNumber,
    sentAt: '20261102090000',
    from: asker,
    requestCase: `TD-${referenceNumber}`,
    requestedOn: '2026-11-02',
    children: [child],
    parties: [],
    workerSurname: 'Testmedewerker',
    ...changes,
  });
}

describe('the simulated Raad', () => {
  let dataFolder: string;
  let running: RunningSource;

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-source-'));
    running = await startRaadSource({ port: 0, dataFolder });
  });
  afterAll(async () => {
    await running?.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  const post = async (direction: string, body: string | Buffer, contentType = 'text/xml') => {
    const response = await request(`${running.url}/messages/${direction}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    const xml = await response.body.text();
    const [, kind = ''] = /<StUF:(\w+)Bericht/.exec(xml) ?? [];
    const [, code = null] = /<StUF:code>(\w+)</.exec(xml) ?? [];
    return { status: response.statusCode, kind, code, xml };
  };
  const read = async (path: string, body?: unknown, secret = running.settings['RAAD_STORE_SECRET']) => {
    const response = await request(`${running.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.statusCode, text: await response.body.text() };
  };
  const roster = async (after = '') => JSON.parse((await read(`/roster?after=${after}`)).text);
  const refusal = async (body: string | Buffer, direction = 'inbound') => {
    const before = (await roster()).watermark;
    const started = performance.now();
    const { status, kind, code } = await post(direction, body);
    expect((await roster()).watermark).toBe(before);
    expect(performance.now() - started).toBeLessThan(1_000);
    return { status, kind, code };
  };

  it('confirms a message that it kept, to its sender, under the number that the sender gave', async () => {
    const answer = await post('inbound', newRequest('N-1'));
    expect({ status: answer.status, kind: answer.kind }).toEqual({ status: 200, kind: 'Bv03' });
    expect(answer.xml).toContain('<StUF:crossRefnummer>N-1</StUF:crossRefnummer>');
    expect(answer.xml).toContain(`<StUF:ontvanger><StUF:organisatie>${asker.oin}</StUF:organisatie>`);
    expect(answer.xml).toContain(`<StUF:zender><StUF:organisatie>${council.oin}</StUF:organisatie>`);
  });

  it('shows a family filed now at the next read, and only that family as a change', async () => {
    const { watermark } = await roster();
    await post('inbound', newRequest('N-2'));
    const changes = await roster(watermark);
    expect(changes).toMatchObject({ mode: 'DELTA', removed: [] });
    expect(changes.cases).toHaveLength(1);
    const [{ reference }] = changes.cases;
    const file = JSON.parse((await read('/case-files/_search', { references: [reference] })).text)
      .caseFiles[0];
    expect(file).toMatchObject({
      reference,
      requests: [{ registeredOn: '2026-11-02', requestedBy: 'Gemeente Testdam' }],
    });
  });

  it('keeps the leading zeros of a number', async () => {
    await post('inbound', newRequest('N-3', { requestCase: 'TD-ZEROS' }));
    expect((await read('/roster')).text).toContain('"rawBsn":"001234569"');
  });

  it('files a request under the number of the Raad as soon as the Raad gives one, and says that the former is gone', async () => {
    await post('inbound', newRequest('N-4'));
    const { watermark, cases } = await roster();
    const provisional = cases.filter(({ reference }: { reference: string }) =>
      reference.startsWith('RVDK/request-'),
    );
    expect(provisional.length).toBeGreaterThan(0);
    await post(
      'outbound',
      writeNotification({
        referenceNumber: 'R-4',
        sentAt: '20261102100000',
        to: asker,
        councilCase: 'RVDK-2026-7004',
        requestCase: 'TD-N-4',
        client: child,
        status: { text: 'Intake afgerond', setOn: '2026-11-02' },
      }),
    );
    const changes = await roster(watermark);
    expect(changes.cases.map(({ reference }: { reference: string }) => reference)).toEqual([
      'RVDK/2026-7004',
    ]);
    expect(changes.removed).toHaveLength(1);
    expect(changes.removed[0]).toMatch(/^RVDK\/request-/);
  });

  it('answers a number that the same sender used before as a duplicate', async () => {
    await post('inbound', newRequest('N-5'));
    expect(await refusal(newRequest('N-5'))).toEqual({ status: 200, kind: 'Fo03', code: 'StUF016' });
    const other = await post(
      'inbound',
      newRequest('N-5', { from: { ...asker, oin: '00000099000000000902' } }),
    );
    expect(other.kind).toBe('Bv03');
  });

  it('confirms only one of two equal messages that arrive at once', async () => {
    const answers = await Promise.all([
      post('inbound', newRequest('N-6')),
      post('inbound', newRequest('N-6')),
    ]);
    expect(answers.map(({ kind, code }) => [kind, code]).sort()).toEqual([
      ['Bv03', null],
      ['Fo03', 'StUF016'],
    ]);
  });

  it.each([
    ['XML that is not closed', newRequest('N-7').replace('</JZ:vtoDi01>', '')],
    ['XML with an element closed by another', newRequest('N-7').replace('</JZ:object>', '</JZ:subject>')],
    [
      'an attribute without quotes',
      newRequest('N-7').replace('StUF:entiteittype="ZAK"', 'StUF:entiteittype=ZAK'),
    ],
    ['an empty body', ''],
    ['text that is no XML', 'Di01'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('<a>'), Buffer.from([0xff, 0xfe]), Buffer.from('</a>')]),
    ],
    ['another encoding', Buffer.from(newRequest('N-7'), 'utf16le')],
    ['another declared encoding', newRequest('N-7').replace('encoding="UTF-8"', 'encoding="UTF-7"')],
  ])('refuses %s and keeps nothing', async (_what, body) => {
    expect(await refusal(body)).toEqual({ status: 200, kind: 'Fo02', code: 'StUF055' });
  });

  it.each([
    ['a document type', '<!DOCTYPE vtoDi01>', ''],
    ['an external entity', '<!DOCTYPE vtoDi01 [<!ENTITY file SYSTEM "file:///etc/hostname">]>', '&file;'],
    ['an external document type', '<!DOCTYPE vtoDi01 SYSTEM "http://source.invalid/stuf.dtd">', ''],
    [
      'entities that multiply',
      `<!DOCTYPE vtoDi01 [<!ENTITY l0 "ha">${Array.from({ length: 12 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('')}]>`,
      '&l12;',
    ],
  ])('refuses %s at once, before any of it is read', async (_what, declaration, text) => {
    const body = newRequest('N-8', { description: 'here' })
      .replace('?>\n', `?>\n${declaration}`)
      .replace('>here<', `>${text}<`);
    expect(await refusal(body)).toEqual({ status: 200, kind: 'Fo02', code: 'StUF055' });
  });

  it('refuses a message of hundreds of thousands of tags at once', async () => {
    const body = newRequest('N-8', { description: 'here' }).replace('>here<', `>${'<a/>'.repeat(300_000)}<`);
    expect(await refusal(body)).toEqual({ status: 200, kind: 'Fo02', code: 'StUF055' });
  });

  it('takes no message that does not say that it is XML, so that no page in a browser can file one', async () => {
    const { watermark } = await roster();
    expect(await post('inbound', newRequest('N-16'), 'text/plain')).toMatchObject({ status: 415, kind: '' });
    expect((await roster()).watermark).toBe(watermark);
  });

  it('refuses an entity that nobody declared', async () => {
    const body = newRequest('N-9', { description: 'here' }).replace('>here<', '>&who;<');
    expect(await refusal(body)).toEqual({ status: 200, kind: 'Fo02', code: 'StUF055' });
  });

  it.each([
    ['no control data', (xml: string) => xml.replace(/<JZ:stuurgegevens>.*<\/JZ:stuurgegevens>/s, '')],
    ['no sender', (xml: string) => xml.replace(/<StUF:zender>.*<\/StUF:zender>/s, '')],
    [
      'no reference number',
      (xml: string) => xml.replace(/<StUF:referentienummer>.*<\/StUF:referentienummer>/, ''),
    ],
    ['a moment that no clock shows', (xml: string) => xml.replace('20261102090000', '20261102256000')],
  ])('refuses a message with %s', async (_what, change) => {
    expect(await refusal(change(newRequest('N-10')))).toEqual({ status: 200, kind: 'Fo02', code: 'StUF055' });
  });

  it.each([
    [
      'without the number of the case',
      (xml: string) => xml.replace('<ZKN:identificatie>TD-N-11</ZKN:identificatie>', ''),
    ],
    ['without a case', (xml: string) => xml.replace(/<JZ:object.*<\/JZ:object>/s, '')],
    [
      'about another kind of case',
      (xml: string) => xml.replace('Overwegen kinderbeschermingsmaatregel', 'Strafonderzoek'),
    ],
  ])('refuses a message %s', async (_what, change) => {
    expect(await refusal(change(newRequest('N-11')))).toEqual({ status: 200, kind: 'Fo01', code: 'StUF055' });
  });

  it('refuses a message that it does not know', async () => {
    const body = newRequest('N-12').replaceAll('vtoDi01', 'zorgmeldingDi01');
    expect(await refusal(body)).toEqual({ status: 200, kind: 'Fo03', code: 'StUF034' });
  });

  it('refuses messages of youth probation, which are not in this graph at all', async () => {
    const body = newRequest('N-13').replaceAll('vtoDi01', 'notificatiejrDi01');
    expect(await refusal(body, 'outbound')).toEqual({ status: 200, kind: 'Fo03', code: 'StUF037' });
  });

  it('refuses a message that goes the wrong way', async () => {
    expect(await refusal(newRequest('N-14'), 'outbound')).toEqual({
      status: 200,
      kind: 'Fo03',
      code: 'StUF040',
    });
  });

  it('refuses a message that is too large, unread', async () => {
    const body = newRequest('N-15', { description: 'x'.repeat(9 * 1024 * 1024) });
    expect(await refusal(body)).toEqual({ status: 413, kind: 'Fo02', code: 'StUF055' });
  });

  it.each([
    ['no secret', undefined],
    ['another secret', 'demonstration-secret-of-somebody-else'],
  ])('lets nobody read with %s', async (_what, secret) => {
    const withSecret = (path: string, body?: unknown) =>
      request(`${running.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    for (const response of [
      await withSecret('/roster'),
      await withSecret('/case-files/_search', { references: ['RVDK/2025-7781'] }),
    ]) {
      expect(response.statusCode).toBe(401);
      expect(await response.body.text()).toBe('{"status":401}');
    }
  });

  it('refuses a question that is not as agreed', async () => {
    expect((await read('/case-files/_search', { references: 'RVDK/2025-7781' })).status).toBe(400);
  });

  it('gives no reporter, informant or professional to any reader', async () => {
    const files = await read('/case-files/_search', { references: ['RVDK/2025-7781', 'RVDK/2026-5120'] });
    const text = `${files.text}${(await read('/roster')).text}`;
    expect(text).toContain('RVDK/2025-7781');
    expect(text).not.toMatch(/Testmelder|Testinformant|Testonderzoeker|Testbeschermer|Testmedewerker/);
  });

  it('has everything again after a restart, within two seconds, and goes on where it was', async () => {
    const before = await roster();
    const port = Number(new URL(running.url).port);
    // The best of three: what the machine does besides is not the store's doing.
    const tookMs: number[] = [];
    while (tookMs.length < 3 && !tookMs.some((ms) => ms < 2_000)) {
      await running.close();
      const started = performance.now();
      running = await startRaadSource({ port, dataFolder });
      tookMs.push(performance.now() - started);
    }
    expect(Math.min(...tookMs)).toBeLessThan(2_000);
    const after = await roster();
    expect({ ...after, asOf: '' }).toEqual({ ...before, asOf: '' });
    expect(await roster(before.watermark)).toMatchObject({ mode: 'DELTA', cases: [], removed: [] });
  });

  it('lets nobody remove a case with the secret of readers, and removes it for who has the other', async () => {
    await post('inbound', newRequest('N-17', { councilCase: 'RVDK-2026-7017' }));
    const remove = async (secret: string, body: unknown) => {
      const response = await request(`${running.url}/administration/removals`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return [response.statusCode, await response.body.text()];
    };
    const removal = { reference: 'RVDK/2026-7017', decision: 'list 2026, line 7' };
    expect(await remove(demonstrationReadSecret, removal)).toEqual([401, '{"status":401}']);
    expect(await remove(demonstrationAdministrationSecret, { reference: 'RVDK/2026-7017' })).toEqual([
      400,
      '{"status":400}',
    ]);
    const { watermark } = await roster();
    expect(await remove(demonstrationAdministrationSecret, removal)).toEqual([200, '{"removed":true}']);
    expect(await remove(demonstrationAdministrationSecret, removal)).toEqual([200, '{"removed":false}']);
    expect(await roster(watermark)).toMatchObject({ mode: 'DELTA', cases: [], removed: ['RVDK/2026-7017'] });
    expect(Object.values(running.settings)).not.toContain(demonstrationAdministrationSecret);
  });

  it('gives its feed in full to whoever comes with a position in another log', async () => {
    expect((await roster(`${'0'.repeat(32)}:3`)).mode).toBe('FULL');
    expect((await roster('nonsense')).mode).toBe('FULL');
  });
});
