/** The same question in every way that the schema offers, and how its answer is read: whatever a field is called, its path is. */
import { type AskedField, householdFields } from './rows.js';

export interface Question {
  /** The way in which it is asked, for a title. */
  readonly way: string;
  readonly query: string;
  /** Whether it asks for a list of households, and names none. */
  readonly isList?: boolean;
  /** From the answer's data to the households. */
  households(data: unknown): readonly Json[];
  /** How a field is called in the answer. */
  called(path: readonly string[]): string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Every field has the name of another one: where a name is taken for a field, records come out in the wrong place. */
const othersNames: ReadonlyMap<string, string> = new Map(
  householdFields.map(({ name }, index) => [
    name,
    householdFields[(index + 1) % householdFields.length]?.name ?? name,
  ]),
);

const own = (path: readonly string[]): string => path.at(-1) ?? '';
const aliased = (path: readonly string[]): string =>
  path.length === 1 ? (othersNames.get(own(path)) ?? own(path)) : `${own(path)}Again`;

export const questions: readonly [Question, ...Question[]] = [
  byId('plainly, by the id of the household', `{ ${householdFields.map(plain).join(' ')} }`),
  {
    ...byId(
      'under the names of other fields',
      `{ ${householdFields.map((field) => renamed(field, [])).join(' ')} }`,
    ),
    called: aliased,
  },
  {
    way: 'in named fragments, in a list of households',
    isList: true,
    query: `query { myHouseholds(first: 5) { nodes { ...All } } }
      fragment All on Household { ${householdFields.map(({ name }) => `...Only_${name}`).join(' ')} }
      ${householdFields.map((field) => `fragment Only_${field.name} on Household { ${plain(field)} }`).join('\n')}`,
    households: (data) => listAt(data, ['myHouseholds', 'nodes']),
    called: own,
  },
  byId(
    'in inline fragments, on the type and on the interface that it has',
    `{ ${householdFields.map((field) => `... on Household { ${inFragments(field)} }`).join(' ')} }`,
  ),
  byId(
    'each field twice, once left out by a condition',
    `{ ${householdFields
      .map(
        (field) =>
          `left_${field.name}: ${field.name}${field.given ?? ''} @include(if: false) ${selectionOf(field)} ${plain(field)}`,
      )
      .join(' ')} }`,
  ),
];

/** One field in a request of its own: what is permitted must not hang on what else is asked. */
export const fieldsAlone: readonly (Question & { readonly field: string })[] = householdFields.map(
  (field) => ({
    ...byId(`${field.name} alone`, `{ ${plain(field)} }`),
    field: field.name,
  }),
);

function byId(way: string, selection: string): Question {
  return {
    way,
    query: `query ($id: ID!) { household(id: $id) ${selection} }`,
    households: (data) => listAt(data, ['household']),
    called: own,
  };
}

function plain(field: AskedField): string {
  return `${field.name}${field.given ?? ''} ${selectionOf(field)}`;
}

function selectionOf({ leaves, fields = [] }: AskedField): string {
  return `{ ${leaves} ${fields.map(plain).join(' ')} }`;
}

function renamed({ name, given = '', leaves, fields = [] }: AskedField, above: readonly string[]): string {
  const path = [...above, name];
  return `${aliased(path)}: ${name}${given} { ${leaves} ${fields.map((field) => renamed(field, path)).join(' ')} }`;
}

function inFragments({ name, given = '', type, through, leaves, fields = [] }: AskedField): string {
  const below = fields.map(inFragments).join(' ');
  const own = `... on ${type} { ${leaves} ${below} }`;
  return `${name}${given} { __typename ${own} ${through ? `... on ${through} { id startedOn endedOn }` : ''} }`;
}

/** Every text that stands at a path of field names. Of a value of a few words, the result of an investigation, it is told whose it is. */
export function textsAt(household: Json, path: string, called: Question['called']): ReadonlySet<string> {
  if (path !== 'councilInvestigations.result') return textsIn(valuesAt(household, path, called));
  return new Set(
    valuesAt(household, 'councilInvestigations', called)
      .flatMap(itemsOf)
      .flatMap((item) =>
        isObject(item) && item['result'] !== null ? [`result of ${String(item['id'])}`] : [],
      ),
  );
}

/** What stands at a path of field names in a household: each value, with lists written out. */
export function valuesAt(household: Json, path: string, called: Question['called']): readonly Json[] {
  let values: readonly Json[] = [household];
  const above: string[] = [];
  for (const name of path.split('.')) {
    above.push(name);
    const key = called(above);
    values = values.flatMap((value) =>
      itemsOf(value).flatMap((item) => (isObject(item) ? [item[key] ?? null] : [])),
    );
  }
  return values;
}

/** Every text in a value. */
export function textsIn(value: Json, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof value === 'string') found.add(value);
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) textsIn(item, found);
  else if (isObject(value)) for (const item of Object.values(value)) textsIn(item, found);
  return found;
}

export function itemsOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]).flatMap(itemsOf) : [value];
}

export function isObject(value: Json): value is { readonly [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function listAt(data: unknown, path: readonly string[]): readonly Json[] {
  let value = data as Json; // what an answer in JSON is made of
  for (const name of path) value = isObject(value) ? (value[name] ?? null) : null;
  return itemsOf(value).filter((item) => item !== null);
}
