import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import { projectRoot } from '../../../schema/project-root.js';
import { createAnswerReader } from '../../../subgraphs/answer-reader.js';
import { readOwners } from '../../../subgraphs/owner-rules.js';
import { casesOf, disagreementsOf, told } from './check-cells.js';
import { readMatrix } from './read-matrix.js';

const matrix = readMatrix(readFileSync(join(projectRoot, 'test', 'access', 'matrix.csv'), 'utf8'));
const owners = readOwners();
const expectedOwners = ['gi', 'household', 'local-team', 'raad', 'veilig-thuis'];
const missing = expectedOwners.filter((name) => !owners.some((owner) => owner.name === name));

/** Kinds of records that may be without an owner, each with the reason: no field of this graph shows them. */
const withoutField: Readonly<Partial<Record<RecordType, string>>> = {
  'vt-advice': 'advice is joined to nobody',
  reporter: 'who reported never leaves Veilig Thuis',
  'work-notes': 'notes stay with who wrote them',
  'criminal-data': 'criminal data are not in this graph at all',
  'consent-register': 'no such source is connected',
};

/** Far beyond what a check needs; the machine may be busy. */
const patienceMs = 180_000;

describe('the rules of the owners', () => {
  let cases = 0;

  it.each(owners.map((owner) => ({ name: owner.name, owner })))(
    'of $name say what the matrix says, in every cell and whatever holds',
    async ({ owner }) => {
      const asked = casesOf(matrix, owner);
      expect((await disagreementsOf(asked, owner.point)).map(told)).toEqual([]);
      expect(asked.length).toBeGreaterThan(100);
      cases += asked.length;
    },
    patienceMs,
  );

  it.each(owners.map((owner) => ({ name: owner.name, owner })))(
    'of $name are read to lawyers as they are decided by',
    async ({ owner }) => {
      const asked = casesOf(matrix, owner);
      const read = createAnswerReader(owner.point.rules);
      const decided = await owner.point.decide(
        asked.map(({ asker, row: { recordType }, facts }) => ({
          function: asker,
          activity: 'any',
          recordType,
          facts,
        })),
      );
      expect(
        asked.map(({ asker, row: { recordType }, facts }) => read({ asker, recordType, facts })),
      ).toEqual(decided.map(({ answer }) => answer));
    },
    patienceMs,
  );

  it('ask for no purpose where a record is shown, for the matrix does not know it; counts of costs are for studies alone', () => {
    const asking = owners.flatMap(({ point }) =>
      point.rules.filter(({ text }) => text.includes('context.activity')),
    );
    expect(asking.filter(({ text }) => !text.includes('Action::"CountRecords"'))).toEqual([]);
    expect(asking.map(({ rule }) => rule)).toEqual([
      'gi-cost-line-counted',
      'household-cost-line-counted',
      'household-counted-for-study-of-costs-alone',
      'local-team-cost-line-counted',
    ]);
  });

  it('are about every kind of record but those that no field shows', () => {
    const owned = new Set(owners.flatMap(({ recordTypes }) => recordTypes));
    const nobodys = matrix
      .map(({ recordType }) => recordType)
      .filter((recordType) => !owned.has(recordType) && withoutField[recordType] === undefined);
    // As long as an owner's file is missing, its rows are too.
    if (missing.length === 0) expect(nobodys).toEqual([]);
  });

  it('explain a refusal of every kind of record that they are about', () => {
    const lacking = owners.flatMap(({ name, recordTypes, point }) =>
      recordTypes
        .filter((recordType) => !point.rules.some(explainsRefusalOf(recordType)))
        .map((recordType) => `${name}: ${recordType}`),
    );
    expect(lacking).toEqual([]);
  });

  it('are all there', () => {
    process.stdout.write(
      `access matrix: ${cases} cases tried${missing.length > 0 ? `, without ${missing.join(', ')}` : ''}\n`,
    );
    expect(owners.map(({ name }) => name)).toEqual(expectedOwners);
    expect(missing).toEqual([]);
  });
});

function explainsRefusalOf(recordType: RecordType) {
  return ({ text }: { readonly text: string }): boolean =>
    text.includes('Action::"ExplainDenial"') && text.includes(`RecordType::"${recordType}"`);
}
