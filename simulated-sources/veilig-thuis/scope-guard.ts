/** Lets a request pass only with a token of this server that holds the scope. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TokenIssuer } from './authorization-server.js';
import type { Scope } from './clients.js';
import { sendProblem } from './problem.js';

/** A hook that refuses with 401 or 403. @see RFC 6750 section 3. */
export function requireScope(issuer: TokenIssuer, scope: Scope) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const token = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) {
      reply.header('www-authenticate', 'Bearer realm="veilig-thuis"');
      return sendProblem(reply, { status: 401, title: 'Unauthorized', detail: 'expected an access token' });
    }
    let granted: readonly string[];
    try {
      granted = await issuer.verify(token);
    } catch {
      reply.header('www-authenticate', 'Bearer realm="veilig-thuis", error="invalid_token"');
      return sendProblem(reply, {
        status: 401,
        title: 'Unauthorized',
        detail: 'the access token does not hold here',
      });
    }
    if (granted.includes(scope)) return undefined;
    reply.header(
      'www-authenticate',
      `Bearer realm="veilig-thuis", error="insufficient_scope", scope="${scope}"`,
    );
    return sendProblem(reply, {
      status: 403,
      title: 'Forbidden',
      detail: `expected a token with scope ${scope}`,
    });
  };
}
