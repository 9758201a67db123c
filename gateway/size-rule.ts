/**
 * A validation rule: how much one request may ask at once. What a plan costs grows with the fields at the root and with
 * aliases; honest pages need few of either.
 */
import { type ASTVisitor, GraphQLError, Kind, type ValidationContext } from 'graphql';

export const mostRootFields = 20;
export const mostAliases = 60;

export function sizeRule(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  return {
    OperationDefinition(node) {
      const fields = node.selectionSet.selections.length;
      if (fields > mostRootFields) {
        context.reportError(
          new GraphQLError(`expected at most ${mostRootFields} fields at the root, received ${fields}`),
        );
      }
    },
    FragmentDefinition(node) {
      const isAtRoot = node.typeCondition.name.value === context.getSchema().getQueryType()?.name;
      const fields = node.selectionSet.selections.filter(({ kind }) => kind === Kind.FIELD).length;
      if (isAtRoot && fields > mostRootFields) {
        context.reportError(
          new GraphQLError(`expected at most ${mostRootFields} fields at the root, received ${fields}`),
        );
      }
    },
    Field(node) {
      if (node.alias === undefined || node.alias.value === node.name.value) return;
      aliases += 1;
      if (aliases === mostAliases + 1) {
        context.reportError(new GraphQLError(`expected at most ${mostAliases} aliases, received more`));
      }
    },
  };
}
