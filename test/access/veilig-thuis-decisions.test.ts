import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deVries, grootEsselink, smitBrouwers } from '../../simulated-sources/families.js';
import type { CaseFiling, ReportFiling } from '../../simulated-sources/veilig-thuis/case-messages.js';
import {
  child,
  informed,
  type NumberedFiling,
  parent,
  person,
} from '../../simulated-sources/veilig-thuis/filing.js';
import { type Guarded, query, told, viewHousehold } from './veilig-thuis-questions.js';
import { keyOf, startGuarded, unknownKey, type Viewer } from './veilig-thuis-viewers.js';

const { lonneke, janKees } = smitBrouwers;

/** A case of this test: two people who were told, a report with every part of it, and what was decided about it. */
function filed(
  number: string,
  disclosure: ReportFiling['disclosure'],
  besides: Partial<CaseFiling> = {},
): NumberedFiling {
  return {
    caseNumber: `VT4/${number}`,
    filing: {
      unit: 'VT4',
      openedOn: '2026-09-01',
      persons: [person('P1', parent, lonneke), person('P2', child, janKees)],
      reports: [
        {
          receivedOn: '2026-09-01T09:00:00+02:00',
          statements: [
            { text: 'A neighbour heard it.', nature: 'fact' },
            { text: 'The police saw it.', nature: 'fact', origin: 'police' },
          ],
          safetyAssessment: { assessedOn: '2026-09-07', outcome: 'VT-01-01' },
          safetyPlans: [{ validFrom: '2026-09-08', agreements: [] }],
          inquiry: { decidedOn: '2026-09-08', personNumbers: ['P1'] },
          informed: informed(['P1', 'P2'], '2026-09-14', '2026-09-28'),
          disclosure: disclosure ?? {},
        },
      ],
      ...besides,
    },
  };
}
const to = (name: string) => ({ to: name, on: '2026-10-01' }) as const;
const extra = [
  filed('2026-8001', {
    released: [
      { part: 'report', ...to('X9/2026-1') },
      { part: 'safety-assessment', ...to('X9/2026-1') },
      { part: 'safety-plan', ...to('X9/2026-1') },
      { part: 'inquiry', ...to('X9/2026-1') },
    ],
  }),
  filed('2026-8002', {
    attached: [{ part: 'report', to: 'raad', on: '2026-10-01' }],
    released: [{ part: 'police-statements', ...to('raad') }],
  }),
  filed('2026-8003', {}, { secretAddress: { keptFrom: [lonneke.bsn] } }),
  filed('2026-8004', {}, { secretAddress: {} }),
  filed('2026-8005', {}, { consents: [{ to: 'parent-without-authority', from: '2026-10-01' }] }),
  filed(
    '2026-8006',
    { released: [{ part: 'report', ...to('parent-without-authority') }] },
    { consents: [{ to: 'parent-without-authority', from: '2026-10-01', until: '2026-10-31' }] },
  ),
  filed(
    '2026-8007',
    { released: [{ part: 'report', ...to('parent-without-authority') }] },
    { consents: [{ to: 'parent-without-authority', from: '2026-10-01' }] },
  ),
];

let running: Guarded;
beforeAll(async () => {
  running = await startGuarded(extra);
  await running.warmUp();
}, 300_000);
afterAll(() => running?.close());

const view = (viewer: Viewer, reference: string) =>
  viewHousehold(running, viewer, [lonneke, janKees], reference);
const toldOf = async (viewer: Viewer, reference: string) => told((await view(viewer, reference)).household);
const statements = async (viewer: Viewer, reference: string) =>
  ((await view(viewer, reference)).household.reports ?? []).flatMap((report) =>
    report.statements.map(({ text }) => text),
  );
const heard = 'A neighbour heard it.';
const police = 'The police saw it.';

describe('what a professional of Veilig Thuis released', () => {
  const reference = 'VT4/2026-8001';

  it('is shown to the case that it was released to, and to no other', async () => {
    for (const asker of ['raad-protection', 'gi-supervision', 'gi-guardianship'] as const) {
      expect(await toldOf({ function: asker, caseReference: 'X9/2026-1' }, reference)).toBe(
        'ANSWERED allow+ask allow allow',
      );
      expect(await toldOf({ function: asker, caseReference: 'X9/2026-2' }, reference)).toBe(
        'ANSWERED ask ask ask',
      );
    }
    expect(await toldOf({ function: 'rvt-duo', caseReference: 'X9/2026-1' }, reference)).toBe(
      'ANSWERED allow+ask allow allow',
    );
  });

  it('opens nothing to those to whom the matrix gives no release', async () => {
    for (const asker of ['raad-penal', 'gi-probation'] as const) {
      expect(await toldOf({ function: asker, caseReference: 'X9/2026-1' }, reference)).toBe('ANSWERED - - -');
    }
  });

  it('goes without what the police gave, which is neither shown nor read', async () => {
    expect(await statements({ function: 'gi-supervision', caseReference: 'X9/2026-1' }, reference)).toEqual([
      heard,
    ]);
    expect(running.numbersRead().filter((number) => number.includes('police'))).toEqual([]);
    expect(await statements({ function: 'vt' }, reference)).toEqual([heard, police]);
  });
});

describe('what the police gave in a report', () => {
  const glass = { caseReference: 'X9/2026-2', breaksGlass: true };

  it('is shown to the Raad where Veilig Thuis released it', async () => {
    expect(await statements({ function: 'raad-protection' }, 'VT4/2026-8002')).toEqual([heard, police]);
    expect(await statements({ function: 'gi-supervision', ...glass }, 'VT4/2026-8002')).toEqual([heard]);
  });

  it('stays with Veilig Thuis in an emergency too', async () => {
    for (const asker of ['raad-protection', 'gi-supervision', 'gi-guardianship'] as const) {
      expect(await statements({ function: asker, ...glass }, 'VT4/2026-8001')).toEqual([heard]);
      expect(running.numbersRead().filter((number) => number.includes('police'))).toEqual([]);
    }
  });

  it('is not shown to the family with the rest of the report', async () => {
    expect(await statements({ function: 'parent-with-authority', who: lonneke }, 'VT4/2026-8001')).toEqual([
      heard,
    ]);
  });
});

describe('broken glass', () => {
  const reference = 'VT4/2026-8001';
  const glass = { caseReference: 'X9/2026-2', breaksGlass: true };

  it('opens the report and the assessment to the Raad and the GI, not the inquiry', async () => {
    for (const asker of ['raad-protection', 'gi-supervision', 'gi-guardianship'] as const) {
      expect(await toldOf({ function: asker, ...glass }, reference)).toBe('ANSWERED allow allow ask');
    }
  });

  it('opens nothing to those who may not break it', async () => {
    expect(await toldOf({ function: 'fixed-face', ...glass }, reference)).toBe('ANSWERED - - -');
    expect(await toldOf({ function: 'rvt-duo', ...glass }, reference)).toBe('ANSWERED ask allow ask');
    expect(await toldOf({ function: 'raad-penal', ...glass }, reference)).toBe('ANSWERED - - -');
    expect(await toldOf({ function: 'gi-probation', ...glass }, reference)).toBe('ANSWERED - - -');
  });
});

describe('a case of which the addresses are secret', () => {
  it('does not exist for the one from whom they are kept, and does for others', async () => {
    const kept: Viewer = { function: 'parent-with-authority', who: lonneke };
    const hidden = await running.ask(kept, query, keyOf([lonneke, janKees], ['VT4/2026-8003']));
    expect(hidden).toEqual(await running.ask(kept, query, unknownKey()));
    expect(await toldOf({ function: 'youth-12-up', who: janKees }, 'VT4/2026-8003')).toBe(
      // The inquiry is not about him.
      'ANSWERED allow allow -',
    );
  });

  it('is shown under that case alone where they are kept from everybody, broken glass or not', async () => {
    const vt = { function: 'vt' } as const;
    expect(await toldOf({ ...vt, caseReference: 'VT4/2026-8004' }, 'VT4/2026-8004')).toBe(
      'ANSWERED allow allow allow',
    );
    expect(await toldOf({ ...vt, caseReference: 'VT4/2026-8001', breaksGlass: true }, 'VT4/2026-8004')).toBe(
      'NOT_KNOWN - - -',
    );
    expect(running.numbersRead()).toEqual([]);
  });
});

describe('a parent without authority', () => {
  const viewer: Viewer = { function: 'parent-without-authority', who: lonneke };

  it('learns with consent that Veilig Thuis is involved, and of the report that it can be asked for', async () => {
    expect(await toldOf(viewer, 'VT4/2026-8005')).toBe('ANSWERED ask - -');
  });

  it('learns nothing without consent, or once it is over, whatever was released', async () => {
    expect(await toldOf(viewer, 'VT4/2026-8001')).toBe('NONE_VISIBLE - - -');
    expect(await toldOf(viewer, 'VT4/2026-8006')).toBe('NONE_VISIBLE - - -');
  });

  it('sees the report that was released, and is told that the rest is withheld', async () => {
    const { household, answer } = await view(viewer, 'VT4/2026-8007');
    expect(told(household)).toBe('ANSWERED allow - -');
    expect(household.reports).toMatchObject([{ safetyAssessment: null, safetyPlans: null, inquiry: null }]);
    expect(answer.errors?.every(({ extensions }) => extensions['code'] === 'WITHHELD')).toBe(true);
  });
});

describe('that there was an earlier report', () => {
  const { chantal, walter, sebastiaan, mark } = deVries;
  const later = 'VT2/2026-0126';
  const earlier = 'VT2/2018-1120';
  const repeatsOf = async (viewer: Viewer) => {
    const { household } = await viewHousehold(
      running,
      viewer,
      [chantal, walter, sebastiaan, mark],
      later,
      earlier,
    );
    return household.reports?.map(({ repeatOf }) => repeatOf !== null);
  };

  it('is not told by the later one where the earlier is not shown', async () => {
    expect(await repeatsOf({ function: 'raad-protection' })).toEqual([false]);
    expect(await repeatsOf({ function: 'vt' })).toEqual([true, false]);
  });
});

describe('two households of one request', () => {
  it('each have an outcome of their own', async () => {
    const { johan, teun } = grootEsselink;
    const viewer: Viewer = { function: 'fixed-face' };
    const answer = await running.ask(
      viewer,
      query,
      keyOf([johan, teun], ['VT1/2025-0905']),
      keyOf([johan, teun], ['VT1/2026-1005']),
      unknownKey(),
    );
    expect(answer.data?.['_entities']).toMatchObject(
      ['ANSWERED', 'NONE_VISIBLE', 'NONE_VISIBLE'].map((outcome) => ({ veiligThuisOutcome: { outcome } })),
    );
    // Of the first household what was handed over is read, of the others nothing.
    expect(running.numbersRead().every((number) => number.startsWith('VT1/2025-0905/1/safety-'))).toBe(true);
  });
});

describe('while the system of Veilig Thuis is away', () => {
  it('nobody reads silence, whether or not there is something', async () => {
    const other = await startGuarded([]);
    await other.server.close();
    const asked = async (viewer: Viewer, representation: object) => {
      const answer = await other.ask(viewer, query, representation);
      return {
        entities: answer.data?.['_entities'],
        codes: answer.errors?.map(({ extensions }) => extensions['code']),
      };
    };
    const viewer: Viewer = { function: 'fixed-face' };
    const hidden = await asked(viewer, keyOf([], ['VT3/2026-1188']));
    expect(hidden.entities).toMatchObject([
      { safetyAssessments: null, veiligThuisOutcome: { outcome: 'UNAVAILABLE' } },
    ]);
    expect(hidden.codes).toContain('SOURCE_UNAVAILABLE');
    expect(await asked(viewer, unknownKey())).toEqual(hidden);
    await other.close();
  });
});
