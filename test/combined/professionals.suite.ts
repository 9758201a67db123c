import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Contribution, WorkPart } from '../../subgraphs/household/combine/contribution.js';
import { inclusiveDays, monthsBegun, plusDays } from '../../subgraphs/household/combine/days.js';
import { professionalsOf } from '../../subgraphs/household/combine/professionals.js';
import {
  castDay,
  expectedByEmployer,
  expectedDaysWithoutAnybody,
  expectedFixedFaces,
  expectedNamesakes,
  expectedOfOthers,
  expectedOfTheFour,
  expectedProfessionals,
  expectedWithoutConsent,
} from './expected-professionals.js';
import { contribute, partOf, periods, without, work } from './relay-family.js';

const ofTheCast = professionalsOf({ contributions: contribute(work), onDay: castDay, periods });

describe('the professionals of the relay family', () => {
  it('are 15 at the door, 21 in all, and never more than since 19 October 2026', () => {
    const { sourceRows, ever, active, peak } = ofTheCast;
    expect({ sourceRows, ever, active, peak }).toEqual(expectedProfessionals);
    expect(ofTheCast.mayBeIncomplete).toBe(false);
  });

  it('are told by employer, of the four organisations and of others', () => {
    const rows = ofTheCast.byEmployer.map(({ employer, active, ever }) => [employer, active, ever]);
    expect(rows.sort()).toEqual([...expectedByEmployer].sort());
    const sum = (isOfTheFour: boolean): { active: number; ever: number } => {
      const mine = ofTheCast.byEmployer.filter(({ employerKind }) => (employerKind !== null) === isOfTheFour);
      return {
        active: mine.reduce((total, { active }) => total + active, 0),
        ever: mine.reduce((total, { ever }) => total + ever, 0),
      };
    };
    expect(sum(true)).toEqual(expectedOfTheFour);
    expect(sum(false)).toEqual(expectedOfOthers);
  });

  it('count the therapist whom two organisations recorded under one registration once', () => {
    const therapist = ofTheCast.people.find(({ worker }) => worker === 'SKJ:TEST-0007');
    expect(therapist?.sources.map(({ unit }) => unit).sort()).toEqual(['GI1', 'LT1']);
  });

  it('keep two people of one name two', () => {
    const namesakes = ofTheCast.people.filter(({ names }) => names.includes(expectedNamesakes.name));
    expect(namesakes).toHaveLength(expectedNamesakes.people);
  });

  it('had one change of the fixed face, and were three times nobody for 46 days', () => {
    const { fixedFaces, fixedFaceChanges, changes, gaps, daysWithoutAnybody } = ofTheCast.continuity;
    expect(fixedFaces.map(({ name }) => name)).toEqual(expectedFixedFaces.names);
    expect(fixedFaceChanges).toBe(expectedFixedFaces.changes);
    expect({
      changes,
      days: daysWithoutAnybody,
      gaps: gaps.map(({ counts, ...gap }) => gap),
    }).toEqual(expectedDaysWithoutAnybody);
    expect(ofTheCast.continuity.unitsNotEstablished).toEqual([]);
  });

  it('outside the four are cards with who recorded them, and the therapist of the mother under her consent', () => {
    const card = ofTheCast.involvements.find(({ party }) => party === 'GGZ');
    expect(card).toEqual({
      party: 'GGZ',
      active: 1,
      ever: 1,
      domains: ['MENTAL_HEALTH'],
      since: '2026-02-02',
      until: null,
      recordedBy: ['LT1'],
      shownUnder: 'CONSENT',
    });
    expect(ofTheCast.involvements).toHaveLength(6);
  });
});

describe('what a viewer is not shown', () => {
  it('without the consent of the mother there are 14, and it says that there may be more', () => {
    const filtered = contribute(work.filter(({ employer }) => employer !== 'GGZ')).map((one) => ({
      ...one,
      visibility: [{ recordType: 'mental-health', visibility: 'MAY_BE_FILTERED' as const }],
    }));
    const { active, ever, mayBeIncomplete } = professionalsOf({
      contributions: filtered,
      onDay: castDay,
      periods,
    });
    expect({ active, ever, mayBeIncomplete }).toEqual(expectedWithoutConsent);
  });

  it.each(['VEILIG_THUIS', 'RAAD', 'GI', 'LOCAL_TEAM'] as const)(
    'names %s when it could not be reached, and counts the others',
    (lost) => {
      const left = professionalsOf({
        contributions: without(contribute(work), lost),
        onDay: castDay,
        periods,
      });
      expect(left.missing).toEqual([{ organisation: lost, reason: 'DOWN' }]);
      expect(left.mayBeIncomplete).toBe(true);
      expect(left.sourceRows).toBe(work.filter(({ source }) => source.organisation !== lost).length);
    },
  );

  it('leaves a row of which the day cannot be read out, and names who sent it', () => {
    const broken = work.map((row) => (row.id === 'work-V3' ? { ...row, since: '2026-02-30' } : row));
    const read = professionalsOf({ contributions: contribute(broken), onDay: castDay, periods });
    expect(read.active).toBe(14);
    expect(read.missing).toEqual([{ organisation: 'VEILIG_THUIS', reason: 'CONTRACT_BROKEN' }]);
  });

  it('a household with nobody has no peak', () => {
    const none = professionalsOf({ contributions: contribute<WorkPart>([]), onDay: castDay, periods: [] });
    expect(none).toMatchObject({ active: 0, ever: 0, peak: null, mayBeIncomplete: false });
  });
});

describe('who carries the case', () => {
  const worker = (id: string, since: string, until: string | null): WorkPart => ({
    ...partOf('LT9', id),
    worker: id.slice(0, 1),
    name: null,
    role: 'worker',
    employer: 'LT9',
    employerKind: 'LOCAL_TEAM',
    domain: 'SUPPORT',
    isFixedFace: true,
    recordedBy: 'LT9',
    since,
    until,
  });
  const open = [{ unit: 'LT9', organisation: 'LOCAL_TEAM' as const, since: '2026-01-01', until: null }];
  const continuity = (rows: readonly WorkPart[], of = open) =>
    professionalsOf({ contributions: contribute(rows), onDay: '2026-03-31', periods: of }).continuity;

  it('is nobody since the last one left while the work goes on', () => {
    const { gaps, changes } = continuity([worker('a', '2026-01-01', '2026-03-28')]);
    expect(gaps).toMatchObject([{ from: '2026-03-29', until: '2026-03-31', days: 3, isRunning: true }]);
    expect(changes).toBe(0);
  });

  it('changes twice when somebody leaves and comes back after another', () => {
    const rows = [
      worker('a1', '2026-01-01', '2026-01-31'),
      worker('b1', '2026-02-01', '2026-02-28'),
      worker('a2', '2026-03-01', null),
    ];
    expect(continuity(rows)).toMatchObject({ fixedFaceChanges: 2, daysWithoutAnybody: 0 });
  });

  it('does not change when two work side by side', () => {
    const rows = [worker('a1', '2026-01-01', null), worker('b1', '2026-02-01', null)];
    expect(continuity(rows)).toMatchObject({ fixedFaceChanges: 0, changes: 0 });
  });

  it('is not established where nobody knows when the work of the unit ran', () => {
    const { gaps, unitsNotEstablished } = continuity([worker('a', '2026-01-01', '2026-01-31')], []);
    expect(gaps).toEqual([]);
    expect(unitsNotEstablished).toEqual(['LT9']);
  });

  it('tells a duo and the change of one half', () => {
    const rows = [
      { ...worker('a1', '2026-01-01', '2026-01-31'), duo: 'duo-1' },
      { ...worker('b1', '2026-02-01', null), duo: 'duo-1' },
      { ...worker('c1', '2026-01-01', null), duo: 'duo-1', employer: 'VT9' },
    ];
    expect(continuity(rows).duos).toMatchObject([{ id: 'duo-1', changes: 1, members: [{}, {}, {}] }]);
  });
});

describe('of every household', () => {
  const day = fc.integer({ min: 0, max: 1200 }).map((days) => plusDays('2023-06-01', days));
  const row = fc
    .record({
      id: fc.integer({ min: 0, max: 40 }),
      worker: fc.constantFrom('a', 'b', 'c', 'd'),
      since: day,
      length: fc.option(fc.integer({ min: 0, max: 400 })),
      unit: fc.constantFrom('VT1', 'LT1', 'GI1'),
    })
    .map(
      ({ id, worker, since, length, unit }): WorkPart => ({
        ...partOf(unit, `row-${id}-${worker}-${since}-${unit}`),
        worker,
        name: null,
        role: 'worker',
        employer: unit,
        employerKind: null,
        domain: 'OTHER',
        isFixedFace: false,
        recordedBy: unit,
        since,
        until: length === null ? null : plusDays(since, length),
      }),
    );
  const ask = (contributions: readonly Contribution<WorkPart>[]) =>
    professionalsOf({ contributions, onDay: '2025-06-01', periods: [] });

  it('the answer is the same in any order of arrival, and a record that comes twice counts once', () => {
    const rows = fc.array(row, { maxLength: 12 });
    fc.assert(
      fc.property(rows, (some) => {
        const turned = contribute([...some].reverse()).toReversed();
        expect(ask(turned)).toEqual(ask(contribute(some)));
        expect(ask(contribute([...some, ...some]))).toEqual(ask(contribute(some)));
      }),
      { numRuns: 60 },
    );
  });

  it('the peak is no less than those at work today and no more than all, and was reached on its day', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (some) => {
        const { active, ever, peak } = ask(contribute(some));
        expect(peak?.count ?? 0).toBeGreaterThanOrEqual(active);
        expect(peak?.count ?? 0).toBeLessThanOrEqual(ever);
        if (peak) {
          const then = professionalsOf({ contributions: contribute(some), onDay: peak.since, periods: [] });
          expect(then.active).toBe(peak.count);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('days are counted', () => {
  it('one by one across summer time, winter time and 29 February', () => {
    expect(inclusiveDays('2026-03-28', '2026-03-30')).toBe(3);
    expect(inclusiveDays('2026-10-24', '2026-10-26')).toBe(3);
    expect(inclusiveDays('2024-02-28', '2024-03-01')).toBe(3);
    expect(inclusiveDays('2026-02-28', '2026-03-01')).toBe(2);
    expect(() => inclusiveDays('2026-02-29', '2026-03-01')).toThrow('expected a day of the calendar');
  });

  it('and any number of days later is that many days away', () => {
    const some = fc.integer({ min: -20_000, max: 20_000 });
    fc.assert(
      fc.property(some, (days) => {
        expect(inclusiveDays('2024-02-29', plusDays('2024-02-29', days))).toBe(days + 1);
      }),
    );
  });

  it('and months as begun', () => {
    expect(monthsBegun('2025-09-22', '2025-09-22')).toBe(1);
    expect(monthsBegun('2025-09-22', '2025-10-21')).toBe(1);
    expect(monthsBegun('2025-09-22', '2025-10-22')).toBe(2);
  });
});
