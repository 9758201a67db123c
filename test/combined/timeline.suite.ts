/** One timeline of all organisations: its order, its pages, what is filtered, and what is missing from it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayInTheNetherlands } from '../../adapter-kit/dates.js';
import type { Contribution, EventPart } from '../../subgraphs/household/combine/contribution.js';
import { plusDays } from '../../subgraphs/household/combine/days.js';
import {
  mostEventsPerPage,
  type TimelineRequest,
  toTimeline,
} from '../../subgraphs/household/combine/timeline.js';
import { comparePositions, positionOf } from '../../subgraphs/household/combine/timeline-position.js';
import { propertyRuns } from '../household/worlds.js';
import { answered, event, sourceOf, without } from './contributions.js';

type Contributions = readonly Contribution<EventPart>[];

function idsOf(contributions: Contributions, request: Partial<TimelineRequest> = {}): readonly string[] {
  return toTimeline(contributions, { first: 100, order: 'OLDEST_FIRST', ...request }).events.map(
    ({ id }) => id,
  );
}

/** Every page after each other. */
function readAll(contributions: Contributions, request: TimelineRequest): readonly string[] {
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page = toTimeline(contributions, { ...request, after });
    ids.push(...page.events.map(({ id }) => id));
    if (!page.hasNextPage) return ids;
    after = page.endCursor;
  }
}

const anyWhen: fc.Arbitrary<Pick<EventPart, 'when' | 'precision'>> = fc.oneof(
  fc
    .integer({ min: 0, max: 800 })
    .map((days) => ({ when: plusDays('2024-12-30', days), precision: 'DAY' as const })),
  fc.constantFrom('2025-01', '2026-10', '2028-02').map((when) => ({ when, precision: 'MONTH' as const })),
  fc.constantFrom('2025', '2026').map((when) => ({ when, precision: 'YEAR' as const })),
  // Around the hour that comes twice, so that many meet.
  fc
    .integer({ min: -8, max: 8 })
    .map((quarters) => new Date(Date.UTC(2026, 9, 25, 1) + quarters * 15 * 60_000).toISOString())
    .map((when) => ({ when, precision: 'INSTANT' as const })),
);
const anyEvent = fc
  .record({
    number: fc.nat({ max: 30 }),
    when: anyWhen,
    unit: fc.constantFrom('VT1', 'GI1', 'RVDK', 'LT1'),
    memberIds: fc.constantFrom<(readonly string[])[]>(['m1'], ['m2'], ['m1', 'm2'], []),
    kind: fc.constantFrom('REPORT_RECEIVED', 'FAMILY_PLAN_MADE', 'MEMBER_SEEN'),
  })
  .map(({ number, when, unit, memberIds, kind }) =>
    event({ id: `${unit} ${number}`, ...when, memberIds, kind }, unit),
  );
const anyEvents = fc.uniqueArray(anyEvent, { selector: ({ id }) => id, maxLength: 40 });

describe('the order of the timeline', () => {
  it('puts what is known by year or month alone at its beginning, a day before its hours, and equals by id', () => {
    const parts = [
      event({ id: 'hour', when: '2026-01-01T00:00:00+01:00', precision: 'INSTANT' }),
      event({ id: 'later hour', when: '2026-01-01T09:00:00Z', precision: 'INSTANT' }, 'GI1'),
      event({ id: 'day b', when: '2026-01-01' }, 'GI1'),
      event({ id: 'day a', when: '2026-01-01' }, 'RVDK'),
      event({ id: 'month', when: '2026-01', precision: 'MONTH' }, 'LT1'),
      event({ id: 'year', when: '2026', precision: 'YEAR' }, 'LT1'),
      event({ id: 'eve', when: '2025-12-31' }),
      event({ id: 'leap day', when: '2028-02-29' }),
      event({ id: 'february', when: '2028-02', precision: 'MONTH' }),
    ];
    const order = ['eve', 'year', 'month', 'day a', 'day b', 'hour', 'later hour', 'february', 'leap day'];
    expect(idsOf(answered(parts))).toEqual(order);
    expect(idsOf(answered(parts), { order: 'NEWEST_FIRST' })).toEqual([...order].reverse());
  });

  it('keeps the hour that comes twice on 25 October in the order in which it happened', () => {
    const parts = [
      event({ id: 'second half past two', when: '2026-10-25T02:30:00+01:00', precision: 'INSTANT' }),
      event({ id: 'first half past two', when: '2026-10-25T02:30:00+02:00', precision: 'INSTANT' }),
      event({ id: 'between', when: '2026-10-25T00:45:00Z', precision: 'INSTANT' }),
    ];
    expect(idsOf(answered(parts))).toEqual(['first half past two', 'between', 'second half past two']);
  });

  it.each([
    ['2026-03-28T22:59:59Z', '2026-03-28'],
    ['2026-03-28T23:00:00Z', '2026-03-29'],
    ['2026-03-29T21:59:59Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    ['2026-10-24T22:00:00Z', '2026-10-25'],
    ['2026-10-25T22:59:59Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
  ])('counts %s as %s, the day in the Netherlands', (when, day) => {
    expect(positionOf({ id: '', when, precision: 'INSTANT' })?.day).toBe(day);
  });

  it('counts every instant as the day that the calendar of the Netherlands has for it', () => {
    const instants = fc.date({
      min: new Date('1930-01-01'),
      max: new Date('2060-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) => {
        const when = instant.toISOString();
        expect(positionOf({ id: '', when, precision: 'INSTANT' })?.day).toBe(dayInTheNetherlands(instant));
      }),
      propertyRuns(300),
    );
  });

  it('does not depend on who answers first, on what is told twice, or on the size of a page', () => {
    fc.assert(
      fc.property(anyEvents, fc.integer({ min: 1, max: 7 }), (events, first) => {
        const contributions = answered(events);
        const turned = [...answered([...events].reverse().concat(events))].reverse();
        const all = readAll(contributions, { first: 100, order: 'OLDEST_FIRST' });
        const sorted = events
          .flatMap((one) => positionOf(one) ?? [])
          .sort(comparePositions)
          .map(({ id }) => id);
        expect(all).toEqual(sorted);
        expect(readAll(turned, { first, order: 'OLDEST_FIRST' })).toEqual(all);
        expect(readAll(turned, { first })).toEqual([...all].reverse());
      }),
      propertyRuns(100),
    );
  });
});

describe('a page', () => {
  const events = Array.from({ length: 7 }, (_, index) =>
    event({ id: `e${index}`, when: `2026-05-0${index + 1}` }),
  );

  it('says whether there is more, and where it ended', () => {
    const first = toTimeline(answered(events), { first: 3 });
    expect(first.events.map(({ id }) => id)).toEqual(['e6', 'e5', 'e4']);
    expect(first.hasNextPage).toBe(true);
    const last = toTimeline(answered(events), { first: 100, after: first.endCursor });
    expect(last.events.map(({ id }) => id)).toEqual(['e3', 'e2', 'e1', 'e0']);
    expect(last.hasNextPage).toBe(false);
    const beyond = toTimeline(answered(events), { first: 3, after: last.endCursor });
    expect(beyond).toMatchObject({ events: [], hasNextPage: false, endCursor: null });
  });

  it('begins where the one before it ended, whatever was added or removed meanwhile, the last event included', () => {
    fc.assert(
      fc.property(anyEvents, anyEvents, fc.integer({ min: 1, max: 10 }), (before, after, first) => {
        const page = toTimeline(answered(before), { first });
        if (page.endCursor === null) return;
        const shown = new Set(page.events.map(({ id }) => id));
        const next = readAll(answered(after), { first: 100 });
        const seenLast = page.events.at(-1);
        const border = seenLast && positionOf(seenLast);
        const expected = after.filter((one) => {
          const position = positionOf(one);
          return position && border && comparePositions(position, border) < 0;
        });
        const rest = toTimeline(answered(after), { first: 100, after: page.endCursor }).events;
        expect(rest.map(({ id }) => id)).toEqual(next.filter((id) => expected.some((one) => one.id === id)));
        expect(before.filter(({ id }) => !shown.has(id)).length > 0).toBe(page.hasNextPage);
      }),
      propertyRuns(100),
    );
  });

  it.each([
    ['nothing', ''],
    ['a word', 'yesterday'],
    ['an id', 'e3'],
    ['a cursor cut short', Buffer.from('t1_2026-05-04_2').toString('base64url')],
    ['a day that does not exist', Buffer.from('t1_2026-02-30_2_0_e3').toString('base64url')],
    ['a number that is none', Buffer.from('t1_2026-05-04_2_007_e3').toString('base64url')],
    ['something very long', 'A'.repeat(5000)],
    ['other letters', '%%%'],
  ])('is refused after %s, and nothing of it is repeated', (_, after) => {
    expect(() => toTimeline(answered(events), { first: 3, after })).toThrow(
      /^after: expected the endCursor of a page$/,
    );
  });

  it.each([0, -1, 1.5, mostEventsPerPage + 1])('of %p events is refused', (first) => {
    expect(() => toTimeline(answered(events), { first })).toThrow('first: expected a number from 1 to 100');
  });

  it('of 2,000 events costs no more than a few milliseconds more than one of 20', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      event(
        { id: `e${index}`, when: plusDays('2019-01-01', (index * 7919) % 2800), memberIds: ['m1'] },
        'LT1',
      ),
    );
    const best = (contributions: Contributions): number =>
      Math.min(
        ...Array.from({ length: 15 }, () => {
          const before = process.hrtime.bigint();
          toTimeline(contributions, { first: 20 });
          return Number(process.hrtime.bigint() - before) / 1e6;
        }),
      );
    // Some 4 ms on a busy machine; the bound is wide because other tests run beside this one.
    expect(best(answered(many)) - best(answered(many.slice(0, 20)))).toBeLessThan(25);
  });
});

describe('what is filtered', () => {
  const parts = [
    event({ id: 'year', when: '2026', precision: 'YEAR', memberIds: ['m1'] }, 'LT1'),
    event(
      { id: 'month', when: '2026-04', precision: 'MONTH', kind: 'MEMBER_SEEN', memberIds: ['m2'] },
      'LT1',
    ),
    event({ id: 'first', when: '2026-04-01', memberIds: ['m1', 'm2'] }),
    event({ id: 'last', when: '2026-04-30', kind: 'MEMBER_SEEN' }, 'GI1'),
    event({ id: 'may', when: '2026-05-01T00:30:00+02:00', precision: 'INSTANT', memberIds: ['m1'] }, 'GI1'),
  ];

  it.each<[string, TimelineRequest['filter'], readonly string[]]>([
    [
      'by period, both days counted',
      { from: '2026-04-01', until: '2026-04-30' },
      ['year', 'month', 'first', 'last'],
    ],
    ['from a day', { from: '2026-04-30' }, ['year', 'month', 'last', 'may']],
    ['until a day', { until: '2026-04-01' }, ['year', 'month', 'first']],
    ['by the day in the Netherlands', { from: '2026-05-01' }, ['year', 'may']],
    ['by organisation', { organisations: ['GI', 'VEILIG_THUIS'] }, ['first', 'last', 'may']],
    ['by person', { memberIds: ['m1'] }, ['year', 'first', 'may']],
    ['by any of several persons', { memberIds: ['m1', 'm2'] }, ['year', 'month', 'first', 'may']],
    ['by nobody at all', { memberIds: [] }, []],
    ['by kind', { kinds: ['MEMBER_SEEN'] }, ['month', 'last']],
    ['by all together', { memberIds: ['m1'], organisations: ['GI'], from: '2026-05-01' }, ['may']],
    [
      'by nothing',
      { organisations: null, kinds: null, memberIds: null },
      ['year', 'month', 'first', 'last', 'may'],
    ],
    ['by no kind at all', { kinds: [] }, []],
  ])('%s', (_, filter, ids) => {
    expect(idsOf(answered(parts), { filter: filter ?? {} })).toEqual(ids);
  });

  it('by a period that cannot be meant is refused', () => {
    const asked = (filter: TimelineRequest['filter']) => () =>
      toTimeline(answered(parts), { first: 5, filter: filter ?? {} });
    expect(asked({ from: '2026-04-31' })).toThrow('from: expected a day YYYY-MM-DD');
    expect(asked({ until: '2026' })).toThrow('until: expected a day YYYY-MM-DD');
    expect(asked({ from: '2026-05-01', until: '2026-04-30' })).toThrow('until: expected no day before from');
  });
});

describe('what is missing from the timeline', () => {
  const parts = [event({ id: 'a', when: '2026-04-01' }), event({ id: 'b', when: '2026-04-02' }, 'GI1')];

  it('is named on every page, an empty one included', () => {
    const contributions = without(answered(parts), 'VEILIG_THUIS');
    const missing = [{ organisation: 'VEILIG_THUIS', reason: 'TIMED_OUT' }];
    const page = toTimeline(contributions, { first: 5 });
    expect(page).toMatchObject({ missing, visibility: 'ALL', events: [{ id: 'b' }] });
    expect(toTimeline(contributions, { first: 5, after: page.endCursor })).toMatchObject({
      missing,
      events: [],
    });
    expect(toTimeline(contributions, { first: 5, filter: { kinds: [] } })).toMatchObject({
      missing,
      events: [],
    });
  });

  it.each<[string, Partial<EventPart>]>([
    ['a day that does not exist', { when: '2026-02-29' }],
    ['a month where a day was promised', { when: '2026-02' }],
    ['an instant without an offset', { when: '2026-02-01T10:00:00', precision: 'INSTANT' }],
    ['a thirteenth month', { when: '2026-13', precision: 'MONTH' }],
    ['a year of two digits', { when: '26', precision: 'YEAR' }],
  ])('is an event with %s, and its organisation is named', (_, wrong) => {
    const broken = event({ id: 'broken', when: '2026-01-01', ...wrong }, 'RVDK');
    expect(toTimeline(answered([...parts, broken]), { first: 5 })).toMatchObject({
      events: [{ id: 'b' }, { id: 'a' }],
      missing: [{ organisation: 'RAAD', reason: 'CONTRACT_BROKEN' }],
    });
  });

  it.each([
    ['ALL', 'ALL', 'ALL'],
    ['ALL', 'MAY_BE_FILTERED', 'MAY_BE_FILTERED'],
    ['ALL', 'NONE', 'MAY_BE_FILTERED'],
    ['NONE', 'NONE', 'NONE'],
  ] as const)('may be what this reader may not see: of %s and %s it says %s', (one, other, together) => {
    const contributions = (['VEILIG_THUIS', 'GI'] as const).map((organisation, index) => ({
      organisation,
      outcome: 'ANSWERED' as const,
      reason: null,
      visibility: [{ recordType: 'REPORT', visibility: index === 0 ? one : other }],
      parts: [],
    }));
    expect(toTimeline(contributions, { first: 5 }).visibility).toBe(together);
  });
});

describe('what is told twice', () => {
  const shared = { source: sourceOf('VT1', 'report 1'), when: '2026-04-01' };
  const own = event({ ...shared, id: 'own', text: 'as recorded' });
  const copy = event({ ...shared, id: 'copy' });
  const contributionOf = (organisation: 'VEILIG_THUIS' | 'RAAD', parts: readonly EventPart[]) => ({
    organisation,
    outcome: 'ANSWERED' as const,
    reason: null,
    parts,
  });

  it('by two organisations of one record stands once, as its own organisation tells it', () => {
    for (const order of [
      [contributionOf('RAAD', [copy]), contributionOf('VEILIG_THUIS', [own])],
      [contributionOf('VEILIG_THUIS', [own]), contributionOf('RAAD', [copy])],
    ]) {
      expect(toTimeline(order, { first: 5 }).events).toEqual([own]);
    }
  });

  it('by one organisation of one record are two things that happened, unless they carry one id', () => {
    expect(idsOf([contributionOf('VEILIG_THUIS', [own, copy, own])])).toEqual(['copy', 'own']);
  });

  it('under one id stands once, as it was recorded last', () => {
    const older = {
      ...own,
      when: '2026-03-31',
      source: { ...own.source, recordedAt: '2026-01-01T00:00:00Z' },
    };
    for (const parts of [
      [older, own],
      [own, older],
    ]) {
      expect(toTimeline([contributionOf('VEILIG_THUIS', parts)], { first: 5 }).events).toEqual([own]);
    }
  });

  it('of one person in three households stands in each of them once, under the member that they are there', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const told = (['m1', 'm4', 'm7'] as const).map((memberId) => {
          const renamed = events
            .filter(({ memberIds }) => memberIds.includes('m1'))
            .map((one) => ({ ...one, memberIds: [memberId] }));
          return idsOf(answered(renamed.concat(renamed)), { filter: { memberIds: [memberId] } });
        });
        expect(told[1]).toEqual(told[0]);
        expect(told[2]).toEqual(told[0]);
        expect(new Set(told[0]).size).toBe(told[0]?.length);
      }),
      propertyRuns(50),
    );
  });
});
