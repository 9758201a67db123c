/**
 * What Veilig Thuis records of a case, in the words of its own interface: as a colleague files it, checked strictly.
 *
 * Reporters (role 391) and the organisation's own professionals (role 41x) stand among the persons and in the reports, as
 * they do in the real systems. Whoever reads the interface has to leave them behind.
 */
import { z } from 'zod';
import { personSchema } from './person-messages.js';
import {
  concernsSchema,
  contactsSchema,
  involvedPartiesSchema,
  meetsOwnWorkers,
  organisationKinds,
  personsInWork,
  sightingsSchema,
  takeOversSchema,
  workersSchema,
} from './work-messages.js';

const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });
const personNumber = z.string().regex(/^P\d{1,3}$/);
const bsn = z.string().regex(/^\d{9}$/);
const unitCodes = ['VT1', 'VT2', 'VT3', 'VT4'] as const;
const natures = ['fact', 'opinion', 'agreement'] as const;
/** Aard van het geweld and aanleiding, Uitvoeringsregeling Wmo 2015, annex, edition 2015. */
const violenceCodes = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11'] as const;
const occasionCodes = ['01', '02', '03', '04', '05', '06', '07', '08', '09'] as const;
/** StUF Jeugdzorg (CORV) 1.0.9. */
const outcomeCodes = [
  'VT-00',
  'VT-01-01',
  'VT-01-02',
  'VT-01-03',
  'VT-01-04',
  'VT-02',
  'VT-03',
  'VT-99',
] as const;

const statementSchema = z.strictObject({
  text: z.string().min(1).max(2_000),
  nature: z.enum(natures),
  /** From whom the unit has it, where that binds it: what the police gave goes nowhere without a release of its own. */
  origin: z.enum(['police']).nullable().default(null),
});

/** A statement of a plan. The days are of what was agreed: when, by when it is to be done, and when it was or ended. */
const agreementSchema = statementSchema.extend({
  agreedOn: day.optional(),
  dueOn: day.optional(),
  endedOn: day.optional(),
});

/** The parts of a report that are decided on apart. */
export const reportParts = [
  'report',
  'police-statements',
  'safety-assessment',
  'safety-plan',
  'inquiry',
] as const;
export type ReportPart = (typeof reportParts)[number];

/** To whom a report was passed on, and which of its parts somebody here released: what others may be shown follows from it. */
const disclosureSchema = z.strictObject({
  /** Overdracht: the matter went on to another kind of organisation. */
  handedOver: z
    .array(z.strictObject({ to: z.enum(organisationKinds), on: day }))
    .max(20)
    .default([]),
  /** Sent along with a request, e.g. a verzoek tot onderzoek to the Raad. */
  attached: z
    .array(
      z.strictObject({
        part: z.enum(reportParts).exclude(['police-statements']),
        to: z.enum(organisationKinds),
        on: day,
      }),
    )
    .max(50)
    .default([]),
  /** Released on request: to a kind of organisation, to one case of another, or to parents without authority. */
  released: z
    .array(
      z.strictObject({
        part: z.enum(reportParts),
        to: z.union([
          z.enum([...organisationKinds, 'parent-without-authority']),
          z.string().regex(/^[A-Z]+\d*\/\d{4}-\d{1,6}$/),
        ]),
        on: day,
      }),
    )
    .max(200)
    .default([]),
});

/** A report (melding) as it is filed. The codes are those of the lists that `codeLists` in `api.ts` names. */
export const reportFilingSchema = z.strictObject({
  receivedOn: instant,
  recordedAt: instant.nullable().default(null),
  relation: z.enum(['first', 'during-involvement', 'after-closing']).default('first'),
  /** The number of the earlier report. */
  repeatOf: z.string().min(1).max(100).nullable().default(null),
  violenceKinds: z.array(z.enum(violenceCodes)).default([]),
  occasions: z.array(z.enum(occasionCodes)).default([]),
  nature: z.enum(natures).default('fact'),
  statements: z.array(statementSchema).default([]),
  incident: z
    .strictObject({
      occurredOn: day.nullable().default(null),
      /** Free text, for the unit itself. */
      place: z.string().min(1).max(200).nullable().default(null),
      involved: z
        .array(
          z.strictObject({
            /** `null`: somebody who is no person of the case, described in words. */
            personNumber: personNumber.nullable(),
            description: z.string().min(1).max(200).nullable().default(null),
            role: z.enum(['victim', 'suspected', 'witness', 'involved']),
          }),
        )
        .default([]),
    })
    .nullable()
    .default(null),
  safetyAssessment: z
    .strictObject({
      assessedOn: day,
      dueOn: day.nullable().default(null),
      outcome: z.enum(outcomeCodes),
      workers: workersSchema,
    })
    .nullable()
    .default(null),
  inquiry: z
    .strictObject({
      decidedOn: day.nullable().default(null),
      startedOn: day.nullable().default(null),
      endedOn: day.nullable().default(null),
      outcome: z
        .enum(['confirmed', 'not-confirmed', 'none-found', 'moved-away', 'died'])
        .nullable()
        .default(null),
      recordedAt: instant.nullable().default(null),
      personNumbers: z.array(personNumber).default([]),
      workers: workersSchema,
      contacts: contactsSchema,
      sightings: sightingsSchema,
      takeOvers: takeOversSchema,
    })
    .refine(meetsOwnWorkers, { path: ['contacts'] })
    .nullable()
    .default(null),
  safetyPlans: z
    .array(
      z.strictObject({
        validFrom: day,
        validUntil: day.nullable().default(null),
        agreements: z.array(agreementSchema).default([]),
        /** For whom; left out: for the family as a whole. */
        personNumbers: z.array(personNumber).optional(),
      }),
    )
    .default([]),
  informed: z
    .array(
      z.strictObject({ personNumber, on: day.nullable().default(null), dueOn: day.nullable().default(null) }),
    )
    .default([]),
  concerns: concernsSchema,
  takeOvers: takeOversSchema,
  involvedParties: involvedPartiesSchema,
  disclosure: disclosureSchema.default({ handedOver: [], attached: [], released: [] }),
  retainUntil: day.nullable().default(null),
  /** Who reported. Protected: the law leaves the reporter's identity and capacity with Veilig Thuis. */
  reporter: z
    .strictObject({ role: z.literal('391'), capacity: z.string().min(1).max(200) })
    .nullable()
    .default(null),
});

/** What is kept of a case as a whole, besides its persons and reports, and may change while it lasts. */
export const caseStateSchema = z.strictObject({
  closedOn: day.nullable().default(null),
  /** The addresses of this case are secret: for the persons with these numbers, or (`null`) for everybody outside. */
  secretAddress: z
    .strictObject({ keptFrom: z.array(bsn).min(1).max(20).nullable().default(null) })
    .nullable()
    .default(null),
  /** Child protection measures on a child of the case, as the unit was told of them. */
  measures: z
    .array(z.strictObject({ from: day, until: day.nullable().default(null) }))
    .max(20)
    .default([]),
  /** Consents of the persons concerned that somebody without parental authority may know that the unit is involved. */
  consents: z
    .array(
      z.strictObject({
        to: z.literal('parent-without-authority'),
        from: day,
        until: day.nullable().default(null),
      }),
    )
    .max(20)
    .default([]),
});

/** A case as it is filed: the persons, and the first reports. */
export const caseFilingSchema = caseStateSchema
  .extend({
    unit: z.enum(unitCodes),
    openedOn: day,
    persons: z.array(personSchema).min(1).max(50),
    reports: z.array(reportFilingSchema).max(50).default([]),
  })
  .superRefine((filing, context) => {
    const numbers = filing.persons.map((person) => person.personNumber);
    const refuse = (path: (string | number)[]): void => context.addIssue({ code: 'custom', path });
    if (new Set(numbers).size < numbers.length) refuse(['persons']);
    if (filing.closedOn !== null && filing.closedOn < filing.openedOn) refuse(['closedOn']);
    for (const [index, { unborn }] of filing.persons.entries()) {
      const mother = unborn?.motherPersonNumber;
      if (mother && !numbers.includes(mother)) refuse(['persons', index, 'unborn', 'motherPersonNumber']);
    }
    for (const [index, report] of filing.reports.entries()) {
      if (!namesOnly(report, numbers)) refuse(['reports', index]);
    }
  });

/** Whether a report names no persons but these. */
export function namesOnly(
  report: z.output<typeof reportFilingSchema>,
  personNumbers: readonly string[],
): boolean {
  const named = [
    ...(report.incident?.involved ?? []).flatMap((role) => role.personNumber ?? []),
    ...(report.inquiry?.personNumbers ?? []),
    ...report.informed.map((notice) => notice.personNumber),
    ...personsInWork(report),
  ];
  return named.every((number) => personNumbers.includes(number));
}

export type CaseFiling = z.input<typeof caseFilingSchema>;
export type ReportFiling = z.input<typeof reportFilingSchema>;
export type CaseState = z.output<typeof caseStateSchema>;
export type FiledReport = z.output<typeof reportFilingSchema> & { readonly reportNumber: string };

/** A case as the register holds it. */
export interface FiledCase extends Readonly<CaseState> {
  /** `<unit>/<year>-<number>`. */
  readonly caseNumber: string;
  readonly unit: (typeof unitCodes)[number];
  readonly openedOn: string;
  readonly persons: readonly z.output<typeof personSchema>[];
  readonly reports: readonly FiledReport[];
}

/** One line of the advice register: advice is registered without the persons whom it is about. */
export interface AdviceLine {
  readonly unit: string;
  readonly givenOn: string;
  readonly askedBy: string;
}
