/** What every part of the interface says of a case: which one is meant, that there is none, and what was filed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FiledCase } from './case-messages.js';
import { sendProblem } from './problem.js';

/** The number that the path of a request names. */
export function caseNumberOf(request: FastifyRequest): string {
  const { unit, number } = z.object({ unit: z.string(), number: z.string() }).parse(request.params);
  return `${unit}/${number}`;
}

export function sendNoSuchCase(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { status: 404, title: 'Not found', detail: 'there is no such case' });
}

/** What a filing or a correction is answered with. */
export function receiptOf(filed: FiledCase): object {
  return {
    caseNumber: filed.caseNumber,
    reportNumbers: filed.reports.map(({ reportNumber }) => reportNumber),
  };
}
