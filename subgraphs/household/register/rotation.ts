/**
 * While the region changes the key of its pseudonyms: some feeds still speak under the old key alone, others under the new one and
 * say with each pseudonym what it was. Everything is linked under one of the two, so that who is the same stays the same: under the
 * old key as long as any feed knows no other, under the new one from then on. A pseudonym is renamed by what a feed said and by
 * nothing else, so nothing is joined that was not joined before.
 *
 * @see docs/adr/0026-pseudonym-rotation.md
 */
import { createHash } from 'node:crypto';
import type { RosterPage, RosterPerson, RosterReference } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { HouseholdDocument } from './document.js';

/** `OLD`: under the old key alone. `BOTH`: under the new one, and what it was. `NEW`: under the new one alone. */
type Form = 'OLD' | 'BOTH' | 'NEW';

export interface Rotation {
  /** Takes note of what a page says of its key, and gives it in a word. @throws SourceError when it can be linked with no other feed. */
  admit(organisation: string, page: Pick<RosterPage, 'keyCheck' | 'previous'>): string;
  /** Whether a key is being changed, as far as this register was told. */
  readonly isInvolved: boolean;
  /** Changes when everything has to be linked and served anew. */
  version(): string;
  /** From now on everything is linked as the feeds, as they are now, allow. */
  settle(): void;
  /** Fingerprint of the key under which everything is linked now. */
  under(): string;
  /** Whether what was kept under these keys can be gone on with. */
  canGoOnFrom(under: readonly (string | undefined)[]): boolean;
  /** In the words of the key under which everything is linked. */
  translate(reference: RosterReference): RosterReference;
  /** The secret of ids under that key; of ids under the other one, `null` where they cannot be made. */
  secrets(): { readonly linked: string; readonly other: string | null };
  /** What is hashed for the other id of the same thing. */
  otherText(text: string): string;
  /** The pseudonym under the other key; `null`: nobody said it. */
  otherOf(pseudonym: string): string | null;
  /** Notes that two ids mean the same. */
  noteIds(id: string, other: string): void;
  /** Ids that mean the same as this one. */
  otherIds(id: string): readonly string[];
  /** Takes the pairs of ids that were noted and not taken yet, to be kept. */
  takeNoted(): readonly IdPair[];
  /** The same household with every id and pseudonym by which it can be asked for. */
  complete(document: HouseholdDocument): HouseholdDocument;
}

/** Two ids that mean the same. */
export type IdPair = readonly [id: string, other: string];

export interface RotationOptions {
  readonly keyCheck: string;
  readonly idSecret: string;
  /** Of the key before; absent: the register knows of none. */
  readonly previous?: { readonly keyCheck: string; readonly idSecret: string } | undefined;
}

export function createRotation({ keyCheck, idSecret, previous }: RotationOptions): Rotation {
  const old = previous?.keyCheck ?? keyCheck;
  let next: string | null = previous ? keyCheck : null;
  const forms = new Map<string, Form>();
  const toNew = new Map<string, string>();
  const toOld = new Map<string, string>();
  const sameIds = new Map<string, Set<string>>();
  let noted: IdPair[] = [];
  let linksUnder: 'OLD' | 'NEW' = 'OLD';
  let isInvolved = previous !== undefined;

  // A register that knows the old key alone goes on under it: it could make no ids under another one.
  const wanted = (): 'OLD' | 'NEW' =>
    previous && forms.size > 0 && ![...forms.values()].includes('OLD') ? 'NEW' : 'OLD';

  function formOf(organisation: string, { keyCheck: said, previous: before }: RosterPageKeys): Form {
    if (said === old) return 'OLD';
    const isNext = said !== undefined && (next === null || said === next);
    if (isNext && before?.keyCheck === old) return 'BOTH';
    if (isNext && next !== null) return 'NEW';
    throw new SourceError({
      organisation,
      reason: 'REJECTED',
      detail: 'expected pseudonyms under the key of the region: is PSEUDONYM_KEY the same everywhere?',
    });
  }

  const here = (): ReadonlyMap<string, string> => (linksUnder === 'OLD' ? toOld : toNew);
  const there = (): ReadonlyMap<string, string> => (linksUnder === 'OLD' ? toNew : toOld);

  const rotation: Rotation = {
    get isInvolved() {
      return isInvolved;
    },
    admit(organisation, page) {
      const form = formOf(organisation, page);
      const others = [...forms].filter(([other]) => other !== organisation).map(([, one]) => one);
      if (others.includes(form === 'OLD' ? 'NEW' : 'OLD') && form !== 'BOTH') {
        throw new SourceError({
          organisation,
          reason: 'REJECTED',
          detail:
            'expected pseudonyms under both keys, because a feed knows only the other one: keep PSEUDONYM_KEY_PREVIOUS until all have changed',
        });
      }
      if (page.previous) isInvolved = true;
      if (form === 'BOTH' && page.previous) {
        next = page.keyCheck ?? next;
        for (const [current, before] of Object.entries(page.previous.pseudonyms)) {
          toOld.set(current, before);
          toNew.set(before, current);
        }
      }
      forms.set(organisation, form);
      return `${form} ${page.previous ? 'and before' : ''}`;
    },
    version: () => JSON.stringify([wanted(), isInvolved, [...forms].sort()]),
    settle() {
      linksUnder = wanted();
    },
    under: () => (linksUnder === 'OLD' ? old : (next ?? old)),
    canGoOnFrom: (under) =>
      under.every((one) => one === undefined || one === keyCheck || one === previous?.keyCheck),
    translate(reference) {
      const words = here();
      return words.size === 0 ? reference : translated(reference, (text) => words.get(text) ?? text);
    },
    secrets() {
      if (!previous) return { linked: idSecret, other: null };
      return linksUnder === 'OLD'
        ? { linked: previous.idSecret, other: idSecret }
        : { linked: idSecret, other: previous.idSecret };
    },
    otherText(text) {
      const words = there();
      return text
        .split(/([\n.])/)
        .map((part) => words.get(part) ?? part)
        .join('');
    },
    otherOf: (pseudonym) => there().get(pseudonym) ?? null,
    noteIds(id, other) {
      if (id === other || sameIds.get(id)?.has(other)) return;
      for (const [one, another] of [
        [id, other],
        [other, id],
      ] as const)
        sameIds.set(one, (sameIds.get(one) ?? new Set()).add(another));
      noted.push([id, other]);
    },
    otherIds(id) {
      // Through however many changes of key.
      const found = new Set([id]);
      for (const each of found) for (const other of sameIds.get(each) ?? []) found.add(other);
      found.delete(id);
      return [...found];
    },
    takeNoted() {
      const taken = noted;
      noted = [];
      return taken;
    },
    complete(document) {
      if (!isInvolved && sameIds.size === 0) return document;
      const aliases = [...new Set([...document.aliases, ...document.aliases.flatMap(rotation.otherIds)])];
      if (!isInvolved) return { ...document, aliases };
      const words = there();
      const names: Record<string, string> = Object.create(null);
      for (const { names: known } of document.members) {
        for (const name of known) {
          const other = words.get(name);
          if (other !== undefined) names[name] = other;
        }
      }
      for (const { identity } of document.members) {
        if (identity === null) continue;
        const other = rotation.otherText(identity);
        if (other !== identity) rotation.noteIds(personIdOf(identity), personIdOf(other));
      }
      const found = document.foundBy.flatMap((person) => words.get(person) ?? []);
      return {
        ...document,
        aliases,
        foundBy: [...new Set([...document.foundBy, ...found])],
        naming: { under: rotation.under(), otherwise: linksUnder === 'OLD' ? next : old, names },
      };
    },
  };
  return rotation;
}

type RosterPageKeys = Pick<RosterPage, 'keyCheck' | 'previous'>;

/** The opaque id of a person, from who they are for linking. */
export function personIdOf(identity: string): string {
  return `p_${createHash('sha256').update(`person\n${identity}`).digest('base64url').slice(0, 22)}`;
}

function translated(reference: RosterReference, word: (text: string) => string): RosterReference {
  const { shield, household } = reference;
  return {
    ...reference,
    persons: reference.persons.map((person) => translatedPerson(person, word)),
    ...(shield ? { shield: { against: shield.against?.map(word) ?? null } } : {}),
    ...(household === undefined ? {} : { household: word(household) }),
  };
}

function translatedPerson(person: RosterPerson, word: (text: string) => string): RosterPerson {
  const { givenName, statutoryMatch, unborn } = person;
  return {
    ...person,
    person: person.person && word(person.person),
    check: person.check && word(person.check),
    stays: person.stays.map((stay) => ({ ...stay, address: word(stay.address) })),
    ...(givenName === undefined ? {} : { givenName: word(givenName) }),
    ...(statutoryMatch === undefined ? {} : { statutoryMatch: word(statutoryMatch) }),
    ...(unborn ? { unborn: { ...unborn, mother: unborn.mother && word(unborn.mother) } } : {}),
  };
}
