/**
 * The message store over HTTP, inside the Raad's boundary: the connection hands in copies of messages, the adapter reads.
 *
 * A StUF answer comes with status 200, also when it refuses: sender and receiver speak StUF, not HTTP. Two exceptions, so
 * that a sender that looks at nothing else does the right thing: 413 (too large, not read to its end) and 503 (in order,
 * but it could not be kept: send it again). What does not come as XML is no message: 415, and no StUF answer.
 *
 * Removing a case and deciding who may see it are no StUF: they are calls of the store's own, under a secret
 * of their own. So is what the Raad's own system tells beside the messages (`dossier-intake.ts`).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { accessDecisionSchema } from './access-register.js';
import { attributesOf, partOf, type RequesterKinds, wholeOf } from './case-access.js';
import { addDossierIntake } from './dossier-intake.js';
import { type MessageStoreOptions, openMessageStore } from './message-store.js';
import { toRosterCase } from './showable.js';
import type { Direction } from './stuf-message.js';
import type { StufReply } from './stuf-replies.js';

export interface MessageStoreServerOptions extends MessageStoreOptions {
  /** The loopback port; 0 takes a free one. */
  readonly port: number;
  /** What a reader must bring as a bearer token. */
  readonly readSecret: string;
  /** What must be brought as a bearer token to remove a case; without it, nothing can be removed. Not the readers' own. */
  readonly administrationSecret?: string | undefined;
  /**
   * What the Raad's own system must bring to hand in dossier messages; without it, none can be. Nobody
   * else's.
   */
  readonly dossierSecret?: string | undefined;
  /** The kinds of the organisations that ask for investigations, by OIN; without it nobody is known to have asked. */
  readonly requesterKinds?: RequesterKinds;
  /** Told of every read of a case, for the Raad's own record of what left its store. */
  readonly onRead?: (read: CaseRead) => void;
  /** Larger messages are refused unread. */
  readonly maxMessageBytes?: number;
  /** Told before anything is served, e.g. to put a hook before the reads. */
  readonly configure?: (app: FastifyInstance) => void;
}

/** What was read of one case: what is decided from, the whole case, or these records of it (`recordKey`). */
export interface CaseRead {
  readonly reference: string;
  readonly what: 'ATTRIBUTES' | 'WHOLE' | readonly string[];
}

export interface MessageStoreServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Room for three documents as text (base64). */
const defaultMaxMessageBytes = 9 * 1024 * 1024;
const casesPerPage = 500;

const rosterQuery = z.object({
  after: z.string().max(100).optional(),
  cursor: z.string().max(100).default(''),
});
const references = z.array(z.string().max(100)).max(10_000);
const attributesBody = z.strictObject({ references });
/** `only`: by reference, the records that may be read; nothing of a case that is not in it. */
const searchBody = z.object({
  references,
  only: z.record(z.string(), z.array(z.string().max(250)).max(1_000)).optional(),
});

const removalBody = z.strictObject({
  reference: z.string().min(1).max(100),
  /** Under which decision, e.g. a number on the list of what is destroyed; never a name. */
  decision: z.string().trim().min(1).max(100),
});

/** Resolves when the log has been read and the port is open. @throws Error as `openMessageStore` does. */
export async function startMessageStore(options: MessageStoreServerOptions): Promise<MessageStoreServer> {
  const { port, readSecret, administrationSecret, dossierSecret, configure, now } = options;
  const { maxMessageBytes = defaultMaxMessageBytes, requesterKinds = new Map(), onRead } = options;
  if (administrationSecret === readSecret)
    throw new Error('expected a secret for removing cases that readers do not have');
  if (dossierSecret !== undefined && [readSecret, administrationSecret].includes(dossierSecret))
    throw new Error('expected a secret for dossier messages that nobody else has');
  const store = await openMessageStore(options);
  const app = Fastify({ bodyLimit: maxMessageBytes, forceCloseConnections: true });
  // Only what says that it is XML: a page in somebody's browser can post text to loopback, but not this.
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser(['text/xml', 'application/xml'], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  configure?.(app);

  app.setErrorHandler((error: unknown, request, reply) => {
    const status = statusOf(error);
    if (status === 413 && request.url.startsWith('/messages/')) {
      return reply.code(413).type(xmlType).send(store.refuseUnread().xml);
    }
    // No message of ours or of a library: it could quote what was sent.
    return reply.code(status).send({ status });
  });

  for (const direction of ['inbound', 'outbound'] as const satisfies readonly Direction[]) {
    app.post(`/messages/${direction}`, async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await store.receive(direction, bytes);
      return reply.code(httpStatusOf(answer)).type(xmlType).send(answer.xml);
    });
  }

  app.register(async (reads) => {
    reads.addHook('onRequest', async (request, reply) => {
      if (!hasSecret(request, readSecret)) return reply.code(401).send({ status: 401 });
      return undefined;
    });
    reads.get('/roster', async (request, reply) => {
      const query = rosterQuery.safeParse(request.query);
      if (!query.success) return reply.code(400).send({ status: 400 });
      const asOf = now().toISOString();
      const after = positionOf(query.data.after, store.logIdentity);
      const changes = store.cases.changesSince(after, query.data.cursor, casesPerPage);
      return {
        mode: changes.mode,
        asOf,
        watermark: `${store.logIdentity}:${changes.sequence}`,
        next: changes.next,
        cases: changes.cases.map(toRosterCase),
        removed: changes.removed,
      };
    });
    reads.post('/case-files/_search', async (request, reply) => {
      const body = searchBody.safeParse(request.body);
      if (!body.success) return reply.code(400).send({ status: 400 });
      const { only } = body.data;
      const found = store.cases.find([...new Set(body.data.references)]);
      return {
        caseFiles: found.map((file) => {
          const { reference } = file;
          const keys = only && (only[reference] ?? []);
          onRead?.({ reference, what: keys ?? 'WHOLE' });
          const dossier = store.dossiers.of(reference);
          return keys ? partOf(file, new Set(keys), dossier) : wholeOf(file, dossier);
        }),
      };
    });
    reads.post('/case-attributes/_search', async (request, reply) => {
      const body = attributesBody.safeParse(request.body);
      if (!body.success) return reply.code(400).send({ status: 400 });
      return {
        cases: store.cases.find([...new Set(body.data.references)]).map((file) => {
          const { reference } = file;
          onRead?.({ reference, what: 'ATTRIBUTES' });
          return attributesOf(file, { requesterKinds, access: store.access.of(reference) });
        }),
      };
    });
  });

  if (administrationSecret !== undefined) {
    app.post('/administration/removals', async (request, reply) => {
      if (!hasSecret(request, administrationSecret)) return reply.code(401).send({ status: 401 });
      const body = removalBody.safeParse(request.body);
      if (!body.success) return reply.code(400).send({ status: 400 });
      const isRemoved = await store.remove(body.data.reference, body.data.decision).catch(() => null);
      if (isRemoved === null) return reply.code(503).send({ status: 503 });
      return { removed: isRemoved };
    });
    app.post('/administration/access-decisions', async (request, reply) => {
      if (!hasSecret(request, administrationSecret)) return reply.code(401).send({ status: 401 });
      const body = accessDecisionSchema.safeParse(request.body);
      if (!body.success) return reply.code(400).send({ status: 400 });
      const isKept = await store.decide(body.data).catch(() => null);
      if (isKept === null) return reply.code(503).send({ status: 503 });
      return { kept: isKept };
    });
  }

  if (dossierSecret !== undefined) {
    addDossierIntake(app, {
      receive: (message) => store.receiveDossier(message),
      isAllowed: (authorization) => isSecret(authorization, dossierSecret),
    });
  }

  const url = await app.listen({ port, host: '127.0.0.1' }).catch(async (thrown: unknown) => {
    await store.close();
    throw thrown;
  });
  return {
    url,
    async close() {
      await app.close();
      await store.close();
    },
  };
}

const xmlType = 'text/xml; charset=utf-8';

function httpStatusOf(answer: StufReply): number {
  return answer.xml.includes('>StUF046<') ? 503 : 200;
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return Number.isInteger(status) && status >= 400 ? status : 500;
}

// A position in another log, or none at all, is no position: the feed is then given in full.
function positionOf(watermark: string | undefined, logIdentity: string): number | null {
  const match = /^([0-9a-f]+):(\d{1,15})$/.exec(watermark ?? '');
  return match && match[1] === logIdentity ? Number(match[2]) : null;
}

function hasSecret(request: FastifyRequest, secret: string): boolean {
  return isSecret(request.headers.authorization, secret);
}

function isSecret(authorization: string | undefined, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));
}
