import { describe, expect, it } from '@jest/globals';
import { type RosterReference, rosterPageSchema } from '../../adapter-kit/roster.js';
import { type DraftFile, type Family, relationOf, type Story } from '../../bench/population/draft.js';
import { evaluate } from '../../bench/population/evaluate.js';
import { createPopulationFeeds } from '../../bench/population/feeds.js';
import { createFindings, errorsOf, type Findings } from '../../bench/population/findings.js';
import { judgeDocument } from '../../bench/population/judge-document.js';
import { createPopulation, type Population } from '../../bench/population/population.js';
import { linkTargets } from '../../bench/population/report.js';
import { storyShares } from '../../bench/population/shares.js';
import { compareSamples, percentilesOf } from '../../bench/population/statistics.js';
import { isMissed } from '../../bench/population/targets.js';
import type {
  DocumentLink,
  HouseholdDocument,
  HouseholdMember,
} from '../../subgraphs/household/register/document.js';
import { createMemoryStore } from '../../subgraphs/household/register/stores/memory-store.js';

const now = () => new Date('2026-11-02T12:00:00+01:00');
const everything = (population: Population): readonly (readonly RosterReference[])[] =>
  families(population).map((family) => family.files.map((file) => population.toReference(family, file)));

function families(population: Population): readonly Family[] {
  return Array.from({ length: population.families }, (_, index) => population.family(index));
}

function firstWith(population: Population, isMeant: (file: DraftFile) => boolean): Family {
  const found = families(population).find(({ files }) => files.some(isMeant));
  if (!found) throw new Error('expected a family with such a file');
  return found;
}

/** Families of one story, with nothing missing or typed wrong. */
function told(only: Story, count = 60): readonly Family[] {
  return families(createPopulation({ families: count, seed: 5, only, hasBlemishes: false }));
}

function pairsOf(family: Family): readonly (readonly [number, number])[] {
  return family.files.flatMap((_, left) =>
    family.files.slice(left + 1).map((_file, offset) => [left, left + 1 + offset] as const),
  );
}

describe('an invented population', () => {
  it('is the same for the same seed, family by family and in any order, and another one for another seed', () => {
    const options = { families: 200, seed: 3 };
    const backwards = createPopulation(options);
    const reversed = [...families(backwards).keys()].reverse().map((index) => backwards.family(index));
    expect(reversed.reverse()).toEqual(families(createPopulation(options)));
    expect(everything(createPopulation(options))).toEqual(everything(backwards));
    expect(everything(createPopulation({ ...options, seed: 4 }))).not.toEqual(everything(backwards));
  });

  it('tells every story in about its share', () => {
    const counts = new Map<string, number>();
    const count = 4_000;
    for (const { story } of families(createPopulation({ families: count, seed: 1 })))
      counts.set(story, (counts.get(story) ?? 0) + 1);
    for (const story of ['MOVED', 'SEPARATED', 'ADULTS', 'ELDERLY'] as const) {
      expect((counts.get(story) ?? 0) / count).toBeGreaterThan(storyShares[story] * 0.75);
      expect((counts.get(story) ?? 0) / count).toBeLessThan(storyShares[story] * 1.25);
    }
    expect(counts.get('FAMILY')).toBeGreaterThan(count * 0.3);
  });

  it('gives no person the pseudonym of another one', () => {
    const population = createPopulation({ families: 2_000, seed: 1 });
    const persons = families(population).flatMap((family) =>
      [...family.people.keys()].flatMap((who) => population.personOf(family, who) ?? []),
    );
    expect(new Set(persons).size).toBe(persons.length);
  });

  it('keeps the case about two homes true of both, and the two homes apart', () => {
    const [family] = told('SEPARATED').filter(({ files }) =>
      files.some(({ marks }) => marks.includes('CASE_ABOUT_TWO_HOMES')),
    );
    const custody = family?.files.findIndex(({ organisation }) => organisation === 'RAAD') ?? -1;
    expect(family && relationOf(family, 0, custody)).toBe('TOGETHER');
    expect(family && relationOf(family, 1, custody)).toBe('TOGETHER');
    expect(family && relationOf(family, 0, 1)).toBe('APART');
  });

  it('keeps what was closed before a family moved as history, and a stale address as of today', () => {
    const moved = told('MOVED', 200);
    const relations = (mark: string): ReadonlySet<string> =>
      new Set(
        moved.flatMap((family) =>
          pairsOf(family)
            .filter(
              ([left, right]) =>
                family.files[left]?.marks[0] === mark && family.files[right]?.marks[0] === 'AFTER_MOVE',
            )
            .map(([left, right]) => relationOf(family, left, right)),
        ),
      );
    expect(relations('CLOSED_BEFORE_MOVE')).toEqual(new Set(['HISTORY']));
    expect(relations('STALE_ADDRESS')).toEqual(new Set(['TOGETHER']));
  });

  it('keeps tenants and those before them, and lodgers in one house, apart', () => {
    for (const family of told('LODGING_HOUSE', 10)) {
      for (const [left, right] of pairsOf(family)) {
        const isOnePerson = family.files[left]?.entries[0]?.who === family.files[right]?.entries[0]?.who;
        expect(relationOf(family, left, right)).toBe(isOnePerson ? 'TOGETHER' : 'APART');
      }
    }
    const relations = told('PREVIOUS_TENANTS').flatMap((family) =>
      family.files.flatMap((file, index) =>
        file.entries.some(({ who }) => family.homes[1]?.residents.includes(who))
          ? [relationOf(family, 0, index)]
          : [],
      ),
    );
    expect(new Set(relations)).toEqual(new Set(['APART']));
  });

  it('hides whoever fled, with the files behind the shield, and never the one who was left behind', () => {
    for (const family of told('SHIELDED')) {
      expect(family.hidden.length).toBeGreaterThan(0);
      const shielded = family.files.filter(({ shield }) => shield !== undefined);
      expect(shielded.length).toBeGreaterThan(0);
      for (const { entries } of shielded)
        expect(entries.every(({ who }) => family.hidden.includes(who))).toBe(true);
      expect(family.homes.filter(({ isShielded }) => isShielded).map(({ residents }) => residents)).toEqual([
        family.hidden,
      ]);
    }
  });
});

describe('the four feeds of a population', () => {
  const population = createPopulation({ families: 300, seed: 2 });
  const keyCheck = 'a key';
  const signal = new AbortController().signal;

  it('give every file once, over all pages, as the roster describes it', async () => {
    const { feeds } = createPopulationFeeds({ population, now, keyCheck, pageSize: 50 });
    const read: string[] = [];
    for (const feed of Object.values(feeds)) {
      for (let place: string | null = null; ; ) {
        const page = rosterPageSchema.parse(await feed.read(place, signal));
        expect(page.references.length).toBeLessThanOrEqual(50);
        read.push(...page.references.map(({ reference }) => reference));
        if (page.continuation === undefined) break;
        place = page.continuation;
      }
    }
    expect(read.sort()).toEqual(
      everything(population)
        .flat()
        .map(({ reference }) => reference)
        .sort(),
    );
  });

  it('give only what changed after a watermark, and the change in every later read in full', async () => {
    const population1 = createPopulation({ families: 1, seed: 2 });
    const all = createPopulationFeeds({ population: population1, now, keyCheck });
    const family = population1.family(0);
    const file = family.files[0];
    if (!file) throw new Error('expected a file');
    const feed = all.feeds[file.organisation];
    const first = await feed.read(null, signal);
    const changed = { ...population1.toReference(family, file), contact: 'another desk' };
    all.put(file.organisation, changed);
    const next = await feed.read(first.watermark, signal);
    expect([next.mode, next.references, next.removed]).toEqual(['DELTA', [changed], []]);
    expect((await feed.read(null, signal)).references).toContainEqual(changed);
    all.remove(file.organisation, file.reference);
    expect((await feed.read(next.watermark, signal)).removed).toEqual([file.reference]);
    expect((await feed.read(null, signal)).references).toEqual(first.references.slice(1));
  });
});

describe('the evaluation', () => {
  const population = createPopulation({ families: 40, seed: 6, only: 'FAMILY', hasBlemishes: false });

  function linkOf(
    family: Family,
    file: number,
    certainty: DocumentLink['certainty'] = 'CERTAIN',
  ): DocumentLink {
    const draft = family.files[file];
    if (!draft) throw new Error('expected a file');
    const { organisation, reference, unit, since, until } = draft;
    return {
      ...{ organisation, reference, unitName: unit, contact: null, since, until, certainty },
      ...{ ground: 'SHARED_DWELLING', period: { since, until: null }, isHistory: false },
      ...{ concernsOtherHouseholds: false, members: {} },
    };
  }
  function documentOf(id: string, family: Family, links: readonly DocumentLink[]): HouseholdDocument {
    const foundBy = [...family.people.keys()].flatMap((who) => population.personOf(family, who) ?? []);
    return { id, aliases: [id], kind: 'HOUSEHOLD', links, members: [], composition: null, foundBy };
  }
  /** What a register without a fault would serve. */
  const right = families(population).map((family, index) =>
    documentOf(
      `hh_${String(index).padStart(3, '0')}`,
      family,
      [...family.files.keys()].map((file) => linkOf(family, file)),
    ),
  );
  async function findingsOf(documents: readonly HouseholdDocument[]): Promise<Findings> {
    const store = createMemoryStore();
    await store.publish({
      references: { put: [], drop: [] },
      feeds: [],
      put: documents,
      drop: [],
      undecided: { add: [], remove: [] },
      questions: new Map(),
      split: [],
      audit: [],
    });
    return evaluate(population, store);
  }
  const several = families(population).filter(({ files }) => files.length > 1);

  it('finds nothing wrong with what is right', async () => {
    const findings = await findingsOf(right);
    expect(findings.errors).toEqual(new Map());
    expect(findings.counts.foundPairs).toBe(findings.counts.truePairs);
    expect(findings.counts.truePairs).toBeGreaterThan(10);
    expect(linkTargets(findings).filter(isMissed)).toEqual([]);
  });

  it('counts one planted link between two families, with the story and both references', async () => {
    const [one, other] = families(population);
    if (!one || !other) throw new Error('expected families');
    const planted = right.map((document, index) =>
      index === 0 ? { ...document, links: [...document.links, linkOf(other, 0)] } : document,
    );
    const findings = await findingsOf(planted);
    expect(errorsOf(findings, 'WRONG_CERTAIN')).toBe(one.files.length);
    expect([...(findings.errors.get('WRONG_CERTAIN')?.values() ?? [])][0]?.example).toContain(
      other.files[0]?.reference ?? 'a reference',
    );
    expect(
      linkTargets(findings)
        .filter(isMissed)
        .map(({ name }) => name),
    ).toContain('precision of CERTAIN');
  });

  it('counts a file that was left out, as pairs that were missed and as a file that stands nowhere', async () => {
    const [family] = several;
    if (!family) throw new Error('expected a family with several files');
    const findings = await findingsOf(
      right.map((document) =>
        document.id === right[family.index]?.id ? { ...document, links: document.links.slice(1) } : document,
      ),
    );
    expect(errorsOf(findings, 'MISSED')).toBe(family.files.length - 1);
    expect(errorsOf(findings, 'FILE_NOWHERE')).toBe(1);
  });

  it('counts a family that nobody finds by a number', async () => {
    const findings = await findingsOf(right.slice(1));
    expect(errorsOf(findings, 'PERSON_NOT_FOUND')).toBe(population.family(0).people.length);
  });

  it('counts a shielded file and a hidden person in a household that opens for anybody', () => {
    const shielded = createPopulation({ families: 5, seed: 5, only: 'SHIELDED', hasBlemishes: false });
    const family = shielded.family(0);
    const file = family.files.findIndex(({ shield }) => shield !== undefined);
    const [hidden = 0] = family.hidden;
    const findings = createFindings();
    judgeDocument(
      {
        ...documentOf('hh_leak', family, [linkOf(family, 0), linkOf(family, file, 'PROBABLE')]),
        members: [
          {
            ...{
              id: 'm1',
              person: shielded.personOf(family, hidden),
              identity: null,
              names: [],
              role: '115',
            },
            ...{ residence: 'RESIDENT', since: null, until: null, certainty: 'CERTAIN', knownTo: [] },
          },
        ],
      },
      shielded,
      findings,
    );
    expect(errorsOf(findings, 'CROSS_SHIELD')).toBe(2);
  });

  describe('of somebody whom one organisation has in a secret file only', () => {
    const shielded = createPopulation({ families: 20, seed: 5, only: 'SHIELDED', hasBlemishes: false });
    const family = firstWith(shielded, ({ marks }) => marks.includes('KNOWS_SECRET_HOME'));
    const elsewhere = firstWith(population, ({ organisation }) => organisation === 'VEILIG_THUIS');

    function leaksWhenKnown(strangersUnder: Population['strangersUnder']): number {
      const member: HouseholdMember = {
        ...{ id: 'm1', person: shielded.personOf(family, 0), identity: null, names: [], role: '112' },
        ...{ residence: 'RESIDENT', since: null, until: null, certainty: 'CERTAIN' },
        knownTo: ['LOCAL_TEAM', 'VEILIG_THUIS'],
      };
      const findings = createFindings();
      judgeDocument(
        { ...documentOf('hh_open', family, [linkOf(family, 0)]), members: [member] },
        { ...shielded, strangersUnder },
        findings,
      );
      return errorsOf(findings, 'CROSS_SHIELD');
    }

    it('counts it as a leak that the open household says so', () => {
      expect(leaksWhenKnown(() => [])).toBe(1);
    });

    it("counts no leak where that organisation's open file on a stranger carries the number by mistake", () => {
      const files = [...elsewhere.files.keys()];
      const file = files.find((one) => elsewhere.files[one]?.organisation === 'VEILIG_THUIS') ?? 0;
      const other = files.find((one) => elsewhere.files[one]?.organisation !== 'VEILIG_THUIS') ?? 0;
      expect(leaksWhenKnown(() => [{ family: elsewhere, file }])).toBe(0);
      // The mistake of another organisation excuses nothing.
      expect(leaksWhenKnown(() => [{ family: elsewhere, file: other }])).toBe(1);
    });
  });

  it('knows of every number that was typed wrong whose it is', () => {
    const blemished = createPopulation({ families: 600, seed: 5 });
    const mistaken = families(blemished).flatMap((family) =>
      family.files.flatMap(({ entries }, file) =>
        entries.flatMap(({ number }) => (number?.family == null ? [] : [{ family, file, number }])),
      ),
    );
    expect(mistaken.length).toBeGreaterThan(0);
    for (const { family, file, number } of mistaken) {
      const strangers = blemished.strangersUnder(blemished.family(number.family ?? 0), number.who);
      expect(strangers).toContainEqual({ family, file });
    }
    expect(blemished.strangersUnder(blemished.family(0), 99)).toEqual([]);
  });
});

describe('the comparison of two times', () => {
  const spread = (count: number, shift: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => ((index * 7_919) % count) / count + shift);

  it('tells a small steady difference apart, and not a distribution from itself', () => {
    expect(compareSamples(spread(5_000, 0), spread(4_999, 0)).probability).toBeGreaterThan(0.5);
    const shifted = compareSamples(spread(5_000, 0.1), spread(5_000, 0));
    expect(shifted.probability).toBeLessThan(1e-6);
    expect(shifted.distance).toBeCloseTo(0.1, 2);
    expect(shifted.medianDifference).toBeCloseTo(0.1, 2);
  });

  it('ranks a sample by nearest rank', () => {
    expect(percentilesOf([4, 1, 3, 2])).toEqual({ samples: 4, p50: 2, p95: 4, p99: 4, max: 4 });
  });
});
