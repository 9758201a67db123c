/** Who has read an owner's records: the owner's own question to its own log. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDecisionLog, decisionLogName } from '../../adapter-kit/accountability/decision-log.js';
import { pseudonymOfSubject } from '../../adapter-kit/accountability/log-text.js';
import { decisionLogOf } from '../../adapter-kit/accountability/recorded-decisions.js';
import { exampleAccess, exampleRequest } from './example-request.js';
import { createLogWorld, type LogWorld } from './log-world.js';

const pseudonymKey = 'a key of the gateway';
const plan = { recordType: 'gi-plan', recordId: 'P-7', reference: 'GI1/2025-0031' } as const;
const measure = { recordType: 'measure', recordId: 'M-1', reference: 'GI1/2025-0031' } as const;
const another = { recordType: 'measure', recordId: 'M-1', reference: 'GI1/2026-0002' } as const;

let world: LogWorld;
beforeEach(async () => {
  world = await createLogWorld();
  const place = decisionLogOf(world.folder, 'gi');
  expect(place.name).toBe(decisionLogName('gi'));
  const log = await world.open(place);
  const decisions = createDecisionLog({
    log,
    pseudonymKey,
    policySet: { name: 'gi', hash: 'sha256:3f1d' },
    engine: 'cedar',
  });
  const keep = async (at: string, made: Parameters<ReturnType<typeof decisions.begin>['add']>[0]) => {
    const request = decisions.begin(exampleRequest().trace, exampleAccess);
    request.add(made);
    await request.commit(new Date(at));
  };
  await keep('2026-10-31T22:30:00Z', [{ ...plan, answer: 'ALLOW', rule: 'plan-to-its-team' }]);
  await keep('2026-10-31T23:30:00Z', [
    { ...measure, answer: 'ALLOW', rule: 'measure-to-the-team' },
    { ...another, answer: 'MASK', rule: 'measure-header' },
  ]);
  await log.append({ type: 'segments-removed', segments: [] });
  await log.close();
});
afterEach(() => world.remove());

describe('an owner asks its log who has read its records', () => {
  const told = async (...args: string[]) => {
    const { code, out, problems } = await world.command('readers', '--owner', 'gi', ...args);
    expect([code, problems]).toEqual([0, []]);
    return out.map((line) => JSON.parse(line));
  };

  it('and is told who, when, for what, of which records, with which answer and by which rule', async () => {
    const [first, ...more] = await told();
    expect(first).toEqual({
      at: '2026-10-31T22:30:00.000Z',
      traceId: exampleRequest().trace.traceId,
      pseudonym: pseudonymOfSubject(exampleAccess.subject, pseudonymKey),
      function: 'fixed-face',
      organisation: '00000001821002193000',
      task: 'Jeugdwet art. 2.3',
      activity: 'https://register.invalid/activities/household-view',
      caseReference: 'LT1/2025-0217',
      isBreakGlass: false,
      records: [
        { recordType: 'gi-plan', id: 'GI1/2025-0031 P-7', answer: 'ALLOW', rule: 'plan-to-its-team' },
      ],
    });
    expect(more).toHaveLength(1);
  });

  it.each([
    ['a record, in whichever case', 'M-1', ['GI1/2025-0031 M-1', 'GI1/2026-0002 M-1']],
    ['a case, with all its records', 'GI1/2025-0031', ['GI1/2025-0031 P-7', 'GI1/2025-0031 M-1']],
    ['one record of one case', 'GI1/2026-0002 M-1', ['GI1/2026-0002 M-1']],
    ['a part of a number, of which it knows nothing', 'M-', []],
  ])('about %s', async (_, record, expected) => {
    const readers = await told('--record', record);
    expect(readers.flatMap(({ records }) => records.map(({ id }: { readonly id: string }) => id))).toEqual(
      expected,
    );
  });

  it('of days as they are in the Netherlands, the first and the last included', async () => {
    const days = async (...args: string[]) => (await told(...args)).map(({ at }) => at.slice(11, 16));
    expect(await days('--to', '2026-10-31')).toEqual(['22:30']);
    expect(await days('--from', '2026-11-01')).toEqual(['23:30']);
    expect(await days('--from', '2026-10-31', '--to', '2026-11-01')).toEqual(['22:30', '23:30']);
  });

  it.each([
    ['without its name', ['readers']],
    ['with a day that is none', ['readers', '--owner', 'gi', '--from', 'yesterday']],
    ['with a name that leads out of the folder', ['readers', '--owner', '../gi']],
    ['with a household, which it does not know', ['readers', '--owner', 'gi', '--household', 'hh_x']],
  ])('is told how to ask where it asks %s', async (_, args) => {
    const { code, problems } = await world.command(...args);
    expect(code).toBe(2);
    expect(problems.join('\n')).toContain('readers --owner NAME');
  });

  it('and hears that there is no such log, which is not that nobody has read', async () => {
    const { code, out, problems } = await world.command('readers', '--owner', 'raad');
    expect([code, out]).toEqual([1, []]);
    expect(problems.join()).toContain('expected a decision log of raad');
  });

  it('and hears where the log is not as it was written', async () => {
    const name = 'decisions-gi/decisions-gi-2026-11.log';
    await world.rewrite((lines) => lines.map((line) => line.replace('ALLOW', 'DENY')), name);
    const { code, problems } = await world.command('readers', '--owner', 'gi');
    expect(code).toBe(1);
    expect(problems.join()).toContain('CHANGED');
  });
});
