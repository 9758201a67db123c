import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createCedarDecisionPoint } from '../../adapter-kit/access/decision-point.js';
import { type FactName, type Facts, factNames } from '../../adapter-kit/access/facts.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import type { FunctionName } from '../../adapter-kit/access/subject.js';
import { projectRoot } from '../../schema/project-root.js';
import { createOwner } from '../../subgraphs/owner-rules.js';

const text = readFileSync(join(projectRoot, 'subgraphs', 'household', 'access.cedar'), 'utf8');
const point = createCedarDecisionPoint('household-rules-test', text);

async function answer(asker: FunctionName, recordType: RecordType, ...holding: FactName[]) {
  const facts: Facts = Object.fromEntries(
    factNames.map((name) => [name, holding.includes(name)]),
    // Made from every fact, which `fromEntries` cannot say.
  ) as Record<FactName, boolean>;
  const [decision] = await point.decide([{ function: asker, activity: 'any', recordType, facts }]);
  return decision?.answer;
}

describe('the rules of the household register', () => {
  it('are about who somebody is, who knows the family, who looked, and the combined view; about no content', () => {
    expect(createOwner('household-rows-test', text).recordTypes).toEqual([
      'identity',
      'involvement',
      'access-log',
      'combined-view',
    ]);
  });

  it('keep it from the fixed face that Veilig Thuis knows the family, until the family was told or the case handed over', async () => {
    expect(await answer('fixed-face', 'involvement', 'holderVt')).toBe('DENY');
    expect(await answer('fixed-face', 'involvement', 'holderVt', 'informed')).toBe('MASK');
    expect(await answer('fixed-face', 'involvement', 'holderVt', 'handedOver')).toBe('MASK');
    expect(await answer('fixed-face', 'involvement')).toBe('ALLOW');
    expect(await answer('fixed-face', 'involvement', 'holderVt', 'breakGlass')).toBe('DENY');
  });

  it('show a parent that Veilig Thuis knows the family only when this parent was told, whoever else was', async () => {
    expect(await answer('parent-with-authority', 'involvement', 'holderVt', 'informed')).toBe('DENY');
    expect(await answer('parent-with-authority', 'involvement', 'holderVt', 'informedSelf')).toBe('ALLOW');
    expect(await answer('parent-with-authority', 'involvement', 'holderVt', 'self', 'ownChild')).toBe('DENY');
    expect(await answer('youth-12-up', 'involvement', 'holderVt', 'self')).toBe('DENY');
    expect(await answer('youth-12-up', 'involvement', 'holderVt', 'self', 'informedSelf')).toBe('ALLOW');
  });

  it('show the family who else knows them, each for themselves and their own children: a household may hold several families', async () => {
    expect(await answer('parent-with-authority', 'involvement', 'self')).toBe('ALLOW');
    expect(await answer('parent-with-authority', 'involvement', 'ownChild')).toBe('ALLOW');
    expect(await answer('parent-with-authority', 'involvement')).toBe('DENY');
    expect(await answer('youth-12-up', 'involvement', 'self')).toBe('ALLOW');
    expect(await answer('youth-12-up', 'involvement', 'ownChild')).toBe('DENY');
    expect(await answer('youth-12-up', 'involvement')).toBe('DENY');
  });

  it('show a parent without authority that the child is there, and no more; themselves they see', async () => {
    expect(await answer('parent-without-authority', 'identity', 'ownChild')).toBe('MASK');
    expect(await answer('parent-without-authority', 'identity', 'self')).toBe('ALLOW');
    expect(await answer('parent-without-authority', 'identity')).toBe('DENY');
    expect(await answer('parent-without-authority', 'involvement')).toBe('CONSENT');
    expect(await answer('parent-without-authority', 'involvement', 'consented')).toBe('ALLOW');
  });

  it('show the family who looked, but no read that would tell of a report too early', async () => {
    expect(await answer('parent-with-authority', 'access-log', 'self')).toBe('ALLOW');
    expect(await answer('parent-with-authority', 'access-log', 'self', 'noticePending')).toBe('DENY');
    expect(await answer('parent-with-authority', 'access-log', 'ownChild')).toBe('DENY');
    expect(await answer('vt', 'access-log', 'breakGlass')).toBe('DENY');
    expect(await answer('auditor', 'access-log')).toBe('ALLOW');
  });

  it('open the combined view to who may be shown a contribution, and to nobody in a penal task', async () => {
    expect(await answer('gi-guardianship', 'combined-view')).toBe('ALLOW');
    expect(await answer('raad-penal', 'combined-view')).toBe('DENY');
    expect(await answer('gi-probation', 'combined-view', 'breakGlass')).toBe('DENY');
    expect(await answer('architect', 'combined-view')).toBe('DENY');
  });

  it('let a shield stand over all of it, over broken glass too', async () => {
    const shield = ['shielded', 'locationBearing'] as const;
    for (const recordType of ['identity', 'involvement', 'access-log', 'combined-view'] as const) {
      expect(await answer('parent-with-authority', recordType, 'self', 'informedSelf', ...shield)).toBe(
        'DENY',
      );
    }
    expect(await answer('gi-probation', 'involvement', 'breakGlass', ...shield)).toBe('DENY');
  });

  it('say nothing of a record in the words of a refusal: they are the same whatever holds', async () => {
    const reasons = new Set<string | undefined>();
    for (const holding of [[], ['holderVt'], ['holderVt', 'informed']] as const) {
      const facts = Object.fromEntries(
        factNames.map((name) => [name, holding.some((each) => each === name)]),
        // Made from every fact, which `fromEntries` cannot say.
      ) as Record<FactName, boolean>;
      const [decision] = await point.decide([
        { function: 'architect', activity: 'any', recordType: 'involvement', facts },
      ]);
      reasons.add(decision?.explanation.rule);
    }
    expect([...reasons]).toEqual(['household-involvement-refused']);
  });
});
