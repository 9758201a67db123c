import { describe, expect, it } from '@jest/globals';
import { names } from '../../bench/engine/contestants/start-all.js';
import { judgeGoals } from '../../bench/engine/goals.js';
import { cpuRatio, type Figures } from '../../bench/engine/measure.js';
import { fewIdentities, type Measured, oneIdentity } from '../../bench/engine/scenarios.js';
import { readRunOptions } from '../../bench/options.js';
import { judgeProduct } from '../../bench/product-goals.js';

function figures(cpuMicros: number, rest: Partial<Figures> = {}): Figures {
  return {
    requests: 1_000,
    requestsPerSecond: 500,
    p50Ms: 10,
    p95Ms: 20,
    p99Ms: 30,
    cpuMicrosPerRequest: cpuMicros,
    cpuMicrosOfRounds: [cpuMicros, cpuMicros, cpuMicros],
    residentMegabytes: 150,
    callsPerRequest: { register: 1, 'veilig-thuis': 1, raad: 1, gi: 1, 'local-team': 2 },
    identitiesPerRequest: 1,
    ...rest,
  };
}

function measured(each: Readonly<Record<string, Figures>>, members = 6): Measured {
  return { households: 1, members, figures: each };
}

function verdictsOf(goal: string, evidence: Parameters<typeof judgeGoals>[0]): readonly string[] {
  return judgeGoals(evidence).flatMap((judged) => (judged.goal === goal ? [judged.verdict] : []));
}

/** With two hundred people, and with a new one each time. */
const accessNotMeasured = ['not measured', 'not measured'];

describe('the goals of the engine', () => {
  const good = measured({
    [names.aggregator]: figures(250),
    [names.gateway]: figures(380),
    [names.stock]: figures(3_200),
    [names.hive]: figures(2_300),
    [names.aggregatorLoop]: figures(200),
    [names.engineLoop]: figures(215),
  });

  it('are met by a run in which every ratio is within its limit', () => {
    expect(verdictsOf('1', { usual: good })).toEqual(['met']);
    expect(verdictsOf('2', { usual: good })).toEqual(['met', 'met', 'met', ...accessNotMeasured]);
  });

  it('are missed where a ratio is beyond it', () => {
    const slow = measured({
      ...good.figures,
      [names.gateway]: figures(900),
      [names.engineLoop]: figures(300),
    });
    expect(verdictsOf('1', { usual: slow })).toEqual(['missed']);
    expect(verdictsOf('2', { usual: slow })).toEqual(['missed', 'missed', 'missed', ...accessNotMeasured]);
  });

  it('are not measured, and so not met, where somebody took no part', () => {
    const { [names.hive]: _, ...withoutHive } = good.figures;
    expect(verdictsOf('2', { usual: measured(withoutHive) })).toEqual([
      'met',
      'met',
      'not measured',
      ...accessNotMeasured,
    ]);
    expect(new Set(judgeGoals({}).map(({ verdict }) => verdict))).toEqual(new Set(['not measured']));
  });

  it('are told of everything on for people who ask again and for those who never do', () => {
    const access = measured({
      [names.aggregator]: figures(250),
      [fewIdentities]: figures(480),
      [names.householdGuarded]: figures(900),
    });
    expect(verdictsOf('2', { access }).slice(-2)).toEqual(['met', 'missed']);
  });

  it('hold every identity to calls of its own: an answer shared with somebody else is a miss', () => {
    const callsPerRequest = { ...figures(1).callsPerRequest, raad: 0.4 };
    const shared = measured({
      [names.gateway]: figures(380, { callsPerRequest }),
      [oneIdentity]: figures(380, { callsPerRequest }),
    });
    expect(verdictsOf('3', { identity: shared })).toEqual(['missed', 'met']);
  });

  it('hold growth to a straight line, and calls to the same number for any size', () => {
    const sizes = (cost: (members: number) => number, calls = 1) =>
      [2, 20, 200].map((members) =>
        measured(
          {
            [names.gateway]: figures(cost(members), {
              callsPerRequest: { ...figures(1).callsPerRequest, gi: members > 20 ? calls : 1 },
            }),
          },
          members,
        ),
      );
    const about = (members: readonly Measured[]) => verdictsOf('4', { members }).slice(0, 2);
    expect(about(sizes((members) => 300 + 20 * members))).toEqual(['met', 'met']);
    expect(about(sizes((members) => 300 + members * members))).toEqual(['missed', 'met']);
    expect(about(sizes((members) => 300 + 20 * members, 10))).toEqual(['met', 'missed']);
  });

  it('call a source that sleeps harmless only if others are answered as fast as without it', () => {
    const probe = { requests: 100, p50Ms: 4, p95Ms: 8, cpuMicrosPerRequest: 400 };
    const slow = {
      sleepMs: 5_000,
      budgetMs: 1_500,
      aloneMs: 1_520,
      asked: 1_000,
      waiting: 1_000,
      quiet: probe,
      beside: probe,
    };
    expect(verdictsOf('6', { slow })).toEqual(['met', 'met']);
    expect(verdictsOf('6', { slow: { ...slow, aloneMs: 5_010 } })).toEqual(['missed', 'met']);
    expect(verdictsOf('6', { slow: { ...slow, beside: { ...probe, p50Ms: 40 } } })).toEqual([
      'met',
      'missed',
    ]);
  });

  it('take the ratio between neighbours in time, so that a busy minute counts for both', () => {
    const one = figures(0, { cpuMicrosOfRounds: [200, 2_000, 210] });
    const other = figures(0, { cpuMicrosOfRounds: [100, 1_000, 100] });
    expect(cpuRatio(one, other)).toBe(2);
    expect(cpuRatio(one, undefined)).toBeNull();
    expect(cpuRatio(one, figures(0, { cpuMicrosOfRounds: [] }))).toBeNull();
  });
});

describe('the command line of the benchmark', () => {
  it('asks everything by itself, writes nothing unless told, and is short of the product when quick', () => {
    const whole = readRunOptions([]);
    expect(whole).toMatchObject({ isQuick: false, asksProduct: true, soakMinutes: null, writes: false });
    expect(whole.scenarios).toHaveLength(7);
    expect(readRunOptions(['--quick'])).toMatchObject({ asksProduct: false });
  });

  it('asks one thing when told', () => {
    expect(readRunOptions(['--only', 'slow'])).toMatchObject({ scenarios: ['slow'], asksProduct: false });
    expect(readRunOptions(['--only', 'product'])).toMatchObject({ scenarios: [], asksProduct: true });
    expect(readRunOptions(['--soak', '10'])).toMatchObject({ scenarios: [], soakMinutes: 10 });
  });

  it.each([[['--only', 'everything']], [['--soak', 'long']], [['--fast']]])(
    'says how it is used when it does not understand %j',
    (args) => {
      expect(() => readRunOptions(args)).toThrow('npm run bench --');
    },
  );
});

describe('the goals of the product', () => {
  const measured = (name: string, p50: number, cpu: number | null) => ({
    name,
    ratio: { p50, cpu, throughput: 1 },
  });

  it('are met, missed or not measured, each by itself', () => {
    const results = [measured('relay-family-combined', 1.5, 1.51), measured('long-timeline', 8, null)];
    expect(judgeProduct(results).map(({ goal, verdict }) => [goal, verdict])).toEqual([
      ['combined', 'met'],
      ['combined', 'missed'],
      ['timeline', 'missed'],
      ['timeline', 'not measured'],
    ]);
    expect(judgeProduct([]).every(({ verdict }) => verdict === 'not measured')).toBe(true);
  });
});
