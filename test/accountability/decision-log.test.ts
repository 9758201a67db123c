import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoggedDecision } from '../../adapter-kit/access/request-access.js';
import { createDecisionLog, decisionLogName } from '../../adapter-kit/accountability/decision-log.js';
import { pseudonymOfSubject } from '../../adapter-kit/accountability/log-text.js';
import { exampleAccess, exampleRequest } from './example-request.js';
import { createLogWorld, type LogWorld, november } from './log-world.js';

const options = { pseudonymKey: 'a key of the gateway' };

let world: LogWorld;
beforeEach(async () => {
  world = await createLogWorld();
});
afterEach(() => world.remove());

describe("an owner's decisions", () => {
  const decisions: readonly LoggedDecision[] = [
    {
      recordType: 'report',
      recordId: 'M-12',
      reference: 'VT1/2025-0905',
      answer: 'ALLOW',
      rule: 'report-to-vt',
    },
    {
      recordType: 'debts',
      recordId: 'D-3',
      reference: 'VT1/2025-0905',
      answer: 'CONSENT',
      rule: 'debts-by-consent',
    },
  ];
  const policySet = { name: 'veilig-thuis', hash: 'sha256:3f1d' };

  it('are one line per request in a log of its own, durable when they are committed', async () => {
    const log = await world.open({ name: decisionLogName('veilig-thuis') });
    const decisionLog = createDecisionLog({ log, ...options, policySet, engine: 'cedar 4.13.0' });
    const { trace } = exampleRequest();
    const request = decisionLog.begin(trace, exampleAccess);
    const [first, second] = decisions;
    if (first) request.add([first]);
    if (second) request.add([second]);
    expect(await request.commit(november)).toMatchObject({ seq: 1 });
    expect(await request.commit(november)).toBeNull();
    const [line = '', ...more] = await world.lines('decisions-veilig-thuis-2026-11.log');
    expect(more).toEqual([]);
    expect(JSON.parse(line).entry).toEqual({
      type: 'decisions',
      version: 1,
      trace_id: trace.traceId,
      span_id: trace.spanId,
      timestamp: november.toISOString(),
      endpoint: 'access_evaluations',
      request: {
        subject: {
          type: 'function',
          id: 'fixed-face',
          properties: {
            pseudonym: pseudonymOfSubject(exampleAccess.subject, options.pseudonymKey),
            organisation: '00000001821002193000',
            task: 'Jeugdwet art. 2.3',
            caseReference: 'LT1/2025-0217',
            breakGlass: false,
          },
        },
        action: {
          name: 'read',
          properties: {
            'dpl.core.processing_activity_id': 'https://register.invalid/activities/household-view',
          },
        },
        evaluations: [
          { resource: { type: 'report', id: 'VT1/2025-0905 M-12' } },
          { resource: { type: 'debts', id: 'VT1/2025-0905 D-3' } },
        ],
      },
      response: {
        evaluations: [
          { decision: true, context: { answer: 'ALLOW', rule: 'report-to-vt' } },
          { decision: false, context: { answer: 'CONSENT', rule: 'debts-by-consent' } },
        ],
      },
      policies: { 'veilig-thuis': 'sha256:3f1d' },
      engine: { version: 'cedar 4.13.0' },
    });
    await log.close();
  });

  it('that cannot be written are no decisions: the commit fails', async () => {
    const log = await world.open({ name: decisionLogName('raad') });
    const request = createDecisionLog({ log, ...options, policySet, engine: 'cedar' }).begin(
      exampleRequest().trace,
      exampleAccess,
    );
    request.add(decisions);
    await log.close();
    await expect(request.commit(november)).rejects.toThrow('the decisions-raad log is closed');
  });
});
