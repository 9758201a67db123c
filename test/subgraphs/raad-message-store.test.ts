/** The Raad's message store: what becomes of messages, in whatever order they come, and of its file after a crash. */
import { spawnSync } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import {
  appendFile,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { birthOfMila } from '../../simulated-sources/raad/later-families.js';
import type { PassingMessage } from '../../simulated-sources/raad/passing-messages.js';
import { castMessages } from '../../simulated-sources/raad/records.js';
import {
  type NotificationContent,
  type RequestContent,
  writeNotification,
  writeRequest,
} from '../../simulated-sources/raad/stuf-messages.js';
import { caseFileSchema } from '../../subgraphs/raad/adapters/case-file-contract.js';
import { toInvestigations } from '../../subgraphs/raad/adapters/investigations.js';
import { openDurableLog } from '../../subgraphs/raad/message-store/durable-log.js';
import { lockFolder } from '../../subgraphs/raad/message-store/folder-lock.js';
import type { LogFile } from '../../subgraphs/raad/message-store/log-format.js';
import {
  type MessageStore,
  type MessageStoreOptions,
  openMessageStore,
} from '../../subgraphs/raad/message-store/message-store.js';
import { parseStufTime } from '../../subgraphs/raad/message-store/stuf-time.js';

const schemaFolder = join(projectRoot, '..', 'shared', 'standards', 'stuf-jeugdzorg-1.0.9');
const asker = { oin: '00000099000000000901', name: 'Gemeente Testdam' };
const anna = {
  bsn: '999970112',
  surname: 'Test',
  givenName: 'Anna',
  birthDate: '2015-05-01',
  sex: 'V' as const,
};
const bram = {
  bsn: '999970203',
  surname: 'Test',
  givenName: 'Bram',
  birthDate: '2016-06-02',
  sex: 'M' as const,
};
const stranger = {
  bsn: '999970343',
  surname: 'Ander',
  givenName: 'Kind',
  birthDate: '2014-04-03',
  sex: 'M' as const,
};
const mother = {
  bsn: '999970434',
  surname: 'Test',
  givenName: 'Ouder',
  birthDate: '1985-01-05',
  sex: 'V' as const,
};

let folder: string;
let store: MessageStore;
let count = 0;
const notices: string[] = [];
const openStore = (options: Partial<MessageStoreOptions> = {}) =>
  openMessageStore({
    dataFolder: folder,
    now: () => new Date('2026-11-02T11:00:00Z'),
    report: (notice) => notices.push(notice),
    ...options,
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-store-'));
  notices.length = 0;
  store = await openStore();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const inbound = async (changes: Partial<RequestContent> = {}) => {
  count += 1;
  const xml = writeRequest({
    referenceNumber: `IN-${count}`,
    sentAt: '20261002090000',
    from: asker,
    requestCase: 'TD-1',
    requestedOn: '2026-10-02',
    children: [anna, bram],
    parties: [{ role: 'ouder met gezag', person: mother }],
    workerSurname: 'Testmedewerker',
    ...changes,
  });
  return (await store.receive('inbound', Buffer.from(xml))).kind;
};
const outbound = async (changes: Partial<NotificationContent> = {}) => {
  count += 1;
  const xml = writeNotification({
    referenceNumber: `OUT-${count}`,
    sentAt: '20261012090000',
    to: asker,
    councilCase: 'RVDK-2026-7001',
    requestCase: 'TD-1',
    client: anna,
    ...changes,
  });
  return (await store.receive('outbound', Buffer.from(xml))).kind;
};
const references = () => store.cases.changesSince(null, '', 500).cases.map((file) => file.reference);
const investigationsOf = (reference: string) => {
  const file = caseFileSchema.parse(store.cases.find([reference])[0]);
  const subjects = file.persons.map((person) => ({
    pseudonym: person.name,
    localKey: person.localKey,
    isChild: person.role === '115',
  }));
  return toInvestigations(file, subjects, 'RAAD').map(
    ({
      concerns,
      recordNumber: _number,
      recordedAt: _at,
      resultRecordedAt: _result,
      decisionRecordedAt: _decision,
      ...one
    }) => ({
      ...one,
      concerns: concerns.map((subject) => subject.pseudonym),
    }),
  );
};

describe('what belongs to one case of the Raad', () => {
  it('comes out the same in whatever order the messages arrived', async () => {
    const statements = async (messages: readonly PassingMessage[]) => {
      const other = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-order-'));
      const one = await openMessageStore({ dataFolder: other, now: () => new Date() });
      for (const { direction, xml } of messages) await one.receive(direction, Buffer.from(xml));
      const { cases } = one.cases.changesSince(null, '', 500);
      await one.close();
      await rm(other, { recursive: true });
      // A local key says where somebody was first named, which is the one thing that order may decide.
      return cases.map((file) => {
        const names = new Map(file.persons.map((person) => [person.localKey, person.rawBsn]));
        return {
          ...file,
          persons: new Set(file.persons.map((person) => ({ ...person, localKey: null }))),
          notifications: file.notifications.map((one) => ({ ...one, client: names.get(one.client) })),
        };
      });
    };
    const messages = [...castMessages(), birthOfMila()];
    const inOrder = await statements(messages);
    expect(inOrder).toHaveLength(20);
    expect(await statements([...messages].reverse())).toEqual(inOrder);
    const shuffled = [...messages].sort((left, right) => hash(left.subject) - hash(right.subject));
    expect(await statements(shuffled)).toEqual(inOrder);
  });

  it('does not put a child into the case of another family when a notification carries a mistyped number', async () => {
    await inbound();
    await outbound({ client: stranger, councilCase: 'RVDK-2026-7002' });
    expect(references()).toHaveLength(2);
    expect(store.cases.find(['RVDK/2026-7002'])[0]?.persons.map((person) => person.name)).toEqual([
      'Kind Ander',
    ]);
    expect(store.cases.find(['RVDK/2026-7002'])[0]?.requests).toEqual([]);
  });

  it('tells two organisations apart that use the same number', async () => {
    await inbound();
    await inbound({
      from: { oin: '00000099000000000902', name: 'Gemeente Voorbeeldstad' },
      children: [stranger],
      parties: [],
    });
    await outbound();
    await outbound({ client: stranger, councilCase: 'RVDK-2026-7002' });
    expect(references()).toEqual(['RVDK/2026-7001', 'RVDK/2026-7002']);
    expect(investigationsOf('RVDK/2026-7002')).toMatchObject([
      { requestedBy: 'Gemeente Voorbeeldstad', concerns: ['Kind Ander'] },
    ]);
  });

  it('takes the last request of a sender when it is sent again with a correction', async () => {
    await inbound();
    await inbound({ sentAt: '20261003090000', children: [anna] });
    expect(references()).toHaveLength(1);
    expect(store.cases.find(references())[0]?.persons.map((person) => person.name)).toEqual([
      'Anna Test',
      'Ouder Test',
    ]);
  });

  it('tells of an investigation that nobody asked for', async () => {
    await outbound({ requestCase: '', startedOn: '2026-10-12' });
    expect(investigationsOf('RVDK/2026-7001')).toMatchObject([
      {
        requestedOn: null,
        requestedBy: null,
        startedOn: '2026-10-12',
        status: null,
        concerns: ['Anna Test'],
      },
    ]);
  });

  it('keeps a request that already names the case of the Raad under that case', async () => {
    const named = (xml: string) =>
      xml.replace(
        '<ZKN:gerelateerde StUF:entiteittype="ZAK"><ZKN:isVan',
        '<ZKN:gerelateerde StUF:entiteittype="ZAK"><ZKN:identificatie>RVDK-2026-7009</ZKN:identificatie><ZKN:isVan',
      );
    const xml = writeRequest({
      referenceNumber: 'NAMED-1',
      sentAt: '20261002090000',
      from: asker,
      requestCase: 'TD-9',
      requestedOn: '2026-10-02',
      children: [anna],
      parties: [],
      workerSurname: 'Testmedewerker',
    });
    await store.receive('inbound', Buffer.from(named(xml)));
    expect(references()).toEqual(['RVDK/2026-7009']);
  });

  it('takes the unborn and the unknown as persons without a number', async () => {
    const unborn = { bsn: '999999999', surname: 'Test' };
    const unknown = { ...mother, bsn: '000000000' };
    await inbound({ children: [unborn], parties: [{ role: 'ouder met gezag', person: unknown }] });
    expect(store.cases.find(references())[0]?.persons.map((person) => person.rawBsn)).toEqual([null, null]);
  });

  it('lets a role that says more stand over one that says less', async () => {
    await inbound();
    await outbound({ parent: mother });
    expect(store.cases.find(references())[0]?.persons.map((person) => person.role)).toEqual([
      '115',
      '115',
      '112',
    ]);
  });
});

describe('somebody without a number', () => {
  const twin = { bsn: null, surname: 'Test', birthDate: '2018-03-04' };
  const clients = () =>
    (store.cases.find(references())[0]?.persons ?? []).filter((person) => person.role === '115');

  it('is not taken for another child of the same message with the same surname and birth day', async () => {
    await inbound({ children: [twin, twin] });
    expect(clients()).toHaveLength(2);
    expect(new Set(clients().map((child) => child.localKey)).size).toBe(2);
  });

  it('is not taken for another child of the same message with the same initial', async () => {
    await inbound({
      children: [
        { ...twin, givenName: 'J.' },
        { ...twin, givenName: 'J.' },
      ],
    });
    await outbound({ client: { ...twin, givenName: 'J.' } });
    expect(clients()).toHaveLength(3);
  });

  it('stays apart from a notification about a child of whom nothing proves that it is the same', async () => {
    await inbound({ children: [twin] });
    await outbound({ client: twin });
    await outbound({ client: twin, status: { text: 'Zaak afgerond', setOn: '2026-10-30' } });
    expect(clients()).toHaveLength(3);
    // Nothing says that it is over for the child of the request.
    expect(store.cases.find(references())[0]?.until).toBeNull();
  });

  it('is one child with the child of a notification that has the same full name and birth day', async () => {
    const named = { ...twin, givenName: 'Jip' };
    const other = { ...twin, givenName: 'Pim' };
    await inbound({ children: [named, other] });
    await outbound({ client: named, startedOn: '2026-10-12' });
    await outbound({ client: { ...named, sex: 'V' } });
    expect(clients().map((child) => [child.name, child.sex])).toEqual([
      ['Jip Test', 'V'],
      ['Pim Test', null],
    ]);
    expect(
      investigationsOf('RVDK/2026-7001').map(({ concerns, startedOn }) => [startedOn, concerns]),
    ).toEqual([
      ['2026-10-12', ['Ouder Test', 'Jip Test']],
      [null, ['Ouder Test', 'Pim Test']],
    ]);
  });

  it('is nobody known already where a message names two with that name and birth day, or the sex differs', async () => {
    const named = { ...twin, givenName: 'Jip' };
    await inbound({ children: [named, named] });
    await outbound({ client: named });
    expect(clients()).toHaveLength(3);
    await outbound({ client: { ...named, givenName: 'Sam', sex: 'V' } });
    await outbound({ client: { ...named, givenName: 'Sam', sex: 'M' } });
    expect(clients()).toHaveLength(5);
  });

  it('is not one with another child because the same filler stands where their numbers belong', async () => {
    const filler = { ...twin, bsn: '123456789' };
    await inbound({ children: [filler, filler] });
    expect(clients()).toHaveLength(2);
  });
});

describe('an unborn child', () => {
  const unborn = { bsn: null, isUnborn: true };
  const born = {
    bsn: anna.bsn,
    surname: 'Test',
    givenName: 'Anna',
    sex: 'V' as const,
    birthDate: '2027-01-12',
  };
  const children = () =>
    (store.cases.find(['RVDK/2026-7001'])[0]?.persons ?? [])
      .filter((person) => person.role === '115')
      .map(({ rawBsn, birthDate, isUnborn, expectedOn }) => [rawBsn, birthDate, isUnborn, expectedOn]);
  const awaited = [null, null, true, null];

  it('is one child in every message of the case, whether the number is left out or filled up', async () => {
    await inbound({ children: [{ ...unborn, bsn: '999999999' }] });
    await outbound({ client: unborn, parent: mother });
    await outbound({ client: unborn, startedOn: '2026-10-12' });
    expect(children()).toEqual([awaited]);
    expect(investigationsOf('RVDK/2026-7001')).toHaveLength(1);
  });

  it('goes on as the child who is born, in one case, under the key it had', async () => {
    await inbound({ children: [unborn] });
    await outbound({ client: unborn, startedOn: '2026-10-12' });
    const before = store.cases.find(['RVDK/2026-7001'])[0]?.persons[0]?.localKey;
    await outbound({ client: born, parent: mother, sentAt: '20270118090000' });
    expect(children()).toEqual([[anna.bsn, '2027-01-12', true, null]]);
    const file = store.cases.find(['RVDK/2026-7001'])[0];
    expect([file?.persons[0]?.localKey, file?.persons[0]?.name, file?.unbornChildren]).toEqual([
      before,
      'Anna Test',
      1,
    ]);
    expect(references()).toEqual(['RVDK/2026-7001']);
  });

  it('belongs to the request that named it also when the birth is the first that the Raad notifies about', async () => {
    await inbound({ children: [unborn] });
    await outbound({ client: born, parent: mother, sentAt: '20270118090000' });
    expect(references()).toEqual(['RVDK/2026-7001']);
    expect(children()).toEqual([[anna.bsn, '2027-01-12', true, null]]);
  });

  it.each([
    ['a child who was born before', { ...born, birthDate: '2026-10-01' }, mother],
    ['a child born too long after', { ...born, birthDate: '2027-09-01' }, mother],
    ['a child of another mother', born, { ...mother, bsn: stranger.bsn }],
  ])('is not taken for %s', async (_what, client, parent) => {
    await inbound({ children: [unborn] });
    await outbound({ client: unborn, parent: mother });
    await outbound({ client, parent, sentAt: '20271001090000' });
    expect(children()).toEqual([awaited, [anna.bsn, client.birthDate, false, null]]);
  });

  it('is not taken for one of two who are born: nobody can say for which', async () => {
    await inbound({ children: [unborn] });
    await outbound({ client: unborn, parent: mother });
    await outbound({ client: born, parent: mother, sentAt: '20270118090000' });
    await outbound({ client: { ...born, bsn: bram.bsn }, parent: mother, sentAt: '20270118090001' });
    expect(children()).toHaveLength(3);
  });

  it('is not taken for the other of twins who are expected', async () => {
    await inbound({ children: [unborn, unborn] });
    await outbound({ client: unborn });
    expect(children()).toEqual([awaited, awaited, awaited]);
    expect(store.cases.find(['RVDK/2026-7001'])[0]?.unbornChildren).toBe(2);
  });

  it('has no birth day: a day that stands there is the one on which it is expected', async () => {
    await inbound({ children: [{ ...unborn, birthDate: '2027-01-15' }] });
    await outbound({ client: { ...unborn, birthDate: '2027-01-18' } });
    expect(children()).toEqual([[null, null, true, '2027-01-18']]);
  });

  it('is not taken for a child of another pregnancy, expected months later', async () => {
    await inbound({ children: [{ ...unborn, birthDate: '2027-01-15' }] });
    await outbound({ client: { ...unborn, birthDate: '2027-11-01' } });
    expect(children()).toHaveLength(2);
  });
});

describe('what a message can say besides', () => {
  const onlyPerson = () => store.cases.find(references())[0]?.persons[0];

  it('is that an address is for letters, and nothing that nobody knows', async () => {
    const at = { ...anna, addressKey: '9999010000007001' };
    expect(await inbound({ children: [{ ...at, addressFunction: 'X' }] })).toBe('Fo01');
    expect(await inbound({ children: [{ ...at, addressFunction: 'B' }], parties: [] })).toBe('Bv03');
    expect(onlyPerson()?.stays).toEqual([
      { addressKey: '9999010000007001', addressFunction: 'B', since: '2026-10-02', until: null },
    ]);
  });

  it('is an alien number: the same in two messages is one person, and no reader gets it', async () => {
    const foreigner = { bsn: null, surname: 'Test', alienNumber: '2800000001' };
    await inbound({ children: [foreigner], parties: [] });
    await outbound({ parent: foreigner, client: { ...anna, bsn: null, surname: 'Ander' } });
    const file = store.cases.find(['RVDK/2026-7001'])[0];
    expect(file?.persons.map((person) => person.name)).toEqual(['Test', 'Anna Ander']);
    expect(JSON.stringify(file)).not.toContain('28000');
  });

  it.each(['NN', 'N.N.', 'Onbekend'])(
    'is that a child has no name yet (%s), which is no name',
    async (word) => {
      await inbound({ children: [{ ...anna, bsn: null, givenName: word }], parties: [] });
      expect(onlyPerson()).toMatchObject({ firstNames: null, name: `${word} Test` });
    },
  );

  it.each([
    ['nothing', undefined, undefined, 'PROTECTION'],
    ['protection, by who asks', 'Bescherming', undefined, 'PROTECTION'],
    ['custody and contact, by who asks', 'Gezag en omgang', undefined, 'AUTHORITY_AND_CONTACT'],
    ['custody and contact, by the Raad', 'Bescherming', 'gezag en omgang', 'AUTHORITY_AND_CONTACT'],
    ['something that is not known here', 'Adoptie', undefined, null],
  ])('is what the investigation is about: %s', async (_what, asked, told, kind) => {
    await inbound({ children: [anna], ...(asked === undefined ? {} : { about: asked }) });
    await outbound(told === undefined ? {} : { about: told });
    expect(investigationsOf('RVDK/2026-7001')).toMatchObject([{ kind }]);
  });

  it('is never a criminal case, by whatever case type it passes', async () => {
    expect(await inbound({ about: 'Strafonderzoek' })).toBe('Fo01');
    expect(await outbound({ about: 'Straf' })).toBe('Fo01');
    expect(await outbound({ about: 'schoolverzuim' })).toBe('Fo01');
    expect(references()).toEqual([]);
  });
});

describe('a case number', () => {
  it.each([
    ['RVDK-2025-7781', 'RVDK/2025-7781'],
    ['2025-7781', 'RVDK/other-2025-7781'],
    ['0363RVDK2026777', 'RVDK/0363RVDK2026777'],
    ['request-7781', 'RVDK/other-request-7781'],
    ['other-2025-7781', 'RVDK/other-other-2025-7781'],
  ])('%s is the reference %s, which no other number is', async (councilCase, reference) => {
    await outbound({ councilCase });
    expect(references()).toEqual([reference]);
  });
});

describe('a case at the end of its retention', () => {
  const path = () => join(folder, 'messages.log');
  const decision = 'list 2026, line 7';
  const reopen = async () => {
    await store.close();
    store = await openStore();
  };
  const twoCases = async () => {
    await inbound({ referenceNumber: 'GONE', children: [anna] });
    await outbound();
    await inbound({ requestCase: 'TD-2', children: [stranger], parties: [] });
    await outbound({ requestCase: 'TD-2', councilCase: 'RVDK-2026-7002', client: stranger });
  };

  it('is gone from every read once the disk has it, and the feed says so', async () => {
    await twoCases();
    const { sequence } = store.cases.changesSince(null, '', 500);
    expect(await store.remove('RVDK/2026-7001', decision)).toBe(true);
    expect([references(), store.cases.find(['RVDK/2026-7001'])]).toEqual([['RVDK/2026-7002'], []]);
    expect(store.cases.changesSince(sequence, '', 500)).toMatchObject({
      mode: 'DELTA',
      cases: [],
      removed: ['RVDK/2026-7001'],
    });
    expect(await store.remove('RVDK/2026-7001', decision)).toBe(false);
    expect(store.length).toBe(5);
  });

  it('leaves nothing in the file after the next start but its number, the moment and the decision', async () => {
    await twoCases();
    const kept = store.cases.find(['RVDK/2026-7002']);
    const identity = store.logIdentity;
    await store.remove('RVDK/2026-7001', decision);
    // What a start that was interrupted may leave is no obstacle.
    await writeFile(`${path()}.rewritten`, 'half');
    await reopen();
    expect(notices).toEqual(['entries that may no longer be kept, and are no longer in messages.log: 2']);
    const text = await readFile(path(), 'latin1');
    expect(text).not.toMatch(/999970112|999970434|RVDK-2026-7001|GONE/);
    expect(text).toContain(
      `{"reference":"RVDK/2026-7001","decision":"${decision}","at":"2026-11-02T11:00:00`,
    );
    expect(await readdir(folder)).toEqual(expect.not.arrayContaining(['messages.log.rewritten']));
    // Everything else is as it was, under the same keys; whoever noted a position reads anew.
    expect(store.cases.find(['RVDK/2026-7002', 'RVDK/2026-7001'])).toEqual(kept);
    expect([store.length, store.logIdentity === identity]).toEqual([5, false]);
    notices.length = 0;
    await reopen();
    expect([store.length, notices, references()]).toEqual([5, [], ['RVDK/2026-7002']]);
  });

  it('does not come back when one of its messages is sent again, also after a restart', async () => {
    await twoCases();
    await store.remove('RVDK/2026-7001', decision);
    expect(await inbound({ referenceNumber: 'GONE', children: [anna] })).toBe('Fo03');
    await reopen();
    expect(await inbound({ referenceNumber: 'GONE', children: [anna] })).toBe('Fo03');
    expect(references()).toEqual(['RVDK/2026-7002']);
  });

  it('takes along the requests that were sent before for it, and leaves one on which another case stands too', async () => {
    await inbound({ sentAt: '20261001090000' });
    await inbound();
    await outbound();
    await outbound({ client: bram, councilCase: 'RVDK-2026-7002' });
    await store.remove('RVDK/2026-7001', decision);
    expect(store.cases.find(['RVDK/2026-7002'])[0]?.requests).toHaveLength(1);
    await store.remove('RVDK/2026-7002', decision);
    await reopen();
    expect(references()).toEqual([]);
    expect(await readFile(path(), 'latin1')).not.toMatch(/99997\d{4}/);
  });

  it('is still there when the removal could not be kept', async () => {
    await twoCases();
    const before = references();
    await store.close();
    await expect(store.remove('RVDK/2026-7001', decision)).rejects.toThrow('closed');
    expect(references()).toEqual(before);
    store = await openStore();
    expect(references()).toEqual(before);
  });
});

describe('one number', () => {
  it('in one message for two birth days is two people, and for two roles of one birth day is one', async () => {
    await inbound({
      children: [anna, { ...bram, bsn: anna.bsn }],
      parties: [{ role: 'kind', person: anna }],
    });
    expect(
      store.cases.find(references())[0]?.persons.map(({ name, birthDate }) => [name, birthDate]),
    ).toEqual([
      ['Anna Test', '2015-05-01'],
      ['Bram Test', '2016-06-02'],
    ]);
  });
});

describe('a message that could not be shown', () => {
  const refusal = async (direction: 'inbound' | 'outbound', xml: string) => {
    const { kind, xml: answer } = await store.receive(direction, Buffer.from(xml));
    return { kind, told: /<StUF:omschrijving>(.*)<\/StUF:omschrijving>/.exec(answer)?.[1] ?? '' };
  };
  const requestXml = (changes: Partial<RequestContent>) =>
    writeRequest({
      referenceNumber: 'UNSHOWABLE',
      sentAt: '20261002090000',
      from: asker,
      requestCase: 'TD-1',
      requestedOn: '2026-10-02',
      children: [anna],
      parties: [],
      workerSurname: 'Testmedewerker',
      ...changes,
    });
  const notificationXml = (changes: Partial<NotificationContent>) =>
    writeNotification({
      referenceNumber: 'UNSHOWABLE',
      sentAt: '20261012090000',
      to: asker,
      councilCase: 'RVDK-2026-7001',
      requestCase: 'TD-1',
      client: anna,
      ...changes,
    });
  const decision = {
    decidedOn: '2026-10-30',
    explanation: 'Ondertoezichtstelling',
    effectiveFrom: '2026-10-30',
    effectiveUntil: '2027-10-30',
  };

  it.each<[string, 'inbound' | 'outbound', string, string]>([
    [
      'a number of 150 characters',
      'outbound',
      notificationXml({ councilCase: 'R'.repeat(150) }),
      'case.reference',
    ],
    [
      'a request that names a case by 96 characters',
      'inbound',
      requestXml({}).replace(
        '<ZKN:gerelateerde StUF:entiteittype="ZAK"><ZKN:isVan',
        `<ZKN:gerelateerde StUF:entiteittype="ZAK"><ZKN:identificatie>${'R'.repeat(96)}</ZKN:identificatie><ZKN:isVan`,
      ),
      'case.reference',
    ],
    [
      'a request of a day that no calendar has',
      'inbound',
      requestXml({ requestedOn: '2026-09-31' }),
      'case.since',
    ],
    ['a request of a day that is a word', 'inbound', requestXml({ requestedOn: 'gisteren' }), 'case.since'],
    [
      'a sending on a day of a year that had it not',
      'inbound',
      requestXml({ sentAt: '00000229' }).replace(/<ZKN:registratiedatum>.*?<.ZKN:registratiedatum>/, ''),
      'case.since',
    ],
    [
      'a birth day that no calendar has',
      'inbound',
      requestXml({ children: [{ ...anna, birthDate: '2015-02-29' }] }),
      'caseFile.persons.0.birthDate',
    ],
    [
      'an address since a day that no calendar has',
      'inbound',
      requestXml({ children: [{ ...anna, addressKey: '9999010000007001' }] }).replace(
        '</BG:aoa.identificatie>',
        '</BG:aoa.identificatie><BG:begindatumVerblijf>20240230</BG:begindatumVerblijf>',
      ),
      'case.persons.0.stays.0.since',
    ],
    [
      'a start that no calendar has',
      'outbound',
      notificationXml({ startedOn: '2026-13-01' }),
      'caseFile.notifications.0.startedOn',
    ],
    [
      'a status of a day that no calendar has',
      'outbound',
      notificationXml({ status: { text: 'Intake afgerond', setOn: '2026-09-31' } }),
      'caseFile.notifications.0.statusSetOn',
    ],
    [
      'a case closed on a day that no calendar has',
      'outbound',
      notificationXml({ status: { text: 'Zaak afgerond', setOn: '2026-09-31' } }),
      'case.until',
    ],
    [
      'a status that nobody knows',
      'outbound',
      notificationXml({ status: { text: 'Zaak kwijt', setOn: '2026-10-12' } }),
      'caseFile.notifications.0.status',
    ],
    [
      'a status without a day',
      'outbound',
      notificationXml({ status: { text: 'Intake afgerond', setOn: '2026-10-12' } }).replace(
        /<ZKN:datumStatusGezet>\d+<.ZKN:datumStatusGezet>/,
        '',
      ),
      'caseFile.notifications.0.statusSetOn',
    ],
    [
      'a result that nobody knows',
      'outbound',
      notificationXml({ result: 'Onbekend' }),
      'caseFile.notifications.0.result',
    ],
    [
      'a decision without a day',
      'outbound',
      notificationXml({ decision }).replace(/<ZKN:datumBeslissing>\d+<.ZKN:datumBeslissing>/, ''),
      'caseFile.notifications.0.decisions.0.decidedOn',
    ],
    [
      'a decision that ends before it begins',
      'outbound',
      notificationXml({ decision: { ...decision, effectiveUntil: '2025-10-30' } }),
      'caseFile.notifications.decisions.effectiveUntil',
    ],
    [
      'an end before a start',
      'outbound',
      notificationXml({
        startedOn: '2026-10-12',
        status: { text: 'Onderzoek afgerond', setOn: '2026-10-01' },
      }),
      'caseFile.notifications.statusSetOn',
    ],
  ])(
    'for %s is refused, with the name of the field and no value, and nothing of it is kept',
    async (_what, direction, xml, field) => {
      const { kind, told } = await refusal(direction, xml);
      expect([kind, told]).toEqual(['Fo01', `Inhoud kan niet worden overgenomen: ${field}`]);
      expect([store.length, references()]).toEqual([0, []]);
      const sound = direction === 'inbound' ? requestXml({}) : notificationXml({});
      expect((await refusal(direction, sound)).kind).toBe('Bv03');
    },
  );

  it('is told from one that can: a number of 95 characters makes the longest reference that there is', async () => {
    expect((await refusal('outbound', notificationXml({ councilCase: 'R'.repeat(95) }))).kind).toBe('Bv03');
    expect(references()).toEqual([`RVDK/${'R'.repeat(95)}`]);
  });
});

describe('what came of an investigation', () => {
  const closed = { text: 'Zaak afgerond', setOn: '2026-10-30' };

  it('is one record as long as the same was notified about every child', async () => {
    await inbound();
    await outbound({ status: closed, result: 'Geen rekest Kinderbescherming' });
    await outbound({ client: bram, status: closed, result: 'Geen rekest Kinderbescherming' });
    expect(investigationsOf('RVDK/2026-7001')).toMatchObject([
      { result: 'NO_PETITION', status: 'CASE_COMPLETED', concerns: ['Ouder Test', 'Anna Test', 'Bram Test'] },
    ]);
    expect(store.cases.find(references())[0]?.until).toBe('2026-10-30');
  });

  it('is told apart for children for whom it differs', async () => {
    await inbound();
    await outbound({ status: closed, result: 'Maatregel opgelegd' });
    await outbound({ client: bram, status: closed, result: 'Geen maatregel opgelegd' });
    expect(investigationsOf('RVDK/2026-7001')).toMatchObject([
      { result: 'MEASURE_IMPOSED', concerns: ['Ouder Test', 'Anna Test'] },
      { result: 'NO_MEASURE_IMPOSED', concerns: ['Ouder Test', 'Bram Test'] },
    ]);
  });

  it('does not say that a case is closed while it runs for one of the children', async () => {
    await inbound();
    await outbound({ status: closed });
    expect(store.cases.find(references())[0]?.until).toBeNull();
  });

  it('does not believe an investigation that ended before it started', async () => {
    await inbound({ children: [anna] });
    await outbound({ startedOn: '2026-10-12' });
    await outbound({ status: { text: 'Onderzoek afgerond', setOn: '2026-10-01' } });
    expect(() => investigationsOf('RVDK/2026-7001')).toThrow(
      'expected an investigation to end after it started',
    );
  });
});

describe('a moment in a message', () => {
  it.each([
    ['20261024235959', '2026-10-24T23:59:59+02:00'],
    ['20261025090000', '2026-10-25T09:00:00+01:00'],
    ['20261025023000', '2026-10-25T02:30:00+02:00'],
    ['20260329023000', '2026-03-29T02:30:00+01:00'],
    ['20261102', null],
  ])('%s is read on the clock of the Netherlands', (text, instant) => {
    expect(parseStufTime(text)?.instant).toBe(instant);
  });

  it.each(['20260931', '20261302', '2026110224', '20261102240000', '20261102236000', '2026'])(
    '%s is on no calendar and no clock',
    (text) => {
      expect(parseStufTime(text)).toBeNull();
    },
  );
});

describe('the file of the store', () => {
  const path = () => join(folder, 'messages.log');
  const fileHeaderBytes = 32;
  const markBytes = 20;
  const flipBit = async (offset: number) => {
    const bytes = await readFile(path());
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
    await writeFile(path(), bytes);
  };
  /** A disk that flushes when the test says so. */
  const openOnWatchedDisk = async () => {
    let isWatched = true;
    let onFlush: (finish: (failure: Error | null) => void) => void = () => {};
    await store.close();
    store = await openStore({
      openLogFile: async (name) => {
        const file = await open(name, 'r+');
        const watched: LogFile = {
          stat: file.stat.bind(file),
          read: file.read.bind(file),
          write: file.write.bind(file),
          truncate: file.truncate.bind(file),
          close: file.close.bind(file),
          async datasync() {
            if (isWatched) {
              isWatched = false;
              const failure = await new Promise<Error | null>((finish) => onFlush(finish));
              if (failure) throw failure;
            }
            await file.datasync();
          },
        };
        return watched;
      },
    });
    return {
      /** Resolves when a flush is asked for, with what ends it. */
      nextFlush: () =>
        new Promise<(failure: Error | null) => void>((resolve) => {
          onFlush = resolve;
        }),
      behave: () => {
        isWatched = false;
      },
    };
  };
  const reopen = async () => {
    await store.close();
    store = await openStore();
  };

  it('moves an unfinished last write aside, says so, and keeps every whole message', async () => {
    await inbound();
    const whole = (await stat(path())).size;
    await outbound();
    const full = (await stat(path())).size;
    // Inside the header of the second message, inside its body, and up to its very last byte.
    for (const length of [whole + 1, whole + 19, whole + 20, full - markBytes - 1]) {
      if (store.length === 1) await outbound();
      await store.close();
      await truncate(path(), length);
      const torn = (await readFile(path())).subarray(whole);
      notices.length = 0;
      store = await openStore();
      expect([store.length, (await stat(path())).size]).toEqual([1, whole]);
      const beside = (await readdir(folder)).filter((name) => name.startsWith(`messages.log.torn-${whole}`));
      const moved = await Promise.all(beside.map((name) => readFile(join(folder, name))));
      expect(moved.some((bytes) => bytes.equals(torn))).toBe(true);
      expect(notices).toEqual([
        expect.stringContaining(
          `${length - whole} bytes from byte ${whole} were moved to messages.log.torn-`,
        ),
      ]);
    }
    expect(await readdir(folder)).toHaveLength(6);
    expect(await outbound()).toBe('Bv03');
    await reopen();
    expect(store.length).toBe(2);
  });

  it('takes a last write whose end never reached the disk for unfinished, as long as nothing confirms it', async () => {
    await inbound();
    const whole = (await stat(path())).size;
    await outbound();
    await store.close();
    await truncate(path(), (await stat(path())).size - markBytes);
    await flipBit((await stat(path())).size - 1);
    store = await openStore();
    expect([store.length, notices.length, (await stat(path())).size]).toEqual([1, 1, whole]);
  });

  it('keeps a whole message that was not confirmed yet when the process died, and answers it as received', async () => {
    await inbound({ referenceNumber: 'LAST' });
    await store.close();
    const confirmed = (await stat(path())).size;
    await truncate(path(), confirmed - markBytes);
    store = await openStore();
    expect([store.length, notices.length, (await stat(path())).size]).toEqual([1, 0, confirmed]);
    expect(await inbound({ referenceNumber: 'LAST' })).toBe('Fo03');
  });

  it('writes such a message again and flushes it before it confirms it, and opens on nothing that it could not flush', async () => {
    await inbound({ referenceNumber: 'LAST' });
    await store.close();
    const confirmed = (await stat(path())).size;
    const entryAt = fileHeaderBytes;
    const markAt = confirmed - markBytes;
    await truncate(path(), markAt);
    const done: string[] = [];
    const onDisk = (canFlush: boolean) => ({
      openLogFile: async (name: string): Promise<LogFile> => {
        const file = await open(name, 'r+');
        return {
          stat: file.stat.bind(file),
          read: file.read.bind(file),
          truncate: file.truncate.bind(file),
          close: file.close.bind(file),
          write: new Proxy(file.write, {
            apply(write, _self, [buffer, offset, length, position]) {
              done.push(`${length} bytes at ${position}`);
              return Reflect.apply(write, file, [buffer, offset, length, position]);
            },
          }),
          async datasync() {
            done.push('flush');
            if (!canFlush) throw new Error('the disk does not flush');
            await file.datasync();
          },
        };
      },
    });
    await expect(openStore(onDisk(false))).rejects.toThrow('the disk does not flush');
    expect((await stat(path())).size).toBe(markAt);
    done.length = 0;
    store = await openStore(onDisk(true));
    expect(done).toEqual([
      `${markAt - entryAt} bytes at ${entryAt}`,
      'flush',
      `${markBytes} bytes at ${markAt}`,
    ]);
    expect(await inbound({ referenceNumber: 'LAST' })).toBe('Fo03');
  });

  const placesOfDamage = async (): Promise<readonly [string, number][]> => {
    const first = fileHeaderBytes;
    await inbound();
    const second = (await stat(path())).size;
    await outbound();
    const end = (await stat(path())).size;
    return [
      ['the first byte of the file', 0],
      ['the identity of the file', 12],
      ['the highest byte of the first length', first],
      ['the lowest byte of the first length', first + 3],
      ['the checksum of the first header', first + 12],
      ['the first message', first + 60],
      ['the mark behind the first message', second - 1],
      ['the highest byte of the last length', second],
      ['the lowest byte of the last length', second + 3],
      ['the last message', second + 60],
      ['the last byte of the last message', end - markBytes - 1],
      ['the mark behind the last message', end - 1],
    ];
  };

  it('does not start, and changes nothing, when a single bit of what it confirmed is not as it was written', async () => {
    const places = await placesOfDamage();
    await store.close();
    const before = await readFile(path());
    for (const [place, offset] of places) {
      await flipBit(offset);
      const damaged = await readFile(path());
      const thrown: unknown = await openStore().catch((error: unknown) => error);
      expect([place, String(thrown)]).toEqual([
        place,
        expect.stringMatching(
          /^Error: the message log is damaged at byte \d+: .*; nothing of it was changed$/,
        ),
      ]);
      expect((await readFile(path())).equals(damaged)).toBe(true);
      await writeFile(path(), before);
    }
    expect(await readdir(folder)).toEqual(['messages.log']);
    store = await openStore();
    expect([store.length, notices]).toEqual([2, []]);
  });

  it('says at which byte and which entry the file is damaged', async () => {
    await inbound();
    const second = (await stat(path())).size;
    await outbound();
    await store.close();
    await flipBit(second);
    await expect(openStore()).rejects.toThrow(
      `damaged at byte ${second}: the header of entry 2 does not agree with its checksum`,
    );
    await flipBit(second);
    store = await openStore();
  });

  it('does not take zeros behind what it confirmed for a write of its own', async () => {
    await inbound();
    await store.close();
    const size = (await stat(path())).size;
    await appendFile(path(), Buffer.alloc(4096));
    await expect(openStore()).rejects.toThrow(`damaged at byte ${size}`);
    await truncate(path(), size);
    store = await openStore();
    expect(store.length).toBe(1);
  });

  it.each([1, 8, 31])(
    'does not start on a file of %d bytes, which is shorter than any of its own',
    async (bytes) => {
      await inbound();
      await store.close();
      await truncate(path(), bytes);
      await expect(openStore()).rejects.toThrow(
        `its header is ${bytes} bytes long instead of ${fileHeaderBytes}`,
      );
      expect((await stat(path())).size).toBe(bytes);
      await truncate(path(), 0);
      store = await openStore();
      expect(store.length).toBe(0);
    },
  );

  it('knows a duplicate after a restart', async () => {
    await inbound({ referenceNumber: 'SAME' });
    await reopen();
    expect(await inbound({ referenceNumber: 'SAME' })).toBe('Fo03');
  });

  it('gives every entry its own place when many are written at once', async () => {
    const found: string[] = [];
    const onEntry = (payload: Buffer) => found.push(payload.toString());
    const report = (notice: string) => notices.push(notice);
    const log = await openDurableLog(join(folder, 'many.log'), { onEntry, report });
    const places = await Promise.all(
      Array.from({ length: 200 }, (_, index) => log.append(Buffer.from(`entry ${index}`))),
    );
    await log.close();
    expect(places).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    const again = await openDurableLog(join(folder, 'many.log'), { onEntry, report });
    await again.close();
    expect(found).toEqual(Array.from({ length: 200 }, (_, index) => `entry ${index}`));
    expect(notices).toEqual([]);
  });

  it('confirms a message only after the disk has said that it has it', async () => {
    const disk = await openOnWatchedDisk();
    const order: string[] = [];
    const asked = disk.nextFlush();
    const answer = inbound().then((kind) => order.push(`answered ${kind}`));
    const finish = await asked;
    // All that is left to do without the disk is done by now, many times over.
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect([order, references()]).toEqual([[], []]);
    order.push('the disk has it');
    finish(null);
    await answer;
    expect(order).toEqual(['the disk has it', 'answered Bv03']);
    expect(references()).toHaveLength(1);
  });

  it('confirms nothing when the disk fails, takes nothing more until it is started anew, and shows none of it', async () => {
    const disk = await openOnWatchedDisk();
    const asked = disk.nextFlush();
    const answer = inbound({ referenceNumber: 'LOST' });
    (await asked)(new Error('the disk is gone'));
    expect(await answer).toBe('Fo03');
    disk.behave();
    expect(await inbound({ referenceNumber: 'LOST' })).toBe('Fo03');
    expect(await inbound({ referenceNumber: 'NEXT', requestCase: 'TD-2' })).toBe('Fo03');
    expect([store.length, references()]).toEqual([0, []]);
    await reopen();
    expect(await inbound({ referenceNumber: 'NEXT', requestCase: 'TD-2' })).toBe('Bv03');
  });

  it('confirms nothing that could not be kept, and asks for it again', async () => {
    await store.close();
    const xml = castMessages()[0]?.xml ?? '';
    const answer = await store.receive('inbound', Buffer.from(xml));
    expect([answer.kind, answer.xml.includes('>StUF046<'), answer.xml.includes('>server<')]).toEqual([
      'Fo03',
      true,
      true,
    ]);
    expect(references()).toEqual([]);
    store = await openStore();
    expect((await store.receive('inbound', Buffer.from(xml))).kind).toBe('Bv03');
  });
});

describe('two stores on one folder', () => {
  it('are never open at once, so that no message is confirmed twice', async () => {
    await inbound();
    await expect(lockFolder(folder, 0)).rejects.toThrow(
      `the data folder is in use by a store in process ${process.pid}`,
    );
    await expect(openStore()).rejects.toThrow('in use');
    expect(await outbound()).toBe('Bv03');
    await store.close();
    store = await openStore();
    expect(store.length).toBe(2);
  });

  it('leave the folder free when the second could not be opened for another reason', async () => {
    await inbound();
    await store.close();
    await truncate(join(folder, 'messages.log'), 5);
    await expect(openStore()).rejects.toThrow('damaged');
    await rm(join(folder, 'messages.log'));
    store = await openStore();
    expect(await inbound()).toBe('Bv03');
  });

  const namespace = existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid') : null;
  const lockOf = (holder: object) =>
    writeFile(join(folder, 'store.lock'), JSON.stringify({ namespace, ...holder }));

  it('leave a folder alone that a store of another container may have, because nobody can see whether it is gone', async () => {
    await store.close();
    const { pid } = spawnSync(process.execPath, ['--version']);
    await lockOf({ pid, startedAt: null, token: 'elsewhere', namespace: 'pid:[1]' });
    await expect(openStore()).rejects.toThrow('another container');
    expect(await readdir(folder)).toContain('store.lock');
    await rm(join(folder, 'store.lock'));
    store = await openStore();
  });

  it('follow each other when the first is gone without a word, also where its process number was given out again', async () => {
    await store.close();
    const { pid } = spawnSync(process.execPath, ['--version']);
    await lockOf({ pid, startedAt: null, token: 'gone' });
    store = await openStore();
    await store.close();
    await lockOf({ pid: process.pid, startedAt: '1', token: 'before' });
    if (existsSync('/proc/self/stat')) store = await openStore();
    else await rm(join(folder, 'store.lock'));
    expect((await readdir(folder)).sort()).toEqual(['messages.log', 'store.lock']);
  });

  it('are one store when many find the lock of one that is gone', async () => {
    await store.close();
    const { pid } = spawnSync(process.execPath, ['--version']);
    for (let round = 0; round < 40; round += 1) {
      await lockOf({ pid, startedAt: null, token: `gone-${round}` });
      // Each begins a little later than the one before it, so that some find the lock while others remove it.
      const attempts = await Promise.allSettled(
        Array.from({ length: 8 }, async (_, index) => {
          for (let turn = 0; turn < index * round; turn += 1) await new Promise(setImmediate);
          return lockFolder(folder, 0);
        }),
      );
      const taken = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
      expect(taken).toHaveLength(1);
      await taken[0]?.release();
    }
    expect(await readdir(folder)).toEqual(['messages.log']);
    store = await openStore();
  });

  it('do not open on a lock that is not theirs to judge', async () => {
    await store.close();
    await writeFile(join(folder, 'store.lock'), 'of something else');
    await expect(openStore()).rejects.toThrow('it was left alone');
    await rm(join(folder, 'store.lock'));
    store = await openStore();
  });
});

describe('with the official schemas', () => {
  const isPresent = existsSync(schemaFolder);
  const when = isPresent ? it : it.skip;
  const reason = isPresent ? '' : ' (skipped: they are not in ../shared/standards)';

  when(
    `a message that they do not allow is refused and not kept, and one that they allow is kept${reason}`,
    async () => {
      await store.close();
      store = await openStore({ schemaFolder });
      const xml = castMessages()[0]?.xml ?? '';
      const unknownRole = xml.replace('ouder met gezag', 'ouder met hond');
      const answer = await store.receive('inbound', Buffer.from(unknownRole));
      expect([answer.kind, store.length]).toEqual(['Fo01', 0]);
      // The answer's own reference number is random and may hold nine digits in a row.
      const told = answer.xml.replace(/<StUF:referentienummer>[^<]*</, '<');
      expect(told).not.toMatch(/hond|Esselink|(?<!\d)\d{9}(?!\d)/);
      expect((await store.receive('inbound', Buffer.from(xml))).kind).toBe('Bv03');
    },
  );
});

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7);
}
