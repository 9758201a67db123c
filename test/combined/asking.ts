/** What the combined fields answer about the relay family, asked as a client asks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { grootEsselink as family } from '../../simulated-sources/families.js';
import type { Precision } from '../../subgraphs/household/combine/contribution.js';
import type { RunningSupergraph } from '../start-supergraph.js';
import type { ExpectedTerm } from './expected-terms.js';

export const operation = (name: string): string =>
  readFileSync(join(projectRoot, 'schema', 'operations', `${name}.graphql`), 'utf8');

export interface EventNode {
  readonly id: string;
  readonly kind: string;
  readonly when: string;
  readonly precision: Precision;
  readonly memberIds: readonly string[];
  readonly source: { readonly organisation: string; readonly unit: string };
}

interface DeadlineNode extends Omit<ExpectedTerm, 'unit' | 'who'> {
  readonly startsOn: string | null;
  readonly memberIds: readonly string[];
  readonly source: { readonly organisation: string; readonly unit: string };
}

/** What the operation answers, as far as it is looked at. */
export interface Combined {
  readonly timeline: {
    readonly nodes: readonly EventNode[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly missing: readonly Missing[];
    readonly mayBeIncomplete: boolean;
  };
  readonly deadlines: { readonly nodes: readonly DeadlineNode[]; readonly missing: readonly Missing[] };
}

interface Missing {
  readonly organisation: string;
  readonly reason: string;
}

const members = 'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id members { id person { name } } } }';
export const eventFields =
  'nodes { id kind when precision memberIds source { organisation unit } } pageInfo { hasNextPage endCursor } missing { organisation reason } mayBeIncomplete';
const whole = `query ($id: ID!, $after: String) { household(id: $id) {
  timeline(first: 100, after: $after) { ${eventFields} }
  deadlines { nodes {
    id kind startsOn dueOn doneOn state daysLate daysLeft isEstablished memberIds source { unit organisation }
    otherReading { dueOn state daysLate daysLeft }
  } missing { organisation reason } }
} }`;

/** The household at the Hofdijk, and who is who in it. */
export async function hofdijk(supergraph: RunningSupergraph) {
  const { data } = await supergraph.ask(members, { bsn: family.hein.bsn });
  const [household] = data.householdsOfPerson;
  const names = new Map<string, string>(
    household.members.map(({ id, person }: { id: string; person: { name: string } }) => [
      id,
      person.name.split(' ')[0] ?? '',
    ]),
  );
  const idOf = (name: string): string => [...names].find(([, known]) => known === name)?.[0] ?? '';
  return { id: household.id as string, idOf, nameOf: (id: string) => names.get(id) ?? 'nobody' };
}

/** With every page of the timeline. */
export async function combinedOf(supergraph: RunningSupergraph, id: string): Promise<Combined> {
  const read: EventNode[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors } = await supergraph.ask(whole, { id, after });
    expect(errors).toEqual([]);
    const combined: Combined = data.household;
    read.push(...combined.timeline.nodes);
    const { hasNextPage, endCursor }: Combined['timeline']['pageInfo'] = combined.timeline.pageInfo;
    if (!hasNextPage) return { ...combined, timeline: { ...combined.timeline, nodes: read } };
    after = endCursor;
  }
}
