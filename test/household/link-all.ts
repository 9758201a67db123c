/** Links references as the register does, without a register. */
import { createHmac } from 'node:crypto';
import type {
  HouseholdDocument,
  LinkConfirmation,
  LinkQuestion,
} from '../../subgraphs/household/register/document.js';
import { linkComponent } from '../../subgraphs/household/register/link-component.js';
import { createReferenceBook } from '../../subgraphs/household/register/reference-book.js';
import { packReference } from '../../subgraphs/household/register/reference-text.js';
import { type FeedReference, referenceKey } from '../../subgraphs/household/register/references.js';

export interface AllLinked {
  /** By id. */
  readonly households: readonly HouseholdDocument[];
  /** By id. */
  readonly questions: readonly LinkQuestion[];
  readonly undecided: readonly string[];
}

export function linkAll(
  references: readonly FeedReference[],
  { today = '2026-11-02', confirmations = [] as readonly LinkConfirmation[] } = {},
): AllLinked {
  const book = createReferenceBook();
  for (const { organisation, ...reference } of references)
    book.put(referenceKey({ organisation, ...reference }), packReference(reference));
  book.setConfirmations(confirmations);
  const makeId = (text: string): string =>
    `hh_${createHmac('sha256', 'a secret for linking tests').update(text).digest('base64url').slice(0, 22)}`;
  const linked = [...book.componentsOf(book.keys())].map((component) =>
    linkComponent(component.references, { today, makeId, confirmations, fillers: component.fillers }),
  );
  return {
    households: linked.flatMap(({ documents }) => documents).sort(byId),
    questions: linked.flatMap(({ questions }) => [...questions.values()].flat()).sort(byId),
    undecided: linked.flatMap(({ undecided }) => undecided).sort(),
  };
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}
