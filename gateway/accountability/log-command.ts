/** The `log` command, without its process. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BrokenChainError,
  listSegments,
  monthOfSegment,
} from '../../adapter-kit/accountability/chain-reader.js';
import type { LogReceipt } from '../../adapter-kit/accountability/chained-log.js';
import { toLineSafeJson } from '../../adapter-kit/accountability/log-line.js';
import {
  decisionLogOf,
  type ReadersQuestion,
  recordedReaders,
} from '../../adapter-kit/accountability/recorded-decisions.js';
import { findLogs, type LogFigures, verifyLog } from '../../adapter-kit/accountability/verify-log.js';
import { recordedReads } from './recorded-reads.js';

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
  '  readers --owner NAME [--record ID] [--from DAY] [--to DAY] [--dir DIR]',
  "                                                             who asked about an owner's records, e.g. of gi; ID is its own",
  '                                                             number of a record or a case, DAY as YYYY-MM-DD',
].join('\n');

/** Gives the exit code. */
export async function runLogCommand(args: readonly string[], output: CommandOutput): Promise<0 | 1 | 2> {
  const asked = parse(args);
  if (asked === null) {
    output.problem(usage);
    return 2;
  }
  try {
    switch (asked.command) {
      case 'verify':
        return await verify(asked, output);
      case 'reads':
        return await reads(asked, output);
      case 'readers':
        return await readers(asked, output);
      default:
        return asked.command satisfies never;
    }
  } catch (thrown) {
    output.problem(explain(thrown));
    return 1;
  }
}

interface Asked {
  readonly command: 'verify' | 'reads' | 'readers';
  readonly dir: string;
  readonly household: string | undefined;
  readonly person: string | undefined;
  readonly keyFile: string | undefined;
  readonly anchors: readonly LogReceipt[];
  readonly owner: string;
  readonly readersOf: ReadersQuestion;
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
        owner: { type: 'string' },
        record: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        'key-file': { type: 'string' },
        anchor: { type: 'string', multiple: true, default: [] },
      },
    });
    const [command, ...more] = positionals;
    const anchors = values.anchor.map(parseAnchor);
    if (more.length > 0 || anchors.includes(null)) return null;
    const { dir, household, subject: person, owner, record, from, to } = values;
    const isAboutOne = household !== undefined || person !== undefined;
    const isAboutOwner = [owner, record, from, to].some((value) => value !== undefined);
    const isVerify = command === 'verify' && !isAboutOne && !isAboutOwner;
    const isReads = command === 'reads' && isAboutOne && !isAboutOwner;
    const isReaders =
      command === 'readers' &&
      !isAboutOne &&
      owner !== undefined &&
      /^[a-z0-9-]{1,40}$/.test(owner) &&
      [from, to].every((day) => day === undefined || /^\d{4}-\d\d-\d\d$/.test(day));
    if (!isVerify && !isReads && !isReaders) return null;
    return {
      command: isVerify ? 'verify' : isReads ? 'reads' : 'readers',
      owner: owner ?? '',
      readersOf: { record, from, to },
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

async function readers({ dir, owner, readersOf }: Asked, { out }: CommandOutput): Promise<0 | 1> {
  const log = decisionLogOf(dir, owner);
  if ((await listSegments(log.folder, log.name).catch(() => [])).length === 0) {
    throw new Error(`expected a decision log of ${owner} in this folder, and found none`);
  }
  for await (const reader of recordedReaders(log, readersOf)) out(toLineSafeJson(reader));
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
