/** Whatever others know of a family that fled: nobody outside learns where it is, or that it is anywhere. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FeedReference, referenceKey } from '../../subgraphs/household/register/references.js';
import { linkAll } from './link-all.js';
import { flaggedCases, fled, fledWorld, whereabouts } from './shielded-worlds.js';
import { checkOf, numberOf, propertyRuns } from './worlds.js';

/** Everything that somebody outside can be told. */
function seenOutside(references: readonly FeedReference[]) {
  const { households, questions, undecided } = linkAll(references);
  const open = households.filter(({ openedBy }) => openedBy === undefined);
  // Whoever's case opens what is behind a shield is not outside it.
  const openers = new Set([
    ...households.flatMap(({ openedBy = [] }) => openedBy),
    ...references.filter(({ shield }) => shield).map(referenceKey),
  ]);
  return {
    households: open,
    questions: questions.filter(({ about }) => !openers.has(about)),
    undecided: [...new Set(undecided)],
  };
}

describe('from outside a shield', () => {
  it('it makes no difference where the family is, whose case knows it, or since when', () => {
    fc.assert(
      fc.property(fledWorld, whereabouts, whereabouts, (world, one, other) => {
        expect(seenOutside([...world.open, ...flaggedCases(world, one)])).toEqual(
          seenOutside([...world.open, ...flaggedCases(world, other)]),
        );
      }),
      propertyRuns(80),
    );
  });

  it('no household names a case behind it, nor anybody who is behind it as a member', () => {
    fc.assert(
      fc.property(fledWorld, whereabouts, (world, where) => {
        const behind = flaggedCases(world, where);
        const { households, questions } = seenOutside([...world.open, ...behind]);
        const text = JSON.stringify([households, questions]);
        for (const { reference } of behind) expect(text).not.toContain(`"${reference}"`);
        const identities = new Set(
          behind
            .flatMap(({ persons }) => persons)
            .filter(({ person, check }) =>
              fled.some((who) => person === numberOf(who) && check === checkOf(who)),
            )
            .map(({ person, check }) => `${person}.${check}`),
        );
        for (const { members } of households)
          for (const { identity } of members)
            expect(identities.has(identity?.replace(/~.*$/, '') ?? '')).toBe(false);
      }),
      propertyRuns(80),
    );
  });

  it('no id of a household behind it means anything', () => {
    fc.assert(
      fc.property(fledWorld, whereabouts, (world, where) => {
        const { households } = linkAll([...world.open, ...flaggedCases(world, where)]);
        const ids = (isOpen: boolean): readonly string[] =>
          households
            .filter(({ openedBy }) => (openedBy === undefined) === isOpen)
            .flatMap(({ aliases }) => aliases);
        const outside = new Set(ids(true));
        expect(ids(false).filter((id) => outside.has(id))).toEqual([]);
      }),
      propertyRuns(80),
    );
  });

  it('a case behind it opens the household that it is about', () => {
    fc.assert(
      fc.property(fledWorld, whereabouts, (world, where) => {
        const behind = flaggedCases(world, where);
        const opened = new Set(
          linkAll([...world.open, ...behind]).households.flatMap(({ openedBy = [] }) => openedBy),
        );
        for (const reference of behind) expect(opened).toContain(referenceKey(reference));
      }),
      propertyRuns(80),
    );
  });
});
