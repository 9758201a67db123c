/** Whose files carry the number of somebody else, because it was typed wrong there. */
import type { Family } from './draft.js';

export interface FamilyFile {
  readonly family: Family;
  /** Index of the file within the family. */
  readonly file: number;
}

/** Looks through all families the first time that it is asked, which is seldom: a number that was typed wrong is hardly ever anybody's. */
export function createStrangers({
  families,
  family: familyAt,
}: {
  readonly families: number;
  readonly family: (index: number) => Family;
}): (family: Family, who: number) => readonly FamilyFile[] {
  /** By `family who`; families by index, which is all that has to be kept. */
  let found: Map<string, { readonly family: number; readonly file: number }[]> | null = null;

  function findAll(): NonNullable<typeof found> {
    const all: NonNullable<typeof found> = new Map();
    for (let index = 0; index < families; index += 1) {
      for (const [file, { entries }] of familyAt(index).files.entries()) {
        for (const { who, number } of entries) {
          if (!number || (number.family === null && number.who === who)) continue;
          const key = `${number.family ?? index} ${number.who}`;
          all.set(key, [...(all.get(key) ?? []), { family: index, file }]);
        }
      }
    }
    return all;
  }

  return (family, who) => {
    found ??= findAll();
    return (found.get(`${family.index} ${who}`) ?? []).map(({ family: index, file }) => ({
      family: familyAt(index),
      file,
    }));
  };
}
