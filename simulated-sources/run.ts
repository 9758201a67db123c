/**
 * Runs one simulated organisation: `npm run source -- raad [--port 4303] [--data FOLDER]`.
 *
 * The first line on standard output is JSON: name, pid, url, and the settings by which an adapter finds it.
 */
import { mkdtempSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { StartSimulatedSource } from './simulated-source.js';

const sources: Readonly<Record<string, () => Promise<StartSimulatedSource>>> = {
  'veilig-thuis': async () => (await import('./veilig-thuis/source.js')).startVeiligThuisSource,
  raad: async () => (await import('./raad/source.js')).startRaadSource,
  gi: async () => (await import('./gi/source.js')).startGiSource,
  'local-team': async () => (await import('./local-team/source.js')).startLocalTeamSource,
  issuer: async () => (await import('./issuer/source.js')).startIssuerSource,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '0' }, data: { type: 'string' } },
});
const name = positionals[0] ?? '';
const load = sources[name];
const port = Number(values.port);
if (!load || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`expected one of ${Object.keys(sources).join(', ')}, and a port from 0 to 65535\n`);
  process.exit(2);
}

const dataFolder = values.data ?? mkdtempSync(join(tmpdir(), `gezinsbeeld-${name}-`));
await mkdir(dataFolder, { recursive: true });
const running = await (await load())({ port, dataFolder });
process.stdout.write(
  `${JSON.stringify({ name, pid: process.pid, url: running.url, data: dataFolder, settings: running.settings })}\n`,
);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await running.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// A parent that died leaves nobody to stop this process.
if (process.env['GEZINSBEELD_PARENT'] === 'pipe') process.stdin.resume().on('end', () => void stop());
