/** Shows what a run found. */
import { errorsOf, type Findings, type PairCount } from './findings.js';
import { atLeast, atMost, figure, isMissed, type Target } from './targets.js';

/** How well the links are, against the truth. */
export function linkTargets(findings: Findings): readonly Target[] {
  const { counts } = findings;
  const pairs = [...findings.pairs];
  const total = (isWanted: (name: string) => boolean): PairCount =>
    pairs
      .filter(([name]) => isWanted(name))
      .reduce(
        (sum, [, one]) => ({
          right: sum.right + one.right,
          history: sum.history + one.history,
          tolerated: sum.tolerated + one.tolerated,
          wrong: sum.wrong + one.wrong,
        }),
        { right: 0, history: 0, tolerated: 0, wrong: 0 },
      );
  const certain = total((name) => !name.startsWith('PROBABLE'));
  const probable = total((name) => name.startsWith('PROBABLE'));
  return [
    atLeast('precision of CERTAIN', precisionOf(certain), 100, '%'),
    figure('precision of PROBABLE', precisionOf(probable), '%'),
    atLeast('recall of CERTAIN or PROBABLE', share(counts.foundPairs, counts.truePairs), 98, '%'),
    figure(
      '… where somebody has one right number in both',
      share(counts.linkableFound, counts.linkablePairs),
      '%',
    ),
    figure('… of homes that were left', share(counts.historyFound, counts.historyPairs), '%'),
    atMost('cross-shield findings', errorsOf(findings, 'CROSS_SHIELD'), 0, ''),
    atMost('together who must never be', errorsOf(findings, 'NEVER_TOGETHER'), 0, ''),
    atMost('shields opened for a wrong case', errorsOf(findings, 'SHIELD_OPENED_WRONGLY'), 0, ''),
    figure(
      'shown as living together wrongly',
      errorsOf(findings, 'WRONG_RESIDENTS'),
      `of ${counts.residentPairs} pairs`,
    ),
    figure(
      'persons not found by their own number',
      errorsOf(findings, 'PERSON_NOT_FOUND'),
      `of ${counts.persons}`,
    ),
    figure('persons of whom it is said to be undecided', errorsOf(findings, 'PERSON_UNDECIDED'), ''),
    figure('numbers that find somebody else', errorsOf(findings, 'FOUND_SOMEBODY_ELSE'), ''),
    figure('files in no open household', errorsOf(findings, 'FILE_NOWHERE'), `of ${counts.files}`),
    figure('shielded persons whom their case does not find', errorsOf(findings, 'SHIELD_NOT_OPENED'), ''),
    figure('questions that nobody is asked', errorsOf(findings, 'QUESTION_MISSING'), ''),
    figure('children shown twice', errorsOf(findings, 'CHILD_TWICE'), ''),
  ];
}

/** Tolerated pairs are neither right nor wrong: the rules leave them open. */
function precisionOf({ right, history, wrong }: PairCount): number {
  return share(right + history, right + history + wrong);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 100 : (part / whole) * 100;
}

export function targetLines(targets: readonly Target[]): readonly string[] {
  return targets.map((target) => {
    const { name, value, unit, target: wanted } = target;
    const limit = wanted
      ? `${wanted.is === 'AT_MOST' ? '≤' : '≥'} ${wanted.limit} ${isMissed(target) ? 'MISSED' : 'met'}`
      : '';
    return `  ${name.padEnd(52)} ${rounded(value).padStart(10)} ${unit.padEnd(16)} ${limit}`.trimEnd();
  });
}

export function pairLines(findings: Findings): readonly string[] {
  const head = `  ${'served pairs'.padEnd(52)} ${['right', 'history', 'tolerated', 'wrong'].map((word) => word.padStart(10)).join('')}`;
  const rows = [...findings.pairs]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, { right, history, tolerated, wrong }]) =>
        `  ${name.padEnd(52)} ${[right, history, tolerated, wrong].map((count) => String(count).padStart(10)).join('')}`,
    );
  return [head, ...rows];
}

/** Errors by kind and story, the most frequent first, with an example of each where asked. */
export function errorLines(findings: Findings, hasExamples: boolean, most = 12): readonly string[] {
  return [...findings.errors].flatMap(([kind, byLabel]) => {
    const labels = [...byLabel].sort(([, left], [, right]) => right.count - left.count);
    const shown = labels
      .slice(0, most)
      .flatMap(([label, { count, example }]) => [
        `  ${String(count).padStart(8)}  ${label}`,
        ...(hasExamples ? example.split('\n').map((line) => `            ${line}`) : []),
      ]);
    const rest = labels.length > most ? [`            and ${labels.length - most} more kinds`] : [];
    return ['', `${kind}: ${errorsOf(findings, kind)}`, ...shown, ...rest];
  });
}

function rounded(value: number): string {
  if (Number.isInteger(value)) return String(value);
  // A share that is not whole must not look it.
  return value > 99 && value < 100 ? value.toFixed(4) : value.toPrecision(4);
}
