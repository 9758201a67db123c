/**
 * The part of the interface that changes what was filed: corrections by the case desk, and removal by records management once
 * the retention has ended. Each has a scope of its own; whoever files has neither.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { TokenIssuer } from './authorization-server.js';
import { caseNumberOf, receiptOf, sendNoSuchCase } from './case-answers.js';
import type { FiledCase } from './case-messages.js';
import type { CaseRegister } from './case-register.js';
import {
  type Correction,
  correctCase,
  correctPerson,
  correctReport,
  type Patch,
  patchType,
} from './corrections.js';
import { invalidRequest, refuseOtherMethods, sendProblem } from './problem.js';
import { requireScope } from './scope-guard.js';

export interface CorrectionsOptions {
  readonly issuer: TokenIssuer;
  readonly register: CaseRegister;
  readonly now: () => Date;
}

const patchSchema = z.record(z.string(), z.unknown());
const parametersSchema = z.object({ personNumber: z.string().default(''), position: z.string().default('') });
const dutchDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

export function addCorrectionsApi(app: FastifyInstance, { issuer, register, now }: CorrectionsOptions): void {
  app.addContentTypeParser(patchType, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  const corrects = { onRequest: [requireScope(issuer, 'vt:correct'), requirePatchType] };

  const correctWith =
    (correct: (known: FiledCase, patch: Patch, request: FastifyRequest) => Correction | null) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const patch = patchSchema.safeParse(request.body);
      if (!patch.success) return invalidRequest(reply, [{ name: 'body', reason: 'expected object' }]);
      const known = register.find(caseNumberOf(request));
      if (!known) return sendNoSuchCase(reply);
      const correction = correct(known, patch.data, request);
      return sendCorrection(reply, correction);
    };

  function sendCorrection(reply: FastifyReply, correction: Correction | null): FastifyReply {
    switch (correction?.outcome) {
      case undefined:
        return sendProblem(reply, {
          status: 404,
          title: 'Not found',
          detail: 'this case has no such person or report',
        });
      case 'invalid':
        return invalidRequest(reply, correction.invalidParams);
      case 'conflict':
        return sendProblem(reply, { status: 409, title: 'Conflict', detail: correction.detail });
      case 'corrected':
        register.correct(correction.filed);
        return reply.send(receiptOf(correction.filed));
      default:
        return correction satisfies never;
    }
  }

  app.patch('/cases/:unit/:number', corrects, correctWith(correctCase));
  app.patch(
    '/cases/:unit/:number/persons/:personNumber',
    corrects,
    correctWith((known, patch, request) =>
      correctPerson(known, parametersSchema.parse(request.params).personNumber, patch),
    ),
  );
  app.patch(
    '/cases/:unit/:number/reports/:position',
    corrects,
    correctWith((known, patch, request) => {
      const { position } = parametersSchema.parse(request.params);
      return /^[1-9]\d{0,2}$/.test(position) ? correctReport(known, Number(position), patch) : null;
    }),
  );

  const erases = { onRequest: requireScope(issuer, 'vt:erase') };
  app.delete('/cases/:unit/:number', erases, async (request, reply) => {
    const known = register.find(caseNumberOf(request));
    if (!known) return sendNoSuchCase(reply);
    const refusal = retentionRefusal(known, dutchDay.format(now()));
    if (refusal !== null)
      return sendProblem(reply, { status: 409, title: 'Retention not ended', detail: refusal });
    register.remove(known.caseNumber);
    return reply.code(204).send();
  });

  refuseOtherMethods(app, '/cases/:unit/:number', ['PATCH', 'DELETE']);
  refuseOtherMethods(app, '/cases/:unit/:number/persons/:personNumber', ['PATCH']);
  refuseOtherMethods(app, '/cases/:unit/:number/reports/:position', ['PATCH']);
}

/** Why a case has to stay, or `null`. Retention runs from the end of a case, so one that is open has no end of it. */
function retentionRefusal(known: FiledCase, today: string): string | null {
  if (known.closedOn === null) return 'the case is open';
  const isKept = known.reports.some(({ retainUntil }) => retainUntil !== null && retainUntil >= today);
  return isKept ? 'a report of the case has to be kept longer' : null;
}

async function requirePatchType(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === patchType) return undefined;
  return sendProblem(reply.header('accept-patch', patchType), {
    status: 415,
    title: 'Unsupported media type',
    detail: `expected ${patchType}`,
  });
}
