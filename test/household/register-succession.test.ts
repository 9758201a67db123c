/** Several registers over one store, and lookups while one of them loads. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { addresses, type CastPerson, grootEsselink as family } from '../../simulated-sources/families.js';
import type { HouseholdRegister } from '../../subgraphs/household/register/register.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { caseOf, pseudonymOf } from './references.js';
import { anybody, createTestClock, createTestRegister, feedThatSays, inFeed } from './register-harness.js';

const ofTeun = inFeed(
  caseOf('LT1/2025-0001', {
    since: '2025-01-01',
    persons: [{ who: family.teun, role: '115', at: addresses.hofdijk }],
  }),
);
const ofHein = inFeed(
  caseOf('LT1/2025-0002', {
    since: '2025-01-01',
    persons: [{ who: family.hein, role: '115', at: addresses.spaanseweg }],
  }),
);

const started: HouseholdRegister[] = [];
afterEach(() => {
  for (const register of started.splice(0)) register.stop();
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
const isKnown = async (register: HouseholdRegister, who: CastPerson) =>
  (await register.householdsOfPerson(pseudonymOf(who), anybody)).households.length > 0;

async function start(store: RegisterStore, feed = feedThatSays({ references: [ofTeun] })) {
  const clock = createTestClock();
  const { register } = createTestRegister({ feeds: { LOCAL_TEAM: feed }, store, clock });
  started.push(register);
  return { register, feed };
}

describe('a second register over one store', () => {
  it('reads no feed and answers what the first one serves, and takes over when that one is gone', async () => {
    const store = createMemoryStore();
    let leader = 'first';
    const seenBy = (name: string): RegisterStore => ({ ...store, lead: async () => leader === name });
    const first = await start(seenBy('first'));
    await first.register.start();
    const second = await start(seenBy('second'), feedThatSays({ references: [ofTeun, ofHein] }));
    await second.register.start();
    expect(second.feed.asked).toEqual([]);
    expect([
      await isKnown(second.register, family.teun),
      await isKnown(second.register, family.hein),
    ]).toEqual([true, false]);
    expect(second.register.unreadOrganisations()).toEqual([]);
    first.register.stop();
    leader = 'second';
    while (!(await isKnown(second.register, family.hein))) await pause();
    expect(second.feed.asked[0]).toBeNull();
    expect(await isKnown(second.register, family.teun)).toBe(true);
  });
});

describe('while a register loads', () => {
  it('lookups find the old state, whole, until all of the new one is there', async () => {
    const store = createMemoryStore();
    const { register } = await start(store);
    await register.start();
    register.stop();
    let goOn: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let isLoading = false;
    const next = await start(
      {
        ...store,
        replaceAll: (changes) =>
          store.replaceAll(
            (async function* () {
              for await (const change of changes) {
                yield change;
                isLoading = true;
                await held;
              }
            })(),
          ),
      },
      feedThatSays({ references: [ofHein] }),
    );
    const loading = next.register.start();
    while (!isLoading) await pause();
    expect([await isKnown(next.register, family.teun), await isKnown(next.register, family.hein)]).toEqual([
      true,
      false,
    ]);
    goOn();
    await loading;
    expect([await isKnown(next.register, family.teun), await isKnown(next.register, family.hein)]).toEqual([
      false,
      true,
    ]);
  });
});
