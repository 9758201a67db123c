/** Study sets of costs through the front door: whoever plans the chain has groups of ten or more under pseudonyms, and nobody anything of one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { projectRoot } from '../../schema/project-root.js';
import { askerOf } from '../access/over-http/askers.js';
import { type MadeSupergraph, startMadeSupergraph } from '../access/over-http/made-supergraph.js';
import { withForced, withSupport } from './counted-lines.js';
import { type CountedWorld, createCountedWorld, inRotterdam } from './counted-world.js';
import { expectedByFrame, thirdQuarter } from './expected-costs.js';
import { lastEntry } from './processing-log.js';

const query = readFileSync(join(projectRoot, 'schema', 'operations', 'cost-study-set.graphql'), 'utf8');
const indicators = `{ indicators(region: "rotterdam", from: "2026-01-01", until: "2026-09-30", referenceDate: "2026-10-31") {
  figures { households { state } measures { state } } } }`;
const quarter: { readonly from: string; readonly until: string } = thirdQuarter;
const asked = { study: 'demonstration-2026', region: 'rotterdam', ...quarter };
const activity = (name: string) => `https://gezinsbeeld.invalid/processing-activities/${name}`;
const studyOfCosts = activity('study-costs');
/** Cents to hundreds of euros, in euros. */
const hundreds = (cents: number): number => Math.round(cents / 10_000) * 100;
const suppressed = { state: 'SUPPRESSED', value: null };

let world: CountedWorld;
let supergraph: MadeSupergraph;

beforeAll(async () => {
  world = createCountedWorld();
  supergraph = await startMadeSupergraph(world);
}, 120_000);
afterAll(() => supergraph?.stop());
beforeEach(() => {
  Object.assign(world.gi, { isDown: false, messagesAreDown: false });
  world.gi.broken.clear();
  world.teams.isDown = false;
  for (const { controls, reads, decisions, course } of [world.gi, world.teams]) {
    Object.assign(controls, { readBudget: undefined });
    for (const list of [reads, decisions, course]) list.length = 0;
  }
  world.reads.length = 0;
});

const ask = (change: Partial<typeof asked> = {}) =>
  supergraph.ask(askerOf('architect'), query, {
    variables: { ...asked, ...change },
    activity: studyOfCosts,
  });
const setOf = async (change: Partial<typeof asked> = {}) => (await ask(change)).data.costStudySet.set;
const reads = () => [...world.gi.reads, ...world.teams.reads, ...world.reads];

interface Group {
  readonly frames: string;
  readonly rows: readonly { readonly pseudonym: string }[];
}
const pseudonymsIn = (groups: readonly Group[]) =>
  groups.flatMap(({ rows }) => rows.map(({ pseudonym }) => pseudonym));

describe('a study set of costs', () => {
  it('has groups of ten households or more that are alike, in bands, and what it is given under', async () => {
    const { data, errors } = await ask();
    expect(errors).toEqual([]);
    const { set, ...about } = data.costStudySet;
    expect(about).toEqual({
      ...asked,
      name: 'What help costs (fictitious)',
      agreement: expect.stringContaining('fictitious'),
      isDemonstration: true,
      regionName: 'Rotterdam',
      regionLabel: 'fictitious',
      smallestGroup: 10,
      bandsFromCents: [0, 1, 100_000, 250_000, 500_000, 1_000_000, 2_500_000],
    });
    const row = (voluntaryFromCents: number, forcedFromCents: number) => ({
      pseudonym: expect.stringMatching(/^[\w-]{22}$/),
      voluntaryFromCents,
      forcedFromCents,
    });
    expect(set).toEqual({
      state: 'COUNTED',
      missing: [],
      householdsNotEstablishedAtLeast: suppressed,
      groups: [
        {
          frames: 'VOLUNTARY_ONLY',
          members: 'ONE_OR_TWO',
          householdsAtLeast: 15,
          // 18 × 1,782.00, to hundreds of euros.
          voluntary: { state: 'COUNTED', euros: 32_100 },
          forced: { state: 'COUNTED', euros: 0 },
          rows: Array.from({ length: withSupport - withForced }, () => row(100_000, 0)),
        },
        {
          frames: 'WITH_FORCED',
          members: 'ONE_OR_TWO',
          householdsAtLeast: 10,
          voluntary: { state: 'COUNTED', euros: hundreds(withForced * expectedByFrame.VOLUNTARY) },
          forced: { state: 'COUNTED', euros: hundreds(withForced * expectedByFrame.FORCED) },
          rows: Array.from({ length: withForced }, () => row(500_000, 1_000_000)),
        },
      ],
    });
  });

  it('counts for the household what was filed on its youngest child: 21,294.00 for each like family 2', async () => {
    const { groups } = await setOf();
    const { voluntary, forced } = groups.find(({ frames }: Group) => frames === 'WITH_FORCED');
    // 12 × 21,294.00, each of the two sums to hundreds of euros.
    expect(voluntary.euros + forced.euros).toBe(62_900 + 192_700);
    expect(Math.abs(voluntary.euros + forced.euros - withForced * 21_294)).toBeLessThan(100);
  });

  it('leaves out a group of fewer than ten, and does not say that there is one', async () => {
    const { groups } = await setOf();
    expect(groups.map(({ frames }: Group) => frames)).not.toContain('NONE');
    expect(pseudonymsIn(groups)).toHaveLength(withSupport);
    expect((await setOf({ region: 'foodvalley' })).groups).toEqual([]);
  });

  it('gives a household one row in one set, and no row leads to one of another quarter', async () => {
    const third = await setOf();
    expect(await setOf()).toEqual(third);
    // In the second quarter nothing cost anything: all are alike.
    const { groups } = await setOf({ from: '2026-04-01', until: '2026-06-30' });
    expect(groups).toMatchObject([{ frames: 'NONE', householdsAtLeast: 35, forced: { euros: 0 } }]);
    expect(pseudonymsIn(groups)).toHaveLength(inRotterdam);
    expect(new Set(pseudonymsIn([...groups, ...third.groups])).size).toBe(inRotterdam + withSupport);
  });

  it('holds nothing of a single household: no id, no name and no number', async () => {
    const { data } = await ask();
    expect(JSON.stringify(data)).not.toMatch(
      /hh_|counted-|case-|support-|GI1|LT\d|[gm]iKey|TeamKey|ticket|0599|99009901/,
    );
  });

  it('is asked of every source once, with its key of each household and without its id', async () => {
    await ask();
    expect(world.gi.reads.filter((read) => read.startsWith('content'))).toHaveLength(withForced);
    expect(world.teams.reads.filter((read) => read.startsWith('content'))).toHaveLength(withSupport);
    expect(world.reads).toEqual([]);
  });

  it('leaves a line in the processing log: which households were counted, for what, and nobody in them', async () => {
    await ask();
    const last = await lastEntry(supergraph);
    expect(last).toMatchObject({
      activity: studyOfCosts,
      asker: { function: 'architect' },
      persons: [],
    });
    const kinds = last?.organisations.map(({ organisation, recordTypes }) => [organisation, recordTypes]);
    expect(Object.fromEntries(kinds ?? [])).toEqual({
      GI: ['cost-line'],
      LOCAL_TEAM: ['cost-line'],
      REGISTER: ['combined-view', 'cost-line', 'involvement'],
    });
    expect(last?.households).toHaveLength(inRotterdam);
  });
});

describe('whoever asks for a study set', () => {
  it('has none without planning the chain, and no source is asked', async () => {
    for (const name of functionNames.filter((each): each is FunctionName => each !== 'architect')) {
      const { data, errors } = await supergraph.ask(askerOf(name), query, { variables: asked });
      expect([name, data]).toEqual([name, { costStudySet: null }]);
      expect(errors).toMatchObject([
        {
          path: ['costStudySet'],
          extensions: { code: 'WITHHELD', rule: 'household-counted-for-architects-alone' },
        },
      ]);
    }
    expect(reads()).toEqual([]);
  });

  it('has none for the purpose of indicators, and is told for which; indicators are as they were', async () => {
    const { data, errors } = await supergraph.ask(askerOf('architect'), query, {
      variables: asked,
      activity: activity('plan-the-chain'),
    });
    expect(data).toEqual({ costStudySet: null });
    expect(errors).toMatchObject([
      {
        path: ['costStudySet'],
        extensions: {
          code: 'WITHHELD',
          recordType: 'COST_LINE',
          rule: 'household-counted-for-study-of-costs-alone',
          en: 'What help cost is only for a study of costs that was agreed: ask it for that purpose.',
        },
      },
    ]);
    expect(reads()).toEqual([]);
    const figures = await supergraph.ask(askerOf('architect'), indicators);
    expect(figures.errors).toEqual([]);
    expect(figures.data.indicators.figures).toEqual({
      households: { state: 'COUNTED' },
      measures: { state: 'COUNTED' },
    });
    expect(world.teams.reads).toEqual([]);
  });

  it.each([
    ['a study that nobody agreed to', { study: 'mine' }, 'study: expected one of demonstration-2026'],
    ['a region outside it', { region: 'utrecht' }, 'region: expected a region of the agreement: rotterdam'],
    [
      'a quarter outside it',
      { from: '2025-07-01', until: '2025-09-30' },
      'quarter: expected one of the agreement: within 2026-01-01 to 2026-12-31',
    ],
    ['two quarters', { from: '2026-04-01' }, 'quarter: expected one quarter'],
    ['a month', { until: '2026-07-31' }, 'quarter: expected one quarter'],
    [
      'a quarter that runs',
      { from: '2026-10-01', until: '2026-12-31' },
      'quarter: expected a quarter that is over',
    ],
  ])('with %s is refused, saying what was expected', async (_, change, message) => {
    const { data, errors } = await ask(change);
    expect(data).toEqual({ costStudySet: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(reads()).toEqual([]);
  });
});

describe('the organisations whose cost lines are counted', () => {
  it('keep which were counted, by which rule, before any is read', async () => {
    await ask();
    const lines = (decisions: CountedWorld['giDecisions']) =>
      new Set(decisions.map(({ recordType, answer, rule }) => `${recordType} ${answer} ${rule}`));
    expect(lines(world.gi.decisions)).toEqual(new Set(['cost-line COUNT gi-cost-line-counted']));
    expect(lines(world.teams.decisions)).toEqual(new Set(['cost-line COUNT local-team-cost-line-counted']));
    expect(world.gi.decisions).toHaveLength(withForced * 5);
    expect(world.teams.decisions).toHaveLength(withSupport);
    for (const { course } of [world.gi, world.teams]) {
      const firstRead = course.findIndex((step) => step.startsWith('content'));
      expect(course.slice(firstRead).filter((step) => step.startsWith('COUNT'))).toEqual([]);
    }
  });

  it('count one question as one read', async () => {
    const spent: string[] = [];
    for (const [name, { controls }] of Object.entries({ gi: world.gi, teams: world.teams })) {
      Object.assign(controls, {
        readBudget: {
          spend: () => {
            spent.push(name);
            return null;
          },
        },
      });
    }
    expect(await setOf()).toMatchObject({ state: 'COUNTED' });
    expect(spent.sort()).toEqual(['gi', 'teams']);
  });

  it.each([
    ['the GI', () => Object.assign(world.gi, { isDown: true }), 'GI'],
    ['the messages of the GI', () => Object.assign(world.gi, { messagesAreDown: true }), 'GI'],
    ['the local teams', () => Object.assign(world.teams, { isDown: true }), 'LOCAL_TEAM'],
  ])(
    'are lost: without %s there are no groups, and not those alone whom it does not know',
    async (...told) => {
      const [, lose, organisation] = told;
      lose();
      const { data, errors } = await ask();
      expect(errors).toEqual([]);
      expect(data.costStudySet.set).toEqual({
        state: 'NOT_ESTABLISHED',
        missing: [{ organisation, reason: 'DOWN' }],
        householdsNotEstablishedAtLeast: { state: 'COUNTED', value: 35 },
        groups: null,
      });
    },
  );

  it('have read enough for this asker: nothing is established, and nothing is read', async () => {
    Object.assign(world.gi.controls, { readBudget: { spend: () => new Date('2026-11-02T13:00:00Z') } });
    expect(await setOf()).toMatchObject({
      state: 'NOT_ESTABLISHED',
      missing: [{ organisation: 'GI', reason: 'READ_BUDGET_SPENT' }],
      groups: null,
    });
    expect(world.gi.reads).toEqual([]);
  });

  it('hold a record that cannot be read: its household is in no group, and how many is told of ten or more', async () => {
    world.gi.broken.add('counted-child-0');
    const one = await setOf();
    expect(one).toMatchObject({ state: 'COUNTED', householdsNotEstablishedAtLeast: suppressed });
    expect(one.groups.map(({ rows }: Group) => rows.length)).toEqual([18, 11]);
    for (let number = 1; number < 11; number += 1) world.gi.broken.add(`counted-child-${number}`);
    const eleven = await setOf();
    expect(eleven.householdsNotEstablishedAtLeast).toEqual({ state: 'COUNTED', value: 10 });
    expect(eleven.groups.map(({ frames }: Group) => frames)).toEqual(['VOLUNTARY_ONLY']);
  });
});
