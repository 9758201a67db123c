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
  /**
   * Pseudonym of the first given name together with birth date and sex: tells exchanged numbers of people born on one day
   * apart. Absent: the source recorded initials only, or not enough.
   */
  givenName: z.string().min(1).optional(),
  /**
   * Pseudonym of the four statutory data: surname, given names, birth date, and postcode with house number. Absent where the
   * source does not have all four. Agreement is a question to the owners, never a link.
   *
   * @see Jeugdwet art. 7.2.4; Wmo 2015 art. 5.2.9 lid 5
   */
  statutoryMatch: z.string().min(1).optional(),
  /** A child that was not born when it was recorded. Stays after the birth, so that the identity goes on. */
  unborn: z
    .strictObject({
      /** Pseudonym of the mother; `null` where the source does not know her number. */
      mother: z.string().min(1).nullable(),
      expectedOn: dateSchema.nullable(),
      /** How many children are expected. */
      children: z.number().int().min(1),
    })
    .optional(),
  /** The day on which this person died, as the source recorded it. */
  diedOn: dateSchema.optional(),
  /** `true`: this person has not been told of the case yet and may not learn of it (Wmo 2015 art. 5.3.1). */
  isNotInformed: z.literal(true).optional(),
  /**
   * `true`: nobody told this person itself, as far as recorded. A parent may have been told for a child; what the child itself may learn of
   * is another matter (Wmo 2015 art. 5.3.1, per person).
   */
  isNotToldItself: z.literal(true).optional(),
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
  /**
   * Nobody outside may learn where the persons of this case are. `against`: pseudonyms of the persons from whom it is kept, who
   * may be in the case themselves; `null`: from everybody.
   *
   * @see linking.md L5
   */
  shield: z.strictObject({ against: z.array(z.string().min(1)).min(1).nullable() }).optional(),
  /**
   * Pseudonym of the household (huishouden) that the organisation itself recorded for the case: two cases of one
   * organisation with the same one are of one household by its own word.
   */
  household: z.string().min(1).optional(),
  /** Kinds of organisation to which the case was handed over, as the graph spells them: they may know that it exists. */
  handedOverTo: z.array(z.string().min(1)).min(1).optional(),
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
  /**
   * While the region changes its key: each pseudonym of this page as it is under the key before, and that key's fingerprint. The
   * subgraph adds it, inside the organisation's boundary.
   */
  previous: z
    .strictObject({ keyCheck: z.string().min(1), pseudonyms: z.record(z.string(), z.string().min(1)) })
    .optional(),
  /** References that the organisation removed since the watermark. */
  removed: z.array(z.string()),
  /** There is more of this same read: hand it back in place of a watermark. Absent: this page ends the read. */
  continuation: z.string().min(1).optional(),
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
