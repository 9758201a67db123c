/** Counting during one request: decided once for each kind, stopped by the owner's switch, and kept in its decision log before it is read. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DecisionPoint } from '../../adapter-kit/access/decision-point.js';
import type { OwnerControls } from '../../adapter-kit/access/owner-controls.js';
import { createRequestAccess, type LoggedDecision } from '../../adapter-kit/access/request-access.js';
import type { FunctionName } from '../../adapter-kit/access/subject.js';
import { loadAccessRules } from '../../subgraphs/access-rules.js';
import { accessOf, askerOf } from './over-http/askers.js';

const rules = loadAccessRules('gi');
const logged: LoggedDecision[] = [];
const asked: string[] = [];
let logFails = false;

const point: DecisionPoint = {
  ...rules,
  mayCount(about) {
    asked.push(about.recordType);
    return rules.mayCount(about);
  },
};

function accessFor(name: FunctionName, controls?: OwnerControls) {
  return createRequestAccess({
    organisation: 'GI',
    access: accessOf(askerOf(name), null),
    point,
    now: new Date('2026-11-02T12:00:00Z'),
    today: '2026-11-02',
    controls,
    recordDecisions: async ({ decisions }) => {
      if (logFails) throw new Error('no space left');
      logged.push(...decisions);
    },
  });
}

const record = { recordId: 'measure-1', reference: 'GI1/2026-0001' };
const words = { rule: 'owner-switch', law: 'AVG art. 24', nl: 'Nu niet.', en: 'Not now.', ask: 'the GI' };

beforeEach(() => {
  logged.length = 0;
  asked.length = 0;
  logFails = false;
});

describe('whoever may count', () => {
  it('is decided about once for each kind in one request, however many households there are', async () => {
    const access = accessFor('architect');
    await Promise.all(
      Array.from({ length: 20 }, () => [
        access.requireCount('measure'),
        access.recordCount('provision', []),
      ]).flat(),
    );
    expect(asked.sort()).toEqual(['measure', 'provision']);
    expect(logged).toEqual([]);
  });

  it('leaves in the owner’s decision log which records were counted, and by which rule', async () => {
    await accessFor('architect').recordCount('measure', [record]);
    expect(logged).toEqual([
      { ...record, recordType: 'measure', answer: 'COUNT', rule: 'gi-measure-counted' },
    ]);
  });

  it('counts nothing where that cannot be kept', async () => {
    logFails = true;
    await expect(accessFor('architect').recordCount('measure', [record])).rejects.toMatchObject({
      reason: 'NOT_RECORDED',
    });
  });

  it('is by that shown nothing: every record is denied, and of every kind nothing is ever seen', async () => {
    const access = accessFor('architect');
    await access.requireCount('measure');
    expect(() => access.requireType('measure')).toThrow('A measure is for those who work on a case');
    expect(access.visibilityOf('measure')).toMatchObject({ visibility: 'NONE' });
  });
});

describe('whoever may not count', () => {
  it.each([
    ['fixed-face', 'measure', 'gi-counted-for-architects-alone'],
    ['auditor', 'provision', 'gi-counted-for-architects-alone'],
    ['architect', 'gi-plan', 'no-rule-permits'],
  ] as const)('%s, of %s, is refused in the words of the rule', async (name, recordType, rule) => {
    const access = accessFor(name);
    const refusal = { code: 'WITHHELD', organisation: 'GI', recordType, reason: null, explanation: { rule } };
    await expect(access.requireCount(recordType)).rejects.toMatchObject(refusal);
    await expect(access.recordCount(recordType, [record])).rejects.toMatchObject(refusal);
    expect(logged).toEqual([]);
  });
});

describe('an owner that has stopped serving a kind of record', () => {
  const controls: OwnerControls = {
    ownerSwitch: {
      read: () => ({
        text: 'stopped',
        isWhole: false,
        stopOf: () => null,
        stopOfType: (_, type) => (type === 'measure' ? words : null),
      }),
    },
  };

  it('has none of that kind counted, keeps that it was asked, and has the others counted', async () => {
    const access = accessFor('architect', controls);
    await expect(access.requireCount('measure')).rejects.toMatchObject({ reason: 'STOPPED_BY_OWNER' });
    await expect(access.requireCount('measure')).rejects.toMatchObject({ explanation: words });
    expect(logged).toEqual([
      { recordType: 'measure', recordId: '-', reference: '-', answer: 'DENY', rule: 'owner-switch' },
    ]);
    expect(asked).toEqual([]);
    await expect(access.requireCount('provision')).resolves.toBeUndefined();
  });
});
