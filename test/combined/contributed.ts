/** What a subgraph contributed to the combined view, as its answer has it, and each part in one line. */
import { z } from 'zod';

const visibilities = z.array(z.object({ recordType: z.string(), visibility: z.string() })).nullable();
const about = { outcome: z.string(), reason: z.string().nullable(), visibility: visibilities };
const part = {
  id: z.string(),
  kind: z.string(),
  memberIds: z.array(z.string()),
  source: z.looseObject({ recordId: z.string() }),
};
const event = z.looseObject({ ...part, when: z.string(), text: z.string().nullable() });
const term = z.looseObject({
  ...part,
  from: z.string(),
  alsoFrom: z.string().nullable(),
  doneOn: z.string().nullable(),
});
export const combinedSchema = z.object({
  events: z.object({ ...about, parts: z.array(event) }),
  terms: z.object({ ...about, parts: z.array(term) }),
});
export type Combined = z.infer<typeof combinedSchema>;

/** The fields of a contribution that `combinedSchema` admits. */
export const combinedFields = `
  events { outcome reason visibility { recordType visibility } parts {
    id kind when precision text memberIds statementKind
    source { organisation unit system recordId recordedAt retrievedAt } } }
  terms { outcome reason visibility { recordType visibility } parts {
    id kind from alsoFrom doneOn memberIds source { organisation unit recordId } } }`;

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
export const visibilityOf = ({ visibility }: { readonly visibility: z.infer<typeof visibilities> }) =>
  Object.fromEntries((visibility ?? []).map((one) => [one.recordType, one.visibility]));
