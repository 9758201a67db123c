/**
 * How the share of Veilig Thuis in what it records of its own work is asked for in tests, and how its parts
 * are looked at.
 */
import { expect } from '@jest/globals';
import { z } from 'zod';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';

const shared = 'id memberIds source { organisation unit system recordId recordedAt retrievedAt }';
const fieldsOf = {
  work: 'worker name role employer employerKind domain isFixedFace carriesCase duo recordedBy shownUnder since until',
  contacts: 'kind unit on worker',
  handovers: 'fromUnit toOrganisation toUnit askedOn reason',
  activities: 'kind name unit from until',
  sightings: 'memberId on how by',
  concerns: 'fact label nature severity observedOn by statementKind reactions { by on text }',
  agreements: 'text agreedOn by dueOn endedOn',
  acquaintances: 'unit knows asOf',
} as const;
export type Kind = keyof typeof fieldsOf;
/** Every key of the object above. */
export const kinds = Object.keys(fieldsOf) as readonly Kind[];
const contributions = kinds.map(
  (kind) =>
    `${kind} { outcome reason visibility { recordType visibility } parts { ${shared} ${fieldsOf[kind]} } }`,
);
export const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Household { veiligThuisCombined { ${contributions.join('\n')} } } } }`;

const part = z.looseObject({
  id: z.string(),
  memberIds: z.array(z.string()),
  source: z.object({ recordId: z.string(), unit: z.string() }).loose(),
});
const contribution = z.object({
  outcome: z.string(),
  reason: z.string().nullable(),
  visibility: z.array(z.object({ recordType: z.string(), visibility: z.string() })).nullable(),
  parts: z.array(part),
});
const shareSchema = z.record(z.enum(Object.keys(fieldsOf)), contribution);
export type Share = z.infer<typeof shareSchema>;

/** The share in an answer to `query`. */
export function shareIn(answer: SubgraphAnswer): Share {
  expect(answer.errors).toBeUndefined();
  const entities = z.tuple([z.object({ veiligThuisCombined: shareSchema })]);
  return entities.parse(answer.data?.['_entities'])[0].veiligThuisCombined;
}

export const partsOf = (share: Share, kind: Kind) => share[kind]?.parts ?? [];
/**
 * The parts without what the expectations of the rules know otherwise: ids, places, and whom they concern.
 */
export const saidIn = (share: Share, kind: Kind) =>
  partsOf(share, kind).map(({ id: _id, memberIds: _members, source: _source, ...said }) => said);
/** How many parts there are of each kind that has any. */
export const counts = (share: Share) =>
  Object.fromEntries(kinds.map((kind) => [kind, partsOf(share, kind).length] as const).filter(([, n]) => n));
