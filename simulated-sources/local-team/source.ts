/**
 * The local teams' case system: a Zaken API 1.5.1 with the catalogue that its cases point to, on loopback.
 *
 * What it serves it serves as the standard says, refusals included; what it leaves out is in docs/sources/local-team.md.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Fastify, { type FastifyReply } from 'fastify';
import { sentinelDelayMs, sentinelFaultOf } from '../families.js';
import { rightsFileOf } from '../rights-file.js';
import type { StartSimulatedSource } from '../simulated-source.js';
import type { Bases } from './answers.js';
import { demonstrationClients } from './authorization.js';
import { seedCast } from './cast-records.js';
import { registerCatalogi } from './catalogi-routes.js';
import { ApiFault, notFound, toFaultBody } from './faults.js';
import { Store, type Zaak } from './store.js';
import { registerZakenCorrections } from './zaken-corrections.js';
import { catalogiRoot, type RouteTools, registerZakenReads, zakenRoot } from './zaken-routes.js';
import { registerZakenWrites } from './zaken-writes.js';

/** Starts it; what was registered while it ran is kept in the data folder and is there again at the next start. */
export const startLocalTeamSource: StartSimulatedSource = async ({ port, dataFolder }) => {
  mkdirSync(dataFolder, { recursive: true });
  const store = new Store(join(dataFolder, 'zaken.jsonl'));
  seedCast(store);
  store.replay();

  const app = Fastify({ logger: false, forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
  app.removeContentTypeParser('text/plain');
  let bases: Bases = { zaken: '', catalogi: '' };
  const waiting = new Set<() => void>();
  const tools: RouteTools = {
    store,
    bases: () => bases,
    nowMs: () => Date.now(),
    beforeContent: (zaken, reply) => passSentinels(zaken, reply, store, waiting),
  };

  app.addHook('onRequest', async (request, reply) => {
    reply.header('API-version', request.url.startsWith(catalogiRoot) ? '1.3.1' : '1.5.1');
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, notFound(), bases));
  app.setErrorHandler(
    (error: Error & { readonly statusCode?: number; readonly code?: string }, _request, reply) =>
      refuse(reply, error instanceof ApiFault ? error : toFault(error), bases),
  );
  registerZakenReads(app, tools);
  registerZakenWrites(app, tools);
  registerZakenCorrections(app, tools);
  registerCatalogi(app, tools);

  const url = await app.listen({ port, host: '127.0.0.1' });
  bases = { zaken: `${url}${zakenRoot}`, catalogi: `${url}${catalogiRoot}` };
  return {
    url,
    settings: {
      LOCAL_TEAM_ZAKEN_URL: bases.zaken,
      LOCAL_TEAM_CATALOGI_URL: bases.catalogi,
      LOCAL_TEAM_CLIENT_ID: demonstrationClients.reader.id,
      LOCAL_TEAM_CLIENT_SECRET: demonstrationClients.reader.secret,
      LOCAL_TEAM_RIGHTS_FILE: rightsFileOf('local-team'),
    },
    close: async () => {
      for (const release of waiting) release();
      await app.close();
    },
  };
};

/** A sentinel's content is late, or its connection breaks; the feed of cases stays healthy. */
async function passSentinels(
  zaken: readonly Zaak[],
  reply: FastifyReply,
  store: Store,
  waiting: Set<() => void>,
): Promise<boolean> {
  const faults = new Set(
    zaken.map((zaak) => sentinelFaultOf('local-team', store.mainOf(zaak).identificatie)),
  );
  if (faults.has('down')) {
    reply.hijack();
    reply.raw.destroy();
    return false;
  }
  if (faults.has('slow')) {
    await new Promise<void>((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        waiting.delete(release);
        resolve();
      };
      const timer = setTimeout(release, sentinelDelayMs);
      waiting.add(release);
      reply.raw.once('close', release);
    });
  }
  return true;
}

function refuse(reply: FastifyReply, fault: ApiFault, bases: Bases): FastifyReply {
  return (
    reply
      .code(fault.status)
      .header('content-type', 'application/problem+json')
      // Bytes, because a text would get a charset that this media type does not have.
      .send(Buffer.from(JSON.stringify(toFaultBody(fault, new URL('/', bases.zaken).origin))))
  );
}

function toFault(error: Error & { readonly statusCode?: number }): ApiFault {
  if (error.statusCode === 415)
    return new ApiFault(415, 'unsupported_media_type', 'Alleen application/json.');
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new ApiFault(400, 'parse_error', 'De inhoud is niet te lezen.');
  return new ApiFault(500, 'error', 'Er is een fout opgetreden.');
}
