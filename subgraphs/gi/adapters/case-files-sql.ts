/**
 * The statement that reads case files. One row a reference, the file as JSON: so days come as ISO text whatever the server's own
 * style is. Role codes select the children and parents; a professional with an employer is somebody else's, and is left where they
 * are unless that employer released it. Of each kind of record only the numbers that were permitted are read; `NULL` in the place of a list reads all.
 */
import { caseCourseJson, isPermitted, workerJson } from './case-course-sql.js';
import type { Permitted } from './permitted.js';

/** What the statement is given, in the order of its parameters. */
export function caseFilesValues(references: readonly string[], permitted: Permitted): readonly unknown[] {
  return [
    references,
    permitted.persons,
    permitted.measures,
    permitted.workers,
    permitted.authorisations,
    permitted.placements,
    permitted.plans,
    permitted.plansOnHelp,
  ];
}

/** The people of a case whom the graph knows: family, guardians, foster parents, youths. @see CORV reference list jeugdzorgrol. */
export const isOfFamily = `(p.role_code BETWEEN '111' AND '139' OR p.role_code IN ('191', '301') OR p.role_code BETWEEN '211' AND '222')`;

export const caseFilesSql = `
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
    WHERE p.reference = f.reference AND ${isOfFamily} AND ${isPermitted("p.reference || '#' || p.person_key", 2)}
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
      'first_contact_by', CASE WHEN ${isPermitted('m.measure_number', 4)} THEN (
        SELECT ${workerJson} FROM professional w WHERE w.professional_number = m.first_contact_by
      ) END,
      'family_plan_waived_on', m.family_plan_waived_on,
      'plan_number', m.plan_number,
      'retain_until', m.retain_until,
      'recorded_at', m.recorded_at,
      'case_workers', CASE WHEN ${isPermitted('m.measure_number', 4)} THEN (
        SELECT coalesce(json_agg(json_build_object(
          'worker', ${workerJson},
          'name', w.display_name,
          'role', w.function_name,
          'work_domain_code', w.work_domain_code,
          'carries_case', w.carries_case,
          'since', s.since,
          'until', s.until
        ) ORDER BY s.since DESC, w.professional_number), '[]')
        FROM assignment s JOIN professional w USING (professional_number)
        WHERE s.measure_number = m.measure_number AND w.employer IS NULL
      ) ELSE '[]'::json END
    ) ORDER BY m.measure_number), '[]')
    FROM measure m JOIN case_person c ON c.reference = m.reference AND c.person_key = m.person_key
    WHERE m.reference = f.reference AND ${isPermitted('m.measure_number', 3)}
  ),
  'authorisations', (
    SELECT coalesce(json_agg(json_build_object(
      'authorisation_number', a.authorisation_number,
      'measure_number', a.measure_number,
      'authorised_on', a.authorised_on,
      'valid_from', a.valid_from,
      'valid_until', a.valid_until
    ) ORDER BY a.valid_from DESC, a.authorisation_number), '[]')
    FROM placement_authorisation a JOIN measure m USING (measure_number)
    WHERE m.reference = f.reference AND ${isPermitted('a.authorisation_number', 5)}
  ),
  'placements', (
    SELECT coalesce(json_agg(json_build_object(
      'authorisation_number', a.authorisation_number,
      'measure_number', a.measure_number,
      'person_key', m.person_key,
      'citizen_number', c.citizen_number,
      'carried_out_on', a.carried_out_on,
      'retain_until', m.retain_until
    ) ORDER BY a.carried_out_on DESC, a.authorisation_number), '[]')
    FROM placement_authorisation a JOIN measure m USING (measure_number)
      JOIN case_person c ON c.reference = m.reference AND c.person_key = m.person_key
    WHERE m.reference = f.reference AND a.carried_out_on IS NOT NULL AND ${isPermitted('a.authorisation_number', 6)}
  ),
  'plans', (
    SELECT coalesce(json_agg(json_build_object(
      'plan_number', l.plan_number,
      'made_on', l.made_on,
      'ended_on', l.ended_on,
      'goals', (
        SELECT coalesce(json_agg(g.goal ORDER BY g.position), '[]')
        FROM unnest(l.goals) WITH ORDINALITY AS g (goal, position)
        WHERE CASE WHEN g.position = ANY(l.goals_on_help) THEN ${isPermitted('l.plan_number', 8)}
          ELSE ${isPermitted('l.plan_number', 7)} END
      ),
      'children', (
        SELECT json_agg(json_build_object(
          'person_key', m.person_key, 'citizen_number', c.citizen_number, 'retain_until', m.retain_until
        ) ORDER BY m.person_key)
        FROM measure m JOIN case_person c ON c.reference = m.reference AND c.person_key = m.person_key
        WHERE m.plan_number = l.plan_number AND m.reference = f.reference
      )
    ) ORDER BY l.made_on DESC, l.plan_number), '[]')
    FROM (SELECT DISTINCT m.plan_number FROM measure m WHERE m.reference = f.reference) h
      JOIN plan l USING (plan_number)
    WHERE (${isPermitted('l.plan_number', 7)} OR l.plan_number = ANY($8::text[]))
  ),
  'course', ${caseCourseJson}
) AS file
FROM case_file f JOIN unit u ON u.unit_code = f.unit_code
WHERE f.reference = ANY($1::text[])`;
