/**
 * The gateway, started: the only program of the product's gateway, and the only place that reads the environment.
 *
 * It serves the household graph by its access rules (`--simulate`, `--without NAME`), or with `--open` without any; or with
 * `--supergraph FILE --open` any other supergraph.
 */
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../adapter-kit/source-settings.js';

try {
  const { stop } = await run();
  stopOnSignal(stop);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof ConfigurationError ? thrown.message : describe(thrown)}\n`);
  process.exit(1);
}

async function run(): Promise<{ stop(): Promise<void> }> {
  const { supergraph, port, open, simulate, without } = readArguments();
  // Each loads what it needs and nothing of the other, so that either is there at once.
  if (supergraph !== undefined) {
    const { runOpen } = await import('./open/run-open.js');
    return runOpen({ supergraph, port, open }, process.env);
  }
  if (port !== undefined) {
    throw new ConfigurationError(['--port: expected only beside --supergraph; here PORT says it']);
  }
  const { runHousehold } = await import('./run-household.js');
  return runHousehold({ simulate, open, without }, process.env);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        simulate: { type: 'boolean', default: false },
        open: { type: 'boolean', default: false },
        without: { type: 'string', multiple: true, default: [] },
        supergraph: { type: 'string' },
        port: { type: 'string' },
      },
    }).values;
  } catch {
    throw new ConfigurationError([
      'arguments: expected some of --simulate, --without NAME, --open, or --supergraph FILE --port N --open; access rules stand unless --open is said',
    ]);
  }
}

function stopOnSignal(end: () => Promise<void>): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await end();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

function describe(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown) {
    if (thrown.code === 'EADDRINUSE') {
      return 'PORT: expected a port that is free; another program listens on this one';
    }
    if (thrown.code === 'EADDRNOTAVAIL') return 'HOST: expected an address of this machine';
  }
  return thrown instanceof Error ? thrown.message : 'the gateway could not start';
}
