/**
 * Answers a subgraph's queries from `household-data.ts`, whatever a gateway calls things in them.
 *
 * A query is read once; the text of each record is made once for each selection. So a subgraph takes little of the
 * processor, and nobody waits for it when gateways are compared. It checks nothing that composition and the comparison of
 * answers check already.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { createHousehold, createPerson, type MeasureRecord, reviewOf } from './household-data.js';

export interface SubgraphQuestion {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

interface Selected {
  /** The name in the answer, as JSON text with a colon. */
  readonly key: string;
  readonly name: string;
  /** Type that it is asked of only; `null`: of any. */
  readonly onType: string | null;
  readonly children: Selection | null;
  readonly argument: ValueNode | null;
}

interface Selection {
  readonly fields: readonly Selected[];
  /** Id, and what else a record hangs on, to its text. */
  readonly texts: Map<string, string>;
}

interface Representation {
  readonly __typename: string;
  readonly id: string;
  readonly measures?: readonly Pick<MeasureRecord, 'kind' | 'startedOn'>[] | null;
}

const rememberedQueries = 200;
const rememberedTexts = 20_000;

/** A function from a question to the text of the answer. @throws Error for what the benchmark's graph does not have. */
export function createAnswerer(): (question: SubgraphQuestion) => string {
  const selections = new Map<string, Selection>();
  return ({ query, variables = {} }) => {
    let selection = selections.get(query);
    if (!selection) {
      if (selections.size >= rememberedQueries) selections.clear();
      selection = readQuery(parse(query));
      selections.set(query, selection);
    }
    const roots = selection.fields.map(({ key, name, argument, children }) => {
      if (name === '__typename') return `${key}"Query"`;
      if (!children) throw new Error(`expected a selection under ${name}`);
      const value = argument ? valueIn(argument, variables) : [];
      if (!Array.isArray(value)) throw new Error(`expected a list for ${name}`);
      const texts =
        name === '_entities'
          ? value.map((representation: Representation) => entityText(children, representation))
          : value.map((id: string) => entityText(children, { __typename: 'Household', id }));
      return `${key}[${texts.join(',')}]`;
    });
    return `{"data":{${roots.join(',')}}}`;
  };
}

function entityText(selection: Selection, representation: Representation): string {
  const { __typename: type, id, measures } = representation;
  // What the asker told decides the review, so it is part of what a text is known by.
  const key = measures ? `${id} ${measures.map(({ kind, startedOn }) => kind + startedOn).join()}` : id;
  const known = selection.texts.get(key);
  if (known !== undefined) return known;
  const record =
    type === 'Household'
      ? { ...createHousehold(id), planReview: measures ? reviewOf(measures) : null }
      : createPerson(id);
  const text = textOf(record, type, selection);
  if (selection.texts.size >= rememberedTexts) selection.texts.clear();
  selection.texts.set(key, text);
  return text;
}

function textOf(value: unknown, type: string, { fields }: Selection): string {
  const record = value as Readonly<Record<string, unknown>>; // our own records, or what is made of them
  const parts = fields.flatMap(({ key, name, onType, children }) => {
    if (onType !== null && onType !== type) return [];
    if (name === '__typename') return [`${key}${JSON.stringify(type)}`];
    const found = name === 'person' ? createPerson(String(record['personId'])) : record[name];
    return [
      `${key}${children ? childText(found, typeOfField[name] ?? '', children) : JSON.stringify(found)}`,
    ];
  });
  return `{${parts.join(',')}}`;
}

function childText(value: unknown, type: string, selection: Selection): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, type, selection)).join(',')}]`;
  return textOf(value, type, selection);
}

/** Fields that have fields, and the type that these belong to. */
const typeOfField: Readonly<Record<string, string>> = {
  address: 'Address',
  members: 'Member',
  person: 'Person',
  reports: 'Report',
  investigations: 'Investigation',
  measures: 'Measure',
  provisions: 'Provision',
  plan: 'Plan',
  goals: 'Goal',
  planReview: 'PlanReview',
};

function readQuery(document: DocumentNode): Selection {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected an operation');
  return readSelection(operation.selectionSet, fragments);
}

function readSelection(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Selection {
  const read = (inner: SelectionSetNode, onType: string | null): readonly Selected[] =>
    inner.selections.flatMap((node): readonly Selected[] => {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        return read(node.selectionSet, node.typeCondition?.name.value ?? onType);
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(node.name.value);
        if (!fragment) throw new Error('expected every fragment to be there');
        return read(fragment.selectionSet, fragment.typeCondition.name.value);
      }
      return [
        {
          key: `${JSON.stringify(node.alias?.value ?? node.name.value)}:`,
          name: node.name.value,
          onType,
          children: node.selectionSet ? readSelection(node.selectionSet, fragments) : null,
          argument: node.arguments?.[0]?.value ?? null,
        },
      ];
    });
  return { fields: read(set, null), texts: new Map() };
}

function valueIn(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.LIST:
      return node.values.map((value) => valueIn(value, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, valueIn(value, variables)]),
      );
    case Kind.STRING:
      return node.value;
    default:
      throw new Error(`expected no ${node.kind} in a query to a subgraph of the benchmark`);
  }
}
