/** The widest question about a household that the schema allows, so that a field of tomorrow is searched for what may not be shown, too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { projectRoot } from '../../schema/project-root.js';

/** Every time that the cast tells of. */
const period: Readonly<Record<string, string>> = { from: '2016-01-01', until: '2028-12-31' };

const schema = buildSchema(readFileSync(join(projectRoot, 'schema', 'api.graphql'), 'utf8'));

/** Every field of `Household` and of whatever it leads to, as a selection. */
export const everyFieldOfHousehold = selectionOf(typeCalled('Household'), []);

function typeCalled(name: string): GraphQLOutputType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`expected the schema to have the type ${name}`);
  return type;
}

function selectionOf(type: GraphQLOutputType, above: readonly string[]): string {
  const named = getNamedType(type);
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    const { name } = getNamedType(field.type);
    // A type within itself ends there.
    if (above.includes(name)) return [];
    return [`${field.name}${requiredOf(field)} ${selectionOf(field.type, [...above, named.name])}`.trim()];
  });
  return `{ ${fields.join(' ')} }`;
}

function requiredOf({ args }: GraphQLField<unknown, unknown>): string {
  const required = args.filter(isRequiredArgument);
  if (required.length === 0) return '';
  const given = required.map(({ name }) => {
    const value = period[name];
    if (value === undefined) throw new Error(`expected a value to ask ${name} with`);
    return `${name}: ${JSON.stringify(value)}`;
  });
  return `(${given.join(', ')})`;
}
