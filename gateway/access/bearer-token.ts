/**
 * The access token as it arrives: exactly one, in exactly one header, and nothing that two readers could read in two ways.
 * Nothing here is verified yet.
 *
 * @see RFC 6750 section 2.1, RFC 9110 section 11.1 (the scheme's name in any case), RFC 7515 section 7.1
 */
import { parseStrictJson } from '../../adapter-kit/strict-json.js';

/** A longer token is refused unread. Some sixty assignments fit: about 90 bytes each, and a third more in base64. */
export const maxTokenBytes = 8 * 1024;

export interface UnverifiedToken {
  /** As it came: three parts with two dots between them. */
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Every value of one header, from a list in which names and values take turns; Node's own view drops or joins the second. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const given = rawHeaders[index];
    // Its length first: most names are of another one.
    if (given?.length !== name.length || given.toLowerCase() !== name) continue;
    values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}

/** The token of the request's one `Authorization` header; `null`: none, several, of another scheme, or spelled otherwise. */
export function readBearerToken(rawHeaders: readonly string[]): string | null {
  const [value, ...others] = headerValues(rawHeaders, 'authorization');
  if (value === undefined || others.length > 0 || value.length > maxTokenBytes + 'Bearer '.length)
    return null;
  return /^bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(value)?.[1] ?? null;
}

/** `null`: what is no signed token in compact form, with one JSON object in each of its first two parts. */
export function decodeToken(text: string): UnverifiedToken | null {
  if (text.length > maxTokenBytes) return null;
  const [headerPart = '', payloadPart = '', signature = '', ...more] = text.split('.');
  if (more.length > 0 || signature === '') return null;
  const header = decodeObject(headerPart);
  const payload = decodeObject(payloadPart);
  return header && payload ? { text, header, payload } : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeObject(part: string): Readonly<Record<string, unknown>> | null {
  const bytes = Buffer.from(part, 'base64url');
  // Node skips over what is no base64url; only what it would have written itself has one reading.
  if (part === '' || bytes.toString('base64url') !== part) return null;
  let json: string;
  try {
    json = utf8.decode(bytes);
  } catch {
    return null;
  }
  const read = parseStrictJson(json);
  if (
    'problem' in read ||
    typeof read.value !== 'object' ||
    read.value === null ||
    Array.isArray(read.value)
  ) {
    return null;
  }
  // An object that was just parsed from JSON: its names are strings, and its values are looked at one by one.
  return read.value as Readonly<Record<string, unknown>>;
}
