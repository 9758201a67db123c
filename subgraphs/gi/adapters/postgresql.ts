/**
 * The GI's case database, read: case files by reference, and the feed of references by number of change. Each read is one
 * statement, so it sees one moment of the database; pseudonyms are made here, and no BSN goes any further.
 */
import { z } from 'zod';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema, dateTimeSchema } from '../../../adapter-kit/dates.js';
import { type Pseudonymiser, withinOneRead } from '../../../adapter-kit/pseudonym.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { unitOf, workDomainCodes } from '../case-course.js';
import {
  type GiFile,
  type MeasureRecord,
  measureEndReasonCodes,
  measureKindCodes,
  type PersonMention,
} from '../source.js';
import { caseCourseSchema, toCaseCourse, toWorker, workerSchema } from './case-course.js';
import type { CaseDatabase } from './case-database.js';
import { caseFilesSql, caseFilesValues } from './case-files-sql.js';
import { permittedIn } from './permitted.js';
import { birthDatePrecisionSchema, knownBirthDate } from './roster-person.js';

export interface CaseFileOptions {
  readonly organisation: string;
  readonly database: CaseDatabase;
  readonly pseudonymiser: Pseudonymiser;
}

const childShape = { person_key: z.string().min(1), citizen_number: z.string().nullable() };

const fileSchema = z.strictObject({
  reference: z.string().min(1),
  unit_name: z.string().min(1),
  persons: z.array(
    z.strictObject({
      person_key: z.string().min(1),
      citizen_number: z.string().nullable(),
      recorded_name: z.string().min(1).nullable(),
      former_given_names: z.array(z.string().min(1)),
      birth_date: dateSchema.nullable(),
      birth_date_precision: birthDatePrecisionSchema,
    }),
  ),
  measures: z.array(z.unknown()),
  authorisations: z.array(
    z.strictObject({
      authorisation_number: z.string().min(1),
      measure_number: z.string().min(1),
      authorised_on: dateSchema,
      valid_from: dateSchema,
      valid_until: dateSchema,
    }),
  ),
  placements: z.array(
    z.strictObject({
      authorisation_number: z.string().min(1),
      measure_number: z.string().min(1),
      ...childShape,
      carried_out_on: dateSchema,
      retain_until: dateSchema.nullable(),
    }),
  ),
  plans: z.array(
    z.strictObject({
      plan_number: z.string().min(1),
      made_on: dateSchema,
      ended_on: dateSchema.nullable(),
      goals: z.array(z.string().min(1)),
      children: z.array(z.strictObject({ ...childShape, retain_until: dateSchema.nullable() })),
    }),
  ),
  course: caseCourseSchema,
});

const measureSchema = z.strictObject({
  measure_number: z.string().min(1),
  ...childShape,
  kind_code: z.enum(measureKindCodes),
  code_list_version: z.string().min(1),
  started_on: dateSchema,
  ends_on: dateSchema.nullable(),
  ended_on: dateSchema.nullable(),
  end_reason_code: z.enum(measureEndReasonCodes).nullable(),
  first_contact_on: dateSchema.nullable(),
  first_contact_by: workerSchema.nullable(),
  family_plan_waived_on: dateSchema.nullable(),
  plan_number: z.string().min(1).nullable(),
  retain_until: dateSchema.nullable(),
  recorded_at: dateTimeSchema,
  case_workers: z.array(
    z.strictObject({
      worker: workerSchema,
      name: z.string().min(1),
      role: z.string().min(1),
      work_domain_code: z.enum(workDomainCodes),
      carries_case: z.boolean().nullable(),
      since: dateSchema,
      until: dateSchema.nullable(),
    }),
  ),
});

/**
 * Reads the case files of all references in one statement, and of them only what was permitted. A file that is not as agreed
 * fails alone.
 */
export function createCaseFileRead({
  organisation,
  database,
  pseudonymiser,
}: CaseFileOptions): BatchedRead<GiFile> {
  return async (references, { signal, only }) => {
    const values = caseFilesValues(references, permittedIn(references, only ? { only } : {}));
    const rows = await database.read({ name: 'case-files', sql: caseFilesSql, values }, signal);
    const files = new Map<string, GiFile | SourceError>();
    const admission = { organisation, pseudonymiser: withinOneRead(pseudonymiser) };
    for (const row of rows) {
      // The reference itself is the key of the answer: where even that is unclear, nothing of the answer can be used.
      const { reference, file } = parseContract(rowSchema, row, { organisation, what: 'case file row' });
      files.set(reference, toFileOrError(file, admission));
    }
    return files;
  };
}

const rowSchema = z.strictObject({ reference: z.string().min(1), file: z.unknown() });

interface Admission {
  readonly organisation: string;
  readonly pseudonymiser: Pseudonymiser;
}

function toFileOrError(value: unknown, admission: Admission): GiFile | SourceError {
  try {
    return toFile(value, admission);
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
}

function toFile(value: unknown, { organisation, pseudonymiser }: Admission): GiFile {
  const file = parseContract(fileSchema, value, { organisation, what: 'case file row' });
  const unit = unitOf(file.reference);
  return {
    unit: file.unit_name,
    persons: file.persons.map((person) => ({
      pseudonym: pseudonymiser.person(person.citizen_number),
      localKey: person.person_key,
      name: person.recorded_name,
      birthDate: knownBirthDate(person),
      ...(person.former_given_names.length === 0 ? {} : { formerGivenNames: person.former_given_names }),
    })),
    measures: file.measures.map((measure) =>
      toMeasure(parseContract(measureSchema, measure, { organisation, what: 'measure row' }), {
        unit,
        pseudonymiser,
      }),
    ),
    authorisations: file.authorisations.map((row) => ({
      number: row.authorisation_number,
      measureNumber: row.measure_number,
      authorisedOn: row.authorised_on,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
    })),
    placements: file.placements.map((row) => ({
      number: row.authorisation_number,
      measureNumber: row.measure_number,
      child: toMention(row, pseudonymiser),
      carriedOutOn: row.carried_out_on,
      retainUntil: row.retain_until,
    })),
    plans: file.plans.map((row) => ({
      number: row.plan_number,
      children: row.children.map((child) => ({
        ...toMention(child, pseudonymiser),
        retainUntil: child.retain_until,
      })),
      madeOn: row.made_on,
      endedOn: row.ended_on,
      goals: row.goals,
    })),
    course: toCaseCourse(file.course, unit, pseudonymiser),
  };
}

function toMention(
  row: { readonly person_key: string; readonly citizen_number: string | null },
  pseudonymiser: Pseudonymiser,
): PersonMention {
  return { pseudonym: pseudonymiser.person(row.citizen_number), localKey: row.person_key };
}

function toMeasure(
  row: z.infer<typeof measureSchema>,
  { unit, pseudonymiser }: { readonly unit: string; readonly pseudonymiser: Pseudonymiser },
): MeasureRecord {
  return {
    number: row.measure_number,
    child: toMention(row, pseudonymiser),
    kindCode: row.kind_code,
    codeListVersion: row.code_list_version,
    startedOn: row.started_on,
    endsOn: row.ends_on,
    endedOn: row.ended_on,
    endReasonCode: row.end_reason_code,
    caseWorkers: row.case_workers.map(
      ({ worker, name, role, work_domain_code, carries_case, since, until }) => ({
        worker: toWorker(worker, unit, pseudonymiser),
        name,
        role,
        domain: work_domain_code,
        carriesCase: carries_case,
        since,
        until,
      }),
    ),
    firstContactOn: row.first_contact_on,
    firstContactBy: row.first_contact_by && toWorker(row.first_contact_by, unit, pseudonymiser),
    familyPlanWaivedOn: row.family_plan_waived_on,
    planNumber: row.plan_number,
    retainUntil: row.retain_until,
    recordedAt: row.recorded_at,
  };
}
