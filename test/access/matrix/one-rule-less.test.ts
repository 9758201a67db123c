import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createCedarDecisionPoint, type Rule } from '../../../adapter-kit/access/decision-point.js';
import { functionNames } from '../../../adapter-kit/access/subject.js';
import { projectRoot } from '../../../schema/project-root.js';
import { createAnswerReader } from '../../../subgraphs/answer-reader.js';
import { appliesTo, type Owner, readOwners } from '../../../subgraphs/owner-rules.js';
import {
  type Case,
  type CellName,
  casesOf,
  cellName,
  disagreementsOf,
  expectedAnswer,
} from './check-cells.js';
import { readMatrix } from './read-matrix.js';

const matrix = readMatrix(readFileSync(join(projectRoot, 'test', 'access', 'matrix.csv'), 'utf8'));
const owners = readOwners();
/** Far beyond what a check needs; the machine may be busy. */
const patienceMs = 300_000;

describe.each(owners.map((owner) => ({ name: owner.name, owner })))(
  'without one of the rules of $name',
  ({ owner }) => {
    it('exactly the cells that the rule is about differ from the matrix', () => {
      const read = createAnswerReader(owner.point.rules);
      // What differs with all the rules is for another test to tell.
      const agrees = ({ row, asker, facts }: Case): boolean =>
        read({ asker, recordType: row.recordType, facts }) === expectedAnswer(row, asker, facts);
      const underShield = casesUnder(owner, true).filter(agrees);
      const otherwise = casesUnder(owner, false).filter(agrees);
      const wrong = owner.point.rules
        .filter((rule) => !isRefusal(rule))
        .flatMap((rule) => {
          const red = redCells(rule.effect === 'forbid' ? underShield : otherwise, rule, owner);
          const about = cellsOf(rule, owner);
          return [
            ...[...red].filter((cell) => !about.has(cell)).map((cell) => `${rule.rule} changes ${cell}`),
            ...[...about]
              .filter((cell) => !red.has(cell))
              .map((cell) => `${rule.rule} is not needed for ${cell}`),
          ];
        });
      expect(wrong).toEqual([]);
    });
  },
);

describe('with one rule taken out of the file, Cedar itself', () => {
  const owner = owners.find(({ name }) => name === 'household') ?? owners[0];

  it(
    'answers differently in the cells that the rule is about, and in no other of its row',
    async () => {
      const wrong: string[] = [];
      // Every rule of every owner is taken out above, by our own reading; Cedar itself is asked of every fourth.
      for (const [index, rule] of (owner?.point.rules ?? []).entries()) {
        if (!owner || index % 4 > 0 || rule.effect === 'forbid' || isRefusal(rule)) continue;
        const less = owner.text.replace(rule.text, '');
        const point = createCedarDecisionPoint(`household without ${rule.rule}`, less);
        const about = cellsOf(rule, owner);
        const rows = new Set([...about].map((cell) => cell.split(',')[0]));
        const cases = casesUnder(owner, false).filter(({ cell }) => rows.has(cell.split(',')[0]));
        const red = new Set((await disagreementsOf(cases, point)).map(({ cell }) => cell));
        if (JSON.stringify([...red].sort()) !== JSON.stringify([...about].sort())) wrong.push(rule.rule);
      }
      expect(wrong).toEqual([]);
    },
    patienceMs,
  );

  it(
    'gives the same answers without the words of a refusal, and no reason of the owner',
    async () => {
      const refusals = owner?.point.rules.filter(isRefusal) ?? [];
      const text = refusals.reduce((left, { text: words }) => left.replace(words, ''), owner?.text ?? '');
      const wordless = createCedarDecisionPoint('household without refusals', text);
      const requests = casesUnder(owner, false).map(({ asker, row: { recordType }, facts }) => ({
        function: asker,
        activity: 'any',
        recordType,
        facts,
      }));
      const before = (await owner?.point.decide(requests)) ?? [];
      const after = await wordless.decide(requests);
      expect(after.map(({ answer }) => answer)).toEqual(before.map(({ answer }) => answer));
      const reasons = (decisions: typeof after) =>
        new Set(
          decisions.filter(({ answer }) => answer === 'DENY').map(({ explanation }) => explanation.rule),
        );
      expect(reasons(before)).toEqual(new Set(refusals.map(({ rule }) => rule)));
      expect(reasons(after)).toEqual(new Set(['no-rule-permits']));
    },
    patienceMs,
  );
});

/** Under a shield no permit shows, and without one the shield does not. */
function casesUnder(owner: Owner | undefined, isShielded: boolean): readonly Case[] {
  return owner ? casesOf(matrix, owner, { shielded: isShielded, locationBearing: isShielded }) : [];
}

function isRefusal({ effect, text }: Rule): boolean {
  return effect === 'permit' && text.includes('Action::"ExplainDenial"');
}

/** The cells that differ from the matrix without the rule, in the reading that another test keeps equal to Cedar's answers. */
function redCells(cases: readonly Case[], rule: Rule, owner: Owner): ReadonlySet<CellName> {
  const read = createAnswerReader(owner.point.rules.filter((each) => each !== rule));
  const differing = cases.filter(
    ({ row, asker, facts }) =>
      read({ asker, recordType: row.recordType, facts }) !== expectedAnswer(row, asker, facts),
  );
  return new Set(differing.map(({ cell }) => cell));
}

/** The cells that a rule is about. One that forbids says nothing where nothing is ever given. */
function cellsOf(rule: Rule, owner: Owner): ReadonlySet<CellName> {
  return new Set(
    matrix
      .filter(({ recordType }) => owner.recordTypes.includes(recordType))
      .flatMap((row) =>
        functionNames
          .filter((asker) => appliesTo(rule, asker, row.recordType))
          .filter(
            (asker) =>
              rule.effect === 'permit' ||
              row.cells[asker].some(({ answer }) => answer !== 'deny' && answer !== 'aggregate'),
          )
          .map((asker) => cellName(row, asker)),
      ),
  );
}
