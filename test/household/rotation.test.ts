/** The region changes the key of its pseudonyms, one organisation after another: who belongs together, and how sure that is, stays. */
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import { createHmacPseudonymiser, keyCheckOf, personsOf } from '../../adapter-kit/pseudonym.js';
import { inBothWords, inOwnWords } from '../../adapter-kit/pseudonym-rotation.js';
import type { RosterFeed, RosterPage, RosterReference } from '../../adapter-kit/roster.js';
import type { HouseholdDocument } from '../../subgraphs/household/register/document.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import {
  createHouseholdRegister,
  type HouseholdRegister,
} from '../../subgraphs/household/register/register.js';
import { personIdOf } from '../../subgraphs/household/register/rotation.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';
import { anybody, inFeed } from './register-harness.js';
import { numberOf, people, propertyRuns, world } from './worlds.js';

const oldKey = 'the key before';
const newKey = 'the key after';
type Form = 'OLD' | 'BOTH' | 'NEW';
const organisations = ['GI', 'LOCAL_TEAM', 'RAAD', 'VEILIG_THUIS'];

const later = (pseudonym: string): string => `later ${pseudonym}`;

/** A feed that holds these references, and says them under whatever key it is at. */
function feedOf(references: readonly RosterReference[]) {
  let form: Form = 'OLD';
  let reads = 0;
  const feed: RosterFeed = {
    async read(watermark) {
      reads += 1;
      // Nothing changed since: only who reads in full is told anything.
      const said = watermark === null ? references : [];
      const pseudonyms: Record<string, string> = {};
      const word = (text: string): string => {
        if (form === 'OLD') return text;
        pseudonyms[later(text)] = text;
        return later(text);
      };
      const page: RosterPage = {
        mode: watermark === null ? 'FULL' : 'DELTA',
        asOf: '2026-11-02T10:00:00Z',
        watermark: 'read',
        references: said.map((reference) => inWords(reference, word)),
        removed: [],
        keyCheck: form === 'OLD' ? oldKey : newKey,
      };
      return form === 'BOTH' ? { ...page, previous: { keyCheck: oldKey, pseudonyms } } : page;
    },
  };
  return {
    feed,
    says(next: Form) {
      form = next;
    },
    reads: () => reads,
  };
}

function inWords(reference: RosterReference, word: (text: string) => string): RosterReference {
  const { shield, household } = reference;
  return {
    ...reference,
    persons: reference.persons.map(({ givenName, statutoryMatch, unborn, ...person }) => ({
      ...person,
      person: person.person && word(person.person),
      check: person.check && word(person.check),
      stays: person.stays.map((stay) => ({ ...stay, address: word(stay.address) })),
      ...(givenName === undefined ? {} : { givenName: word(givenName) }),
      ...(statutoryMatch === undefined ? {} : { statutoryMatch: word(statutoryMatch) }),
      ...(unborn ? { unborn: { ...unborn, mother: unborn.mother && word(unborn.mother) } } : {}),
    })),
    ...(shield ? { shield: { against: shield.against?.map(word) ?? null } } : {}),
    ...(household === undefined ? {} : { household: word(household) }),
  };
}

const registers: HouseholdRegister[] = [];
afterEach(() => {
  for (const register of registers.splice(0)) register.stop();
});

function startRegister(
  feeds: Readonly<Record<string, ReturnType<typeof feedOf>>>,
  { store, knows }: { readonly store: RegisterStore; readonly knows: 'OLD' | 'BOTH' | 'NEW' },
) {
  const failures: string[] = [];
  const register = createHouseholdRegister({
    feeds: Object.fromEntries(Object.entries(feeds).map(([name, { feed }]) => [name, feed])),
    store,
    pollSeconds: 0.002,
    maxAgeSeconds: 60,
    rosterTimeoutMs: 1_000,
    idSecret: knows === 'OLD' ? 'a secret of ids before' : 'a secret of ids after',
    keyCheck: knows === 'OLD' ? oldKey : newKey,
    ...(knows === 'BOTH' ? { previous: { keyCheck: oldKey, idSecret: 'a secret of ids before' } } : {}),
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    monotonicMs: () => 0,
    onFeedFailure: ({ reason }) => failures.push(reason),
  });
  registers.push(register);
  return { register, failures };
}

/** Until every feed was read twice more: what it says now is served. */
async function settled(feeds: Readonly<Record<string, ReturnType<typeof feedOf>>>): Promise<void> {
  const wanted = new Map(Object.values(feeds).map((feed) => [feed, feed.reads() + 3]));
  while ([...wanted].some(([feed, reads]) => feed.reads() < reads))
    await new Promise((resolve) => setTimeout(resolve, 1));
}

/** What is said of a household but for what it and its people are called. */
function shapeOf({ kind, links, members, openedBy }: HouseholdDocument): string {
  const standing = links.map(({ organisation, reference, certainty, ground, isHistory, members: named }) =>
    [organisation, reference, certainty, ground, isHistory, new Set(Object.values(named)).size].join(' '),
  );
  const people = members.map(({ role, residence, since, until, certainty, knownTo }) =>
    [role, residence, since, until, certainty, [...knownTo].sort()].join(' '),
  );
  return JSON.stringify({ kind, standing: standing.sort(), people: people.sort(), openedBy });
}

async function everything(register: HouseholdRegister, references: readonly FeedReference[]) {
  const askers = [anybody, ...references.map(({ reference }) => ({ caseReference: reference }))];
  const pages = await Promise.all(askers.map((asker) => register.list(500, null, asker)));
  const households = pages.map((page) => page.households);
  return { open: households[0] ?? [], shapes: households.map((some) => some.map(shapeOf).sort()) };
}

const course = world.chain((references) =>
  fc.record({
    references: fc.constant(references),
    toBoth: fc.shuffledSubarray(organisations, { minLength: 4 }),
    toNew: fc.shuffledSubarray(organisations, { minLength: 4 }),
    restarts: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    /** After how many of them the register is told of the new key. */
    registerAfter: fc.integer({ min: 0, max: 4 }),
  }),
);

describe('in whatever order organisations change to the new key', () => {
  it('households, certainty and ids stay, through every restart, until the old key is gone and after', async () => {
    await fc.assert(
      fc.asyncProperty(course, async ({ references, toBoth, toNew, restarts, registerAfter }) => {
        const store = createMemoryStore();
        const feeds = Object.fromEntries(
          organisations.map((name) => [
            name,
            feedOf(references.filter(({ organisation }) => organisation === name).map(inFeed)),
          ]),
        );
        let knows: 'OLD' | 'BOTH' | 'NEW' = 'OLD';
        let { register } = startRegister(feeds, { store, knows });
        await register.start();
        const before = await everything(register, references);
        const ids = new Map(before.open.flatMap((one) => one.aliases.map((id) => [id, shapeOf(one)])));
        const restart = async (): Promise<void> => {
          register.stop();
          register = startRegister(feeds, { store, knows }).register;
          await register.start();
        };
        const check = async (): Promise<void> => {
          await settled(feeds);
          const now = await everything(register, references);
          expect(now.shapes).toEqual(before.shapes);
          for (const one of now.open) for (const id of one.aliases) ids.set(id, ids.get(id) ?? shapeOf(one));
          for (const [id, shape] of ids) {
            const lookup = await register.household(id, anybody);
            expect(lookup.found === 'HOUSEHOLD' && shapeOf(lookup.household)).toBe(shape);
          }
          // Whoever asks has both keys, as the register has: nobody is lost under either.
          for (let who = 0; who < people; who += 1) {
            const [one, other] = await Promise.all(
              [numberOf(who), `${later(numberOf(who))}.${numberOf(who)}`].map((person) =>
                register.householdsOfPerson(person, anybody),
              ),
            );
            if (knows === 'BOTH')
              expect(other?.households.length).toBeGreaterThanOrEqual(one?.households.length ?? 0);
          }
        };
        const steps = [
          ...toBoth.map((name) => [name, 'BOTH'] as const),
          ...toNew.map((name) => [name, 'NEW'] as const),
        ];
        for (const [step, [name, form]] of steps.entries()) {
          if (step === registerAfter) {
            knows = 'BOTH';
            await restart();
            await check();
          }
          feeds[name]?.says(form);
          if (restarts[step]) await restart();
          await check();
        }
        knows = 'NEW';
        await restart();
        await check();
        // Nothing under the old key is left but ids that mean what they meant.
        const { open } = await everything(register, references);
        const kept = JSON.stringify(open.map(({ aliases: _, id: __, ...rest }) => rest));
        for (let who = 0; who < people; who += 1)
          expect(kept.replaceAll(later(numberOf(who)), '')).not.toContain(numberOf(who));
        register.stop();
      }),
      { ...propertyRuns(4), endOnFailure: true },
    );
  }, 120_000);

  it('an id of a person from before leads to the same person, so that who looked is still found', async () => {
    const store = createMemoryStore();
    const reference = caseWith([0]);
    const feeds = { GI: feedOf([inFeed(reference)]) };
    const { register } = startRegister(feeds, { store, knows: 'BOTH' });
    await register.start();
    feeds.GI.says('BOTH');
    await settled(feeds);
    const [household] = (await register.list(1, null, anybody)).households;
    const identity = household?.members[0]?.identity ?? '';
    expect(identity).toBe(`${later(numberOf(0))}.${later('birth 0')}`);
    const was = personIdOf(`${numberOf(0)}.birth 0`);
    expect(await register.samePerson(personIdOf(identity))).toEqual([was]);
    // Whoever asks where they are known is found, and named, under the key of their own token.
    for (const asked of [numberOf(0), later(numberOf(0))]) {
      const { households } = await register.placesOf(asked);
      expect(households.flatMap(({ members }) => members.map(({ person }) => person))).toEqual([asked]);
    }
  });
});

describe('a feed that can be joined with no other', () => {
  it('is unread, and never a family without that organisation', async () => {
    const feeds = { GI: feedOf([inFeed(caseWith([0]))]), RAAD: feedOf([]) };
    feeds.GI.says('NEW');
    const { register, failures } = startRegister(feeds, { store: createMemoryStore(), knows: 'BOTH' });
    await register.start();
    expect(failures).toContain('REJECTED');
    expect(register.unreadOrganisations()).toHaveLength(1);
  });

  it('is unread as before where no key is being changed', async () => {
    const feeds = { GI: feedOf([inFeed(caseWith([0]))]) };
    const { register, failures } = startRegister(feeds, { store: createMemoryStore(), knows: 'NEW' });
    await register.start();
    expect(failures).toEqual(['REJECTED']);
    expect(register.unreadOrganisations()).toEqual(['GI']);
  });
});

describe('an organisation that has both keys', () => {
  const bsn = '999900006';
  const secret = 'a secret of key tokens, for tests alone';
  const rotating = createHmacPseudonymiser('the new key, of tests alone', 'the old key, of tests alone');
  const before = createHmacPseudonymiser('the old key, of tests alone');
  const sealer = createKeySealer(secret, 'GI');

  it('says each pseudonym of its feed under both, and refuses to say half', () => {
    const person = rotating.person(bsn) ?? '';
    const reference = { ...inFeed(caseWith([0])) };
    const [first] = reference.persons;
    if (!first) throw new Error('expected a person');
    const page = (pseudonym: string): RosterPage => ({
      mode: 'FULL',
      asOf: '2026-11-02T10:00:00Z',
      watermark: null,
      removed: [],
      references: [{ ...reference, persons: [{ ...first, person: pseudonym, check: null, stays: [] }] }],
    });
    expect(inBothWords(page(person), rotating)).toMatchObject({
      keyCheck: keyCheckOf(rotating),
      previous: { keyCheck: keyCheckOf(before), pseudonyms: { [person]: before.person(bsn) } },
    });
    expect(() => inBothWords(page('of somebody else'), rotating)).toThrow(/made in this process/);
    expect(inBothWords(page('of anybody'), before)).toEqual({
      ...page('of anybody'),
      keyCheck: keyCheckOf(before),
    });
  });

  it('recognises its people in a key that names them under the old one', () => {
    const [now, was] = personsOf(rotating, bsn) as [string, string];
    const token = sealer.seal({
      state: 'REFERENCES',
      references: ['GI/1'],
      members: { [was]: 'm1', 'GI/1#P2': 'm2' },
      naming: { under: keyCheckOf(before), otherwise: keyCheckOf(rotating), names: { [was]: now } },
      subject: was,
    });
    expect(inOwnWords(sealer, rotating).open(token)).toEqual({
      state: 'REFERENCES',
      references: ['GI/1'],
      members: { [now]: 'm1', 'GI/1#P2': 'm2' },
      subject: now,
    });
    // One that is at the old key still reads it as it stands.
    expect(inOwnWords(sealer, before).open(token)).toMatchObject({ members: { [was]: 'm1' }, subject: was });
  });

  it('says that it was not asked, rather than recognise nobody, until the register has read its feed', () => {
    const [, was] = personsOf(rotating, bsn) as [string, string];
    const key = {
      state: 'REFERENCES' as const,
      references: ['GI/1'],
      members: { [was]: 'm1' },
      subject: null,
    };
    const unread = { state: 'UNREAD', reason: 'ROSTER_STALE' };
    expect(inOwnWords(sealer, rotating).open(sealer.seal(key))).toEqual(unread);
    const naming = { under: keyCheckOf(before), otherwise: null, names: {} };
    expect(inOwnWords(sealer, rotating).open(sealer.seal({ ...key, naming }))).toEqual(unread);
    expect(inOwnWords(sealer, before).open(sealer.seal(key))).toEqual(key);
  });
});

function caseWith(who: readonly number[]): FeedReference {
  return {
    organisation: 'GI',
    reference: 'GI1/1',
    unit: 'GI1',
    unitName: 'GI1',
    since: '2025-01-01',
    until: null,
    contact: null,
    persons: who.map((each) => ({
      person: numberOf(each),
      check: `birth ${each}`,
      localKey: `P${each}`,
      role: '112',
      since: null,
      until: null,
      stays: [{ address: 'home one', addressType: 'DWELLING' as const, since: '2025-01-01', until: null }],
    })),
  };
}
