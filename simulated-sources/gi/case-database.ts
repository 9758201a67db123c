/**
 * The tables of the GI's case database, in SQL that runs on PostgreSQL 15 and later and on PGlite.
 *
 * No vendor of a GI's case system publishes its tables, so these are ours. They hold what the Regeling Jeugdwet, bijlage 2
 * asks a GI to record of a measure, and what a feed of references needs: a number of change for every case file, and a
 * line for every file that was removed.
 */
import { caseCourseTables, readableCourseTables } from './case-course-tables.js';

/** Who may sign in. Both passwords protect nobody: only fictitious people stand in this database. */
export const caseDatabaseName = 'gi';
export const readerAccount = { user: 'gezinsbeeld_reader', password: 'reads-fictitious-cases-only' } as const;
export const caseSystemAccount = { user: 'case_system', password: 'files-fictitious-cases-only' } as const;

/** The GI's own case system as it signs in: the address of the reader in `settings`, with the other account. */
export function caseSystemUrl(settings: Readonly<Record<string, string>>): string {
  const url = new URL(settings['GI_DATABASE_URL'] ?? '');
  url.username = caseSystemAccount.user;
  url.password = caseSystemAccount.password;
  return url.href;
}

/**
 * The tables, their triggers and the two roles. Run once, by an owner of the database.
 *
 * Numbers of change are given out under a lock that lasts until the transaction ends: so a lower number never becomes
 * visible after a higher one, and a reader that goes by the highest number it saw misses nothing.
 */
export const caseDatabaseSchema = `
CREATE SEQUENCE case_change;

CREATE TABLE feed_identity (
  incarnation uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO feed_identity DEFAULT VALUES;

CREATE TABLE unit (
  unit_code text PRIMARY KEY,
  unit_name text NOT NULL,
  contact text
);

CREATE TABLE case_file (
  reference text PRIMARY KEY,
  unit_code text NOT NULL REFERENCES unit,
  opened_on date NOT NULL,
  closed_on date,
  change_number bigint NOT NULL DEFAULT 0
);
CREATE INDEX case_file_change ON case_file (change_number);

CREATE TABLE case_person (
  reference text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  person_key text NOT NULL,
  role_code text NOT NULL,
  citizen_number text,
  recorded_name text,
  surname text,
  given_names text,
  former_given_names text[] NOT NULL DEFAULT '{}',
  birth_date date,
  birth_date_precision text NOT NULL DEFAULT 'DAY' CHECK (birth_date_precision IN ('DAY', 'MONTH', 'YEAR')),
  sex text,
  died_on date,
  expected_children integer CHECK (expected_children > 0),
  expected_on date,
  mother_citizen_number text,
  since date,
  until date,
  PRIMARY KEY (reference, person_key)
);
COMMENT ON COLUMN case_person.birth_date_precision IS 'DAY: the whole date is known; otherwise the rest of it was filled in';
COMMENT ON COLUMN case_person.expected_children IS 'Of a child recorded before its birth, and kept afterwards; otherwise empty';

CREATE TABLE address_secrecy (
  reference text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  kept_from_citizen_number text
);
CREATE INDEX address_secrecy_reference ON address_secrecy (reference);
COMMENT ON TABLE address_secrecy IS 'Nobody outside may learn where the persons of this case are';
COMMENT ON COLUMN address_secrecy.kept_from_citizen_number IS 'Empty: kept from everybody';

CREATE TABLE stay (
  reference text NOT NULL,
  person_key text NOT NULL,
  address_key text NOT NULL,
  address_type text NOT NULL,
  since date,
  until date,
  postcode text,
  house_number text,
  FOREIGN KEY (reference, person_key) REFERENCES case_person ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX stay_person ON stay (reference, person_key);

CREATE TABLE plan (
  plan_number text PRIMARY KEY,
  reference text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  made_on date NOT NULL,
  ended_on date,
  goals text[] NOT NULL DEFAULT '{}',
  goals_on_help integer[] NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN plan.goals_on_help IS 'Which of the goals, counted from 1, are the part about help (Jeugdwet art. 3.5)';

CREATE TABLE professional (
  professional_number text PRIMARY KEY,
  display_name text NOT NULL,
  function_name text NOT NULL,
  employer text,
  registration text,
  work_domain_code text NOT NULL DEFAULT 'OTHER',
  carries_case boolean
);
COMMENT ON COLUMN professional.employer IS 'Empty for the GI''s own people';
COMMENT ON COLUMN professional.registration IS 'Number in the professional register of youth care (SKJ)';
COMMENT ON COLUMN professional.carries_case IS 'Whether a case rests on this professional; empty: not recorded';

CREATE TABLE measure (
  measure_number text PRIMARY KEY,
  reference text NOT NULL,
  person_key text NOT NULL,
  kind_code text NOT NULL,
  code_list_version text NOT NULL,
  started_on date NOT NULL,
  ends_on date,
  ended_on date,
  end_reason_code text,
  first_contact_on date,
  first_contact_by text REFERENCES professional,
  family_plan_waived_on date,
  plan_number text REFERENCES plan ON DELETE SET NULL,
  retain_until date,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (reference, person_key) REFERENCES case_person ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX measure_reference ON measure (reference);

CREATE TABLE placement_authorisation (
  authorisation_number text PRIMARY KEY,
  measure_number text NOT NULL REFERENCES measure ON DELETE CASCADE,
  authorised_on date NOT NULL,
  valid_from date NOT NULL,
  valid_until date NOT NULL,
  carried_out_on date,
  is_place_open_to_parents boolean NOT NULL DEFAULT false
);
CREATE INDEX placement_measure ON placement_authorisation (measure_number);
COMMENT ON COLUMN placement_authorisation.is_place_open_to_parents IS 'The GI decided that the parents may know of the place';

CREATE TABLE assignment (
  measure_number text NOT NULL REFERENCES measure ON DELETE CASCADE,
  professional_number text NOT NULL REFERENCES professional,
  since date NOT NULL,
  until date
);
CREATE INDEX assignment_measure ON assignment (measure_number);

CREATE TABLE disclosure_decision (
  reference text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  record_type text NOT NULL,
  record_number text NOT NULL,
  ground text NOT NULL CHECK (ground IN ('RELEASE', 'CONSENT')),
  given_to text NOT NULL,
  decided_on date NOT NULL,
  valid_until date
);
CREATE INDEX disclosure_reference ON disclosure_decision (reference);
CREATE INDEX disclosure_record ON disclosure_decision (record_type, record_number);
COMMENT ON TABLE disclosure_decision IS 'Who was given a record: by a worker of the GI (RELEASE), or with consent of the person concerned (CONSENT)';
COMMENT ON COLUMN disclosure_decision.given_to IS 'A case of another organisation, a kind of organisation, or a function';

CREATE TABLE youth_probation (
  probation_number text PRIMARY KEY,
  unit_code text NOT NULL REFERENCES unit,
  criminal_chain_number text NOT NULL,
  kind_code text NOT NULL,
  started_on date NOT NULL,
  ends_on date
);
COMMENT ON TABLE youth_probation IS 'Known by the criminal chain number only; never read by the feed or the graph';

CREATE TABLE contact_journal (
  entry_number text PRIMARY KEY,
  reference text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  written_on date NOT NULL,
  entry text NOT NULL
);
COMMENT ON TABLE contact_journal IS 'Free text of the GI''s own workers, places included; never read by the feed or the graph';

${caseCourseTables}
CREATE TABLE removed_case (
  reference text PRIMARY KEY,
  change_number bigint NOT NULL
);

CREATE FUNCTION next_change() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(20261102);
  RETURN nextval('case_change');
END $$;

CREATE FUNCTION number_case_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.change_number := next_change();
  RETURN NEW;
END $$;
CREATE TRIGGER number_case_file BEFORE INSERT OR UPDATE ON case_file
  FOR EACH ROW EXECUTE FUNCTION number_case_file();

CREATE FUNCTION touch_case_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE case_file SET closed_on = closed_on WHERE reference = OLD.reference;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE case_file SET closed_on = closed_on
      WHERE reference = NEW.reference AND (TG_OP = 'INSERT' OR NEW.reference <> OLD.reference);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER touch_case_file AFTER INSERT OR UPDATE OR DELETE ON case_person
  FOR EACH ROW EXECUTE FUNCTION touch_case_file();
CREATE TRIGGER touch_case_file AFTER INSERT OR UPDATE OR DELETE ON stay
  FOR EACH ROW EXECUTE FUNCTION touch_case_file();
CREATE TRIGGER touch_case_file AFTER INSERT OR UPDATE OR DELETE ON address_secrecy
  FOR EACH ROW EXECUTE FUNCTION touch_case_file();

CREATE FUNCTION remember_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO removed_case VALUES (OLD.reference, next_change())
    ON CONFLICT (reference) DO UPDATE SET change_number = EXCLUDED.change_number;
  RETURN OLD;
END $$;
CREATE TRIGGER remember_removal AFTER DELETE ON case_file
  FOR EACH ROW EXECUTE FUNCTION remember_removal();

CREATE ROLE ${readerAccount.user} LOGIN PASSWORD '${readerAccount.password}';
GRANT SELECT ON feed_identity, unit, case_file, case_person, address_secrecy, stay, plan, measure,
  placement_authorisation, professional, assignment, disclosure_decision, removed_case,
  ${readableCourseTables} TO ${readerAccount.user};

CREATE ROLE ${caseSystemAccount.user} LOGIN PASSWORD '${caseSystemAccount.password}';
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${caseSystemAccount.user};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${caseSystemAccount.user};
`;
