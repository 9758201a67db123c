/**
 * What the store tells of an investigation from the Raad's own file, beside the messages (ADR 0029): who
 * worked on it, whom they met, whom they asked to take over, and whom the file names. The store holds a
 * dossier message to the same rows before it keeps it.
 */
import { z } from 'zod';
import { isBsn } from '../../../adapter-kit/bsn.js';
import { dateSchema, dateTimeSchema } from '../../../adapter-kit/dates.js';

/** A key of the Raad's own system; opaque here. */
const ownKey = z.string().regex(/^[\w.-]{1,50}$/);
const localKey = z.string().min(1).max(100);

/** Words for people: one line, and never a citizen's number. */
function words(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), { params: { expected: 'one line of text' } })
    .refine((text) => !(text.match(/\d{9}/g) ?? []).some(isBsn), {
      params: { expected: 'no citizen service number' },
    });
}

const rows = {
  /** When the Raad's system sent it. */
  sentAt: dateTimeSchema,
  workers: z
    .array(
      z.strictObject({
        /** The Raad's own number of the worker. */
        number: ownKey,
        /** The number in the professional register (SKJ), where the system has it. */
        skj: ownKey.nullable().default(null),
        /** As the Raad shows the worker. */
        name: words(100).nullable().default(null),
      }),
    )
    .max(200)
    .default([]),
  work: z
    .array(
      z.strictObject({
        id: ownKey,
        worker: ownKey,
        role: words(100),
        /** Absent: the system does not say. */
        carriesCase: z.boolean().nullable().default(null),
        since: dateSchema,
        /** The last day. */
        until: dateSchema.nullable().default(null),
      }),
    )
    .max(200)
    .default([]),
  /** With the family itself; what happens at a desk is none. */
  contacts: z
    .array(
      z.strictObject({
        id: ownKey,
        kind: z.enum(['INTAKE', 'FIRST_CONTACT']),
        on: dateSchema,
        worker: ownKey.nullable().default(null),
      }),
    )
    .max(500)
    .default([]),
  handovers: z
    .array(
      z.strictObject({
        id: ownKey,
        toOrganisation: z.enum(['VEILIG_THUIS', 'GI', 'LOCAL_TEAM']),
        /** As references of that unit begin (`GI1`). */
        toUnit: words(20).nullable().default(null),
        askedOn: dateSchema,
        reason: words(200),
        /** `localKey` of each whom it concerns; none: the whole family. */
        persons: z.array(localKey).max(100).default([]),
      }),
    )
    .max(100)
    .default([]),
  sightings: z
    .array(
      z.strictObject({
        id: ownKey,
        /** `localKey`. */
        person: localKey,
        on: dateSchema,
        how: z.enum(['SEEN', 'SPOKEN_ALONE', 'PHONED']),
      }),
    )
    .max(1_000)
    .default([]),
  /**
   * Whom the file names as involved, as a whole list of one day: units as references begin, other parties by
   * name.
   */
  knows: z
    .strictObject({ asOf: dateSchema, parties: z.array(words(100)).max(200) })
    .nullable()
    .default(null),
};

/** What is told of one investigation, by the number of its record. */
export const recordDossierSchema = z
  .strictObject({ number: z.string().min(1).max(250), ...rows })
  .superRefine(checkRows);

/** The message as it is handed in: one for a case, whole each time. */
export const dossierMessageSchema = z
  .strictObject({
    message: z.literal('dossierbericht'),
    version: z.literal(1),
    reference: z.string().min(1).max(100),
    ...rows,
  })
  .superRefine(checkRows);

export type StoreRecordDossier = z.infer<typeof recordDossierSchema>;
export type DossierMessage = z.infer<typeof dossierMessageSchema>;

type Rows = Pick<DossierMessage, 'workers' | 'work' | 'contacts' | 'handovers' | 'sightings'>;

function checkRows(told: Rows, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], expected: string): void => {
    context.addIssue({ code: 'custom', path, params: { expected } });
  };
  for (const list of ['work', 'contacts', 'handovers', 'sightings'] as const) {
    if (hasTwice(told[list].map(({ id }) => id))) refuse([list], 'every id once');
  }
  const numbers = told.workers.map(({ number }) => number);
  if (hasTwice(numbers)) refuse(['workers'], 'every worker once');
  for (const list of ['work', 'contacts'] as const) {
    told[list].forEach(({ worker }, index) => {
      if (worker !== null && !numbers.includes(worker)) refuse([list, index, 'worker'], 'one of the workers');
    });
  }
  told.work.forEach(({ since, until }, index) => {
    if (until !== null && until < since) refuse(['work', index, 'until'], 'work to end after it began');
  });
}

function hasTwice(keys: readonly string[]): boolean {
  return new Set(keys).size < keys.length;
}
