/** To whom the GI has given a record: by a worker of its own (release), or with consent of the person concerned. */
import { z } from 'zod';
import {
  type RecordAttributes,
  type RecordType,
  recordTypes,
} from '../../../adapter-kit/access/record-attributes.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';

/** A line of `disclosure_decision` that holds today. */
export const disclosureSchema = z.strictObject({
  record_type: z.enum(recordTypes),
  record_number: z.string().min(1),
  ground: z.enum(['RELEASE', 'CONSENT']),
  given_to: z.string().min(1),
});

export type Disclosure = z.infer<typeof disclosureSchema>;

/** The columns of `disclosureSchema` as JSON, of a line `d`. */
export const disclosureJson = `json_build_object(
  'record_type', d.record_type, 'record_number', d.record_number, 'ground', d.ground, 'given_to', d.given_to)`;

/** Whether a line `d` holds on the day that is this parameter. */
export function holdsOn(parameter: number): string {
  return `d.decided_on <= $${parameter}::date AND (d.valid_until IS NULL OR d.valid_until >= $${parameter}::date)`;
}

/** To whom this record is given. */
export function disclosuresOf(
  lines: readonly Disclosure[],
  recordType: RecordType,
  recordNumber: string,
): Pick<RecordAttributes, 'releasedTo' | 'consentedFor'> {
  const on = (ground: Disclosure['ground']): readonly string[] =>
    lines
      .filter(
        (line) =>
          line.record_type === recordType && line.record_number === recordNumber && line.ground === ground,
      )
      .map((line) => line.given_to);
  return { releasedTo: on('RELEASE'), consentedFor: on('CONSENT') };
}

/**
 * From whom the places in a case are kept, as `address_secrecy` says. Whoever cannot be named by a number cannot be told apart from
 * others: then it is kept from everybody.
 */
export function shieldedFrom(
  secrecy: readonly { readonly kept_from_citizen_number: string | null }[],
  pseudonymiser: Pseudonymiser,
): readonly string[] | 'EVERYBODY' {
  const named = secrecy.map((line) => pseudonymiser.person(line.kept_from_citizen_number));
  return named.includes(null) ? 'EVERYBODY' : [...new Set(named.filter((person) => person !== null))].sort();
}
