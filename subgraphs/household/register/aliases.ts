/**
 * By which ids a household is known: one for each of its residents at its dwelling, so that an id survives a source that is
 * away, and those of the homes that its people left together, so that it survives a move.
 *
 * @see docs/adr/0005-a-household-id-is-one-of-its-residents-ids.md
 */
import type { HouseholdLink } from './household-link.js';
import { compareText, type KnownPerson, referenceKey } from './references.js';

/** Makes an id of a text; the same text gives the same id, and the id leads to no address and no person. */
export type MakeId = (text: string) => string;

interface Placed {
  readonly address: string | null;
  readonly links: readonly HouseholdLink[];
  readonly residents: ReadonlySet<string>;
}

export interface AliasOptions {
  readonly makeId: MakeId;
  readonly mayLead: (address: string) => boolean;
  /** What ids were made of already, in worlds before this one; what is taken here is added. */
  readonly owned: Set<string>;
}

/** The ids of each household, the one to show first. No id means two households, not even one of them behind a shield. */
export function aliasesOf(
  households: readonly Placed[],
  { makeId, mayLead, owned }: AliasOptions,
): readonly (readonly string[])[] {
  const take = (texts: readonly string[]): readonly string[] =>
    texts.filter((text) => {
      if (owned.has(text)) return false;
      owned.add(text);
      return true;
    });
  // A home belongs to whoever is recorded there now; only a home that nobody holds follows those who left it.
  const own = households.map((household) => {
    const texts = take(ownTexts(household));
    const [first] = household.links;
    if (texts.length > 0 || !first) return texts;
    let text = `${household.address}\n${referenceKey(first.reference)}`;
    while (owned.has(text)) text += '\nanother';
    return take([text]);
  });
  return households.map((household, index) => {
    const earlier = take(earlierTexts(household, mayLead));
    const former = take(formerTexts(household, mayLead));
    return [...earlier, ...(own[index] ?? []), ...former].map(makeId);
  });
}

function ownTexts({ address, links, residents }: Placed): readonly string[] {
  if (address !== null) {
    const people = new Set(residents);
    for (const { reference, certainty } of links) {
      if (certainty === 'PROBABLE') continue;
      for (const person of reference.withdrawn ?? []) {
        if (person.identity !== null && livesAt(person, address)) people.add(person.identity);
      }
    }
    return [...people].map((identity) => placeText(address, identity)).sort(compareText);
  }
  const anchor = links.find(({ ground }) => ground === 'OWN_CASE');
  if (!anchor) return [];
  const inShelter = anchor.reference.persons.flatMap(({ identity, stays }) =>
    identity === null
      ? []
      : stays
          .filter(({ addressType, until }) => addressType === 'SHELTER' && until === null)
          .map(({ address: shelter }) => placeText(shelter, identity)),
  );
  return [...inShelter.sort(compareText), `case\n${referenceKey(anchor.reference)}`];
}

// Homes that the same cases recorded before, of people who live here now: they moved, and the household is the same.
function earlierTexts(
  { address, links, residents }: Placed,
  mayLead: (address: string) => boolean,
): readonly string[] {
  if (address === null) return [];
  const homes: { readonly since: string; readonly text: string }[] = [];
  for (const { certainty, reference } of links) {
    if (certainty === 'PROBABLE') continue;
    for (const { identity, stays } of reference.persons) {
      if (identity === null || !residents.has(identity)) continue;
      for (const { address: earlier, addressType, since, until } of stays) {
        if (earlier === address || until === null || !mayLead(earlier)) continue;
        if (addressType === 'DWELLING' || addressType === 'SHELTER')
          homes.push({ since: since ?? '', text: placeText(earlier, identity) });
      }
    }
  }
  return homes
    .sort((left, right) => compareText(left.since, right.since) || compareText(left.text, right.text))
    .map(({ text }) => text);
}

// Of a dwelling that was left, only the ids by those who moved along: somebody who stayed behind does not lead here.
function formerTexts({ links, residents }: Placed, mayLead: (address: string) => boolean): readonly string[] {
  const homes: string[] = [];
  // A case that a professional joined was a file of its own before: whoever holds that id is led on.
  const joined: string[] = [];
  for (const { certainty, ground, reference } of links) {
    if (certainty === 'CONFIRMED') joined.push(`case\n${referenceKey(reference)}`);
    if (ground !== 'MOVED') continue;
    for (const { identity, stays } of reference.persons) {
      if (identity === null || !residents.has(identity)) continue;
      for (const { address, addressType } of stays)
        if (addressType === 'DWELLING' && mayLead(address)) homes.push(placeText(address, identity));
    }
  }
  return [...homes.sort(compareText), ...joined.sort(compareText)];
}

// The number alone: an id does not change when a birth date is corrected.
function placeText(address: string, identity: string): string {
  const end = identity.indexOf('.');
  return `${address}\n${identity.startsWith('unborn.') || identity.startsWith('confirmed.') ? identity : identity.slice(0, end)}`;
}

function livesAt(person: KnownPerson, address: string): boolean {
  return person.stays.some((stay) => stay.address === address);
}
