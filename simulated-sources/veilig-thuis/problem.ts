/**
 * Refusals as `application/problem+json`: one answer that lists everything that is wrong, and repeats nothing that was sent.
 *
 * @see API Design Rules (Logius, 2026), error handling; RFC 9457.
 */
import type { FastifyInstance, FastifyReply, HTTPMethods } from 'fastify';
import type { z } from 'zod';

export interface InvalidParam {
  readonly name: string;
  readonly reason: string;
}

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly invalidParams?: readonly InvalidParam[];
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const type = `https://veilig-thuis.invalid/problems/${problem.title.toLowerCase().replaceAll(' ', '-')}`;
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ type, ...problem }));
}

export function invalidRequest(reply: FastifyReply, invalidParams: readonly InvalidParam[]): FastifyReply {
  const detail = `${invalidParams.length} parameter${invalidParams.length === 1 ? ' is' : 's are'} not as agreed`;
  return sendProblem(reply, { status: 400, title: 'Invalid request', detail, invalidParams });
}

/** Every issue of a schema, by the place where it stands. */
export function toInvalidParams(error: z.ZodError): readonly InvalidParam[] {
  return error.issues.flatMap((issue) => {
    const place = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ name: place || 'body', reason: reasonOf(issue) }];
    return issue.keys.map((key) => ({
      name: [place, key].filter(Boolean).join('.'),
      reason: 'is not known here',
    }));
  });
}

/** Refuses, with 405 and `Allow`, the methods that a path does not have. */
export function refuseOtherMethods(app: FastifyInstance, url: string, allowed: readonly HTTPMethods[]): void {
  const all: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  app.route({
    method: all.filter((method) => !allowed.includes(method)),
    url,
    handler: (_request, reply) =>
      sendProblem(reply.header('allow', allowed.join(', ')), {
        status: 405,
        title: 'Method not allowed',
        detail: `expected ${allowed.join(' or ')}`,
      }),
  });
}

/** Turns what goes wrong before or in a handler into a problem; a defect of this server says nothing of itself. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { status: 404, title: 'Not found', detail: 'there is nothing under this path' }),
  );
  app.setErrorHandler((error, _request, reply) => {
    const told = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    switch (told) {
      case 413:
        return sendProblem(reply, {
          status: 413,
          title: 'Body too large',
          detail: 'expected a smaller body',
        });
      case 415:
        return sendProblem(reply, { status: 415, title: 'Unsupported media type', detail: 'expected JSON' });
      case 400:
        return sendProblem(reply, {
          status: 400,
          title: 'Invalid request',
          detail: 'expected a body of JSON',
        });
      default:
        return sendProblem(reply, {
          status: 500,
          title: 'Internal error',
          detail: 'the request could not be handled',
        });
    }
  });
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return 'not in the expected format';
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    case 'too_small':
      return `expected at least ${issue.minimum}`;
    default:
      return 'not as agreed';
  }
}
