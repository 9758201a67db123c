/** How the GI's share in who works with a household, and in what they do, is asked for in tests. */
import { expect } from '@jest/globals';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import type {
  ActivityPart,
  ConcernPart,
  ContactPart,
  HandoverPart,
  Part,
  SightingPart,
  WorkPart,
} from '../../subgraphs/household/combine/contribution.js';
import type {
  AcquaintancePart,
  AgreementPart,
  HelpPart,
  MeasurePart,
} from '../../subgraphs/household/combine/relay-parts.js';
import { memberNames } from './gi-share.js';

const fields = {
  work: 'worker name role employer employerKind domain isFixedFace carriesCase duo recordedBy shownUnder since until',
  contacts: 'kind unit on worker',
  handovers: 'fromUnit toOrganisation toUnit askedOn reason',
  activities: 'kind name unit from until',
  measures: 'kind startedOn until',
  sightings: 'memberId on how by',
  help: 'name provider frame askedOn startedOn until',
  concerns: 'fact label nature severity observedOn by statementKind reactions { by on text }',
  agreements: 'text agreedOn by dueOn endedOn',
  acquaintances: 'unit knows asOf',
} as const;
export const kinds = Object.keys(fields) as readonly (keyof typeof fields)[]; // the keys as written above

export const workQuery = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household { giCombined { ${kinds
  .map(
    (kind) => `${kind} { outcome reason visibility { recordType visibility }
    parts { id memberIds source { organisation unit system recordId recordedAt retrievedAt } ${fields[kind]} } }`,
  )
  .join('\n')} } } } }`;

interface Kind<Item> {
  readonly outcome: string;
  readonly reason: string | null;
  readonly visibility: readonly { readonly recordType: string; readonly visibility: string }[];
  readonly parts: readonly Item[];
}

export interface WorkShare {
  readonly work: Kind<WorkPart>;
  readonly contacts: Kind<ContactPart>;
  readonly handovers: Kind<HandoverPart>;
  readonly activities: Kind<ActivityPart>;
  readonly measures: Kind<MeasurePart>;
  readonly sightings: Kind<SightingPart>;
  readonly help: Kind<HelpPart>;
  readonly concerns: Kind<ConcernPart>;
  readonly agreements: Kind<AgreementPart>;
  readonly acquaintances: Kind<AcquaintancePart>;
}

export function workShareIn(answer: SubgraphAnswer): WorkShare {
  expect(answer.errors).toBeUndefined();
  // The shape of the query above; the schema holds the answer to it.
  return (answer.data as { readonly _entities: readonly { readonly giCombined: WorkShare }[] })._entities[0]
    ?.giCombined as WorkShare;
}

/** How many parts of each kind; a kind without any is left out. */
export function countsOf(share: WorkShare): Readonly<Record<string, number>> {
  return Object.fromEntries(
    kinds.flatMap((kind) => (share[kind].parts.length > 0 ? [[kind, share[kind].parts.length]] : [])),
  );
}

/** Parts without what no other source can know: id and source. */
export function toldBy<Item extends Part>(parts: readonly Item[]): readonly Omit<Item, 'id' | 'source'>[] {
  return parts.map(({ id: _id, source: _source, ...told }) => told);
}

/** What the cast's tables hold of GI1, with members as the register numbers them. */
export function expectedOf<Item extends Part>(
  parts: readonly Item[],
): readonly Omit<Item, 'id' | 'source'>[] {
  return toldBy(
    parts
      .filter(({ source }) => source.unit === 'GI1')
      .map((part) => ({ ...part, memberIds: part.memberIds.map(memberIdOf) })),
  );
}

function memberIdOf(name: string): string {
  return memberNames[name.charAt(0).toUpperCase() + name.slice(1)] ?? name;
}

/** In an order that does not depend on the source. */
export function sorted<Item>(items: readonly Item[]): readonly Item[] {
  const text = (item: Item): string => JSON.stringify(Object.entries(item as object).sort());
  return [...items].sort((left, right) => (text(left) < text(right) ? -1 : 1));
}
