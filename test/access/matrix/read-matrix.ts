/**
 * Reads `test/access/matrix.csv`: one line a kind of record, one column a function, the law in the last. A cell is a list of
 * clauses `answer:condition`, divided by `;`. The first clause whose condition holds is the answer; the last one has no condition.
 * A condition is facts joined by `&`, each with a `!` where it must not hold.
 *
 * Whatever it does not know is an error that names it: a matrix that is read half is no oracle.
 */
import { type FactName, factNames } from '../../../adapter-kit/access/facts.js';
import { type RecordType, recordTypes } from '../../../adapter-kit/access/record-attributes.js';
import { type FunctionName, functionNames } from '../../../adapter-kit/access/subject.js';

/** The answers of the matrix. `aggregate` is a denial of the single record: only numbers of many are given. */
export const cellAnswers = ['allow', 'mask', 'ask', 'consent', 'deny', 'aggregate'] as const;
export type CellAnswer = (typeof cellAnswers)[number];

export interface Literal {
  readonly fact: FactName;
  readonly holds: boolean;
}

export interface Clause {
  readonly answer: CellAnswer;
  /** All of them must hold; `[]`: always. */
  readonly condition: readonly Literal[];
}

export interface Row {
  /** From 1, in the order of the matrix. */
  readonly number: number;
  readonly recordType: RecordType;
  readonly cells: Readonly<Record<FunctionName, readonly Clause[]>>;
  /** `null`: the matrix names none. */
  readonly law: string | null;
}

export type Matrix = readonly Row[];

/**
 * What each condition of the matrix is to a policy: a fact, or a constant. Each contribution to a combined view stands under its
 * own row, so at the level of the view the condition always holds.
 */
const conditions: Readonly<Record<string, FactName | true>> = {
  ...Object.fromEntries(factNames.map((name) => [name, name])),
  perContribution: true,
};

const header = ['row', 'record_type', ...functionNames, 'law'];

/** @throws Error that names the first column, row, answer or condition that is not known, or is missing. */
export function readMatrix(text: string): Matrix {
  const [first, ...lines] = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(','));
  for (const [index, name] of header.entries()) {
    if (first?.[index] !== name) {
      throw new Error(`expected column ${index + 1} to be "${name}", received "${first?.[index] ?? ''}"`);
    }
  }
  if (first && first.length > header.length) {
    throw new Error(`expected no column "${first[header.length] ?? ''}"`);
  }
  if (lines.length > recordTypes.length) {
    throw new Error(`expected ${recordTypes.length} rows, received ${lines.length}`);
  }
  return recordTypes.map((recordType, index) => readRow(recordType, index + 1, lines[index]));
}

function readRow(recordType: RecordType, number: number, columns: readonly string[] | undefined): Row {
  const place = `row ${number}`;
  if (!columns) throw new Error(`expected ${place}, "${recordType}"`);
  const [ownNumber, ownType, ...rest] = columns;
  if (ownNumber !== String(number) || ownType !== recordType) {
    throw new Error(
      `expected ${place} to be "${recordType}", received "${ownType ?? ''}" as row ${ownNumber ?? ''}`,
    );
  }
  if (columns.length !== header.length) {
    throw new Error(`expected ${header.length} columns in ${place}, received ${columns.length}`);
  }
  const cells = functionNames.map((name, index) => [
    name,
    readCell(rest[index] ?? '', `${place}, ${name}`),
  ]) satisfies readonly (readonly [FunctionName, readonly Clause[]])[];
  return {
    number,
    recordType,
    // Made from every function name, which `fromEntries` cannot say.
    cells: Object.fromEntries(cells) as Record<FunctionName, readonly Clause[]>,
    law: rest.at(-1) || null,
  };
}

function readCell(text: string, place: string): readonly Clause[] {
  const parts = text.split(';');
  return parts.map((part, index) => {
    const [answer, condition, ...more] = part.split(':');
    if (!isAnswer(answer)) throw new Error(`expected an answer in ${place}, received "${answer ?? ''}"`);
    if (more.length > 0) throw new Error(`expected one condition in ${place}, received "${part}"`);
    const isLast = index === parts.length - 1;
    if (isLast !== (condition === undefined)) {
      throw new Error(`expected the last answer, and no other, in ${place} to have no condition: "${part}"`);
    }
    return { answer, condition: condition === undefined ? [] : readCondition(condition, place) };
  });
}

function readCondition(text: string, place: string): readonly Literal[] {
  return text.split('&').flatMap((part): readonly Literal[] => {
    const name = part.replace(/^!/, '');
    const meaning = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
    if (meaning === undefined) throw new Error(`expected a known condition in ${place}, received "${part}"`);
    if (meaning !== true) return [{ fact: meaning, holds: part === name }];
    if (part !== name)
      throw new Error(`expected "${name}" in ${place} without its contrary: it always holds`);
    return [];
  });
}

function isAnswer(text: string | undefined): text is CellAnswer {
  return cellAnswers.some((answer) => answer === text);
}
