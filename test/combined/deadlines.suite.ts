/** Which term ends when and whether it was kept: every row of the cast, and what happens where something is missing, wrong or set otherwise. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TermPart } from '../../subgraphs/household/combine/contribution.js';
import { plusDays } from '../../subgraphs/household/combine/days.js';
import { type Deadline, toDeadlines } from '../../subgraphs/household/combine/deadlines.js';
import { toTermRules } from '../../subgraphs/household/combine/term-rules.js';
import { propertyRuns } from '../household/worlds.js';
import { answered, organisationOf, sourceOf, term, without } from './contributions.js';
import {
  deadlinesOfTheCast,
  type ExpectedState,
  type ExpectedTerm,
  furtherTermsOfTheRelayFamily,
  referenceDay,
} from './expected-terms.js';
import { termsOfOtherFamilies } from './expected-terms-of-other-families.js';

const everyRow = [...deadlinesOfTheCast, ...furtherTermsOfTheRelayFamily, ...termsOfOtherFamilies];

/** The term as the unit's own subgraph contributes it. */
function toPart(row: ExpectedTerm): TermPart {
  const { kind, unit, from, alsoFrom = null, doneOn, who = [] } = row;
  const source = sourceOf(unit, row.term);
  return { id: `${row.family} ${row.term}`, memberIds: who, source, kind, from, alsoFrom, doneOn };
}

function deadlinesOf(parts: readonly TermPart[], on = referenceDay): readonly Deadline[] {
  return toDeadlines(answered(parts), { referenceDay: on }).deadlines;
}

/** Of one term alone. */
function deadlineOf(part: TermPart, on = referenceDay): Deadline | undefined {
  return deadlinesOf([part], on)[0];
}

/** The states for which the cast uses a word; "met" is also what was kept on the very last day. */
function statesOf(word: string): readonly ExpectedState[] {
  if (word === 'met') return ['MET', 'MET_ON_THE_DAY'];
  if (word === 'met on the day') return ['MET_ON_THE_DAY'];
  if (word.startsWith('overdue')) return ['OVERDUE'];
  if (word === 'lapsed') return ['LAPSED'];
  return word === 'due today' ? ['DUE_TODAY'] : ['RUNNING'];
}

describe('the deadlines of the cast', () => {
  it.each(everyRow.map((row) => [row.family, row.term, row] as const))('of family %i: %s', (_, __, row) => {
    const deadlines = deadlinesOf([toPart(row)]);
    const { dueOn, state, daysLate = null, daysLeft = null, isEstablished = true } = row;
    const persons = row.kind === 'INFORM_FAMILY' ? (row.who ?? []) : [];
    expect(deadlines.map(({ memberIds }) => memberIds)).toEqual(
      persons.length > 0 ? [...persons].sort().map((name) => [name]) : [row.who ?? []],
    );
    for (const deadline of deadlines) {
      expect(deadline).toMatchObject({ dueOn, state, daysLate, daysLeft, isEstablished, doneOn: row.doneOn });
      const other = row.alsoDueOn
        ? {
            startsOn: row.alsoFrom,
            dueOn: row.alsoDueOn,
            state: row.alsoState,
            daysLate: row.alsoDaysLate ?? null,
            daysLeft: row.alsoDaysLeft ?? null,
          }
        : null;
      expect(deadline.otherReading).toEqual(other);
    }
  });

  it("say of each row of the relay family's table what the cast says", () => {
    for (const row of deadlinesOfTheCast) expect(statesOf(row.castSays ?? '')).toContain(row.state);
    expect(deadlinesOfTheCast).toHaveLength(11);
  });

  it('of all organisations stand in one list, the earliest last day first, each with whose it is and why it counts', () => {
    const deadlines = deadlinesOf(deadlinesOfTheCast.map(toPart));
    expect(deadlines.map(({ dueOn }) => dueOn)).toEqual(deadlines.map(({ dueOn }) => dueOn).sort());
    expect(deadlines).toHaveLength(9 + 8 + 5);
    expect(deadlines.find(({ kind }) => kind === 'FIRST_CONTACT')).toEqual({
      id: '2 GI first contact, 5 working days after the GI was told (Good Friday, Easter Monday)',
      kind: 'FIRST_CONTACT',
      article: 'Besluit Jeugdwet art. 4.2.1',
      basis: 'LAW',
      isEstablished: true,
      configuredBy: null,
      memberIds: [],
      startsOn: '2026-03-30',
      dueOn: '2026-04-08',
      state: 'MET_ON_THE_DAY',
      daysLate: null,
      daysLeft: null,
      doneOn: '2026-04-08',
      otherReading: null,
      source: sourceOf(
        'GI1',
        'GI first contact, 5 working days after the GI was told (Good Friday, Easter Monday)',
      ),
    });
  });

  it('stay right about the rest, and name who is missing, when each organisation in turn does not answer', () => {
    const contributions = answered(everyRow.map(toPart));
    const all = toDeadlines(contributions, { referenceDay });
    expect(all).toMatchObject({ missing: [], visibility: 'ALL' });
    for (const lost of ['VEILIG_THUIS', 'RAAD', 'GI'] as const) {
      const rest = toDeadlines(without(contributions, lost), { referenceDay });
      expect(rest.deadlines).toEqual(all.deadlines.filter(({ source }) => source.organisation !== lost));
      expect(rest.missing).toEqual([{ organisation: lost, reason: 'TIMED_OUT' }]);
    }
  });
});

describe('a deadline', () => {
  const informing = term({ kind: 'INFORM_FAMILY', from: '2026-10-05', memberIds: ['m1'] });

  it.each([
    ['2026-11-01', 'RUNNING', null, 1],
    ['2026-11-02', 'DUE_TODAY', null, 0],
    ['2026-11-03', 'OVERDUE', 1, null],
    ['2026-12-02', 'OVERDUE', 30, null],
  ])('that falls on 2 November is on %s %s', (on, state, daysLate, daysLeft) => {
    expect(deadlineOf(informing, on)).toMatchObject({ dueOn: '2026-11-02', state, daysLate, daysLeft });
  });

  it.each([
    [0, '2026-11-02', 'DUE_TODAY'],
    [1, '2026-11-16', 'RUNNING'],
    [2, '2026-11-30', 'RUNNING'],
    [4, '2026-12-28', 'RUNNING'],
  ])('for informing that was put off %i times ends on %s', (timesPutOff, dueOn, state) => {
    expect(deadlineOf({ ...informing, timesPutOff })).toMatchObject({ dueOn, state });
  });

  it('that the law does not let anybody put off does not move, whatever was recorded', () => {
    const judgement = term({ kind: 'INQUIRY_JUDGEMENT', from: '2026-10-09', timesPutOff: 3 });
    expect(deadlineOf(judgement)?.dueOn).toBe('2026-12-18');
  });

  it('for informing is one for each person, so that one who was told does not speak for one who was not', () => {
    const told = term({ ...informing, id: 'told', memberIds: ['m1', 'm2'], doneOn: '2026-10-20' });
    const notTold = term({ ...informing, id: 'not told', memberIds: ['m3'] });
    expect(deadlinesOf([told, notTold]).map(({ memberIds, state }) => [...memberIds, state])).toEqual([
      ['m3', 'DUE_TODAY'],
      ['m1', 'MET'],
      ['m2', 'MET'],
    ]);
  });

  it('is not met by what was done before its term started', () => {
    const early = term({ kind: 'FIRST_CONTACT', from: '2026-10-30', doneOn: '2026-10-29' }, 'GI2');
    expect(deadlineOf(early)).toMatchObject({ state: 'RUNNING', doneOn: '2026-10-29', daysLeft: 4 });
    expect(deadlineOf({ ...early, doneOn: '2026-10-30' })).toMatchObject({ state: 'MET' });
  });

  it('is not met in the reading from the decision by an inquiry that began before the decision', () => {
    const inquiry = term({
      kind: 'INQUIRY_START',
      from: '2026-09-07',
      alsoFrom: '2026-09-11',
      doneOn: '2026-09-09',
    });
    expect(deadlineOf(inquiry)).toMatchObject({ state: 'MET', otherReading: { state: 'OVERDUE' } });
  });

  it('is that of the reference day: what was done later was not done yet', () => {
    const judgement = term({ kind: 'INQUIRY_JUDGEMENT', from: '2025-09-12', doneOn: '2025-12-01' });
    expect(deadlineOf(judgement, '2025-11-20')).toMatchObject({ state: 'RUNNING', daysLeft: 1 });
    expect(deadlineOf(judgement, '2025-11-30')).toMatchObject({ state: 'OVERDUE', daysLate: 9 });
    expect(deadlineOf(judgement, '2025-12-02')).toMatchObject({ state: 'OVERDUE', daysLate: 10 });
  });

  it('of an authorisation that was used too late stays lapsed', () => {
    const unused = term({ kind: 'PLACEMENT_UNUSED', from: '2026-03-30', doneOn: '2026-07-01' }, 'GI1');
    expect(deadlineOf(unused)).toMatchObject({ state: 'LAPSED', dueOn: '2026-06-30', daysLate: 125 });
    expect(deadlineOf({ ...unused, doneOn: '2026-06-30' })).toMatchObject({ state: 'MET_ON_THE_DAY' });
  });

  it('that a source gives no sensible days for is left out, and its organisation is named', () => {
    const wrong = term({ kind: 'FIRST_CONTACT', from: '2026-02-30' }, 'GI1');
    for (const part of [wrong, { ...informing, doneOn: 'yesterday' }, { ...informing, timesPutOff: 1.5 }]) {
      const sound = term({ kind: 'SAFETY_ASSESSMENT', from: '2026-10-30' });
      const combined = toDeadlines(answered([part, sound]), { referenceDay });
      expect(combined.deadlines.map(({ kind }) => kind)).toEqual(['SAFETY_ASSESSMENT']);
      expect(combined.missing).toEqual([
        { organisation: part.source.organisation, reason: 'CONTRACT_BROKEN' },
      ]);
    }
  });

  it('that may be withheld from this reader makes the list say so', () => {
    const contributions = answered([informing]);
    const masked = [{ recordType: 'INQUIRY', visibility: 'MAY_BE_FILTERED' as const }];
    const filtered = contributions.map((one) =>
      one.organisation === 'VEILIG_THUIS' ? { ...one, visibility: masked } : one,
    );
    expect(toDeadlines(filtered, { referenceDay })).toMatchObject({
      missing: [],
      visibility: 'MAY_BE_FILTERED',
    });
    const withheld = without(contributions, 'VEILIG_THUIS', { outcome: 'WITHHELD', reason: null });
    expect(toDeadlines(withheld, { referenceDay })).toMatchObject({
      deadlines: [],
      missing: [],
      visibility: 'MAY_BE_FILTERED',
    });
  });

  it('of which its organisation may have more is told with that: its feed is old, or a link waits', () => {
    const stale = without(answered([informing]), 'VEILIG_THUIS', {
      outcome: 'ANSWERED',
      reason: 'ROSTER_STALE',
      parts: [informing],
    });
    const combined = toDeadlines(stale, { referenceDay });
    expect(combined.deadlines).toHaveLength(1);
    expect(combined.missing).toEqual([{ organisation: 'VEILIG_THUIS', reason: 'ROSTER_STALE' }]);
  });

  it('counts once where two organisations tell of one record, as its own organisation tells it', () => {
    const copy = { ...informing, id: 'copy', doneOn: null };
    const own = { ...informing, id: 'own', doneOn: '2026-10-20' };
    const contributions = [
      { organisation: 'RAAD' as const, outcome: 'ANSWERED' as const, reason: null, parts: [copy] },
      { organisation: 'VEILIG_THUIS' as const, outcome: 'ANSWERED' as const, reason: null, parts: [own] },
    ];
    for (const order of [contributions, [...contributions].reverse()]) {
      expect(toDeadlines(order, { referenceDay }).deadlines).toMatchObject([{ id: 'own', state: 'MET' }]);
    }
  });

  it('cannot be told of a day that does not exist', () => {
    expect(() => toDeadlines([], { referenceDay: '2026-11-31' })).toThrow(
      'referenceDay: expected a day YYYY-MM-DD',
    );
  });
});

describe('the rules of the terms', () => {
  const inquiry = term({
    kind: 'INQUIRY_START',
    from: '2026-06-02',
    alsoFrom: '2026-06-09',
    doneOn: '2026-06-11',
  });
  const configuredBy = 'region rotterdam, 2026-03-01';

  it('let an organisation choose from which day the start of an inquiry is told; the other reading stays beside it', () => {
    const rules = toTermRules({ INQUIRY_START: { readFrom: 'ALSO_FROM', configuredBy } });
    const [deadline] = toDeadlines(answered([inquiry]), { referenceDay, rules }).deadlines;
    expect(deadline).toMatchObject({
      startsOn: '2026-06-09',
      dueOn: '2026-06-15',
      state: 'MET',
      isEstablished: true,
      configuredBy,
      otherReading: { startsOn: '2026-06-02', dueOn: '2026-06-08', state: 'OVERDUE', daysLate: 3 },
    });
  });

  it('say that a length that somebody set is not established, unless they give the article', () => {
    const length = { count: 8, unit: 'WEEK' } as const;
    const own = toTermRules({ INQUIRY_JUDGEMENT: { length, configuredBy } });
    expect(own.INQUIRY_JUDGEMENT).toMatchObject({
      length,
      basis: 'NONE',
      isEstablished: false,
      article: 'set instead of: Uitvoeringsbesluit Wmo 2015 art. 4.1.7',
      configuredBy,
    });
    const article = 'Uitvoeringsbesluit Wmo 2015 art. 4.1.7, as changed';
    const changed = toTermRules({ INQUIRY_JUDGEMENT: { length, article, configuredBy } });
    expect(changed.INQUIRY_JUDGEMENT).toMatchObject({ length, article, basis: 'LAW', isEstablished: true });
    expect(changed.FIRST_CONTACT).toEqual(toTermRules().FIRST_CONTACT);
  });

  it('call the 42 days of the Raad no law', () => {
    expect(toTermRules().COUNCIL_INVESTIGATION).toMatchObject({ basis: 'NONE', isEstablished: false });
  });

  it('refuse what is no term', () => {
    const wrong = (setting: Parameters<typeof toTermRules>[0]) => () => toTermRules(setting);
    const length = { count: 0, unit: 'DAY' } as const;
    expect(wrong({ FIRST_CONTACT: { length, configuredBy } })).toThrow('expected a term of 1 to 1000 days');
    expect(wrong({ FIRST_CONTACT: { configuredBy: ' ' } })).toThrow(
      'FIRST_CONTACT: expected who set this term',
    );
    expect(wrong({ MEASURE_END: { length: { count: 1, unit: 'YEAR' }, configuredBy } })).toThrow(
      'MEASURE_END: its last day is in the record; expected no length',
    );
    const mistyped = JSON.parse('{ "FIRST_CONTACTS": { "configuredBy": "region" } }');
    expect(() => toTermRules(mistyped)).toThrow(
      /^expected terms of SAFETY_ASSESSMENT, .*; 1 of another kind were set$/,
    );
  });
});

describe('whatever the records say', () => {
  const day = fc.integer({ min: 0, max: 400 }).map((days) => plusDays('2026-01-01', days));
  const kinds = ['SAFETY_ASSESSMENT', 'INQUIRY_START', 'INFORM_FAMILY', 'PLACEMENT_UNUSED'] as const;
  const anyTerm = fc
    .record({
      kind: fc.constantFrom(...kinds),
      from: day,
      alsoFrom: fc.option(day),
      doneOn: fc.option(day),
      unit: fc.constantFrom('VT1', 'GI1', 'RVDK', 'LT1'),
      recordId: fc.constantFrom('a', 'b', 'c'),
    })
    .map(({ unit, recordId, ...given }) => ({
      ...term({ ...given, id: `${unit} ${recordId} ${given.kind}` }, unit),
      source: sourceOf(unit, recordId),
    }));

  it('a term is never met before it started, never late and running at once, and nothing depends on who answers first', () => {
    fc.assert(
      fc.property(fc.array(anyTerm, { maxLength: 12 }), day, fc.nat(), (terms, on, turn) => {
        const contributions = answered(terms);
        const combined = toDeadlines(contributions, { referenceDay: on });
        for (const { startsOn, doneOn, state, dueOn, daysLate, daysLeft } of combined.deadlines) {
          if (state === 'MET' || state === 'MET_ON_THE_DAY') {
            expect(doneOn !== null && startsOn !== null && doneOn >= startsOn && doneOn <= dueOn).toBe(true);
          }
          expect(daysLate === null || daysLate > 0).toBe(true);
          expect(daysLeft === null || daysLeft >= 0).toBe(true);
          expect(daysLate === null || daysLeft === null).toBe(true);
        }
        const turned = contributions
          .map((one) => ({ ...one, parts: [...one.parts].reverse().concat(one.parts) }))
          .map((_, index, all) => all[(index + turn) % all.length] ?? all[0]);
        expect(
          toDeadlines(
            turned.flatMap((one) => one ?? []),
            { referenceDay: on },
          ),
        ).toEqual(combined);
      }),
      propertyRuns(100),
    );
  });
});

it('knows every unit of the rows', () => {
  expect(new Set(everyRow.map(({ unit }) => organisationOf(unit))).size).toBe(3);
});
