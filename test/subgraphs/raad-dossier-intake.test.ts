/**
 * The intake of what the Raad's own system tells beside the messages: from whom, in which words, and what is
 * refused.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { postDossier } from '../../simulated-sources/raad/hand-in-dossiers.js';
import { startMessageStore } from '../../subgraphs/raad/message-store/server.js';
import { now, openFilled, openStore, reference, told } from './raad-dossier-case.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-dossier-intake-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the intake of dossier messages', () => {
  const secrets = { readSecret: 'secret of readers', administrationSecret: 'secret of the administration' };
  const dossierSecret = 'secret of the system of the Raad';
  const start = async (options: { readonly dossierSecret?: string } = { dossierSecret }) => {
    const filled = await openFilled(folder);
    await filled.close();
    return startMessageStore({ port: 0, dataFolder: folder, now, ...secrets, ...options });
  };

  it('keeps what its own sender hands in, and shows it to readers', async () => {
    const server = await start();
    expect(await postDossier(server.url, told, dossierSecret)).toEqual({
      status: 200,
      text: '{"kept":true}',
    });
    const answer = await request(`${server.url}/case-files/_search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secrets.readSecret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ references: [reference] }),
    });
    expect(await answer.body.text()).toContain('T. Voorbeeld');
    await server.close();
  });

  it('takes nothing from readers, the administration or nobody, and is not there without a secret of its own', async () => {
    const server = await start();
    for (const secret of [secrets.readSecret, secrets.administrationSecret, ''])
      expect((await postDossier(server.url, told, secret)).status).toBe(401);
    await server.close();
    const without = await start({});
    expect((await postDossier(without.url, told, dossierSecret)).status).toBe(404);
    await without.close();
    await expect(start({ dossierSecret: secrets.readSecret })).rejects.toThrow('that nobody else has');
  });

  it('refuses what is too large, and what does not come as JSON', async () => {
    const server = await start();
    const large = { ...told, reason: 'x'.repeat(300 * 1024) };
    expect(await postDossier(server.url, large, dossierSecret)).toEqual({
      status: 413,
      text: '{"status":413}',
    });
    for (const contentType of ['text/xml', 'text/plain']) {
      const response = await request(`${server.url}/dossier-messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${dossierSecret}`, 'content-type': contentType },
        body: JSON.stringify(told),
      });
      expect([contentType, response.statusCode]).toEqual([contentType, 415]);
      await response.body.dump();
    }
    await server.close();
  });

  const row = (list: 'work' | 'contacts' | 'handovers' | 'sightings', changes: object) => ({
    [list]: [{ ...told[list][0], ...changes }],
  });
  it.each([
    ['a key that was not agreed', { melder: 'Jansen' }, 'dossierbericht: unrecognized_keys'],
    ['such a key in a row', row('work', { bsn: '999970112' }), 'dossierbericht.work.0: unrecognized_keys'],
    [
      'a number of a citizen in words',
      row('handovers', { reason: 'about 999970112' }),
      'dossierbericht.handovers.0.reason: expected no citizen service number',
    ],
    [
      'words of more than one line',
      row('work', { role: 'Jansen\nJansen' }),
      'dossierbericht.work.0.role: expected one line of text',
    ],
    [
      'words without end',
      row('handovers', { reason: 'Jansen '.repeat(100) }),
      'dossierbericht.handovers.0.reason: too_big',
    ],
    [
      'a day that no calendar has',
      row('sightings', { on: '2026-02-30' }),
      'dossierbericht.sightings.0.on: expected a day YYYY-MM-DD',
    ],
    [
      'a worker whom it does not name',
      row('contacts', { worker: 'Jansen' }),
      'dossierbericht.contacts.0.worker: expected one of the workers',
    ],
    [
      'work that ends before it began',
      row('work', { until: '2026-10-11' }),
      'dossierbericht.work.0.until: expected work to end after it began',
    ],
    ['one row twice', { work: [...told.work, ...told.work] }, 'dossierbericht.work: expected every id once'],
    [
      'more rows than any case has',
      {
        sightings: Array.from({ length: 1_001 }, (_, index) => ({ ...told.sightings[0], id: `S-${index}` })),
      },
      'dossierbericht.sightings: too_big',
    ],
    ['another version', { version: 2 }, 'dossierbericht.version: invalid_value'],
    [
      'no moment of sending',
      { sentAt: '2026-11-01' },
      'dossierbericht.sentAt: expected an instant with an offset (RFC 3339)',
    ],
  ])('says where %s stands, and repeats nothing of it', async (_, changes, problem) => {
    const server = await start();
    const { status, text } = await postDossier(server.url, { ...told, ...changes }, dossierSecret);
    expect([status, JSON.parse(text).problems]).toEqual([400, [problem]]);
    expect(text).not.toMatch(/Jansen|melder|bsn|99997/);
    await server.close();
    const store = await openStore(folder);
    expect([store.length, store.dossiers.of(reference)]).toEqual([3, null]);
    await store.close();
  });

  it('says why it does not keep what it understands', async () => {
    const server = await start();
    const problemsOf = async (changes: object) => {
      const { status, text } = await postDossier(server.url, { ...told, ...changes }, dossierSecret);
      return [status, JSON.parse(text).problems];
    };
    expect(await problemsOf({ reference: 'RVDK/2026-7999' })).toEqual([409, ['NO_SUCH_CASE']]);
    expect(await problemsOf(row('sightings', { person: '9-9' }))).toEqual([409, ['NO_SUCH_PERSON']]);
    await postDossier(server.url, told, dossierSecret);
    expect(await problemsOf({ sentAt: '2026-10-01T12:00:00+02:00' })).toEqual([409, ['OLDER']]);
    await server.close();
  });
});
