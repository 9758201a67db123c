/**
 * A record in the words of the asker's token, while the region changes the key of its pseudonyms: the issuer of the token may still
 * name people under the key before, where this organisation makes pseudonyms under both. Without it a parent would not be known as
 * the parent, and, worse, not as the one from whom a case is shielded.
 *
 * @see docs/adr/0026-pseudonym-rotation.md
 */
import type { PreviousPseudonyms } from '../pseudonym.js';
import type { RecordAttributes } from './record-attributes.js';
import type { AccessContext } from './subject.js';

/** @param previous of this organisation's pseudonyms; absent: no key is being changed, and records are as they are. */
export function createTokenWords(
  { subject }: AccessContext,
  previous: Pick<PreviousPseudonyms, 'of'> | undefined,
): (record: RecordAttributes) => RecordAttributes {
  const named = new Set(subject.relations.map(({ person }) => person));
  if (subject.person !== null) named.add(subject.person);
  if (!previous || named.size === 0) return (record) => record;
  const word = (pseudonym: string): string => {
    const before = previous.of(pseudonym);
    return before !== undefined && named.has(before) ? before : pseudonym;
  };
  return (record) => {
    const { subjects, shieldedFrom } = record;
    return {
      ...record,
      subjects: subjects.map((one) => ({ ...one, person: one.person === null ? null : word(one.person) })),
      ...(shieldedFrom === undefined || shieldedFrom === 'EVERYBODY'
        ? {}
        : { shieldedFrom: shieldedFrom.map(word) }),
    };
  };
}
