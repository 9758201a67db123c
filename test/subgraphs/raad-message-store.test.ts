/** The Raad's message store: what becomes of messages, in whatever order they come, and of its file after a crash. */
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, open, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { castMessages, type PassingMessage } from '../../simulated-sources/raad/records.js';
import {
  type NotificationContent,
  type RequestContent,
  writeNotification,
  writeRequest,
} from '../../simulated-sources/raad/stuf-messages.js';
import { caseFileSchema } from '../../subgraphs/raad/adapters/case-file-contract.js';
import { toInvestigations } from '../../subgraphs/raad/adapters/investigations.js';
import { openDurableLog } from '../../subgraphs/raad/message-store/durable-log.js';
import { type MessageStore, openMessageStore } from '../../subgraphs/raad/message-store/message-store.js';
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
const openStore = (options: { schemaFolder?: string } = {}) =>
  openMessageStore({ dataFolder: folder, now: () => new Date('2026-11-02T11:00:00Z'), ...options });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-store-'));
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
    ({ concerns, recordNumber: _number, recordedAt: _at, ...one }) => ({
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
    const messages = castMessages();
    const inOrder = await statements(messages);
    expect(inOrder).toHaveLength(14);
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
  const reopen = async () => {
    await store.close();
    store = await openStore();
  };

  it('cuts off a last entry that was torn, and keeps every whole one', async () => {
    await inbound();
    const whole = (await stat(path())).size;
    await outbound();
    const full = (await stat(path())).size;
    for (const length of [whole + 1, whole + 11, whole + 12, full - 1]) {
      await outbound();
      await store.close();
      await truncate(path(), length);
      store = await openStore();
      expect([store.length, (await stat(path())).size]).toEqual([1, whole]);
    }
    expect(await outbound()).toBe('Bv03');
    await reopen();
    expect(store.length).toBe(2);
  });

  it('takes room that was never written to for a torn entry', async () => {
    await inbound();
    await store.close();
    await appendFile(path(), Buffer.alloc(4096));
    store = await openStore();
    expect(store.length).toBe(1);
  });

  it('does not start on a file that is damaged in the middle, because what follows was confirmed', async () => {
    await inbound();
    await outbound();
    await store.close();
    const file = await open(path(), 'r+');
    await file.write(Buffer.from('X'), 0, 1, 60);
    await file.close();
    await expect(openStore()).rejects.toThrow('expected entry 1 of the message log to be whole');
    await rm(path());
    store = await openStore();
  });

  it('knows a duplicate after a restart', async () => {
    await inbound({ referenceNumber: 'SAME' });
    await reopen();
    expect(await inbound({ referenceNumber: 'SAME' })).toBe('Fo03');
  });

  it('gives every entry its own place when many are written at once', async () => {
    const log = await openDurableLog(join(folder, 'many.log'), () => {});
    const places = await Promise.all(
      Array.from({ length: 200 }, (_, index) => log.append(Buffer.from(`entry ${index}`))),
    );
    await log.close();
    expect(places).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    const found: string[] = [];
    const again = await openDurableLog(join(folder, 'many.log'), (payload) => found.push(payload.toString()));
    await again.close();
    expect(found).toEqual(Array.from({ length: 200 }, (_, index) => `entry ${index}`));
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
