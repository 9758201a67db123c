/** Sets of fields as they stand in `@key` and `@requires`, as the paths of their leaves: `org.id`. */
import { Kind, parse, print, type SelectionSetNode } from 'graphql';

export interface FieldPath {
  readonly path: string;
  /** Calls with arguments on the way, by the path of the field: `price` to `(currency: "EUR")`. */
  readonly calls: ReadonlyMap<string, string>;
}

/** @param fieldSet Without the outer braces, as in the directive. */
export function readFieldSet(fieldSet: string): readonly FieldPath[] {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION
    ? collect(definition.selectionSet, '', new Map())
    : [];
}

function collect(
  { selections }: SelectionSetNode,
  prefix: string,
  calls: ReadonlyMap<string, string>,
): readonly FieldPath[] {
  return selections.flatMap((selection): readonly FieldPath[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return collect(selection.selectionSet, prefix, calls);
    if (selection.kind !== Kind.FIELD) return [];
    const path = prefix + selection.name.value;
    const given = selection.arguments?.map(print).join(', ') ?? '';
    const here = given === '' ? calls : new Map([...calls, [path, given]]);
    return selection.selectionSet
      ? collect(selection.selectionSet, `${path}.`, here)
      : [{ path, calls: here }];
  });
}

/** Whether what was lost at one path is part of the other, or the other way round. */
export function touches(lost: string, path: string): boolean {
  return lost === path || path.startsWith(`${lost}.`) || lost.startsWith(`${path}.`);
}
