/** How one asks in the explorer: what the page is told, and to whom tokens of the simulation are given. */
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readProcessingActivities } from '../../gateway/access/processing-activities.js';
import { type Asking, createExplorerAsking } from '../../gateway/explorer-asking.js';
import { demonstrationSecret } from '../../simulated-sources/issuer/demonstration-client.js';
import { openPersonaDesk } from '../../simulated-sources/issuer/persona-desk.js';
import { personas } from '../../simulated-sources/issuer/personas.js';
import { type IssuerServer, startIssuerServer } from '../../simulated-sources/issuer/server.js';
import { send } from './stub-gateway.js';

const tokenRoute = '/explorer/personas/fixed-face/token';

interface Served {
  readonly url: string;
  readonly server: Server;
}

/** Nothing but how one asks; what a gateway has around it is not looked at here. */
async function serve(asking: Asking): Promise<Served> {
  const answer = createExplorerAsking(asking);
  const server = createServer(async (request, response) => {
    if (!(await answer(request.url ?? '', request, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }; // a TCP server's address is no text
}

let issuer: IssuerServer;
let served: Readonly<Record<'simulated' | 'real' | 'open' | 'lost', Served>>;

beforeAll(async () => {
  issuer = await startIssuerServer({ port: 0, regionKey: 'k'.repeat(32) });
  served = {
    simulated: await serve({ by: 'PERSONA', desk: openPersonaDesk(issuer.origin) }),
    real: await serve({ by: 'TOKEN' }),
    open: await serve({ by: 'OPEN' }),
    lost: await serve({ by: 'PERSONA', desk: openPersonaDesk('http://127.0.0.1:9') }),
  };
});
afterAll(async () => {
  for (const { server } of Object.values(served)) server.close().closeAllConnections();
  await issuer?.close();
});

const get = async (from: keyof typeof served, path: string, method = 'GET') => {
  const answer = await send(`${served[from].url}${path}`, { method });
  return { ...answer, body: answer.text === '' ? null : JSON.parse(answer.text) };
};

describe('beside a simulated issuer', () => {
  it('everybody of the simulation is told of in plain words, with an activity that the function may use', async () => {
    const { body } = await get('simulated', '/explorer/personas');
    expect(body.personas.map(({ name }: { readonly name: string }) => name)).toEqual(
      personas.map(({ name }) => name),
    );
    for (const card of body.personas) {
      // Words, and not the identifiers of units and columns.
      expect([card.functionInWords, card.organisationInWords ?? 'a family']).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^[A-Z]{2,4}\d?$|^[a-z]+-[a-z-]+$/)]),
      );
      expect(readProcessingActivities().of(card.function).length).toBeGreaterThan(0);
    }
    expect(body.personas[0]).toEqual({
      name: 'fixed-face',
      about: 'the fixed face of family 2',
      function: 'fixed-face',
      functionInWords: 'fixed face of a family at the local team',
      organisationInWords: 'Lokaal team Rotterdam-Centrum',
      caseReference: 'LT1/2025-0217',
    });
  });

  it('a token of a persona is given, and nothing else: no secret, no other token', async () => {
    const { status, headers, body, text } = await get('simulated', tokenRoute, 'POST');
    expect([status, headers['cache-control'], Object.keys(body)]).toEqual([200, 'no-store', ['token']]);
    const claims = JSON.parse(Buffer.from(body.token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ iss: `${issuer.origin}/professionals`, function: 'fixed-face' });
    const all = [
      text,
      (await get('simulated', '/explorer/personas')).text,
      (await get('simulated', '/explorer/asking')).text,
    ];
    expect(all.join()).not.toContain(demonstrationSecret);
  });

  it('is asked for by POST, for somebody who is there, under the name of this machine', async () => {
    expect((await get('simulated', tokenRoute)).status).toBe(405);
    expect((await get('simulated', '/explorer/personas/somebody/token', 'POST')).status).toBe(404);
    const rebound = await send(`${served.simulated.url}${tokenRoute}`, {
      headers: { host: 'rebound.invalid' },
    });
    expect([rebound.status, rebound.text]).toEqual([404, '']);
  });

  it('is for this machine alone: to who comes from elsewhere there are no personas', async () => {
    const answer = createExplorerAsking({ by: 'PERSONA', desk: openPersonaDesk(issuer.origin) });
    // A socket that is connected to nobody comes from no address of this machine.
    const request = new IncomingMessage(new Socket());
    Object.assign(request, { method: 'GET', headers: { host: '127.0.0.1:4000' } });
    const sent: string[] = [];
    const response = new ServerResponse(request);
    Object.assign(response, { end: (text: string) => sent.push(text) });
    expect(await answer('/explorer/personas', request, response)).toBe(false);
    expect(await answer(tokenRoute, Object.assign(request, { method: 'POST' }), response)).toBe(false);
    expect(await answer('/explorer/asking', Object.assign(request, { method: 'GET' }), response)).toBe(true);
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ by: 'TOKEN' });
  });

  it('says so when the issuer gives none', async () => {
    const { status, body } = await get('lost', tokenRoute, 'POST');
    expect([status, body]).toEqual([503, { error: 'the simulated issuer gives no token now' }]);
  });
});

describe('without a simulated issuer', () => {
  it.each([
    ['by tokens of real issuers', 'real', 'TOKEN', 13],
    ['where no access rules stand', 'open', 'OPEN', 0],
  ] as const)('there are no personas and no tokens of theirs: %s', async (_, from, by, activities) => {
    expect((await get(from, '/explorer/personas')).status).toBe(404);
    expect((await get(from, tokenRoute, 'POST')).status).toBe(404);
    const { body } = await get(from, '/explorer/asking');
    expect([body.by, body.activities.length]).toEqual([by, activities]);
  });
});
