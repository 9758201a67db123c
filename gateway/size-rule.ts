/**
 * A validation rule: how much one request may ask at once. What a plan costs grows with the fields at the root and with
 * aliases; honest pages need few of either.
 */
import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';

export const mostRootFields = 20;
export const mostAliases = 60;

export function sizeRule(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  return {
    OperationDefinition(node) {
      const fields = countFields(node.selectionSet, context, new Set());
      if (fields > mostRootFields) {
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

// Through fragments, inline or named; a cycle of fragments is another rule's to refuse.
function countFields(selectionSet: SelectionSetNode, context: ValidationContext, seen: Set<string>): number {
  let fields = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) fields += 1;
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      fields += countFields(selection.selectionSet, context, seen);
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = context.getFragment(selection.name.value);
      if (fragment) fields += countFields(fragment.selectionSet, context, seen);
    }
  }
  return fields;
}
