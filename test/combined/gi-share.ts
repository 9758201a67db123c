/** How the GI's share in the combined view is asked for in tests, and its parts as lines: kind, days, members. */
import type { Share } from '../../adapter-kit/combined/share.js';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { askShares, type SharesOf, sharesIn } from './contract.js';

const kinds = ['events', 'terms'] as const;
export const query = askShares('giCombined', kinds);
export type Combined = SharesOf<(typeof kinds)[number]>;

export const combinedIn = (answer: SubgraphAnswer): Combined => sharesIn(answer, 'giCombined', kinds);

export const linesOf = ({ events }: Combined): readonly string[] =>
  events.parts.map(({ kind, when, memberIds }) => [kind, when, ...memberIds].join(' ')).sort();
export const termLinesOf = ({ terms }: Combined): readonly string[] =>
  terms.parts.map(({ kind, from, doneOn, memberIds }) => [kind, from, doneOn, ...memberIds].join(' ')).sort();
export const kindsOf = ({ events, terms }: Combined) => ({
  events: [...new Set(events.parts.map(({ kind }) => kind))].sort(),
  terms: [...new Set(terms.parts.map(({ kind }) => kind))].sort(),
});
export const visibilityOf = ({ visibility }: Share<unknown>) =>
  Object.fromEntries((visibility ?? []).map(({ recordType, visibility: seen }) => [recordType, seen]));

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
