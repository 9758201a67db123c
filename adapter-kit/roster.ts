/**
 * The roster: an organisation's feed of references, from which the household register links. References, roles,
 * periods and pseudonyms only; never content, a name, a BSN or an address.
 */
import { z } from 'zod';
import { dateSchema, dateTimeSchema } from './dates.js';

/**
 * What kind of address it is. Only a `DWELLING` can make a household.
 *
 * `POSTAL` is a letter address (briefadres).
 */
export const addressTypes = ['DWELLING', 'INSTITUTION', 'SHELTER', 'POSTAL'] as const;

const staySchema = z.strictObject({
  /** Pseudonym of the address. */
  address: z.string().min(1),
  addressType: z.enum(addressTypes),
  since: dateSchema.nullable(),
  /** The last day, or `null` while it lasts. */
  until: dateSchema.nullable(),
});

const personSchema = z.strictObject({
  /** Pseudonym of the person's BSN; `null` when the source has no identifier for this person. */
  person: z.string().min(1).nullable(),
  /** Check pseudonym over birth date and sex; `null` when either is unknown. */
  check: z.string().min(1).nullable(),
  /** The source's own key of this person within this reference; says nothing outside it. */
  localKey: z.string().min(1),
  /** CORV jeugdzorgrol code, e.g. 112 for a parent with parental authority. */
  role: z.string().regex(/^\d{3}$/),
  since: dateSchema.nullable(),
  until: dateSchema.nullable(),
  /** Where the source says this person lives or lived. Empty: the source recorded no address. */
  stays: z.array(staySchema),
});

export const rosterReferenceSchema = z.strictObject({
  /** The organisation's own case number, e.g. `VT1/2025-0905`. */
  reference: z.string().min(1).max(100),
  /** The unit that holds it, e.g. `VT1`, and how it calls itself. */
  unit: z.string().min(1),
  unitName: z.string().min(1),
  since: dateSchema,
  until: dateSchema.nullable(),
  /** Where a professional can reach this unit about the case: a desk, never a worker's private number. */
  contact: z.string().min(1).nullable(),
  persons: z.array(personSchema),
});

export const rosterPageSchema = z.strictObject({
  /** `FULL` replaces all that is known of this organisation; `DELTA` changes only the references that it names. */
  mode: z.enum(['FULL', 'DELTA']),
  /** The instant that the source vouches for: what it had not recorded by then is not in this page. */
  asOf: dateTimeSchema,
  /** Hand it back to read only what changed since; `null` when this source can only be read again in full. */
  watermark: z.string().nullable(),
  references: z.array(rosterReferenceSchema),
  /** A fingerprint of the key under which the pseudonyms were made (`keyCheckOf`). The subgraph adds it, not the adapter. */
  keyCheck: z.string().optional(),
  /** References that the organisation removed since the watermark. */
  removed: z.array(z.string()),
});

export type AddressType = (typeof addressTypes)[number];
export type RosterStay = z.infer<typeof staySchema>;
export type RosterPerson = z.infer<typeof personSchema>;
export type RosterReference = z.infer<typeof rosterReferenceSchema>;
export type RosterPage = z.infer<typeof rosterPageSchema>;

/**
 * One organisation's feed.
 *
 * `read(null)` gives it in full; `read(watermark)` what changed since, or again all of it where the source knows no
 * watermark. Throws `SourceError` when it cannot be read whole: half a feed would be a silent gap.
 */
export interface RosterFeed {
  read(watermark: string | null, signal: AbortSignal): Promise<RosterPage>;
}

/**
 * Roles that make somebody a person of the case. Reporters (391), informants (392), contacts (393) and
 * professionals (41x, 491) occur in the sources and never enter a roster.
 *
 * @see linking.md L0; CORV reference list jeugdzorgrol.
 */
export function isRoleOfHousehold(role: string): boolean {
  const code = Number(role);
  return (code >= 111 && code <= 139) || code === 191 || (code >= 211 && code <= 222) || code === 301;
}
