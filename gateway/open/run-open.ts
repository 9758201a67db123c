/** `npm run --silent gateway -- --supergraph FILE --port N --open`: serves any supergraph on this machine, without access rules. */
import { accessSync, constants } from 'node:fs';
import { ConfigurationError, type Environment } from '../../adapter-kit/source-settings.js';
import type { GraphqlServer } from '../graphql-server.js';
import { serveSupergraph } from './serve-supergraph.js';

export interface OpenArguments {
  readonly supergraph: string;
  readonly port: string | undefined;
  readonly open: boolean;
}

const defaultBudgetMs = 2_500;

/** Listens, and says so. @throws ConfigurationError that names every argument that is wrong, and what was expected. */
export async function runOpen(given: OpenArguments, environment: Environment): Promise<GraphqlServer> {
  const problems: string[] = [];
  if (!given.open) {
    problems.push('--open: expected it beside --supergraph, because this way there are no access rules');
  }
  if (environment['NODE_ENV'] === 'production') {
    problems.push('--open: expected NODE_ENV other than production, because there are no access rules');
  }
  const port = Number(given.port ?? environment['PORT'] ?? 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    problems.push('--port: expected a whole number from 0 to 65535');
  }
  const budgetMs = Number(environment['SOURCE_TIMEOUT_MS'] ?? defaultBudgetMs);
  if (!Number.isInteger(budgetMs) || budgetMs < 1) {
    problems.push('SOURCE_TIMEOUT_MS: expected a whole number of milliseconds from 1');
  }
  if (!isReadable(given.supergraph)) problems.push('--supergraph: expected a file that can be read');
  if (problems.length > 0) throw new ConfigurationError(problems);

  const server = await serve(given.supergraph, budgetMs, environment['LOG_LEVEL']);
  const { url } = await server.listen({ port, host: '127.0.0.1' });
  process.stdout.write(
    `\n  !! OPEN: there are no access rules. It listens on this machine only.\n\n  gateway       ${url}/graphql   pid ${process.pid}\n\n`,
  );
  return server;
}

async function serve(file: string, budgetMs: number, logLevel: string | undefined) {
  try {
    return await serveSupergraph({ file, budgetMs, ...(logLevel ? { logLevel } : {}) });
  } catch (thrown) {
    const why = thrown instanceof Error ? `: ${thrown.message}` : '';
    throw new ConfigurationError([`--supergraph: expected a Federation 2 supergraph${why}`]);
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
