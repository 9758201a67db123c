/** The `log` command, without its process. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BrokenChainError, listSegments, monthOfSegment } from './chain-reader.js';
import type { LogReceipt } from './chained-log.js';
import { toLineSafeJson } from './log-line.js';
import { recordedReads } from './recorded-reads.js';
import { findLogs, type LogFigures, verifyLog } from './verify-log.js';

export interface CommandOutput {
  readonly out: (line: string) => void;
  readonly problem: (line: string) => void;
}

/** Where logs stand when nothing is said, from the folder in which the command runs. */
export const defaultLogFolder = 'data/accountability';
/** The processing log has a folder of its own, and so has each owner's decision log. */
export const processingLog = { name: 'processing', subfolder: 'processing' } as const;

const usage = [
  'expected one of',
  '  verify [--dir DIR] [--key-file FILE] [--anchor SEQ:HASH]   whether every log in DIR is as it was written',
  '  reads --household ID [--dir DIR]                           who asked about this household',
  '  reads --subject PERSON [--dir DIR]                         who asked about this person (p_…)',
].join('\n');

/** Gives the exit code. */
export async function runLogCommand(args: readonly string[], output: CommandOutput): Promise<0 | 1 | 2> {
  const asked = parse(args);
  if (asked === null) {
    output.problem(usage);
    return 2;
  }
  try {
    return asked.command === 'verify' ? await verify(asked, output) : await reads(asked, output);
  } catch (thrown) {
    output.problem(explain(thrown));
    return 1;
  }
}

interface Asked {
  readonly command: 'verify' | 'reads';
  readonly dir: string;
  readonly household: string | undefined;
  readonly person: string | undefined;
  readonly keyFile: string | undefined;
  readonly anchors: readonly LogReceipt[];
}

function parse(args: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        dir: { type: 'string', default: defaultLogFolder },
        household: { type: 'string' },
        subject: { type: 'string' },
        'key-file': { type: 'string' },
        anchor: { type: 'string', multiple: true, default: [] },
      },
    });
    const [command, ...more] = positionals;
    const anchors = values.anchor.map(parseAnchor);
    if (more.length > 0 || anchors.includes(null)) return null;
    const { dir, household, subject: person } = values;
    const isVerify = command === 'verify' && household === undefined && person === undefined;
    const isReads = command === 'reads' && (household !== undefined || person !== undefined);
    if (!isVerify && !isReads) return null;
    return {
      command: isVerify ? 'verify' : 'reads',
      dir,
      household,
      person,
      keyFile: values['key-file'],
      anchors: anchors.flatMap((anchor) => anchor ?? []),
    };
  } catch {
    return null;
  }
}

function parseAnchor(text: string): LogReceipt | null {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  return seq === undefined || hash === undefined ? null : { seq: Number(seq), hash };
}

async function verify({ dir, keyFile, anchors }: Asked, { out, problem }: CommandOutput): Promise<0 | 1> {
  const sealKey = keyFile === undefined ? undefined : (await readFile(keyFile, 'utf8')).trim();
  const logs = await findLogs(dir);
  if (logs.length === 0) throw new Error('expected a log in this folder, and found none');
  let code: 0 | 1 = 0;
  for (const { folder, name } of logs) {
    try {
      const figures = await verifyLog({
        folder,
        name,
        sealKey,
        // Anchors are of the log that is delivered elsewhere.
        anchors: name === processingLog.name ? anchors : [],
      });
      out(describe(figures, await listSegments(folder, name)));
    } catch (thrown) {
      code = 1;
      problem(`${name}: ${explain(thrown)}`);
    }
  }
  return code;
}

async function reads({ dir, household, person }: Asked, { out }: CommandOutput): Promise<0 | 1> {
  const log = { folder: join(dir, processingLog.subfolder), name: processingLog.name };
  for await (const read of recordedReads(log, { household, person })) out(toLineSafeJson(read));
  return 0;
}

function describe(figures: LogFigures, segments: readonly string[]): string {
  const months = [...new Set([segments[0], segments.at(-1)])].flatMap((segment) =>
    segment === undefined ? [] : [monthOfSegment(segment)],
  );
  const extra = [
    figures.firstSeq > 1 ? `entries before ${figures.firstSeq} were let go` : null,
    figures.unacknowledged > 0 ? `${figures.unacknowledged} lines behind the last acknowledged one` : null,
    figures.unfinishedBytes > 0 ? `${figures.unfinishedBytes} bytes of a line without an end` : null,
  ].filter((part) => part !== null);
  return [
    `${figures.name}: whole: ${figures.lines} lines in ${figures.segments} segments (${months.join(' to ') || 'none yet'})`,
    `last ${figures.last.seq}:${figures.last.hash}`,
    ...extra,
  ].join(', ');
}

/** Nothing of what stands in a log is repeated; the system's own messages name files. */
function explain(thrown: unknown): string {
  if (thrown instanceof BrokenChainError) return thrown.message;
  return thrown instanceof Error ? thrown.message : 'the log could not be read';
}
