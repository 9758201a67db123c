/** Text from outside, as a log may keep it. */
import { createHmac, hash } from 'node:crypto';
import { isBsn } from '../bsn.js';

// Nothing that ends a line, commands a terminal or breaks a text in a database: control characters and halves of characters.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;
const nineDigits = /(?<!\d)\d(?:[ .-]?\d){8}(?!\d)/g;

/** At most `most` characters, printable, and without anything that could be a BSN. */
export function toLogText(text: string, most: number): string {
  if (isPlain(text)) return text.length <= most ? text : text.slice(0, most);
  return text
    .slice(0, most)
    .replace(unprintable, '�')
    .replace(nineDigits, (found) => (isBsn(found.replace(/\D/g, '')) ? '[number]' : found));
}

/**
 * Whether there is surely nothing to replace: printable ASCII, with fewer than nine digits that stand in a row or with one space, dot
 * or hyphen between them. Nearly every id of a record is so, and several stand in each line.
 */
function isPlain(text: string): boolean {
  let digits = 0;
  let isAfterDigit = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      if (digits === 9) return false;
      isAfterDigit = true;
    } else {
      const separates = isAfterDigit && (code === 0x20 || code === 0x2d || code === 0x2e);
      isAfterDigit = false;
      if (!separates) digits = 0;
    }
  }
  return true;
}

/**
 * The fingerprint of a query's text. Where the text holds values (a text in quotes, a long number), it is made with the key: there are
 * few enough numbers to try them all.
 */
export function hashQuery(text: string, key: string): string {
  return /"|\d{8}/.test(text)
    ? `hmac:${createHmac('sha256', key).update(text).digest('hex')}`
    : `sha256:${hash('sha256', text, 'hex')}`;
}

interface NamedSubject {
  readonly issuer: string;
  readonly id: string;
}

/** As long as a subject is remembered elsewhere. */
const pseudonyms = new WeakMap<NamedSubject, { readonly key: string; readonly pseudonym: string }>();

/** A professional, or family member, as logs name them: nothing leads back without the key. */
export function pseudonymOfSubject(subject: NamedSubject, key: string): string {
  const known = pseudonyms.get(subject);
  if (known?.key === key) return known.pseudonym;
  const pseudonym = createHmac('sha256', key)
    .update(`subject\n${subject.issuer}\n${subject.id}`)
    .digest('base64url')
    .slice(0, 22);
  pseudonyms.set(subject, { key, pseudonym });
  return pseudonym;
}
