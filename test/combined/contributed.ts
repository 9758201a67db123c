/** What a subgraph contributed to the combined view, each part in one line. */
import type { Share } from '../../adapter-kit/combined/share.js';
import type { SharesOf } from './contract.js';

export const combinedKinds = ['events', 'terms'] as const;
export type Combined = SharesOf<(typeof combinedKinds)[number]>;

export const eventsOf = ({ events }: Combined) =>
  events.parts
    .map(({ when, kind, memberIds }) => `${when} ${kind} ${memberIds.join('')}`.trim())
    .sort((left, right) => left.localeCompare(right));
export const termsOf = ({ terms }: Combined) =>
  terms.parts
    .map(({ kind, from, alsoFrom, doneOn, memberIds }) =>
      [kind, from, ...(alsoFrom ? [`or ${alsoFrom}`] : []), doneOn ?? 'not done', ...memberIds].join(' '),
    )
    .sort();
export const visibilityOf = ({ visibility }: Pick<Share<unknown>, 'visibility'>) =>
  Object.fromEntries((visibility ?? []).map((one) => [one.recordType, one.visibility]));
