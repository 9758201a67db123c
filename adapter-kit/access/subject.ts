/**
 * Who asks, for what, and on whose behalf: what a verified access token and the headers of a request say. The gateway makes it,
 * signs it for one subgraph, and the organisation behind that decides from it.
 *
 * Terms are AuthZEN's: subject, action, resource, context.
 */
import { z } from 'zod';
import { dateSchema, dateTimeSchema } from '../dates.js';

/**
 * The functions that the access matrix knows, in the order of its columns. Whoever has another one is given nothing.
 *
 * @see docs/access-matrix.md
 */
export const functionNames = [
  'fixed-face',
  'rvt-duo',
  'vt',
  'raad-protection',
  'raad-penal',
  'gi-supervision',
  'gi-guardianship',
  'gi-probation',
  'parent-with-authority',
  'parent-without-authority',
  'youth-12-up',
  'architect',
  'auditor',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** Functions of people who look at their own family, without a case of their own. */
export const familyFunctions: ReadonlySet<FunctionName> = new Set([
  'parent-with-authority',
  'parent-without-authority',
  'youth-12-up',
]);

/** The kinds of organisation, as the graph spells them, that employ a function; `null`: none of the four. */
export const employers: Readonly<Record<FunctionName, string | null>> = {
  'fixed-face': 'LOCAL_TEAM',
  // A member of a regional safety team works under the task of who employs them; the duo's second seat is the local team's here.
  'rvt-duo': null,
  vt: 'VEILIG_THUIS',
  'raad-protection': 'RAAD',
  'raad-penal': 'RAAD',
  'gi-supervision': 'GI',
  'gi-guardianship': 'GI',
  'gi-probation': 'GI',
  'parent-with-authority': null,
  'parent-without-authority': null,
  'youth-12-up': null,
  architect: null,
  auditor: null,
};

const assignmentSchema = z.strictObject({
  /** The subject's own case, e.g. `LT1/2025-0217`. */
  caseReference: z.string().min(1).max(100),
  from: dateSchema,
  /** The last day; `null` while it lasts. */
  until: dateSchema.nullable(),
  /** Whether somebody stands in for a colleague. */
  isSubstitute: z.boolean().default(false),
});

/** The steps of the tables of ages; which of them counts depends on the law (`age-tables.ts`). */
const ageClassSchema = z.enum(['UNDER_12', 'FROM_12', 'FROM_16', 'ADULT']);

const relationSchema = z.strictObject({
  /** Pseudonym of the other person. */
  person: z.string().min(1),
  /** How old the other person is; `null`: not known, and then no file is seen through the relation that depends on it. */
  ageClass: ageClassSchema.nullable().default(null),
  /** Parental authority (gezag) of the subject over that person; `NONE`: none. */
  authority: z.enum(['SOLE', 'JOINT', 'NONE']),
  from: dateSchema,
  until: dateSchema.nullable(),
  /** Whether the authority is in dispute or not to be determined. */
  isDisputed: z.boolean().default(false),
  /** Whether the subject may have no contact with that person. */
  isContactBanned: z.boolean().default(false),
});

export const subjectSchema = z.strictObject({
  /** Stable within its issuer; says nothing to people. */
  id: z.string().min(1).max(200),
  issuer: z.string().min(1),
  function: z.enum(functionNames),
  /** The organisation's OIN (organisatie-identificatienummer, 20 digits); `null` for a family member. */
  organisation: z
    .string()
    .regex(/^\d{20}$/)
    .nullable(),
  /** The unit, as its case references begin, e.g. `LT1`; `null` for a family member. */
  unit: z.string().min(1).max(20).nullable(),
  /** The statutory task of the employer, e.g. `Jeugdwet art. 2.3`; `null` for a family member. */
  employerTask: z.string().min(1).max(200).nullable(),
  region: z.string().min(1).max(50).nullable(),
  assignments: z.array(assignmentSchema).max(500),
  /** Pseudonym of the family member who asks; `null` for a professional. */
  person: z.string().min(1).nullable(),
  relations: z.array(relationSchema).max(100),
  /** The table of ages that the family member is under; `null` for a professional. */
  ageClass: ageClassSchema.nullable(),
});
export type Subject = z.infer<typeof subjectSchema>;
export type Assignment = Subject['assignments'][number];

export const breakGlassSchema = z.strictObject({
  reason: z.string().min(10).max(500),
  /** When the glass was broken; it counts for 60 minutes. */
  at: dateTimeSchema,
});

/** Who asks, and why: what every decision is made from, beside the record's own attributes. */
export const accessContextSchema = z.strictObject({
  subject: subjectSchema,
  /** Id of the processing activity, one of `schema/processing-activities.json`. */
  processingActivity: z.string().min(1),
  /** The subject's own case under which this is asked; `null` for a family member, an architect, an auditor. */
  caseReference: z.string().min(1).max(100).nullable(),
  breakGlass: breakGlassSchema.nullable(),
});
export type AccessContext = z.infer<typeof accessContextSchema>;

export const breakGlassMs = 60 * 60_000;

/** Whether the glass is broken at this instant. */
export function isGlassBroken({ breakGlass }: AccessContext, now: Date): boolean {
  if (!breakGlass) return false;
  const since = now.getTime() - Date.parse(breakGlass.at);
  return since >= 0 && since < breakGlassMs;
}

/** Whether the case under which it is asked is one that the subject is assigned to on this day (`YYYY-MM-DD`). */
export function isAssigned({ subject, caseReference }: AccessContext, today: string): boolean {
  return subject.assignments.some(
    (assignment) =>
      assignment.caseReference === caseReference &&
      assignment.from <= today &&
      (assignment.until === null || assignment.until >= today),
  );
}
