/**
 * Whether time tells a shielded household from an absent one: lookups of both, in random order, against one distribution
 * compared with itself.
 */
import type { Asker, HouseholdRegister } from '../../subgraphs/household/register/register.js';
import type { RegisterStore } from '../../subgraphs/household/register/store.js';
import type { Population } from './population.js';
import { createRandom } from './random.js';
import { type Comparison, compareSamples } from './statistics.js';

const nobody: Asker = { caseReference: null };

export interface TimingResult {
  readonly lookup: 'household' | 'householdsOfPerson';
  readonly samples: number;
  /** Shielded against absent. */
  readonly comparison: Comparison;
  /** Absent against absent, taken in the same run: what chance and the machine do. */
  readonly baseline: Comparison;
  readonly canBeToldApart: boolean;
}

/** Less likely than this is no chance; and chance must not have done as much to the baseline. */
const significance = 0.01;

type Kind = 'SHIELDED' | 'ABSENT' | 'ABSENT_TOO';

export async function measureTiming(
  register: HouseholdRegister,
  population: Population,
  {
    store,
    samples,
    seed,
  }: { readonly store: RegisterStore; readonly samples: number; readonly seed: number },
): Promise<readonly TimingResult[]> {
  const shielded = await findShielded(population, store);
  if (shielded.ids.length === 0 || shielded.persons.length === 0)
    throw new Error('expected shielded households, received none: take more households');
  const random = createRandom(seed, 13);
  // As many absent ones as shielded ones, each asked for as often: what was asked for before is nearer at hand.
  const absentLike = (texts: readonly string[], prefix: string): readonly string[] =>
    texts.map(
      ({ length }) =>
        prefix +
        Array.from({ length: length - prefix.length }, () =>
          base64url.charAt(random.integer(0, base64url.length - 1)),
        ).join(''),
    );
  return [
    await compare('household', {
      SHIELDED: shielded.ids,
      ABSENT: absentLike(shielded.ids, 'hh_'),
      ABSENT_TOO: absentLike(shielded.ids, 'hh_'),
      look: async (id) => {
        const { found } = await register.household(id, nobody);
        if (found !== 'NONE') throw new Error(`expected no household, received ${found}`);
      },
    }),
    await compare('householdsOfPerson', {
      SHIELDED: shielded.persons,
      ABSENT: absentLike(shielded.persons, ''),
      ABSENT_TOO: absentLike(shielded.persons, ''),
      look: async (person) => {
        const { households } = await register.householdsOfPerson(person, nobody);
        if (households.length > 0) throw new Error('expected nobody, received somebody');
      },
    }),
  ];

  async function compare(
    lookup: TimingResult['lookup'],
    options: Readonly<Record<Kind, readonly string[]>> & {
      readonly look: (text: string) => Promise<void>;
    },
  ): Promise<TimingResult> {
    const taken: Record<Kind, number[]> = { SHIELDED: [], ABSENT: [], ABSENT_TOO: [] };
    const kinds: Kind[] = (['SHIELDED', 'ABSENT', 'ABSENT_TOO'] as const).flatMap((kind) =>
      Array.from({ length: samples }, () => kind),
    );
    shuffle(kinds, random.integer);
    // Made beforehand, in the order in which they are asked: nothing but the lookup is between two samples. A text that was
    // compared before has its hash already, so everybody gets a new one, as from a request.
    const asked = kinds.map((kind) =>
      copyOf(options[kind][random.integer(0, options[kind].length - 1)] ?? ''),
    );
    // What runs for the first time is slower, whatever it looks up.
    for (const text of asked.slice(0, 2_000)) await options.look(copyOf(text));
    for (const [nth, kind] of kinds.entries()) {
      const text = asked[nth] ?? '';
      const startedAt = process.hrtime.bigint();
      await options.look(text);
      taken[kind].push(Number(process.hrtime.bigint() - startedAt) / 1e6);
    }
    const comparison = compareSamples(taken.SHIELDED, taken.ABSENT);
    const baseline = compareSamples(taken.ABSENT_TOO, taken.ABSENT);
    const canBeToldApart = comparison.probability < significance && comparison.distance > baseline.distance;
    return { lookup, samples, comparison, baseline, canBeToldApart };
  }
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function copyOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function shuffle<T>(list: T[], integer: (from: number, to: number) => number): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = integer(0, last);
    const [one, two] = [list[last], list[other]];
    if (one !== undefined && two !== undefined) [list[last], list[other]] = [two, one];
  }
}

/** Ids of households behind a shield, and people of whom nothing stands before it. */
async function findShielded(
  population: Population,
  store: RegisterStore,
): Promise<{ readonly ids: readonly string[]; readonly persons: readonly string[] }> {
  const ids = new Set<string>();
  const persons = new Set<string>();
  for (let index = 0; index < population.families && ids.size < 2_000; index += 1) {
    const family = population.family(index);
    if (family.story !== 'SHIELDED') continue;
    const file = family.files.find(({ shield }) => shield !== undefined);
    for (const who of family.hidden) {
      const person = population.personOf(family, who);
      if (!file || person === null) continue;
      const openingCase = `${file.organisation} ${file.reference}`;
      const { households } = await store.householdsOfPerson(person, openingCase);
      for (const { openedBy, aliases } of households) if (openedBy) for (const id of aliases) ids.add(id);
      const open = await store.householdsOfPerson(person, null);
      if (open.households.length === 0) persons.add(person);
    }
  }
  return { ids: [...ids], persons: [...persons] };
}
