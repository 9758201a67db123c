/**
 * A fetch of entities: representations are collected at a path of the data, equal ones asked once, and each answer given to
 * everything that asked for it, by its own position in the list.
 */
import type { FetchDataRewrite } from '@apollo/query-planner';
import type { FieldNode } from 'graphql';
import type { ObjectShape } from './answer-shape.js';
import type { AskedFetch, FetchCall } from './call-batch.js';
import {
  brokenContract,
  disagreement,
  type Failure,
  failureOf,
  type PathStep,
  Unavailable,
  unavailable,
} from './failure.js';
import { touches } from './field-paths.js';
import { fillNulls, type MergeField, mergeFields } from './merge.js';
import { isRecord, readerOf, setOwn } from './own.js';
import type { Representation, WriteRepresentation } from './representations.js';
import { applyRewrites } from './rewrites.js';
import type { Run, Step } from './run.js';
import { causesOfField, placeError, toFailure } from './subgraph-errors.js';
import type { TypeRelations } from './supergraph.js';
import type { FindTargets } from './targets.js';

/** What the world that the engine serves says of values that are lost. */
export interface LossRules {
  /** What stands in for a lost field instead of nothing, e.g. an outcome as data; `undefined`: nothing does. */
  readonly standIn?: (typeName: string, field: FieldNode, failure: Failure) => unknown;
  /** What it means when a subgraph knows no entity of a key; `null`: that its fields are `null`. */
  readonly unknownEntity?: (subgraph: string) => Failure | null;
}

/** What is asked of entities of one type. */
export interface EntityFields {
  readonly write: WriteRepresentation;
  readonly fields: readonly MergeField[];
  /** By field: the paths that it is made from; a field that goes on without has none. */
  readonly required: ReadonlyMap<string, readonly string[]>;
  /** The keys that are sent, by their paths; one of them is enough. */
  readonly keys: readonly (readonly string[])[];
}

export interface EntityFetch {
  readonly call: FetchCall;
  readonly findTargets: FindTargets;
  /** `null`: the fetch is not about objects of this type. */
  readonly entityFieldsOf: (typeName: string) => EntityFields | null;
  /** The type of an object that does not say its own. */
  readonly defaultType: string;
  readonly isInterface: (typeName: string) => boolean;
  readonly shape: ObjectShape;
  readonly outputRewrites: readonly FetchDataRewrite[];
  readonly losses: LossRules;
  readonly fits: TypeRelations['fits'];
  readonly isHidden: (word: string) => boolean;
  readonly ownName: (step: PathStep) => PathStep;
}

type Target = Record<string, unknown>;

interface Asking {
  readonly typeName: string;
  readonly about: EntityFields;
  readonly targets: { readonly target: Target; readonly representation: Representation }[];
}

export function compileEntityFetch(fetch: EntityFetch): Step {
  return (run) => {
    const askings = collect(fetch, run);
    if (askings.size === 0) return;
    return ask(fetch, run, askings);
  };
}

function collect(fetch: EntityFetch, run: Run): ReadonlyMap<string, Asking> {
  const askings = new Map<string, Asking>();
  for (const target of fetch.findTargets(run.data)) {
    const told = target['__typename'];
    const typeName = typeof told === 'string' ? told : fetch.defaultType;
    const about = fetch.entityFieldsOf(typeName);
    if (!about) continue;
    if (told instanceof Unavailable) {
      for (const field of about.fields) lose(target, typeName, field, told, fetch);
      continue;
    }
    const representation = about.write(target);
    const { failed, keys } = representation;
    if (failed && !canAsk(about, failed)) {
      for (const field of about.fields) lose(target, typeName, field, whyOf(field, about, failed), fetch);
      continue;
    }
    if (keys === 0) {
      setNull(target, typeName, about.fields, fetch);
      continue;
    }
    // Two targets may share a key and differ in what failed; then they are asked apart.
    const key = failed ? `${representation.json}${[...failed.keys()].join()}` : representation.json;
    const present = askings.get(key);
    if (present) present.targets.push({ target, representation });
    else askings.set(key, { typeName, about, targets: [{ target, representation }] });
  }
  return askings;
}

// Where no key is whole everything is lost; something required loses only what is made from it.
function canAsk(about: EntityFields, failed: ReadonlyMap<string, Unavailable>): boolean {
  return about.fields.some((field) => !field.isKey && whyLost(field, about, failed) === null);
}

function whyLost(
  { key }: MergeField,
  { required, keys }: EntityFields,
  failed: ReadonlyMap<string, Unavailable>,
): Unavailable | null {
  const lostIn = (paths: readonly string[]): Unavailable | null => {
    for (const [lost, why] of failed) if (paths.some((path) => touches(lost, path))) return why;
    return null;
  };
  const lostKeys = keys.map(lostIn);
  const [firstLost] = lostKeys;
  if (firstLost && lostKeys.every((why) => why !== null)) return firstLost;
  return lostIn(required.get(key) ?? []);
}

function whyOf(
  field: MergeField,
  about: EntityFields,
  failed: ReadonlyMap<string, Unavailable>,
): Unavailable {
  const why = whyLost(field, about, failed) ?? [...failed.values()][0];
  // What failed is told at the field that is lost by it; its own path is of no field that was asked for.
  const [first] = why?.causes ?? [];
  return new Unavailable(first ? [{ failure: first.failure, below: [] }] : []);
}

async function ask(fetch: EntityFetch, run: Run, askings: ReadonlyMap<string, Asking>): Promise<void> {
  const { call } = fetch;
  const list = [...askings.values()];
  const json = list.map(({ targets }) => targets[0]?.representation.json).join(',');
  let asked: AskedFetch;
  try {
    asked = await run.calls.ask(call, `[${json}]`);
  } catch (thrown) {
    loseAll(list, failureOf(thrown, call.subgraph), fetch);
    return;
  }
  const entities = entitiesIn(asked, list.length, fetch, run);
  if (!Array.isArray(entities)) {
    loseAll(list, entities, fetch);
    return;
  }
  for (const [index, asking] of list.entries()) give(entities[index], asking, fetch);
}

/** The entities, one for one, with their errors in place; or why there are none. */
function entitiesIn(
  asked: AskedFetch,
  expected: number,
  { call: { subgraph }, isHidden, ownName }: EntityFetch,
  run: Run,
): unknown[] | Failure {
  const { answer, entitiesKey } = asked;
  const all = (answer.errors ?? []).map((error) => ({
    path: error.path ?? [],
    failure: toFailure(error, subgraph, isHidden),
  }));
  const failures = all
    .filter(({ path }) => path[0] === entitiesKey || (asked.isFirst && !asked.isEntitiesKey(path[0])))
    .map(({ path, failure }) => ({ path: path[0] === entitiesKey ? path.slice(1) : [], failure }));
  const received = isRecord(answer.data) ? readerOf(entitiesKey)(answer.data) : null;
  if (received === null || received === undefined) {
    const [first] = [...failures, ...all];
    return first?.failure ?? brokenContract(subgraph, `expected ${expected} entities, received none`);
  }
  if (!Array.isArray(received) || received.length !== expected) {
    const count = Array.isArray(received) ? received.length : 'none';
    return brokenContract(subgraph, `expected ${expected} entities, received ${count}`);
  }
  const entities = [...(received as unknown[])];
  for (const { path, failure } of failures) {
    if (!placeError(entities, path, failure, ownName)) run.unplaced.push(failure);
  }
  return entities;
}

function give(entity: unknown, { typeName, about, targets }: Asking, fetch: EntityFetch): void {
  const { call, losses, fits } = fetch;
  if (entity instanceof Unavailable) {
    for (const { target } of targets)
      for (const field of about.fields) lose(target, typeName, field, causesOf(entity, field), fetch);
    return;
  }
  if (entity === null) {
    const failure = losses.unknownEntity?.(call.subgraph) ?? null;
    for (const { target } of targets) {
      if (failure)
        for (const field of about.fields) lose(target, typeName, field, unavailable(failure), fetch);
      else setNull(target, typeName, about.fields, fetch);
    }
    return;
  }
  const broken = (what: string): void => {
    const failure = brokenContract(call.subgraph, what);
    for (const { target } of targets)
      for (const field of about.fields) lose(target, typeName, field, unavailable(failure), fetch);
  };
  if (!isRecord(entity)) {
    broken('expected an object for every key');
    return;
  }
  const told = entity['__typename'];
  if (told !== undefined && (typeof told !== 'string' || !(fits(told, typeName) || fits(typeName, told)))) {
    broken('expected an entity of the type that was asked for');
    return;
  }
  const answered = typeof told === 'string' && fits(told, typeName) ? told : typeName;
  fetch.shape.checkFields(entity, answered);
  if (fetch.outputRewrites.length > 0) applyRewrites(entity, fetch.outputRewrites, fits);
  const fields =
    answered === typeName ? about.fields : (fetch.entityFieldsOf(answered)?.fields ?? about.fields);
  for (const { target, representation } of targets) {
    mergeFields(target, entity, fields, { fits, disagreement: disagreement(call.subgraph) });
    if (answered !== typeName) target['__typename'] = answered;
    if (!representation.failed) continue;
    for (const field of fields) {
      const why = whyLost(field, about, representation.failed);
      if (why) lose(target, typeName, field, whyOf(field, about, representation.failed), fetch);
    }
  }
}

// Where the type itself is lost, everything below is told from there.
function causesOf(entity: Unavailable, { shape }: MergeField): Unavailable {
  return shape.key === '__typename' ? entity : causesOfField(entity, shape.key);
}

function loseAll(askings: readonly Asking[], failure: Failure, fetch: EntityFetch): void {
  for (const { typeName, about, targets } of askings)
    for (const { target } of targets)
      for (const field of about.fields) lose(target, typeName, field, unavailable(failure), fetch);
}

function lose(
  target: Target,
  typeName: string,
  field: MergeField,
  why: Unavailable,
  fetch: EntityFetch,
): void {
  if (field.shape.key === '__typename') {
    // Nobody can say which of its types an object is that was known by its interface only.
    if (fetch.isInterface(typeName)) target['__typename'] = why;
    return;
  }
  if (field.isKey) return;
  const [cause] = why.causes;
  const substitute = cause ? fetch.losses.standIn?.(typeName, field.shape.node, cause.failure) : undefined;
  setOwn(target, field.key, substitute === undefined ? why : substitute);
}

function setNull(target: Target, typeName: string, fields: readonly MergeField[], fetch: EntityFetch): void {
  for (const { key, read, isKey, shape } of fields) {
    if (shape.key === '__typename') {
      if (fetch.isInterface(typeName)) target['__typename'] = null;
    } else if (!isKey) {
      const present = read(target);
      if (present === undefined) setOwn(target, key, null);
      else fillNulls(present, shape.below);
    }
  }
}
