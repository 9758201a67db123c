/**
 * What the REST interface of Veilig Thuis sends of a unit's own work, since version 1.3: who works on a part
 * of a case, whom they met, whom the unit asked to take over, what it worries about, and whom its file names.
 * What is there is read strictly.
 */
import { z } from 'zod';
import { dateSchema } from '../../../adapter-kit/dates.js';

const personNumber = z.string().min(1).max(20);
const workerNumber = z.string().min(1).max(40);
const words = z.string().min(1).max(2_000);

export const workerSchema = z
  .object({
    /** The unit's own number. */
    workerNumber,
    /** In the professional register SKJ; `null`: in none, or not recorded. */
    skjNumber: z.string().min(1).max(40).nullable().default(null),
    name: z.string().min(1).max(200).nullable().default(null),
    role: z.string().min(1).max(100),
    carriesCase: z.boolean().nullable().default(null),
    from: dateSchema,
    until: dateSchema.nullable(),
  })
  .refine(({ from, until }) => until === null || until >= from, {
    path: ['until'],
    params: { expected: 'a last day that is not before the first' },
  });

export const contactSchema = z.object({
  kind: z.enum(['intake', 'first-contact']),
  on: dateSchema,
  workerNumber: workerNumber.nullable(),
});

export const sightingSchema = z.object({
  personNumber,
  on: dateSchema,
  how: z.enum(['seen', 'spoken-alone', 'phoned']),
});

export const takeOverSchema = z.object({
  to: z.enum(['veilig-thuis', 'raad', 'gi', 'local-team']),
  /** A code as references begin with it; `null`: not recorded which unit. */
  unit: z
    .string()
    .regex(/^[A-Z]{2,5}\d{0,2}$/)
    .nullable(),
  on: dateSchema,
  reason: words,
  /** For whom; left out: for the family as a whole. */
  personNumbers: z.array(personNumber).default([]),
});

export const concernSchema = z
  .object({
    fact: words.nullable(),
    label: z.string().min(1).max(200).nullable(),
    description: words.nullable(),
    severity: z.enum(['light', 'moderate', 'serious']).nullable(),
    observedOn: dateSchema,
    nature: z.enum(['fact', 'opinion']),
    /** As of a statement: what the police gave is shown only with the police's own part of the report. */
    origin: z.enum(['police']).nullable().default(null),
    /** About whom; left out: the family as a whole. */
    personNumbers: z.array(personNumber).default([]),
    reactions: z.array(z.object({ by: z.string().min(1).max(200), on: dateSchema.nullable(), text: words })),
  })
  .refine(({ fact, label }) => fact !== null || label !== null, {
    path: ['fact'],
    params: { expected: 'what was seen or heard, or the word that was used' },
  });

export const involvedPartiesSchema = z.object({
  asOf: dateSchema,
  parties: z.array(z.string().min(1).max(200)),
});

export type WorkerMessage = z.output<typeof workerSchema>;
export type ContactMessage = z.output<typeof contactSchema>;
export type SightingMessage = z.output<typeof sightingSchema>;
export type TakeOverMessage = z.output<typeof takeOverSchema>;
export type ConcernMessage = z.output<typeof concernSchema>;
