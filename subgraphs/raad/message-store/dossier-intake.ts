/** Where the Raad's own system hands in its dossier messages (ADR 0029): JSON, under a secret of its own. */
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { type DossierMessage, dossierMessageSchema } from '../adapters/dossier-contract.js';

/**
 * What became of a dossier message. `NO_SUCH_CASE`: the store has none under that reference, or it has no
 * number of the Raad yet. `NO_SUCH_PERSON`: it names somebody whom the case does not have. `OLDER`: one that
 * was sent later stands already.
 */
export type DossierReceipt = 'KEPT' | 'NO_SUCH_CASE' | 'NO_SUCH_PERSON' | 'OLDER';

export interface DossierIntakeOptions {
  /** Resolves when what is kept is on the disk; rejects when it could not be kept. */
  readonly receive: (message: DossierMessage) => Promise<DossierReceipt>;
  readonly isAllowed: (authorization: string | undefined) => boolean;
}

/**
 * Room for every row that the contract allows in the words of an ordinary case; larger ones are refused
 * unread.
 */
const mostBytes = 256 * 1024;
const mostProblemsTold = 10;

/** Adds `POST /dossier-messages`. */
export function addDossierIntake(app: FastifyInstance, { receive, isAllowed }: DossierIntakeOptions): void {
  app.post('/dossier-messages', {
    bodyLimit: mostBytes,
    // Before anything of it is read.
    onRequest: async (request, reply) => {
      if (!isAllowed(request.headers.authorization)) return reply.code(401).send({ status: 401 });
      return undefined;
    },
    async handler(request, reply) {
      if (Buffer.isBuffer(request.body)) return reply.code(415).send({ status: 415 });
      const parsed = dossierMessageSchema.safeParse(request.body);
      if (!parsed.success) {
        return reply.code(400).send({ status: 400, problems: problemsIn(parsed.error) });
      }
      const receipt = await receive(parsed.data).catch(() => null);
      if (receipt === null) return reply.code(503).send({ status: 503 });
      if (receipt !== 'KEPT') return reply.code(409).send({ status: 409, problems: [receipt] });
      return { kept: true };
    },
  });
}

// Names of the contract and places in lists, and nothing that was sent: an unknown key is told by where it
// stands.
function problemsIn({ issues }: z.ZodError): readonly string[] {
  const problems = issues.map(({ path, code, ...issue }) => {
    const expected = 'params' in issue ? issue.params?.['expected'] : undefined;
    const why = typeof expected === 'string' ? `expected ${expected}` : code;
    return `${['dossierbericht', ...path.map(String)].join('.')}: ${why}`;
  });
  return [...new Set(problems)].slice(0, mostProblemsTold);
}
