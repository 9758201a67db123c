/** What a linker published, as a store would hold it: so that two ways of arriving somewhere can be compared. */
import type { HouseholdDocument, LinkQuestion } from '../../subgraphs/household/register/document.js';
import { createLinker, type Linker } from '../../subgraphs/household/register/linker.js';
import { packReference } from '../../subgraphs/household/register/reference-text.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import type { LinkedChange, ReadReference } from '../../subgraphs/household/register/register-change.js';
import type { AuditLine } from '../../subgraphs/household/register/store.js';
import { today } from './worlds.js';

export interface PublishedState {
  /** By id. */
  readonly documents: readonly HouseholdDocument[];
  /** By id. */
  readonly questions: readonly LinkQuestion[];
  readonly undecided: readonly string[];
}

export interface LinkerState {
  readonly linker: Linker;
  readonly audit: readonly AuditLine[];
  put(references: readonly FeedReference[]): Promise<void>;
  drop(references: readonly FeedReference[]): Promise<void>;
  state(): PublishedState;
}

/** Nobody has read anything unless said otherwise: then nothing is split. */
export function createLinkerState({ everythingWasRead = false } = {}): LinkerState {
  const documents = new Map<string, HouseholdDocument>();
  const questions = new Map<string, readonly LinkQuestion[]>();
  const undecided = new Set<string>();
  const audit: AuditLine[] = [];
  const linker = createLinker({
    idSecret: 'a secret for linking tests',
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    wasRead: async () => everythingWasRead,
    aliasesOf: async (household) => documents.get(household)?.aliases ?? [],
  });
  function take(change: LinkedChange): void {
    for (const id of change.drop) documents.delete(id);
    for (const document of change.put) documents.set(document.id, document);
    for (const person of change.undecided.remove) undecided.delete(person);
    for (const person of change.undecided.add) undecided.add(person);
    for (const [about, asked] of change.questions) questions.set(about, asked);
    audit.push(...change.audit);
  }
  return {
    linker,
    audit,
    async put(references) {
      take(await linker.apply({ put: references.map(toRead), drop: [] }, today));
    },
    async drop(references) {
      take(await linker.apply({ put: [], drop: references }, today));
    },
    state: () => ({
      documents: [...documents.values()].sort(byId),
      questions: [...questions.values()].flat().sort(byId),
      undecided: [...undecided].sort(),
    }),
  };
}

/** What everything at once gives. */
export async function linkedAtOnce(references: readonly FeedReference[]): Promise<PublishedState> {
  const { linker } = createLinkerState();
  linker.load(references.map(toRead));
  const changes: LinkedChange[] = [];
  for await (const change of linker.relinkAll(today)) changes.push(change);
  return {
    documents: changes.flatMap(({ put }) => put).sort(byId),
    questions: changes.flatMap(({ questions }) => [...questions.values()].flat()).sort(byId),
    undecided: [...new Set(changes.flatMap(({ undecided }) => undecided.add))].sort(),
  };
}

export function toRead({ organisation, ...reference }: FeedReference): ReadReference {
  return { organisation, reference: reference.reference, text: packReference(reference) };
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}
