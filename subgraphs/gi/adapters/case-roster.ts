/**
 * The references of the case database: in full, or what changed since a number of change.
 *
 * A position names the database it was read from. A database that was put back or made anew counts from the start again,
 * so a position in another one, or one that lies ahead, is answered in full.
 */
import { z } from 'zod';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dateSchema } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { isRoleOfHousehold, type RosterReference } from '../../../adapter-kit/roster.js';
import type { CaseDatabase } from './case-database.js';
import { casePersonSchema, toRosterPerson } from './roster-person.js';

export interface CaseRosterOptions {
  readonly organisation: string;
  readonly database: CaseDatabase;
  readonly pseudonymiser: Pseudonymiser;
}

/** How far the database was read. */
export interface CasePosition {
  readonly incarnation: string;
  readonly change: string;
}

export interface CasePage {
  readonly mode: 'FULL' | 'DELTA';
  readonly position: CasePosition;
  readonly references: readonly RosterReference[];
  /** Those of which the database keeps a line; a case may also be gone without one. */
  readonly removed: readonly string[];
  /** How many references there are in all, so that one that went without a line is missed. */
  readonly total: number;
}

export interface CaseRoster {
  /** One statement. `null` reads in full. */
  read(since: CasePosition | null, signal: AbortSignal): Promise<CasePage>;
}

const referenceSchema = z.strictObject({
  reference: z.string().min(1).max(100),
  unit_code: z.string().min(1),
  unit_name: z.string().min(1),
  contact: z.string().min(1).nullable(),
  opened_on: dateSchema,
  closed_on: dateSchema.nullable(),
  /** Empty: nothing of the case is secret. */
  secrecy: z.array(z.strictObject({ kept_from_citizen_number: z.string().nullable() })),
  persons: z.array(casePersonSchema),
});

const changeSchema = z.string().regex(/^\d{1,19}$/);
const feedSchema = z.strictObject({
  incarnation: z.string().min(1),
  last_change: changeSchema,
  mode: z.enum(['FULL', 'DELTA']),
  case_files: z.array(referenceSchema),
  removed: z.array(z.string().min(1)),
  total: z.int().nonnegative(),
});

export function createCaseRoster({ organisation, database, pseudonymiser }: CaseRosterOptions): CaseRoster {
  return {
    async read(since, signal) {
      const values = [since?.incarnation ?? null, since?.change ?? null];
      const rows = await database.read({ name: 'roster', sql: rosterSql, values }, signal);
      const [row] = parseContract(z.tuple([z.strictObject({ feed: feedSchema })]), rows, {
        organisation,
        what: 'feed',
      });
      return toPage(row.feed, pseudonymiser);
    },
  };
}

function toPage(feed: z.infer<typeof feedSchema>, pseudonymiser: Pseudonymiser): CasePage {
  return {
    mode: feed.mode,
    position: { incarnation: feed.incarnation, change: feed.last_change },
    total: feed.total,
    references: feed.case_files.map((file) => ({
      reference: file.reference,
      unit: file.unit_code,
      unitName: file.unit_name,
      since: file.opened_on,
      until: file.closed_on,
      contact: file.contact,
      persons: file.persons
        .filter((person) => isRoleOfHousehold(person.role_code))
        .map((person) => toRosterPerson(person, pseudonymiser)),
      ...shieldOf(file.secrecy, pseudonymiser),
    })),
    removed: feed.removed,
  };
}

// Whoever cannot be named by a number cannot be told apart from others: then it is kept from everybody.
function shieldOf(
  secrecy: z.infer<typeof referenceSchema>['secrecy'],
  pseudonymiser: Pseudonymiser,
): Pick<RosterReference, 'shield'> {
  if (secrecy.length === 0) return {};
  const against = secrecy.map((line) => pseudonymiser.person(line.kept_from_citizen_number));
  const named = [...new Set(against.filter((person) => person !== null))].sort();
  return { shield: { against: against.includes(null) ? null : named } };
}

/** Everything in one statement, and so of one moment: the position can neither lag behind the page nor run ahead of it. */
const rosterSql = `
WITH state AS (
  SELECT i.incarnation::text AS incarnation,
    greatest(
      (SELECT coalesce(max(change_number), 0) FROM case_file),
      (SELECT coalesce(max(change_number), 0) FROM removed_case)
    ) AS last_change
  FROM feed_identity i
), asked AS (
  SELECT s.*,
    CASE WHEN $1::text = s.incarnation AND $2::bigint <= s.last_change THEN $2::bigint END AS since_change
  FROM state s
)
SELECT json_build_object(
  'incarnation', a.incarnation,
  'last_change', a.last_change::text,
  'mode', CASE WHEN a.since_change IS NULL THEN 'FULL' ELSE 'DELTA' END,
  'case_files', (
    SELECT coalesce(json_agg(json_build_object(
      'reference', f.reference,
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
          'person_key', p.person_key,
          'role_code', p.role_code,
          'citizen_number', p.citizen_number,
          'surname', p.surname,
          'given_names', p.given_names,
          'birth_date', p.birth_date,
          'birth_date_precision', p.birth_date_precision,
          'sex', p.sex,
          'died_on', p.died_on,
          'expected_children', p.expected_children,
          'expected_on', p.expected_on,
          'mother_citizen_number', p.mother_citizen_number,
          'since', p.since,
          'until', p.until,
          'stays', (
            SELECT coalesce(json_agg(json_build_object(
              'address_key', s.address_key,
              'address_type', s.address_type,
              'since', s.since,
              'until', s.until,
              'postcode', s.postcode,
              'house_number', s.house_number
            ) ORDER BY s.since, s.address_key), '[]')
            FROM stay s WHERE s.reference = p.reference AND s.person_key = p.person_key
          )
        ) ORDER BY p.person_key), '[]')
        FROM case_person p WHERE p.reference = f.reference
      )
    ) ORDER BY f.reference), '[]')
    FROM case_file f JOIN unit u ON u.unit_code = f.unit_code
    WHERE a.since_change IS NULL OR f.change_number > a.since_change
  ),
  'total', (SELECT count(*) FROM case_file f JOIN unit u ON u.unit_code = f.unit_code),
  'removed', (
    SELECT coalesce(json_agg(r.reference ORDER BY r.reference), '[]')
    FROM removed_case r
    WHERE a.since_change IS NOT NULL AND r.change_number > a.since_change
      AND NOT EXISTS (SELECT 1 FROM case_file f WHERE f.reference = r.reference)
  )
) AS feed
FROM asked a`;
