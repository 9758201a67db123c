/**
 * Looks into the logs: `npm run log -- verify [--dir DIR]`, `npm run log -- reads --household ID | --subject P [--dir DIR]`, and of one
 * owner's decisions `npm run log -- readers --owner NAME [--record ID] [--from DAY] [--to DAY] [--dir DIR]`.
 *
 * Ends with 0 when all is right, 1 when a log is not as it was written or cannot be read, 2 when it was asked in a way that it does
 * not understand. It writes nothing, and may run while the gateway does.
 */
import { runLogCommand } from './log-command.js';

process.exitCode = await runLogCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  problem: (line) => process.stderr.write(`${line}\n`),
});
