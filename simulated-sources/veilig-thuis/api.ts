/**
 * The REST interface of Veilig Thuis: a feed of cases, a batched read of case files, and the filing of cases and reports; what changes
 * them afterwards stands in `corrections-api.ts`.
 *
 * @see API Design Rules (Logius, 2026): version in the path and in `API-Version`, kebab-case paths, camelCase query keys,
 * no trailing slash, problem+json with all errors together.
 */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { TokenIssuer } from './authorization-server.js';
import { caseNumberOf, receiptOf, sendNoSuchCase } from './case-answers.js';
import { type AdviceLine, caseFilingSchema, namesOnly, reportFilingSchema } from './case-messages.js';
import type { CaseRegister } from './case-register.js';
import type { Scope } from './clients.js';
import { addCorrectionsApi } from './corrections-api.js';
import { apiVersion, createOpenApi } from './openapi.js';
import {
  answerWithProblems,
  invalidRequest,
  refuseOtherMethods,
  sendProblem,
  toInvalidParams,
} from './problem.js';
import { requireScope } from './scope-guard.js';
import {
  type CaseFileMessage,
  partNumbersOf,
  toCaseAttributes,
  toCaseFile,
  toFeedCase,
} from './sent-cases.js';

export interface ApiOptions {
  readonly issuer: TokenIssuer;
  readonly register: CaseRegister;
  readonly advice: readonly AdviceLine[];
  readonly now: () => Date;
  /** Known once the server listens. */
  readonly origin: () => string;
  /** Called before case files are read; may delay, or say that the read fails. */
  readonly beforeContent: (caseNumbers: readonly string[]) => Promise<'read' | 'fail'>;
  /** Told of every case that is read: its attributes, or the numbers of the parts of its content. */
  readonly onRead?: ((read: CaseRead) => void) | undefined;
  /** What is sent of a case file; differs from the file for the malformed sentinel only. */
  readonly asSent: (caseFile: CaseFileMessage) => object;
}

/** What was read of one case. `ATTRIBUTES`: what is decided from, and no content. */
export interface CaseRead {
  readonly caseNumber: string;
  readonly what: 'ATTRIBUTES' | readonly string[];
}

/** The most case files of one read, and cases of one page of the feed. */
export const maxBatch = 200;

/** API Design Rules, transport security. Nothing that is sent here may be kept on the way. */
const securityHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const caseNumberSchema = z.string().regex(/^VT\d\/\d{4}-\d{1,6}$/);
const searchSchema = z.strictObject({
  caseNumbers: z.array(caseNumberSchema).min(1).max(maxBatch),
  /** Only these parts of the cases, by number; of a case that is not among them, none. Left out: all of each case. */
  parts: z
    .array(
      z.strictObject({
        caseNumber: caseNumberSchema,
        numbers: z.array(z.string().min(1).max(150)).max(1_000),
      }),
    )
    .max(maxBatch)
    .optional(),
});
const attributesSchema = z.strictObject({ caseNumbers: z.array(caseNumberSchema).max(maxBatch) });
/** The numbers of the parts of two hundred cases. */
const searchLimitBytes = 1024 * 1024;
const feedSchema = z.strictObject({
  modifiedSince: z
    .string()
    .regex(/^[0-9a-f]{8}\.\d{1,15}$/)
    .optional(),
  pageSize: z.coerce.number().int().min(1).max(maxBatch).default(100),
});

export function addApi(app: FastifyInstance, options: ApiOptions): void {
  const { issuer, register, advice, now, origin, beforeContent, onRead, asSent } = options;
  answerWithProblems(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'API-Version': apiVersion, ...securityHeaders });
  });
  const needs = (scope: Scope) => ({ onRequest: requireScope(issuer, scope) });
  const find = (asked: readonly string[]) => {
    const caseNumbers = [...new Set(asked)];
    const found = caseNumbers.flatMap((caseNumber) => register.find(caseNumber) ?? []);
    const numbers = new Set(found.map(({ caseNumber }) => caseNumber));
    return { found, notFound: caseNumbers.filter((caseNumber) => !numbers.has(caseNumber)) };
  };

  app.get('/cases', needs('vt:roster'), async (request, reply) => {
    const query = feedSchema.safeParse(request.query);
    if (!query.success) return invalidRequest(reply, toInvalidParams(query.error));
    const { modifiedSince, pageSize } = query.data;
    const [runId, sequence] = modifiedSince?.split('.') ?? [register.runId, '0'];
    if (runId !== register.runId || Number(sequence) > register.latest()) {
      const detail = 'this watermark is not of this feed: read it in full';
      return sendProblem(reply, { status: 410, title: 'Watermark gone', detail });
    }
    const asOf = now().toISOString();
    const page = register.changesSince(Number(sequence), pageSize);
    return {
      asOf,
      watermark: `${register.runId}.${page.upTo}`,
      hasMore: page.hasMore,
      cases: page.changes.flatMap(({ filed }) => (filed ? [toFeedCase(filed)] : [])),
      removed: page.changes.flatMap(({ filed, caseNumber }) => (filed ? [] : [caseNumber])),
    };
  });

  app.post('/cases', needs('vt:write'), async (request, reply) => {
    const filing = caseFilingSchema.safeParse(request.body);
    if (!filing.success) return invalidRequest(reply, toInvalidParams(filing.error));
    const filed = register.file(filing.data);
    return reply.code(201).send(receiptOf(filed));
  });

  app.post('/cases/:unit/:number/reports', needs('vt:write'), async (request, reply) => {
    const filing = reportFilingSchema.safeParse(request.body);
    if (!filing.success) return invalidRequest(reply, toInvalidParams(filing.error));
    const known = register.find(caseNumberOf(request));
    if (!known) return sendNoSuchCase(reply);
    const personNumbers = known.persons.map(({ personNumber }) => personNumber);
    if (!namesOnly(filing.data, personNumbers)) {
      return invalidRequest(reply, [{ name: 'personNumber', reason: 'expected a person of the case' }]);
    }
    const filed = register.addReport(known.caseNumber, filing.data);
    return filed ? reply.code(201).send(receiptOf(filed)) : sendNoSuchCase(reply);
  });

  addCorrectionsApi(app, { issuer, register, now });

  app.post('/case-files/_attributes', needs('vt:reports'), async (request, reply) => {
    const search = attributesSchema.safeParse(request.body);
    if (!search.success) return invalidRequest(reply, toInvalidParams(search.error));
    const { found, notFound } = find(search.data.caseNumbers);
    for (const { caseNumber } of found) onRead?.({ caseNumber, what: 'ATTRIBUTES' });
    return { cases: found.map(toCaseAttributes), notFound };
  });

  const searchOptions = { ...needs('vt:reports'), bodyLimit: searchLimitBytes };
  app.post('/case-files/_search', searchOptions, async (request, reply) => {
    const search = searchSchema.safeParse(request.body);
    if (!search.success) return invalidRequest(reply, toInvalidParams(search.error));
    const { caseNumbers, parts } = search.data;
    if ((await beforeContent(caseNumbers)) === 'fail') {
      const detail = 'the case system does not answer';
      return sendProblem(reply, { status: 503, title: 'Service unavailable', detail });
    }
    const onlyOf = (caseNumber: string): ReadonlySet<string> | null =>
      parts
        ? new Set(parts.flatMap((asked) => (asked.caseNumber === caseNumber ? asked.numbers : [])))
        : null;
    const { found, notFound } = find(caseNumbers);
    for (const filed of found) {
      const { caseNumber } = filed;
      onRead?.({ caseNumber, what: partNumbersOf(filed, onlyOf(caseNumber)) });
    }
    return { caseFiles: found.map((filed) => asSent(toCaseFile(filed, onlyOf(filed.caseNumber)))), notFound };
  });

  app.get('/openapi.json', async () =>
    createOpenApi({ origin: origin(), searchSchema, attributesSchema, feedSchema }),
  );

  app.get('/advice', needs('vt:advice'), async () => ({ advice }));

  refuseOtherMethods(app, '/cases', ['GET', 'POST']);
  refuseOtherMethods(app, '/cases/:unit/:number/reports', ['POST']);
  refuseOtherMethods(app, '/case-files/_search', ['POST']);
  refuseOtherMethods(app, '/case-files/_attributes', ['POST']);
  refuseOtherMethods(app, '/advice', ['GET']);
  refuseOtherMethods(app, '/openapi.json', ['GET']);
}
