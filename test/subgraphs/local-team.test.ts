import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { Subgraph } from '../../adapter-kit/subgraph.js';
import {
  addresses,
  type CastPerson,
  denBraber,
  grootEsselink,
  jacobs,
} from '../../simulated-sources/families.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import { localTeam } from '../../subgraphs/local-team/subgraph.js';
import { call, type FiledRole, fileFamily, teamRole } from '../simulated-sources/local-team-registrar.js';

const now = '2026-11-02T11:00:00.000Z';
const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'LOCAL_TEAM');
const pseudonymOf = (person: CastPerson): string => pseudonymiser.person(person.bsn) ?? '';

const everything = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household {
  familyPlans { id madeOn endedOn goals { domain domainCode { code label list version } text owner dueOn achieved familyView }
    statementKind retainUntil source { ...s } }
  stories { id versions { writtenOn text } statementKind retainUntil source { ...s } }
  fixedFaces { name since until statementKind source { ...s } }
  analyses { __typename id decidedOn startedOn endedOn memberIds retainUntil source { ...s } }
  provisions { id kind memberIds startedOn endedOn statementKind retainUntil source { ...s } }
  probationHeaders { id memberId kindCode { code label list version } startedOn endsOn institution statementKind source { ...s } }
  localTeamOutcome { outcome reason asOf }
} } }
fragment s on Source { organisation unit system recordId recordedAt retrievedAt }`;

const lists = ['familyPlans', 'stories', 'fixedFaces', 'analyses', 'provisions', 'probationHeaders'] as const;
const each = (value: unknown) => Object.fromEntries(lists.map((list) => [list, value]));

describe('what the local teams show of a household', () => {
  let running: RunningSource;
  let subgraph: Subgraph;
  let dataFolder: string;
  const calls: { readonly method: string; readonly path: string }[] = [];
  const defects: unknown[] = [];

  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    running = await startLocalTeamSource({ port: 0, dataFolder });
    subgraph = localTeam.create(running.settings, {
      pseudonymiser,
      keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
      now: () => new Date(now),
      sourceTimeoutMs: 700,
      onCall: (outward) => calls.push(outward),
      onDefect: (error) => defects.push(error),
    });
  });
  afterAll(async () => {
    await subgraph.close();
    await running.close();
    rmSync(dataFolder, { recursive: true });
  });

  const ask = (query: string, representations: readonly Readonly<Record<string, unknown>>[]) =>
    subgraph.handle({ query, variables: { r: representations }, headers: {} });
  const household = (key: OrganisationKey) => ({ __typename: 'Household', localTeamKey: sealer.seal(key) });
  const referring = (references: readonly string[], members: readonly CastPerson[]): OrganisationKey => ({
    state: 'REFERENCES',
    references: [...references],
    members: Object.fromEntries(members.map((person, index) => [pseudonymOf(person), `m${index + 1}`])),
    subject: null,
  });
  const source = (recordId: string, recordedAt: string, unit = 'Lokaal team Rotterdam-Centrum') => ({
    organisation: 'LOCAL_TEAM',
    unit,
    system: 'VNG Zaken API',
    recordId,
    recordedAt,
    retrievedAt: now,
  });
  const opaque = expect.stringMatching(/^[\w-]{16}$/);

  const { johan, wilma, teun, daan, hein, bets, edwin, fien, maud, trix } = grootEsselink;
  const relay = [johan, wilma, teun, daan, fien, maud, trix, hein, bets, edwin];

  it('tells the plan, the story, the fixed faces, the analysis and the support of the relay family', async () => {
    const goal = { owner: null, dueOn: null, achieved: null, familyView: null };
    const domain = (code: string, label: string) => ({
      code,
      label,
      list: 'leefgebied',
      version: 'CORV 1.0.9',
    });
    expect(await ask(everything, [household(referring(['LT1/2025-0217', 'LT2/2026-0644'], relay))])).toEqual({
      data: {
        _entities: [
          {
            familyPlans: [
              {
                id: opaque,
                madeOn: '2025-04-14',
                endedOn: null,
                goals: [
                  {
                    domain: 'FINANCES',
                    domainCode: domain('01', 'financiën'),
                    text: 'Wij weten elke maand wat er binnenkomt en uitgaat.',
                    owner: 'Johan en de schuldhulp',
                    dueOn: '2026-04-14',
                    achieved: false,
                    familyView: 'Het gaat de goede kant op.',
                  },
                  {
                    ...goal,
                    domain: 'RELATIONS',
                    domainCode: domain('07', '(huiselijke) relaties'),
                    text: 'Ruzies gaan niet meer waar de kinderen bij zijn.',
                    owner: 'Johan en Wilma',
                    dueOn: '2025-10-14',
                  },
                  {
                    ...goal,
                    domain: 'MENTAL_HEALTH',
                    domainCode: domain('08', 'geestelijke gezondheid'),
                    text: 'Mama komt overdag uit bed en eet mee.',
                    owner: 'Wilma',
                    achieved: true,
                  },
                ],
                statementKind: 'AGREEMENT',
                retainUntil: null,
                source: source('LT1/2025-0217-PLAN-1', '2025-04-14T10:00:00Z'),
              },
            ],
            stories: [
              {
                id: opaque,
                versions: [
                  { writtenOn: '2026-02-16', text: expect.stringContaining('Wij zijn het er niet mee eens') },
                  { writtenOn: '2025-03-17', text: expect.stringContaining('het geld is op') },
                ],
                statementKind: 'OPINION',
                retainUntil: null,
                source: source('LT1/2025-0217', '2026-02-16T10:00:00Z'),
              },
            ],
            fixedFaces: [
              {
                name: 'B. Voorbeeld',
                since: '2025-09-15',
                until: null,
                statementKind: 'FACT',
                source: source('LT1/2025-0217-GEZICHT-2', '2025-09-15T10:00:00Z'),
              },
              {
                name: 'A. Voorbeeld',
                since: '2025-03-10',
                until: '2025-08-31',
                statementKind: 'FACT',
                source: source('LT1/2025-0217-GEZICHT-1', '2025-03-10T10:00:00Z'),
              },
            ],
            analyses: [
              {
                __typename: 'LocalTeamAnalysis',
                id: opaque,
                decidedOn: null,
                startedOn: '2025-10-06',
                endedOn: '2025-11-14',
                memberIds: ['m1', 'm2', 'm3', 'm4', 'm8'],
                retainUntil: '2045-11-14',
                source: source('LT1/2025-0217-ANALYSE-1', '2025-10-06T10:00:00Z'),
              },
            ],
            provisions: [
              {
                id: opaque,
                kind: 'Ondersteuning van het netwerkpleeggezin',
                memberIds: ['m5', 'm6', 'm7', 'm9', 'm10'],
                startedOn: '2026-06-01',
                endedOn: null,
                statementKind: 'FACT',
                retainUntil: null,
                source: source(
                  'LT2/2026-0644-VOORZIENING-1',
                  '2026-06-01T10:00:00Z',
                  'Lokaal team Rotterdam-Delfshaven',
                ),
              },
            ],
            probationHeaders: [],
            localTeamOutcome: { outcome: 'ANSWERED', reason: null, asOf: now },
          },
        ],
      },
      extensions: { source: { organisation: 'LOCAL_TEAM', outcome: 'ANSWERED', reason: null, asOf: now } },
    });
  });

  it('names in a support only those who are members of the household that is asked about', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { provisions { memberIds } } } }';
    expect(await ask(query, [household(referring(['LT2/2026-0644'], [bets, edwin]))])).toMatchObject({
      data: { _entities: [{ provisions: [{ memberIds: ['m1', 'm2'] }] }] },
    });
  });

  it('says of the first-report family that no local team knows it, and up to when, without asking the source', async () => {
    const before = calls.length;
    const notKnownAsOf = '2026-11-02T10:59:30.000Z';
    expect(await ask(everything, [household({ state: 'NONE', notKnownAsOf })])).toEqual({
      data: {
        _entities: [
          { ...each([]), localTeamOutcome: { outcome: 'NOT_KNOWN', reason: null, asOf: notKnownAsOf } },
        ],
      },
      extensions: {
        source: { organisation: 'LOCAL_TEAM', outcome: 'NOT_KNOWN', reason: null, asOf: notKnownAsOf },
      },
    });
    expect(calls.length).toBe(before);
    const feed = JSON.stringify(await subgraph.roster?.read(null, AbortSignal.timeout(5_000)));
    for (const person of Object.values(denBraber)) expect(feed).not.toContain(pseudonymOf(person));
  });

  const errorOf = (list: string, extensions: unknown, message: unknown = expect.any(String)) => ({
    message,
    path: ['_entities', 0, list],
    extensions,
  });
  const sortErrors = (answer: Awaited<ReturnType<typeof ask>>) => ({
    ...answer,
    errors: answer.errors?.toSorted(
      (left, right) => lists.indexOf(listIn(left)) - lists.indexOf(listIn(right)),
    ),
  });
  const listIn = (error: { readonly path?: readonly (string | number)[] }) =>
    error.path?.[2] as (typeof lists)[number];
  const unavailable = (reason: string, extensions: unknown, outcome: string) => ({
    data: { _entities: [{ ...each(null), localTeamOutcome: { outcome, reason, asOf: null } }] },
    errors: lists.map((list) => errorOf(list, extensions)),
    extensions: { source: { organisation: 'LOCAL_TEAM', outcome, reason, asOf: null } },
  });

  it('answers null and not "none" when its feed was not read', async () => {
    const answer = await ask(everything, [household({ state: 'UNREAD', reason: 'ROSTER_STALE' })]);
    const extensions = { code: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', organisation: 'LOCAL_TEAM' };
    expect(sortErrors(answer)).toEqual(unavailable('ROSTER_STALE', extensions, 'NOT_ESTABLISHED'));
  });

  it.each([
    ['slow', 'LT1/2026-9010', 'TIMED_OUT', {}],
    ['down', 'LT1/2026-9011', 'DOWN', {}],
    ['malformed', 'LT1/2026-9012', 'CONTRACT_BROKEN', { field: 'zaakeigenschap.besluitdatum' }],
  ])('answers null and says why when the source is %s', async (_fault, reference, reason, more) => {
    const answer = await ask(everything, [household(referring([reference], []))]);
    const extensions = { code: 'SOURCE_UNAVAILABLE', reason, organisation: 'LOCAL_TEAM', ...more };
    expect(sortErrors(answer)).toEqual(unavailable(reason, extensions, 'UNAVAILABLE'));
  });

  it('gives a person as each team wrote it, and who cannot be read as an outcome', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { localTeamIdentity { outcome reason recorded { name birthDate unit } } } } }';
    const person = (references: string[]) => ({
      __typename: 'Person',
      localTeamKey: sealer.seal({ state: 'REFERENCES', references, members: {}, subject: pseudonymOf(fien) }),
    });
    expect(await ask(query, [person(['LT1/2025-0217', 'LT2/2026-0644'])])).toMatchObject({
      data: {
        _entities: [
          {
            localTeamIdentity: {
              outcome: 'ANSWERED',
              reason: null,
              recorded: [
                {
                  name: 'Fien fam. Haverkamp/Groot Esselink',
                  birthDate: '2015-11-20',
                  unit: 'Lokaal team Rotterdam-Centrum',
                },
                {
                  name: 'Fien Groot Esselink',
                  birthDate: '2015-11-20',
                  unit: 'Lokaal team Rotterdam-Delfshaven',
                },
              ],
            },
          },
        ],
      },
    });
    expect(await ask(query, [person(['LT1/2026-9011'])])).toMatchObject({
      data: { _entities: [{ localTeamIdentity: { outcome: 'UNAVAILABLE', reason: 'DOWN', recorded: [] } }] },
    });
  });

  it('says which given names a person no longer has, so that nobody is shown by them', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { localTeamIdentity { recorded { name } formerGivenNames } } } }';
    const person = {
      __typename: 'Person',
      localTeamKey: sealer.seal({
        state: 'REFERENCES',
        references: ['LT7/2025-0616', 'LT7/2025-0901'],
        members: {},
        subject: pseudonymOf(jacobs.vica),
      }),
    };
    expect(await ask(query, [person])).toMatchObject({
      data: {
        _entities: [
          {
            localTeamIdentity: {
              recorded: [{ name: 'Vica Jacobs' }, { name: 'Vica Jacobs' }],
              formerGivenNames: ['Celeke', 'Lodivica'],
            },
          },
        ],
      },
    });
  });

  it('says in its feed who lives at the address of the case and who lives elsewhere', async () => {
    const page = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    const home = pseudonymiser.address(addresses.hofdijk.key);
    const stay = { address: home, addressType: 'DWELLING', since: null, until: null };
    const inFeed = (person: CastPerson, role: string, stays: readonly unknown[]) => ({
      person: pseudonymOf(person),
      check: pseudonymiser.check(person.birthDate, person.sex),
      localKey: expect.any(String),
      givenName: pseudonymiser.givenName(person.givenName, person.birthDate, person.sex),
      role,
      since: null,
      until: null,
      stays,
    });
    expect(page?.asOf).toBe(now);
    expect(page?.references.find((reference) => reference.reference === 'LT1/2025-0217')).toEqual({
      reference: 'LT1/2025-0217',
      unit: 'LT1',
      unitName: 'Lokaal team Rotterdam-Centrum',
      since: '2025-03-10',
      until: null,
      contact: 'team desk 088-000 04 01',
      persons: [
        ...[johan, wilma].map((person) => inFeed(person, '112', [stay])),
        ...[teun, daan, hein].map((person) => inFeed(person, '115', [stay])),
        ...[fien, maud, trix].map((person) => inFeed(person, '115', [])),
      ],
      household: expect.stringMatching(/^[\w-]{22}$/),
    });
  });

  it('never shows the reporter, a note, or a worker who is not the fixed face, whatever is asked', async () => {
    const feed = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    const answer = await ask(everything, [household(referring(['LT1/2025-0217', 'LT2/2026-0644'], relay))]);
    const never = /Melder|MELDER|"391"|schulden uit|[CD]\. Voorbeeld|Parkeer/g;
    expect(JSON.stringify([feed, answer]).match(never) ?? []).toEqual([]);
  });

  it('puts no number of a person in an address', () => {
    expect(calls.map((outward) => outward.path).join(' ')).not.toMatch(/\d{9}/);
    expect(defects).toEqual([]);
  });

  describe('a family that is filed now', () => {
    const youth = {
      inpBsn: '',
      anpIdentificatie: 'ANP-1',
      voornamen: 'Kind',
      geslachtsnaam: 'Voorbeeld',
      geboortedatum: '2010',
    };
    const role = (kind: '301 jeugdige' | '391 melder'): FiledRole => ({
      role: kind,
      kind: 'natuurlijk_persoon',
      who: youth,
    });
    const headers =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { probationHeaders { memberId kindCode { code label list version } startedOn endsOn institution } provisions { kind } } } }';
    const file = (reference: string, properties: Readonly<Record<string, string>>) =>
      fileFamily(
        running,
        reference,
        addresses.schakelstraat.key,
        [teamRole, role('301 jeugdige'), role('391 melder')],
        [
          {
            type: 'LT-JR-NOTIFICATIE',
            number: 'JR-1',
            since: '2026-10-30',
            plannedUntil: '2027-04-30',
            properties: { gecert_instelling: 'Jeugdbescherming De Kade', ...properties },
            roles: [role('301 jeugdige')],
          },
          {
            type: 'LT-VOORZIENING',
            number: 'OUD-1',
            since: '2004-01-01',
            retainUntil: '2026-11-01',
            properties: { soort: 'Lang geleden' },
          },
        ],
      );
    const keyOf = (reference: string): OrganisationKey => ({
      state: 'REFERENCES',
      references: [reference],
      members: { [`${reference}#ANP-1`]: 'm1' },
      subject: null,
    });

    it('is answered at once, with the header of its youth probation, without what is past its retention', async () => {
      await file('LT1/2026-0801', { maatregelcode: '41' });
      expect(await ask(headers, [household(keyOf('LT1/2026-0801'))])).toMatchObject({
        data: {
          _entities: [
            {
              probationHeaders: [
                {
                  memberId: 'm1',
                  kindCode: {
                    code: '41',
                    label: 'toezicht en begeleiding, gedwongen',
                    list: 'Regeling Jeugdwet, bijlage 2, jeugdreclassering',
                    version: '2014',
                  },
                  startedOn: '2026-10-30',
                  endsOn: '2027-04-30',
                  institution: 'Jeugdbescherming De Kade',
                },
              ],
              provisions: [],
            },
          ],
        },
      });
    });

    it('is in the next feed, a person without number by the key of the source, the reporter not at all', async () => {
      const page = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
      expect(page?.references.find((reference) => reference.reference === 'LT1/2026-0801')).toMatchObject({
        since: '2026-10-30',
        persons: [{ person: null, check: null, localKey: 'ANP-1', role: '301', stays: [] }],
      });
    });

    it('is refused when it carries a code that no list has, and the error names the field and not the value', async () => {
      await file('LT1/2026-0802', { maatregelcode: '99-onbekend' });
      const answer = await ask(headers, [household(keyOf('LT1/2026-0802'))]);
      expect(answer.errors?.[0]).toEqual({
        message: expect.stringContaining('zaakeigenschap.maatregelcode'),
        path: expect.any(Array),
        extensions: {
          code: 'SOURCE_UNAVAILABLE',
          reason: 'CONTRACT_BROKEN',
          organisation: 'LOCAL_TEAM',
          field: 'zaakeigenschap.maatregelcode',
        },
      });
      expect(JSON.stringify(answer.errors)).not.toContain('99-onbekend');
    });
  });

  it('works again by itself when the source has been away', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    const first = await startLocalTeamSource({ port: 0, dataFolder: folder });
    const own = localTeam.create(first.settings, {
      pseudonymiser,
      keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
      now: () => new Date(now),
      sourceTimeoutMs: 700,
    });
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { localTeamOutcome { outcome reason } } } }';
    const outcome = () =>
      own.handle({ query, variables: { r: [household(referring(['LT1/2025-0217'], []))] }, headers: {} });
    const told = (outcomeKind: string, reason: string | null) => ({
      data: { _entities: [{ localTeamOutcome: { outcome: outcomeKind, reason } }] },
    });
    expect(await outcome()).toMatchObject(told('ANSWERED', null));
    await first.close();
    expect(await outcome()).toMatchObject(told('UNAVAILABLE', 'DOWN'));
    const again = await startLocalTeamSource({ port: Number(new URL(first.url).port), dataFolder: folder });
    expect(await outcome()).toMatchObject(told('ANSWERED', null));
    await own.close();
    await again.close();
    rmSync(folder, { recursive: true });
  });

  it('shows a client whose secret is wrong as refused, never as "nothing known"', async () => {
    const wrong = localTeam.create(
      { ...running.settings, LOCAL_TEAM_CLIENT_SECRET: 'wrong' },
      {
        pseudonymiser,
        keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
        now: () => new Date(now),
        sourceTimeoutMs: 700,
      },
    );
    await expect(wrong.roster?.read(null, AbortSignal.timeout(5_000))).rejects.toMatchObject({
      reason: 'REJECTED',
    });
    await wrong.close();
    expect((await call(running, 'GET', '/zaken')).status).toBe(200);
  });
});
