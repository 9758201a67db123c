import { describe, expect, it } from '@jest/globals';
import { concernsOf } from '../../subgraphs/household/combine/concerns.js';
import type { ConcernPart } from '../../subgraphs/household/combine/contribution.js';
import { handoverOf, type SelectableTerm } from '../../subgraphs/household/combine/handover.js';
import { professionalsOf } from '../../subgraphs/household/combine/professionals.js';
import { expectedConcerns, expectedOfALabel } from './expected-concerns.js';
import { castDay } from './expected-professionals.js';
import { agreements, concerns, contribute, partOf, periods, without, work } from './relay-family.js';

describe('the concerns about the relay family', () => {
  const { concerns: found } = concernsOf(contribute(concerns));

  it('are facts by whom and when, the newest first, with what the family says of them', () => {
    expect(found).toHaveLength(expectedConcerns.length);
    for (const [index, expected] of expectedConcerns.entries()) {
      const { reactions, ...others } = expected;
      expect(found[index]).toMatchObject(others);
      expect(found[index]?.reactions).toHaveLength(reactions);
    }
  });

  it('keep the word "unsafe", and say that nobody described what was meant', () => {
    expect(found.filter(({ isLabelOnly }) => isLabelOnly)).toMatchObject([
      { label: 'unsafe', fact: null, ...expectedOfALabel },
    ]);
  });

  it('come in the same order whoever answers first, and once when they come twice', () => {
    expect(concernsOf(contribute([...concerns, ...concerns].reverse()).toReversed()).concerns).toEqual(found);
  });

  it('name whom could not be heard', () => {
    const { concerns: left, missing } = concernsOf(without(contribute(concerns), 'VEILIG_THUIS'));
    expect(left).toHaveLength(3);
    expect(missing).toEqual([{ organisation: 'VEILIG_THUIS', reason: 'DOWN' }]);
  });
});

describe('a concern', () => {
  const concern = (change: Partial<ConcernPart>): ConcernPart => ({
    ...partOf('GI1', 'one'),
    fact: 'the cot has no mattress',
    label: null,
    nature: 'neglect',
    severity: 'SERIOUS',
    observedOn: '2026-05-26',
    by: 'GI1',
    statementKind: 'FACT',
    reactions: [],
    ...change,
  });
  const read = (change: Partial<ConcernPart>) => concernsOf(contribute([concern(change)])).concerns[0];

  it('with fact, nature and severity is complete', () => {
    expect(read({})).toMatchObject({ lacking: [], note: null, isLabelOnly: false, statementKind: 'FACT' });
  });

  it('says which of them is not described', () => {
    expect(read({ severity: null })).toMatchObject({ lacking: ['SEVERITY'], note: 'severity not described' });
    expect(read({ nature: ' ' })).toMatchObject({ lacking: ['NATURE'], nature: null });
  });

  it('that is a label in the place of a fact, or called a fact by its source, is still no fact', () => {
    expect(read({ fact: 'Onveilig', nature: null, severity: null })).toMatchObject({
      fact: null,
      label: 'Onveilig',
      ...expectedOfALabel,
    });
    expect(read({ fact: null, label: 'unsafe' })).toMatchObject({
      note: 'no fact recorded',
      statementKind: 'OPINION',
    });
  });

  it('of which only the month is known is never newer than a day in that month', () => {
    const some = [
      concern({ ...partOf('GI1', 'day'), observedOn: '2026-05-02' }),
      concern({ ...partOf('GI1', 'month'), observedOn: '2026-05' }),
      concern({ ...partOf('GI1', 'year'), observedOn: '2026' }),
    ];
    expect(concernsOf(contribute(some)).concerns.map(({ id }) => id)).toEqual(['day', 'month', 'year']);
  });

  it('with a day that is none is left out, and its organisation named', () => {
    const { concerns: left, missing } = concernsOf(contribute([concern({ observedOn: '2026-13' })]));
    expect(left).toEqual([]);
    expect(missing).toEqual([{ organisation: 'GI', reason: 'CONTRACT_BROKEN' }]);
  });
});

describe('what a successor gets on the first day', () => {
  const term = (id: string, state: SelectableTerm['state'], dueOn: string, doneOn: string | null) => ({
    id,
    kind: 'ANY',
    state,
    dueOn,
    doneOn,
  });
  const whole = { missing: [], mayBeIncomplete: false };
  const question = {
    onDay: castDay,
    agreements: contribute(agreements),
    terms: {
      ...whole,
      deadlines: [
        term('judgement', 'RUNNING', '2026-12-18', null),
        term('inform', 'DUE_TODAY', '2026-11-02', null),
        term('late', 'OVERDUE', '2026-10-01', null),
        term('late and done', 'OVERDUE', '2025-11-21', '2025-12-01'),
        term('met', 'MET', '2025-09-12', '2025-09-12'),
        term('placement', 'LAPSED', '2026-06-30', null),
      ],
    },
    lastSeen: { ...whole, members: [{ memberId: 'trix', state: 'ALARM' }] },
    concerns: concernsOf(contribute(concerns)),
    professionals: professionalsOf({ contributions: contribute(work), onDay: castDay, periods }),
  };
  const packet = handoverOf(question);

  it('are the agreements that stand, the terms that run, and who is there, the fixed face first', () => {
    expect(packet.openAgreements.map(({ text }) => text)).toEqual([
      'weekly money talk',
      'no quarrels with children present',
      'girls home every other Sunday',
    ]);
    expect(packet.runningTerms.map(({ id }) => id)).toEqual(['late', 'inform', 'judgement']);
    expect(packet.involved).toHaveLength(15);
    expect(packet.involved[0]?.names).toEqual(['L2']);
    expect(packet.lastSeen).toEqual([{ memberId: 'trix', state: 'ALARM' }]);
    expect(packet.concerns).toHaveLength(5);
    expect(packet.nextDates.map(({ on, id }) => [on, id])).toEqual([
      ['2026-11-02', 'inform'],
      ['2026-12-18', 'judgement'],
    ]);
    expect(packet).toMatchObject(whole);
  });

  it('without an agreement that was recorded as ended, and with every gap of its parts', () => {
    const ended = agreements.map((one, index) => (index === 0 ? { ...one, endedOn: '2026-01-01' } : one));
    const { openAgreements, missing, mayBeIncomplete } = handoverOf({
      ...question,
      agreements: without(contribute(ended), 'GI'),
      terms: { ...question.terms, missing: [{ organisation: 'RAAD', reason: 'TIMED_OUT' }] },
    });
    expect(openAgreements.map(({ text }) => text)).toEqual(['weekly money talk']);
    expect(missing).toEqual([
      { organisation: 'GI', reason: 'DOWN' },
      { organisation: 'RAAD', reason: 'TIMED_OUT' },
    ]);
    expect(mayBeIncomplete).toBe(true);
  });
});
