/** One served document against the truth. */
import type { DocumentLink, HouseholdDocument } from '../../subgraphs/household/register/document.js';
import { type Family, relationOf, standsWithoutAddress } from './draft.js';
import { addError, type Findings } from './findings.js';
import { type Population, placeOf } from './population.js';

interface PlacedLink {
  readonly link: DocumentLink;
  readonly family: Family;
  readonly file: number;
}

interface PlacedPerson {
  readonly family: Family;
  readonly who: number;
}

/** Counts a document's pairs of files, and everything in it that must not be. */
export function judgeDocument(document: HouseholdDocument, population: Population, findings: Findings): void {
  const { counts } = findings;
  const isOpen = document.openedBy === undefined;
  counts[isOpen ? 'documents' : 'shieldedDocuments'] += 1;
  const families = new Map<number, Family>();
  const links = document.links.flatMap((link): PlacedLink[] => {
    const place = placeOf(link.reference);
    if (!place) return [];
    const family = families.get(place.family) ?? population.family(place.family);
    families.set(place.family, family);
    return [{ link, family, file: place.file }];
  });
  judgePairs(links, findings);
  const people = peopleOf(families.values(), population);
  judgeMembers(document, people, findings);
  if (isOpen) {
    judgeOpenness(document, { links, people, population, findings });
    for (const family of families.values()) judgeUnborn(document, family, links, findings);
  } else judgeOpeningCases(document, families, findings);
}

/** Whether a file stands only behind a shield: no open household has it. */
export function isOnlyBehindShield(family: Family, file: number): boolean {
  const stands = family.homes.filter(
    (home) =>
      [...home.files, ...home.history, ...home.tolerated].includes(file) ||
      standsWithoutAddress(family, home, file),
  );
  return stands.length > 0 && stands.every(({ isShielded }) => isShielded);
}

/** `CERTAIN` only where both links are. */
export function weakest(left: DocumentLink, right: DocumentLink): DocumentLink {
  return left.certainty === 'PROBABLE' ? left : right.certainty === 'PROBABLE' ? right : left;
}

function judgePairs(links: readonly PlacedLink[], findings: Findings): void {
  for (const [nth, left] of links.entries()) {
    for (const right of links.slice(nth + 1)) {
      const relation =
        left.family === right.family ? relationOf(left.family, left.file, right.file) : 'APART';
      const { certainty, ground } = weakest(left.link, right.link);
      const other = certainty === 'PROBABLE' ? ground : groundsOf(left.link, right.link);
      const isHistory = left.link.isHistory || right.link.isHistory;
      const key = `${certainty} ${other}${isHistory ? ' (history)' : ''}`;
      const count = findings.pairs.get(key) ?? { right: 0, history: 0, tolerated: 0, wrong: 0 };
      findings.pairs.set(key, count);
      if (relation === 'TOGETHER') count.right += 1;
      else if (relation === 'HISTORY') count.history += 1;
      else if (relation === 'TOLERATED') count.tolerated += 1;
      else {
        count.wrong += 1;
        const files = left.family === right.family ? [left.file, right.file] : [left.file];
        addError(findings, certainty === 'PROBABLE' ? 'WRONG_PROBABLE' : 'WRONG_CERTAIN', {
          family: left.family,
          files,
          detail: `${key}: ${left.link.reference} (${left.link.ground}) and ${right.link.reference} (${right.link.ground})`,
        });
      }
    }
  }
}

function groundsOf(left: DocumentLink, right: DocumentLink): string {
  return [...new Set([left.ground, right.ground])].sort().join('+');
}

function peopleOf(families: Iterable<Family>, population: Population): ReadonlyMap<string, PlacedPerson> {
  const people = new Map<string, PlacedPerson>();
  for (const family of families) {
    for (const who of family.people.keys()) {
      const person = population.personOf(family, who);
      if (person !== null) people.set(person, { family, who });
    }
  }
  return people;
}

function judgeMembers(
  document: HouseholdDocument,
  people: ReadonlyMap<string, PlacedPerson>,
  findings: Findings,
): void {
  const members = document.members.flatMap((member) => {
    const placed = member.person === null ? undefined : people.get(member.person);
    return placed ? [{ ...placed, residence: member.residence }] : [];
  });
  for (const [nth, left] of members.entries()) {
    for (const right of members.slice(nth + 1)) {
      const { family } = left;
      if (family !== right.family) continue;
      const pair = `p${left.who} ${left.residence} and p${right.who} ${right.residence}`;
      const naming = [...family.files.keys()].filter((file) =>
        [left.who, right.who].every((who) => family.files[file]?.entries.some((entry) => entry.who === who)),
      );
      const where = { family, files: naming, detail: `${pair}, by the files that name both` };
      const isKeptApart = family.apart.some(
        ([one, other]) =>
          (one === left.who && other === right.who) || (one === right.who && other === left.who),
      );
      if (isKeptApart) addError(findings, 'NEVER_TOGETHER', where);
      if (left.residence !== 'RESIDENT' || right.residence !== 'RESIDENT') continue;
      findings.counts.residentPairs += 1;
      const liveTogether = family.homes.some(
        ({ residents }) => residents.includes(left.who) && residents.includes(right.who),
      );
      if (!liveTogether) addError(findings, 'WRONG_RESIDENTS', where);
    }
  }
}

function judgeOpenness(
  document: HouseholdDocument,
  options: {
    readonly links: readonly PlacedLink[];
    readonly people: ReadonlyMap<string, PlacedPerson>;
    readonly population: Population;
    readonly findings: Findings;
  },
): void {
  const { links, people, population, findings } = options;
  const leak = (family: Family, file: number | null, detail: string): void =>
    addError(findings, 'CROSS_SHIELD', {
      family,
      files: file === null ? [...family.files.keys()] : [file],
      detail,
    });
  const secretUnits = new Map<string, PlacedLink>();
  for (const placed of links) {
    const { link, family, file } = placed;
    if (isOnlyBehindShield(family, file)) leak(family, file, `link ${link.reference} (${link.ground})`);
    for (const name of [...Object.keys(link.members), ...Object.keys(link.disputed ?? {})]) {
      const named = people.get(name);
      if (named?.family.hidden.includes(named.who)) leak(family, file, `the name of hidden p${named.who}`);
    }
    for (const [nth, { organisation, unit }] of family.files.entries()) {
      const isSecret = isOnlyBehindShield(family, nth);
      const isAlsoOpen = family.files.some(
        (other, index) => other.unit === unit && !isOnlyBehindShield(family, index),
      );
      if (isSecret && !isAlsoOpen) secretUnits.set(`${organisation} ${unit}`, { link, family, file: nth });
    }
  }
  for (const { person, knownTo, residence } of document.members) {
    const placed = person === null ? undefined : people.get(person);
    if (!placed) continue;
    const { family, who } = placed;
    if (family.hidden.includes(who)) leak(family, null, `hidden p${who} as a member (${residence})`);
    for (const organisation of knownTo) {
      const naming = [...family.files.keys()].filter((file) => {
        const draft = family.files[file];
        return draft?.organisation === organisation && draft.entries.some((entry) => entry.who === who);
      });
      if (naming.length === 0 || !naming.every((file) => isOnlyBehindShield(family, file))) continue;
      // An open file on somebody else may carry the number by mistake: then it tells so without the secret one.
      const isByMistake = population
        .strangersUnder(family, who)
        .some(
          ({ family: other, file }) =>
            other.files[file]?.organisation === organisation && !isOnlyBehindShield(other, file),
        );
      if (!isByMistake) leak(family, naming[0] ?? null, `p${who} known to ${organisation}`);
    }
  }
  const { composition } = document;
  const told = composition ? [...composition.outdated, ...(composition.ask ? [composition.ask] : [])] : [];
  for (const { organisation, unitName } of told) {
    const secret = secretUnits.get(`${organisation} ${unitName}`);
    if (secret) leak(secret.family, secret.file, `unit ${unitName} in the notice on composition`);
  }
}

function judgeOpeningCases(
  document: HouseholdDocument,
  families: ReadonlyMap<number, Family>,
  findings: Findings,
): void {
  for (const opening of document.openedBy ?? []) {
    const place = placeOf(opening.slice(opening.indexOf(' ') + 1));
    const family = place ? families.get(place.family) : undefined;
    if (!place || !family) continue;
    const concerns = family.homes.some(({ files, isShielded }) => isShielded && files.includes(place.file));
    if (!concerns)
      addError(findings, 'SHIELD_OPENED_WRONGLY', { family, files: [place.file], detail: `by ${opening}` });
  }
}

function judgeUnborn(
  document: HouseholdDocument,
  family: Family,
  links: readonly PlacedLink[],
  findings: Findings,
): void {
  if (family.story !== 'UNBORN' || links[0]?.family !== family) return;
  const shown = document.members.filter(({ role }) => role === '115').length;
  const known = family.people.filter(({ isChild }) => isChild).length;
  if (shown > known)
    addError(findings, 'CHILD_TWICE', {
      family,
      files: links.map(({ file }) => file),
      detail: `${shown} children shown, ${known} known`,
    });
}
