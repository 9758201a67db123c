/**
 * The whole cast behind one gateway, asked over HTTP as a client would: with every field that the schema has, so that what may not
 * be shown is looked for everywhere. Each question is asked once, whoever wants to know.
 */
import { z } from 'zod';
import type { CastPerson } from '../../simulated-sources/families.js';
import {
  castClock,
  type GraphqlAnswer,
  organisationNames,
  post,
  type RunningSupergraph,
  startSupergraph,
} from '../start-supergraph.js';
import { type Feed, openFeed } from './cast-feeds.js';
import { everyFieldOfHousehold } from './every-field.js';

export interface MemberView {
  readonly id: string;
  readonly role: string;
  readonly residence: string;
  readonly since: string | null;
  readonly certainty: string;
  readonly diedOn: string | null;
  readonly expectedOn: string | null;
  readonly isUnborn: boolean;
  readonly isInDispute: boolean;
  readonly person: {
    readonly id: string;
    readonly name: string | null;
    readonly birthDate: string | null;
    readonly variants: readonly { readonly name: string | null; readonly unit: string }[];
    readonly missing: readonly { readonly organisation: string; readonly reason: string }[];
    readonly measures: readonly Readonly<Record<string, unknown>>[] | null;
  };
}

export interface InvolvementView {
  readonly organisation: string;
  readonly unit: string;
  readonly since: string;
  readonly until: string | null;
  readonly certainty: string;
  readonly ground: string;
  readonly isHistory: boolean;
  readonly concernsOtherHouseholds: boolean;
  readonly confirmation: { readonly by: string; readonly at: string } | null;
}

export interface ListedHousehold {
  readonly id: string;
  readonly kind: 'HOUSEHOLD' | 'OWN_FILE';
  readonly members: readonly (Pick<MemberView, 'id' | 'residence' | 'isUnborn'> & {
    readonly person: { readonly id: string };
  })[];
  readonly involvement: readonly InvolvementView[];
}

export interface HouseholdView extends Omit<ListedHousehold, 'members'> {
  readonly members: readonly MemberView[];
  readonly composition: {
    readonly outdated: readonly { readonly organisation: string; readonly unit: string }[];
    readonly ask: { readonly organisation: string; readonly unit: string } | null;
  } | null;
  readonly sources: readonly {
    readonly organisation: string;
    readonly outcome: string;
    readonly reason: string | null;
    readonly asOf: string | null;
    readonly awaitingConfirmation: number;
  }[];
  /** Records of the organisations, field by field: see `recordsOf`. */
  readonly [field: string]: unknown;
}

export interface QuestionView {
  readonly id: string;
  readonly kind: string;
  readonly organisation: string | null;
  readonly unit: string | null;
  readonly canBeConfirmed: boolean;
}

export interface CastGraph {
  /** By organisation, as the graph spells it. */
  readonly feeds: ReadonlyMap<string, Feed>;
  /** `caseReference`: the asker's own case. */
  ask(query: string, variables?: object, caseReference?: string): Promise<GraphqlAnswer>;
  answerAbout(person: CastPerson, caseReference?: string): Promise<GraphqlAnswer>;
  householdsOf(person: CastPerson, caseReference?: string): Promise<readonly HouseholdView[]>;
  /** @throws Error unless there is exactly one. */
  householdOf(person: CastPerson, caseReference?: string): Promise<HouseholdView>;
  /** With every field. */
  household(id: string, caseReference?: string): Promise<GraphqlAnswer>;
  /** All that the asker may open, as far as the register itself tells. */
  listed(caseReference?: string): Promise<readonly ListedHousehold[]>;
  questions(caseReference: string): Promise<readonly QuestionView[]>;
  /** The cases of a household by their numbers: `LT1/2025-0217 CERTAIN SHARED_DWELLING`, and `history` behind it. */
  casesOf(household: Pick<ListedHousehold, 'involvement'>): readonly string[];
  stop(): Promise<void>;
}

const recordWithSource = z.object({ source: z.object({ recordId: z.string() }) });
const byPerson = `query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) ${everyFieldOfHousehold} }`;
const byId = `query ($id: ID!) { household(id: $id) ${everyFieldOfHousehold} }`;
const list = `query ($after: String) { myHouseholds(first: 50, after: $after) {
  nodes {
    id kind members { id residence isUnborn person { id } }
    involvement {
      organisation unit since until certainty ground isHistory concernsOtherHouseholds confirmation { by at }
    }
  }
  pageInfo { hasNextPage endCursor }
} }`;

export async function startCastGraph(): Promise<CastGraph> {
  // A machine that is busy may be slow; what happens to a slow source is shown elsewhere.
  const supergraph = await startSupergraph({ sourceTimeoutMs: 20_000, rosterMaxAgeSeconds: 600 });
  const feeds = await readFeeds(supergraph);
  const units = casesByUnit(feeds);
  const answers = new Map<string, Promise<GraphqlAnswer>>();
  const ask: CastGraph['ask'] = (query, variables = {}, caseReference) =>
    post(
      supergraph.url,
      { query, variables },
      caseReference === undefined ? {} : { 'case-reference': caseReference },
    );

  const answerAbout: CastGraph['answerAbout'] = (person, caseReference) => {
    const key = `${person.bsn} ${caseReference ?? ''}`;
    const asked = answers.get(key) ?? ask(byPerson, { bsn: person.bsn }, caseReference);
    answers.set(key, asked);
    return asked;
  };
  const householdsOf: CastGraph['householdsOf'] = async (person, caseReference) => {
    const { data, errors } = await answerAbout(person, caseReference);
    if (!data?.householdsOfPerson) throw new Error(`expected households, received ${JSON.stringify(errors)}`);
    return data.householdsOfPerson;
  };

  return {
    feeds,
    ask,
    answerAbout,
    householdsOf,
    async householdOf(person, caseReference) {
      const [household, ...others] = await householdsOf(person, caseReference);
      if (!household || others.length > 0)
        throw new Error(`expected one household, received ${household ? others.length + 1 : 0}`);
      return household;
    },
    household: (id, caseReference) => ask(byId, { id }, caseReference),
    async listed(caseReference) {
      const nodes: ListedHousehold[] = [];
      let after: string | null = null;
      do {
        const { data, errors }: GraphqlAnswer = await ask(list, { after }, caseReference);
        if (!data?.myHouseholds) throw new Error(`expected a page, received ${JSON.stringify(errors)}`);
        nodes.push(...data.myHouseholds.nodes);
        const { hasNextPage, endCursor } = data.myHouseholds.pageInfo;
        after = hasNextPage ? endCursor : null;
      } while (after !== null);
      return nodes;
    },
    async questions(caseReference) {
      const { data } = await ask(
        '{ linkQuestions { id kind organisation unit canBeConfirmed } }',
        {},
        caseReference,
      );
      return data.linkQuestions;
    },
    casesOf: ({ involvement }) =>
      involvement
        .map(
          ({ unit, since, certainty, ground, isHistory }) =>
            `${units.get(`${unit} ${since}`) ?? `${unit} ${since}`} ${certainty} ${ground}${isHistory ? ' history' : ''}`,
        )
        .sort(),
    stop: () => supergraph.stop(),
  };
}

/** A household's records in one field. @throws Error where nobody knows. */
export function recordsOf(
  household: HouseholdView,
  field: string,
): readonly Readonly<Record<string, unknown>>[] {
  const records = household[field];
  if (!Array.isArray(records)) throw new Error(`expected a list in ${field}`);
  return records;
}

/** The numbers of a household's records in one field, at their source. @throws Error where nobody knows. */
export function recordIdsOf(household: HouseholdView, field: string): readonly string[] {
  return recordsOf(household, field).map((record) => recordWithSource.parse(record).source.recordId);
}

/** Names, sorted; `?` where nobody recorded one. */
export function namesIn(household: HouseholdView, residence?: string): readonly string[] {
  return household.members
    .filter((member) => residence === undefined || member.residence === residence)
    .map(({ person }) => person.name ?? '?')
    .sort();
}

/** Organisation to what became of asking it: `NOT_KNOWN`, or `NOT_ESTABLISHED LINK_UNCONFIRMED`. */
export function outcomesOf(household: HouseholdView): Readonly<Record<string, string>> {
  return Object.fromEntries(
    household.sources.map(({ organisation, outcome, reason }) => [
      organisation,
      reason === null ? outcome : `${outcome} ${reason}`,
    ]),
  );
}

/** Sentinel families come beside the cast, and are in none of its totals. */
export function isOfSentinels(household: Pick<ListedHousehold, 'involvement'>): boolean {
  return (
    household.involvement.length === 4 && household.involvement.every(({ since }) => since === '2026-09-01')
  );
}

async function readFeeds({ sources }: RunningSupergraph): Promise<ReadonlyMap<string, Feed>> {
  const feeds = new Map<string, Feed>();
  for (const name of organisationNames) {
    const reader = openFeed(name, sources[name].settings, () => new Date(castClock));
    feeds.set(reader.organisation, await reader.read());
    await reader.close();
  }
  return feeds;
}

// The graph names no case; in the cast a unit and a day are enough to know which one it is.
function casesByUnit(feeds: ReadonlyMap<string, Feed>): ReadonlyMap<string, string> {
  return new Map(
    [...feeds.values()].flatMap((feed) =>
      [...feed.values()].map(
        ({ unitName, since, reference }) => [`${unitName} ${since}`, reference] as const,
      ),
    ),
  );
}
