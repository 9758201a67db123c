/**
 * From the claims of a verified token to the subject that decides everything. What each claim means: docs/access-tokens.md.
 *
 * A signature says who wrote the claims, not that they may be believed: an issuer speaks for the functions and organisations
 * that its configuration lists, and a token that says too much is refused like one that says too little.
 */
import { z } from 'zod';
import {
  type FunctionName,
  familyFunctions,
  functionNames,
  type Subject,
  subjectSchema,
} from '../../adapter-kit/access/subject.js';
import type { IssuerSettings } from './access-settings.js';

const assignmentClaim = z.strictObject({
  case_reference: z.string(),
  from: z.string(),
  until: z.string().nullable().default(null),
  substitute: z.boolean().default(false),
});

const relationClaim = z.strictObject({
  person: z.string(),
  age_class: z.string().nullable().default(null),
  authority: z.string(),
  from: z.string(),
  until: z.string().nullable().default(null),
  disputed: z.boolean().default(false),
  contact_banned: z.boolean().default(false),
});

/** Claims of ours; a token has others, which are not looked at. */
const claimsSchema = z.object({
  sub: z.string(),
  function: z.enum(functionNames),
  organisation: z.string().nullable().default(null),
  employer_task: z.string().nullable().default(null),
  unit: z.string().nullable().default(null),
  region: z.string().nullable().default(null),
  assignments: z.array(assignmentClaim).default([]),
  person: z.string().nullable().default(null),
  relations: z.array(relationClaim).default([]),
  age_class: z.string().nullable().default(null),
});

/** Functions that have no case of their own and belong to no family. */
const functionsWithoutCase: ReadonlySet<FunctionName> = new Set(['architect', 'auditor']);

/** Whether a function asks under a case to which it is assigned. */
export function needsAssignment(name: FunctionName): boolean {
  return !familyFunctions.has(name) && !functionsWithoutCase.has(name);
}

/** `null`: something in the claims is wrong, or this issuer may not say it. Which, is nobody's business who sent it. */
export function toSubject(
  payload: Readonly<Record<string, unknown>>,
  { issuer, functions, organisations }: IssuerSettings,
): Subject | null {
  const read = claimsSchema.safeParse(payload);
  if (!read.success) return null;
  const { data: claims } = read;
  const parsed = subjectSchema.safeParse({
    id: claims.sub,
    issuer,
    function: claims.function,
    organisation: claims.organisation,
    unit: claims.unit,
    employerTask: claims.employer_task,
    region: claims.region,
    assignments: claims.assignments.map(({ case_reference: caseReference, from, until, substitute }) => ({
      caseReference,
      from,
      until,
      isSubstitute: substitute,
    })),
    person: claims.person,
    relations: claims.relations.map(
      ({ person, age_class, authority, from, until, disputed, contact_banned }) => ({
        person,
        ageClass: age_class,
        authority,
        from,
        until,
        isDisputed: disputed,
        isContactBanned: contact_banned,
      }),
    ),
    ageClass: claims.age_class,
  } satisfies Record<keyof Subject, unknown>);
  if (!parsed.success) return null;
  const { data: subject } = parsed;
  const maySpeak =
    functions.includes(subject.function) &&
    (organisations === null || subject.organisation === null || organisations.includes(subject.organisation));
  return maySpeak && isWhole(subject) ? subject : null;
}

/** Whether a subject has what its function has, and nothing of another. */
function isWhole(subject: Subject): boolean {
  const {
    function: name,
    organisation,
    unit,
    employerTask,
    assignments,
    person,
    relations,
    ageClass,
  } = subject;
  if (familyFunctions.has(name)) {
    const isOldEnough = ageClass !== null && ageClass !== 'UNDER_12';
    const isNobodysWorker = organisation === null && unit === null && employerTask === null;
    return person !== null && isOldEnough && isNobodysWorker && assignments.length === 0;
  }
  // A worker who is also a parent has two tokens: what one may see as a parent never helps one at work.
  if (person !== null || relations.length > 0 || ageClass !== null) return false;
  if (functionsWithoutCase.has(name)) return assignments.length === 0;
  // Nobody is assigned to a case of another organisation by the word of the own one.
  const areOwnCases = assignments.every(({ caseReference }) => caseReference.startsWith(`${unit}/`));
  return organisation !== null && unit !== null && employerTask !== null && areOwnCases;
}
