/**
 * The Raad, simulated: its message store (the product's own), fed over HTTP with the XML messages of the cast as its
 * connection would feed it, and what the Raad's own system tells beside them, with the sentinel families'
 * faults put on the reads.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { referenceOfCouncilCase } from '../../subgraphs/raad/message-store/case-reference.js';
import { type CaseRead, startMessageStore } from '../../subgraphs/raad/message-store/server.js';
import { sentinelDelayMs, sentinelFaultOf, units } from '../families.js';
import { rightsFileOf } from '../rights-file.js';
import type { RunningSource, SimulatedSourceOptions } from '../simulated-source.js';
import { castDossiers } from './dossier-messages.js';
import { handIn } from './hand-in.js';
import { handInDossiers } from './hand-in-dossiers.js';
import { castMessages } from './records.js';
import { requesterKinds } from './requesters.js';
import {
  demonstrationAdministrationSecret,
  demonstrationDossierSecret,
  demonstrationReadSecret,
} from './secrets.js';

export interface RaadSourceOptions extends SimulatedSourceOptions {
  /** Told of every read of a case: the source's own record of what left it. */
  readonly onRead?: (read: CaseRead) => void;
  /** Told before anything is served, e.g. to put a fault on the reads. */
  readonly configure?: (app: FastifyInstance) => void;
}

/**
 * Starts the store on its data folder and hands in every message and dossier of the cast; what it already has
 * are duplicates.
 */
export async function startRaadSource({
  port,
  dataFolder,
  onRead,
  configure,
}: RaadSourceOptions): Promise<RunningSource> {
  const store = await startMessageStore({
    port,
    dataFolder,
    schemaFolder: process.env['STUF_SCHEMA_FOLDER'],
    readSecret: demonstrationReadSecret,
    administrationSecret: demonstrationAdministrationSecret,
    dossierSecret: demonstrationDossierSecret,
    now: () => new Date(),
    requesterKinds,
    ...(onRead ? { onRead } : {}),
    configure(app) {
      addSentinelFaults(app);
      configure?.(app);
    },
  });
  for (const message of castMessages()) await handIn(store.url, message);
  await handInDossiers(store.url, castDossiers(), castReferences());
  return {
    url: store.url,
    settings: {
      RAAD_STORE_URL: store.url,
      RAAD_STORE_SECRET: demonstrationReadSecret,
      RAAD_CONTACT: units.RVDK.contact,
      RAAD_RIGHTS_FILE: rightsFileOf('raad'),
    },
    close: () => store.close(),
  };
}

/** The Raad's cases in the cast. */
function castReferences(): ReadonlySet<string> {
  return new Set(
    castMessages().flatMap(({ councilCase }) =>
      councilCase === undefined ? [] : [referenceOfCouncilCase(councilCase)],
    ),
  );
}

function addSentinelFaults(app: FastifyInstance): void {
  app.addHook('preHandler', async (incoming, reply) => {
    const faults = referencesOf(incoming).map((reference) => sentinelFaultOf('raad', reference));
    if (faults.includes('slow')) await delay(incoming);
    if (faults.includes('down')) return refuseService(reply);
    return undefined;
  });
  // The store keeps no message with a day that no calendar has, so the day is broken on its way out.
  app.addHook('preSerialization', async (incoming, _reply, payload: unknown) =>
    referencesOf(incoming).some((reference) => sentinelFaultOf('raad', reference) === 'malformed')
      ? breakDays(payload)
      : payload,
  );
}

const caseFilesAnswer = z.looseObject({
  caseFiles: z.array(
    z.looseObject({
      reference: z.string(),
      notifications: z.array(z.looseObject({ statusSetOn: z.unknown() })),
    }),
  ),
});

function breakDays(payload: unknown): unknown {
  const answer = caseFilesAnswer.safeParse(payload);
  if (!answer.success) return payload;
  const caseFiles = answer.data.caseFiles.map((file) =>
    sentinelFaultOf('raad', file.reference) === 'malformed'
      ? { ...file, notifications: file.notifications.map((one) => ({ ...one, statusSetOn: '2026-09-31' })) }
      : file,
  );
  return { ...answer.data, caseFiles };
}

function referencesOf({ url, body }: FastifyRequest): readonly string[] {
  const isRead = url === '/case-files/_search' || url === '/case-attributes/_search';
  if (!isRead || typeof body !== 'object' || body === null || !('references' in body)) return [];
  return Array.isArray(body.references) ? body.references.filter((one) => typeof one === 'string') : [];
}

// Ends at once when the asker is gone, so that nothing is left running behind a closed source.
function delay({ raw }: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, sentinelDelayMs);
    raw.socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function refuseService(reply: FastifyReply): FastifyReply {
  return reply.code(503).send({ status: 503 });
}
