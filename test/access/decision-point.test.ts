import { describe, expect, it } from '@jest/globals';
import { createCedarDecisionPoint } from '../../adapter-kit/access/decision-point.js';
import { type Facts, factNames } from '../../adapter-kit/access/facts.js';

const words = '@law("Wmo 2015 art. 5.2.6") @nl("Nee.") @en("No.") @ask("Veilig Thuis")';
const rules = `
@id("report-to-vt") ${words}
permit (principal == Function::"vt", action == Action::"ReadContent", resource == RecordType::"report");

@id("report-header-after-hand-over") ${words}
permit (principal == Function::"fixed-face", action == Action::"ReadHeader", resource == RecordType::"report")
when { context.handedOver };

@id("report-asked-of-vt") ${words}
permit (principal == Function::"gi-supervision", action == Action::"RequestRelease", resource == RecordType::"report");

@id("debts-by-consent") ${words} @release("consent")
permit (principal == Function::"fixed-face", action == Action::"RequestRelease", resource == RecordType::"debts");

@id("a-place-that-is-shielded") ${words}
forbid (principal, action in [Action::"ReadContent", Action::"ReadHeader"], resource)
when { context.shielded && context.locationBearing };

@id("why-no-report") ${words}
permit (principal, action == Action::"ExplainDenial", resource == RecordType::"report");
`;

const facts = (...holding: (keyof Facts)[]): Facts =>
  Object.fromEntries(factNames.map((name) => [name, holding.includes(name)])) as Record<keyof Facts, boolean>;

const point = createCedarDecisionPoint('decision-point-test', rules);

async function decide(
  asker: 'vt' | 'fixed-face' | 'gi-supervision' | 'architect',
  ...holding: (keyof Facts)[]
) {
  const [decision] = await point.decide([
    { function: asker, activity: 'any', recordType: 'report', facts: facts(...holding) },
  ]);
  return decision;
}

describe('the rules of an owner', () => {
  it('answer with the first of content, header and release that they permit', async () => {
    expect(await decide('vt')).toMatchObject({ answer: 'ALLOW', explanation: { rule: 'report-to-vt' } });
    expect(await decide('fixed-face', 'handedOver')).toMatchObject({ answer: 'MASK' });
    expect(await decide('gi-supervision')).toMatchObject({ answer: 'ASK' });
  });

  it('deny what none of them permits, in words of their own', async () => {
    expect(await decide('fixed-face')).toMatchObject({
      answer: 'DENY',
      explanation: { rule: 'why-no-report', law: 'Wmo 2015 art. 5.2.6', nl: 'Nee.', ask: 'Veilig Thuis' },
    });
  });

  it('let a shield stand over what they permit', async () => {
    expect(await decide('vt', 'shielded', 'locationBearing')).toMatchObject({
      answer: 'DENY',
      explanation: { rule: 'a-place-that-is-shielded' },
    });
    expect(await decide('vt', 'shielded')).toMatchObject({ answer: 'ALLOW' });
  });

  it('tell beforehand, from themselves alone, what a function may ever see', () => {
    const seen = (asker: Parameters<typeof decide>[0]) =>
      point.visibilityOf({ function: asker, activity: 'any', recordType: 'report' });
    expect(seen('fixed-face')).toMatchObject({ visibility: 'NONE' });
    expect([...seen('fixed-face').possible].sort()).toEqual(['DENY', 'MASK']);
    expect(seen('vt').visibility).toBe('ALL');
    expect(seen('architect')).toMatchObject({ visibility: 'NONE', explanation: { rule: 'why-no-report' } });
  });

  it('say who may count such records, and that is no answer about any of them', async () => {
    const counting = createCedarDecisionPoint(
      'decision-point-test that counts',
      `${rules}
@id("report-counted") ${words}
permit (principal == Function::"architect", action == Action::"CountRecords", resource == RecordType::"report");
@id("nobody-else-counts") ${words}
forbid (principal, action == Action::"CountRecords", resource) unless { principal == Function::"architect" };
`,
    );
    const report = { activity: 'any', recordType: 'report' } as const;
    expect(await counting.mayCount({ ...report, function: 'architect' })).toMatchObject({
      isPermitted: true,
      explanation: { rule: 'report-counted' },
    });
    expect(await counting.mayCount({ ...report, function: 'vt' })).toMatchObject({
      isPermitted: false,
      explanation: { rule: 'nobody-else-counts' },
    });
    expect(await point.mayCount({ ...report, function: 'architect' })).toMatchObject({
      isPermitted: false,
      explanation: { rule: 'no-rule-permits' },
    });
    const [decision] = await counting.decide([{ ...report, function: 'architect', facts: facts() }]);
    expect(decision).toMatchObject({ answer: 'DENY', explanation: { rule: 'why-no-report' } });
  });

  it.each([
    ['no Cedar', 'permit everything', 'expected rules in Cedar'],
    [
      'a fact that does not exist',
      `@id("x") ${words} permit (principal, action, resource) when { context.isFriendly };`,
      'words that exist',
    ],
    [
      'a function that does not exist',
      `@id("x") ${words} permit (principal == Function::"neighbour", action, resource);`,
      'words that exist',
    ],
    ['a rule without its law', '@id("x") permit (principal, action, resource);', '@law'],
    [
      'one name twice',
      `@id("x") ${words} permit (principal, action, resource); @id("x") ${words} forbid (principal, action, resource);`,
      'name of its own',
    ],
  ])('are refused with %s', (_, text, message) => {
    expect(() => createCedarDecisionPoint('refused', text)).toThrow(message);
  });
});
