import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createKeySealer, type OrganisationKey } from '../../adapter-kit/key-token.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { Subgraph } from '../../adapter-kit/subgraph.js';
import {
  type CastPerson,
  denBraber,
  deVries,
  grootEsselink,
  jacobs,
  jansma,
  nagelhout,
  overvaart,
  sentinelFamilies,
  verheul,
} from '../../simulated-sources/families.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import { startVeiligThuisSource } from '../../simulated-sources/veilig-thuis/source.js';
import { veiligThuis } from '../../subgraphs/veilig-thuis/subgraph.js';

const keyTokenSecret = 'secret-of-this-test';
const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const sealer = createKeySealer(keyTokenSecret, 'VEILIG_THUIS');
const retrievedAt = '2026-11-02T11:00:00.000Z';
const defects: unknown[] = [];

let dataFolder: string;
let running: RunningSource;
let subgraph: Subgraph;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'veilig-thuis-'));
  running = await startVeiligThuisSource({ port: 0, dataFolder });
  subgraph = createOn(running.settings);
});
afterAll(async () => {
  await subgraph?.close();
  await running?.close();
  await rm(dataFolder, { recursive: true, force: true });
  expect(defects).toEqual([]);
});

function createOn(settings: Readonly<Record<string, string>>): Subgraph {
  return veiligThuis.create(settings, {
    pseudonymiser,
    keyTokenSecret,
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    sourceTimeoutMs: 700,
    onDefect: (error) => defects.push(error),
  });
}

const query = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Household {
      reports {
        id receivedOn relation repeatOf violenceKinds
        violenceKindCodes { code label list version } occasions { code label list version }
        statements { text statementKind }
        incident { occurredOn involved { memberId role } }
        safetyAssessment { assessedOn dueOn outcome outcomeCode { code label list version } }
        inquiry { id decidedOn startedOn endedOn outcome memberIds source { unit recordId recordedAt } }
        safetyPlans { validFrom validUntil agreements { text statementKind } }
        informed { memberId on dueOn }
        statementKind retainUntil
        source { organisation unit system recordId recordedAt retrievedAt }
      }
      veiligThuisOutcome { outcome reason asOf }
    }
    ... on Person { veiligThuisIdentity { outcome reason recorded { name birthDate unit } } }
  }
}`;

function ask(__typename: 'Household' | 'Person', ...keys: readonly OrganisationKey[]) {
  const representations = keys.map((key) => ({ __typename, veiligThuisKey: sealer.seal(key) }));
  return subgraph.handle({ query, variables: { representations }, headers: {} });
}

/** The members `m1`, `m2` … of a household, in this order. */
function membersOf(people: readonly CastPerson[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    people.map((who, index) => [pseudonymiser.person(who.bsn) ?? '', `m${index + 1}`]),
  );
}

function references(
  members: Readonly<Record<string, string>>,
  known: readonly string[],
  subject: string | null = null,
): OrganisationKey {
  return { state: 'REFERENCES', references: [...known], members: { ...members }, subject };
}

const denBraberMembers = membersOf([denBraber.gerrit, denBraber.wilma, denBraber.alexander, denBraber.zoey]);
const { johan, wilma, teun, daan, fien, maud, trix, hein, bets, edwin } = grootEsselink;
const hofdijkMembers = membersOf([johan, wilma, teun, daan, fien, maud, trix, hein]);

const violence = (code: string, label: string) => ({
  code,
  label,
  list: 'aard-van-het-geweld',
  version: '2015',
});
const occasion = (code: string, label: string) => ({ code, label, list: 'aanleiding', version: '2015' });
const assessed = (assessedOn: string, dueOn: string, outcome: string, code: string, label: string) => ({
  assessedOn,
  dueOn,
  outcome,
  outcomeCode: { code, label, list: 'corv-uitkomst-veiligheidsbeoordeling', version: '1.0.9' },
});
const followedUp = (assessedOn: string, dueOn: string) =>
  assessed(assessedOn, dueOn, 'FOLLOW_UP_BY_VEILIG_THUIS', 'VT-01-01', 'vervolg belegd bij Veilig Thuis');
const source = (unit: string, recordId: string, recordedAt: string) => ({
  organisation: 'VEILIG_THUIS',
  unit,
  system: 'Veilig Thuis case system, REST interface 1',
  recordId,
  recordedAt,
  retrievedAt,
});
const told = (members: readonly string[], on: string | null, dueOn: string) =>
  members.map((memberId) => ({ memberId, on, dueOn }));
const opaque = expect.stringMatching(/^[\w-]{16}$/);
const answered = { outcome: 'ANSWERED', reason: null, asOf: retrievedAt };

const denBraberReport = {
  id: opaque,
  receivedOn: '2026-10-23T16:50:00+02:00',
  relation: 'FIRST',
  repeatOf: null,
  violenceKinds: ['PSYCHOLOGICAL_VIOLENCE', 'WITNESS_OF_VIOLENCE'],
  violenceKindCodes: [violence('03', 'psychisch geweld'), violence('08', 'getuige van geweld')],
  occasions: [occasion('08', 'kindermishandeling anders'), occasion('09', 'huiselijk geweld anders')],
  statements: [
    { text: 'Shouting and threats at home were heard.', statementKind: 'FACT' },
    { text: 'Zoey said that she would not go home.', statementKind: 'FACT' },
    { text: 'Zoey is afraid of her father.', statementKind: 'OPINION' },
  ],
  incident: {
    occurredOn: null,
    involved: [
      { memberId: 'm1', role: 'SUSPECTED' },
      { memberId: 'm2', role: 'VICTIM' },
      { memberId: 'm4', role: 'WITNESS' },
    ],
  },
  safetyAssessment: followedUp('2026-10-29', '2026-10-30'),
  inquiry: {
    id: opaque,
    decidedOn: '2026-10-29',
    startedOn: null,
    endedOn: null,
    outcome: null,
    memberIds: ['m1', 'm2', 'm3', 'm4'],
    source: {
      unit: 'Veilig Thuis Amstelland',
      recordId: 'VT3/2026-1188/1/inquiry',
      recordedAt: '2026-10-29T15:10:00+01:00',
    },
  },
  safetyPlans: [],
  informed: [...told(['m1'], null, '2026-11-20'), ...told(['m2', 'm3'], '2026-10-30', '2026-11-20')],
  statementKind: 'FACT',
  retainUntil: null,
  source: source('Veilig Thuis Amstelland', 'VT3/2026-1188/1', '2026-10-23T17:20:00+02:00'),
};

describe('Veilig Thuis shows of a household', () => {
  it('the first report of family 1: who was told and who not yet, and nothing of who reported', async () => {
    const answer = await ask('Household', references(denBraberMembers, ['VT3/2026-1188']));
    expect(answer).toEqual({
      data: { _entities: [{ reports: [denBraberReport], veiligThuisOutcome: answered }] },
      extensions: { source: { organisation: 'VEILIG_THUIS', ...answered } },
    });
    expect(JSON.stringify(answer)).not.toMatch(/leerkracht|school|groep|reporter|neighbour|advice|m5/i);
  });

  it('the four reports of family 2, latest first, the last one following the first at that unit', async () => {
    const answer = await ask(
      'Household',
      references(hofdijkMembers, ['VT2/2017-0930', 'VT1/2026-1005', 'VT1/2025-0905']),
    );
    const maasdelta = 'Veilig Thuis Maasdelta';
    const hofdijkReport = {
      id: opaque,
      receivedOn: '2025-09-05T08:40:00+02:00',
      relation: 'FIRST',
      repeatOf: null,
      violenceKinds: ['PSYCHOLOGICAL_VIOLENCE', 'WITNESS_OF_VIOLENCE'],
      violenceKindCodes: [violence('03', 'psychisch geweld'), violence('08', 'getuige van geweld')],
      occasions: [occasion('09', 'huiselijk geweld anders')],
      statements: [
        {
          text: 'The children heard shouting on 4 September 2025 until the police came.',
          statementKind: 'FACT',
        },
        { text: 'The father says that it was once.', statementKind: 'OPINION' },
      ],
      incident: {
        occurredOn: '2025-09-04',
        involved: [
          { memberId: 'm1', role: 'INVOLVED' },
          { memberId: 'm2', role: 'INVOLVED' },
          { memberId: 'm3', role: 'WITNESS' },
          { memberId: 'm4', role: 'WITNESS' },
          { memberId: 'm8', role: 'WITNESS' },
        ],
      },
      safetyAssessment: followedUp('2025-09-12', '2025-09-12'),
      inquiry: {
        id: opaque,
        decidedOn: '2025-09-12',
        startedOn: '2025-09-22',
        endedOn: '2025-12-01',
        outcome: 'CONFIRMED',
        memberIds: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'],
        source: {
          unit: maasdelta,
          recordId: 'VT1/2025-0905/1/inquiry',
          recordedAt: '2025-12-01T16:30:00+01:00',
        },
      },
      safetyPlans: [
        {
          validFrom: '2025-09-26',
          validUntil: '2026-04-08',
          agreements: [{ text: 'No quarrels with the children present.', statementKind: 'AGREEMENT' }],
        },
      ],
      informed: told(['m1', 'm2', 'm3'], '2025-09-24', '2025-10-03'),
      statementKind: 'FACT',
      retainUntil: null,
      source: source(maasdelta, 'VT1/2025-0905/1', '2025-09-05T09:05:00+02:00'),
    };
    const duringInvolvement = {
      ...hofdijkReport,
      receivedOn: '2025-11-10T14:05:00+01:00',
      relation: 'DURING_INVOLVEMENT',
      violenceKinds: ['PARENTING_NEGLECT'],
      violenceKindCodes: [violence('05', 'pedagogische verwaarlozing')],
      occasions: [occasion('08', 'kindermishandeling anders')],
      statements: [
        {
          text: 'Teun, Daan and Hein were at home alone on two evenings in November 2025.',
          statementKind: 'FACT',
        },
        { text: 'The mother does not seem able to get up on some days.', statementKind: 'OPINION' },
      ],
      incident: null,
      safetyAssessment: followedUp('2025-11-14', '2025-11-17'),
      inquiry: null,
      safetyPlans: [],
      informed: told(['m1', 'm2', 'm3'], '2025-11-24', '2025-12-08'),
      source: source(maasdelta, 'VT1/2025-0905/2', '2025-11-10T14:30:00+01:00'),
    };
    const afterClosing = {
      ...hofdijkReport,
      receivedOn: '2026-10-05T09:30:00+02:00',
      relation: 'AFTER_CLOSING',
      repeatOf: opaque,
      violenceKinds: ['PHYSICAL_ABUSE'],
      violenceKindCodes: [violence('01', 'lichamelijke mishandeling')],
      occasions: [occasion('08', 'kindermishandeling anders')],
      statements: [{ text: 'A bruise on Hein’s left arm, 3 cm.', statementKind: 'FACT' }],
      incident: { occurredOn: null, involved: [{ memberId: 'm8', role: 'VICTIM' }] },
      safetyAssessment: followedUp('2026-10-09', '2026-10-12'),
      inquiry: {
        id: opaque,
        decidedOn: '2026-10-09',
        startedOn: '2026-10-12',
        endedOn: null,
        outcome: null,
        memberIds: ['m1', 'm2', 'm3', 'm4', 'm8'],
        source: {
          unit: maasdelta,
          recordId: 'VT1/2026-1005/1/inquiry',
          recordedAt: '2026-10-12T09:00:00+02:00',
        },
      },
      safetyPlans: [],
      informed: told(['m1', 'm2', 'm3', 'm4'], null, '2026-11-02'),
      source: source(maasdelta, 'VT1/2026-1005/1', '2026-10-05T10:00:00+02:00'),
    };
    const elsewhere = {
      ...hofdijkReport,
      receivedOn: '2017-10-09T11:15:00+02:00',
      violenceKinds: ['PARENTING_NEGLECT'],
      violenceKindCodes: [violence('05', 'pedagogische verwaarlozing')],
      occasions: [occasion('08', 'kindermishandeling anders')],
      statements: [
        { text: 'The bills are unpaid and the gas was cut off on 2 October 2017.', statementKind: 'FACT' },
        { text: 'The parents seem exhausted.', statementKind: 'OPINION' },
      ],
      incident: null,
      safetyAssessment: assessed('2017-10-13', '2017-10-16', 'HANDED_OVER', 'VT-02', 'overdracht'),
      inquiry: null,
      safetyPlans: [],
      informed: told(['m1', 'm2'], '2017-10-30', '2017-11-06'),
      source: source('Veilig Thuis Vallei & Vecht', 'VT2/2017-0930/1', '2017-10-09T11:40:00+02:00'),
    };
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            reports: [afterClosing, duringInvolvement, hofdijkReport, elsewhere],
            veiligThuisOutcome: answered,
          },
        ],
      },
      extensions: { source: { organisation: 'VEILIG_THUIS', ...answered } },
    });
    // Compared above already; here only the two ids that have to be one.
    const households = z.array(
      z.object({ reports: z.array(z.object({ id: z.string(), repeatOf: z.string().nullable() })) }),
    );
    const reports = households.parse(answer.data?.['_entities']).flatMap((household) => household.reports);
    expect(reports[0]?.repeatOf).toBe(reports[2]?.id);
    expect(new Set(reports.map(({ id }) => id)).size).toBe(4);
  });

  it('somebody of another household without telling which person of it', async () => {
    const auntsMembers = membersOf([bets, edwin, fien, maud, trix]);
    const answer = await ask('Household', references(auntsMembers, ['VT1/2025-0905']));
    expect(answer.data?.['_entities']).toMatchObject([
      {
        reports: [
          { inquiry: null },
          {
            incident: { involved: Array(5).fill({ memberId: null }) },
            inquiry: { memberIds: ['m3', 'm4', 'm5'] },
            informed: Array(3).fill({ memberId: null, on: '2025-09-24' }),
          },
        ],
      },
    ]);
  });

  it('nothing, with the instant up to which that holds, where it is not known to be involved', async () => {
    const notKnownAsOf = '2026-11-02T10:58:00.000Z';
    const notKnown = { outcome: 'NOT_KNOWN', reason: null, asOf: notKnownAsOf };
    expect(await ask('Household', { state: 'NONE', notKnownAsOf })).toEqual({
      data: { _entities: [{ reports: [], veiligThuisOutcome: notKnown }] },
      extensions: { source: { organisation: 'VEILIG_THUIS', ...notKnown } },
    });
  });

  it('that it could not be asked, and never an empty list, while its feed is unread', async () => {
    const outcome = { outcome: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', asOf: null };
    expect(await ask('Household', { state: 'UNREAD', reason: 'ROSTER_STALE' })).toEqual({
      data: { _entities: [{ reports: null, veiligThuisOutcome: outcome }] },
      errors: [
        {
          message: '[VEILIG_THUIS] could not be asked: its feed of references was not read, or too long ago',
          path: ['_entities', 0, 'reports'],
          extensions: { code: 'NOT_ESTABLISHED', reason: 'ROSTER_STALE', organisation: 'VEILIG_THUIS' },
        },
      ],
      extensions: { source: { organisation: 'VEILIG_THUIS', ...outcome } },
    });
  });
});

describe('of the other families Veilig Thuis shows', () => {
  it('two adults who change places: suspected in one report, victim in the next, and that the second assessment was late', async () => {
    const { anneMarie, albert } = verheul;
    const answer = await ask('Household', references(membersOf([anneMarie, albert]), ['VT1/2026-0314']));
    expect(answer.data?.['_entities']).toMatchObject([
      {
        reports: [
          {
            receivedOn: '2026-08-30T14:10:00+02:00',
            relation: 'DURING_INVOLVEMENT',
            repeatOf: opaque,
            incident: {
              involved: [
                { memberId: 'm1', role: 'SUSPECTED' },
                { memberId: 'm2', role: 'VICTIM' },
              ],
            },
            safetyAssessment: followedUp('2026-09-07', '2026-09-04'),
          },
          {
            receivedOn: '2026-03-14T23:20:00+01:00',
            statements: [{}, { text: expect.stringContaining('home ban (huisverbod)') }, {}],
            incident: {
              involved: [
                { memberId: 'm1', role: 'VICTIM' },
                { memberId: 'm2', role: 'SUSPECTED' },
              ],
            },
            safetyAssessment: followedUp('2026-03-19', '2026-03-20'),
          },
        ],
      },
    ]);
  });

  it('that somebody from elsewhere is suspected, and not who: the nephew of family 4 is no person of the case', async () => {
    const { henk, anna } = jansma;
    const answer = await ask('Household', references(membersOf([henk, anna]), ['VT1/2026-0602']));
    expect(answer.data?.['_entities']).toMatchObject([
      {
        reports: [
          {
            violenceKinds: ['FINANCIAL_EXPLOITATION'],
            occasions: [occasion('03', 'ouderenmishandeling of ontspoorde zorg')],
            incident: {
              involved: [
                { memberId: null, role: 'SUSPECTED' },
                { memberId: 'm1', role: 'VICTIM' },
                { memberId: 'm2', role: 'VICTIM' },
              ],
            },
            inquiry: {
              decidedOn: '2026-06-09',
              startedOn: '2026-06-11',
              endedOn: '2026-08-14',
              outcome: 'CONFIRMED',
            },
          },
        ],
      },
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/nephew|thuiszorg/);
  });

  it('what happened in family 7 without the place, from which Mark could tell where the children are', async () => {
    const { chantal, walter, sebastiaan, mark } = deVries;
    const answer = await ask(
      'Household',
      references(membersOf([chantal, walter, sebastiaan, mark]), ['VT2/2026-0126']),
    );
    expect(answer.data?.['_entities']).toMatchObject([
      {
        reports: [
          {
            incident: {
              occurredOn: '2026-01-26',
              involved: [
                { memberId: 'm4', role: 'SUSPECTED' },
                { memberId: 'm2', role: 'VICTIM' },
                { memberId: 'm3', role: 'VICTIM' },
              ],
            },
            safetyAssessment: followedUp('2026-01-30', '2026-02-02'),
          },
        ],
      },
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/school|Regenboog|Utrecht|leerkracht/i);
  });

  it('of one incident with two families each its own, and of the other no name, no number, no place', async () => {
    const reference = 'VT2/2026-0920';
    const sharedReport = (involved: readonly (string | null)[], informed: readonly (string | null)[]) => [
      {
        reports: [
          {
            statements: [{ text: 'There was a quarrel with threats on 20 September 2026.' }],
            incident: { involved: involved.map((memberId) => ({ memberId })) },
            informed: informed.map((memberId) => ({ memberId })),
          },
        ],
      },
    ];
    const { jeannette, nina } = overvaart;
    const eleven = await ask('Household', references(membersOf([jeannette, nina]), [reference]));
    expect(eleven.data?.['_entities']).toMatchObject(sharedReport([null, null, 'm1', 'm2'], [null, 'm1']));
    // Nobody of family 12 has a number: they are told apart by the unit's own key within the case.
    const members = { [`${reference}#P1`]: 'm1', [`${reference}#P2`]: 'm2' };
    const twelve = await ask('Household', references(members, [reference]));
    expect(twelve.data?.['_entities']).toMatchObject(sharedReport(['m1', 'm2', null, null], ['m1', null]));
    expect(JSON.stringify([eleven, twelve])).not.toMatch(
      /Sana|Lio|Voorbeeld|Jeannette|Nina|Overvaart|opvang|keuken|Utrecht|000000000/,
    );
  });

  it('an unborn child by its surname alone, found by the unit’s own key, and the name that a child no longer uses as that unit’s own', async () => {
    const identityOf = async (subject: string | null, reference: string) => {
      const members = { [subject ?? '']: 'm1' };
      const answer = await ask('Person', references(members, [reference], subject));
      return answer.data?.['_entities'];
    };
    const recorded = (name: string, birthDate: string | null, unit: string) => [
      {
        veiligThuisIdentity: { outcome: 'ANSWERED', reason: null, recorded: [{ name, birthDate, unit }] },
      },
    ];
    expect(await identityOf('VT2/2026-0914#P2', 'VT2/2026-0914')).toEqual(
      recorded('Nagelhout', null, 'Veilig Thuis Vallei & Vecht'),
    );
    expect(await identityOf(pseudonymiser.person(nagelhout.melvin.bsn), 'VT2/2019-0602')).toEqual(
      recorded('Melvin Nagelhout', '2019-03-04', 'Veilig Thuis Vallei & Vecht'),
    );
    // Which names are former, another organisation marks; the graph then leaves this one out.
    expect(await identityOf(pseudonymiser.person(jacobs.vica.bsn), 'VT4/2026-0413')).toEqual(
      recorded('Celeke Jacobs', '2012-06-09', 'Veilig Thuis Mergelland'),
    );
  });

  it('the assessment of every report with the day it was due, as the unit recorded them', async () => {
    const known = {
      'VT2/2026-0914': ['2026-09-18', '2026-09-21'],
      'VT2/2019-0602': ['2019-06-06', '2019-06-07'],
      'VT1/2026-0518': ['2026-05-26', '2026-05-26'],
      'VT2/2018-1120': ['2018-11-26', '2018-11-27'],
      'VT4/2026-0413': ['2026-04-17', '2026-04-20'],
      'VT2/2026-0302': ['2026-03-09', '2026-03-09'],
      'VT1/2026-0710': ['2026-07-14', '2026-07-17'],
      'VT2/2026-0901': ['2026-09-07', '2026-09-08'],
      'VT2/2026-1020': ['2026-10-26', '2026-10-27'],
    };
    const answer = await ask('Household', ...Object.keys(known).map((one) => references({}, [one])));
    const households = z.array(
      z.object({
        reports: z.tuple([
          z.object({ safetyAssessment: z.object({ assessedOn: z.string(), dueOn: z.string() }) }),
        ]),
      }),
    );
    expect(
      households
        .parse(answer.data?.['_entities'])
        .map(({ reports: [{ safetyAssessment }] }) => [safetyAssessment.assessedOn, safetyAssessment.dueOn]),
    ).toEqual(Object.values(known));
  });
});

describe('when the system of Veilig Thuis fails', () => {
  const sentinelKey = (fault: string): OrganisationKey => {
    const family = sentinelFamilies.find((one) => one.organisation === 'veilig-thuis' && one.fault === fault);
    if (!family) throw new Error('expected a sentinel family');
    return references(membersOf([family.parent, family.child]), [`VT1/${family.caseNumber}`]);
  };
  const unavailable = (reason: string, message: string, field?: string) => ({
    data: {
      _entities: [{ reports: null, veiligThuisOutcome: { outcome: 'UNAVAILABLE', reason, asOf: null } }],
    },
    errors: [
      {
        message: `[VEILIG_THUIS] ${message}`,
        path: ['_entities', 0, 'reports'],
        extensions: {
          code: 'SOURCE_UNAVAILABLE',
          reason,
          organisation: 'VEILIG_THUIS',
          ...(field ? { field } : {}),
        },
      },
    ],
    extensions: { source: { organisation: 'VEILIG_THUIS', outcome: 'UNAVAILABLE', reason, asOf: null } },
  });

  it('a slow answer is a null with the reason, not an empty list', async () => {
    expect(await ask('Household', sentinelKey('slow'))).toEqual(
      unavailable('TIMED_OUT', 'the source did not answer within 700 ms'),
    );
  });

  it('a failing system is a null with the reason, not an empty list', async () => {
    expect(await ask('Household', sentinelKey('down'))).toEqual(
      unavailable('DOWN', 'expected an answer, received status 503'),
    );
  });

  it('a malformed file is a null that names the field, and is not guessed at', async () => {
    const field = 'caseFile.reports.0.receivedOn';
    expect(await ask('Household', sentinelKey('malformed'))).toEqual(
      unavailable(
        'CONTRACT_BROKEN',
        `the answer broke its contract: ${field}: expected an instant with an offset (RFC 3339)`,
        field,
      ),
    );
  });

  it('a household whose file is malformed takes nothing from a household beside it', async () => {
    const answer = await ask(
      'Household',
      references(denBraberMembers, ['VT3/2026-1188']),
      sentinelKey('malformed'),
    );
    expect(answer.data).toEqual({
      _entities: [
        { reports: [denBraberReport], veiligThuisOutcome: answered },
        {
          reports: null,
          veiligThuisOutcome: { outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', asOf: null },
        },
      ],
    });
  });
});

describe('Veilig Thuis tells of a person', () => {
  it('the name and the birth date as each unit wrote them, where they differ too', async () => {
    const subject = pseudonymiser.person(maud.bsn);
    const known = ['VT2/2017-0930', 'VT1/2025-0905'];
    expect(await ask('Person', references(hofdijkMembers, known, subject))).toEqual({
      data: {
        _entities: [
          {
            veiligThuisIdentity: {
              outcome: 'ANSWERED',
              reason: null,
              recorded: [
                { name: 'Maud Groot Esselink', birthDate: '2017-03-30', unit: 'Veilig Thuis Vallei & Vecht' },
                { name: 'Maud Groot-Esselink', birthDate: '2017-03-03', unit: 'Veilig Thuis Maasdelta' },
              ],
            },
          },
        ],
      },
      extensions: { source: { organisation: 'VEILIG_THUIS', ...answered } },
    });
  });

  it('that it could not answer, as data, so that what other organisations recorded still counts', async () => {
    expect(await ask('Person', { state: 'UNREAD', reason: 'NO_IDENTIFIER' })).toEqual({
      data: {
        _entities: [
          { veiligThuisIdentity: { outcome: 'NOT_ESTABLISHED', reason: 'NO_IDENTIFIER', recorded: [] } },
        ],
      },
      extensions: {
        source: {
          organisation: 'VEILIG_THUIS',
          outcome: 'NOT_ESTABLISHED',
          reason: 'NO_IDENTIFIER',
          asOf: null,
        },
      },
    });
  });
});

describe('the settings of Veilig Thuis', () => {
  it('let a secret travel unencrypted to this machine only', () => {
    const schemaOf = (name: string) => veiligThuis.settings[name]?.schema;
    for (const name of ['VEILIG_THUIS_URL', 'VEILIG_THUIS_TOKEN_URL']) {
      expect(schemaOf(name)?.safeParse('https://veilig-thuis.invalid/api/v1').success).toBe(true);
      expect(schemaOf(name)?.safeParse('http://127.0.0.1:4301/api/v1').success).toBe(true);
      expect(schemaOf(name)?.safeParse('http://veilig-thuis.invalid/api/v1').success).toBe(false);
      expect(schemaOf(name)?.safeParse('https://name:secret@veilig-thuis.invalid/api/v1').success).toBe(
        false,
      );
      expect(schemaOf(name)?.safeParse('veilig-thuis').success).toBe(false);
    }
    expect(schemaOf('VEILIG_THUIS_URL')?.safeParse('https://veilig-thuis.invalid/api/v1/').success).toBe(
      false,
    );
  });
});
