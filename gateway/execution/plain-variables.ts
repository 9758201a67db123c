/**
 * A quick look at variables: whether they are of their types beyond doubt, so that nothing has to be coerced. What it does
 * not say yes to is judged by graphql-js, which also words the errors.
 */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

type Test = (value: unknown) => boolean;

/** @returns a test of a request's variables; it never says yes to what graphql-js would refuse or change. */
export function compilePlainTest(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>) => boolean {
  const tests = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node) as GraphQLInputType | undefined; // validation admits input types only
    const test = type ? testOf(type) : never;
    return { name: variable.name.value, test: defaultValue ? present(test) : test };
  });
  return (variables) =>
    tests.every(({ name, test }) => test(Object.hasOwn(variables, name) ? variables[name] : undefined));
}

const never: Test = () => false;

// A default takes the place of what is not given.
function present(test: Test): Test {
  return (value) => value !== undefined && test(value);
}

function testOf(type: GraphQLInputType): Test {
  if (isNonNullType(type)) {
    const test = testOf(type.ofType);
    return (value) => value !== null && value !== undefined && test(value);
  }
  const test = testOfPresent(type);
  return (value) => value === null || value === undefined || test(value);
}

function testOfPresent(type: GraphQLInputType): Test {
  if (isListType(type)) {
    const test = testOf(type.ofType);
    return (value) => Array.isArray(value) && value.every((item) => item !== undefined && test(item));
  }
  if (isEnumType(type) || isInputObjectType(type) || isNonNullType(type)) return never;
  // What a scalar of one's own admits its subgraph knows.
  if (!isSpecifiedScalarType(type)) return () => true;
  switch (type.name) {
    case 'String':
    case 'ID':
      return (value) => typeof value === 'string';
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'Int':
      return (value) => typeof value === 'number' && (value | 0) === value;
    default:
      return (value) => typeof value === 'number' && Number.isFinite(value);
  }
}
