/**
 * What the message store's reads promise. The adapter checks it before it believes anything, and the store before it
 * keeps a message, so that it confirms nothing that could not be shown.
 */
import { z } from 'zod';
import { dateSchema, dateTimeSchema } from '../../../adapter-kit/dates.js';
import type { RaadResult, RaadStatus } from '../source.js';
import { recordDossierSchema } from './dossier-contract.js';

const statusTexts = ['Intake afgerond', 'Onderzoek afgerond', 'Zaak afgerond'] as const;
const resultTexts = [
  'Verzoek tot onderzoek afgewezen',
  'Geen rekest Kinderbescherming',
  'Maatregel opgelegd',
  'Geen maatregel opgelegd',
] as const;

/** Status texts of StUF Jeugdzorg 1.0.9 (STT omschrijving), in the order in which an investigation passes them. */
export const statuses: Readonly<Record<(typeof statusTexts)[number], RaadStatus>> = {
  'Intake afgerond': 'INTAKE_COMPLETED',
  'Onderzoek afgerond': 'INVESTIGATION_COMPLETED',
  'Zaak afgerond': 'CASE_COMPLETED',
};

/** Result texts of StUF Jeugdzorg 1.0.9 (resultaat omschrijving). */
export const results: Readonly<Record<(typeof resultTexts)[number], RaadResult>> = {
  'Verzoek tot onderzoek afgewezen': 'REQUEST_DECLINED',
  'Geen rekest Kinderbescherming': 'NO_PETITION',
  'Maatregel opgelegd': 'MEASURE_IMPOSED',
  'Geen maatregel opgelegd': 'NO_MEASURE_IMPOSED',
};

const personShape = {
  localKey: z.string().min(1),
  rawBsn: z.string().nullable(),
  birthDate: z.string().nullable(),
  sex: z.enum(['M', 'V']).nullable(),
  role: z.string().regex(/^\d{3}$/),
  stays: z.array(
    z.object({
      addressKey: z.string().min(1),
      /** Functie adres of the population register: woonadres or briefadres. */
      addressFunction: z.enum(['W', 'B']).nullable(),
      since: dateSchema,
      until: dateSchema.nullable(),
    }),
  ),
};

/** One case of the feed. */
export const rosterCaseSchema = z.object({
  reference: z.string().min(1).max(100),
  since: dateSchema,
  until: dateSchema.nullable(),
  unbornChildren: z.number().int().min(0),
  persons: z.array(
    z.object({
      ...personShape,
      surname: z.string().nullable(),
      firstNames: z.string().nullable(),
      isUnborn: z.boolean(),
      expectedOn: dateSchema.nullable(),
      postcode: z.string().nullable(),
      houseNumber: z.string().nullable(),
    }),
  ),
});

export const rosterSchema = z.object({
  mode: z.enum(['FULL', 'DELTA']),
  asOf: dateTimeSchema,
  watermark: z.string().min(1),
  next: z.string().min(1).nullable(),
  cases: z.array(rosterCaseSchema),
  removed: z.array(z.string()),
});

const decisionSchema = z.object({
  decidedOn: dateSchema,
  explanation: z.string().nullable(),
  effectiveFrom: dateSchema.nullable(),
  effectiveUntil: dateSchema.nullable(),
});

const notificationSchema = z
  .object({
    client: z.string().min(1),
    sentAt: dateTimeSchema.nullable(),
    about: z.string().nullable(),
    startedOn: dateSchema.nullable(),
    status: z.enum(statusTexts).nullable(),
    statusSetOn: dateSchema.nullable(),
    result: z.enum(resultTexts).nullable(),
    decisions: z.array(decisionSchema),
  })
  .refine((one) => one.status === null || one.statusSetOn !== null, {
    path: ['statusSetOn'],
    params: { expected: 'the day on which the status was set' },
  });

export const caseFileSchema = z.object({
  reference: z.string().min(1),
  persons: z.array(
    z.object({ ...personShape, birthDate: dateSchema.nullable(), name: z.string().nullable() }),
  ),
  requests: z.array(
    z.object({
      registeredOn: dateSchema.nullable(),
      requestedBy: z.string().nullable(),
      about: z.string().nullable(),
      sentAt: dateTimeSchema.nullable(),
    }),
  ),
  notifications: z.array(notificationSchema),
  /** In a part of a case: the records of which something is in it, and the children whom each is about. */
  records: z.array(z.object({ number: z.string().min(1), clients: z.array(z.string().min(1)) })).optional(),
  /** What the Raad's own file tells of its investigations; absent: nothing was handed in. */
  dossiers: z.array(recordDossierSchema).optional(),
});

const periodSchema = z.object({ since: dateSchema.nullable(), until: dateSchema.nullable() });

/** What is decided from, of one case: no name, no word of a message. */
export const caseAttributesSchema = z.object({
  reference: z.string().min(1),
  since: dateSchema,
  until: dateSchema.nullable(),
  requestedBy: z.enum(['COLLEGE', 'VT', 'GI', 'EX_OFFICIO']).nullable(),
  persons: z.array(z.object({ localKey: z.string().min(1), rawBsn: z.string().nullable() })),
  records: z.array(
    periodSchema.extend({
      recordType: z.enum(['raad-status', 'raad-report', 'court-decision']),
      number: z.string().min(1),
      /** `localKey` of each whom it is about. */
      concerns: z.array(z.string().min(1)),
      /** The measure that followed; `null`: none, or the day from which it works was not told. */
      measure: z.object({ since: dateSchema, until: dateSchema.nullable() }).nullable(),
    }),
  ),
  releases: z.array(z.object({ recordType: z.string(), to: z.string() })),
  consents: z.array(z.object({ recordType: z.string(), to: z.string() })),
  shieldedFrom: z.array(z.string()),
});

/** Which attributes came, before each is judged on its own. */
export const casesAttributesSchema = z.object({ cases: z.array(z.looseObject({ reference: z.string() })) });

/** Which files came, before each is judged on its own: one that broke its contract does not take the others along. */
export const caseFilesSchema = z.object({ caseFiles: z.array(z.looseObject({ reference: z.string() })) });

export type StoreCaseFile = z.infer<typeof caseFileSchema>;
export type StoreNotification = z.infer<typeof notificationSchema>;
export type StoreRosterCase = z.infer<typeof rosterCaseSchema>;
export type StoreCaseAttributes = z.infer<typeof caseAttributesSchema>;
