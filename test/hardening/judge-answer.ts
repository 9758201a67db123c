/** Judges an answer by what the sources hold: nothing wrong in it, and no silence that is not told. */
import { buildSchema, executeSync, parse } from 'graphql';
import type { AnswerOfGateway } from './open-gateway.js';

type Path = readonly (string | number)[];

/** What clients may rely on; the same as the three subgraphs compose to. */
const schema = buildSchema(`
  scalar Any
  type Query { homes: [Home!] carers: [Carer!] schools: [School!] echo(any: Any): Any }
  type Home { id: ID! street: String visits: [Visit!] pupils: Int }
  type Visit { day: String! reason: String }
  type Carer { id: ID! hours: Int! }
  type School { id: ID! name: String }`);

const codes = new Set(['SOURCE_UNAVAILABLE', 'NULL_NOT_ALLOWED']);

/**
 * What is wrong with an answer; empty where nothing is.
 *
 * @param expected What a whole answer holds. No value in it is null.
 */
export function problemsOf(answer: AnswerOfGateway, query: string, expected: unknown): readonly string[] {
  const { status, data, errors } = answer;
  const problems: string[] = [];
  if (status !== 200) problems.push(`status ${status}`);
  for (const { extensions, path } of errors) {
    const code = String(extensions['code']);
    if (!codes.has(code)) problems.push(`code ${code}`);
    if (typeof extensions['subgraph'] !== 'string') problems.push(`no subgraph for ${code}`);
    if (!path) problems.push(`no path for ${code}`);
    else if (!leadsToNull(data, path)) problems.push(`an error at ${path.join('.')}, which is there`);
  }
  const told = errors.flatMap(({ path }) => (path ? [path] : []));
  compare(data, expected, [], told, problems);
  if (!isOfSchema(data, query)) problems.push('not as the schema says');
  return problems;
}

function compare(
  found: unknown,
  expected: unknown,
  at: Path,
  told: readonly Path[],
  problems: string[],
): void {
  if (found === null) {
    // An error stands where the value was lost, or below where the loss went up to what may be null.
    if (!told.some((path) => startsWith(path, at))) problems.push(`null at ${at.join('.')}, and no error`);
    return;
  }
  if (Array.isArray(expected) && Array.isArray(found) && found.length === expected.length) {
    for (const [index, value] of expected.entries())
      compare(found[index], value, [...at, index], told, problems);
    return;
  }
  if (isRecord(expected) && isRecord(found) && String(Object.keys(found)) === String(Object.keys(expected))) {
    for (const [name, value] of Object.entries(expected))
      compare(found[name], value, [...at, name], told, problems);
    return;
  }
  if (found !== expected) problems.push(`another value at ${at.join('.')}`);
}

function leadsToNull(data: unknown, path: Path): boolean {
  let value = data;
  for (const step of path) {
    if (value === null) return true;
    value = isRecord(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined;
  }
  return value === null;
}

/** Executed over its own data, a valid answer gives itself, without an error. */
function isOfSchema(data: unknown, query: string): boolean {
  const again = executeSync({
    schema,
    document: parse(query),
    rootValue: data,
    fieldResolver: (source, _arguments, _context, { path }) =>
      isRecord(source) ? source[path.key] : undefined,
  });
  return !again.errors && JSON.stringify(again.data) === JSON.stringify(data);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Who failed and why, each once, in order: `care CONTRACT_BROKEN`. */
export function reasonsOf({ errors }: AnswerOfGateway): readonly string[] {
  const reasons = errors.map(({ extensions }) => `${extensions['subgraph']} ${extensions['reason']}`);
  return [...new Set(reasons)].sort();
}
