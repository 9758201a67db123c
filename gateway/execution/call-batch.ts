/**
 * The calls of one request. Entities that are asked of one subgraph at one time go in one call, each list under a name of
 * its own, so that neither can shift into the other.
 */

import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  print,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { ownVariablePrefix } from './canonical-operation.js';
import { isRecord } from './own.js';
import type { SubgraphCall, SubgraphPort } from './subgraph-port.js';

/** One fetch of a plan, as far as a call goes. */
export interface FetchCall {
  /** Unique within its plan. */
  readonly id: number;
  readonly subgraph: string;
  readonly text: string;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: readonly string[];
  readonly isRead: boolean;
  /** Whether it asks for entities by representations. */
  readonly asksEntities: boolean;
}

export interface AskedFetch {
  readonly answer: SubgraphAnswer;
  /** The field of the answer that holds this fetch's entities. */
  readonly entitiesKey: string;
  /** Whether this fetch is the one that is told of what concerns all that share the call. */
  readonly isFirst: boolean;
  /** Whether a field of the answer holds the entities of one of them. */
  readonly isEntitiesKey: (step: string | number | undefined) => boolean;
}

interface Waiting {
  readonly fetch: FetchCall;
  readonly representations: string | null;
  readonly resolve: (asked: AskedFetch) => void;
  readonly reject: (reason: unknown) => void;
}

/** Texts of calls that several fetches of one plan share, by the fetches' ids. */
export type SharedTexts = Map<string, string>;

export interface CallBatchOptions<Context> {
  readonly ports: ReadonlyMap<string, SubgraphPort<Context>>;
  readonly context: Context;
  /** The client's variables as JSON texts, by the name under which they go to subgraphs. */
  readonly variables: ReadonlyMap<string, string>;
  readonly sharedTexts: SharedTexts;
}

export class CallBatch<Context> {
  readonly #options: CallBatchOptions<Context>;
  #waiting: Waiting[] = [];

  constructor(options: CallBatchOptions<Context>) {
    this.#options = options;
  }

  /** @param representations JSON text of a list; `null` for a fetch that is about no entity. */
  ask(fetch: FetchCall, representations: string | null): Promise<AskedFetch> {
    return new Promise((resolve, reject) => {
      // Everything that becomes ready from one answer waits for the others that do.
      if (this.#waiting.length === 0) process.nextTick(() => this.#send());
      this.#waiting.push({ fetch, representations, resolve, reject });
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const bySubgraph = new Map<string, Waiting[]>();
    for (const one of waiting) {
      if (!one.fetch.asksEntities) {
        this.#call([one]);
        continue;
      }
      const present = bySubgraph.get(one.fetch.subgraph);
      if (present) present.push(one);
      else bySubgraph.set(one.fetch.subgraph, [one]);
    }
    for (const group of bySubgraph.values()) this.#call(group);
  }

  #call(group: readonly Waiting[]): void {
    const [first] = group;
    if (!first) return;
    const isShared = group.length > 1;
    const { subgraph, isRead } = first.fetch;
    const port = this.#options.ports.get(subgraph);
    if (!port) {
      for (const { reject } of group) reject(new Error('expected a port for every subgraph'));
      return;
    }
    const ordered = isShared ? [...group].sort((left, right) => left.fetch.id - right.fetch.id) : group;
    const call = {
      query: isShared ? this.#sharedText(ordered) : first.fetch.text,
      operationName: isShared ? undefined : first.fetch.operationName,
      variablesJson: this.#variablesOf(ordered),
      isRead,
      context: this.#options.context,
    };
    askPort(port, call).then(
      (given) => {
        const answer = isAnswer(given) ? given : noAnswer;
        if (!isShared) {
          first.resolve({ answer, entitiesKey: '_entities', isFirst: true, isEntitiesKey: isPlain });
          return;
        }
        for (const [index, { resolve }] of ordered.entries())
          resolve({
            answer,
            entitiesKey: entitiesName(index),
            isFirst: index === 0,
            isEntitiesKey: isOfSeveral,
          });
      },
      (thrown: unknown) => {
        for (const { reject } of ordered) reject(thrown);
      },
    );
  }

  #sharedText(group: readonly Waiting[]): string {
    const key = group.map(({ fetch }) => fetch.id).join();
    let text = this.#options.sharedTexts.get(key);
    if (text === undefined) {
      text = shareCall(group.map(({ fetch }) => fetch.operation));
      this.#options.sharedTexts.set(key, text);
    }
    return text;
  }

  #variablesOf(group: readonly Waiting[]): string {
    const [only] = group;
    if (group.length === 1 && only?.representations && only.fetch.variables.length === 0)
      return `{"representations":${only.representations}}`;
    const parts: string[] = [];
    for (const [index, { representations }] of group.entries()) {
      if (representations !== null) {
        const name = group.length > 1 ? representationsName(index) : 'representations';
        parts.push(`"${name}":${representations}`);
      }
    }
    for (const name of new Set(group.flatMap(({ fetch }) => fetch.variables))) {
      const value = this.#options.variables.get(name);
      if (value !== undefined) parts.push(`"${name}":${value}`);
    }
    return `{${parts.join()}}`;
  }
}

/** A port may throw, or give something at once, where it should have given a promise. */
function askPort<Context>(port: SubgraphPort<Context>, call: SubgraphCall<Context>): Promise<unknown> {
  try {
    return Promise.resolve(port.ask(call));
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

const noAnswer: SubgraphAnswer = { data: null, errors: [] };

// A port is somebody else's code, and what it passes on came from further away.
function isAnswer(answer: unknown): answer is SubgraphAnswer {
  if (!isRecord(answer)) return false;
  const { errors } = answer;
  return (
    errors === undefined ||
    (Array.isArray(errors) &&
      errors.every((error: unknown) => isRecord(error) && typeof error['message'] === 'string'))
  );
}

const isPlain = (step: string | number | undefined): boolean => step === '_entities';
const isOfSeveral = (step: string | number | undefined): boolean =>
  typeof step === 'string' && /^_e\d+$/.test(step);

function entitiesName(index: number): string {
  return `_e${index}`;
}

function representationsName(index: number): string {
  return `${ownVariablePrefix}${index}`;
}

/** The field that answers the representations in a variable of this name; `null` for a client's own variable. */
export function entitiesFieldOf(variable: string): string | null {
  if (variable === 'representations') return '_entities';
  const index = variable.startsWith(ownVariablePrefix) ? variable.slice(ownVariablePrefix.length) : '';
  return /^\d+$/.test(index) ? entitiesName(Number(index)) : null;
}

/** One operation that asks what several ask, each list of entities under a name of its own. */
function shareCall(operations: readonly OperationDefinitionNode[]): string {
  const definitions = new Map<string, VariableDefinitionNode>();
  const selections: FieldNode[] = [];
  for (const [index, operation] of operations.entries()) {
    const renamed = visit(operation, {
      Variable: (node) =>
        node.name.value === 'representations'
          ? { ...node, name: { kind: Kind.NAME, value: representationsName(index) } }
          : undefined,
    });
    for (const definition of renamed.variableDefinitions ?? [])
      definitions.set(definition.variable.name.value, definition);
    for (const selection of renamed.selectionSet.selections) {
      if (selection.kind === Kind.FIELD)
        selections.push({ ...selection, alias: { kind: Kind.NAME, value: entitiesName(index) } });
    }
  }
  return stripIgnoredCharacters(
    print({
      kind: Kind.OPERATION_DEFINITION,
      operation: 'query' as OperationDefinitionNode['operation'],
      variableDefinitions: [...definitions.values()],
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    }),
  );
}
