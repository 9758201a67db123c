/** The Raad's adapter against the promises of every source, over the message store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { request } from 'undici';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { rosterPageSchema } from '../../adapter-kit/roster.js';
import { shelterPostcodeAndNumber } from '../../simulated-sources/families.js';
import { startRaadSource } from '../../simulated-sources/raad/source.js';
import { writeNotification } from '../../simulated-sources/raad/stuf-messages.js';
import { createStufStoreSource } from '../../subgraphs/raad/adapters/stuf-store.js';
import { startMessageStore } from '../../subgraphs/raad/message-store/server.js';
import type { RaadFile } from '../../subgraphs/raad/source.js';
import type { SourceElsewhere } from './failing-line.js';
import { describeOrganisationSource } from './organisation-source-contract.js';

describeOrganisationSource<RaadFile>({
  organisation: 'RAAD',
  healthy: ['RVDK/2025-7781', 'RVDK/2026-5120', 'RVDK/2026-9001'],
  slow: 'RVDK/2026-9004',
  down: 'RVDK/2026-9005',
  malformed: 'RVDK/2026-9006',
  malformedField: 'statusSetOn',
  maxCallsPerBatch: 1,
  line: { protocol: 'http', content: '' },
  async start({ timeoutMs }) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-contract-'));
    const running = await startRaadSource({ port: 0, dataFolder });
    let calls = 0;
    let isRunning = true;
    const connect: SourceElsewhere<RaadFile>['connect'] = (settings, { timeoutMs, onCall }) =>
      createStufStoreSource({
        baseUrl: settings['RAAD_STORE_URL'] ?? '',
        secret: settings['RAAD_STORE_SECRET'] ?? '',
        contact: settings['RAAD_CONTACT'] ?? null,
        pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
        timeoutMs,
        onCall,
      });
    const onCall = (): void => {
      calls += 1;
    };
    const source = connect(running.settings, { timeoutMs, onCall });
    const stopSource = async () => {
      if (isRunning) await running.close();
      isRunning = false;
    };
    return {
      source,
      elsewhere: { url: running.url, settings: running.settings, connect },
      calls: () => calls,
      stopSource,
      async stop() {
        await source.close();
        await stopSource();
        await rm(dataFolder, { recursive: true, force: true });
      },
    };
  },
});

describe('the feed of the Raad', () => {
  const readSecret = 'demonstration-secret-of-a-test';
  const asker = { oin: '00000099000000000901', name: 'Gemeente Testdam' };
  const client = { bsn: '999970112', surname: 'Test', givenName: 'Anna', birthDate: '2015-05-01' };
  const notification = (referenceNumber: string, councilCase: string) =>
    writeNotification({
      referenceNumber,
      sentAt: '20261012090000',
      to: asker,
      councilCase,
      requestCase: 'TD-1',
      client,
    });
  let dataFolder: string;
  let stop: () => Promise<void> = async () => {};

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-feed-'));
  });
  afterEach(async () => {
    await stop();
    await rm(dataFolder, { recursive: true, force: true });
  });

  const start = async (configure: (app: FastifyInstance) => void = () => {}) => {
    const store = await startMessageStore({
      port: 0,
      dataFolder,
      readSecret,
      now: () => new Date('2026-11-02T11:00:00Z'),
      configure,
    });
    const source = createStufStoreSource({
      baseUrl: store.url,
      secret: readSecret,
      contact: null,
      pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
      timeoutMs: 2_000,
    });
    stop = async () => {
      await source.close();
      await store.close();
    };
    const post = async (xml: string) => {
      const response = await request(`${store.url}/messages/outbound`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: xml,
      });
      return /<StUF:(\w+)Bericht/.exec(await response.body.text())?.[1];
    };
    return { post, read: () => source.roster.read(null, AbortSignal.timeout(5_000)) };
  };

  it('goes on after a message with a number that no feed could show, because that message was refused', async () => {
    const { post, read } = await start();
    expect(await post(notification('F-1', 'RVDK-2026-7001'))).toBe('Bv03');
    expect(await post(notification('F-2', 'R'.repeat(150)))).toBe('Fo01');
    expect(rosterPageSchema.parse(await read()).references.map(({ reference }) => reference)).toEqual([
      'RVDK/2026-7001',
    ]);
  });

  it('leaves out no case silently: were one unshowable all the same, it fails and names the field, not the number', async () => {
    const { post, read } = await start((app) => {
      app.addHook('preSerialization', async (_request, _reply, payload) =>
        JSON.parse(JSON.stringify(payload).replace('RVDK/2026-7002', `RVDK/${'7'.repeat(150)}`)),
      );
    });
    await post(notification('F-3', 'RVDK-2026-7001'));
    await post(notification('F-4', 'RVDK-2026-7002'));
    const thrown: unknown = await read().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ reason: 'CONTRACT_BROKEN', field: 'roster.cases.1.reference' });
    expect(String(thrown)).not.toContain('7777');
  });

  it('carries the four statutory data as one pseudonym, equal to that of any organisation with the same data', async () => {
    const { post, read } = await start();
    const located = { ...client, bsn: null, ...shelterPostcodeAndNumber };
    await post(
      writeNotification({
        referenceNumber: 'F-5',
        sentAt: '20261012090000',
        to: asker,
        councilCase: 'RVDK-2026-7001',
        requestCase: 'TD-1',
        client: located,
      }),
    );
    const [person] = (await read()).references[0]?.persons ?? [];
    expect(person?.statutoryMatch).toBe(
      createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY).statutoryMatch({
        surname: 'TEST',
        givenNames: 'anna',
        birthDate: '2015-05-01',
        postcode: '3500 zz',
        houseNumber: '1',
      }),
    );
  });

  it.each([
    ['the month', '<BG:geboortedatum StUF:indOnvolledigeDatum="D">20150500<'],
    ['the month, without saying so', '<BG:geboortedatum>20150500<'],
    ['the year', '<BG:geboortedatum>20150000<'],
  ])('makes nothing of a birth day of which only %s is known', async (_what, stated) => {
    const { post, read } = await start();
    const partial = notification('F-6', 'RVDK-2026-7001').replace('<BG:geboortedatum>20150501<', stated);
    expect(await post(partial)).toBe('Bv03');
    const [person] = (await read()).references[0]?.persons ?? [];
    expect(person).toEqual({
      person: expect.any(String),
      check: null,
      localKey: expect.any(String),
      role: '115',
      since: '2026-10-12',
      until: null,
      stays: [],
    });
  });
});
