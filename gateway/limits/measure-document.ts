/**
 * How large a query is once its fragments are written out, without writing them out: each fragment is measured once, so
 * that a few hundred characters that stand for a million fields cost no more than any others.
 */
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type GatewayLimits, judge, type OverLimit } from './gateway-limits.js';

/** Fragments that contain themselves have no size; they are refused as what they are. */
export type Measured = OverLimit | 'CYCLE' | null;

interface Size {
  readonly selections: number;
  readonly depth: number;
  /** Fields of the selection set itself, those of its fragments included. */
  readonly ownFields: number;
  readonly introspections: number;
}

/**
 * The first limit that a parsed query is over, or `null`. Takes time in proportion to the text and to
 * `limits.selections`, whatever the text is.
 */
export function measureDocument(document: DocumentNode, limits: GatewayLimits): Measured {
  try {
    return measureOrThrow(document, limits);
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.reason;
    throw thrown;
  }
}

function measureOrThrow(document: DocumentNode, limits: GatewayLimits): null {
  const check = (limit: Parameters<typeof judge>[1], received: number): void => {
    const over = judge(limits, limit, received);
    if (over) throw new Refused(over);
  };
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  let variables = 0;
  check('definitions', document.definitions.length);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) {
      operations.push(definition);
      variables += definition.variableDefinitions?.length ?? 0;
    }
  }
  check('variables', variables);

  const written = new WrittenCounts();
  const measurer = new Measurer(fragments, written, limits.depth);
  const sizes = operations.map((operation) => {
    for (const { directives } of operation.variableDefinitions ?? []) written.addDirectives(directives);
    written.addDirectives(operation.directives);
    return measurer.measure(operation.selectionSet, 1);
  });
  const selections = sizes.reduce((sum, size) => sum + size.selections, 0);
  // What no operation uses is validated all the same.
  const unused = [...fragments.values()].filter(({ name }) => !measurer.has(name.value));
  const unusedSizes = unused.map((fragment) => measurer.measureFragment(fragment, 1));

  check('depth', largest([...sizes, ...unusedSizes].map(({ depth }) => depth)));
  check('rootFields', largest(sizes.map(({ ownFields }) => ownFields)));
  check('introspections', largest(sizes.map(({ introspections }) => introspections)));
  check('aliases', written.aliases);
  check('directives', written.directives);
  check(
    'selections',
    unusedSizes.reduce((sum, size) => sum + size.selections, selections),
  );
  // The walk writes fragments out; by now that is no more than `limits.selections`.
  let repeats = 0;
  const addRepeats = (count: number): void => {
    repeats += count;
    check('repeats', repeats);
  };
  for (const { selectionSet } of [...operations, ...unused]) {
    countRepeats([selectionSet], fragments, addRepeats);
  }
  return null;
}

/** How many levels more than the limit are still counted, so that a refusal can tell the number. */
const levelsBeyond = 200;

class Measurer {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #written: WrittenCounts;
  readonly #mostDepth: number;
  readonly #known = new Map<string, Size | 'UNDER_WAY'>();

  constructor(
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    written: WrittenCounts,
    mostDepth: number,
  ) {
    this.#fragments = fragments;
    this.#written = written;
    this.#mostDepth = mostDepth;
  }

  has(name: string): boolean {
    return this.#known.has(name);
  }

  measure(selectionSet: SelectionSetNode, level: number): Size {
    // There is a path of this many levels; a recursion of our own must not follow it to the end of the stack.
    if (level > this.#mostDepth + levelsBeyond) {
      throw new Refused({ limit: 'depth', most: this.#mostDepth, received: null });
    }
    let selections = 0;
    let depth = 0;
    let ownFields = 0;
    let introspections = 0;
    for (const selection of selectionSet.selections) {
      this.#written.add(selection);
      const inner = this.#measureBelow(selection, level);
      selections += 1 + (inner?.selections ?? 0);
      depth = Math.max(depth, inner?.depth ?? 0);
      introspections += inner?.introspections ?? 0;
      if (selection.kind === Kind.FIELD) {
        ownFields += 1;
        if (isIntrospection(selection)) introspections += 1;
      } else ownFields += inner?.ownFields ?? 0;
    }
    return { selections, depth: depth + 1, ownFields, introspections };
  }

  measureFragment(fragment: FragmentDefinitionNode, level: number): Size {
    const name = fragment.name.value;
    const known = this.#known.get(name);
    if (known === 'UNDER_WAY') throw new Refused('CYCLE');
    if (known) return known;
    this.#known.set(name, 'UNDER_WAY');
    this.#written.addDirectives(fragment.directives);
    const size = this.measure(fragment.selectionSet, level);
    this.#known.set(name, size);
    return size;
  }

  #measureBelow(selection: SelectionNode, level: number): Size | null {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) {
      return selection.selectionSet ? this.measure(selection.selectionSet, level + 1) : null;
    }
    // One that is not there is validation's to refuse.
    const fragment = this.#fragments.get(selection.name.value);
    return fragment ? this.measureFragment(fragment, level + 1) : null;
  }
}

/** What counts as it is written, once, however often a fragment is used. */
class WrittenCounts {
  aliases = 0;
  directives = 0;

  add(selection: SelectionNode): void {
    this.addDirectives(selection.directives);
    if (selection.kind !== Kind.FIELD || selection.alias === undefined) return;
    if (selection.alias.value !== selection.name.value) this.aliases += 1;
  }

  addDirectives(directives: readonly DirectiveNode[] | undefined): void {
    this.directives += directives?.length ?? 0;
  }
}

function countRepeats(
  selectionSets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  add: (pairs: number) => void,
): void {
  const places = new Map<string, { count: number; readonly below: SelectionSetNode[] }>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const place = places.get(name) ?? { count: 0, below: [] };
        // One more field makes as many pairs as there were fields.
        add(place.count);
        place.count += 1;
        if (selection.selectionSet) place.below.push(selection.selectionSet);
        places.set(name, place);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else {
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  selectionSets.forEach(collect);
  for (const { below } of places.values()) if (below.length > 0) countRepeats(below, fragments, add);
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

class Refused extends Error {
  readonly reason: OverLimit | 'CYCLE';

  constructor(reason: OverLimit | 'CYCLE') {
    super('refused');
    this.reason = reason;
  }
}
