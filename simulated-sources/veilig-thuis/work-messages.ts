/**
 * What a unit records of its own work on a case, beside its reports: who works on it, whom they met, whom the
 * unit asked to take over, what it worries about, and whom its file names. All of it may be left out. Who
 * reported stands in none of it.
 */
import { z } from 'zod';

const day = z.iso.date();
const personNumber = z.string().regex(/^P\d{1,3}$/);
/** The unit's own number of one of its people. */
const workerNumber = z.string().min(1).max(40);
const words = z.string().min(1).max(2_000);

/** Kinds of organisation, as this interface names them. */
export const organisationKinds = ['veilig-thuis', 'raad', 'gi', 'local-team'] as const;

/** One of the unit's own people, for as long as they worked on it. */
export const workersSchema = z
  .array(
    z.strictObject({
      workerNumber,
      /** In the professional register SKJ, where the worker is in it. */
      skjNumber: z.string().min(1).max(40).nullable().default(null),
      name: z.string().min(1).max(200).nullable().default(null),
      role: z.string().min(1).max(100),
      /** Whether the family is with nobody when this worker is gone; `null`: not recorded. */
      carriesCase: z.boolean().nullable().default(null),
      from: day,
      until: day.nullable().default(null),
    }),
  )
  .max(50)
  .optional();

/** That a worker met the family for the first time, or took its story. */
export const contactsSchema = z
  .array(
    z.strictObject({
      kind: z.enum(['intake', 'first-contact']),
      on: day,
      workerNumber: workerNumber.nullable().default(null),
    }),
  )
  .max(200)
  .optional();

export const sightingsSchema = z
  .array(z.strictObject({ personNumber, on: day, how: z.enum(['seen', 'spoken-alone', 'phoned']) }))
  .max(500)
  .optional();

/** That the unit asked another to take over. */
export const takeOversSchema = z
  .array(
    z.strictObject({
      to: z.enum(organisationKinds),
      /** The code of the unit that was asked; `null`: not recorded which. */
      unit: z
        .string()
        .regex(/^[A-Z]{2,5}\d{0,2}$/)
        .nullable()
        .default(null),
      on: day,
      reason: words,
      /** For whom; left out: for the family as a whole. */
      personNumbers: z.array(personNumber).optional(),
    }),
  )
  .max(50)
  .optional();

export const concernsSchema = z
  .array(
    z.strictObject({
      /** What was seen or heard; `null`: a word alone was written. */
      fact: words.nullable().default(null),
      label: z.string().min(1).max(200).nullable().default(null),
      description: words.nullable().default(null),
      severity: z.enum(['light', 'moderate', 'serious']).nullable().default(null),
      observedOn: day,
      nature: z.enum(['fact', 'opinion']),
      /** As of a statement: what the police gave goes nowhere without a release of its own. */
      origin: z.enum(['police']).nullable().default(null),
      /** About whom; left out: the family as a whole. */
      personNumbers: z.array(personNumber).optional(),
      /** What the family says of it. */
      reactions: z
        .array(
          z.strictObject({ by: z.string().min(1).max(200), on: day.nullable().default(null), text: words }),
        )
        .max(50)
        .default([]),
    }),
  )
  .max(200)
  .optional();

/**
 * Whom the file names as involved with the family: units by their codes and others by name, whole as of a
 * day. `null`: the unit keeps that list in another of its records.
 */
export const involvedPartiesSchema = z
  .strictObject({ asOf: day, parties: z.array(z.string().min(1).max(200)).max(200) })
  .nullable()
  .optional();

interface NamingPersons {
  readonly personNumbers?: readonly string[] | undefined;
}

/** The work on a report, as far as it names people. */
export interface WorkOnReport {
  readonly concerns?: readonly NamingPersons[] | undefined;
  readonly takeOvers?: readonly NamingPersons[] | undefined;
  readonly safetyPlans: readonly NamingPersons[];
  readonly inquiry: {
    readonly takeOvers?: readonly NamingPersons[] | undefined;
    readonly sightings?: readonly { readonly personNumber: string }[] | undefined;
  } | null;
}

interface Meetings {
  readonly workers?: readonly { readonly workerNumber: string }[] | undefined;
  readonly contacts?: readonly { readonly workerNumber: string | null }[] | undefined;
}

/** The persons of the case whom the work on a report names. */
export function personsInWork({
  concerns,
  takeOvers,
  safetyPlans,
  inquiry,
}: WorkOnReport): readonly string[] {
  return [
    ...[concerns, takeOvers, safetyPlans, inquiry?.takeOvers].flatMap((list) =>
      (list ?? []).flatMap(({ personNumbers }) => personNumbers ?? []),
    ),
    ...(inquiry?.sightings ?? []).map((sighting) => sighting.personNumber),
  ];
}

/** Whether every meeting was with a worker of its inquiry, or with nobody who was named. */
export function meetsOwnWorkers({ workers, contacts }: Meetings): boolean {
  const own = new Set((workers ?? []).map(({ workerNumber }) => workerNumber));
  return (contacts ?? []).every(({ workerNumber }) => workerNumber === null || own.has(workerNumber));
}
