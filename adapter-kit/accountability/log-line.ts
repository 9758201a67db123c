/**
 * One line of a chained log: `{"seq":7,"prev":"…","entry":{…},"hash":"…"}` and a newline.
 *
 * `hash` is SHA-256, in hexadecimal, over the bytes of the line before `,"hash":`; these hold the number of the line and the hash of
 * the line before it. So whoever has the file and `sha256sum` can check it.
 */
import { hash } from 'node:crypto';

export interface LogLine {
  /** 1 is the first line of the log, whatever segment it stands in. */
  readonly seq: number;
  /** The hash of the line before; for the first line, of the log's name. */
  readonly prev: string;
  readonly hash: string;
  readonly entry: unknown;
}

const beforeHash = ',"hash":"';
const afterHash = '"}';
const hashLength = 64;
const endLength = beforeHash.length + hashLength + afterHash.length;
const startPattern = /^\{"seq":([1-9]\d{0,15}),"prev":"([0-9a-f]{64})","entry":/;
/** Longer than the start of any line. */
const startBytes = 128;

/** What the first line of a log of this name follows: no line can be taken over from another log. */
export function genesisHash(name: string): string {
  return sha256(`gezinsbeeld chained log 1\n${name}`);
}

/** @param entry JSON in which no character ends a line: see `toLineSafeJson`. */
export function formatLine(
  seq: number,
  prev: string,
  entry: string,
): { readonly text: string; readonly hash: string } {
  const body = `{"seq":${seq},"prev":"${prev}","entry":${entry}`;
  const lineHash = sha256(body);
  return { text: `${body}${beforeHash}${lineHash}${afterHash}\n`, hash: lineHash };
}

/** Reads a line without its newline. `null`: not as it was written. */
export function readLine(bytes: Buffer): LogLine | null {
  const body = bytes.subarray(0, Math.max(0, bytes.length - endLength));
  const end = bytes.toString('latin1', body.length);
  const lineHash = end.slice(beforeHash.length, beforeHash.length + hashLength);
  if (end !== `${beforeHash}${lineHash}${afterHash}` || sha256(body) !== lineHash) return null;
  const [start, seq, prev] = startPattern.exec(bytes.toString('latin1', 0, startBytes)) ?? [];
  if (start === undefined || prev === undefined) return null;
  try {
    const entry: unknown = JSON.parse(body.toString('utf8', start.length));
    return { seq: Number(seq), prev, hash: lineHash, entry };
  } catch {
    return null;
  }
}

// What JSON leaves as it is, and a terminal, an editor or a log reader may take for the end of a line, a command or another
// direction of reading: DEL and C1, marks of direction, U+2028, U+2029, the byte order mark.
const unsafe = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const everyUnsafe = new RegExp(unsafe, 'g');

/** JSON in one line of printable characters. @throws TypeError when the value has no JSON. */
export function toLineSafeJson(value: object): string {
  const text = JSON.stringify(value);
  return unsafe.test(text)
    ? text.replace(everyUnsafe, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
}

function sha256(data: string | Buffer): string {
  return hash('sha256', data, 'hex');
}
