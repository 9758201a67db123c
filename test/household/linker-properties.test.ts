/** What the register's linker promises of every change: repeating changes nothing, and what is removed leaves nothing. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPopulation } from '../../bench/population/population.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import { createLinkerState, linkedAtOnce } from './linker-state.js';
import { inAnyOrder, propertyRuns, world } from './worlds.js';

describe('references that come again', () => {
  it('change nothing, and leave no line in the audit', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (references) => {
        const { put, state, audit } = createLinkerState();
        await put(references);
        const before = state();
        await put(references);
        for (const reference of references) await put([reference]);
        expect(state()).toEqual(before);
        expect(audit).toEqual([]);
      }),
      propertyRuns(40),
    );
  });
});

describe('a reference that is removed', () => {
  const oneRemoved = world
    .filter((references) => references.length > 1)
    .chain((references) => fc.tuple(inAnyOrder(references), fc.nat({ max: references.length - 1 })));

  it('leaves what there would be without it, and one line that does not name it', async () => {
    await fc.assert(
      fc.asyncProperty(oneRemoved, async ([references, nth]) => {
        const removed = references.slice(nth, nth + 1);
        const left = references.filter((reference) => !removed.includes(reference));
        const { put, drop, state, audit } = createLinkerState();
        await put(references);
        await drop(removed);
        expect(state()).toEqual(await linkedAtOnce(left));
        expect(audit.map(({ event }) => event)).toEqual(['REFERENCE_REMOVED']);
        const traces = JSON.stringify([state(), audit]);
        for (const { reference } of removed) expect(traces).not.toContain(reference);
      }),
      propertyRuns(50),
    );
  });

  it('leaves no trace even where its household was read, but for ids that mean nothing any more', async () => {
    await fc.assert(
      fc.asyncProperty(oneRemoved, async ([references, nth]) => {
        const { put, drop, state } = createLinkerState({ everythingWasRead: true });
        await put(references);
        await drop(references.slice(nth, nth + 1));
        const { documents } = state();
        const gone = references[nth];
        expect(JSON.stringify(documents)).not.toContain(`"${gone?.reference}"`);
        const ids = documents.flatMap(({ aliases }) => [...new Set(aliases)]);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      propertyRuns(30),
    );
  });
});

describe('families as they occur', () => {
  const population = createPopulation({ families: 10_000, seed: 7 });
  const familyOf = (index: number): readonly FeedReference[] => {
    const family = population.family(index);
    return family.files.map((file) => ({
      organisation: file.organisation,
      ...population.toReference(family, file),
    }));
  };

  it('come out the same in whatever order their cases arrive, one by one or at once', async () => {
    const families = fc
      .nat({ max: 9_999 })
      .chain((index) => fc.tuple(fc.constant(index), inAnyOrder(familyOf(index))));
    await fc.assert(
      fc.asyncProperty(families, async ([index, turned]) => {
        const { put, state } = createLinkerState();
        for (const reference of turned) await put([reference]);
        expect(state()).toEqual(await linkedAtOnce(familyOf(index)));
      }),
      propertyRuns(150),
    );
  });
});
