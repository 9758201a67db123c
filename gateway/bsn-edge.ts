/**
 * The gateway's edge for citizen service numbers: a number comes as a variable of a POST request, is checked, and goes on
 * as a pseudonym. Behind this point nothing has seen it.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type TypeNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Pseudonymiser, personsOf } from '../adapter-kit/pseudonym.js';
import { bsnExpected, bsnVariableOnly, pseudonymPrefix } from '../subgraphs/household/bsn-scalar.js';
import { pseudonymSeparator } from '../subgraphs/household/register/register.js';

/** @throws GraphQLError `BAD_USER_INPUT` when a number stands in the text of the query, as a literal or a default. */
export function refuseBsnLiterals(schema: GraphQLSchema, document: DocumentNode): void {
  if (documentsWithoutNumbers.has(document)) return;
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      enter(node) {
        const isLiteral = node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT;
        const type = typeInfo.getInputType();
        if (isLiteral && type && getNamedType(type).name === 'BSN') throw badInput(bsnVariableOnly);
      },
    }),
  );
  documentsWithoutNumbers.add(document);
}

// A document is parsed once and asked many times; what was found in its text holds as long as it lives.
const documentsWithoutNumbers = new WeakSet<DocumentNode>();

/** The variables of an operation that hold a citizen service number. */
export function bsnVariables(operation: OperationDefinitionNode): readonly string[] {
  return (operation.variableDefinitions ?? [])
    .filter(({ type }) => namedType(type) === 'BSN')
    .map(({ variable }) => variable.name.value);
}

/**
 * The same variables with a pseudonym for every number.
 *
 * @throws GraphQLError `BAD_USER_INPUT` that names the variable and what was expected, and repeats nothing.
 */
export function pseudonymiseVariables(
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
  pseudonymiser: Pseudonymiser,
): Record<string, unknown> {
  const replaced: Record<string, unknown> = { ...variables };
  for (const name of names) {
    const value = variables[name];
    if (value === undefined || value === null) continue;
    const pseudonyms = typeof value === 'string' ? personsOf(pseudonymiser, value) : [];
    if (pseudonyms.length === 0) throw badInput(`Variable "$${name}": ${bsnExpected}`);
    replaced[name] = `${pseudonymPrefix}${pseudonyms.join(pseudonymSeparator)}`;
  }
  return replaced;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}
