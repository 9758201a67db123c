import { afterEach, describe, expect, it } from '@jest/globals';
import { addresses, grootEsselink as family } from '../../simulated-sources/families.js';
import type { HouseholdRegister } from '../../subgraphs/household/register/register.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { caseOf, pseudonymOf } from './references.js';
import {
  anybody,
  createTestClock,
  createTestRegister,
  feedThatSays,
  inFeed,
  type TestClock,
} from './register-harness.js';

const { hofdijk } = addresses;
const home = inFeed(
  caseOf('LT1/2025-0001', {
    since: '2025-01-01',
    persons: [
      { who: family.wilma, role: '112', at: hofdijk },
      { who: family.teun, role: '115', at: hofdijk },
    ],
  }),
);
const report = inFeed(
  caseOf('VT1/2026-0002', {
    since: '2026-01-01',
    persons: [
      { who: family.wilma, role: '112' },
      { who: family.teun, role: '115' },
    ],
  }),
);
const owner = { caseReference: report.reference };

const started: HouseholdRegister[] = [];
afterEach(() => {
  for (const register of started.splice(0)) register.stop();
});

async function start(clock: TestClock = createTestClock()) {
  const store = createMemoryStore();
  const team = feedThatSays({ references: [home] });
  const veiligThuis = feedThatSays({ references: [report] });
  const { register, nextRead } = createTestRegister({
    feeds: { LOCAL_TEAM: team, VEILIG_THUIS: veiligThuis },
    store,
    clock,
  });
  started.push(register);
  await register.start();
  const householdOfTeun = async () => {
    const { households } = await register.householdsOfPerson(pseudonymOf(family.teun), anybody);
    const [household] = households;
    if (!household || households.length > 1) throw new Error(`expected one, received ${households.length}`);
    return household;
  };
  const stateOfVeiligThuis = async () => register.keyOf(await householdOfTeun(), 'VEILIG_THUIS').state;
  const confirm = async () => {
    const [question] = await register.questions(owner);
    const confirmation = await register.confirm(question?.id ?? '', 'A. Voorbeeld', owner);
    if (!confirmation) throw new Error('expected a question that can be confirmed');
    return confirmation;
  };
  return { register, store, team, veiligThuis, nextRead, householdOfTeun, stateOfVeiligThuis, confirm };
}

describe('a professional', () => {
  it('opens a probable link by confirming it, and closes it by taking the word back', async () => {
    const { register, stateOfVeiligThuis, householdOfTeun, confirm } = await start();
    expect(await stateOfVeiligThuis()).toBe('UNREAD');
    const confirmation = await confirm();
    expect(await stateOfVeiligThuis()).toBe('REFERENCES');
    const link = (await householdOfTeun()).links.find(({ reference }) => reference === report.reference);
    expect(link).toMatchObject({
      certainty: 'CONFIRMED',
      confirmation: { by: 'A. Voorbeeld', at: '2026-11-02T11:00:00.000Z' },
    });
    await register.undo(confirmation.id, owner);
    const { households } = await register.householdsOfPerson(pseudonymOf(family.teun), anybody);
    expect(households.flatMap(({ links }) => links.map(({ certainty }) => certainty)).sort()).toEqual([
      'CERTAIN',
      'PROBABLE',
    ]);
  });

  it('is asked only about the case that is their own, and confirms and undoes only that', async () => {
    const { register, confirm } = await start();
    const [question] = await register.questions(owner);
    const other = { caseReference: home.reference };
    expect(await register.questions(other)).toEqual([]);
    expect(await register.questions(anybody)).toEqual([]);
    expect(await register.confirm(question?.id ?? '', 'A. Voorbeeld', other)).toBeNull();
    const { id } = await confirm();
    expect(await register.undo(id, other)).toBeNull();
    expect(await register.undo(id, anybody)).toBeNull();
  });
});

describe('a confirmed link that is undone', () => {
  it('leaves the id as it was where nobody had read the household', async () => {
    const { register, store, confirm } = await start();
    const [before] = await store.list(9, null, null);
    const { id } = await confirm();
    expect((await register.undo(id, owner))?.reads).toEqual([]);
    const [after] = await store.list(9, null, null);
    expect([after?.id, after?.aliases]).toEqual([before?.id, before?.aliases]);
  });

  it('splits a household that was read: its ids lead nowhere for good, and who read it is listed', async () => {
    const clock = createTestClock();
    const { register, store, confirm, householdOfTeun } = await start(clock);
    const confirmation = await confirm();
    clock.now = '2026-11-02T13:00:00+01:00';
    const joined = await householdOfTeun();
    await register.household(joined.id, { caseReference: 'RVDK/2026-0003' });
    clock.now = '2026-11-02T14:00:00+01:00';
    const undone = await register.undo(confirmation.id, owner);
    expect(undone?.reads.map(({ at, caseReference }) => [at, caseReference])).toEqual([
      ['2026-11-02T12:00:00.000Z', null],
      ['2026-11-02T12:00:00.000Z', null],
    ]);
    for (const id of joined.aliases)
      expect(await register.household(id, anybody)).toEqual({ found: 'SPLIT' });
    const after = await store.list(9, null, null);
    expect(after).toHaveLength(1);
    expect(after.flatMap(({ aliases }) => aliases).filter((id) => joined.aliases.includes(id))).toEqual([]);
    const events = new Set((await store.auditLines()).map(({ event }) => event));
    expect([...events].sort()).toEqual(['HOUSEHOLD_SPLIT', 'LINK_CONFIRMED', 'LINK_UNDONE']);
    // Confirmed again, it is a household of its own again, never the one that was split.
    await confirm();
    const again = await householdOfTeun();
    expect(again.aliases.filter((id) => joined.aliases.includes(id))).toEqual([]);
  });
});

describe('a number that is corrected', () => {
  const sharedHome = (who: typeof family.teun) =>
    inFeed(caseOf('VT1/2026-0005', { since: '2026-01-01', persons: [{ who, role: '115', at: hofdijk }] }));

  it.each([
    ['splits a household that was read', true],
    ['changes a household that nobody read', false],
  ])('%s, when two cases turn out to be about different people', async (_, isRead) => {
    const { register, store, veiligThuis, nextRead } = await start();
    veiligThuis.says({ references: [sharedHome(family.teun)] });
    await nextRead(veiligThuis);
    const [joined, ...others] = await store.list(9, null, null);
    if (!joined) throw new Error('expected a household');
    expect([others.length, joined.links.length]).toEqual([0, 2]);
    if (isRead) await register.household(joined.id, anybody);
    veiligThuis.says({ references: [sharedHome(family.hein)] });
    await nextRead(veiligThuis);
    expect(await store.list(9, null, null)).toHaveLength(2);
    const former = await register.household(joined.id, anybody);
    expect(former.found).toBe(isRead ? 'SPLIT' : 'HOUSEHOLD');
    const events = (await store.auditLines()).map(({ event }) => event);
    expect(events).toContain('REFERENCE_CORRECTED');
    expect(events.includes('HOUSEHOLD_SPLIT')).toBe(isRead);
  });
});
