import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { type CastPerson, denBraber, grootEsselink, jansma } from '../../simulated-sources/families.js';
import { type Guarded, type Household, query, told, viewHousehold } from './veilig-thuis-questions.js';
import { keyOf, startGuarded, unknownKey, type Viewer } from './veilig-thuis-viewers.js';

const { gerrit, wilma, alexander, zoey } = denBraber;
const { johan, teun, daan } = grootEsselink;

let running: Guarded;
beforeAll(async () => {
  running = await startGuarded([]);
  await running.warmUp();
}, 300_000);
afterAll(() => running?.close());

const view = (viewer: Viewer, people: readonly CastPerson[], ...references: readonly string[]) =>
  viewHousehold(running, viewer, people, ...references);

const families = {
  'VT3/2026-1188': [gerrit, wilma, alexander, zoey],
  'VT1/2025-0905': [johan, grootEsselink.wilma, teun, daan],
  'VT1/2026-0602': [jansma.henk, jansma.anna],
  'VT1/2026-1005': [johan, grootEsselink.wilma, teun, daan],
} as const;
const notTold = 'of family 1, of which Gerrit was not told';
const nobodyTold = 'of family 2 about Hein, of which nobody was told';
const withRequest = 'of family 2 that went to the Raad with a request';
const handedOver = 'of family 4 that was handed over to the local team';
const caseOf = {
  [notTold]: 'VT3/2026-1188',
  [nobodyTold]: 'VT1/2026-1005',
  [withRequest]: 'VT1/2025-0905',
  [handedOver]: 'VT1/2026-0602',
} as const;
type Case = keyof typeof caseOf;

/** Per case and function: what becomes of asking, then rows 4, 6 and 7. */
const professionals: Readonly<Record<Case, Partial<Readonly<Record<FunctionName, string>>>>> = {
  [notTold]: {
    'fixed-face': 'NONE_VISIBLE - - -',
    'rvt-duo': 'ANSWERED ask allow ask',
    vt: 'ANSWERED allow allow allow',
    'raad-protection': 'ANSWERED ask ask ask',
    'raad-penal': 'ANSWERED - - -',
    'gi-supervision': 'ANSWERED ask ask ask',
    'gi-guardianship': 'ANSWERED ask ask ask',
    'gi-probation': 'ANSWERED - - -',
    architect: 'WITHHELD - - -',
    auditor: 'WITHHELD - - -',
  },
  [nobodyTold]: {
    'fixed-face': 'NONE_VISIBLE - - -',
    'gi-supervision': 'ANSWERED ask allow ask',
    'gi-guardianship': 'ANSWERED ask allow ask',
    'gi-probation': 'ANSWERED - - -',
  },
  [withRequest]: {
    'fixed-face': 'ANSWERED mask allow mask',
    'rvt-duo': 'ANSWERED ask allow ask',
    'raad-protection': 'ANSWERED allow+ask ask allow',
    'raad-penal': 'ANSWERED - - -',
    'gi-supervision': 'ANSWERED ask allow ask',
    architect: 'WITHHELD - - -',
  },
  [handedOver]: {
    'fixed-face': 'ANSWERED mask allow mask',
    'rvt-duo': 'ANSWERED ask allow ask',
    'raad-protection': 'ANSWERED ask ask ask',
    'gi-supervision': 'ANSWERED ask ask ask',
    'gi-probation': 'ANSWERED - - -',
    auditor: 'WITHHELD - - -',
  },
};
const cases: readonly Case[] = [notTold, nobodyTold, withRequest, handedOver];
const cells = cases.flatMap((name) =>
  functionNames.flatMap((asker) => {
    const expected = professionals[name][asker];
    return expected === undefined ? [] : [[asker, name, expected] as const];
  }),
);

function expectReadOnlyWhatIsShown(household: Household): void {
  const numbers = running.numbersRead();
  const isRead = (part: RegExp) => numbers.some((number) => part.test(number));
  const isShown = (shown: readonly object[] | null) => (shown ?? []).length > 0;
  expect(isRead(/^VT\d\/\d{4}-\d+\/\d+$/)).toBe(isShown(household.reports));
  expect(isRead(/\/safety-assessment$/)).toBe(isShown(household.safetyAssessments));
  expect(isRead(/\/safety-plan\/\d+$/)).toBe(isShown(household.safetyPlans));
  expect(isRead(/\/inquiry$/)).toBe(isShown(household.inquiries));
  // Nobody's name was asked for.
  expect(isRead(/^P\d/)).toBe(false);
}

describe('of a case of Veilig Thuis', () => {
  it.each(cells)(
    'the %s sees, %s, no more than the matrix gives, and no more is read',
    async (asker, name, expected) => {
      const reference = caseOf[name];
      const { household } = await view(
        { function: asker, caseReference: 'X9/2026-1' },
        families[reference],
        reference,
      );
      expect(told(household)).toBe(expected);
      expectReadOnlyWhatIsShown(household);
    },
  );

  it.each([
    ['Gerrit, who was not told', 'parent-with-authority', gerrit, notTold, 'NONE_VISIBLE - - -'],
    ['Wilma, who was told', 'parent-with-authority', wilma, notTold, 'ANSWERED allow allow allow'],
    ['Alexander of 17, who was told', 'youth-12-up', alexander, notTold, 'ANSWERED allow allow allow'],
    [
      'Wilma, had she no authority and nobody’s consent',
      'parent-without-authority',
      wilma,
      notTold,
      'NONE_VISIBLE - - -',
    ],
    [
      'Johan, who was told in 2025',
      'parent-with-authority',
      johan,
      withRequest,
      'ANSWERED allow allow allow',
    ],
    ['Teun, who was told', 'youth-12-up', teun, withRequest, 'ANSWERED allow allow allow'],
    ['Daan, whom nobody told', 'youth-12-up', daan, withRequest, 'NONE_VISIBLE - - -'],
    [
      'Johan, before the notice of the third report',
      'parent-with-authority',
      johan,
      nobodyTold,
      'NONE_VISIBLE - - -',
    ],
  ] as const)('%s, sees what the notice to them covers', async (_, asker, who, name, expected) => {
    const reference = caseOf[name];
    const { household } = await view({ function: asker, who }, families[reference], reference);
    expect(told(household)).toBe(expected);
    expectReadOnlyWhatIsShown(household);
  });

  it('Wilma sees her own notice alone, and recognises of the others only her children', async () => {
    const viewer: Viewer = { function: 'parent-with-authority', who: wilma, children: [alexander, zoey] };
    const { household, answer } = await view(viewer, families['VT3/2026-1188'], 'VT3/2026-1188');
    expect(household.reports).toMatchObject([
      {
        relation: null,
        informed: [{ memberId: 'm2', on: '2026-10-30' }],
        incident: {
          involved: [
            { memberId: null, role: 'SUSPECTED' },
            { memberId: 'm2', role: 'VICTIM' },
            { memberId: 'm4', role: 'WITNESS' },
          ],
        },
        inquiry: { memberIds: ['m2', 'm3', 'm4'] },
        source: { recordId: 'VT3/2026-1188' },
      },
    ]);
    expect(JSON.stringify(answer)).not.toContain('m1');
  });

  it('nobody, whoever they are, sees a reporter, a capacity, or an advice', async () => {
    for (const asker of functionNames) {
      const viewer: Viewer = { function: asker, who: wilma, caseReference: 'X9/2026-1', breaksGlass: true };
      const { answer } = await view(viewer, families['VT3/2026-1188'], 'VT3/2026-1188');
      expect(JSON.stringify(answer)).not.toMatch(/leerkracht|school|neighbour|buur|reporterCapacity/i);
    }
  });
});

describe('a local team, of a family that Veilig Thuis keeps from it', () => {
  const viewer: Viewer = { function: 'fixed-face', caseReference: 'LT1/2025-0217' };

  it('gets the same answer, by the same calls, as of a family that Veilig Thuis does not know', async () => {
    const hidden = await running.ask(viewer, query, keyOf(families['VT3/2026-1188'], ['VT3/2026-1188']));
    const callsForHidden = [...running.calls];
    const unknown = await running.ask(viewer, query, unknownKey());
    expect(hidden).toEqual(unknown);
    expect(callsForHidden).toEqual(running.calls);
    expect(hidden.data?.['_entities']).toMatchObject([
      {
        reports: null,
        safetyAssessments: [],
        inquiries: null,
        veiligThuisOutcome: { outcome: 'NONE_VISIBLE' },
      },
    ]);
  });

  it('gets no name either, as of a person whom Veilig Thuis does not know', async () => {
    const hidden = await running.ask(viewer, query, keyOf([gerrit], ['VT3/2026-1188'], gerrit));
    const callsForHidden = [...running.calls];
    expect(hidden).toEqual(await running.ask(viewer, query, unknownKey('Person')));
    expect(callsForHidden).toEqual(running.calls);
    expect(hidden.data?.['_entities']).toEqual([
      { veiligThuisIdentity: { outcome: 'NONE_VISIBLE', recorded: [] } },
    ]);
  });
});

describe('of a person Veilig Thuis tells the name', () => {
  const namesOf = async (viewer: Viewer, who: CastPerson) => {
    const answer = await running.ask(viewer, query, keyOf(families['VT3/2026-1188'], ['VT3/2026-1188'], who));
    return JSON.stringify(answer.data).match(/"name":"([^"]*)"/)?.[1] ?? null;
  };

  it.each([
    ['vt', {}, gerrit, 'Gerrit den Braber'],
    ['raad-protection', {}, zoey, 'Zoey den Braber'],
    ['raad-penal', {}, zoey, 'Zoey den Braber'],
    ['gi-probation', {}, zoey, 'Zoey den Braber'],
    ['fixed-face', {}, zoey, null],
    ['parent-with-authority', { who: wilma, children: [zoey] }, wilma, 'Wilma van Zon'],
    ['parent-with-authority', { who: wilma, children: [zoey] }, zoey, 'Zoey den Braber'],
    ['parent-with-authority', { who: wilma, children: [zoey] }, gerrit, null],
    ['parent-with-authority', { who: gerrit, children: [zoey] }, gerrit, null],
    ['youth-12-up', { who: alexander }, alexander, 'Alexander den Braber'],
    ['youth-12-up', { who: alexander }, wilma, null],
    ['architect', {}, wilma, null],
    ['auditor', {}, wilma, null],
  ] as const)('to the %s %j as the matrix gives it', async (asker, besides, who, name) => {
    expect(await namesOf({ function: asker, ...besides }, who)).toBe(name);
    // The name was read of that one person, and of nobody where it is not given.
    expect(running.numbersRead()).toHaveLength(name === null ? 0 : 1);
  });
});

describe('Veilig Thuis answers nobody', () => {
  const representation = keyOf(families['VT3/2026-1188'], ['VT3/2026-1188']);
  const vt: Viewer = { function: 'vt' };

  it.each([
    ['without a token', async () => ({})],
    [
      'with a token for the Raad',
      async () => ({ [signedContextHeader]: await running.tokenFor(vt, 'raad') }),
    ],
    [
      'with a token of two minutes ago',
      async () => ({
        [signedContextHeader]: await running.tokenFor(
          vt,
          'veilig-thuis',
          new Date('2026-11-02T11:58:00+01:00'),
        ),
      }),
    ],
  ])('%s, and reads nothing', async (_, headersOf) => {
    const headers: Readonly<Record<string, string>> = await headersOf();
    running.reads.length = 0;
    running.calls.length = 0;
    const answer = await running.sendWith(headers, query, representation);
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect([...running.calls, ...running.reads]).toEqual([]);
  });
});

describe('where no access rules stand', () => {
  it('everything is shown, and nothing is withheld', async () => {
    const answer = await running.askOpen(query, keyOf(families['VT1/2025-0905'], ['VT1/2025-0905']));
    expect(answer.data?.['_entities']).toMatchObject([
      {
        reports: [{ relation: 'DURING_INVOLVEMENT' }, { statements: [{}, {}], safetyPlans: [{}] }],
        safetyAssessments: [{}, {}],
        safetyPlans: [{}],
        inquiries: [{}],
        veiligThuisWithheld: [],
        veiligThuisOutcome: { outcome: 'ANSWERED', visibility: null },
      },
    ]);
  });
});
