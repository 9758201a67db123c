/** What the Raad's subgraph answers about a household, over its message store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { createKeySealer, DEMONSTRATION_KEY_TOKEN_SECRET } from '../../adapter-kit/key-token.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { Subgraph } from '../../adapter-kit/subgraph.js';
import { addresses, grootEsselink, nagelhout, sentinelFamilies } from '../../simulated-sources/families.js';
import { raadActTwo, removeAtEndOfRetention } from '../../simulated-sources/raad/act-two.js';
import { startRaadSource } from '../../simulated-sources/raad/source.js';
import { writeRequest } from '../../simulated-sources/raad/stuf-messages.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import { raad } from '../../subgraphs/raad/subgraph.js';
import { givenNameOf, laterFamiliesInFeed, marjoleinAndUnborn } from './raad-cast-feed.js';

const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'RAAD');
const retrievedAt = '2026-11-02T11:00:00.000Z';
const unit = 'Raad voor de Kinderbescherming';
const system = 'StUF Jeugdzorg 1.0.9 message store';
const family = [
  grootEsselink.johan,
  grootEsselink.wilma,
  grootEsselink.teun,
  grootEsselink.daan,
  grootEsselink.fien,
  grootEsselink.maud,
  grootEsselink.trix,
  grootEsselink.hein,
];
const members = Object.fromEntries(
  family.map((person, index) => [pseudonymiser.person(person.bsn) ?? '', `m${index + 1}`]),
);

const householdQuery = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household {
  councilInvestigations { id kind requestedOn requestedBy decidedOn intakeCompletedOn startedOn endedOn status result
    decision { decidedOn explanation effectiveFrom effectiveUntil } memberIds statementKind retainUntil
    source { organisation unit system recordId recordedAt retrievedAt } }
  raadOutcome { outcome reason asOf } } } }`;
const personQuery = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  raadIdentity { outcome reason recorded { name birthDate unit } } } } }`;

describe('the subgraph of the Raad', () => {
  let dataFolder: string;
  let running: RunningSource;
  let subgraph: Subgraph;
  let calls: string[] = [];

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-subgraph-'));
    running = await startRaadSource({ port: 0, dataFolder });
    subgraph = raad.create(running.settings, {
      pseudonymiser,
      keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
      now: () => new Date(retrievedAt),
      sourceTimeoutMs: 600,
      onCall: ({ method, path }) => calls.push(`${method} ${path}`),
    });
  });
  afterAll(async () => {
    await subgraph?.close();
    await running?.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  const ask = (query: string, typename: string, key: string) =>
    subgraph.handle({ query, variables: { r: [{ __typename: typename, raadKey: key }] }, headers: {} });
  const askHousehold = (...references: string[]) =>
    ask(
      householdQuery,
      'Household',
      sealer.seal({ state: 'REFERENCES', references, members, subject: null }),
    );

  it('tells the whole course of both investigations of a family, the latest first', async () => {
    const answer = await askHousehold('RVDK/2025-7781', 'RVDK/2026-5120');
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            councilInvestigations: [
              {
                id: expect.stringMatching(/^[\w-]{16}$/),
                kind: 'PROTECTION',
                requestedOn: '2026-09-07',
                requestedBy: 'Jeugdbescherming De Kade',
                decidedOn: '2026-09-07',
                intakeCompletedOn: null,
                startedOn: '2026-10-19',
                endedOn: null,
                status: null,
                result: null,
                decision: null,
                memberIds: ['m1', 'm2', 'm5', 'm6', 'm7'],
                statementKind: 'FACT',
                retainUntil: null,
                source: {
                  organisation: 'RAAD',
                  unit,
                  system,
                  recordId: 'RVDK/2026-5120',
                  recordedAt: '2026-10-19T16:00:02+02:00',
                  retrievedAt,
                },
              },
              {
                id: expect.stringMatching(/^[\w-]{16}$/),
                kind: 'PROTECTION',
                requestedOn: '2025-12-01',
                requestedBy: 'Veilig Thuis Maasdelta',
                decidedOn: '2025-12-01',
                intakeCompletedOn: '2025-12-15',
                startedOn: '2026-01-12',
                endedOn: '2026-03-09',
                status: 'CASE_COMPLETED',
                result: 'MEASURE_IMPOSED',
                decision: {
                  decidedOn: '2026-03-30',
                  explanation: 'Ondertoezichtstelling',
                  effectiveFrom: '2026-03-30',
                  effectiveUntil: '2027-03-30',
                },
                memberIds: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'],
                statementKind: 'FACT',
                retainUntil: null,
                source: {
                  organisation: 'RAAD',
                  unit,
                  system,
                  recordId: 'RVDK/2025-7781',
                  recordedAt: '2026-03-30T16:00:05+02:00',
                  retrievedAt,
                },
              },
            ],
            raadOutcome: { outcome: 'ANSWERED', reason: null, asOf: retrievedAt },
          },
        ],
      },
      extensions: { source: { organisation: 'RAAD', outcome: 'ANSWERED', reason: null, asOf: retrievedAt } },
    });
  });

  it('asks its source once, however many cases and fields are asked for', async () => {
    calls = [];
    await askHousehold('RVDK/2025-7781', 'RVDK/2026-5120', 'RVDK/2026-9001');
    expect(calls).toEqual(['POST /case-files/_search']);
  });

  it('names only those members whom this household has', async () => {
    const answer = await ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { councilInvestigations { memberIds } } } }',
      'Household',
      sealer.seal({
        state: 'REFERENCES',
        references: ['RVDK/2026-5120'],
        members: { [pseudonymiser.person(grootEsselink.fien.bsn) ?? '']: 'm1' },
        subject: null,
      }),
    );
    expect(answer.data).toEqual({ _entities: [{ councilInvestigations: [{ memberIds: ['m1'] }] }] });
  });

  it('writes a name as the Raad wrote it', async () => {
    const subject = pseudonymiser.person(grootEsselink.wilma.bsn);
    const answer = await ask(
      personQuery,
      'Person',
      sealer.seal({
        state: 'REFERENCES',
        references: ['RVDK/2025-7781', 'RVDK/2026-5120'],
        members: {},
        subject,
      }),
    );
    const recorded = { name: 'Groot Esselink, W. (Haverkamp)', birthDate: '1990-11-16', unit };
    expect(answer.data).toEqual({
      _entities: [{ raadIdentity: { outcome: 'ANSWERED', reason: null, recorded: [recorded, recorded] } }],
    });
  });

  it('says of a family that it does not know that there is nothing, and up to when it knows', async () => {
    calls = [];
    const answer = await ask(
      householdQuery,
      'Household',
      sealer.seal({ state: 'NONE', notKnownAsOf: '2026-11-02T10:59:00Z' }),
    );
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            councilInvestigations: [],
            raadOutcome: { outcome: 'NOT_KNOWN', reason: null, asOf: '2026-11-02T10:59:00Z' },
          },
        ],
      },
      extensions: {
        source: { organisation: 'RAAD', outcome: 'NOT_KNOWN', reason: null, asOf: '2026-11-02T10:59:00Z' },
      },
    });
    expect(calls).toEqual([]);
  });

  it.each(['ROSTER_STALE', 'NO_IDENTIFIER'] as const)(
    'never reads "could not be asked" (%s) as "nothing known"',
    async (reason) => {
      const answer = await ask(householdQuery, 'Household', sealer.seal({ state: 'UNREAD', reason }));
      expect(answer).toEqual({
        data: {
          _entities: [
            { councilInvestigations: null, raadOutcome: { outcome: 'NOT_ESTABLISHED', reason, asOf: null } },
          ],
        },
        errors: [
          {
            message: expect.stringContaining('[RAAD] could not be asked'),
            path: ['_entities', 0, 'councilInvestigations'],
            extensions: { code: 'NOT_ESTABLISHED', reason, organisation: 'RAAD' },
          },
        ],
        extensions: { source: { organisation: 'RAAD', outcome: 'NOT_ESTABLISHED', reason, asOf: null } },
      });
    },
  );

  it.each([
    ['is slow', 'RVDK/2026-9004', 'TIMED_OUT', {}],
    ['is down', 'RVDK/2026-9005', 'DOWN', {}],
    [
      'sends what no calendar knows',
      'RVDK/2026-9006',
      'CONTRACT_BROKEN',
      { field: 'caseFile.notifications.0.statusSetOn' },
    ],
  ])('says so, and gives no half list, when its source %s', async (_what, reference, reason, field) => {
    const answer = await askHousehold('RVDK/2025-7781', reference);
    expect(answer).toEqual({
      data: {
        _entities: [
          { councilInvestigations: null, raadOutcome: { outcome: 'UNAVAILABLE', reason, asOf: null } },
        ],
      },
      errors: [
        {
          message: expect.stringMatching(/^\[RAAD\] (?!.*(?:http|\d{6}|Sentinel))/),
          path: ['_entities', 0, 'councilInvestigations'],
          extensions: { code: 'SOURCE_UNAVAILABLE', reason, organisation: 'RAAD', ...field },
        },
      ],
      extensions: { source: { organisation: 'RAAD', outcome: 'UNAVAILABLE', reason, asOf: null } },
    });
  });

  it('does not open the key of another organisation', async () => {
    const foreign = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'GI');
    const key = foreign.seal({ state: 'REFERENCES', references: ['RVDK/2025-7781'], members, subject: null });
    const answer = await ask(householdQuery, 'Household', key);
    expect(answer.data?.['_entities']).toEqual([null]);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'REJECTED' });
  });

  it('puts in its feed who is concerned, where and since when, and nobody else', async () => {
    const page = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    expect(page?.references.map((one) => one.reference).sort()).toEqual(
      [
        'RVDK/2025-7781',
        'RVDK/2026-5120',
        ...Object.keys(laterFamiliesInFeed),
        ...sentinelFamilies.map((one) => `RVDK/${one.caseNumber}`),
      ].sort(),
    );
    const first = page?.references.find((one) => one.reference === 'RVDK/2025-7781');
    expect(first).toMatchObject({
      unit: 'RVDK',
      unitName: unit,
      since: '2025-12-01',
      until: '2026-03-30',
      contact: 'regional desk 088-000 02 01',
    });
    const roleOf = (person: (typeof family)[number]) => (person.birthDate < '2000' ? '112' : '115');
    const period = { since: '2025-12-01', until: '2026-03-30' };
    const address = pseudonymiser.address(addresses.hofdijk.key);
    expect(new Set(first?.persons)).toEqual(
      new Set(
        family.map((person) => ({
          person: pseudonymiser.person(person.bsn),
          check: pseudonymiser.check(person.birthDate, person.sex),
          localKey: expect.any(String),
          // The mother's first names are not written out.
          ...(person === grootEsselink.wilma ? {} : { givenName: givenNameOf(person) }),
          role: roleOf(person),
          ...period,
          stays: [{ address, addressType: 'DWELLING', ...period }],
        })),
      ),
    );
    const second = page?.references.find((one) => one.reference === 'RVDK/2026-5120');
    expect(second).toMatchObject({ since: '2026-09-07', until: null });
    expect(second?.persons.map((person) => [members[person.person ?? ''], person.stays])).toEqual([
      ['m5', []],
      ['m6', []],
      ['m7', []],
      ['m1', []],
      ['m2', []],
    ]);
  });

  it.each(Object.entries(laterFamiliesInFeed))(
    'says of %s in its feed what the cast has, and nothing else',
    async (reference, expected) => {
      const page = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
      expect(page?.references.find((one) => one.reference === reference)).toEqual({
        reference,
        unit: 'RVDK',
        unitName: unit,
        contact: 'regional desk 088-000 02 01',
        ...expected,
      });
    },
  );

  it('lets no reporter, informant, professional, alien number or place in free text out, in its feed or its answers', async () => {
    const page = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    const answer = await askHousehold(...Object.keys(laterFamiliesInFeed));
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.['_entities']).toMatchObject([{ councilInvestigations: { length: 6 } }]);
    const text = JSON.stringify([page, answer]);
    expect(text).not.toMatch(/Test(?:verloskundige|informant|hulpverlener|onderzoeker|medewerker)/);
    expect(text).not.toMatch(/Utrecht|opvang|Spoed|28000000|Gemeente/);
    expect(JSON.stringify({ ...page, watermark: null })).not.toMatch(
      /"391"|"392"|"411"|(?<!\d)\d{9}(?!\d)|(?<!\d)\d{16}(?!\d)/,
    );
  });

  it('never shows an investigation into custody and contact as one into protection', async () => {
    const kindsOf = async (reference: string) => {
      const answer = await askHousehold(reference);
      return JSON.parse(JSON.stringify(answer.data))._entities[0].councilInvestigations.map(
        (one: Readonly<Record<string, unknown>>) => [one['kind'], one['requestedOn'], one['startedOn']],
      );
    };
    expect(await kindsOf('RVDK/2026-3306')).toEqual([['AUTHORITY_AND_CONTACT', '2026-07-06', '2026-08-17']]);
    expect(await kindsOf('RVDK/2026-2904')).toEqual([['AUTHORITY_AND_CONTACT', '2026-06-22', '2026-08-03']]);
    expect(await kindsOf('RVDK/2026-6003')).toEqual([['PROTECTION', '2026-10-12', '2026-10-26']]);
  });

  it.each([
    [
      'RVDK/2026-1410',
      'closed with a measure for two of the three children',
      {
        startedOn: '2026-02-16',
        endedOn: '2026-04-07',
        status: 'CASE_COMPLETED',
        result: 'MEASURE_IMPOSED',
        decision: { decidedOn: '2026-04-20', effectiveFrom: '2026-04-20', effectiveUntil: null },
      },
    ],
    [
      'RVDK/2026-4420',
      'open after a provisional measure, with the measure that followed it',
      {
        startedOn: null,
        endedOn: null,
        status: null,
        decision: {
          decidedOn: '2026-10-12',
          explanation: 'Ondertoezichtstelling',
          effectiveFrom: '2026-10-12',
          effectiveUntil: '2027-10-12',
        },
      },
    ],
  ])('tells of %s that it is %s', async (reference, _what, expected) => {
    const answer = await askHousehold(reference);
    expect(answer.data?.['_entities']).toMatchObject([{ councilInvestigations: [expected] }]);
  });

  it('names an unborn child among the members whom an investigation concerns, and knows no name or birth day of it', async () => {
    const reference = 'RVDK/2026-6003';
    const page = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    const [unborn] = page?.references.find((one) => one.reference === reference)?.persons ?? [];
    const subject = `${reference}#${unborn?.localKey}`;
    const key = { state: 'REFERENCES' as const, references: [reference], members: { [subject]: 'm1' } };
    const household = await ask(householdQuery, 'Household', sealer.seal({ ...key, subject: null }));
    expect(household.data?.['_entities']).toMatchObject([{ councilInvestigations: [{ memberIds: ['m1'] }] }]);
    const person = await ask(personQuery, 'Person', sealer.seal({ ...key, subject }));
    expect(person.data?.['_entities']).toMatchObject([
      { raadIdentity: { outcome: 'ANSWERED', recorded: [{ name: null, birthDate: null }] } },
    ]);
  });

  it('answers about a family filed while it runs, also before the Raad has given it a number', async () => {
    const before = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    await request(`${running.url}/messages/inbound`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: writeRequest({
        referenceNumber: 'FILED-NOW',
        sentAt: '20261102110000',
        from: { oin: '00000099000000000901', name: 'Gemeente Testdam' },
        requestCase: 'TD-2026-1',
        requestedOn: '2026-11-02',
        children: [{ bsn: null, surname: 'Test', givenName: 'Kind', birthDate: '2016-05-01', sex: 'V' }],
        parties: [],
        workerSurname: 'Testmedewerker',
      }),
    });
    const page = await subgraph.roster?.read(before?.watermark ?? null, AbortSignal.timeout(5_000));
    expect(page).toMatchObject({ mode: 'DELTA', removed: [] });
    const [filed] = page?.references ?? [];
    const reference = filed?.reference ?? '';
    expect(filed?.persons).toMatchObject([{ person: null, role: '115' }]);
    const answer = await ask(
      householdQuery,
      'Household',
      sealer.seal({
        state: 'REFERENCES',
        references: [reference],
        members: { [`${reference}#${filed?.persons[0]?.localKey}`]: 'm1' },
        subject: null,
      }),
    );
    expect(answer.data?.['_entities']).toMatchObject([
      { councilInvestigations: [{ requestedBy: 'Gemeente Testdam', status: null, memberIds: ['m1'] }] },
    ]);
  });

  it('answers again by itself when its source is back', async () => {
    const port = Number(new URL(running.url).port);
    await running.close();
    const lost = await askHousehold('RVDK/2025-7781');
    expect(lost.data?.['_entities']).toEqual([
      { councilInvestigations: null, raadOutcome: { outcome: 'UNAVAILABLE', reason: 'DOWN', asOf: null } },
    ]);
    running = await startRaadSource({ port, dataFolder });
    const back = await askHousehold('RVDK/2025-7781');
    expect(back.errors).toBeUndefined();
  });

  it('follows an unborn child to its birth in act two: the same person, now with a number, and once only', async () => {
    const read = (watermark: string | null) => subgraph.roster?.read(watermark, AbortSignal.timeout(5_000));
    const before = await read(null);
    const [unborn] = before?.references.find((one) => one.reference === 'RVDK/2026-6003')?.persons ?? [];
    for (const event of Object.values(raadActTwo)) await event(running);
    const changes = await read(before?.watermark ?? null);
    expect(changes).toMatchObject({ mode: 'DELTA', removed: [] });
    const { mila } = nagelhout;
    expect(changes?.references.map(({ reference, persons }) => [reference, persons])).toEqual([
      [
        'RVDK/2026-6003',
        [
          {
            ...marjoleinAndUnborn[0],
            localKey: unborn?.localKey,
            person: pseudonymiser.person(mila.bsn),
            check: pseudonymiser.check(mila.birthDate, mila.sex),
            givenName: givenNameOf(mila),
          },
          marjoleinAndUnborn[1],
        ],
      ],
    ]);
    for (const event of Object.values(raadActTwo)) await event(running);
    expect(await read(changes?.watermark ?? null)).toMatchObject({
      mode: 'DELTA',
      references: [],
      removed: [],
    });
  });

  it('no longer knows a case that the Raad removed at the end of its retention, and says so in its feed', async () => {
    const before = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    await removeAtEndOfRetention(running, 'RVDK/2026-1410');
    await removeAtEndOfRetention(running, 'RVDK/2026-1410');
    const page = await subgraph.roster?.read(before?.watermark ?? null, AbortSignal.timeout(5_000));
    expect(page).toMatchObject({ mode: 'DELTA', references: [], removed: ['RVDK/2026-1410'] });
    const answer = await askHousehold('RVDK/2026-1410');
    expect(answer.data?.['_entities']).toMatchObject([{ councilInvestigations: null }]);
  });
});
