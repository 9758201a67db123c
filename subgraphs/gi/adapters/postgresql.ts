/**
 * The GI's case database, read: case files by reference, and the feed of references by number of change. Each read is one
 * statement, so it sees one moment of the database; pseudonyms are made here, and no BSN goes any further.
 */
import { z } from 'zod';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema, dateTimeSchema } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { type GiFile, type MeasureRecord, measureEndReasonCodes, measureKindCodes } from '../source.js';
import type { CaseDatabase } from './case-database.js';
import { birthDatePrecisionSchema, knownBirthDate } from './roster-person.js';

export interface CaseFileOptions {
  readonly organisation: string;
  readonly database: CaseDatabase;
  readonly pseudonymiser: Pseudonymiser;
}

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
});

const measureSchema = z.strictObject({
  measure_number: z.string().min(1),
  person_key: z.string().min(1),
  citizen_number: z.string().nullable(),
  kind_code: z.enum(measureKindCodes),
  code_list_version: z.string().min(1),
  started_on: dateSchema,
  ends_on: dateSchema.nullable(),
  ended_on: dateSchema.nullable(),
  end_reason_code: z.enum(measureEndReasonCodes).nullable(),
  first_contact_on: dateSchema.nullable(),
  family_plan_waived_on: dateSchema.nullable(),
  retain_until: dateSchema.nullable(),
  recorded_at: dateTimeSchema,
  placements: z.array(
    z.strictObject({
      authorised_on: dateSchema,
      valid_from: dateSchema,
      valid_until: dateSchema,
      carried_out_on: dateSchema.nullable(),
    }),
  ),
  case_workers: z.array(
    z.strictObject({
      name: z.string().min(1),
      role: z.string().min(1),
      since: dateSchema,
      until: dateSchema.nullable(),
    }),
  ),
  plan: z
    .strictObject({ made_on: dateSchema, ended_on: dateSchema.nullable(), goals: z.array(z.string().min(1)) })
    .nullable(),
});

/** Reads the case files of all references in one statement. A file that is not as agreed fails alone. */
export function createCaseFileRead({
  organisation,
  database,
  pseudonymiser,
}: CaseFileOptions): BatchedRead<GiFile> {
  return async (references, { signal }) => {
    const rows = await database.read({ name: 'case-files', sql: caseFilesSql, values: [references] }, signal);
    const files = new Map<string, GiFile | SourceError>();
    for (const row of rows) {
      // The reference itself is the key of the answer: where even that is unclear, nothing of the answer can be used.
      const { reference, file } = parseContract(rowSchema, row, { organisation, what: 'case file row' });
      files.set(reference, toFileOrError(file, { organisation, pseudonymiser }));
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
      toMeasure(parseContract(measureSchema, measure, { organisation, what: 'measure row' }), pseudonymiser),
    ),
  };
}

function toMeasure(row: z.infer<typeof measureSchema>, pseudonymiser: Pseudonymiser): MeasureRecord {
  return {
    number: row.measure_number,
    child: { pseudonym: pseudonymiser.person(row.citizen_number), localKey: row.person_key },
    kindCode: row.kind_code,
    codeListVersion: row.code_list_version,
    startedOn: row.started_on,
    endsOn: row.ends_on,
    endedOn: row.ended_on,
    endReasonCode: row.end_reason_code,
    placements: row.placements.map((placement) => ({
      authorisedOn: placement.authorised_on,
      validFrom: placement.valid_from,
      validUntil: placement.valid_until,
      carriedOutOn: placement.carried_out_on,
    })),
    caseWorkers: row.case_workers,
    firstContactOn: row.first_contact_on,
    familyPlanWaivedOn: row.family_plan_waived_on,
    plan: row.plan && { madeOn: row.plan.made_on, endedOn: row.plan.ended_on, goals: row.plan.goals },
    retainUntil: row.retain_until,
    recordedAt: row.recorded_at,
  };
}

/**
 * One row a reference, the file as JSON: so days come as ISO text whatever the server's own style is. Role codes select the
 * children and parents; a professional with an employer is somebody else's, and is left where they are.
 */
const caseFilesSql = `
SELECT f.reference, json_build_object(
  'reference', f.reference,
  'unit_name', u.unit_name,
  'persons', (
    SELECT coalesce(json_agg(json_build_object(
      'person_key', p.person_key,
      'citizen_number', p.citizen_number,
      'recorded_name', p.recorded_name,
      'former_given_names', p.former_given_names,
      'birth_date', p.birth_date,
      'birth_date_precision', p.birth_date_precision
    ) ORDER BY p.person_key), '[]')
    FROM case_person p
    WHERE p.reference = f.reference
      AND (p.role_code BETWEEN '111' AND '139' OR p.role_code IN ('191', '301') OR p.role_code BETWEEN '211' AND '222')
  ),
  'measures', (
    SELECT coalesce(json_agg(json_build_object(
      'measure_number', m.measure_number,
      'person_key', m.person_key,
      'citizen_number', c.citizen_number,
      'kind_code', m.kind_code,
      'code_list_version', m.code_list_version,
      'started_on', m.started_on,
      'ends_on', m.ends_on,
      'ended_on', m.ended_on,
      'end_reason_code', m.end_reason_code,
      'first_contact_on', m.first_contact_on,
      'family_plan_waived_on', m.family_plan_waived_on,
      'retain_until', m.retain_until,
      'recorded_at', m.recorded_at,
      'placements', (
        SELECT coalesce(json_agg(json_build_object(
          'authorised_on', a.authorised_on,
          'valid_from', a.valid_from,
          'valid_until', a.valid_until,
          'carried_out_on', a.carried_out_on
        ) ORDER BY a.valid_from DESC, a.authorisation_number), '[]')
        FROM placement_authorisation a WHERE a.measure_number = m.measure_number
      ),
      'case_workers', (
        SELECT coalesce(json_agg(json_build_object(
          'name', w.display_name,
          'role', w.function_name,
          'since', s.since,
          'until', s.until
        ) ORDER BY s.since DESC, w.professional_number), '[]')
        FROM assignment s JOIN professional w USING (professional_number)
        WHERE s.measure_number = m.measure_number AND w.employer IS NULL
      ),
      'plan', (
        SELECT json_build_object('made_on', l.made_on, 'ended_on', l.ended_on, 'goals', l.goals)
        FROM plan l WHERE l.plan_number = m.plan_number
      )
    ) ORDER BY m.measure_number), '[]')
    FROM measure m JOIN case_person c ON c.reference = m.reference AND c.person_key = m.person_key
    WHERE m.reference = f.reference
  )
) AS file
FROM case_file f JOIN unit u ON u.unit_code = f.unit_code
WHERE f.reference = ANY($1)`;
