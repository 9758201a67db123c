/**
 * A decision point of the owner's own, asked over AuthZEN, in the place of the rules in the process: it decides what the rules decide,
 * and where it cannot, nothing is given.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createAuthzenDecisionPoint,
  type RemoteDecisionPoint,
} from '../../adapter-kit/access/authzen-decision-point.js';
import type { DecisionPoint, DecisionRequest } from '../../adapter-kit/access/decision-point.js';
import { type Facts, factNames } from '../../adapter-kit/access/facts.js';
import { functionNames } from '../../adapter-kit/access/subject.js';
import { loadAccessRules } from '../../subgraphs/access-rules.js';
import { createDecisionPointOf } from '../../subgraphs/decision-points.js';
import { accessOf, type RaadHarness, startRaad } from './raad-harness.js';

/** The Raad's cases of the relay family, and one of its own accord. */
const references = ['RVDK/2025-7781', 'RVDK/2026-5120', 'RVDK/2026-2904'];
const rules = loadAccessRules('raad');
const authorization = 'Bearer of-the-owner';

/** A small decision point that evaluates the same rules. */
interface AskedEvaluations {
  readonly subject: { readonly type: string; readonly id: DecisionRequest['function'] };
  readonly action: { readonly properties: Readonly<Record<string, string>> };
  readonly evaluations: readonly {
    readonly resource: {
      readonly type: DecisionRequest['recordType'];
      readonly id: string;
      readonly properties: Facts;
    };
  }[];
}

const received: { readonly body: string; readonly headers: NodeJS.Dict<string | string[]> }[] = [];
let spoil: ((answer: object) => { readonly status?: number; readonly body: unknown } | 'NEVER') | null = null;
let server: Server;
let url: string;
let point: RemoteDecisionPoint;
let elsewhere: RaadHarness;
let here: RaadHarness;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ body, headers: request.headers });
      void decide(JSON.parse(body)).then((answer) => {
        const told = spoil ? spoil(answer) : { body: answer };
        if (told === 'NEVER') return;
        const isKnown =
          request.headers.authorization === authorization &&
          request.method === 'POST' &&
          request.url === '/pdp/access/v1/evaluations';
        response
          .writeHead(isKnown ? (told.status ?? 200) : 401, { 'content-type': 'application/json' })
          .end(JSON.stringify(told.body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pdp`; // a TCP server's address is no text
  point = pointOf(rules);
  const decisionPoints = createDecisionPointOf(
    {
      DECISION_POINT_RAAD_URL: url,
      DECISION_POINT_RAAD_AUTHORIZATION: authorization,
      DECISION_POINT_RAAD_TIMEOUT_MS: '2000',
    },
    [{ name: 'raad', organisation: 'RAAD' }],
  );
  if (!decisionPoints) throw new Error('expected a decision point');
  [elsewhere, here] = await Promise.all([startRaad({ decisionPointOf: decisionPoints.of }), startRaad()]);
}, 60_000);
afterAll(async () => {
  await point?.close();
  await Promise.all([elsewhere?.stop(), here?.stop()]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  spoil = null;
  received.length = 0;
});

function pointOf(published: DecisionPoint): RemoteDecisionPoint {
  return createAuthzenDecisionPoint({
    organisation: 'RAAD',
    url,
    authorization,
    timeoutMs: 300,
    resilience: { maxTries: 1 },
    rules: published,
    now: () => new Date(),
  });
}

async function decide({ subject, action, evaluations }: AskedEvaluations) {
  const activity = action.properties['dpl.core.processing_activity_id'] ?? '';
  const decisions = await rules.decide(
    evaluations.map(({ resource }) => ({
      function: subject.id,
      activity,
      recordType: resource.type,
      facts: resource.properties,
    })),
  );
  return {
    evaluations: decisions.map(({ answer, explanation: { rule, law, nl, en, ask } }) => ({
      decision: answer === 'ALLOW',
      context: { answer, rule, law, ask, reason_user: { nl, en } },
    })),
  };
}

const noFacts = Object.fromEntries(factNames.map((name) => [name, false])) as Record<keyof Facts, boolean>;
const reportFor = (asker: DecisionRequest['function'], facts: Partial<Facts> = {}): DecisionRequest => ({
  function: asker,
  activity: 'child-protection',
  recordType: 'raad-report',
  facts: { ...noFacts, ...facts },
});

describe('a decision point elsewhere that has the same rules', () => {
  it.each(functionNames)('decides of the relay family as the rules in the process do: %s', async (asker) => {
    const withoutInstants = (answer: object): unknown =>
      JSON.parse(JSON.stringify(answer).replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"an instant"'));
    const [remote, embedded] = await Promise.all([
      elsewhere.household(accessOf(asker), references),
      here.household(accessOf(asker), references),
    ]);
    expect(withoutInstants(remote.answer)).toEqual(withoutInstants(embedded.answer));
    expect(elsewhere.decisions).toEqual(here.decisions);
  });

  it('is asked for all records of a read at once, of the same facts once, and of no person or number', async () => {
    const access = accessOf('raad-protection', { caseReference: references[0] ?? null });
    await elsewhere.household(access, references);
    expect(received.length).toBeLessThanOrEqual(references.length);
    const bodies = received.flatMap(({ body }) => JSON.parse(body).evaluations);
    expect(
      new Set(bodies.map(({ resource: { type, properties } }) => JSON.stringify([type, properties]))).size,
    ).toBe(bodies.length);
    for (const { body, headers } of received) {
      expect(headers['authorization']).toBe(authorization);
      expect(body).not.toMatch(/RVDK|9999\d{5}|subject of/);
    }
  });
});

describe('a decision point elsewhere that does not decide', () => {
  it.each([
    ['fails', () => ({ status: 500, body: {} })],
    ['refuses', () => ({ status: 403, body: {} })],
    ['answers something else', () => ({ body: { results: [] } })],
    ['answers too few', () => ({ body: { evaluations: [] } })],
    ['answers with a word that does not exist', () => ({ body: { evaluations: [{ decision: 'yes' }] } })],
    [
      'contradicts itself',
      () => ({ body: { evaluations: [{ decision: true, context: { answer: 'MASK' } }] } }),
    ],
    ['never answers', () => 'NEVER' as const],
  ])('because it %s decides nothing', async (_, answer) => {
    spoil = answer;
    const fresh = pointOf(rules);
    await expect(fresh.decide([reportFor('raad-protection')])).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      reason: 'NOT_DECIDED',
    });
    await fresh.close();
  });

  it('leaves no content read, and is told as that: not as none, and not as a source that is down', async () => {
    spoil = () => ({ status: 500, body: {} });
    const { shown, answer } = await elsewhere.household(accessOf('vt'), references);
    expect(shown.councilInvestigations).toBeNull();
    expect(shown.raadOutcome).toMatchObject({ outcome: 'UNAVAILABLE', reason: 'NOT_DECIDED' });
    expect(answer.errors?.map(({ extensions }) => [extensions['code'], extensions['reason']])).toContainEqual(
      ['SOURCE_UNAVAILABLE', 'NOT_DECIDED'],
    );
    expect(elsewhere.contentRead()).toEqual([]);
    expect(elsewhere.decisions).toEqual([]);
  });
});

describe('a decision point elsewhere that has other rules', () => {
  const answering = (answer: string) => () => ({
    body: { evaluations: [{ decision: answer === 'ALLOW', context: { answer } }] },
  });

  it('gives nothing that its published rules never give', async () => {
    spoil = answering('ALLOW');
    const fresh = pointOf(rules);
    await expect(fresh.decide([reportFor('architect')])).rejects.toMatchObject({ reason: 'NOT_DECIDED' });
    await fresh.close();
  });

  it('hides nothing where its published rules never hide, so that "none" stays "none"; but a shield', async () => {
    const { possible } = rules.visibilityOf(reportFor('raad-protection'));
    expect(possible.has('DENY')).toBe(false);
    spoil = answering('DENY');
    const fresh = pointOf(rules);
    await expect(fresh.decide([reportFor('raad-protection')])).rejects.toMatchObject({
      reason: 'NOT_DECIDED',
    });
    expect(await fresh.decide([reportFor('raad-protection', { shielded: true })])).toMatchObject([
      { answer: 'DENY', explanation: { rule: 'decided-by-the-owner', ask: 'RAAD' } },
    ]);
    await fresh.close();
  });
});

describe('counting, by a decision point elsewhere', () => {
  const measures = { function: 'architect', activity: 'plan-the-chain', recordType: 'measure' } as const;
  const answering = (decision: boolean, context?: object) => () => ({
    body: { evaluations: [{ decision, ...(context ? { context } : {}) }] },
  });
  const asked = async (
    about: Parameters<DecisionPoint['mayCount']>[0],
    published = loadAccessRules('gi'),
  ) => {
    const fresh = pointOf(published);
    return fresh.mayCount(about).finally(() => fresh.close());
  };

  it('is permitted where it and the published rules permit it, and it is asked of no record', async () => {
    spoil = answering(true);
    expect(await asked(measures)).toMatchObject({ isPermitted: true });
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        subject: { id: 'architect' },
        action: { name: 'count' },
        evaluations: [{ resource: { type: 'measure', id: '0', properties: noFacts } }],
      },
    ]);
  });

  it('is refused where it refuses, in its own words', async () => {
    spoil = answering(false, { rule: 'not-yet', reason_user: { en: 'Not yet.' } });
    expect(await asked(measures)).toMatchObject({
      isPermitted: false,
      explanation: { rule: 'not-yet', en: 'Not yet.' },
    });
  });

  it.each([
    ['another function', { ...measures, function: 'fixed-face' }],
    ['a kind of record that is not counted', { ...measures, recordType: 'gi-plan' }],
  ] as const)(
    'is never permitted beyond the published rules, and it is not asked: for %s',
    async (_, about) => {
      spoil = answering(true);
      expect(await asked(about)).toMatchObject({ isPermitted: false });
      expect(received).toEqual([]);
    },
  );

  it.each([
    ['fails', () => ({ status: 500, body: {} })],
    ['answers too few', () => ({ body: { evaluations: [] } })],
    ['contradicts itself', answering(true, { answer: 'DENY' })],
  ])('is not decided where it %s', async (_, answer) => {
    spoil = answer;
    await expect(asked(measures)).rejects.toMatchObject({ reason: 'NOT_DECIDED' });
  });
});

describe('a shield', () => {
  it('is opened by no decision point elsewhere', async () => {
    spoil = () => ({ body: { evaluations: [{ decision: true, context: { answer: 'ALLOW' } }] } });
    const fresh = pointOf(rules);
    const place = reportFor('raad-protection', { shielded: true, locationBearing: true });
    await expect(fresh.decide([place])).rejects.toMatchObject({ reason: 'NOT_DECIDED' });
    await fresh.close();
  });
});
