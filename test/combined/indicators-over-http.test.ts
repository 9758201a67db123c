/** Indicators through the front door: whoever plans the chain has figures of ten households or more, and nobody anything of one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SwitchState } from '../../adapter-kit/access/owner-switch.js';
import { type FunctionName, functionNames } from '../../adapter-kit/access/subject.js';
import { projectRoot } from '../../schema/project-root.js';
import { askerOf } from '../access/over-http/askers.js';
import { type MadeSupergraph, startMadeSupergraph } from '../access/over-http/made-supergraph.js';
import { type CountedWorld, createCountedWorld, inRotterdam } from './counted-world.js';
import { lastEntry } from './processing-log.js';

const query = readFileSync(join(projectRoot, 'schema', 'operations', 'indicators.graphql'), 'utf8');
const asked = { region: 'rotterdam', from: '2026-01-01', until: '2026-09-30', referenceDate: '2026-10-31' };
const counted = (value: number) => ({ state: 'COUNTED', value });
const notEstablished = { state: 'NOT_ESTABLISHED', value: null };
const suppressed = { state: 'SUPPRESSED', value: null };
const notConnected = { state: 'NOT_CONNECTED', value: null };

let world: CountedWorld;
let supergraph: MadeSupergraph;

beforeAll(async () => {
  world = createCountedWorld();
  supergraph = await startMadeSupergraph(world);
}, 120_000);
afterAll(() => supergraph?.stop());
beforeEach(() => {
  Object.assign(world.gi, { isDown: false, messagesAreDown: false });
  Object.assign(world.gi.controls, { ownerSwitch: undefined, readBudget: undefined });
  world.giReads.length = 0;
  world.giDecisions.length = 0;
  world.reads.length = 0;
});

const ask = (change: Partial<typeof asked> = {}, asker: FunctionName = 'architect') =>
  supergraph.ask(askerOf(asker), query, { variables: { ...asked, ...change } });
const figures = async (change: Partial<typeof asked> = {}) => (await ask(change)).data.indicators.figures;

describe('the indicators of a region', () => {
  it('are counted for who plans the chain', async () => {
    const { data, errors } = await ask();
    expect(errors).toEqual([]);
    expect(data.indicators).toMatchObject({
      ...asked,
      name: 'Rotterdam',
      label: 'fictitious',
      smallestGroup: 10,
      pilot: { isPilot: true, startedOn: null, note: expect.stringContaining('conflict') },
      figures: {
        households: counted(inRotterdam),
        householdsNotEstablished: counted(0),
        measures: counted(13),
        measuresPerHousehold: { state: 'COUNTED', perHundred: '36.1', inThreeDecimals: '36.111' },
        householdsWithMeasure: counted(12),
        householdsWithoutMeasure: counted(24),
        shareWithMeasure: { state: 'COUNTED', perHundred: '33.3', inThreeDecimals: '33.333' },
        waitingForHelp: {
          count: counted(21),
          days: counted(110),
          meanDays: { state: 'COUNTED', value: '10.0' },
          stillWaiting: counted(10),
        },
      },
    });
  });

  it('tell of kinds of measure without a source that they are not connected, and never 0', async () => {
    const { byKind, notConnected: words } = await figures();
    expect(byKind).toEqual([
      { kind: 'SUPERVISION_ORDER', measures: counted(13), households: counted(12) },
      { kind: 'TERMINATION_OF_AUTHORITY', measures: counted(0), households: counted(0) },
      { kind: 'EXCLUSION_AND_CONTACT_BAN', measures: notConnected, households: notConnected },
      { kind: 'PROBATION_MEASURE', measures: notConnected, households: notConnected },
    ]);
    expect(words).toEqual(['huisverbod', 'contactverbod', 'reclasseringsmaatregel']);
  });

  it('do not count what no owner lets be counted: who works with a household, and how it was handed over', async () => {
    const { professionalsPerHousehold, handovers } = await figures();
    expect(professionalsPerHousehold).toEqual(notEstablished);
    expect(handovers).toEqual({
      count: notEstablished,
      days: notEstablished,
      meanDays: notEstablished,
      stillWaiting: notEstablished,
    });
  });

  it('are kept back where a region has fewer than ten households', async () => {
    const { households, measures, householdsWithMeasure } = await figures({ region: 'foodvalley' });
    expect([households, measures, householdsWithMeasure]).toEqual([suppressed, suppressed, suppressed]);
  });

  it('are kept back where fewer than ten households have a measure in the period', async () => {
    const found = await figures({ from: '2026-04-01', until: '2026-06-30' });
    expect(found).toMatchObject({ households: counted(inRotterdam), measures: suppressed });
  });

  it('are the same when they are made again for the same reference day, and leave out what was recorded after it', async () => {
    const first = await ask();
    expect((await ask()).data).toEqual(first.data);
    expect(await figures({ referenceDate: '2026-02-28' })).toMatchObject({
      measures: counted(12),
      waitingForHelp: { count: counted(0), stillWaiting: counted(0) },
    });
  });

  it('hold nothing of a single household: no id, no name and no number', async () => {
    const { text } = await ask();
    expect(text).not.toMatch(/hh_|p_[\w-]{22}|counted-|case-|measure-|GI1|LT\d|giKey|ticket|0599|99009901/);
  });

  it('leave a line in the processing log: which households were counted, of what kinds, and nobody in them', async () => {
    await ask();
    const last = await lastEntry(supergraph);
    expect(last).toMatchObject({
      activity: 'https://gezinsbeeld.invalid/processing-activities/plan-the-chain',
      asker: { function: 'architect' },
      persons: [],
      organisations: [
        { organisation: 'GI', outcome: 'ANSWERED', recordTypes: ['measure', 'provision'] },
        { organisation: 'REGISTER', outcome: 'ANSWERED', recordTypes: ['combined-view', 'involvement'] },
      ],
    });
    expect(last?.households).toHaveLength(inRotterdam);
  });

  it('are given to nobody else, and no source is asked', async () => {
    for (const asker of functionNames.filter((name) => name !== 'architect')) {
      const { data, errors } = await ask({}, asker);
      expect([asker, data]).toEqual([asker, { indicators: null }]);
      expect(errors).toMatchObject([
        {
          path: ['indicators'],
          extensions: { code: 'WITHHELD', rule: 'household-counted-for-architects-alone' },
        },
      ]);
    }
    expect([...world.giReads, ...world.reads]).toEqual([]);
  });

  it('show whoever may count no single record, not even that there is one', async () => {
    const { data } = await supergraph.ask(
      askerOf('architect'),
      '{ myHouseholds { nodes { id measures { id } } } }',
    );
    expect(data.myHouseholds.nodes).toEqual([]);
    expect(world.giReads).toEqual([]);
  });
});

describe('the GI whose measures are counted', () => {
  it('keeps which of its cases were counted, and by which rule', async () => {
    await ask();
    const answers = new Set(
      world.giDecisions.map(({ recordType, answer, rule }) => `${recordType} ${answer} ${rule}`),
    );
    expect(answers).toEqual(
      new Set(['measure COUNT gi-measure-counted', 'provision COUNT gi-provision-counted']),
    );
    expect(world.giDecisions.filter(({ recordType }) => recordType === 'measure')).toHaveLength(13);
  });

  it('is down: its figures are not established, also of those whom it does not know, and the households are counted', async () => {
    world.gi.isDown = true;
    expect(await figures()).toMatchObject(withoutGi);
  });

  it('has stopped serving: the same, and nothing is read', async () => {
    Object.assign(world.gi.controls, { ownerSwitch: { read: () => stopped } });
    expect(await figures()).toMatchObject(withoutGi);
    expect(world.giReads).toEqual([]);
    expect(world.giDecisions).toMatchObject([
      { recordType: 'measure', reference: '-', answer: 'DENY', rule: 'owner-switch' },
      { recordType: 'provision', reference: '-', answer: 'DENY', rule: 'owner-switch' },
    ]);
  });

  it('has read enough for this asker: the same; and one question spends one read', async () => {
    const spent: unknown[] = [];
    const spend = (asker: unknown) => {
      spent.push(asker);
      return null;
    };
    Object.assign(world.gi.controls, { readBudget: { spend } });
    expect(await figures()).toMatchObject({ measures: counted(13) });
    expect(spent).toHaveLength(1);
    Object.assign(world.gi.controls, { readBudget: { spend: () => new Date('2026-11-02T13:00:00Z') } });
    world.giReads.length = 0;
    expect(await figures()).toMatchObject(withoutGi);
    expect(world.giReads).toEqual([]);
  });

  it('cannot read its messages: waiting is not established, and measures are counted', async () => {
    world.gi.messagesAreDown = true;
    expect(await figures()).toMatchObject({
      measures: counted(13),
      waitingForHelp: { count: notEstablished, stillWaiting: notEstablished },
    });
  });
});

describe('a question that is not one', () => {
  it.each([
    ['a day in a quarter', { from: '2026-01-02' }, 'period: expected whole quarters'],
    ['the middle of a quarter', { until: '2026-08-31' }, 'period: expected whole quarters'],
    [
      'a middle of a month',
      { referenceDate: '2026-10-15' },
      'referenceDate: expected the last day of a month',
    ],
    ['a day to come', { referenceDate: '2026-11-30' }, 'referenceDate: expected a day that is over'],
    ['a region that nobody knows', { region: 'elsewhere' }, 'region: expected one of rotterdam, foodvalley'],
  ])('with %s is refused, saying what was expected', async (_, change, message) => {
    const { data, errors } = await ask(change);
    expect(data).toEqual({ indicators: null });
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(world.giReads).toEqual([]);
  });
});

const withoutGi = {
  households: counted(inRotterdam),
  measures: notEstablished,
  measuresPerHousehold: { state: 'NOT_ESTABLISHED', perHundred: null },
  householdsWithMeasure: notEstablished,
  householdsWithoutMeasure: notEstablished,
  byKind: [
    { kind: 'SUPERVISION_ORDER', measures: notEstablished },
    { kind: 'TERMINATION_OF_AUTHORITY', measures: notEstablished },
    { measures: notConnected },
    { measures: notConnected },
  ],
  waitingForHelp: { count: notEstablished },
};

const words = {
  rule: 'owner-switch',
  law: 'AVG art. 24',
  nl: 'De GI geeft nu niets.',
  en: 'The GI gives nothing now.',
  ask: 'the GI',
};
const stopped: SwitchState = {
  text: 'stopped',
  isWhole: false,
  stopOf: () => words,
  stopOfType: () => words,
};
