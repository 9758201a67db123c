/** Who may have records counted: where the matrix says `aggregate`, and nobody anywhere else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { countAction } from '../../../adapter-kit/access/cedar-vocabulary.js';
import { createCedarDecisionPoint, type DecisionPoint } from '../../../adapter-kit/access/decision-point.js';
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import { functionNames } from '../../../adapter-kit/access/subject.js';
import { readProcessingActivities } from '../../../gateway/access/processing-activities.js';
import { projectRoot } from '../../../schema/project-root.js';
import { type Owner, readOwners } from '../../../subgraphs/owner-rules.js';
import { type CellName, casesOf, cellName } from './check-cells.js';
import { type Matrix, type Row, readMatrix } from './read-matrix.js';

const matrix: Matrix = readMatrix(readFileSync(join(projectRoot, 'test', 'access', 'matrix.csv'), 'utf8'));
const owners = readOwners();

/** What is counted, and by whom. The other cells of numbers of many have no rule: nothing in this graph counts them. */
const counted: Readonly<Record<string, readonly RecordType[]>> = {
  gi: ['measure', 'provision', 'cost-line'],
  household: ['cost-line', 'involvement', 'combined-view'],
  'local-team': ['cost-line'],
};

const studyOfCosts = 'https://gezinsbeeld.invalid/processing-activities/study-costs';
/** Costs are counted for studies of costs alone, and the rest for whatever purpose somebody may ask for. */
const activities = readProcessingActivities().all.map(({ id }) => id);

const isAggregate = (row: Row, asker: (typeof functionNames)[number]): boolean =>
  row.cells[asker].some(({ answer }) => answer === 'aggregate');
/** Of what it keeps, and of what it counts of others. */
const rowsOf = ({ name, recordTypes }: Owner): readonly Row[] =>
  matrix.filter(({ recordType }) => recordTypes.includes(recordType) || counted[name]?.includes(recordType));

async function countedCells(
  owner: Owner,
  { point = owner.point, activity = studyOfCosts }: { point?: DecisionPoint; activity?: string } = {},
): Promise<readonly CellName[]> {
  const cells = await Promise.all(
    rowsOf(owner).flatMap((row) =>
      functionNames.map(async (asker) => {
        const about = { function: asker, activity, recordType: row.recordType };
        return (await point.mayCount(about)).isPermitted ? [cellName(row, asker)] : [];
      }),
    ),
  );
  return cells.flat();
}

describe.each(owners.map((owner) => ({ name: owner.name, owner })))(
  'the rules of $name',
  ({ name, owner }) => {
    it('let records be counted where the matrix gives numbers of many, as far as they are counted, and nowhere else', async () => {
      const expected = rowsOf(owner).flatMap((row) =>
        functionNames
          .filter((asker) => isAggregate(row, asker) && counted[name]?.includes(row.recordType))
          .map((asker) => cellName(row, asker)),
      );
      expect(expected).toHaveLength(counted[name]?.length ?? 0);
      expect(await countedCells(owner)).toEqual(expected);
    });

    it('let costs be counted for a study of costs alone, and everything else as for any purpose', async () => {
      const all = await countedCells(owner);
      for (const activity of ['any', ...activities.filter((id) => id !== studyOfCosts)]) {
        expect([activity, await countedCells(owner, { activity })]).toEqual([
          activity,
          all.filter((cell) => !cell.startsWith('20 cost-line')),
        ]);
      }
    });

    it('show whoever may count no single record of the kind, whatever holds', async () => {
      const about = casesOf(matrix, owner).filter(({ row, asker }) => isAggregate(row, asker));
      const decisions = await owner.point.decide(
        about.map(({ asker, row: { recordType }, facts }) => ({
          function: asker,
          activity: 'any',
          recordType,
          facts,
        })),
      );
      expect(new Set(decisions.map(({ answer }) => answer))).toEqual(
        new Set(about.length > 0 ? ['DENY'] : []),
      );
    });

    it('refuse it in the words of a rule, to everybody else, where anything is counted', async () => {
      for (const recordType of counted[name] ?? []) {
        for (const asker of functionNames.filter((each) => each !== 'architect')) {
          const about = { function: asker, activity: studyOfCosts, recordType };
          const refused = await owner.point.mayCount(about);
          expect(refused).toMatchObject({
            isPermitted: false,
            explanation: { rule: `${name}-counted-for-architects-alone` },
          });
        }
      }
    });

    it('have one rule for each kind that is counted: without it nothing else changes', async () => {
      const before = await countedCells(owner);
      const permits = owner.point.rules.filter(
        ({ effect, text }) => effect === 'permit' && text.includes(`Action::"${countAction}"`),
      );
      expect(permits).toHaveLength(counted[name]?.length ?? 0);
      const lost: (CellName | undefined)[] = [];
      for (const rule of permits) {
        const point = createCedarDecisionPoint(
          `${name} without ${rule.rule}`,
          owner.text.replace(rule.text, ''),
        );
        const after = await countedCells(owner, { point });
        const gone = before.filter((cell) => !after.includes(cell));
        expect(gone).toHaveLength(1);
        lost.push(...gone);
      }
      expect([...lost].sort()).toEqual([...before].sort());
    });
  },
);
