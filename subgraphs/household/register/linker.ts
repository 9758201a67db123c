/**
 * Keeps the households in step with the references: takes changes in, works out anew whom they can concern, and says what is to be
 * published. Holds no household itself, only what it needs to tell a change from a repetition.
 *
 * The result depends on the references alone, never on the order in which they came. What does depend on the past, by intent:
 * an id that was read and whose people turned out not to belong together is never used again (L8).
 */
import type { HouseholdDocument, LinkConfirmation, LinkQuestion } from './document.js';
import { createHouseholdIds } from './household-ids.js';
import { linkComponent } from './link-component.js';
import { createPace } from './pace.js';
import { createPublished } from './published.js';
import { createReferenceBook } from './reference-book.js';
import { packReference, unpackReference } from './reference-text.js';
import { addTo, compareText, type FeedReference, referenceKey } from './references.js';
import {
  createChange,
  type LinkedChange,
  type ReadReference,
  type ReferenceChanges,
} from './register-change.js';
import type { HeldReferences } from './roster-reader.js';
import { createRotation, type Rotation } from './rotation.js';
import { findSplit, noteStanding, type Standing } from './splits.js';
import type { AuditLine, StoredReference } from './store.js';

export interface LinkerOptions {
  /** Under which digests are made. */
  readonly idSecret: string;
  /** Under which key everybody is named, and under which secret ids are made; absent: no key is ever changed. */
  readonly rotation?: Rotation;
  readonly now: () => Date;
  /** Whether anybody read this household: its id is in use somewhere. */
  readonly wasRead: (household: string) => Promise<boolean>;
  /** Every id that means this household. */
  readonly aliasesOf: (household: string) => Promise<readonly string[]>;
}

export interface Linker {
  readonly size: number;
  /** `ORGANISATION reference`. */
  has(key: string): boolean;
  /** What is held of one organisation. */
  heldOf(organisation: string): HeldReferences;
  /** Takes references in without working anything out: for a load, before `relinkAll`. */
  load(references: readonly ReadReference[]): void;
  remove(reference: { readonly organisation: string; readonly reference: string }): void;
  /** All references, in pages. */
  references(pageSize: number): Generator<readonly StoredReference[]>;
  retire(ids: readonly string[]): void;
  /** Names everybody anew, in pieces, as the rotation now has it; nothing is worked out. */
  rename(): Promise<void>;
  setConfirmations(confirmations: readonly LinkConfirmation[]): void;
  /** Works everything out anew, in pieces. */
  relinkAll(today: string): AsyncGenerator<LinkedChange>;
  /** What changes with these, whole. `also`: keys whose links changed for another reason (a confirmation). */
  apply(changes: ReferenceChanges, today: string, also?: readonly string[]): Promise<LinkedChange>;
  /** Ids of the households in which this case opens content (`ORGANISATION reference`). */
  householdsWith(key: string): readonly string[];
  /** What becomes other with the day, in pieces. */
  relinkForDay(today: string): AsyncGenerator<LinkedChange>;
}

const documentsAtOnce = 2_000;

export function createLinker(options: LinkerOptions): Linker {
  const { rotation = createRotation({ keyCheck: '', idSecret: options.idSecret }) } = options;
  const book = createReferenceBook();
  const published = createPublished();
  const ids = createHouseholdIds({ idSecret: options.idSecret, rotation });
  /** By the case that they are about. */
  let confirmations: ReadonlyMap<string, readonly LinkConfirmation[]> = new Map();

  function confirmationsOf(references: readonly FeedReference[]): readonly LinkConfirmation[] {
    if (confirmations.size === 0) return [];
    const keys = new Set(references.map(referenceKey));
    return [...keys]
      .flatMap((key) => confirmations.get(key) ?? [])
      .filter(({ joins }) => joins.some((key) => keys.has(key)))
      .sort((left, right) => compareText(left.id, right.id));
  }

  function others(person: string): readonly string[] {
    const other = rotation.otherOf(person);
    return other === null ? [] : [other];
  }

  /** Whether it was read, under whichever of its ids. */
  async function wasRead(household: string): Promise<boolean> {
    for (const id of [household, ...rotation.otherIds(household)]) if (await options.wasRead(id)) return true;
    return false;
  }

  function link(references: readonly FeedReference[], fillers: readonly string[], today: string) {
    const linked = linkComponent(references, {
      today,
      makeId: ids.make,
      confirmations: confirmationsOf(references),
      fillers,
    });
    return {
      ...linked,
      documents: linked.documents.map(rotation.complete),
      undecided: linked.undecided.flatMap((person) => [person, ...others(person)]),
    };
  }

  /** Works these components out anew and says how that differs from what was published for them. */
  async function relink(keys: ReadonlySet<string>, today: string): Promise<LinkedChange> {
    const before = published.forget(keys);
    const put: HouseholdDocument[] = [];
    const questions = new Map<string, readonly LinkQuestion[]>();
    const present = new Set<string>();
    const nowIn: Standing = new Map();
    const certainlyIn: Standing = new Map();
    const pace = createPace();
    const earlier = new Set([...before].flatMap(({ documents }) => documents));
    for (const { references, fillers } of book.componentsOf(keys)) {
      const linked = link(references, fillers, today);
      published.remember(references, linked);
      for (const document of linked.documents) {
        present.add(document.id);
        put.push(document);
        noteStanding(document, { nowIn, certainlyIn });
      }
      for (const [about, asked] of linked.questions) questions.set(about, asked);
      await pace();
    }
    for (const { asked } of before) {
      for (const about of asked) if (!questions.has(about)) questions.set(about, []);
    }
    const split = await findSplit(before, {
      nowIn,
      certainlyIn,
      isConfirmed: (key) => confirmations.has(key),
      wasRead,
      aliasesOf: options.aliasesOf,
    });
    const was = new Set([...before].flatMap(({ undecided }) => undecided));
    return {
      references: { put: [], drop: [] },
      put,
      drop: [...earlier].filter((id) => !present.has(id)),
      undecided: {
        add: [...new Set([...keys].flatMap((key) => published.componentOf(key)?.undecided ?? []))].filter(
          (person) => !was.has(person),
        ),
        remove: [...was].filter((person) => !published.isUndecided(person)),
      },
      questions,
      split,
      audit: split.map((id) => auditLine('HOUSEHOLD_SPLIT', 'REGISTER', id)),
    };
  }

  function auditLine(event: AuditLine['event'], organisation: string, text: string): AuditLine {
    return { at: options.now().toISOString(), organisation, event, digest: ids.digest(`audit\n${text}`) };
  }

  async function applyChange(keys: ReadonlySet<string>, today: string): Promise<LinkedChange> {
    const change = await relink(keys, today);
    if (change.split.length === 0) return change;
    // Nobody goes on under an id that meant others too: everybody concerned gets a new one.
    ids.retire(change.split);
    const again = await relink(keys, today);
    const put = new Map([...change.put, ...again.put].map((document) => [document.id, document]));
    for (const id of again.drop) put.delete(id);
    return {
      ...again,
      put: [...put.values()],
      drop: [...new Set([...change.drop, ...again.drop])].filter((id) => !put.has(id)),
      undecided: change.undecided,
      questions: new Map([...change.questions, ...again.questions]),
      split: change.split,
      audit: change.audit,
    };
  }

  return {
    get size() {
      return book.size;
    },
    has: (key) => book.has(key),
    heldOf: (organisation) => ({
      textOf: (reference) => book.textOf(referenceKey({ organisation, reference })),
      *all() {
        const start = `${organisation} `;
        for (const key of book.keys()) if (key.startsWith(start)) yield key.slice(start.length);
      },
    }),
    load(references) {
      for (const reference of references) book.put(referenceKey(reference), reference.text);
    },
    remove(reference) {
      book.put(referenceKey(reference), null);
    },
    *references(pageSize) {
      let page: StoredReference[] = [];
      for (const key of book.keys()) {
        const known = book.get(key);
        if (known) page.push(toStored(known));
        if (page.length === pageSize) {
          yield page;
          page = [];
        }
      }
      yield page;
    },
    async rename() {
      const pace = createPace();
      for (const key of [...book.keys()]) {
        const text = book.textOf(key);
        if (text === undefined) continue;
        const renamed = packReference(rotation.translate(unpackReference(text)));
        if (renamed !== text) book.put(key, renamed);
        await pace();
      }
    },
    retire: ids.retire,
    setConfirmations(next) {
      const byCase = new Map<string, LinkConfirmation[]>();
      for (const confirmation of next) addTo(byCase, confirmation.about, confirmation);
      confirmations = byCase;
      book.setConfirmations(next);
    },
    async *relinkAll(today) {
      published.clear();
      let change = createChange();
      const pace = createPace();
      for (const { references, fillers } of book.componentsOf(book.keys())) {
        const linked = link(references, fillers, today);
        published.remember(references, linked);
        change.put.push(...linked.documents);
        for (const [about, asked] of linked.questions) change.questions.set(about, asked);
        change.undecided.add.push(...linked.undecided);
        if (change.put.length >= documentsAtOnce) {
          yield change;
          change = createChange();
        }
        await pace();
      }
      yield change;
    },
    async apply(changes, today, also = []) {
      const pace = createPace();
      const touched = [...changes.put, ...changes.drop].map(referenceKey);
      const reach = book.reach();
      for (const key of [...touched, ...also]) {
        reach.add(key);
        await pace();
      }
      const audit: AuditLine[] = [];
      const put: StoredReference[] = [];
      for (const reference of changes.put) {
        const key = referenceKey(reference);
        const before = book.get(key);
        book.put(key, reference.text);
        const after = book.get(key);
        if (changesWho(before, after))
          audit.push(auditLine('REFERENCE_CORRECTED', reference.organisation, key));
        if (after) put.push(toStored(after));
        await pace();
      }
      for (const dropped of changes.drop) {
        const key = referenceKey(dropped);
        if (book.has(key)) audit.push(auditLine('REFERENCE_REMOVED', dropped.organisation, key));
        book.put(key, null);
        await pace();
      }
      const reachAfter = book.reach();
      for (const key of [...touched, ...also]) {
        if (book.has(key)) reachAfter.add(key);
        await pace();
      }
      const change = await applyChange(new Set([...reach.keys, ...reachAfter.keys]), today);
      return {
        ...change,
        references: { put, drop: changes.drop },
        audit: [...audit, ...change.audit],
      };
    },
    householdsWith: (key) =>
      (published.componentOf(key)?.joined ?? []).filter(({ keys }) => keys.includes(key)).map(({ id }) => id),
    async *relinkForDay(today) {
      const pace = createPace();
      const done = new Set<string>();
      let reach = book.reach();
      for (const key of [...book.keys()]) {
        if (done.has(key) || reach.keys.has(key) || !book.has(key)) continue;
        reach.add(key);
        await pace();
        if (reach.keys.size < documentsAtOnce) continue;
        for (const other of reach.keys) done.add(other);
        yield await applyChange(reach.keys, today);
        reach = book.reach();
      }
      yield await applyChange(reach.keys, today);
    },
  };
}

function toStored(known: FeedReference): StoredReference {
  const { organisation, key: _, ...reference } = known;
  return { organisation, reference };
}

// A number that was taken back: the line is all that stays of it.
function changesWho(before: FeedReference | undefined, after: FeedReference | undefined): boolean {
  const present = new Set(after?.persons.map(({ person }) => person));
  return before?.persons.some(({ person }) => person !== null && !present.has(person)) === true;
}
