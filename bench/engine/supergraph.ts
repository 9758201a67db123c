/** The graph of the engine's question: five subgraphs of which four extend what the register knows, composed here. */
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export const sourceNames = ['register', 'veilig-thuis', 'raad', 'gi', 'local-team'] as const;
export type SourceName = (typeof sourceNames)[number];

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.5"
  import: ["@key", "@external", "@requires", "@shareable"]
)`;

const typeDefs: Readonly<Record<SourceName, string>> = {
  register: `${link}
    type Query { households(ids: [ID!]!): [Household!]! }
    type Household @key(fields: "id") { id: ID! address: Address members: [Member!]! }
    type Address { street: String! houseNumber: Int! town: String! }
    type Member { role: String! since: String! person: Person! }
    type Person @key(fields: "id") { id: ID! name: String! birthDate: String! }`,
  'veilig-thuis': `${link}
    type Household @key(fields: "id") { id: ID! reports: [Report!] }
    type Report { id: ID! receivedOn: String! relation: String! repeatOf: ID kinds: [String!]! }`,
  raad: `${link}
    type Household @key(fields: "id") { id: ID! investigations: [Investigation!] }
    type Investigation { id: ID! decidedOn: String! startedOn: String! endedOn: String }`,
  gi: `${link}
    type Household @key(fields: "id") { id: ID! measures: [Measure!] }
    type Measure @shareable { id: ID! kind: String! startedOn: String! endedOn: String court: String! }
    type Person @key(fields: "id") { id: ID! provisions: [Provision!] }
    type Provision { code: String! label: String! list: String! startedOn: String! endedOn: String }`,
  'local-team': `${link}
    type Household @key(fields: "id") {
      id: ID!
      measures: [Measure!] @external
      plan: Plan
      planReview: PlanReview @requires(fields: "measures { kind startedOn }")
    }
    type Measure @shareable { kind: String! startedOn: String! }
    type Plan { agreedOn: String! goals: [Goal!]! }
    type Goal { text: String! owner: String! isReached: Boolean! }
    type PlanReview { dueOn: String! summary: String! }`,
};

/** The supergraph with these sources behind it. @throws Error when it does not compose. */
export function composeSupergraph(urls: Readonly<Record<SourceName, string>>): string {
  const composed = composeServices(
    sourceNames.map((name) => ({ name, url: urls[name], typeDefs: parse(typeDefs[name]) })),
  );
  if (!composed.supergraphSdl) throw new Error(`expected five subgraphs that compose: ${composed.errors}`);
  return composed.supergraphSdl;
}

const ofTheRaad = 'investigations { id decidedOn startedOn endedOn }';

/** One root fetch, five fetches of entities that can go at once, one that needs what they brought. */
export const householdView = `query HouseholdView($ids: [ID!]!) {
  households(ids: $ids) {
    id
    address { street houseNumber town }
    members { role since person { id name birthDate provisions { code label list startedOn endedOn } } }
    reports { id receivedOn relation repeatOf kinds }
    ${ofTheRaad}
    measures { id kind startedOn endedOn court }
    plan { agreedOn goals { text owner isReached } }
    planReview { dueOn summary }
  }
}`;

/** The same without the Raad: a question that has no need of it. */
export const householdViewWithoutRaad = householdView
  .replace('HouseholdView', 'HouseholdViewWithoutRaad')
  .replace(ofTheRaad, '');
