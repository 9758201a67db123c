/**
 * What the GI decides from of every record of a case, in one statement: numbers, persons, days, and to whom a record was given. No
 * name, no goal, no worker and no kind of measure is in what it asks.
 */
import { z } from 'zod';
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import type {
  RecordAttributes,
  RecordSubject,
  RecordType,
} from '../../../adapter-kit/access/record-attributes.js';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema, dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { helpPartOf, workersPartOf } from '../record-parts.js';
import type { CaseDatabase } from './case-database.js';
import { isOfFamily } from './case-files-sql.js';
import { disclosureJson, disclosureSchema, disclosuresOf, holdsOn, shieldedFrom } from './disclosure.js';

export interface CaseAttributesOptions {
  readonly organisation: string;
  readonly database: CaseDatabase;
  readonly pseudonymiser: Pseudonymiser;
  readonly now: () => Date;
}

const personShape = { person_key: z.string().min(1), citizen_number: z.string().nullable() };
const number = z.string().min(1);
const day = dateSchema.nullable();

const attributesSchema = z.strictObject({
  unit_code: z.string().min(1),
  unit_name: z.string().min(1),
  contact: z.string().min(1).nullable(),
  opened_on: dateSchema,
  closed_on: day,
  secrecy: z.array(z.strictObject({ kept_from_citizen_number: z.string().nullable() })),
  persons: z.array(z.strictObject(personShape)),
  measures: z.array(
    z.strictObject({
      measure_number: number,
      ...personShape,
      started_on: dateSchema,
      ends_on: day,
      ended_on: day,
      retain_until: day,
      plan_number: number.nullable(),
    }),
  ),
  authorisations: z.array(
    z.strictObject({
      authorisation_number: number,
      measure_number: number,
      valid_from: dateSchema,
      valid_until: dateSchema,
      carried_out_on: day,
      is_place_open_to_parents: z.boolean(),
    }),
  ),
  plans: z.array(
    z.strictObject({
      plan_number: number,
      made_on: dateSchema,
      ended_on: day,
      has_goals_on_help: z.boolean(),
    }),
  ),
  disclosures: z.array(disclosureSchema),
});

type CaseAttributes = z.infer<typeof attributesSchema>;
type MeasureAttributes = CaseAttributes['measures'][number];

const rowSchema = z.strictObject({ reference: z.string().min(1), attributes: z.unknown() });

/** Asks the database also for no reference at all. */
export function createCaseAttributesRead(
  options: CaseAttributesOptions,
): BatchedRead<readonly RecordAttributes[]> {
  const { organisation, database, now } = options;
  return async (references, { signal }) => {
    const today = dayInTheNetherlands(now());
    const rows = await database.read(
      { name: 'case-attributes', sql: caseAttributesSql, values: [references, today] },
      signal,
    );
    const found = new Map<string, readonly RecordAttributes[] | SourceError>();
    for (const row of rows) {
      const { reference, attributes } = parseContract(rowSchema, row, {
        organisation,
        what: 'case attributes row',
      });
      found.set(reference, attributesOrError(reference, attributes, { ...options, today }));
    }
    return found;
  };
}

interface Admission extends CaseAttributesOptions {
  readonly today: string;
}

function attributesOrError(
  reference: string,
  value: unknown,
  admission: Admission,
): readonly RecordAttributes[] | SourceError {
  const { organisation } = admission;
  try {
    const row = parseContract(attributesSchema, value, { organisation, what: 'case attributes row' });
    return toAttributes(reference, row, admission);
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
}

function toAttributes(
  reference: string,
  row: CaseAttributes,
  { organisation, pseudonymiser, today }: Admission,
): readonly RecordAttributes[] {
  const subjectOf = (person: z.infer<z.ZodObject<typeof personShape>>): RecordSubject => ({
    person: pseudonymiser.person(person.citizen_number),
    localKey: person.person_key,
    // A GI works with a family that knows its measure: nobody has to be told first.
    informedOn: null,
    isNoticePending: false,
  });
  const ofCase = {
    reference,
    holder: organisation,
    unit: row.unit_code,
    shieldedFrom: shieldedFrom(row.secrecy, pseudonymiser),
  };
  const header = (since: string | null, until: string | null) => ({
    unitName: row.unit_name,
    contact: row.contact,
    since,
    until,
  });
  const given = (recordType: RecordType, recordNumber: string) =>
    disclosuresOf(row.disclosures, recordType, recordNumber);
  const ofMeasure = (measure: MeasureAttributes) => ({
    ...ofCase,
    subjects: [subjectOf(measure)],
    isMeasureActive: isActive(measure, today),
    retainUntil: measure.retain_until,
  });

  const measures = row.measures.flatMap((measure): RecordAttributes[] => {
    const record: RecordAttributes = {
      ...ofMeasure(measure),
      ...given('measure', measure.measure_number),
      recordType: 'measure',
      recordId: measure.measure_number,
      header: header(measure.started_on, measure.ended_on ?? measure.ends_on),
    };
    return [record, { ...record, recordId: workersPartOf(measure.measure_number), isLocationBearing: true }];
  });
  const authorisations = row.authorisations.flatMap((authorisation): RecordAttributes[] => {
    const { authorisation_number: recordId, valid_from, valid_until, carried_out_on } = authorisation;
    const measure = row.measures.find((each) => each.measure_number === authorisation.measure_number);
    if (!measure) return [];
    const decision: RecordAttributes = {
      ...ofMeasure(measure),
      ...given('court-decision', recordId),
      recordType: 'court-decision',
      recordId,
      header: header(valid_from, valid_until),
    };
    if (carried_out_on === null) return [decision];
    const placement: RecordAttributes = {
      ...ofMeasure(measure),
      ...given('placement-address', recordId),
      recordType: 'placement-address',
      recordId,
      isLocationBearing: true,
      isExplicitlyOpen: authorisation.is_place_open_to_parents,
      header: header(carried_out_on, valid_until),
    };
    return [decision, placement];
  });
  const plans = row.plans.flatMap((plan): RecordAttributes[] => {
    const { plan_number: recordId } = plan;
    const carriers = row.measures.filter((measure) => measure.plan_number === recordId);
    const record: RecordAttributes = {
      ...ofCase,
      ...given('gi-plan', recordId),
      recordType: 'gi-plan',
      recordId,
      subjects: carriers.map(subjectOf),
      isMeasureActive: carriers.some((measure) => isActive(measure, today)),
      // Goals are written freely, and a place may stand in them.
      isLocationBearing: true,
      retainUntil: latestRetention(carriers),
      header: header(plan.made_on, plan.ended_on),
    };
    if (!plan.has_goals_on_help) return [record];
    return [record, { ...record, recordId: helpPartOf(recordId), isPartOnHelp: true }];
  });
  return [
    involvementOf({
      ...ofCase,
      ...given('involvement', reference),
      subjects: row.persons.map(subjectOf),
      header: header(row.opened_on, row.closed_on),
    }),
    ...row.persons.map(
      (person): RecordAttributes => ({
        ...ofCase,
        recordType: 'identity',
        recordId: person.person_key,
        subjects: [subjectOf(person)],
        retainUntil: null,
        header: header(row.opened_on, row.closed_on),
      }),
    ),
    ...measures,
    ...authorisations,
    ...plans,
  ];
}

function isActive({ started_on, ends_on, ended_on }: MeasureAttributes, today: string): boolean {
  const last = ended_on ?? ends_on;
  return started_on <= today && (last === null || last >= today);
}

/** As long as the measure that is kept longest; `null`: one of them has no last day. */
function latestRetention(carriers: readonly MeasureAttributes[]): string | null {
  const days = carriers.flatMap(({ retain_until }) => retain_until ?? []);
  return days.length < carriers.length ? null : (days.sort().at(-1) ?? null);
}

const caseAttributesSql = `
SELECT f.reference, json_build_object(
  'unit_code', u.unit_code,
  'unit_name', u.unit_name,
  'contact', u.contact,
  'opened_on', f.opened_on,
  'closed_on', f.closed_on,
  'secrecy', (
    SELECT coalesce(json_agg(json_build_object('kept_from_citizen_number', y.kept_from_citizen_number)), '[]')
    FROM address_secrecy y WHERE y.reference = f.reference
  ),
  'persons', (
    SELECT coalesce(json_agg(json_build_object(
      'person_key', p.person_key, 'citizen_number', p.citizen_number
    ) ORDER BY p.person_key), '[]')
    FROM case_person p WHERE p.reference = f.reference AND ${isOfFamily}
  ),
  'measures', (
    SELECT coalesce(json_agg(json_build_object(
      'measure_number', m.measure_number,
      'person_key', m.person_key,
      'citizen_number', c.citizen_number,
      'started_on', m.started_on,
      'ends_on', m.ends_on,
      'ended_on', m.ended_on,
      'retain_until', m.retain_until,
      'plan_number', m.plan_number
    ) ORDER BY m.measure_number), '[]')
    FROM measure m JOIN case_person c ON c.reference = m.reference AND c.person_key = m.person_key
    WHERE m.reference = f.reference
  ),
  'authorisations', (
    SELECT coalesce(json_agg(json_build_object(
      'authorisation_number', a.authorisation_number,
      'measure_number', a.measure_number,
      'valid_from', a.valid_from,
      'valid_until', a.valid_until,
      'carried_out_on', a.carried_out_on,
      'is_place_open_to_parents', a.is_place_open_to_parents
    ) ORDER BY a.authorisation_number), '[]')
    FROM placement_authorisation a JOIN measure m USING (measure_number)
    WHERE m.reference = f.reference
  ),
  'plans', (
    SELECT coalesce(json_agg(json_build_object(
      'plan_number', l.plan_number,
      'made_on', l.made_on,
      'ended_on', l.ended_on,
      'has_goals_on_help', cardinality(l.goals_on_help) > 0
    ) ORDER BY l.plan_number), '[]')
    FROM (SELECT DISTINCT m.plan_number FROM measure m WHERE m.reference = f.reference) h
      JOIN plan l USING (plan_number)
  ),
  'disclosures', (
    SELECT coalesce(json_agg(${disclosureJson}), '[]')
    FROM disclosure_decision d WHERE d.reference = f.reference AND ${holdsOn(2)}
  )
) AS attributes
FROM case_file f JOIN unit u ON u.unit_code = f.unit_code
WHERE f.reference = ANY($1::text[])`;
