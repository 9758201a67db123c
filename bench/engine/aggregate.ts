/**
 * The hand-written aggregator: what a team would write for this one question, and the limit that any gateway is held against.
 *
 * Fixed queries, one call to each source in each wave, one parse of each answer, one `JSON.stringify` of the whole. No
 * schema, no plan, no validation; another question would need other code.
 */
import { createPoster, type Poster } from './post-json.js';
import { type SourceName, sourceNames } from './supergraph.js';

export interface Aggregator {
  /** The answer's text; a list is `null` where its source gave none. @throws Error when the register does not answer. */
  answer(ids: readonly string[], identity: string): Promise<string>;
  close(): Promise<void>;
}

interface RegisterAnswer {
  readonly data: {
    readonly households: readonly {
      readonly id: string;
      readonly address: unknown;
      readonly members: readonly {
        readonly role: string;
        readonly since: string;
        readonly person: { readonly id: string; readonly name: string; readonly birthDate: string };
      }[];
    }[];
  };
}

interface EntitiesAnswer<Entity> {
  readonly data: { readonly _entities: readonly Entity[] };
}

interface GiAnswer {
  readonly data: {
    readonly households: readonly { readonly measures: readonly Measure[] }[];
    readonly persons: readonly { readonly provisions: unknown }[];
  };
}

interface Measure {
  readonly kind: string;
  readonly startedOn: string;
}

/** The queries as the start of a request's body: what varies is one list at its end. */
const bodies = {
  register: bodyStart(
    'query($ids:[ID!]!){households(ids:$ids){id address{street houseNumber town} members{role since person{id name birthDate}}}}',
    'ids',
  ),
  veiligThuis: entitiesStart('reports{id receivedOn relation repeatOf kinds}'),
  raad: entitiesStart('investigations{id decidedOn startedOn endedOn}'),
  gi: bodyStart(
    'query($h:[_Any!]!,$p:[_Any!]!){households:_entities(representations:$h){...on Household{measures{id kind startedOn endedOn court}}} persons:_entities(representations:$p){...on Person{provisions{code label list startedOn endedOn}}}}',
    'h',
  ),
  plan: entitiesStart('plan{agreedOn goals{text owner isReached}}'),
  review: entitiesStart('planReview{dueOn summary}'),
};

export function createAggregator(
  urls: Readonly<Record<SourceName, string>>,
  options: { readonly connections: number; readonly timeoutMs: number },
): Aggregator {
  const [register, veiligThuis, raad, gi, localTeam] = sourceNames.map((name) =>
    createPoster(urls[name], options),
  ) as [Poster, Poster, Poster, Poster, Poster]; // five names give five

  async function answer(ids: readonly string[], identity: string): Promise<string> {
    const headers = { authorization: identity };
    const ask = async <Answer>(source: Poster, start: string, end: string): Promise<Answer> =>
      JSON.parse(await source.post(start + end, headers)) as Answer; // compared with what is expected, later
    const found = await ask<RegisterAnswer>(register, bodies.register, `${JSON.stringify(ids)}}}`);
    const { households } = found.data;

    const keys = `${JSON.stringify(households.map(({ id }) => ({ __typename: 'Household', id })))}`;
    const personKeys = JSON.stringify(
      households.flatMap(({ members }) =>
        members.map(({ person }) => ({ __typename: 'Person', id: person.id })),
      ),
    );
    const [reported, investigated, protected_, planned] = await Promise.all([
      orNull(ask<EntitiesAnswer<{ reports: unknown }>>(veiligThuis, bodies.veiligThuis, `${keys}}}`)),
      orNull(ask<EntitiesAnswer<{ investigations: unknown }>>(raad, bodies.raad, `${keys}}}`)),
      orNull(ask<GiAnswer>(gi, bodies.gi, `${keys},"p":${personKeys}}}`)),
      orNull(ask<EntitiesAnswer<{ plan: unknown }>>(localTeam, bodies.plan, `${keys}}}`)),
    ]);
    const toReview = protected_?.data.households.map(({ measures }, index) => ({
      __typename: 'Household',
      id: households[index]?.id,
      measures: measures.map(({ kind, startedOn }) => ({ kind, startedOn })),
    }));
    const reviewed = toReview
      ? await orNull(
          ask<EntitiesAnswer<{ planReview: unknown }>>(
            localTeam,
            bodies.review,
            `${JSON.stringify(toReview)}}}`,
          ),
        )
      : null;

    let person = 0;
    const merged = households.map(({ id, address, members }, index) => ({
      id,
      address,
      members: members.map(({ role, since, person: { id: personId, name, birthDate } }) => ({
        role,
        since,
        person: {
          id: personId,
          name,
          birthDate,
          provisions: protected_?.data.persons[person++]?.provisions ?? null,
        },
      })),
      reports: reported?.data._entities[index]?.reports ?? null,
      investigations: investigated?.data._entities[index]?.investigations ?? null,
      measures: protected_?.data.households[index]?.measures ?? null,
      plan: planned?.data._entities[index]?.plan ?? null,
      planReview: reviewed?.data._entities[index]?.planReview ?? null,
    }));
    return JSON.stringify({ data: { households: merged } });
  }

  return {
    answer,
    async close() {
      await Promise.all([register, veiligThuis, raad, gi, localTeam].map((source) => source.close()));
    },
  };
}

async function orNull<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch {
    return null;
  }
}

function entitiesStart(fields: string): string {
  return bodyStart(`query($r:[_Any!]!){_entities(representations:$r){...on Household{${fields}}}}`, 'r');
}

function bodyStart(query: string, variable: string): string {
  return `{"query":${JSON.stringify(query)},"variables":{${JSON.stringify(variable)}:`;
}
