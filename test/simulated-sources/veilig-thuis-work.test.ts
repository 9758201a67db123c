/** What the simulated Veilig Thuis takes and sends of a unit's own work. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  type Client,
  demonstrationClients,
  filingClient,
  readingClient,
} from '../../simulated-sources/veilig-thuis/clients.js';
import {
  startVeiligThuisServer,
  type VeiligThuisServer,
} from '../../simulated-sources/veilig-thuis/server.js';

let server: VeiligThuisServer;
beforeAll(async () => {
  server = await startVeiligThuisServer({
    port: 0,
    cases: [],
    advice: [],
    clients: demonstrationClients,
    now: () => new Date('2026-11-02T12:00:00+01:00'),
    tokenLifetimeSeconds: 300,
  });
});
afterAll(() => server?.close());

async function post({ id, secret }: Client, path: string, body: object): Promise<Response> {
  const answer = await fetch(`${server.origin}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await answer.json());
  return fetch(`${server.origin}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const worker = { workerNumber: 'W-1', role: 'investigator', from: '2026-11-02' };
const concern = { fact: 'a bruise', observedOn: '2026-11-01', nature: 'fact', personNumbers: ['P1'] };
const inquiry = {
  decidedOn: '2026-11-02',
  workers: [worker],
  contacts: [{ kind: 'intake', on: '2026-11-02', workerNumber: 'W-1' }],
};

const file = (report: object) =>
  post(filingClient, '/cases', {
    unit: 'VT1',
    openedOn: '2026-11-02',
    persons: [{ personNumber: 'P1', role: '115' }],
    reports: [{ receivedOn: '2026-11-02T10:00:00+01:00', ...report }],
  });

describe('the work of a unit on a case', () => {
  it('is sent with the part that it is on, as it was filed, and what was left out is not there', async () => {
    const filed = z
      .object({ caseNumber: z.string() })
      .parse(await (await file({ inquiry, concerns: [concern] })).json());
    const numbers = [`${filed.caseNumber}/1/inquiry`];
    const answer = await post(readingClient, '/case-files/_search', {
      caseNumbers: [filed.caseNumber],
      parts: [{ caseNumber: filed.caseNumber, numbers }],
    });
    expect(await answer.json()).toMatchObject({
      caseFiles: [
        {
          reports: [],
          detachedParts: [
            {
              inquiry: {
                workers: [{ ...worker, skjNumber: null, name: null, carriesCase: null, until: null }],
                contacts: inquiry.contacts,
              },
            },
          ],
        },
      ],
    });
    const whole = await post(readingClient, '/case-files/_search', { caseNumbers: [filed.caseNumber] });
    const text = await whole.text();
    expect(text).toContain('"fact":"a bruise"');
    expect(text).not.toMatch(/takeOvers|involvedParties|sightings/);
  });

  it.each([
    ['a meeting with a worker who is not on the inquiry', { inquiry: { ...inquiry, workers: [] } }],
    ['a worry about somebody who is not in the case', { concerns: [{ ...concern, personNumbers: ['P2'] }] }],
    [
      'a sighting of one',
      { inquiry: { sightings: [{ personNumber: 'P2', on: '2026-11-02', how: 'seen' }] } },
    ],
    [
      'a hand-over of one',
      { takeOvers: [{ to: 'raad', on: '2026-11-02', reason: 'x', personNumbers: ['P2'] }] },
    ],
    ['a plan for one', { safetyPlans: [{ validFrom: '2026-11-02', personNumbers: ['P2'] }] }],
    ['a worker by a field that is not agreed', { inquiry: { workers: [{ ...worker, bsn: '999999345' }] } }],
  ])('is refused with %s', async (_, report) => {
    expect((await file(report)).status).toBe(400);
  });
});
