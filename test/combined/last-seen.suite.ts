/** Who last saw whom: the cast's figures, and when an alarm is given, withheld, or not established. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SightingPart } from '../../subgraphs/household/combine/contribution.js';
import { plusDays } from '../../subgraphs/household/combine/days.js';
import {
  alarmAfterDaysAsShipped,
  type LastSeenContext,
  type MemberLastSeen,
  toLastSeen,
  type WatchedMember,
} from '../../subgraphs/household/combine/last-seen.js';
import { propertyRuns } from '../household/worlds.js';
import { answered, sighting, sourceOf, without } from './contributions.js';
import {
  type ExpectedSighting,
  lastSeenOfTheCast,
  neverAlarming,
  neverSeenInTheCast,
  sightingsOfTheCast,
} from './expected-sightings.js';
import { referenceDay } from './expected-terms.js';

const unitOf = { GI: 'GI1', LOCAL_TEAM: 'LT1', VEILIG_THUIS: 'VT1', RAAD: 'RVDK' } as const;

function toPart({ name, on, how, by, recordedBy, castSays }: ExpectedSighting): SightingPart {
  return {
    ...sighting({ id: castSays, memberId: name, on, how, by }),
    source: sourceOf(unitOf[recordedBy], castSays),
  };
}

function living(memberId: string, knownSince: string | null = '2025-03-10'): WatchedMember {
  return { memberId, life: 'LIVING', knownSince };
}

function membersOf(
  parts: readonly SightingPart[],
  context: Partial<LastSeenContext> & Pick<LastSeenContext, 'members'>,
): readonly MemberLastSeen[] {
  return toLastSeen(answered(parts), { referenceDay, ...context }).members;
}

function memberOf(
  parts: readonly SightingPart[],
  member: WatchedMember = living('m1'),
  context: Partial<LastSeenContext> = {},
): MemberLastSeen | undefined {
  return membersOf(parts, { members: [member], ...context })[0];
}

describe('who was last seen in the cast', () => {
  const rows = lastSeenOfTheCast.map((row) => [row.family, row.name, row] as const);
  it.each(rows)('family %i: %s', (family, name, expected) => {
    const parts = sightingsOfTheCast.filter((row) => row.family === family).map(toPart);
    expect(memberOf(parts, living(name))).toMatchObject({
      seen: { on: expected.seenOn, daysSince: expected.daysSinceSeen },
      phoned: expected.phonedOn === null ? null : { on: expected.phonedOn },
      isAlarm: expected.isAlarm,
      state: expected.isAlarm ? 'ALARM' : 'SEEN',
    });
  });

  it('Trix was phoned eleven days ago, and nobody has seen her for 144', () => {
    const parts = sightingsOfTheCast.filter(({ family }) => family === 2).map(toPart);
    const none = { seen: null, spokenAlone: null, phoned: null };
    const [seenSource, phonedSource] = [
      sourceOf('GI1', 'last *seen* GI1 2026-06-11 = 144 days (alarm)'),
      sourceOf('GI1', 'Trix: phoned O2 2026-10-22'),
    ];
    const contacts = {
      seen: { on: '2026-06-11', daysSince: 144, by: 'GI1', source: seenSource },
      spokenAlone: null,
      phoned: { on: '2026-10-22', daysSince: 11, by: 'De Haven', source: phonedSource },
    };
    expect(memberOf(parts, living('Trix'))).toEqual({
      memberId: 'Trix',
      state: 'ALARM',
      isAlarm: true,
      ...contacts,
      byOrganisation: [
        { organisation: 'GI', ...contacts },
        { organisation: 'LOCAL_TEAM', ...none },
        { organisation: 'RAAD', ...none },
        { organisation: 'VEILIG_THUIS', ...none },
      ],
    });
  });

  it.each(neverSeenInTheCast)(
    'of family $family nobody is left out because nobody saw them',
    ({ family, names }) => {
      const parts = sightingsOfTheCast.filter((row) => row.family === family).map(toPart);
      const members = membersOf(parts, { members: names.map((name) => living(name)) });
      expect(
        members.map(({ memberId, state, seen, isAlarm }) => ({ memberId, state, seen, isAlarm })),
      ).toEqual(names.map((memberId) => ({ memberId, state: 'NEVER_SEEN', seen: null, isAlarm: true })));
    },
  );

  it.each(neverAlarming)('$name of family $family gives no alarm: $because', ({ name, because }) => {
    const life = because.startsWith('died') ? 'DEAD' : 'UNBORN';
    const long = sighting({ memberId: name, on: '2019-05-20', how: 'SEEN' });
    for (const parts of [[], [long]]) {
      expect(memberOf(parts, { memberId: name, life, knownSince: '2019-03-04' })).toMatchObject({
        state: 'NOT_WATCHED',
        isAlarm: false,
      });
    }
  });
});

describe('an alarm', () => {
  const lately = sighting({ memberId: 'm1', on: '2026-10-15', how: 'SEEN' });
  const longAgo = sighting({ memberId: 'm1', on: '2026-06-11', how: 'SEEN' });
  const phoned = sighting({ memberId: 'm1', on: '2026-11-01', how: 'PHONED' }, 'LT1');

  it('is given on the day after the time has passed, not before', () => {
    expect(alarmAfterDaysAsShipped).toBe(42);
    expect(memberOf([lately], living('m1'), { referenceDay: '2026-11-26' })).toMatchObject({
      state: 'SEEN',
      seen: { daysSince: 42 },
    });
    expect(memberOf([lately], living('m1'), { referenceDay: '2026-11-27' })).toMatchObject({
      state: 'ALARM',
      seen: { daysSince: 43 },
    });
  });

  it('follows the time that somebody set, and the answer says who', () => {
    const alarm = { afterDays: 14, configuredBy: 'region rotterdam' };
    const context = { members: [living('m1')], referenceDay, alarm };
    expect(toLastSeen(answered([lately]), context)).toMatchObject({
      alarmAfterDays: 14,
      configuredBy: 'region rotterdam',
      members: [{ state: 'ALARM', isAlarm: true }],
    });
    expect(toLastSeen([], { members: [], referenceDay })).toMatchObject({
      alarmAfterDays: 42,
      configuredBy: null,
    });
  });

  it('is not stilled by a telephone call', () => {
    expect(memberOf([longAgo, phoned])).toMatchObject({ state: 'ALARM', phoned: { on: '2026-11-01' } });
    expect(memberOf([phoned])).toMatchObject({ state: 'NEVER_SEEN', isAlarm: true });
  });

  it('is stilled by speaking with the child alone: who was spoken with was seen', () => {
    const spoken = sighting({ memberId: 'm1', on: '2026-10-20', how: 'SPOKEN_ALONE' });
    expect(memberOf([longAgo, spoken])).toMatchObject({
      state: 'SEEN',
      seen: { on: '2026-10-20' },
      spokenAlone: { on: '2026-10-20' },
    });
  });

  it('is not given for a newborn whom nobody could have seen yet, but they are named', () => {
    expect(memberOf([], living('m1', '2026-10-19'))).toMatchObject({ state: 'NEVER_SEEN', isAlarm: false });
    expect(memberOf([], living('m1', '2026-09-01'))).toMatchObject({ state: 'NEVER_SEEN', isAlarm: true });
    expect(memberOf([], living('m1', null))).toMatchObject({ state: 'NEVER_SEEN', isAlarm: true });
  });

  it('does not depend on what is planned: contacts after the reference day do not count', () => {
    const planned = sighting({ memberId: 'm1', on: '2026-11-04', how: 'SEEN' });
    expect(memberOf([longAgo, planned])).toMatchObject({ state: 'ALARM', seen: { on: '2026-06-11' } });
  });

  it.each([
    ['could not be heard', {}, [{ organisation: 'RAAD', reason: 'TIMED_OUT' }], 'ALL'],
    ['gives this reader nothing', { outcome: 'WITHHELD', reason: null }, [], 'MAY_BE_FILTERED'],
    [
      'has nothing that this reader may know of',
      { outcome: 'NONE_VISIBLE', reason: null },
      [],
      'MAY_BE_FILTERED',
    ],
    [
      'answered from an old feed',
      { outcome: 'ANSWERED', reason: 'ROSTER_STALE' },
      [{ organisation: 'RAAD', reason: 'ROSTER_STALE' }],
      'ALL',
    ],
  ] as const)(
    'is not established where one organisation %s, and neither is that all is well',
    (_, lost, missing, visibility) => {
      const members = [living('m1'), living('m2')];
      const contributions = without(answered([longAgo]), 'RAAD', lost);
      expect(toLastSeen(contributions, { members, referenceDay })).toMatchObject({
        missing,
        visibility,
        members: [
          { state: 'NOT_ESTABLISHED', isAlarm: false, seen: { on: '2026-06-11', daysSince: 144 } },
          { state: 'NOT_ESTABLISHED', isAlarm: false, seen: null },
        ],
      });
    },
  );

  it('is no matter where somebody was seen lately, whoever else could not be heard', () => {
    const contributions = without(answered([lately]), 'RAAD');
    expect(toLastSeen(contributions, { members: [living('m1')], referenceDay })).toMatchObject({
      missing: [{ organisation: 'RAAD' }],
      members: [{ state: 'SEEN', isAlarm: false }],
    });
  });

  it('does not name an organisation that was not known to be involved, nor one that may not be known of', () => {
    for (const outcome of ['NOT_KNOWN', 'NONE_VISIBLE'] as const) {
      const contributions = without(answered([lately]), 'RAAD', { outcome, reason: null });
      const [member] = toLastSeen(contributions, { members: [living('m1')], referenceDay }).members;
      expect(member?.byOrganisation.map(({ organisation }) => organisation)).not.toContain('RAAD');
    }
  });

  it('is not established where a source sent a contact that cannot be read', () => {
    const wrong = sighting({ memberId: 'm1', on: '2026-10-32', how: 'SEEN' }, 'LT1');
    expect(toLastSeen(answered([longAgo, wrong]), { members: [living('m1')], referenceDay })).toMatchObject({
      missing: [{ organisation: 'LOCAL_TEAM', reason: 'CONTRACT_BROKEN' }],
      members: [{ state: 'NOT_ESTABLISHED', seen: { on: '2026-06-11' } }],
    });
  });
});

describe('days since', () => {
  it('are days of the calendar, also over the night in which the clock changes', () => {
    const before = sighting({ memberId: 'm1', on: '2026-10-24T23:30:00+02:00', how: 'SEEN' });
    expect(memberOf([before], living('m1'), { referenceDay: '2026-10-26' })).toMatchObject({
      seen: { on: '2026-10-24', daysSince: 2 },
    });
    const inSpring = sighting({ memberId: 'm1', on: '2026-03-28', how: 'SEEN' });
    expect(memberOf([inSpring], living('m1'), { referenceDay: '2026-03-30' })).toMatchObject({
      seen: { daysSince: 2 },
    });
  });

  it('count from the day in the Netherlands, whatever the offset of the source', () => {
    const late = sighting({ memberId: 'm1', on: '2026-07-01T22:30:00Z', how: 'SEEN' });
    expect(memberOf([late])).toMatchObject({ seen: { on: '2026-07-02' } });
  });

  it('cannot be told of a day that does not exist, or after a time that is none', () => {
    const members = [living('m1')];
    expect(() => toLastSeen([], { members, referenceDay: 'today' })).toThrow(
      'referenceDay: expected a day YYYY-MM-DD',
    );
    for (const afterDays of [0, 1.5, Number.NaN]) {
      const alarm = { afterDays, configuredBy: 'region' };
      expect(() => toLastSeen([], { members, referenceDay, alarm })).toThrow(
        'alarm.afterDays: expected a whole number of days, 1 or more',
      );
    }
  });

  const anySighting = fc
    .record({
      memberId: fc.constantFrom('m1', 'm2', 'm3'),
      on: fc.integer({ min: 0, max: 900 }).map((days) => plusDays('2025-01-01', days)),
      how: fc.constantFrom('SEEN', 'SPOKEN_ALONE', 'PHONED'),
      unit: fc.constantFrom('VT1', 'GI1', 'RVDK', 'LT1'),
    })
    .map(({ unit, ...given }) => sighting(given, unit));

  it('are those of the latest contact, whoever answers first, however often it is told', () => {
    const members = [living('m1'), living('m2'), living('m3')];
    fc.assert(
      fc.property(fc.array(anySighting, { maxLength: 15 }), (sightings) => {
        const combined = toLastSeen(answered(sightings), { members, referenceDay });
        const turned = [...answered([...sightings].reverse().concat(sightings))].reverse();
        expect(toLastSeen(turned, { members, referenceDay })).toEqual(combined);
        for (const { memberId, seen } of combined.members) {
          const days = sightings
            .filter((one) => one.memberId === memberId && one.how !== 'PHONED' && one.on <= referenceDay)
            .map(({ on }) => on);
          expect(seen?.on ?? null).toBe(days.sort().at(-1) ?? null);
        }
      }),
      propertyRuns(150),
    );
  });
});
