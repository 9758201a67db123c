/**
 * A person of a case, as the database gives them, to what the feed says: pseudonyms, a role and periods. What the GI does not
 * know for certain is left out, and never guessed.
 */
import { z } from 'zod';
import { dateSchema } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { addressTypes, type RosterPerson } from '../../../adapter-kit/roster.js';

/** How much of a birth date is known: the rest of it was filled in. */
export const birthDatePrecisionSchema = z.enum(['DAY', 'MONTH', 'YEAR']);

const staySchema = z.strictObject({
  address_key: z.string().regex(/^\d{16}$/),
  address_type: z.enum(addressTypes),
  since: dateSchema.nullable(),
  until: dateSchema.nullable(),
  postcode: z.string().nullable(),
  house_number: z.string().nullable(),
});

export const casePersonSchema = z.strictObject({
  person_key: z.string().min(1),
  role_code: z.string().regex(/^\d{3}$/),
  citizen_number: z.string().nullable(),
  surname: z.string().nullable(),
  given_names: z.string().nullable(),
  birth_date: dateSchema.nullable(),
  birth_date_precision: birthDatePrecisionSchema,
  sex: z.enum(['M', 'V', 'O']).nullable(),
  died_on: dateSchema.nullable(),
  /** Only of a child that was recorded before its birth. */
  expected_children: z.int().min(1).nullable(),
  expected_on: dateSchema.nullable(),
  mother_citizen_number: z.string().nullable(),
  since: dateSchema.nullable(),
  until: dateSchema.nullable(),
  /** The earliest first. */
  stays: z.array(staySchema),
});

type CasePerson = z.infer<typeof casePersonSchema>;

/** Pseudonyms are made here: no number, name or address goes any further. */
export function toRosterPerson(row: CasePerson, pseudonymiser: Pseudonymiser): RosterPerson {
  const birthDate = knownBirthDate(row);
  const names = knownGivenNames(row.given_names);
  const givenName = pseudonymiser.givenName(names, birthDate, row.sex);
  // Where the person lives now; of somebody who left, none.
  const home = row.stays.findLast(({ until }) => until === null);
  const statutoryMatch = pseudonymiser.statutoryMatch({
    surname: row.surname,
    givenNames: names,
    birthDate,
    postcode: home?.postcode,
    houseNumber: home?.house_number,
  });
  return {
    person: pseudonymiser.person(row.citizen_number),
    check: pseudonymiser.check(birthDate, row.sex),
    localKey: row.person_key,
    ...(givenName === null ? {} : { givenName }),
    ...(statutoryMatch === null ? {} : { statutoryMatch }),
    ...(row.expected_children === null
      ? {}
      : {
          unborn: {
            mother: pseudonymiser.person(row.mother_citizen_number),
            expectedOn: row.expected_on,
            children: row.expected_children,
          },
        }),
    ...(row.died_on === null ? {} : { diedOn: row.died_on }),
    role: row.role_code,
    since: row.since,
    until: row.until,
    stays: row.stays.flatMap((stay) => {
      const address = pseudonymiser.address(stay.address_key);
      return address === null
        ? []
        : [{ address, addressType: stay.address_type, since: stay.since, until: stay.until }];
    }),
  };
}

/** A date of which the month or the day was filled in is no birth date to recognise anybody by. */
export function knownBirthDate(row: {
  readonly birth_date: string | null;
  readonly birth_date_precision: z.infer<typeof birthDatePrecisionSchema>;
}): string | null {
  return row.birth_date_precision === 'DAY' ? row.birth_date : null;
}

/** Initials are no names, and neither is what is written while a child has none (`NN`, nomen nescio). */
function knownGivenNames(written: string | null): string | null {
  const first = written?.trim().split(/\s+/)[0] ?? '';
  const isName = first.length > 1 && !first.includes('.') && !/^n\.?n\.?$/i.test(first);
  return isName ? written : null;
}
