/** A person of a case as a colleague files them, with where they live. */
import { z } from 'zod';

const day = z.iso.date();
const personNumber = z.string().regex(/^P\d{1,3}$/);

const residenceSchema = z.strictObject({
  /** adresseerbaarObjectIdentificatie. */
  addressId: z.string().regex(/^\d{16}$/),
  kind: z.enum(['dwelling', 'institution', 'shelter', 'postal']).default('dwelling'),
  postcode: z
    .string()
    .regex(/^\d{4}[A-Z]{2}$/)
    .nullable()
    .default(null),
  houseNumber: z.string().min(1).max(20).nullable().default(null),
  from: day.nullable().default(null),
  until: day.nullable().default(null),
});

export const personSchema = z.strictObject({
  personNumber,
  /** CORV jeugdzorgrol. */
  role: z.string().regex(/^\d{3}$/),
  /** `000000000` is written for "unknown" and `999999999` for an unborn child. */
  bsn: z
    .string()
    .regex(/^\d{9}$/)
    .nullable()
    .default(null),
  givenName: z.string().min(1).max(200).nullable().default(null),
  prefix: z.string().min(1).max(20).nullable().default(null),
  surname: z.string().min(1).max(200).nullable().default(null),
  /** A part that nobody knows is written as zeros, e.g. `1960-02-00`. */
  birthDate: z
    .string()
    .regex(/^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$/)
    .refine(isDayOrPartOfOne)
    .nullable()
    .default(null),
  sex: z.enum(['M', 'V', 'O']).nullable().default(null),
  diedOn: day.nullable().default(null),
  /** Filed before the birth. It stays after it, so that it is seen whose birth a later number is of. */
  unborn: z
    .strictObject({
      motherPersonNumber: personNumber.nullable().default(null),
      expectedOn: day.nullable().default(null),
      children: z.int().min(1).max(9).default(1),
    })
    .nullable()
    .default(null),
  residences: z.array(residenceSchema).max(20).default([]),
});

function isDayOrPartOfOne(text: string): boolean {
  return /-00/.test(text) || z.iso.date().safeParse(text).success;
}
