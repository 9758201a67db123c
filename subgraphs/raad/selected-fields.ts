/** What of a field's own fields a query asks for, so that what belongs together is asked of the source together. */
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Whether the query names this field directly under the field that is resolved; a directive that skips it is not looked at. */
export function hasField({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  const isIn = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return selection.name.value === name;
        case Kind.INLINE_FRAGMENT:
          return isIn(selection.selectionSet);
        case Kind.FRAGMENT_SPREAD:
          return isIn(fragments[selection.name.value]?.selectionSet);
        default:
          return selection satisfies never;
      }
    }) === true;
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}
