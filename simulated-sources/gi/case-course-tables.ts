/**
 * The tables of the case database for what the GI did and arranged in a case: who else works with the family, whom it met and saw, what
 * it agreed and asked, and what it calls the youth care of its messages. Ours, as the other tables are.
 */

/** Run after the tables of `case-database.ts`, by the same owner. */
export const caseCourseTables = `
CREATE TABLE party_assignment (
  assignment_number text PRIMARY KEY,
  reference text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  professional_number text NOT NULL REFERENCES professional,
  since date NOT NULL,
  until date,
  is_released_by_holder boolean NOT NULL DEFAULT false
);
CREATE INDEX party_assignment_reference ON party_assignment (reference);
COMMENT ON TABLE party_assignment IS 'Professionals of others who work with the family, as the GI knows it';
COMMENT ON COLUMN party_assignment.is_released_by_holder IS 'Their employer agreed that others who work on the case are told';

CREATE TABLE intake (
  intake_number text PRIMARY KEY,
  reference text NOT NULL REFERENCES case_file ON DELETE CASCADE,
  professional_number text REFERENCES professional,
  held_on date NOT NULL
);
CREATE INDEX intake_reference ON intake (reference);
COMMENT ON TABLE intake IS 'That the family told its story to somebody for the first time, as the GI recorded it';

CREATE TABLE sighting (
  sighting_number text PRIMARY KEY,
  reference text NOT NULL,
  person_key text NOT NULL,
  seen_on date NOT NULL,
  how_code text NOT NULL,
  party text,
  FOREIGN KEY (reference, person_key) REFERENCES case_person ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX sighting_reference ON sighting (reference);
COMMENT ON COLUMN sighting.how_code IS 'SEEN, SPOKEN_ALONE or PHONED';
COMMENT ON COLUMN sighting.party IS 'Who saw the child; empty: the GI''s own people';

CREATE TABLE handover_request (
  request_number text NOT NULL,
  measure_number text NOT NULL REFERENCES measure ON DELETE CASCADE,
  asked_on date NOT NULL,
  to_organisation text NOT NULL,
  to_unit text,
  purpose_code text NOT NULL,
  PRIMARY KEY (request_number, measure_number)
);
CREATE INDEX handover_request_measure ON handover_request (measure_number);
COMMENT ON TABLE handover_request IS 'What the GI asked of another organisation about the child of a measure; one line for each child';

CREATE TABLE concern (
  concern_number text PRIMARY KEY,
  plan_number text NOT NULL REFERENCES plan ON DELETE CASCADE,
  observed_on date NOT NULL,
  fact text,
  label text,
  nature text,
  severity_code text,
  is_opinion boolean NOT NULL
);
CREATE INDEX concern_plan ON concern (plan_number);

CREATE TABLE agreement (
  agreement_number text PRIMARY KEY,
  plan_number text NOT NULL REFERENCES plan ON DELETE CASCADE,
  agreed_on date NOT NULL,
  agreement text NOT NULL,
  due_on date,
  ended_on date
);
CREATE INDEX agreement_plan ON agreement (plan_number);

CREATE TABLE involved_list (
  reference text PRIMARY KEY REFERENCES case_file ON DELETE CASCADE,
  as_of date NOT NULL,
  involved text[] NOT NULL
);
COMMENT ON TABLE involved_list IS 'Whom the file names as involved with the family: codes of units, names of others; whole as of its day';

CREATE TABLE care_provider (
  agb_code text PRIMARY KEY,
  provider_name text NOT NULL
);

CREATE TABLE care_product (
  agb_code text NOT NULL,
  category_code text NOT NULL,
  help_name text,
  cost_name text,
  is_for_family boolean NOT NULL DEFAULT false,
  piece_unit_code text,
  PRIMARY KEY (agb_code, category_code)
);
COMMENT ON TABLE care_product IS 'What a provider''s product of an iJw category is called at the GI';
COMMENT ON COLUMN care_product.is_for_family IS 'For the whole family, although iJw files it on one child';
COMMENT ON COLUMN care_product.piece_unit_code IS 'What a piece of it is, where that was agreed: MONTH; iJw has no unit for months';

CREATE TABLE allocation_under_measure (
  municipality_code text NOT NULL,
  agb_code text NOT NULL,
  allocation_number text NOT NULL,
  measure_number text NOT NULL REFERENCES measure ON DELETE CASCADE,
  PRIMARY KEY (municipality_code, agb_code, allocation_number)
);
COMMENT ON TABLE allocation_under_measure IS 'Youth care that is given under a measure (gedwongen kader); what is not in it is given of free will';
`;

/** Which of them the reading role may read: all. */
export const readableCourseTables =
  'party_assignment, intake, sighting, handover_request, concern, agreement, involved_list, care_provider, care_product, allocation_under_measure';
