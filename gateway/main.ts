/**
 * The gateway, started: the only program of the product's gateway, and the only place that reads the environment.
 *
 * It serves the household graph (`--simulate`, `--access`, `--without NAME`), or with `--supergraph FILE --open` any other supergraph.
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
  const { values } = parseArgs({
    options: {
      simulate: { type: 'boolean', default: false },
      access: { type: 'boolean', default: false },
      without: { type: 'string', multiple: true, default: [] },
      supergraph: { type: 'string' },
      port: { type: 'string' },
      open: { type: 'boolean', default: false },
    },
  });
  const { supergraph, port, open, simulate, access, without } = values;
  // Each loads what it needs and nothing of the other, so that either is there at once.
  if (supergraph !== undefined) {
    const { runOpen } = await import('./open/run-open.js');
    return runOpen({ supergraph, port, open }, process.env);
  }
  if (open || port !== undefined) {
    throw new ConfigurationError(['--open, --port: expected only beside --supergraph']);
  }
  const { runHousehold } = await import('./run-household.js');
  return runHousehold({ simulate, access, without }, process.env);
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
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE') {
    return 'PORT: expected a port that is free; another program listens on this one';
  }
  return thrown instanceof Error ? thrown.message : 'the gateway could not start';
}
