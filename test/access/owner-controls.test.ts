/** What an owner has in its own hand beside its rules, on the Raad's running source: its switch, its read budget, its decision log. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OwnerControls } from '../../adapter-kit/access/owner-controls.js';
import { createOwnerSwitch } from '../../adapter-kit/access/owner-switch.js';
import { createReadBudget, type ReadBudgetSettings } from '../../adapter-kit/access/read-budget.js';
import { grootEsselink } from '../../simulated-sources/families.js';
import { accessOf, type RaadHarness, relationTo, startRaad } from './raad-harness.js';

const byVeiligThuis = 'RVDK/2025-7781';
const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-owner-'));
const file = join(folder, 'raad.json');
const words = {
  nl: 'De Raad geeft nu niets.',
  en: 'The Raad gives nothing now.',
  ask: 'the desk of the Raad in Rotterdam',
};
const problems: string[] = [];

/** What stands in the place of the controls of the harness, test by test. */
const controls: { -readonly [name in keyof OwnerControls]: OwnerControls[name] } = {};
let log: 'WRITES' | 'FAILS' = 'WRITES';
let clockMs = Date.parse('2026-11-02T12:00:00Z');
let harness: RaadHarness;

beforeAll(async () => {
  harness = await startRaad({
    controls,
    onRecord: () => {
      if (log === 'FAILS') throw new Error('no space left');
    },
  });
}, 60_000);
afterAll(async () => {
  await harness?.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(file, { force: true });
  problems.length = 0;
  log = 'WRITES';
  delete controls.readBudget;
  delete controls.canRecord;
  controls.ownerSwitch = createOwnerSwitch({
    file,
    organisation: 'RAAD',
    report: (problem) => problems.push(problem),
  });
});

const stop = (stops: readonly object[]): void => writeFileSync(file, JSON.stringify({ stops }));
const ask = async (asker: Parameters<typeof accessOf>[0] = 'vt', references = [byVeiligThuis]) => {
  // Teun is in the case: a parent asks as his.
  const relations = asker === 'parent-with-authority' ? [relationTo(grootEsselink.teun.bsn)] : [];
  const { shown, answer } = await harness.household(accessOf(asker, { relations }), references);
  return { shown, errors: answer.errors ?? [], outcome: answer.extensions?.['source'] };
};
const answered = async (asker: Parameters<typeof accessOf>[0] = 'vt'): Promise<string | undefined> =>
  (await ask(asker)).shown.raadOutcome?.outcome;

describe('an owner that stops serving', () => {
  it('gives nothing while the folder of its switch is away: nobody can say that nothing was put there', async () => {
    controls.ownerSwitch = createOwnerSwitch({
      file: join(folder, 'away', 'raad.json'),
      organisation: 'RAAD',
      report: (problem) => problems.push(problem),
    });
    expect(await answered()).toBe('WITHHELD');
    expect(harness.calls).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  it('gives nothing from the next request on, reads nothing, says why and whom to ask, and keeps who asked', async () => {
    expect(await answered()).toBe('ANSWERED');
    stop([words]);
    const { shown, errors, outcome } = await ask();
    expect(harness.calls).toEqual([]);
    expect(shown).toMatchObject({
      councilInvestigations: null,
      councilReports: null,
      courtDecisions: null,
      raadWithheld: [
        { recordType: 'INVOLVEMENT', access: 'NOT_NOW', explanation: { rule: 'owner-switch', ...words } },
      ],
      raadOutcome: { outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER', asOf: null },
    });
    expect(errors.map(({ extensions }) => extensions)).toEqual(
      ['RAAD_STATUS', 'RAAD_REPORT', 'COURT_DECISION'].map(() =>
        expect.objectContaining({ code: 'WITHHELD', reason: 'STOPPED_BY_OWNER', ...words }),
      ),
    );
    expect(outcome).toMatchObject({ outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER' });
    expect(harness.decisions).toContainEqual({
      recordType: 'involvement',
      recordId: byVeiligThuis,
      reference: byVeiligThuis,
      answer: 'DENY',
      rule: 'owner-switch',
    });
  });

  it('looks the same where it knows the household and where it does not', async () => {
    stop([words]);
    const [known, unknown] = [await ask('vt'), await ask('vt', [])];
    expect(unknown).toEqual(known);
  });

  it('gives again as soon as it takes that back', async () => {
    stop([words]);
    expect(await answered()).toBe('WITHHELD');
    stop([]);
    expect(await answered()).toBe('ANSWERED');
    stop([words]);
    expect(await answered()).toBe('WITHHELD');
    rmSync(file);
    expect(await answered()).toBe('ANSWERED');
  });

  it('gives no names either, and no feed of references', async () => {
    stop([words]);
    const identity = await harness.person(accessOf('vt'), [byVeiligThuis], '999970112');
    expect(identity).toMatchObject({ outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER', recorded: [] });
    await expect(harness.subgraph.roster?.read(null, new AbortController().signal)).rejects.toMatchObject({
      reason: 'REJECTED',
    });
    expect(harness.calls).toEqual([]);
  });

  it('stops one kind of record, and gives the others', async () => {
    stop([{ ...words, recordTypes: ['raad-report'] }]);
    const { shown, errors } = await ask();
    expect(shown.councilInvestigations).toHaveLength(1);
    expect(shown.councilReports).toBeNull();
    expect(errors.map(({ path, extensions }) => [path?.at(-1), extensions['reason']])).toContainEqual([
      'councilReports',
      'STOPPED_BY_OWNER',
    ]);
    expect(harness.contentRead()).not.toContain('REPORT');
  });

  it.each([
    ['a function', { functions: ['vt'] }, 'gi-supervision'],
    ['an organisation', { organisations: ['00000099000000000001'] }, 'parent-with-authority'],
  ] as const)('stops for %s, and gives to others what it gave', async (_, who, other) => {
    expect(await answered(other)).toBe('ANSWERED');
    stop([{ ...words, ...who }]);
    expect(await answered('vt')).toBe('WITHHELD');
    expect(await answered(other)).toBe('ANSWERED');
    await expect(harness.subgraph.roster?.read(null, new AbortController().signal)).resolves.toBeDefined();
  });

  it.each([
    ['no JSON', '{ "stops": ['],
    ['nothing', ''],
    ['a kind of record that does not exist', JSON.stringify({ stops: [{ ...words, recordTypes: ['x'] }] })],
    ['a word that it does not know', JSON.stringify({ stops: [], stopped: true })],
    ['a number of a person', JSON.stringify({ stops: [{ ...words, nl: 'Over 999970112.' }] })],
  ])('stops everything where its switch holds %s, and repeats nothing of it', async (_, text) => {
    writeFileSync(file, text);
    const { shown } = await ask();
    expect(shown.raadOutcome).toMatchObject({ outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER' });
    expect(harness.calls).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('everything is stopped');
    expect(problems[0]).not.toContain('999970112');
  });

  it('stops also what was under way', async () => {
    const { ownerSwitch: file } = controls;
    let looks = 0;
    controls.ownerSwitch = {
      read() {
        looks += 1;
        // Turned when the request has begun, and its records are being read.
        if (looks === 2) stop([words]);
        return (file as NonNullable<typeof file>).read(); // set before each test
      },
    };
    const { shown } = await ask();
    expect(harness.contentRead()).not.toEqual([]);
    expect(shown.raadOutcome).toMatchObject({ outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER' });
  });
});

describe('an owner that bounds what one asker reads', () => {
  const budgetOf = (settings: Partial<ReadBudgetSettings>): void => {
    controls.readBudget = createReadBudget(
      { windowSeconds: 600, perSubject: 100, perOrganisation: 100, ...settings },
      () => new Date(clockMs),
    );
  };

  it('gives so many households to one subject, then nothing, and says from when it gives again', async () => {
    budgetOf({ perSubject: 2 });
    expect([await answered(), await answered()]).toEqual(['ANSWERED', 'ANSWERED']);
    const { shown, errors } = await ask();
    expect(harness.calls).toEqual([]);
    expect(shown.raadOutcome).toMatchObject({ outcome: 'WITHHELD', reason: 'READ_BUDGET_SPENT' });
    expect(shown.councilInvestigations).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({
      code: 'WITHHELD',
      reason: 'READ_BUDGET_SPENT',
      rule: 'owner-read-budget',
      availableFrom: '2026-11-02T12:10:10.000Z',
    });
    expect(harness.decisions).toEqual([
      expect.objectContaining({ reference: byVeiligThuis, answer: 'DENY', rule: 'owner-read-budget' }),
    ]);
    clockMs = Date.parse('2026-11-02T12:10:09.999Z');
    expect(await answered()).toBe('WITHHELD');
    clockMs = Date.parse('2026-11-02T12:10:10.000Z');
    expect(await answered()).toBe('ANSWERED');
  });

  it('counts two requests at one time twice', async () => {
    budgetOf({ perSubject: 5 });
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => answered()));
    expect(outcomes.filter((outcome) => outcome === 'ANSWERED')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'WITHHELD')).toHaveLength(7);
  });

  it('counts a household of which it knows nothing like any other', async () => {
    budgetOf({ perSubject: 2 });
    await ask('vt', []);
    await ask('vt', []);
    expect(await answered()).toBe('WITHHELD');
  });

  it('counts the people of an organisation together, and another organisation by itself', async () => {
    budgetOf({ perOrganisation: 2 });
    expect([await answered('vt'), await answered('gi-supervision')]).toEqual(['ANSWERED', 'ANSWERED']);
    expect(await answered('raad-protection')).toBe('WITHHELD');
    expect(await answered('parent-with-authority')).toBe('ANSWERED');
  });

  it('lets an emergency not wait for what was read in the ordinary way, and bounds it too', async () => {
    budgetOf({ perSubject: 1 });
    const breakGlass = { reason: 'a child in danger', at: '2026-11-02T10:59:00.000Z' };
    const inEmergency = async () =>
      (await harness.household(accessOf('vt', { breakGlass }), [byVeiligThuis])).shown.raadOutcome?.outcome;
    expect(await answered()).toBe('ANSWERED');
    expect(await answered()).toBe('WITHHELD');
    expect(await inEmergency()).toBe('ANSWERED');
    expect(await inEmergency()).toBe('WITHHELD');
  });
});

describe('an owner that cannot keep its decisions', () => {
  it('reads no content, and says that it was not recorded: not that its source is down', async () => {
    log = 'FAILS';
    const { shown, errors, outcome } = await ask();
    expect(harness.contentRead()).toEqual([]);
    expect(shown.raadOutcome).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'NOT_RECORDED' });
    expect(shown.councilInvestigations).toBeNull();
    expect(errors.map(({ extensions }) => [extensions['code'], extensions['reason']])).toContainEqual([
      'SOURCE_UNAVAILABLE',
      'NOT_RECORDED',
    ]);
    expect(outcome).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'NOT_RECORDED' });
    expect(JSON.stringify([shown, errors])).not.toContain('no space left');
  });

  it('does not ask its source at all once that is known', async () => {
    controls.canRecord = () => false;
    const { shown } = await ask();
    expect(shown.raadOutcome).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'NOT_RECORDED' });
    expect(harness.calls).toEqual([]);
  });

  it('gives no refusal as if it were kept', async () => {
    log = 'FAILS';
    stop([words]);
    expect((await ask()).shown.raadOutcome).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'NOT_RECORDED' });
  });
});
