/** How long a register takes over a population: to load, to answer, and to show a change. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Asker, HouseholdRegister } from '../../subgraphs/household/register/register.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import type { PopulationOrganisation } from './draft.js';
import type { PopulationFeeds } from './feeds.js';
import type { Population } from './population.js';
import { createRandom } from './random.js';
import { type Percentiles, percentilesOf } from './statistics.js';

const nobody: Asker = { caseReference: null };

export interface LoadFigures {
  readonly references: number;
  /** From the first page read until what was read is served. */
  readonly seconds: number;
  /** User and system time of the whole process meanwhile. */
  readonly cpuSeconds: number;
  /** Of these, making the feeds' pages: the organisations' work, done in this process for want of organisations. */
  readonly feedSeconds: number;
  readonly rssMegabytes: number;
  /** The most this process ever had in use; `null` where there is no `/proc`. */
  readonly peakMegabytes: number | null;
  readonly heapMegabytes: number;
}

export async function measureLoad(register: HouseholdRegister, feeds: PopulationFeeds): Promise<LoadFigures> {
  const before = feeds.work();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await register.start();
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  const { rss, heapUsed } = process.memoryUsage();
  const after = feeds.work();
  return {
    references: after.references - before.references,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    feedSeconds: (after.ms - before.ms) / 1_000,
    rssMegabytes: rss / 1e6,
    peakMegabytes: peakMegabytes(),
    heapMegabytes: heapUsed / 1e6,
  };
}

function peakMegabytes(): number | null {
  try {
    const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return line ? (Number(line[1]) * 1_024) / 1e6 : null;
  } catch {
    return null;
  }
}

/** Ids and numbers to look up, drawn from what is served. */
export interface Known {
  readonly ids: readonly string[];
  readonly persons: readonly string[];
}

export async function drawKnown(population: Population, store: RegisterStore, count: number): Promise<Known> {
  const random = createRandom(7, population.families);
  const ids: string[] = [];
  const persons: string[] = [];
  for (let tries = 0; tries < count * 20 && ids.length < count; tries += 1) {
    const family = population.family(random.integer(0, population.families - 1));
    const person = population.personOf(family, random.integer(0, family.people.length - 1));
    if (person === null) continue;
    const { households } = await store.householdsOfPerson(person, null);
    const household = households[0];
    if (!household) continue;
    persons.push(person);
    // Any id that means the household, as clients keep them.
    ids.push(household.aliases[random.integer(0, household.aliases.length - 1)] ?? household.id);
  }
  if (ids.length === 0) throw new Error('expected households that somebody is found in, received none');
  return { ids, persons };
}

export interface LookupFigures {
  /** In milliseconds, from the call until the answer. */
  readonly household: Percentiles;
  readonly householdsOfPerson: Percentiles;
  /** The same from the moment at which the lookup was due: with what it waited for its turn. Absent: one after another. */
  readonly fromDue?: Percentiles;
  /** Lookups that were not answered, or wrongly. */
  readonly failed: number;
}

export async function measureLookups(
  register: HouseholdRegister,
  known: Known,
  count: number,
): Promise<LookupFigures> {
  const household: number[] = [];
  const ofPerson: number[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    household.push(await timed(() => requireHousehold(register, known, nth)));
    ofPerson.push(await timed(() => requirePerson(register, known, nth)));
    // Everything else gets its turn, as it would between two requests.
    if (nth % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { household: percentilesOf(household), householdsOfPerson: percentilesOf(ofPerson), failed: 0 };
}

/** Looks up at a steady pace until `until` settles: a lookup that is due while others work counts its wait. */
export async function measureLookupsDuring(
  register: HouseholdRegister,
  known: Known,
  until: Promise<unknown>,
): Promise<LookupFigures> {
  const everyMs = 5;
  const household: number[] = [];
  const ofPerson: number[] = [];
  const fromDue: number[] = [];
  let isOver = false;
  const over = until.finally(() => {
    isOver = true;
  });
  let failed = 0;
  const look = async (nth: number, dueAt: number): Promise<void> => {
    const isByPerson = nth % 2 === 1;
    let ms: number;
    try {
      ms = await timed(() =>
        isByPerson ? requirePerson(register, known, nth) : requireHousehold(register, known, nth),
      );
    } catch {
      // What a load does to those who ask meanwhile is a figure, and no reason to end the run.
      failed += 1;
      return;
    }
    (isByPerson ? ofPerson : household).push(ms);
    fromDue.push(performance.now() - dueAt);
  };
  // Clients do not wait for each other: whatever is due is asked at once, also when that is a backlog.
  let waiting: Promise<void>[] = [];
  let nth = 0;
  for (let dueAt = performance.now() + everyMs; !isOver; ) {
    await wait(Math.max(1, dueAt - performance.now()));
    for (; dueAt <= performance.now(); dueAt += everyMs) {
      waiting.push(look(nth, dueAt));
      nth += 1;
    }
    if (waiting.length >= 1_000) {
      await Promise.all(waiting);
      waiting = [];
    }
  }
  await Promise.all(waiting);
  await over;
  return {
    household: percentilesOf(household),
    householdsOfPerson: percentilesOf(ofPerson),
    fromDue: percentilesOf(fromDue),
    failed,
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function requireHousehold(register: HouseholdRegister, { ids }: Known, nth: number): Promise<void> {
  const { found } = await register.household(ids[nth % ids.length] ?? '', nobody);
  if (found !== 'HOUSEHOLD') throw new Error(`expected a household, received ${found}`);
}

async function requirePerson(register: HouseholdRegister, { persons }: Known, nth: number): Promise<void> {
  const { households } = await register.householdsOfPerson(persons[nth % persons.length] ?? '', nobody);
  if (households.length === 0) throw new Error('expected somebody who is found, received nobody');
}

/** Changes, adds and removes one reference at a time, and looks until it shows; in milliseconds from the feed holding it. */
export async function measureChanges(
  register: HouseholdRegister,
  population: Population,
  { feeds, count }: { readonly feeds: PopulationFeeds; readonly count: number },
): Promise<Percentiles> {
  const random = createRandom(11, population.families);
  const shown: number[] = [];
  for (let tries = 0; shown.length < count && tries < count * 50; tries += 1) {
    const family = population.family(random.integer(0, population.families - 1));
    const draft = family.files[0];
    const person = population.personOf(family, 0);
    if (family.story !== 'FAMILY' || !draft || person === null || draft.marks.length > 0) continue;
    const reference = population.toReference(family, draft);
    const organisation: PopulationOrganisation = draft.organisation;
    const contactOf = async (name: string): Promise<string | null | undefined> => {
      const { households } = await register.householdsOfPerson(person, nobody);
      return households.flatMap(({ links }) => links).find((link) => link.reference === name)?.contact;
    };
    if ((await contactOf(reference.reference)) === undefined) continue;
    const nth = shown.length;
    const added = `${reference.reference}9999`;
    // At a moment that has nothing to do with when the feeds are read.
    await wait(random.integer(0, 500));
    const startedAt = performance.now();
    const show = async (isShown: () => Promise<boolean>): Promise<void> => {
      while (!(await isShown())) {
        if (performance.now() - startedAt > 30_000) throw new Error('expected a change to show, waited 30 s');
        await wait(2);
      }
      shown.push(performance.now() - startedAt);
    };
    if (nth % 3 === 0) {
      feeds.put(organisation, { ...reference, contact: `another desk ${nth}` });
      await show(async () => (await contactOf(reference.reference)) === `another desk ${nth}`);
    } else if (nth % 3 === 1) {
      feeds.put(organisation, { ...reference, reference: added });
      await show(async () => (await contactOf(added)) !== undefined);
    } else {
      feeds.remove(organisation, reference.reference);
      await show(async () => (await contactOf(reference.reference)) === undefined);
    }
  }
  return percentilesOf(shown);
}
