/**
 * Runs the Raad's message store alone: `node dist/subgraphs/raad/message-store/main.js --port 4303 --data FOLDER`.
 *
 * `RAAD_STORE_SECRET` is what readers must bring; `RAAD_STORE_ADMINISTRATION_SECRET`, when given, what whoever removes a case
 * must bring or decides who may see it; `RAAD_STORE_DOSSIER_SECRET`, when given, what the Raad's own system
 * must bring to hand in dossier messages; `RAAD_REQUESTERS`, when given, the kinds of who asks for
 * investigations, e.g. `00000099000000000102=VT,00000099000000000103=GI` (`COLLEGE`, `VT`, `GI`);
 * `STUF_SCHEMA_FOLDER`, when given, is where the official schemas lie. The first line on standard output is
 * JSON: pid and url. When the folder is another store's, or the log is damaged, it says so on standard error
 * and ends with 1.
 */
import { parseArgs } from 'node:util';
import { parseRequesterKinds } from './requester-kinds.js';
import { startMessageStore } from './server.js';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, data: { type: 'string' } },
});
const port = Number(values.port);
const readSecret = process.env['RAAD_STORE_SECRET'];
if (!values.data || !readSecret || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(
    'expected --data FOLDER, --port from 0 to 65535, and RAAD_STORE_SECRET in the environment\n',
  );
  process.exit(2);
}

const requesterKinds = parseRequesterKinds(process.env['RAAD_REQUESTERS'] ?? '');
if (requesterKinds === null) {
  process.stderr.write(
    'expected RAAD_REQUESTERS as OIN=KIND, separated by commas; KIND is COLLEGE, VT or GI\n',
  );
  process.exit(2);
}

const running = await startMessageStore({
  port,
  dataFolder: values.data,
  schemaFolder: process.env['STUF_SCHEMA_FOLDER'],
  readSecret,
  // Empty is not given: an empty secret would be everybody's.
  administrationSecret: process.env['RAAD_STORE_ADMINISTRATION_SECRET'] || undefined,
  dossierSecret: process.env['RAAD_STORE_DOSSIER_SECRET'] || undefined,
  requesterKinds,
  now: () => new Date(),
}).catch((thrown: unknown) => {
  process.stderr.write(
    `raad-message-store: ${thrown instanceof Error ? thrown.message : 'it could not start'}\n`,
  );
  process.exit(1);
});
process.stdout.write(
  `${JSON.stringify({ name: 'raad-message-store', pid: process.pid, url: running.url })}\n`,
);

async function stop(): Promise<void> {
  await running.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
