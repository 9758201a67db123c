/** What holds of every set of references, whatever is in it. A failure prints its seed and the smallest world that fails. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linkAll } from './link-all.js';
import { createLinkerState, linkedAtOnce } from './linker-state.js';
import { dwellingsShared, peopleNotFound, sharesMember } from './linking-oracle.js';
import { inAnyOrder, propertyRuns, world } from './worlds.js';

const twoOrders = world.chain((references) => fc.tuple(fc.constant(references), inAnyOrder(references)));

describe('in whatever order references arrive', () => {
  it('all at once they give the same households, ids, questions and undecided numbers', () => {
    fc.assert(
      fc.property(twoOrders, ([references, turned]) => {
        expect(linkAll(turned)).toEqual(linkAll(references));
      }),
      propertyRuns(80),
    );
  });

  it('one by one they give what all at once give', async () => {
    await fc.assert(
      fc.asyncProperty(twoOrders, async ([references, turned]) => {
        const { put, state } = createLinkerState();
        for (const reference of turned) await put([reference]);
        expect(state()).toEqual(await linkedAtOnce(references));
      }),
      propertyRuns(60),
    );
  });
});

describe('of every household', () => {
  it('no id means two', () => {
    fc.assert(
      fc.property(world, (references) => {
        const ids = linkAll(references).households.flatMap(({ aliases }) => [...new Set(aliases)]);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      }),
      propertyRuns(80),
    );
  });

  it('every two cases that are certainly of it share somebody who lived there, or their organisation says so', () => {
    fc.assert(
      fc.property(world, (references) => {
        for (const { links } of linkAll(references).households) {
          const held = links.filter(
            ({ certainty, ground }) => certainty === 'CERTAIN' && ground === 'SHARED_DWELLING',
          );
          const bySource = links.filter(({ ground }) => ground === 'SAME_HOUSEHOLD_BY_SOURCE');
          for (const one of held)
            for (const other of held) {
              expect(sharesMember(one, other)).toBe(true);
              expect(dwellingsShared(one, other, references)).not.toHaveLength(0);
            }
          for (const one of bySource) {
            const group = bySource.filter((other) => other === one || sharesMember(one, other));
            const keys = group.flatMap((each) => sourceKeysOf(each, references));
            const hosts = held.flatMap((each) => sourceKeysOf(each, references));
            expect(keys.some((key) => hosts.includes(key))).toBe(true);
          }
        }
      }),
      propertyRuns(80),
    );
  });
});

describe('of everybody with a number', () => {
  it('whoever an open case names is found, or it is said that nobody knows whose number it is', () => {
    fc.assert(
      fc.property(world, (references) => {
        expect(peopleNotFound(references, linkAll(references))).toEqual([]);
      }),
      propertyRuns(80),
    );
  });
});

function sourceKeysOf(
  link: { readonly organisation: string; readonly reference: string },
  references: Parameters<typeof linkAll>[0],
): readonly string[] {
  return references
    .filter(
      ({ organisation, reference }) => organisation === link.organisation && reference === link.reference,
    )
    .flatMap(({ household }) => household ?? []);
}
