/** What the interface promises to send of a case to decide from, version 1.2 (docs/sources/veilig-thuis.md): no name, no content. */
import { z } from 'zod';
import { dateSchema } from '../../../adapter-kit/dates.js';

const personNumber = z.string().min(1).max(20);
/** Kinds of organisation as the interface names them; one that is not known goes for nobody. */
const organisationKind = z.string().min(1).max(50);
const passedOnSchema = z.object({ to: organisationKind, on: dateSchema });
const periodSchema = z.object({ from: dateSchema, until: dateSchema.nullable() });

const partSchema = z.object({
  part: z.enum(['report', 'police-statements', 'safety-assessment', 'safety-plan', 'inquiry']),
  number: z.string().min(1).max(150),
  from: dateSchema.nullable(),
  until: dateSchema.nullable(),
  /** Whom it concerns; `null`: everybody of the case. */
  personNumbers: z.array(personNumber).nullable(),
  attached: z.array(passedOnSchema),
  /** To a kind of organisation, or to one case of another organisation. */
  released: z.array(z.object({ to: z.string().min(1).max(100), on: dateSchema })),
});

export const caseAttributesSchema = z.object({
  caseNumber: z.string().min(1).max(100),
  unit: z.string().min(1),
  unitName: z.string().min(1),
  contact: z.string().min(1).nullable(),
  openedOn: dateSchema,
  closedOn: dateSchema.nullable(),
  secretAddress: z.object({ keptFrom: z.array(z.string()).min(1).nullable() }).nullable(),
  /** Child protection measures, as the unit was told of them. */
  measures: z.array(periodSchema),
  consents: z.array(periodSchema.extend({ to: z.string().min(1).max(50) })),
  persons: z.array(
    z.object({
      personNumber,
      role: z.string().regex(/^\d{3}$/),
      bsn: z
        .string()
        .regex(/^\d{9}$/)
        .nullable(),
    }),
  ),
  reports: z.array(
    z.object({
      reportNumber: z.string().min(1).max(120),
      informed: z.array(z.object({ personNumber, on: dateSchema.nullable() })),
      handedOver: z.array(passedOnSchema),
      retainUntil: dateSchema.nullable(),
      parts: z.array(partSchema),
    }),
  ),
});

export const attributesAnswerSchema = z.object({ cases: z.array(z.unknown()) });

export type CaseAttributesMessage = z.output<typeof caseAttributesSchema>;
