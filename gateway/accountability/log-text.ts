/** Text from outside, as a log may keep it. */
import { createHash, createHmac } from 'node:crypto';
import { isBsn } from '../../adapter-kit/bsn.js';

// Nothing that ends a line, commands a terminal or breaks a text in a database: control characters and halves of characters.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;
const nineDigits = /(?<!\d)\d(?:[ .-]?\d){8}(?!\d)/g;

/** At most `most` characters, printable, and without anything that could be a BSN. */
export function toLogText(text: string, most: number): string {
  return text
    .slice(0, most)
    .replace(unprintable, '�')
    .replace(nineDigits, (found) => (isBsn(found.replace(/\D/g, '')) ? '[number]' : found));
}

/**
 * The fingerprint of a query's text. Where the text holds values (a text in quotes, a long number), it is made with the key: there are
 * few enough numbers to try them all.
 */
export function hashQuery(text: string, key: string): string {
  return /"|\d{8}/.test(text)
    ? `hmac:${createHmac('sha256', key).update(text).digest('hex')}`
    : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** A professional, or family member, as logs name them: nothing leads back without the key. */
export function pseudonymOfSubject(
  subject: { readonly issuer: string; readonly id: string },
  key: string,
): string {
  return createHmac('sha256', key)
    .update(`subject\n${subject.issuer}\n${subject.id}`)
    .digest('base64url')
    .slice(0, 22);
}
