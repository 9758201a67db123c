/**
 * What an organisation contributes to the combined view of a household, in the narrow shapes that all of them share: for each kind of
 * part a schema, which is both the type and the contract. A part holds what its owner gives to this viewer and nothing else.
 */
import { z } from 'zod';
import { dateSchema, dateTimeSchema, isDate, isDateTime } from '../dates.js';
import {
  activityKinds,
  concernSeverities,
  costUnits,
  eventKinds,
  helpFrames,
  organisationKinds,
  type Precision,
  precisions,
  shownUnders,
  statementKinds,
  termKinds,
  workDomains,
} from './words.js';

const day = dateSchema.meta({ format: 'date' });
const instant = dateTimeSchema.meta({ format: 'date-time' });
const name = z.string().min(1);
const memberId = name.describe('A member of this household (Member.id).');

const sourceSchema = z
  .object({
    organisation: z.enum(organisationKinds),
    unit: name,
    system: name,
    recordId: name.describe("The organisation's own number of the record or of the case that holds it."),
    recordedAt: instant.nullable().describe('Null: its system does not say.'),
    retrievedAt: instant,
  })
  .meta({ id: 'Source', description: 'Where a record stands: as Source in the graph.' });

const part = {
  id: name.describe(
    'Opaque, stable while the record exists, unique among the parts of its kind of all organisations.',
  ),
  memberIds: z
    .array(memberId)
    .describe('Whom it concerns. Empty: the household as a whole, or nobody whom this viewer sees.'),
  source: sourceSchema,
};

const isMonth = (text: string): boolean => /^\d{4}-\d{2}$/.test(text) && isDate(`${text}-01`);
const isYear = (text: string): boolean => /^\d{4}$/.test(text);
const isWhen: Readonly<Record<Precision, (text: string) => boolean>> = {
  INSTANT: isDateTime,
  DAY: isDate,
  MONTH: isMonth,
  YEAR: isYear,
};
const aboutADay = z
  .string()
  .refine((text) => isDate(text) || isMonth(text) || isYear(text), {
    params: { expected: 'YYYY-MM-DD, YYYY-MM or YYYY' },
  })
  .describe('YYYY-MM-DD, YYYY-MM or YYYY.');

export const partSchemas = {
  events: z
    .object({
      ...part,
      kind: z.enum(eventKinds),
      when: z
        .string()
        .describe(
          'INSTANT: RFC 3339 with offset; DAY: YYYY-MM-DD; MONTH: YYYY-MM; YEAR: YYYY. Days are days in the Netherlands.',
        ),
      precision: z.enum(precisions),
      text: z
        .string()
        .nullable()
        .describe("The source's own words, where there are any and this viewer may read them."),
      statementKind: z.enum(statementKinds),
    })
    .refine(({ when, precision }) => isWhen[precision](when), {
      path: ['when'],
      params: { expected: 'a time as exact as its precision' },
    })
    .meta({ id: 'Event', description: 'Something that happened.' }),
  terms: z
    .object({
      ...part,
      kind: z.enum(termKinds),
      from: day.describe(
        'The day from which the term runs; for MEASURE_END and PLACEMENT_END the last day itself.',
      ),
      alsoFrom: day
        .nullable()
        .describe('A further day from which it may be read to run. Null: there is one reading.'),
      doneOn: day.nullable().describe('Null: not done, as far as recorded.'),
      timesPutOff: z
        .int()
        .min(0)
        .nullish()
        .describe('How often it was put off, where the law allows that. Null or absent: never.'),
    })
    .meta({
      id: 'TermStart',
      description:
        'What a term is counted from and whether it was kept; the day on which it ends is worked out by the rules of the law.',
    }),
  work: z
    .object({
      ...part,
      worker: name.describe(
        "Who it is: the same in two contributions only where both sources carry the same proof (a professional register's number, made opaque), otherwise the organisation's own number of the worker, made opaque with its unit. A name proves nothing.",
      ),
      name: z.string().nullable().describe('Null: not recorded, or not for this viewer.'),
      role: z.string().describe("In the organisation's words."),
      employer: name.describe(
        'The unit, as its references begin (VT1), or the party that this professional works for.',
      ),
      employerKind: z.enum(organisationKinds).nullable().describe('Null: a party outside the four.'),
      domain: z.enum(workDomains),
      isFixedFace: z.boolean().describe("Whether this is the family's fixed face (vast gezicht)."),
      carriesCase: z
        .boolean()
        .nullish()
        .describe(
          'Whether this worker carries the case at the unit, so that the family is with nobody when he or she is gone: the assessor or investigator, the jeugdbeschermer, the fixed face; not who advises beside them. Null or absent: the source does not say.',
        ),
      duo: name
        .nullish()
        .describe(
          'The fixed duo (local team and safety team) that this worker is half of, opaque. Null or absent: none, or not recorded.',
        ),
      recordedBy: name.describe('The unit that recorded it, as its references begin, e.g. LT1.'),
      shownUnder: z
        .enum(shownUnders)
        .nullish()
        .describe(
          'A party outside the four is shown because the person concerned consented, or its holder released it. Null or absent: by rule.',
        ),
      since: day,
      until: day.nullable().describe('The last day. Null: no end was recorded.'),
    })
    .meta({
      id: 'ProfessionalWork',
      description: "A professional's work with this household, as one organisation recorded it.",
    }),
  sightings: z
    .object({
      ...part,
      memberId,
      on: day,
      how: z
        .enum(['SEEN', 'SPOKEN_ALONE', 'PHONED'])
        .describe('SPOKEN_ALONE: and so seen. PHONED: not seen.'),
      by: z.string().describe('The unit or party.'),
    })
    .meta({ id: 'Sighting', description: 'That a member was seen or spoken.' }),
  concerns: z
    .object({
      ...part,
      fact: z.string().nullable().describe('What was seen or heard. Null: a label alone was recorded.'),
      label: z.string().nullable().describe('The word that was used, e.g. unsafe. Null: none.'),
      nature: z.string().nullable().describe("In the source's words."),
      severity: z.enum(concernSeverities).nullable(),
      observedOn: aboutADay,
      by: z.string().describe('The unit or party.'),
      statementKind: z.enum(['FACT', 'OPINION']),
      reactions: z
        .array(z.object({ by: z.string(), on: day.nullable(), text: z.string() }))
        .describe('What the family says of it, oldest first. Empty: not asked yet, or not recorded.'),
    })
    .meta({ id: 'RecordedConcern', description: 'A worry about somebody.' }),
  activities: z
    .object({
      ...part,
      kind: z.enum(activityKinds),
      name: name.describe(
        'E.g. VT_INQUIRY, COUNCIL_INVESTIGATION, LOCAL_TEAM_ANALYSIS, FAMILY_PLAN, SAFETY_PLAN, PROTECTION_PLAN.',
      ),
      unit: name,
      from: day,
      until: day.nullable().describe('Null: it runs.'),
    })
    .meta({
      id: 'Activity',
      description: 'An investigation or a plan that ran for a time: what may run twice.',
    }),
  handovers: z
    .object({
      ...part,
      fromUnit: name,
      toOrganisation: z.enum(organisationKinds),
      toUnit: name.nullable().describe('Null: the asker did not record which unit.'),
      askedOn: day,
      reason: z.string().describe("For what, in the asker's words."),
    })
    .meta({ id: 'RequestedHandover', description: 'That one unit asked another to take over.' }),
  contacts: z
    .object({
      ...part,
      kind: z.enum(['FIRST_CONTACT', 'INTAKE']),
      unit: name,
      on: day,
      worker: name.nullable().describe('As in work. Null: not recorded, or not for this viewer.'),
    })
    .meta({
      id: 'FamilyContact',
      description:
        "That a unit had its first contact with the family after it was asked, or took the family's story anew.",
    }),
  help: z
    .object({
      ...part,
      name: z.string(),
      provider: z.string().nullable(),
      frame: z.enum(helpFrames),
      askedOn: day.nullable(),
      startedOn: day.nullable().describe('Null: not begun, as far as recorded.'),
      until: day.nullable(),
    })
    .meta({
      id: 'RecordedHelp',
      description:
        'Help to a person or the family: from the order (iJw JW301) to its start (JW305) and its end (JW307).',
    }),
  measures: z
    .object({
      ...part,
      kind: name.describe('As MeasureKind in the graph.'),
      startedOn: day,
      until: day.nullable(),
    })
    .meta({ id: 'MeasureStart', description: 'A measure that a court gave.' }),
  agreements: z
    .object({
      ...part,
      text: z.string(),
      agreedOn: day,
      by: z.string().describe('The unit.'),
      dueOn: day.nullable().describe('Null: it goes on, or no day was agreed.'),
      endedOn: day
        .nullable()
        .describe('The day on which it was recorded as done or ended. Null: no source recorded that.'),
    })
    .meta({
      id: 'Agreement',
      description:
        'Something agreed with the family (afspraak): a goal of a plan, a safety condition, a promise.',
    }),
  acquaintances: z
    .object({
      ...part,
      unit: name,
      knows: z.array(z.string()).describe('Units and parties, as the employers of work are spelled.'),
      asOf: day.describe('The list is whole as of this day: who is not in it was not known to the unit.'),
    })
    .meta({ id: 'Acquaintances', description: "Whom a unit's own file names as involved with the family." }),
  costs: z
    .object({
      ...part,
      category: z.string().describe("In the source's words."),
      frame: z.enum(helpFrames),
      from: day,
      until: day,
      quantity: z.int(),
      unit: z.enum(costUnits),
      tariffCents: z.int().describe('For one unit, in euro cents.'),
      filedOnMemberId: memberId
        .nullable()
        .describe('Under whose number it was filed; iJw files a family under its youngest child.'),
      isForFamily: z
        .boolean()
        .describe('Whether it is for the whole family although it is filed on one child.'),
      line: name
        .nullish()
        .describe(
          "Proof that two organisations hold the same line (its declaration's number with its own), opaque. Such a line counts once.",
        ),
    })
    .meta({ id: 'RecordedCost', description: 'What something cost in a period.' }),
} as const;

/** The kinds of parts: the fields of `CombinedContribution` in the shared schema. */
export type PartKind = keyof typeof partSchemas;
export const partKinds = Object.keys(partSchemas) as readonly PartKind[]; // the keys that are written above

export type Read<T> = T extends readonly (infer Item)[]
  ? readonly Read<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Read<T[Key]> }
    : T;

export type PartOf<Kind extends PartKind> = Read<z.infer<(typeof partSchemas)[Kind]>>;
/** What every part has. */
export type Part = Pick<PartOf<'events'>, 'id' | 'memberIds' | 'source'>;
export type PartSource = Part['source'];
