/**
 * Keeps the households in step with the references: takes changes in, works out anew whom they can concern, and says what is to be
 * published. Holds no household itself, only what it needs to tell a change from a repetition.
 *
 * The result depends on the references alone, never on the order in which they came. What does depend on the past, by intent:
 * an id that was read and whose people turned out not to belong together is never used again (L8).
 */
import { hash as digest } from 'node:crypto';
import type { HouseholdDocument, LinkConfirmation, LinkQuestion } from './document.js';
import { linkComponent } from './link-component.js';
import { createReferenceBook } from './reference-book.js';
import { type FeedReference, referenceKey } from './references.js';
import type { HeldReferences, ReferenceText } from './roster-reader.js';
import type { AuditLine, RegisterChange, StoredReference } from './store.js';

export interface LinkerOptions {
  /** Under which ids and digests are made. */
  readonly idSecret: string;
  readonly now: () => Date;
  /** Whether anybody read this household: its id is in use somewhere. */
  readonly wasRead: (household: string) => Promise<boolean>;
  /** Every id that means this household. */
  readonly aliasesOf: (household: string) => Promise<readonly string[]>;
}

/** A reference as a feed gave it, as text. */
export interface ReadReference extends ReferenceText {
  readonly organisation: string;
}

export interface ReferenceChanges {
  readonly put: readonly ReadReference[];
  readonly drop: readonly { readonly organisation: string; readonly reference: string }[];
}

export type LinkedChange = Omit<RegisterChange, 'feeds'>;

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

/** What was published for one component of references. */
interface PublishedComponent {
  readonly documents: readonly string[];
  readonly undecided: readonly string[];
  readonly asked: readonly string[];
  /** Households, with the references that were certain in each. */
  readonly joined: readonly {
    readonly id: string;
    readonly isOpen: boolean;
    readonly keys: readonly string[];
    /** Those among them that a professional's word joined. */
    readonly confirmed: readonly string[];
  }[];
}

/** Linking gives way to whoever waits for an answer after this long. */
const sliceMs = 4;
const documentsAtOnce = 2_000;

export function createLinker(options: LinkerOptions): Linker {
  const book = createReferenceBook();
  const published = new Map<string, PublishedComponent>();
  const undecidedCounts = new Map<string, number>();
  const retired = new Set<string>();
  let confirmations: readonly LinkConfirmation[] = [];

  // A keyed hash in one call: cut to 132 of its 256 bits, so that nobody can go on from one to that of a longer text.
  function hash(text: string): string {
    return digest('sha256', `${options.idSecret}\n${text}`, 'base64url').slice(0, 22);
  }

  function makeId(text: string): string {
    for (let generation = 0; ; generation += 1) {
      const id = `hh_${hash(generation === 0 ? `household\n${text}` : `household\n${text}\n${generation}`)}`;
      if (!retired.has(id)) return id;
    }
  }

  function confirmationsOf(references: readonly FeedReference[]): readonly LinkConfirmation[] {
    if (confirmations.length === 0) return [];
    const keys = new Set(references.map(referenceKey));
    return confirmations.filter(({ about, joins }) => keys.has(about) && joins.some((key) => keys.has(key)));
  }

  function link(references: readonly FeedReference[], fillers: readonly string[], today: string) {
    return linkComponent(references, {
      today,
      makeId,
      confirmations: confirmationsOf(references),
      fillers,
    });
  }

  function remember(references: readonly FeedReference[], linked: ReturnType<typeof linkComponent>): void {
    const component: PublishedComponent = {
      documents: linked.documents.map(({ id }) => id),
      undecided: linked.undecided,
      asked: [...linked.questions.keys()],
      joined: linked.documents
        .map(({ id, links, openedBy }) => ({
          id,
          isOpen: openedBy === undefined,
          keys: links.filter(({ certainty }) => certainty !== 'PROBABLE').map(referenceKey),
          confirmed: links.filter(({ certainty }) => certainty === 'CONFIRMED').map(referenceKey),
        }))
        .filter(({ keys }) => keys.length > 1),
    };
    for (const reference of references) published.set(referenceKey(reference), component);
    for (const person of linked.undecided)
      undecidedCounts.set(person, (undecidedCounts.get(person) ?? 0) + 1);
  }

  function forget(keys: Iterable<string>): ReadonlySet<PublishedComponent> {
    const components = new Set<PublishedComponent>();
    for (const key of keys) {
      const component = published.get(key);
      if (component) components.add(component);
      published.delete(key);
    }
    for (const { undecided } of components) {
      for (const person of undecided) {
        const count = (undecidedCounts.get(person) ?? 1) - 1;
        if (count > 0) undecidedCounts.set(person, count);
        else undecidedCounts.delete(person);
      }
    }
    return components;
  }

  /** Works these components out anew and says how that differs from what was published for them. */
  async function relink(keys: ReadonlySet<string>, today: string): Promise<LinkedChange> {
    const before = forget(keys);
    const put: HouseholdDocument[] = [];
    const questions = new Map<string, readonly LinkQuestion[]>();
    const present = new Set<string>();
    const nowIn = new Map<string, Set<string>>();
    const certainlyIn = new Map<string, Set<string>>();
    const pace = createPace();
    const earlier = new Set([...before].flatMap(({ documents }) => documents));
    for (const { references, fillers } of book.componentsOf(keys)) {
      const linked = link(references, fillers, today);
      remember(references, linked);
      for (const document of linked.documents) {
        present.add(document.id);
        put.push(document);
        if (document.openedBy !== undefined) continue;
        for (const other of document.links) {
          const key = referenceKey(other);
          // Of a case of which nobody is left out here it is not told that it ever stood with others.
          if (Object.keys(other.members).length === 0) continue;
          nowIn.set(key, (nowIn.get(key) ?? new Set()).add(document.id));
          if (other.certainty !== 'PROBABLE')
            certainlyIn.set(key, (certainlyIn.get(key) ?? new Set()).add(document.id));
        }
      }
      for (const [about, asked] of linked.questions) questions.set(about, asked);
      await pace();
    }
    for (const { asked } of before) {
      for (const about of asked) if (!questions.has(about)) questions.set(about, []);
    }
    const split = await findSplit(before, { nowIn, certainlyIn });
    const was = new Set([...before].flatMap(({ undecided }) => undecided));
    return {
      references: { put: [], drop: [] },
      put,
      drop: [...earlier].filter((id) => !present.has(id)),
      undecided: {
        add: [...new Set([...keys].flatMap((key) => published.get(key)?.undecided ?? []))].filter(
          (person) => !was.has(person),
        ),
        remove: [...was].filter((person) => !undecidedCounts.has(person)),
      },
      questions,
      split,
      audit: split.map((id) => auditLine('HOUSEHOLD_SPLIT', 'REGISTER', id)),
    };
  }

  // L8. Two cases that were certainly of one household and are not any more, though both are still in the open world.
  async function findSplit(
    before: ReadonlySet<PublishedComponent>,
    { nowIn, certainlyIn }: Record<'nowIn' | 'certainlyIn', ReadonlyMap<string, ReadonlySet<string>>>,
  ): Promise<readonly string[]> {
    const split: string[] = [];
    for (const { joined } of before) {
      for (const { id, isOpen, keys, confirmed } of joined) {
        if (!isOpen) continue;
        // A word that was taken back: a case that still stands there as probable may be read there no more.
        const undone = new Set(confirmed.filter((key) => !confirmations.some(({ about }) => about === key)));
        const open = keys.filter((key) => nowIn.has(key));
        const isApart = open.some((one, index) =>
          open.slice(index + 1).some((other) => {
            const places = undone.has(one) || undone.has(other) ? certainlyIn : nowIn;
            const households = places.get(other);
            return ![...(places.get(one) ?? [])].some((household) => households?.has(household));
          }),
        );
        if (isApart && (await options.wasRead(id))) split.push(...(await options.aliasesOf(id)));
      }
    }
    return [...new Set(split)];
  }

  function auditLine(event: AuditLine['event'], organisation: string, text: string): AuditLine {
    return { at: options.now().toISOString(), organisation, event, digest: hash(`audit\n${text}`) };
  }

  async function applyChange(keys: ReadonlySet<string>, today: string): Promise<LinkedChange> {
    const change = await relink(keys, today);
    if (change.split.length === 0) return change;
    // Nobody goes on under an id that meant others too: everybody concerned gets a new one.
    for (const id of change.split) retired.add(id);
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
        const known = toStored(book.get(key));
        if (known) page.push(known);
        if (page.length === pageSize) {
          yield page;
          page = [];
        }
      }
      yield page;
    },
    retire(ids) {
      for (const id of ids) retired.add(id);
    },
    setConfirmations(next) {
      confirmations = next;
      book.setConfirmations(next);
    },
    async *relinkAll(today) {
      published.clear();
      undecidedCounts.clear();
      let change = emptyChange();
      const pace = createPace();
      for (const { references, fillers } of book.componentsOf(book.keys())) {
        const linked = link(references, fillers, today);
        remember(references, linked);
        change.put.push(...linked.documents);
        for (const [about, asked] of linked.questions) change.questions.set(about, asked);
        change.undecided.add.push(...linked.undecided);
        if (change.put.length >= documentsAtOnce) {
          yield change;
          change = emptyChange();
        }
        await pace();
      }
      yield change;
    },
    async apply(changes, today, also = []) {
      const touched = [...changes.put, ...changes.drop].map(referenceKey);
      const before = book.connected([...touched, ...also]);
      const audit: AuditLine[] = [];
      for (const reference of changes.put) {
        const key = referenceKey(reference);
        const before = book.get(key);
        book.put(key, reference.text);
        if (changesWho(before, book.get(key)))
          audit.push(auditLine('REFERENCE_CORRECTED', reference.organisation, key));
      }
      for (const dropped of changes.drop) {
        const key = referenceKey(dropped);
        if (book.has(key)) audit.push(auditLine('REFERENCE_REMOVED', dropped.organisation, key));
        book.put(key, null);
      }
      const keys = new Set([
        ...before,
        ...book.connected([...touched, ...also].filter((key) => book.has(key))),
      ]);
      const change = await applyChange(keys, today);
      return {
        ...change,
        references: {
          put: touched.flatMap((key) => toStored(book.get(key)) ?? []),
          drop: changes.drop,
        },
        audit: [...audit, ...change.audit],
      };
    },
    householdsWith: (key) =>
      (published.get(key)?.joined ?? []).filter(({ keys }) => keys.includes(key)).map(({ id }) => id),
    async *relinkForDay(today) {
      const seen = new Set<string>();
      let keys = new Set<string>();
      for (const key of [...book.keys()]) {
        if (seen.has(key) || !book.has(key)) continue;
        for (const other of book.connected([key])) {
          seen.add(other);
          keys.add(other);
        }
        if (keys.size < documentsAtOnce) continue;
        yield await applyChange(keys, today);
        keys = new Set();
      }
      yield await applyChange(keys, today);
    },
  };
}

function emptyChange() {
  return {
    references: { put: [], drop: [] },
    put: [] as HouseholdDocument[],
    drop: [],
    undecided: { add: [] as string[], remove: [] },
    questions: new Map<string, readonly LinkQuestion[]>(),
    split: [],
    audit: [],
  };
}

function toStored(known: FeedReference | undefined): StoredReference | undefined {
  if (!known) return undefined;
  const { organisation, key: _, ...reference } = known;
  return { organisation, reference };
}

// A number that was taken back: the line is all that stays of it.
function changesWho(before: FeedReference | undefined, after: FeedReference | undefined): boolean {
  const present = new Set(after?.persons.map(({ person }) => person));
  return before?.persons.some(({ person }) => person !== null && !present.has(person)) === true;
}

function createPace(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  };
}
