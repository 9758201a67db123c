/** How long it took from the first serious fact to the first step that protected. */
import { describe, expect, it } from '@jest/globals';
import type { FirstProtectionParts } from '../../subgraphs/household/combine/first-protection.js';
import { toFirstProtection } from '../../subgraphs/household/combine/first-protection.js';
import { activity, answered, concern, event, without } from './contributions.js';
import { firstProtection, referenceDay } from './expected-terms.js';

const { seriousFactOn, firstStep, firstForcedMeasure } = firstProtection;

/** The relay family: what the cast tells of concerns, plans and measures. */
const relay: FirstProtectionParts = {
  concerns: answered([
    concern({ observedOn: '2025-03-10', severity: 'MODERATE' }, 'LT1'),
    concern({ observedOn: '2025-04-14', statementKind: 'OPINION' }, 'LT1'),
    concern({ observedOn: '2025-05-01', fact: null, label: 'unsafe' }, 'GI1'),
    concern({ observedOn: seriousFactOn }),
    concern({ observedOn: '2026-10-05' }),
  ]),
  events: answered([
    event({ id: 'earlier measure', kind: 'MEASURE_STARTED', when: '2024-01-01' }, 'GI1'),
    event({ id: 'ots', kind: 'MEASURE_STARTED', when: firstForcedMeasure.on }, 'GI1'),
    event({ id: 'girls', kind: 'PLACEMENT_CARRIED_OUT', when: firstForcedMeasure.on }, 'GI1'),
    event({ id: 'talk', kind: 'MEMBER_SEEN', when: '2025-09-06' }, 'LT1'),
  ]),
  activities: answered([
    activity({ name: 'FAMILY_PLAN', from: '2025-09-10' }, 'LT1'),
    activity({ name: firstStep.name, from: firstStep.on }, 'VT1'),
  ]),
};

describe('from the first serious fact to the first step that protected', () => {
  it('went 22 days in the relay family, and 207 until the judge', () => {
    expect(toFirstProtection(relay, { referenceDay })).toMatchObject({
      seriousFact: { on: seriousFactOn, isExact: true },
      firstStep: { name: 'SAFETY_PLAN', on: firstStep.on, days: firstStep.days },
      firstForcedStep: { name: 'MEASURE_STARTED', on: firstForcedMeasure.on, days: firstForcedMeasure.days },
      daysWithout: null,
      mayBeOtherwise: false,
      missing: [],
      visibility: 'ALL',
    });
  });

  it('counts on while no step was taken', () => {
    expect(toFirstProtection(relay, { referenceDay: '2025-09-14' })).toMatchObject({
      firstStep: null,
      firstForcedStep: null,
      daysWithout: 10,
    });
  });

  it('is no figure where no serious fact is recorded: an opinion or a label alone is none', () => {
    const calm = {
      ...relay,
      concerns: answered(
        relay.concerns
          .flatMap(({ parts }) => parts.slice(0, 2))
          .filter(({ observedOn }) => observedOn < seriousFactOn),
      ),
    };
    expect(toFirstProtection(calm, { referenceDay })).toMatchObject({
      seriousFact: null,
      firstStep: null,
      daysWithout: null,
    });
  });

  it('says that it may be otherwise where somebody could not be heard', () => {
    const lost = { ...relay, activities: without(relay.activities, 'VEILIG_THUIS') };
    expect(toFirstProtection(lost, { referenceDay })).toMatchObject({
      firstStep: { days: 207 },
      mayBeOtherwise: true,
      missing: [{ organisation: 'VEILIG_THUIS', reason: 'TIMED_OUT' }],
    });
  });

  it('says that it is not exact where a source knows the month alone, and leaves out what is no day', () => {
    const vague = {
      ...relay,
      concerns: answered([concern({ observedOn: '2025-09' }), concern({ observedOn: 'once' }, 'LT1')]),
    };
    expect(toFirstProtection(vague, { referenceDay })).toMatchObject({
      seriousFact: { on: '2025-09-01', isExact: false },
      firstStep: { days: 25 },
      missing: [{ organisation: 'LOCAL_TEAM', reason: 'CONTRACT_BROKEN' }],
    });
  });

  it('does not depend on who answers first, and follows which steps are said to protect', () => {
    const turned = {
      concerns: [...relay.concerns].reverse(),
      events: [...relay.events].reverse().map((one) => ({ ...one, parts: [...one.parts].reverse() })),
      activities: [...relay.activities].reverse(),
    };
    expect(toFirstProtection(turned, { referenceDay })).toEqual(toFirstProtection(relay, { referenceDay }));
    const steps = { MEMBER_SEEN: 'AGREED' } as const;
    expect(toFirstProtection(relay, { referenceDay, steps })).toMatchObject({
      firstStep: { name: 'MEMBER_SEEN', days: 2 },
    });
  });
});
