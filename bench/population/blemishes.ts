/** What goes wrong in files: an address that is missing, a name, a birth date or a number that was typed wrong. */
import type { DraftEntry, Family } from './draft.js';
import type { Random } from './random.js';
import {
  initialsShare,
  missingNumberShare,
  misspelledShare,
  noAddressShare,
  statutoryShare,
  wrongBirthDateShare,
  wrongNumberShare,
} from './shares.js';

/** Changes the family's files in place. `families`: how many there are, one of which a wrong number belongs to. */
export function addBlemishes(family: Family, random: Random, families: number): void {
  const last = family.files.length - 1;
  if (random.chance(noAddressShare)) {
    const file = family.files[random.integer(0, last)];
    // A file behind a shield is about the address; without one it would be another story.
    if (file && !file.shield) {
      for (const entry of file.entries) entry.stays = [];
      file.marks.push('NO_ADDRESS');
    }
  }
  for (const { entries, marks } of family.files) {
    for (const entry of entries) {
      const mark = family.people[entry.who]?.hasNumber
        ? blemishWithNumber(entry, random, families)
        : blemishWithoutNumber(entry, random);
      if (mark) marks.push(mark);
    }
  }
  if (family.story === 'EXCHANGED_TWINS') exchange(family);
}

function blemishWithNumber(entry: DraftEntry, random: Random, families: number): string | null {
  if (random.chance(initialsShare)) entry.givenName = 'ABSENT';
  if (!random.chance(statutoryShare)) entry.statutory = 'ABSENT';
  if (entry.unborn) return null;
  const drawn = random.next();
  let sum = misspelledShare;
  if (drawn < sum) {
    if (entry.givenName !== 'ABSENT') entry.givenName = 'MISSPELLED';
    return 'MISSPELLED';
  }
  sum += wrongBirthDateShare;
  if (drawn < sum) {
    entry.birthDaysAgo += random.pick([1, 10, 27, 365, -1, -10]);
    return 'WRONG_BIRTH_DATE';
  }
  sum += wrongNumberShare;
  if (drawn < sum) {
    entry.number = { family: random.integer(0, families - 1), who: 0 };
    return 'WRONG_NUMBER';
  }
  sum += missingNumberShare;
  if (drawn < sum) {
    entry.number = null;
    return 'MISSING_NUMBER';
  }
  return null;
}

function blemishWithoutNumber(entry: DraftEntry, random: Random): string | null {
  if (entry.unborn || !random.chance(0.25)) return null;
  entry.statutory = 'TYPED_WRONG';
  return 'TYPED_WRONG';
}

// In the first file only; the other one has it right. Both have the given names in full, or nobody could tell.
function exchange(family: Family): void {
  for (const { entries } of family.files) {
    for (const entry of entries) if (entry.who < 2) entry.givenName = 'RIGHT';
  }
  const file = family.files[0];
  for (const entry of file?.entries ?? []) {
    if (entry.who < 2) entry.number = { family: null, who: 1 - entry.who };
  }
  file?.marks.push('EXCHANGED_NUMBERS');
}
