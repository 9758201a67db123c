/** How the GI's share in the combined view is asked for in tests, and its parts as lines: kind, days, members. */
import { expect } from '@jest/globals';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type { EventPart, TermPart } from '../../subgraphs/household/combine/contribution.js';

export const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { giCombined {
  events { outcome reason visibility { recordType visibility }
    parts { id kind when precision text memberIds statementKind source { organisation unit system recordId recordedAt retrievedAt } } }
  terms { outcome reason visibility { recordType visibility }
    parts { id kind from alsoFrom doneOn memberIds source { organisation unit system recordId recordedAt retrievedAt } } }
} } } }`;

export interface Kind<Item> {
  readonly outcome: string;
  readonly reason: string | null;
  readonly visibility: readonly { readonly recordType: string; readonly visibility: string }[];
  readonly parts: readonly Item[];
}

export interface Combined {
  readonly events: Kind<EventPart>;
  readonly terms: Kind<TermPart>;
}

export function combinedIn(answer: SubgraphAnswer): Combined {
  expect(answer.errors).toBeUndefined();
  // The shape of the query above; the schema holds the answer to it.
  return (answer.data as { readonly _entities: readonly { readonly giCombined: Combined }[] })._entities[0]
    ?.giCombined as Combined;
}

export const linesOf = ({ events }: Combined): readonly string[] =>
  events.parts.map(({ kind, when, memberIds }) => [kind, when, ...memberIds].join(' ')).sort();
export const termLinesOf = ({ terms }: Combined): readonly string[] =>
  terms.parts.map(({ kind, from, doneOn, memberIds }) => [kind, from, doneOn, ...memberIds].join(' ')).sort();
export const kindsOf = ({ events, terms }: Combined) => ({
  events: [...new Set(events.parts.map(({ kind }) => kind))].sort(),
  terms: [...new Set(terms.parts.map(({ kind }) => kind))].sort(),
});
export const visibilityOf = ({ visibility }: Kind<unknown>) =>
  Object.fromEntries(visibility.map(({ recordType, visibility: seen }) => [recordType, seen]));

/** Teun, Daan, Fien, Maud, Trix and Hein as the register numbers them. */
export const children: readonly string[] = ['m3', 'm4', 'm5', 'm6', 'm7', 'm8'];
export const memberNames: Readonly<Record<string, string>> = {
  Teun: 'm3',
  Daan: 'm4',
  Fien: 'm5',
  Maud: 'm6',
  Trix: 'm7',
  Hein: 'm8',
};
export const each = (line: string, members: readonly string[] = children) =>
  members.map((member) => `${line} ${member}`);
export const girls = ['m5', 'm6', 'm7'];
