/** Makes a difference small: takes away from the operation, then from the subgraphs, whatever it does not need. */
import {
  type ASTNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import type { Difference } from './compare.js';
import type { Contestant } from './contestants.js';
import { composeModel, type Model, type Service } from './model.js';
import { judge, type Trial } from './trial.js';

export interface Shrunk {
  readonly trial: Trial;
  readonly difference: Difference;
}

export async function shrinkOperation(found: Shrunk, contestant: Contestant): Promise<Shrunk> {
  let best = found;
  for (let tries = 0; tries < 2_000; ) {
    let isSmaller = false;
    for (const document of smallerDocuments(best.trial.request.document)) {
      tries += 1;
      const next = await tryDocument(best, document, contestant);
      if (!next) continue;
      best = next;
      isSmaller = true;
      break;
    }
    if (!isSmaller) return best;
  }
  return best;
}

/** Definitions, fields and directives that the difference does not need. */
export async function shrinkSubgraphs(
  found: Shrunk,
  createContestant: (model: Model) => Promise<Contestant>,
  timeoutMs = 30_000,
): Promise<Shrunk> {
  let best = found;
  const endsAt = performance.now() + timeoutMs;
  for (let isSmaller = true; isSmaller && performance.now() < endsAt; ) {
    isSmaller = false;
    for (const services of smallerServices(best.trial.model.services)) {
      if (performance.now() > endsAt) break;
      const model = composeOrNull(services);
      if (!model || validate(model.apiSchema, best.trial.request.document).length > 0) continue;
      const { lost } = best.trial.circumstances;
      if (lost !== null && !services.some(({ name }) => name === lost)) continue;
      const trial = { ...best.trial, model };
      const difference = await createContestant(model).then(
        (contestant) => judge(trial, contestant).catch(() => null),
        () => null,
      );
      if (difference?.kind !== best.difference.kind) continue;
      best = { trial, difference };
      isSmaller = true;
      break;
    }
  }
  return best;
}

async function tryDocument(
  best: Shrunk,
  document: DocumentNode,
  contestant: Contestant,
): Promise<Shrunk | null> {
  const pruned = withoutUnused(document);
  if (validate(best.trial.model.apiSchema, pruned).length > 0) return null;
  const names = new Set<string>();
  visit(pruned, { VariableDefinition: (node) => void names.add(node.variable.name.value) });
  const variables = Object.fromEntries(
    Object.entries(best.trial.request.variables).filter(([name]) => names.has(name)),
  );
  const trial = { ...best.trial, request: { ...best.trial.request, document: pruned, variables } };
  const difference = await judge(trial, contestant).catch(() => null);
  return difference?.kind === best.difference.kind ? { trial, difference } : null;
}

function* smallerDocuments(document: DocumentNode): Generator<DocumentNode> {
  if (document.definitions.length > 1)
    for (const definition of document.definitions)
      yield { ...document, definitions: document.definitions.filter((each) => each !== definition) };
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const sets: SelectionSetNode[] = [];
  visit(document, { SelectionSet: (node) => void sets.push(node) });
  for (const set of sets)
    for (const selection of set.selections) {
      const others = set.selections.filter((each) => each !== selection);
      if (others.length > 0) yield replaced(document, set, { ...set, selections: others });
      for (const instead of simpler(selection, fragments))
        yield replaced(document, set, {
          ...set,
          selections: set.selections.flatMap((each) => (each === selection ? instead : [each])),
        });
    }
}

function* simpler(
  selection: SelectionNode,
  fragments: ReadonlyMap<
    string,
    {
      readonly typeCondition: { readonly name: { readonly value: string } };
      readonly selectionSet: SelectionSetNode;
    }
  >,
): Generator<readonly SelectionNode[]> {
  if (selection.directives && selection.directives.length > 0) yield [{ ...selection, directives: [] }];
  if (selection.kind === Kind.INLINE_FRAGMENT) yield selection.selectionSet.selections;
  if (selection.kind === Kind.FRAGMENT_SPREAD) {
    const fragment = fragments.get(selection.name.value);
    if (fragment)
      yield [
        {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: {
            kind: Kind.NAMED_TYPE,
            name: { kind: Kind.NAME, value: fragment.typeCondition.name.value },
          },
          directives: selection.directives ?? [],
          selectionSet: fragment.selectionSet,
        },
      ];
  }
  if (selection.kind === Kind.FIELD) {
    const { alias, ...plain } = selection;
    if (alias) yield [plain];
    if (selection.arguments && selection.arguments.length > 0) yield [{ ...selection, arguments: [] }];
    if (selection.selectionSet && selection.selectionSet.selections.length === 0) yield [];
  }
}

function replaced<Node extends ASTNode>(document: DocumentNode, old: Node, instead: Node): DocumentNode {
  return visit(document, { enter: (node) => (node === old ? instead : undefined) });
}

function withoutUnused(document: DocumentNode): DocumentNode {
  const text = document.definitions
    .map((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? print({ ...each, variableDefinitions: [] }) : print(each),
    )
    .join('\n');
  return {
    ...document,
    definitions: document.definitions
      .filter(
        (each) =>
          each.kind !== Kind.FRAGMENT_DEFINITION || new RegExp(`\\.\\.\\.${each.name.value}\\b`).test(text),
      )
      .map((each) =>
        each.kind === Kind.OPERATION_DEFINITION
          ? {
              ...each,
              variableDefinitions: (each.variableDefinitions ?? []).filter(({ variable }) =>
                new RegExp(`\\$${variable.name.value}\\b`).test(text),
              ),
            }
          : each,
      ),
  };
}

function* smallerServices(services: readonly Service[]): Generator<readonly Service[]> {
  for (const service of services) {
    const others = services.filter((each) => each !== service);
    if (others.length > 0) yield others;
  }
  for (const service of services) {
    const document = parse(service.sdl, { noLocation: true });
    const instead = (next: DocumentNode): readonly Service[] =>
      services.map((each) => (each === service ? { ...service, sdl: print(next) } : each));
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.SCHEMA_EXTENSION)
        yield instead({
          ...document,
          definitions: document.definitions.filter((each) => each !== definition),
        });
      if (!('fields' in definition) || !definition.fields) continue;
      for (const field of definition.fields)
        if (definition.fields.length > 1)
          yield instead(
            visit(document, {
              enter: (node) =>
                node === definition
                  ? ({
                      ...definition,
                      fields: (definition.fields as readonly ASTNode[]).filter((each) => each !== field),
                    } as ASTNode)
                  : undefined,
            }),
          );
    }
  }
}

function composeOrNull(services: readonly Service[]): Model | null {
  try {
    return composeModel(services);
  } catch {
    return null;
  }
}
