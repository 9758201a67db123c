/** What the Raad's message store keeps of decisions on who may see a case, and what it makes of who asked for one. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { notification } from '../../simulated-sources/raad/passing-messages.js';
import { castMessages } from '../../simulated-sources/raad/records.js';
import { requesterKinds } from '../../simulated-sources/raad/requesters.js';
import { attributesOf, partOf } from '../../subgraphs/raad/message-store/case-access.js';
import { openMessageStore } from '../../subgraphs/raad/message-store/message-store.js';
import { parseRequesterKinds } from '../../subgraphs/raad/message-store/requester-kinds.js';
import { startMessageStore } from '../../subgraphs/raad/message-store/server.js';

const reference = 'RVDK/2025-7781';
const nobody = { releases: [], consents: [], shieldedFrom: [] };
const release = {
  kind: 'RELEASE',
  reference,
  recordType: 'raad-report',
  to: 'VT1/2026-1005',
  isWithdrawn: false,
  decision: 'decision 2026-1',
} as const;
const shield = { kind: 'SHIELD', reference, from: 'EVERYBODY', isWithdrawn: false, decision: 'd2' } as const;

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-store-access-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

const open = async () => {
  const store = await openMessageStore({ dataFolder, now: () => new Date(), report: () => {} });
  return store;
};
const openFilled = async () => {
  const store = await open();
  for (const { direction, xml } of castMessages()) await store.receive(direction, Buffer.from(xml));
  return store;
};

describe('the decisions of the Raad on who may see a case', () => {
  it('stand after a restart, and go with the case: from every answer at once, from the file at the next start', async () => {
    const store = await openFilled();
    expect(await store.decide(release)).toBe(true);
    expect(await store.decide(shield)).toBe(true);
    await store.close();
    const again = await open();
    const standing = {
      releases: [{ recordType: 'raad-report', to: 'VT1/2026-1005' }],
      consents: [],
      shieldedFrom: ['EVERYBODY'],
    };
    expect(again.access.of(reference)).toEqual(standing);
    await again.remove(reference, 'list of what is destroyed');
    expect(again.access.of(reference)).toEqual(nobody);
    await again.close();
    const last = await open();
    expect(last.access.of(reference)).toEqual(nobody);
    await last.close();
    expect(await readFile(join(dataFolder, 'messages.log'), 'latin1')).not.toContain('VT1/2026-1005');
  });

  it('are not kept about a case that is not there, or has no number of the Raad yet', async () => {
    const store = await open();
    const [first] = castMessages();
    if (first) await store.receive(first.direction, Buffer.from(first.xml));
    const [provisional] = store.cases.changesSince(null, '', 1).cases;
    expect(provisional?.reference).toMatch(/^RVDK\/request-/);
    expect(await store.decide(shield)).toBe(false);
    expect(await store.decide({ ...shield, reference: provisional?.reference ?? '' })).toBe(false);
    await store.close();
  });

  it('are taken from nobody but who brings the secret of the administration, and in no other words', async () => {
    const secrets = {
      readSecret: 'secret of the readers',
      administrationSecret: 'secret of the administration',
    };
    const store = await startMessageStore({ port: 0, dataFolder, now: () => new Date(), ...secrets });
    const post = async (secret: string, body: object) => {
      const response = await request(`${store.url}/administration/access-decisions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return [response.statusCode, await response.body.json()];
    };
    expect(await post(secrets.readSecret, release)).toEqual([401, { status: 401 }]);
    expect(await post(secrets.administrationSecret, { ...release, recordType: 'measure' })).toEqual([
      400,
      { status: 400 },
    ]);
    expect(await post(secrets.administrationSecret, release)).toEqual([200, { kept: false }]);
    await store.close();
  });
});

describe('who asked for an investigation', () => {
  it('is told by the sender of the first request, and is nobody where the sender is not known', async () => {
    const store = await openFilled();
    const { xml, direction } = notification({
      referenceNumber: 'OWN-1',
      sentAt: '20261001090000',
      to: { oin: '00000099000000000101', name: 'Gemeente Rotterdam' },
      councilCase: 'RVDK-2026-8001',
      client: { bsn: '999970112', surname: 'Test', birthDate: '2015-05-01' },
    });
    await store.receive(direction, Buffer.from(xml));
    const askedBy = (name: string, kinds = requesterKinds) =>
      store.cases
        .find([name])
        .map((file) => attributesOf(file, { requesterKinds: kinds, access: nobody }).requestedBy);
    expect(askedBy(reference)).toEqual(['VT']);
    expect(askedBy('RVDK/2026-5120')).toEqual(['GI']);
    expect(askedBy('RVDK/2026-2904')).toEqual(['COLLEGE']);
    expect(askedBy('RVDK/2026-8001')).toEqual(['EX_OFFICIO']);
    expect(askedBy(reference, new Map())).toEqual([null]);
    await store.close();
  });

  it('is a list of numbers and kinds, and nothing that only looks like it', () => {
    expect(parseRequesterKinds('')).toEqual(new Map());
    const one = '00000099000000000102=VT';
    expect(parseRequesterKinds(`${one}, 00000099000000000103=GI`)).toEqual(
      new Map([
        ['00000099000000000102', 'VT'],
        ['00000099000000000103', 'GI'],
      ]),
    );
    for (const wrong of [`${one},${one}`, '102=VT', '00000099000000000102=RAAD', '00000099000000000102'])
      expect(parseRequesterKinds(wrong)).toBeNull();
  });
});

describe('a part of a case', () => {
  it('holds nothing of what was not permitted, however the same message told both', async () => {
    const store = await openFilled();
    const [file] = store.cases.find([reference]);
    if (!file) throw new Error('expected the case');
    const status = JSON.stringify(partOf(file, new Set([`raad-status ${reference}`])));
    expect(status).toContain('Zaak afgerond');
    expect(status).not.toMatch(/Maatregel opgelegd|Ondertoezicht|Esselink|1985-05-27/);
    const court = JSON.stringify(partOf(file, new Set([`court-decision ${reference}`])));
    expect(court).toContain('Ondertoezichtstelling');
    expect(court).not.toMatch(/Maatregel|afgerond|Veilig Thuis|Esselink|2026-01-12/);
    expect(partOf(file, new Set())).toEqual({
      reference,
      persons: [],
      requests: [],
      notifications: [],
      records: [],
    });
    await store.close();
  });
});
