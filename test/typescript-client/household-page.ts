/**
 * A client as a front-end team would write it, over the generated types: what a page says of each organisation, where
 * `null` is never read as "none". It is compiled by a test, also against a schema that lost a field.
 */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  type HouseholdSummaryQuery,
  HouseholdSummaryDocument as householdSummary,
  type SourceOutcomeKind,
} from '../../schema/operations/generated/operations.js';

/** Sends one operation, for instance with `fetch`, and gives `data` as it came. */
export type Send = (request: {
  readonly document: TypedDocumentNode<unknown, never>;
  readonly variables: unknown;
}) => Promise<unknown>;

export type Household = NonNullable<HouseholdSummaryQuery['household']>;

/** The lines of the page about one household; `null` where there is no answer about it at all. */
export async function readHouseholdPage(send: Send, id: string): Promise<readonly string[] | null> {
  const { household } = await ask(send, householdSummary, { id });
  if (!household) return null;
  return [...household.sources.map(toSourceLine), toMeasuresLine(household)];
}

async function ask<Answer, Variables>(
  send: Send,
  document: TypedDocumentNode<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  // The gateway answers what its schema says, and the types were generated from that schema.
  return (await send({ document: document as TypedDocumentNode<unknown, never>, variables })) as Answer;
}

function toSourceLine({ organisation, outcome, reason, asOf }: Household['sources'][number]): string {
  return `${organisation}: ${wordsFor[outcome]}${reason === null ? '' : ` (${reason})`}${asOf === null ? '' : `, as of ${asOf}`}`;
}

/** A new outcome in the schema does not compile here until somebody has decided what a page says of it. */
const wordsFor: Readonly<Record<SourceOutcomeKind, string>> = {
  ANSWERED: 'answered',
  NOT_KNOWN: 'not known to be involved',
  NONE_VISIBLE: 'nothing that you may know of',
  WITHHELD: 'not for you',
  NOT_ESTABLISHED: 'could not be established',
  UNAVAILABLE: 'could not answer',
};

function toMeasuresLine({ measures }: Household): string {
  if (measures === null) return 'Measures: nobody knows';
  if (measures.length === 0) return 'Measures: none recorded';
  return `Measures: ${measures.map(({ kind, endsOn }) => `${kind} until ${endsOn ?? 'further notice'}`).join(', ')}`;
}
