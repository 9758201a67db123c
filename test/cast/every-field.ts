/** The widest question about a household that the schema allows, so that a field of tomorrow is searched for what may not be shown, too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLOutputType, getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { projectRoot } from '../../schema/project-root.js';

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
    return [`${field.name} ${selectionOf(field.type, [...above, named.name])}`.trim()];
  });
  return `{ ${fields.join(' ')} }`;
}
