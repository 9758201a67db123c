/** Puts every cell of the matrix to the decision point of an owner: for every combination of the facts that could matter to it. */
import { actions } from '../../../adapter-kit/access/cedar-vocabulary.js';
import type { AccessAnswer, DecisionPoint } from '../../../adapter-kit/access/decision-point.js';
import { type FactName, type Facts, factNames } from '../../../adapter-kit/access/facts.js';
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import { type FunctionName, functionNames } from '../../../adapter-kit/access/subject.js';
import type { Owner } from '../../../subgraphs/owner-rules.js';
import { conditionOf, factsIn } from '../../../subgraphs/rule-condition.js';
import type { Matrix, Row } from './read-matrix.js';

/** Who may break the glass, and on which rows; it never opens the others. */
const glassFunctions: ReadonlySet<FunctionName> = new Set([
  'vt',
  'raad-protection',
  'gi-supervision',
  'gi-guardianship',
  'gi-probation',
]);
const glassRows: ReadonlySet<number> = new Set([2, 4, 6, 10, 12, 14]);

/** What the matrix answers; all that it says outside its cells stands here. */
export function expectedAnswer(row: Row, asker: FunctionName, facts: Facts): AccessAnswer {
  if (facts.shielded && facts.locationBearing) return 'DENY';
  const { answer } =
    row.cells[asker].find(({ condition }) => condition.every(({ fact, holds }) => facts[fact] === holds)) ??
    fail(`row ${row.number}, ${asker} has no answer`);
  const isGlassBroken = facts.breakGlass && glassFunctions.has(asker) && glassRows.has(row.number);
  switch (answer) {
    case 'allow':
      return 'ALLOW';
    case 'mask':
      return isGlassBroken ? 'ALLOW' : 'MASK';
    case 'ask':
      return isGlassBroken || facts.released ? 'ALLOW' : 'ASK';
    case 'consent':
      return facts.consented ? 'ALLOW' : 'CONSENT';
    case 'deny':
    case 'aggregate':
      return 'DENY';
    default:
      return answer satisfies never;
  }
}

/** A cell, e.g. `4 report, fixed-face`. */
export type CellName = string;

export interface Disagreement {
  readonly cell: CellName;
  /** The facts that held, beside which no other matters. */
  readonly holding: readonly FactName[];
  readonly expected: AccessAnswer;
  readonly received: AccessAnswer;
}

/** A cell with one combination of the facts that could matter to it. */
export interface Case {
  readonly row: Row;
  readonly asker: FunctionName;
  readonly cell: CellName;
  readonly facts: Facts;
}

/** What holds of every record that an owner keeps; its rules need not say it. The register combines those of all. */
const constants: Readonly<Record<string, Partial<Facts>>> = {
  'veilig-thuis': { holderVt: true },
  raad: { holderVt: false },
  gi: { holderVt: false },
  'local-team': { holderVt: false },
};

/** What can be so of nobody but whom the record is about: without `self` they do not hold. @see adapter-kit/access/facts.ts */
const ofOneself: readonly FactName[] = ['informedSelf', 'noticePending'];

/**
 * Every function's cell, of every row that the owner has rules about, with every combination of facts.
 *
 * @param given Facts that are not varied.
 */
export function casesOf(matrix: Matrix, owner: Owner, given: Partial<Facts> = {}): readonly Case[] {
  return matrix
    .filter(({ recordType }) => owner.recordTypes.includes(recordType))
    .flatMap((row) => functionNames.map((asker) => ({ row, asker, cell: cellName(row, asker) })))
    .flatMap((about) =>
      combinationsOf(factsThatMatter(about.row, about.asker, owner), {
        ...constants[owner.name],
        ...given,
      }).map((facts) => ({ ...about, facts })),
    );
}

/** Where the decision point says something else than the matrix. */
export async function disagreementsOf(
  cases: readonly Case[],
  point: DecisionPoint,
): Promise<readonly Disagreement[]> {
  const decisions = await point.decide(
    cases.map(({ row, asker, facts }) => ({
      function: asker,
      activity: 'any',
      recordType: row.recordType,
      facts,
    })),
  );
  return cases.flatMap(({ row, asker, cell, facts }, index): readonly Disagreement[] => {
    const expected = expectedAnswer(row, asker, facts);
    const received = decisions[index]?.answer ?? fail('a question was not answered');
    if (received === expected) return [];
    return [{ cell, holding: factNames.filter((name) => facts[name]), expected, received }];
  });
}

export function cellName({ number, recordType }: Pick<Row, 'number' | 'recordType'>, asker: FunctionName) {
  return `${number} ${recordType}, ${asker}`;
}

/** For a message: what is said where, and when. */
export function told({ cell, holding, expected, received }: Disagreement): string {
  const when = holding.length === 0 ? 'when nothing holds' : `when ${holding.join(' and ')}`;
  return `${cell}: the matrix says ${expected}, the rules say ${received}, ${when}`;
}

/** The facts that the cell's conditions name, that the matrix's own rules are about, and that the owner's rules mention. */
function factsThatMatter(row: Row, asker: FunctionName, owner: Owner): readonly FactName[] {
  const clauses = row.cells[asker];
  const stated = [
    ...clauses.flatMap(({ condition }) => condition.map(({ fact }) => fact)),
    ...mentioned(owner, asker, row.recordType),
  ];
  const answers = new Set(clauses.map(({ answer }) => answer));
  const isOnRequest = answers.has('ask') || answers.has('mask');
  return [
    ...new Set<FactName>([
      ...stated,
      ...(stated.some((fact) => ofOneself.includes(fact)) ? (['self'] as const) : []),
      ...(isOnRequest ? (['released', 'breakGlass'] as const) : []),
      ...(answers.has('consent') ? (['consented', 'released'] as const) : []),
      'shielded',
      'locationBearing',
    ]),
  ];
}

function mentioned(owner: Owner, asker: FunctionName, recordType: RecordType): readonly FactName[] {
  return owner.point.rules.flatMap((rule) =>
    actions.flatMap((action) => factsIn(conditionOf(rule, { function: asker, action, recordType }))),
  );
}

function combinationsOf(names: readonly FactName[], given: Partial<Facts>): readonly Facts[] {
  const varied = names.filter((name) => given[name] === undefined);
  return Array.from({ length: 2 ** varied.length }, (_, bits) => {
    const holding = new Set(varied.filter((_name, index) => (bits & (1 << index)) !== 0));
    const facts = factNames.map((name) => [name, given[name] ?? holding.has(name)] as const);
    // Made from every fact, which `fromEntries` cannot say.
    return Object.fromEntries(facts) as Record<FactName, boolean>;
  }).filter((facts) => facts.self || !ofOneself.some((fact) => facts[fact]));
}

function fail(message: string): never {
  throw new Error(`expected an answer: ${message}`);
}
