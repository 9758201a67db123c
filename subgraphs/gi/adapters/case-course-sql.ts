/**
 * The part of the statement that reads case files (`case-files-sql.ts`) which is about the work itself, with its parameters: 3 measures,
 * 4 measures of which the workers may be read, 7 plans, 8 plans of which the part about help may be read.
 */

export const isPermitted = (number: string, parameter: number): string =>
  `($${parameter}::text[] IS NULL OR ${number} = ANY($${parameter}::text[]))`;

/** Whether a measure of the case `f` may be read as the parameter says. */
const ofMeasures = (parameter: number): string =>
  `EXISTS (SELECT FROM measure x WHERE x.reference = f.reference AND ${isPermitted('x.measure_number', parameter)})`;

const ofPlans = (condition: string): string =>
  `EXISTS (SELECT FROM measure x WHERE x.reference = f.reference AND x.plan_number IS NOT NULL AND ${condition})`;
const ofWholePlans = ofPlans(isPermitted('x.plan_number', 7));
const ofAnyPlans = ofPlans(`(${isPermitted('x.plan_number', 7)} OR ${isPermitted('x.plan_number', 8)})`);

/** By which numbers a professional `w` is told apart; they go no further than the adapter. */
export const workerJson = `json_build_object('professional_number', w.professional_number, 'registration', w.registration)`;

const partyWork = `
    SELECT coalesce(json_agg(json_build_object(
      'assignment_number', a.assignment_number,
      'worker', ${workerJson},
      'name', w.display_name,
      'role', w.function_name,
      'employer', w.employer,
      'work_domain_code', w.work_domain_code,
      'carries_case', w.carries_case,
      'since', a.since,
      'until', a.until
    ) ORDER BY a.since, a.assignment_number), '[]')
    FROM party_assignment a JOIN professional w USING (professional_number)
    WHERE a.reference = f.reference AND a.is_released_by_holder AND ${ofAnyPlans}`;

/** One with a professional of a party that released nothing is told to nobody. */
const intakes = `
    SELECT coalesce(json_agg(json_build_object(
      'intake_number', i.intake_number,
      'held_on', i.held_on,
      'party', w.employer,
      'worker', CASE WHEN w.professional_number IS NOT NULL AND (w.employer IS NOT NULL OR ${ofMeasures(4)})
        THEN ${workerJson} END
    ) ORDER BY i.held_on, i.intake_number), '[]')
    FROM intake i LEFT JOIN professional w USING (professional_number)
    WHERE i.reference = f.reference AND CASE WHEN w.employer IS NULL THEN ${ofMeasures(3)}
      ELSE ${ofAnyPlans} AND EXISTS (
        SELECT FROM party_assignment a
        WHERE a.reference = f.reference AND a.professional_number = w.professional_number AND a.is_released_by_holder
      ) END`;

/** A party can tell where a child is: whoever may not read the workers on the child's measure, is not told of what a party saw. */
const sightings = `
    SELECT coalesce(json_agg(json_build_object(
      'sighting_number', s.sighting_number,
      'person_key', s.person_key,
      'citizen_number', c.citizen_number,
      'seen_on', s.seen_on,
      'how_code', s.how_code,
      'party', s.party
    ) ORDER BY s.seen_on, s.sighting_number), '[]')
    FROM sighting s JOIN case_person c USING (reference, person_key)
    WHERE s.reference = f.reference AND EXISTS (
      SELECT FROM measure x WHERE x.reference = s.reference AND x.person_key = s.person_key
        AND ${isPermitted('x.measure_number', 3)} AND (s.party IS NULL OR ${isPermitted('x.measure_number', 4)})
    )`;

const handovers = `
    SELECT coalesce(json_agg(json_build_object(
      'request_number', h.request_number,
      'measure_number', h.measure_number,
      'asked_on', h.asked_on,
      'to_organisation', h.to_organisation,
      'to_unit', h.to_unit,
      'purpose_code', h.purpose_code
    ) ORDER BY h.asked_on, h.request_number, h.measure_number), '[]')
    FROM handover_request h JOIN measure m USING (measure_number)
    WHERE m.reference = f.reference AND ${isPermitted('h.measure_number', 3)}`;

const ofPlanRows = (table: string): string => `
    FROM ${table} r
    WHERE ${isPermitted('r.plan_number', 7)}
      AND EXISTS (SELECT FROM measure x WHERE x.reference = f.reference AND x.plan_number = r.plan_number)`;

const concerns = `
    SELECT coalesce(json_agg(json_build_object(
      'concern_number', r.concern_number,
      'plan_number', r.plan_number,
      'observed_on', r.observed_on,
      'fact', r.fact,
      'label', r.label,
      'nature', r.nature,
      'severity_code', r.severity_code,
      'is_opinion', r.is_opinion
    ) ORDER BY r.observed_on, r.concern_number), '[]')${ofPlanRows('concern')}`;

const agreements = `
    SELECT coalesce(json_agg(json_build_object(
      'agreement_number', r.agreement_number,
      'plan_number', r.plan_number,
      'agreed_on', r.agreed_on,
      'agreement', r.agreement,
      'due_on', r.due_on,
      'ended_on', r.ended_on
    ) ORDER BY r.agreed_on, r.agreement_number), '[]')${ofPlanRows('agreement')}`;

const involved = `
    SELECT json_build_object('as_of', l.as_of, 'involved', l.involved)
    FROM involved_list l WHERE l.reference = f.reference AND ${ofWholePlans}`;

/** As JSON, of a case file `f`. */
export const caseCourseJson = `json_build_object(
    'party_work', (${partyWork}
    ),
    'intakes', (${intakes}
    ),
    'sightings', (${sightings}
    ),
    'handovers', (${handovers}
    ),
    'concerns', (${concerns}
    ),
    'agreements', (${agreements}
    ),
    'involved', (${involved}
    )
  )`;
