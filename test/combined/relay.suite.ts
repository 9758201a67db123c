import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type {
  ActivityPart,
  ContactPart,
  Contribution,
  HandoverPart,
} from '../../subgraphs/household/combine/contribution.js';
import { plusDays } from '../../subgraphs/household/combine/days.js';
import { overlapsOf } from '../../subgraphs/household/combine/overlaps.js';
import { precedingHelp } from '../../subgraphs/household/combine/preceding-help.js';
import { relayOf } from '../../subgraphs/household/combine/relay.js';
import { strangersOf } from '../../subgraphs/household/combine/strangers.js';
import { castDay } from './expected-professionals.js';
import {
  expectedHandovers,
  expectedHelpBeforeTheMeasure,
  expectedIntakes,
  expectedInvestigations,
  expectedOverlaps,
  expectedStrangers,
  expectedWaitingForHelp,
} from './expected-relay.js';
import {
  acquaintances,
  activities,
  contacts,
  contribute,
  handovers,
  help,
  measures,
  partOf,
  periods,
  sixChildren,
  without,
  work,
} from './relay-family.js';

const question = {
  handovers: contribute(handovers),
  contacts: contribute(contacts),
  help: contribute(help),
  onDay: castDay,
};

describe('the relay family was passed on', () => {
  const relay = relayOf(question);
  const answered = relay.handovers.filter(({ state }) => state === 'ANSWERED');

  it('four times, and waited 100 days', () => {
    const rows = answered.map(({ fromUnit, toUnit, askedOn, answeredOn, days }) => ({
      fromUnit,
      toUnit,
      askedOn,
      answeredOn,
      days,
    }));
    const { daysWaited: days, longestWait: longest } = relay;
    expect({ count: rows.length, days, longest, rows }).toEqual(expectedHandovers);
    expect(relay.stillWaiting).toBe(0);
  });

  it('and of the file of 2017, which names no unit, it is not established who took it over', () => {
    expect(relay.handovers.filter(({ state }) => state !== 'ANSWERED')).toMatchObject([
      { fromUnit: 'VT2', toUnit: null, state: 'NOT_ESTABLISHED', days: null },
    ]);
  });

  it('told its story anew thirteen times', () => {
    expect(relay.intakes.map(({ worker, on }) => [worker, on])).toEqual(expectedIntakes);
  });

  it('and waited 49 days for help, counted apart', () => {
    const rows = relay.waitingForHelp.map(({ name, askedOn, startedOn, days, memberIds }) => ({
      name,
      askedOn,
      startedOn,
      days,
      persons: memberIds.length,
    }));
    expect({ days: relay.daysWaitedForHelp, rows }).toEqual(expectedWaitingForHelp);
  });
});

describe('a hand-over without a contact', () => {
  const asked = (toUnit: string | null): HandoverPart => ({
    ...partOf('VT1', `asked-${toUnit}`),
    fromUnit: 'VT1',
    toOrganisation: 'LOCAL_TEAM',
    toUnit,
    askedOn: '2026-10-01',
    reason: 'follow-up',
  });
  const ask = (toUnit: string | null, met: readonly Contribution<ContactPart>[]) =>
    relayOf({ ...question, handovers: contribute([asked(toUnit)]), contacts: met });

  it('is a family that still waits', () => {
    const relay = ask('LT3', contribute(contacts));
    expect(relay.handovers).toMatchObject([{ state: 'WAITING', days: 32, answeredOn: null }]);
    expect(relay).toMatchObject({ stillWaiting: 1, daysWaited: 0, longestWait: null });
  });

  it('is not established while the asked organisation cannot be heard', () => {
    const relay = ask('LT3', without(contribute(contacts), 'LOCAL_TEAM'));
    expect(relay.handovers).toMatchObject([{ state: 'NOT_ESTABLISHED', days: null }]);
    expect(relay.missing).toEqual([{ organisation: 'LOCAL_TEAM', reason: 'DOWN' }]);
  });

  it('is not established for whom the asked organisation may hide its contacts', () => {
    const hidden = contribute(contacts).map((one) => ({
      ...one,
      visibility: [{ recordType: 'involvement', visibility: 'MAY_BE_FILTERED' as const }],
    }));
    const relay = ask('LT3', hidden);
    expect(relay.handovers).toMatchObject([{ state: 'NOT_ESTABLISHED' }]);
    expect(relay.mayBeIncomplete).toBe(true);
  });

  it('is not answered by a contact of before it was asked, nor by one with others of the family', () => {
    const contact = (on: string, memberIds: readonly string[]): ContactPart => ({
      ...partOf('LT3', `contact-${on}`, memberIds),
      kind: 'FIRST_CONTACT',
      unit: 'LT3',
      on,
      worker: null,
    });
    const of = { ...asked('LT3'), memberIds: ['trix'] };
    const relay = relayOf({
      ...question,
      handovers: contribute([of]),
      contacts: contribute([contact('2026-09-30', ['trix']), contact('2026-10-02', ['teun'])]),
    });
    expect(relay.handovers).toMatchObject([{ state: 'WAITING' }]);
  });

  it('counts once when the asker and the asked both recorded it', () => {
    const echo = { ...asked('LT3'), ...partOf('LT3', 'echo') };
    const twice = relayOf({ ...question, handovers: contribute([asked('LT3'), echo]) });
    expect(twice.handovers).toHaveLength(1);
    const unnamed = relayOf({ ...question, handovers: contribute([asked(null), asked('LT3')]) });
    expect(unnamed.handovers).toMatchObject([{ toUnit: 'LT3' }]);
  });
});

describe('what runs twice', () => {
  const found = overlapsOf(contribute(activities), castDay);

  it('around the relay family is four, with whom both are about', () => {
    const rows = found.overlaps.map(({ kind, units, from, until, days, isRunning, sharedMemberIds }) => ({
      kind,
      units,
      from,
      until,
      days,
      isRunning,
      shared: sharedMemberIds,
    }));
    expect(rows).toEqual(expectedOverlaps);
  });

  it('and five investigations in fourteen months by three organisations', () => {
    expect(found.investigations).toEqual(expectedInvestigations);
  });

  const investigation = (unit: string, from: string, until: string | null, who: string[]): ActivityPart => ({
    ...partOf(unit, `${unit}-${from}`, who),
    kind: 'INVESTIGATION',
    name: 'ANY',
    unit,
    from,
    until,
  });

  it('is one day when one ends on the day that the other begins, and none a day later', () => {
    const first = investigation('VT1', '2024-02-01', '2024-02-29', []);
    const at = (from: string) =>
      overlapsOf(contribute([first, investigation('RVDK', from, null, [])]), castDay).overlaps;
    expect(at('2024-02-29')).toMatchObject([{ days: 1, isRunning: false, until: '2024-02-29' }]);
    expect(at('2024-03-01')).toEqual([]);
  });

  it('is not of two that are about other people, nor of one unit', () => {
    const of = (unit: string, who: string[]) => [
      investigation('VT1', '2026-01-01', null, ['teun']),
      investigation(unit, '2026-01-02', null, who),
    ];
    expect(overlapsOf(contribute(of('RVDK', ['fien'])), castDay).overlaps).toEqual([]);
    expect(overlapsOf(contribute(of('VT1', ['teun'])), castDay).overlaps).toEqual([]);
    expect(overlapsOf(contribute(of('RVDK', [])), castDay).overlaps).toMatchObject([
      { sharedMemberIds: ['teun'] },
    ]);
  });

  it('is told with the gap when an organisation is lost', () => {
    const left = overlapsOf(without(contribute(activities), 'RAAD'), castDay);
    expect(left.overlaps).toHaveLength(3);
    expect(left.missing).toEqual([{ organisation: 'RAAD', reason: 'DOWN' }]);
  });

  const day = fc.integer({ min: 0, max: 900 }).map((days) => plusDays('2023-12-01', days));
  const any = fc
    .record({
      unit: fc.constantFrom('VT1', 'RVDK', 'LT1', 'GI1'),
      from: day,
      length: fc.option(fc.integer({ min: 0, max: 300 })),
      who: fc.subarray(['a', 'b', 'c']),
    })
    .map(({ unit, from, length, who }) =>
      investigation(unit, from, length === null ? null : plusDays(from, length), who),
    );

  it('is the same in any order, however often a record comes, and as many days as both were there', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 10 }), (some) => {
        const once = overlapsOf(contribute(some), '2025-07-01');
        expect(overlapsOf(contribute([...some, ...some].reverse()).toReversed(), '2025-07-01')).toEqual(once);
        for (const { activityIds, days, from } of once.overlaps) {
          const ends = some.filter(({ id }) => activityIds.includes(id)).map(({ until }) => until);
          const common = Array.from({ length: 1000 }, (_, offset) => plusDays(from, offset)).filter(
            (one) => one <= '2025-07-01' && ends.every((end) => end === null || one <= end),
          );
          if (new Set(some.map(({ id }) => id)).size === some.length) expect(days).toBe(common.length);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('who did not know of each other', () => {
  const of = {
    acquaintances: contribute(acquaintances),
    work: contribute(work),
    handovers: contribute(handovers),
    periods,
    onDay: castDay,
  };

  it('around the relay family: three pairs', () => {
    const { pairs, notEstablished } = strangersOf(of);
    expect(pairs.map(({ parties }) => parties)).toEqual(expectedStrangers);
    expect(pairs.find(({ parties }) => parties[1] === 'VT2')?.ground).toBe('EARLIER_FILE');
    expect(notEstablished).toEqual([]);
  });

  it('is not established of whom there is no list', () => {
    const unlisted = contribute(acquaintances.filter(({ unit }) => unit !== 'LT2'));
    const { pairs, notEstablished } = strangersOf({ ...of, acquaintances: unlisted });
    expect(pairs.map(({ parties }) => parties)).not.toContainEqual(['LT2', 'VT1']);
    expect(notEstablished.map(({ parties }) => parties)).toContainEqual(['LT2', 'VT1']);
  });

  it('nothing is established from a list that is older than what it should have named', () => {
    const old = contribute(acquaintances.map((list) => ({ ...list, asOf: '2025-01-01' })));
    const { pairs, notEstablished } = strangersOf({ ...of, acquaintances: old });
    expect(pairs).toEqual([]);
    expect(notEstablished.map(({ parties }) => parties)).toEqual(expect.arrayContaining([['LT2', 'VT1']]));
  });

  it('never tells of the therapist whom the mother shows to one team alone', () => {
    expect(JSON.stringify(strangersOf(of))).not.toContain('GGZ');
  });
});

describe('before the measure', () => {
  it('the family had a plan and treatment of its own will', () => {
    const { measures: rows, mayBeIncomplete } = precedingHelp({
      measures: contribute(measures),
      help: contribute(help),
      plans: contribute(activities),
    });
    expect(rows).toHaveLength(sixChildren.length);
    const ofHein = rows.find(({ memberIds }) => memberIds.includes('hein'));
    expect(
      ofHein?.precededBy.map(({ name, startedOn, daysBefore }) => ({
        name: name === 'FAMILY_PLAN' ? 'family plan' : name,
        startedOn,
        daysBefore,
      })),
    ).toEqual(expectedHelpBeforeTheMeasure);
    expect(mayBeIncomplete).toBe(false);
  });

  it('help that was asked for and did not come is told as such, and a lost source is no "nothing"', () => {
    const late = help.map((one) => ({
      ...one,
      frame: 'VOLUNTARY' as const,
      startedOn: '2026-05-04',
      askedOn: '2026-03-01',
    }));
    const { measures: rows } = precedingHelp({
      measures: contribute(measures),
      help: contribute(late),
      plans: contribute<ActivityPart>([]),
    });
    const ofTrix = rows.find(({ memberIds }) => memberIds.includes('trix'));
    expect(ofTrix).toMatchObject({
      precededBy: [],
      askedInVain: [{ name: 'foster support', askedOn: '2026-03-01' }],
    });
    const lost = precedingHelp({
      measures: contribute(measures),
      help: without(contribute(help), 'LOCAL_TEAM'),
      plans: without(contribute(activities), 'LOCAL_TEAM'),
    });
    expect(lost.mayBeIncomplete).toBe(true);
    expect(lost.missing).toEqual([{ organisation: 'LOCAL_TEAM', reason: 'DOWN' }]);
  });
});
