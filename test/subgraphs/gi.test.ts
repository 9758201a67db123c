/** What the GI shows of a household and a person, through its own subgraph and on its simulated source. */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import type { SubgraphTools } from '../../adapter-kit/organisation-source.js';
import { keyCheckOf } from '../../adapter-kit/pseudonym.js';
import type { RosterFeed } from '../../adapter-kit/roster.js';
import type { Subgraph } from '../../adapter-kit/subgraph.js';
import { deVries, grootEsselink, nagelhout, overvaart } from '../../simulated-sources/families.js';
import { toIjwXml } from '../../simulated-sources/gi/ijw-messages.js';
import { castMessages } from '../../simulated-sources/gi/provisions.js';
import { putIjwFile } from '../../simulated-sources/gi/source.js';
import { gi } from '../../subgraphs/gi/subgraph.js';
import type { DocumentLink } from '../../subgraphs/household/register/document.js';
import { createHouseholdRegister } from '../../subgraphs/household/register/register.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import {
  caseSystemUrl,
  filingOf,
  pseudonymiser,
  runSql,
  type StartedGi,
  startGiOnPglite,
} from '../gi-source.js';

const retrievedAt = '2026-11-02T11:00:00.000Z';
const relay = 'GI1/2026-0330';
const tools: SubgraphTools = {
  pseudonymiser,
  keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
  now: () => new Date(retrievedAt),
  sourceTimeoutMs: 1_000,
};
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'GI');
const pseudonym = (bsn: string): string => String(pseudonymiser.person(bsn));

/** Family 2 at Hofdijk, as the register numbers it. */
const membersOfHofdijk = {
  [pseudonym('999999345')]: 'm1',
  [pseudonym('999999357')]: 'm2',
  [pseudonym('999999369')]: 'm3',
  [pseudonym('999999370')]: 'm4',
  [pseudonym('999999382')]: 'm5',
  [pseudonym('999999394')]: 'm6',
  [pseudonym('999999400')]: 'm7',
  [pseudonym('999999412')]: 'm8',
};
/** The aunt's household: her, her partner and the three girls. */
const membersOfSpaanseweg = {
  [pseudonym('999999424')]: 'm1',
  [pseudonym('999999436')]: 'm2',
  [pseudonym('999999382')]: 'm3',
  [pseudonym('999999394')]: 'm4',
  [pseudonym('999999400')]: 'm5',
};

const measureFields = `
  id kind kindCode { code label list version } memberId disputedMemberIds startedOn endsOn endedOn endReason { code }
  placements { authorisedOn validFrom validUntil carriedOutOn } caseWorkers { name role since until }
  firstContactOn familyPlanWaivedOn plan { madeOn endedOn goals } statementKind retainUntil
  source { organisation unit system recordId recordedAt retrievedAt }`;
const measuresQuery = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { measures { ${measureFields} } giOutcome { outcome reason asOf } } } }`;
const shortQuery =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { measures { memberId } youthCareProvisions { filedOnMemberId } giOutcome { outcome reason asOf } } } }';
const personQuery =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { measures { kind startedOn source { recordId } } giIdentity { outcome reason recorded { name birthDate unit } } } } }';

const placedFirst = { authorisedOn: '2026-03-30', validFrom: '2026-03-30', validUntil: '2026-09-30' };
const placedAgain = { authorisedOn: '2026-09-24', validFrom: '2026-10-01', validUntil: '2027-03-30' };

/** Another organisation's feed, in which the child lives at an address. */
function homeOf(child: string, check: string | null): RosterFeed {
  const stays = [
    {
      address: String(pseudonymiser.address('9999010000009501')),
      addressType: 'DWELLING' as const,
      since: '2020-01-01',
      until: null,
    },
  ];
  const since = '2026-01-05';
  const persons = [{ person: child, check, localKey: 'k1', role: '115', since, until: null, stays }];
  const reference = { reference: 'LT1/2026-0001', unit: 'LT1', unitName: 'Wijkteam', since, until: null };
  return {
    read: async () => ({
      mode: 'FULL',
      asOf: retrievedAt,
      watermark: null,
      keyCheck: keyCheckOf(pseudonymiser),
      references: [{ ...reference, contact: null, persons }],
      removed: [],
    }),
  };
}

function isOfLocalTeam(link: DocumentLink): boolean {
  return link.organisation === 'LOCAL_TEAM';
}

describe('the certified institution', () => {
  let started: StartedGi;
  let subgraph: Subgraph;
  const ask = (query: string, typename: string, key: OrganisationKey) =>
    subgraph.handle({
      query,
      variables: { r: [{ __typename: typename, giKey: sealer.seal(key) }] },
      headers: {},
    });
  const keyOf = (references: string[], members: Record<string, string>, subject: string | null = null) =>
    ({ state: 'REFERENCES', references, members, subject }) as const;
  const unavailable = (reason: string) => ({ code: 'SOURCE_UNAVAILABLE', reason, organisation: 'GI' });

  beforeAll(async () => {
    started = await startGiOnPglite();
    subgraph = gi.create(started.settings, tools);
  }, 60_000);
  afterAll(async () => {
    await subgraph?.close();
    await started?.stop();
  });

  it('shows the six supervision orders of the relay family, with placements, workers, contact and plan', async () => {
    const answer = await ask(measuresQuery, 'Household', keyOf([relay], membersOfHofdijk));
    const measure = (index: number, placements: readonly object[]) => ({
      id: expect.stringMatching(/^[\w-]{16}$/),
      kind: 'SUPERVISION_ORDER',
      kindCode: {
        code: '11',
        label: 'ondertoezichtstelling',
        list: 'Regeling Jeugdwet, bijlage 2: kinderbeschermingsmaatregel',
        version: '2017-05',
      },
      memberId: `m${index + 3}`,
      disputedMemberIds: [],
      startedOn: '2026-03-30',
      endsOn: '2027-03-30',
      endedOn: null,
      endReason: null,
      placements,
      caseWorkers: [
        { name: 'A. V.', role: 'jeugdbeschermer', since: '2026-08-24', until: null },
        { name: 'N. D.', role: 'gedragswetenschapper', since: '2026-05-11', until: null },
        { name: 'T. B.', role: 'zorgmakelaar', since: '2026-05-11', until: null },
        { name: 'S. K.', role: 'jeugdbeschermer', since: '2026-04-08', until: '2026-07-31' },
      ],
      firstContactOn: '2026-04-08',
      familyPlanWaivedOn: '2026-04-13',
      plan: {
        madeOn: '2026-05-26',
        endedOn: null,
        goals: [
          'The children no longer see or hear quarrels at home.',
          'Fien, Maud and Trix are home every other Sunday.',
          'Hein has breakfast and a coat every school day.',
        ],
      },
      statementKind: 'FACT',
      retainUntil: null,
      source: {
        organisation: 'GI',
        unit: 'Jeugdbescherming De Kade',
        system: 'case database (PostgreSQL)',
        recordId: `M-2026-0${331 + index}`,
        recordedAt: '2026-03-31T07:10:00+00:00',
        retrievedAt,
      },
    });
    const girl = [
      { ...placedAgain, carriedOutOn: '2026-10-01' },
      { ...placedFirst, carriedOutOn: '2026-03-30' },
    ];
    const answered = { outcome: 'ANSWERED', reason: null, asOf: retrievedAt };
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            measures: [
              measure(0, []),
              measure(1, []),
              measure(2, girl),
              measure(3, girl),
              measure(4, girl),
              measure(5, [{ ...placedFirst, carriedOutOn: null }]),
            ],
            giOutcome: answered,
          },
        ],
      },
      extensions: { source: { organisation: 'GI', ...answered } },
    });
  });

  it("shows the aunt's household the measures of the girls who live there, and of nobody else", async () => {
    const answer = await ask(shortQuery, 'Household', keyOf([relay], membersOfSpaanseweg));
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      _entities: [
        {
          measures: [{ memberId: 'm3' }, { memberId: 'm4' }, { memberId: 'm5' }],
          youthCareProvisions: [
            { filedOnMemberId: 'm3' },
            { filedOnMemberId: 'm4' },
            { filedOnMemberId: 'm5' },
          ],
        },
      ],
    });
  });

  it('shows the provisions of the family, each under the child on whose number it was filed, the latest first', async () => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { youthCareProvisions {
      filedOnMemberId category { code label list version } provider allocatedOn validFrom validUntil startedOn endedOn statementKind
      source { organisation unit system recordId recordedAt retrievedAt } } } } }`;
    const answer = await ask(query, 'Household', keyOf([relay], membersOfHofdijk));
    const provision = (given: Record<string, string>) => ({
      filedOnMemberId: given['member'],
      category: { code: given['code'], label: given['label'], list: 'iJw productcategorie', version: '3.2' },
      provider: given['provider'],
      allocatedOn: given['allocatedOn'],
      validFrom: given['allocatedOn'],
      validUntil: given['validUntil'] ?? null,
      startedOn: given['startedOn'],
      endedOn: null,
      statementKind: 'FACT',
      source: {
        organisation: 'GI',
        unit: 'Jeugdbescherming De Kade',
        system: 'iJw 3.2 messages',
        recordId: given['number'],
        recordedAt: null,
        retrievedAt,
      },
    });
    const fosterCare = {
      code: '44',
      label: 'Jeugdhulp verblijf (excl. behandeling)',
      provider: '99000001',
      allocatedOn: '2026-04-13',
      startedOn: '2026-05-04',
    };
    expect(answer.data).toEqual({
      _entities: [
        {
          youthCareProvisions: [
            provision({ ...fosterCare, member: 'm5', number: '260413' }),
            provision({ ...fosterCare, member: 'm6', number: '260414' }),
            provision({ ...fosterCare, member: 'm7', number: '260415' }),
            provision({
              member: 'm8',
              number: '260330',
              code: '48',
              label: 'Jeugdbescherming',
              provider: '99000003',
              allocatedOn: '2026-03-30',
              startedOn: '2026-04-08',
              validUntil: '2027-03-30',
            }),
            provision({
              member: 'm8',
              number: '250414',
              code: '45',
              label: 'Jeugdhulp ambulant',
              provider: '99000002',
              allocatedOn: '2025-04-14',
              startedOn: '2025-05-12',
            }),
          ],
        },
      ],
    });
  });

  it('shows of a child its own measure only, and the name as the GI wrote it', async () => {
    const teun = pseudonym('999999369');
    const answer = await ask(personQuery, 'Person', keyOf([relay], membersOfHofdijk, teun));
    expect(answer.data).toEqual({
      _entities: [
        {
          measures: [
            { kind: 'SUPERVISION_ORDER', startedOn: '2026-03-30', source: { recordId: 'M-2026-0331' } },
          ],
          giIdentity: {
            outcome: 'ANSWERED',
            reason: null,
            recorded: [
              { name: 'Esselink, T. Groot', birthDate: '2012-04-18', unit: 'Jeugdbescherming De Kade' },
            ],
          },
        },
      ],
    });
  });

  it('knows a parent by name alone, under a key of the file and no number', async () => {
    const answer = await ask(personQuery, 'Person', keyOf([relay], {}, `${relay}#p1`));
    expect(answer.data).toEqual({
      _entities: [
        {
          measures: [],
          giIdentity: {
            outcome: 'ANSWERED',
            reason: null,
            recorded: [{ name: 'Esselink, J. Groot', birthDate: null, unit: 'Jeugdbescherming De Kade' }],
          },
        },
      ],
    });
  });

  it('has nothing of the first-report family, which it is not known to be involved with, and says up to when', async () => {
    const notKnownAsOf = '2026-11-02T10:59:00.000Z';
    const answer = await ask(shortQuery, 'Household', { state: 'NONE', notKnownAsOf });
    const outcome = { outcome: 'NOT_KNOWN', reason: null, asOf: notKnownAsOf };
    expect(answer).toEqual({
      data: { _entities: [{ measures: [], youthCareProvisions: [], giOutcome: outcome }] },
      extensions: { source: { organisation: 'GI', ...outcome } },
    });
  });

  it('says that it could not be asked when its feed was not read, and never "none"', async () => {
    const answer = await ask(shortQuery, 'Household', { state: 'UNREAD', reason: 'ROSTER_STALE' });
    const extensions = { code: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', organisation: 'GI' };
    const outcome = { outcome: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', asOf: null };
    const errors = [...(answer.errors ?? [])].sort((left, right) =>
      String(left.path) < String(right.path) ? -1 : 1,
    );
    expect({ ...answer, errors }).toEqual({
      data: { _entities: [{ measures: null, youthCareProvisions: null, giOutcome: outcome }] },
      errors: ['measures', 'youthCareProvisions'].map((field) => ({
        message: '[GI] could not be asked: its feed of references was not read, or too long ago',
        path: ['_entities', 0, field],
        extensions,
      })),
      extensions: { source: { organisation: 'GI', ...outcome } },
    });
  });

  it.each([
    ['is slow', 'GI1/2026-9007', '999970665', unavailable('TIMED_OUT'), /did not answer within 1000 ms/],
    ['is down', 'GI1/2026-9008', '999970756', unavailable('DOWN'), /could not be reached/],
    [
      'sends a measure that no list knows',
      'GI1/2026-9009',
      '999970896',
      { ...unavailable('CONTRACT_BROKEN'), field: 'measure row.kind_code' },
      /measure row\.kind_code/,
    ],
  ])(
    'answers "not available" for measures when the case database %s, and still the provisions',
    async (_, reference, child, extensions, message) => {
      const answer = await ask(shortQuery, 'Household', keyOf([reference], { [pseudonym(child)]: 'm2' }));
      const outcome = { outcome: 'UNAVAILABLE', reason: extensions.reason, asOf: null };
      expect(answer).toEqual({
        data: {
          _entities: [
            { measures: null, youthCareProvisions: [{ filedOnMemberId: 'm2' }], giOutcome: outcome },
          ],
        },
        errors: [{ message: expect.stringMatching(message), path: ['_entities', 0, 'measures'], extensions }],
        extensions: { source: { organisation: 'GI', ...outcome } },
      });
    },
  );

  it.each([
    ['knows the day of birth and the sex', (xml: string) => xml],
    ['does not know the sex', (xml: string) => xml.replace(/<m:Geslacht>./, '<m:Geslacht>0')],
  ])(
    'never has "nothing" of a child whom only a message names that %s: it says that the link must be confirmed first',
    async (_, change) => {
      const ijwFolder = started.settings['GI_IJW_FOLDER'] ?? '';
      const message = castMessages.get('JW301-250414.xml');
      if (!message) throw new Error('expected a message of the cast');
      const client = { ...message.client, bsn: '999970343', birthDate: '2016-05-04', sex: 'V' as const };
      await putIjwFile(ijwFolder, 'JW301-only.xml', change(toIjwXml({ ...message, client })));
      const child = pseudonym('999970343');
      const feed = subgraph.roster;
      if (!feed) throw new Error('expected a feed');
      const register = createHouseholdRegister({
        feeds: {
          LOCAL_TEAM: homeOf(child, pseudonymiser.check('2016-05-04', 'V')),
          GI: feed,
        },
        store: createMemoryStore(),
        keyCheck: keyCheckOf(pseudonymiser),
        pollSeconds: 60,
        maxAgeSeconds: 300,
        rosterTimeoutMs: 5_000,
        idSecret: 'for this test',
        now: tools.now,
        monotonicMs: () => performance.now(),
      });
      await register.start();
      register.stop();
      const { households } = await register.householdsOfPerson(child, { caseReference: null });
      const home = households.find(({ links }) => links.some(isOfLocalTeam));
      if (!home) throw new Error('expected the household at the address');
      const answer = await ask(shortQuery, 'Household', register.keyOf(home, 'GI'));
      expect(answer.data).toEqual({
        _entities: [
          {
            measures: null,
            youthCareProvisions: null,
            giOutcome: { outcome: 'NOT_ESTABLISHED', reason: 'LINK_UNCONFIRMED', asOf: null },
          },
        ],
      });
      unlinkSync(join(ijwFolder, 'JW301-only.xml'));
    },
  );

  it('shows the youth care of a child whom only messages name, and that there is no measure, where that case is opened', async () => {
    const ijwFolder = started.settings['GI_IJW_FOLDER'] ?? '';
    const message = castMessages.get('JW301-250414.xml');
    if (!message) throw new Error('expected a message of the cast');
    const client = { ...message.client, bsn: '999970434' };
    await putIjwFile(ijwFolder, 'JW301-only.xml', toIjwXml({ ...message, client }));
    const child = pseudonym('999970434');
    const page = await subgraph.roster?.read(null, AbortSignal.timeout(5_000));
    const line = page?.references.find(({ persons }) => persons.some(({ person }) => person === child));
    const answer = await ask(shortQuery, 'Household', keyOf([String(line?.reference)], { [child]: 'm1' }));
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      _entities: [
        {
          measures: [],
          youthCareProvisions: [{ filedOnMemberId: 'm1' }],
          giOutcome: { outcome: 'ANSWERED', reason: null, asOf: retrievedAt },
        },
      ],
    });
    unlinkSync(join(ijwFolder, 'JW301-only.xml'));
  });

  it('says so where provisions are asked for and a message is broken, and lets the measures stand', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-ijw-'));
    writeFileSync(join(folder, 'broken.xml'), 'not XML');
    const broken = gi.create({ ...started.settings, GI_IJW_FOLDER: folder }, tools);
    const askBroken = (query: string) =>
      broken.handle({
        query,
        variables: {
          r: [
            {
              __typename: 'Household',
              giKey: sealer.seal(keyOf(['GI1/2026-0188'], { [pseudonym('999998006')]: 'm1' })),
            },
          ],
        },
        headers: {},
      });
    const outcome = { outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', asOf: null };
    expect(await askBroken(shortQuery)).toEqual({
      data: {
        _entities: [{ measures: [{ memberId: 'm1' }], youthCareProvisions: null, giOutcome: outcome }],
      },
      errors: [
        {
          message: expect.stringMatching(/iJw message\.Bericht: expected well-formed XML/),
          path: ['_entities', 0, 'youthCareProvisions'],
          extensions: { ...unavailable('CONTRACT_BROKEN'), field: 'iJw message.Bericht' },
        },
      ],
      extensions: { source: { organisation: 'GI', ...outcome } },
    });
    const withoutProvisions = await askBroken(
      shortQuery.replace('youthCareProvisions { filedOnMemberId }', ''),
    );
    expect(withoutProvisions.data).toMatchObject({ _entities: [{ giOutcome: { outcome: 'ANSWERED' } }] });
    await broken.close();
    rmSync(folder, { recursive: true });
  });

  it('shows the supervision of the twins on their household, and that it is in dispute whose each one is', async () => {
    const { django, jordy, hubertus, denise } = nagelhout;
    const twins = [pseudonym(django.bsn), pseudonym(jordy.bsn)];
    const key: OrganisationKey = {
      ...keyOf(['GI2/2025-1103'], { [pseudonym(hubertus.bsn)]: 'm1', [pseudonym(denise.bsn)]: 'm2' }),
      disputed: Object.fromEntries(twins.map((twin) => [twin, ['m3', 'm4']])),
    };
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { measures { kind memberId disputedMemberIds startedOn endsOn firstContactOn caseWorkers { name } source { unit recordId } } giOutcome { outcome } } } }';
    const answer = await ask(query, 'Household', key);
    const measure = (recordId: string) => ({
      kind: 'SUPERVISION_ORDER',
      memberId: null,
      disputedMemberIds: ['m3', 'm4'],
      startedOn: '2025-11-03',
      endsOn: '2026-11-03',
      firstContactOn: '2025-11-06',
      caseWorkers: [{ name: 'L. W.' }],
      source: { unit: 'Jeugdbescherming Heide & Rivier', recordId },
    });
    expect(answer.data).toEqual({
      _entities: [
        { measures: [measure('M-2025-1103'), measure('M-2025-1104')], giOutcome: { outcome: 'ANSWERED' } },
      ],
    });
  });

  it('loses no youth care of a child whose number is in dispute, and says of nobody that it is theirs', async () => {
    const { hein } = grootEsselink;
    const disputed = { [pseudonym(hein.bsn)]: ['m1', 'm2'] };
    const answer = await ask(shortQuery, 'Household', { ...keyOf([relay], {}), disputed });
    expect(answer.data).toMatchObject({
      _entities: [
        {
          measures: [{ memberId: null }],
          youthCareProvisions: [{ filedOnMemberId: null }, { filedOnMemberId: null }],
        },
      ],
    });
  });

  it('shows both measures of Nina, the latest first, and no word of where she is', async () => {
    const { nina } = overvaart;
    const answer = await ask(
      measuresQuery,
      'Household',
      keyOf(['GI1/2026-0717'], { [pseudonym(nina.bsn)]: 'm2' }),
    );
    expect(answer.data).toMatchObject({
      _entities: [
        {
          measures: [
            {
              kind: 'SUPERVISION_ORDER',
              memberId: 'm2',
              startedOn: '2026-10-12',
              endsOn: '2027-10-12',
              firstContactOn: null,
            },
            {
              kind: 'PROVISIONAL_SUPERVISION_ORDER',
              memberId: 'm2',
              startedOn: '2026-07-17',
              endsOn: '2026-10-17',
              endedOn: null,
              firstContactOn: '2026-07-23',
            },
          ],
        },
      ],
    });
    expect(JSON.stringify(answer)).not.toMatch(/Utrecht|Klimboom|shelter|SHELTER|0344010009999901/i);
  });

  it('shows the order of the two boys with contact, waiver and plan, and nothing of when they are handed over', async () => {
    const { walter, sebastiaan } = deVries;
    const members = { [pseudonym(walter.bsn)]: 'm3', [pseudonym(sebastiaan.bsn)]: 'm4' };
    const answer = await ask(measuresQuery, 'Household', keyOf(['GI2/2026-0420'], members));
    const order = {
      kind: 'SUPERVISION_ORDER',
      startedOn: '2026-04-20',
      firstContactOn: '2026-04-28',
      familyPlanWaivedOn: '2026-05-04',
      plan: { madeOn: '2026-06-08' },
    };
    expect(answer.data).toMatchObject({
      _entities: [
        {
          measures: [
            { ...order, memberId: 'm3' },
            { ...order, memberId: 'm4' },
          ],
        },
      ],
    });
    expect(JSON.stringify(answer)).not.toMatch(/library|10:00|Saturday|Leerkracht|Jonker/);
  });

  it('shows the provisional order of a newborn girl without a number, under the key of the file', async () => {
    const reference = 'GI2/2026-1030';
    const answer = await ask(measuresQuery, 'Household', keyOf([reference], { [`${reference}#k1`]: 'm2' }));
    expect(answer.data).toMatchObject({
      _entities: [
        {
          measures: [
            {
              kind: 'PROVISIONAL_SUPERVISION_ORDER',
              memberId: 'm2',
              disputedMemberIds: [],
              startedOn: '2026-10-30',
              endsOn: '2027-01-30',
              firstContactOn: null,
              plan: null,
            },
          ],
        },
      ],
    });
  });

  it('does not return a measure that the GI may no longer keep', async () => {
    const reference = 'GI1/2026-0905';
    await runSql(
      caseSystemUrl(started.settings),
      ...filingOf(reference, '999970252'),
      `INSERT INTO measure (measure_number, reference, person_key, kind_code, code_list_version, started_on, ended_on, end_reason_code, retain_until)
        VALUES ('M-2005-0001', '${reference}', 'k1', '11', '2017-05', '2005-01-10', '2006-01-10', '03', '2026-11-01'),
          ('M-2006-0001', '${reference}', 'k1', '11', '2017-05', '2006-01-11', '2006-11-02', '03', '2026-11-02')`,
    );
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { measures { kind retainUntil endReason { code label } } } } }';
    const answer = await ask(query, 'Household', keyOf([reference], { [pseudonym('999970252')]: 'm1' }));
    expect(answer.data).toEqual({
      _entities: [
        {
          measures: [
            { kind: 'PROVISIONAL_SUPERVISION_ORDER', retainUntil: null, endReason: null },
            {
              kind: 'SUPERVISION_ORDER',
              retainUntil: '2026-11-02',
              endReason: { code: '03', label: 'niet verlengd' },
            },
          ],
        },
      ],
    });
  });
});
