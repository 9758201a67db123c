/**
 * A validation rule: no alias takes the name of a key or of a contribution.
 *
 * The stock executor keeps what a plan needs for itself beside what a client asked for, under the same names. An alias with
 * such a name shows the client a key, or puts its own field where a key was expected: one household's records are then
 * lost, without an error. Refused until an executor keeps the two apart.
 */
import { type ASTVisitor, GraphQLError, Kind, parse, type ValidationContext } from 'graphql';

/** Names that plans use for themselves: keys, and every field that clients cannot see. */
export function findReservedNames(supergraphSdl: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const definition of parse(supergraphSdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      const key = directive.arguments?.find(({ name }) => name.value === 'key')?.value;
      if (directive.name.value === 'join__type' && key?.kind === Kind.STRING) {
        for (const name of key.value.match(/\w+/g) ?? []) names.add(name);
      }
    }
    for (const field of definition.fields ?? []) {
      if (field.directives?.some(({ name }) => name.value === 'inaccessible')) names.add(field.name.value);
    }
  }
  return names;
}

export function createAliasRule(reserved: ReadonlySet<string>): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    Field(node) {
      const alias = node.alias?.value;
      if (alias === undefined || alias === node.name.value) return;
      if (reserved.has(alias) || alias.startsWith('__')) {
        context.reportError(
          new GraphQLError(`The alias "${alias}" is reserved: expected another name`, { nodes: node }),
        );
      }
    },
  });
}
