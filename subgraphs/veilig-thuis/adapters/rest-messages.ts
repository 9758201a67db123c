/**
 * What the REST interface of Veilig Thuis promises to send, version 1 (docs/sources/veilig-thuis.md).
 *
 * Keys that do not stand here are dropped on arrival: reporter, the place of an incident and whatever is
 * added later go no further. What stands here as optional or with a default may be missing, because a system
 * may not keep it; it may not be wrong. A list of a unit's own work has no default: left out it is not kept,
 * and that is not the same as empty.
 */
import { z } from 'zod';
import { dateSchema, dateTimeSchema, isDate } from '../../../adapter-kit/dates.js';
import { assessmentOutcomeList, occasionList, violenceKindList } from './code-lists.js';
import {
  concernSchema,
  contactSchema,
  involvedPartiesSchema,
  sightingSchema,
  takeOverSchema,
  workerSchema,
} from './work-messages.js';

const caseNumber = z.string().min(1).max(100);
const personNumber = z.string().min(1).max(20);

/**
 * A day of somebody's life. One that is no day, because a part is unknown and written as zeros or because it
 * was mistyped, is taken as not recorded: it says nothing for sure, and must not cost everybody else in the
 * feed.
 */
const lifeDaySchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform((text) => (isDate(text) ? text : null))
  .nullable();

const personSchema = z.object({
  personNumber,
  role: z.string().regex(/^\d{3}$/),
  bsn: z
    .string()
    .regex(/^\d{9}$/)
    .nullable(),
  birthDate: lifeDaySchema,
  // O (onbekend) is no sex that two records could agree on.
  sex: z
    .enum(['M', 'V', 'O'])
    .transform((sex) => (sex === 'O' ? null : sex))
    .nullable(),
  givenName: z.string().nullable(),
  prefix: z.string().nullable(),
  surname: z.string().nullable(),
});

const feedCaseSchema = z.object({
  caseNumber,
  unit: z.string().min(1),
  unitName: z.string().min(1),
  contact: z.string().min(1).nullable(),
  openedOn: dateSchema,
  closedOn: dateSchema.nullable(),
  persons: z.array(
    personSchema.extend({
      residences: z.array(
        z.object({
          addressId: z.string().regex(/^\d{16}$/),
          kind: z.enum(['dwelling', 'institution', 'shelter', 'postal']),
          from: dateSchema.nullable(),
          until: dateSchema.nullable(),
          postcode: z.string().min(1).nullable(),
          houseNumber: z.string().min(1).nullable(),
        }),
      ),
      diedOn: lifeDaySchema,
      unborn: z
        .object({
          motherPersonNumber: personNumber.nullable(),
          expectedOn: dateSchema.nullable(),
          children: z.number().int().min(1),
        })
        .nullable(),
    }),
  ),
  /** From whom the addresses are kept: persons by number, or (`keptFrom` is `null`) everybody. */
  secretAddress: z.object({ keptFrom: z.array(z.string()).min(1).nullable() }).nullable(),
  /** Per report, who was told of it and when. */
  notices: z.array(
    z.object({
      reportNumber: z.string().min(1),
      informed: z.array(z.object({ personNumber, on: dateSchema.nullable() })),
    }),
  ),
});

export const feedPageSchema = z.object({
  asOf: dateTimeSchema,
  watermark: z.string().min(1).max(100),
  hasMore: z.boolean(),
  cases: z.array(feedCaseSchema),
  removed: z.array(caseNumber),
});

const natureSchema = z.enum(['fact', 'opinion', 'agreement']);
const statementSchema = z.object({
  text: z.string(),
  nature: natureSchema,
  origin: z.enum(['police']).nullable().default(null),
});
const codesSchema = (list: {
  readonly list: string;
  readonly version: string;
  readonly codes: ReadonlyMap<string, unknown>;
}) =>
  z.object({
    list: z.literal(list.list),
    version: z.literal(list.version),
    codes: z.array(z.string().refine((code) => list.codes.has(code), expected(`a code of ${list.list}`))),
  });

/** What hangs on a report and is decided on apart; what was not asked for is `null`, or not in the list. */
const partsShape = {
  safetyAssessment: z
    .object({
      assessedOn: dateSchema,
      dueOn: dateSchema.nullable(),
      outcome: z.object({
        list: z.literal(assessmentOutcomeList.list),
        version: z.literal(assessmentOutcomeList.version),
        code: z
          .string()
          .refine(
            (code) => assessmentOutcomeList.codes.has(code),
            expected(`a code of ${assessmentOutcomeList.list}`),
          ),
      }),
      workers: z.array(workerSchema).optional(),
    })
    .nullable(),
  inquiry: z
    .object({
      inquiryNumber: z.string().min(1).max(140),
      recordedAt: dateTimeSchema.nullable(),
      decidedOn: dateSchema.nullable(),
      startedOn: dateSchema.nullable(),
      endedOn: dateSchema.nullable(),
      outcome: z.enum(['confirmed', 'not-confirmed', 'none-found', 'moved-away', 'died']).nullable(),
      personNumbers: z.array(personNumber),
      workers: z.array(workerSchema).optional(),
      contacts: z.array(contactSchema).optional(),
      sightings: z.array(sightingSchema).optional(),
      takeOvers: z.array(takeOverSchema).optional(),
    })
    .nullable(),
  safetyPlans: z.array(
    z.object({
      planNumber: z.string().min(1).max(140),
      validFrom: dateSchema,
      validUntil: dateSchema.nullable(),
      agreements: z.array(
        statementSchema.extend({
          agreedOn: dateSchema.nullable().default(null),
          dueOn: dateSchema.nullable().default(null),
          endedOn: dateSchema.nullable().default(null),
        }),
      ),
      /** For whom; left out: for the family as a whole. */
      personNumbers: z.array(personNumber).default([]),
    }),
  ),
};

const reportSchema = z.object({
  reportNumber: z.string().min(1).max(120),
  recordedAt: dateTimeSchema.nullable(),
  receivedOn: dateTimeSchema,
  relation: z.enum(['first', 'during-involvement', 'after-closing']),
  repeatOf: z.string().min(1).max(120).nullable(),
  violenceKinds: codesSchema(violenceKindList),
  occasions: codesSchema(occasionList),
  nature: natureSchema,
  statements: z.array(statementSchema),
  incident: z
    .object({
      occurredOn: dateSchema.nullable(),
      involved: z.array(
        z.object({
          // `null`: somebody who is no person of the case.
          personNumber: personNumber.nullable(),
          role: z.enum(['victim', 'suspected', 'witness', 'involved']),
        }),
      ),
    })
    .nullable(),
  informed: z.array(z.object({ personNumber, on: dateSchema.nullable(), dueOn: dateSchema.nullable() })),
  concerns: z.array(concernSchema).optional(),
  takeOvers: z.array(takeOverSchema).optional(),
  /** `null`: the unit keeps its list in another of its records. */
  involvedParties: involvedPartiesSchema.nullable().optional(),
  retainUntil: dateSchema.nullable(),
  ...partsShape,
});

/** Parts of a report of which the content itself was not asked for. */
const detachedPartsSchema = z.object({
  reportNumber: z.string().min(1).max(120),
  retainUntil: dateSchema.nullable(),
  ...partsShape,
});

/** Read before the rest of a case file, so that a file that is broken breaks nothing but itself. */
export const caseNumberSchema = z.object({ caseNumber });

export const caseFileSchema = z.object({
  caseNumber,
  unitName: z.string().min(1),
  persons: z.array(personSchema),
  reports: z.array(reportSchema),
  detachedParts: z.array(detachedPartsSchema).default([]),
});

export const searchAnswerSchema = z.object({
  caseFiles: z.array(z.unknown()),
  notFound: z.array(caseNumber),
});

/**
 * RFC 6749 section 5.1; `expires_in` is required here, since without it nobody knows how long a token holds.
 */
export const tokenAnswerSchema = z.object({
  access_token: z.string().regex(/^[\w.~+/=-]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().int().positive(),
});

export type FeedCase = z.output<typeof feedCaseSchema>;
export type CaseFileMessage = z.output<typeof caseFileSchema>;
export type ReportMessage = z.output<typeof reportSchema>;
export type PartsMessage = z.output<typeof detachedPartsSchema>;

function expected(what: string): { readonly params: { readonly expected: string } } {
  return { params: { expected: what } };
}
