/** An organisation whose records are counted, in the test's own hands: its real resolvers and rules, over a feed and loaders that a test gives. */
import type { OwnerControls } from '../../adapter-kit/access/owner-controls.js';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import type { OrganisationModule } from '../../adapter-kit/organisation-source.js';
import {
  defineOrganisationSubgraph,
  type OrganisationSubgraphOptions,
} from '../../adapter-kit/organisation-subgraph.js';
import type { RosterReference } from '../../adapter-kit/roster.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import type { SubgraphName } from '../../schema/subgraph-sdl.js';
import { accessControlOf } from '../../subgraphs/access-rules.js';
import { loadTypeDefs } from '../../subgraphs/type-defs.js';
import { castClock } from '../start-supergraph.js';

/** What an organisation decided, as its decision log keeps it. */
export interface KeptDecision {
  readonly recordType: string;
  readonly recordId: string;
  readonly reference: string;
  readonly answer: string;
  readonly rule: string;
}

/** What happens at an organisation, in its order: decisions that were kept, and reads of its source. */
export interface Watched {
  /** What was read of its source: `attributes` or `content`, and of what. */
  readonly reads: string[];
  readonly decisions: KeptDecision[];
  /** Both, in the order in which they happened: `COUNT cost-line`, `content counted-child-0`. */
  readonly course: string[];
  readonly controls: OwnerControls;
}

export interface CountedOwner<Loaders>
  extends Pick<OrganisationSubgraphOptions<Loaders>, 'resolvers' | 'createLoaders'> {
  readonly name: Exclude<SubgraphName, 'household'>;
  readonly organisation: string;
  readonly keyField: string;
  readonly references: readonly RosterReference[];
  readonly watched: Watched;
}

export function countedModule<Loaders>({
  name,
  organisation,
  keyField,
  references,
  watched,
  ...made
}: CountedOwner<Loaders>): OrganisationModule {
  return {
    name,
    organisation,
    keyField,
    settings: {},
    create(_, tools) {
      const control = accessControlOf(name, tools);
      return defineOrganisationSubgraph<Loaders>({
        ...made,
        name,
        organisation,
        typeDefs: loadTypeDefs(name),
        sealer: createKeySealer(tools.keyTokenSecret, organisation),
        ...(control
          ? {
              accessControl: {
                ...control,
                controls: watched.controls,
                recordDecisions: async ({ decisions }) => {
                  watched.decisions.push(...decisions);
                  watched.course.push(
                    ...decisions.map(({ answer, recordType }) => `${answer} ${recordType}`),
                  );
                },
              },
            }
          : {}),
        pseudonymiser: tools.pseudonymiser,
        roster: {
          read: async () => ({
            mode: 'FULL',
            asOf: castClock.toISOString(),
            watermark: null,
            references: [...references],
            removed: [],
          }),
        },
        now: tools.now,
      });
    },
  };
}

/** A read of the source that is written down, and fails while the source is down. */
export function watchedRead<Read>(
  { reads, course }: Watched,
  { what, organisation, isDown }: { what: string; organisation: string; isDown: () => boolean },
  of: (name: string) => Read,
) {
  return async (names: readonly string[]): Promise<ReadonlyMap<string, Read>> => {
    const read = names.map((name) => `${what} ${name}`);
    reads.push(...read);
    course.push(...read);
    if (isDown()) throw new SourceError({ organisation, reason: 'DOWN', detail: 'made to be down' });
    return new Map(names.map((name) => [name, of(name)]));
  };
}
