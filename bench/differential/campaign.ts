/**
 * The differential run: supergraphs are drawn, operations over each, circumstances for each; the engine and now and then the
 * stock gateway answer beside the monolith.
 */
import { type DocumentNode, Kind, parse, validate, visit } from 'graphql';
import { createRandom, type Random } from '../population/random.js';
import type { Difference } from './compare.js';
import {
  type Contestant,
  type CreateEngine,
  createEngineContestant,
  createStockContestant,
} from './contestants.js';
import { drawOperation } from './draw-operation.js';
import { drawSubgraphs } from './draw-subgraphs.js';
import { mixText } from './mix.js';
import { composeModel, type Model } from './model.js';
import type { Request } from './servers.js';
import { type Circumstances, judge, type Trial } from './trial.js';

export interface CampaignOptions {
  readonly operations: number;
  readonly seed: number;
  /** Null: stock alone is compared. */
  readonly createEngine: CreateEngine | null;
  /** One in how many documents stock answers too; 0: none. */
  readonly oneStockIn: number;
  /** Beside the drawn supergraphs. */
  readonly furtherModels?: readonly Model[];
  readonly stopAfterDifferences: number;
  /** How often one document is asked, each time with other variables and circumstances; 5 if not said. */
  readonly trialsPerDocument?: number;
  /** How many documents a supergraph is asked; 150 if not said. */
  readonly documentsPerModel?: number;
  /** One in how many supergraphs is one of the further ones; 10 if not said. */
  readonly oneFurtherIn?: number;
  readonly onProgress?: (line: string) => void;
}

export interface Found {
  readonly schemaSeed: number;
  readonly trial: Trial;
  readonly text: string;
  readonly difference: Difference;
}

export interface CampaignResult {
  readonly operations: number;
  readonly documents: number;
  /** Different requests to subgraphs, taken together for one operation. */
  readonly plans: number;
  readonly invalid: number;
  readonly supergraphs: number;
  readonly notComposing: number;
  readonly withFaults: number;
  readonly withLoss: number;
  /** Apollo's planner, which both use, finds no plan, or one that forgets an input; stock fails likewise. */
  readonly notPlanned: number;
  /** What the engine refuses, and stock answers wrongly for some records. */
  readonly declined: number;
  readonly differences: readonly Found[];
  readonly stockAsked: number;
  readonly stockWrong: number;
  readonly stockClasses: ReadonlyMap<string, { count: number; readonly example: Found }>;
}

/** Enough for compiled plans to be worth their schema, few enough to see many schemas. */
const usualDocumentsPerModel = 150;
const usualTrialsPerDocument = 5;

export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  // Planted faults are thrown by the thousand, and nobody reads where.
  const stackDepth = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const counts = {
    operations: 0,
    documents: 0,
    invalid: 0,
    supergraphs: 0,
    notComposing: 0,
    withFaults: 0,
    withLoss: 0,
    notPlanned: 0,
    declined: 0,
    stockAsked: 0,
    stockWrong: 0,
  };
  const plans = new Set<number>();
  const differences: Found[] = [];
  const stockClasses = new Map<string, { count: number; example: Found }>();
  const {
    trialsPerDocument = usualTrialsPerDocument,
    documentsPerModel = usualDocumentsPerModel,
    oneFurtherIn = 10,
  } = options;
  const further = [...(options.furtherModels ?? [])];
  const startedAt = performance.now();
  for (let turn = 0; counts.operations < options.operations; turn += 1) {
    const schemaSeed = options.seed * 1_000_003 + turn;
    const given =
      turn % oneFurtherIn === 0 ? further[(turn / oneFurtherIn) % Math.max(1, further.length)] : undefined;
    const model = given ?? composeModel(drawSubgraphs(schemaSeed));
    if (!model) {
      counts.notComposing += 1;
      continue;
    }
    counts.supergraphs += 1;
    const engine = options.createEngine ? await createEngineContestant(model, options.createEngine) : null;
    let stock = options.oneStockIn > 0 ? await createStockContestant(model) : null;
    try {
      for (let each = 0; each < documentsPerModel && counts.operations < options.operations; each += 1) {
        const drawn = drawOperation(model.apiSchema, schemaSeed, each);
        const document = parse(drawn.text, { noLocation: true });
        if (validate(model.apiSchema, document).length > 0) {
          counts.invalid += 1;
          continue;
        }
        counts.documents += 1;
        const asksStock =
          options.oneStockIn > 0 && (engine === null || counts.documents % options.oneStockIn === 0);
        const random = createRandom(schemaSeed, each + 1_000_000);
        for (
          let variant = 0;
          variant < trialsPerDocument && counts.operations < options.operations;
          variant += 1
        ) {
          const request: Request = {
            document,
            variables: variant === 0 ? drawn.variables : varied(drawn.variables, document, random),
            operationName: drawn.operationName,
          };
          const circumstances = circumstancesFor(variant % 5, model, document, random);
          const trial: Trial = { model, request, circumstances };
          counts.operations += 1;
          if (circumstances.oneFaultIn > 0) counts.withFaults += 1;
          if (circumstances.lost !== null) counts.withLoss += 1;
          const found = (difference: Difference): Found => ({
            schemaSeed,
            trial,
            text: drawn.text,
            difference,
          });
          if (engine) {
            const difference = await judge(trial, engine, (queries) => {
              if (variant === 0) plans.add(mixText(queries, turn));
            });
            if (difference && (difference.kind === 'REFUSED' || difference.kind === 'OFFENCE')) {
              stock ??= await createStockContestant(model);
              const excuse = await excuseFor(trial, stock);
              if (excuse) {
                counts[excuse] += 1;
                break;
              }
            }
            if (difference) {
              differences.push(found(difference));
              if (differences.length >= options.stopAfterDifferences) return result();
              // The same operation would tell the same again.
              break;
            }
          }
          if (asksStock && stock && circumstances.lost === null) {
            counts.stockAsked += 1;
            const difference = await judge(trial, stock);
            if (difference) {
              counts.stockWrong += 1;
              const name = await classify(trial, difference, stock);
              const known = stockClasses.get(name);
              const example = found(difference);
              if (!known) stockClasses.set(name, { count: 1, example });
              else
                stockClasses.set(name, { count: known.count + 1, example: shorter(known.example, example) });
            }
          }
        }
      }
    } finally {
      await stock?.stop();
    }
    if (counts.supergraphs % 20 === 0) {
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      options.onProgress?.(
        `${counts.operations} operations, ${counts.supergraphs} supergraphs, ${differences.length} differences, ${seconds} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
      );
    }
  }
  return result();

  function result(): CampaignResult {
    Error.stackTraceLimit = stackDepth;
    return { ...counts, plans: plans.size, differences, stockClasses };
  }
}

export function isPlannerFailure({ kind, received }: Difference): boolean {
  return kind === 'REFUSED' && plannerMessages.some((message) => received.includes(message));
}

/** What @apollo/query-planner 2.14.4 throws on operations that it cannot plan, and what the engine makes of it. */
const plannerMessages = [
  'We should have an edge from',
  'Invalid array length',
  'an operation that can be planned',
] as const;

/**
 * Apollo's plans are not the engine's fault: none is found, one forgets an input, or one gives two calls of a field one name,
 * which the engine declines. Then stock fails too, or has wrong values for some of the records.
 */
async function excuseFor(trial: Trial, stock: Contestant): Promise<'notPlanned' | 'declined' | null> {
  const document = safelyNamed(trial.request.document);
  const isValid = validate(trial.model.apiSchema, document).length === 0;
  const request = isValid ? { ...trial.request, document } : trial.request;
  for (let recordSeed = 1; recordSeed <= 20; recordSeed += 1) {
    const circumstances = { recordSeed, oneFaultIn: 0, lost: null };
    const difference = await judge({ ...trial, request, circumstances }, stock);
    if (difference && (isPlannerFailure(difference) || difference.received.startsWith('expected inputs')))
      return 'notPlanned';
    if (difference) return 'declined';
  }
  return null;
}

function circumstancesFor(
  variant: number,
  model: Model,
  document: DocumentNode,
  random: Random,
): Circumstances {
  const recordSeed = random.integer(1, 1_000_000);
  if (variant === 1 || variant === 2) return { recordSeed, oneFaultIn: random.pick([3, 8, 25]), lost: null };
  const isMutation = document.definitions.some(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
  );
  // A mutation that was not done changes what the next one counts; a combined field, what it is combined from.
  if (variant === 3 && !isMutation && !hasCombined(model))
    return {
      recordSeed,
      oneFaultIn: 0,
      lost: model.services[random.integer(0, model.services.length - 1)]?.name ?? null,
    };
  return { recordSeed, oneFaultIn: 0, lost: null };
}

function hasCombined(model: Model): boolean {
  return [...model.types.values()].some(({ fields }) =>
    [...fields.values()].some(({ isCombined }) => isCombined),
  );
}

/** The same document with other conditions, and defaults where they stand. */
function varied(
  variables: Readonly<Record<string, unknown>>,
  document: DocumentNode,
  random: Random,
): Readonly<Record<string, unknown>> {
  const withDefault = new Set<string>();
  visit(document, {
    VariableDefinition: ({ variable, defaultValue }) => {
      if (defaultValue) withDefault.add(variable.name.value);
    },
  });
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => {
      if (withDefault.has(name) && random.chance(0.2)) return [];
      return [[name, typeof value === 'boolean' ? random.chance(0.5) : value]];
    }),
  );
}

/** Why stock is wrong: what has to be taken away for it to be right. */
async function classify(trial: Trial, { kind, received }: Difference, stock: Contestant): Promise<string> {
  if (isPlannerFailure({ kind, at: '', expected: '', received })) return 'the planner gives up on it';
  const withoutAliases = {
    ...trial,
    request: { ...trial.request, document: safelyNamed(trial.request.document) },
  };
  const canRename = validate(trial.model.apiSchema, withoutAliases.request.document).length === 0;
  if (canRename && !(await judge(withoutAliases, stock)))
    return `a client's alias is taken for a field: ${kind}`;
  const apart = {
    ...trial,
    request: { ...trial.request, document: safelyNamed(trial.request.document, true) },
  };
  if (validate(trial.model.apiSchema, apart.request.document).length === 0 && !(await judge(apart, stock)))
    return `a field that the plan needs with other arguments is taken for the client's: ${kind}`;
  const renamed = { ...trial, request: withSafeVariables(trial.request) };
  if (!(await judge(renamed, stock))) return `a client's variable is taken for the representations: ${kind}`;
  if (trial.circumstances.oneFaultIn > 0) {
    const healthy = { ...trial, circumstances: { ...trial.circumstances, oneFaultIn: 0 } };
    if (!(await judge(healthy, stock))) return `after a field failed: ${kind}`;
  }
  return `with nothing amiss: ${kind}`;
}

/** Every alias made into one that no schema has; or every response name. */
function safelyNamed(document: DocumentNode, isOfAll = false): DocumentNode {
  return visit(document, {
    Field: (field) => {
      if (!field.alias && !isOfAll) return undefined;
      const name = (field.alias ?? field.name).value.replaceAll('__', 'u');
      return { ...field, alias: { kind: Kind.NAME, value: `zz_${name}` } };
    },
  });
}

function withSafeVariables(request: Request): Request {
  const document = visit(request.document, {
    Variable: (node) =>
      node.name.value === 'representations' ? { ...node, name: { kind: Kind.NAME, value: 'zz' } } : undefined,
  });
  const { representations, ...others } = request.variables;
  return {
    ...request,
    document,
    variables: representations === undefined ? others : { ...others, zz: representations },
  };
}

function shorter(left: Found, right: Found): Found {
  return right.text.length < left.text.length ? right : left;
}
