/**
 * How casework stands in the parts of a family's case: who works with the family, whom they saw, what they worry about, what was agreed
 * and what it cost. The words are those of the catalogue; a municipality configures its own accordingly.
 *
 * @see docs/adr/0006-local-team-records-are-zaken-eigenschappen-and-rollen.md; docs/sources/local-team.md
 */
import type { WorkDomain } from '../source.js';

/** Parts that have no decision of their own: together they are one record of the family's case as a whole, with or without a plan. */
export const besideTypes = [
  'LT-MEDEWERKER',
  'LT-BETROKKENE',
  'LT-CONTACTMOMENT',
  'LT-ZORG',
  'LT-AFSPRAAK',
  'LT-BETROKKENENLIJST',
] as const;

/** Parts that are a record of their own: who helps with debts or with mental health shows by being there what somebody struggles with. */
export const decidedCaseworkTypes = ['LT-BETROKKENE-SCHULDEN', 'LT-BETROKKENE-GGZ', 'LT-KOSTEN'] as const;

/** `roltype.omschrijving` of the team's own workers to what the graph calls them; another role is shown in the team's words. */
export const workerRoles: ReadonlyMap<string, string> = new Map([
  ['Vast gezicht', 'fixed face'],
  ['Jeugdconsulent', 'youth consultant'],
  ['Gezinswerker', 'family worker'],
]);

/** Property `domein`. Help with debts and with mental health are kinds of part of their own. */
export const domains: ReadonlyMap<string, WorkDomain> = new Map([
  ['veiligheid', 'SAFETY'],
  ['raadsonderzoek', 'COUNCIL_INVESTIGATION'],
  ['bescherming', 'PROTECTION'],
  ['ondersteuning', 'SUPPORT'],
  ['jeugdhulp', 'YOUTH_CARE'],
  ['onderwijs', 'EDUCATION'],
  ['wonen', 'HOUSING'],
  ['overig', 'OTHER'],
]);

/** Property `grond`: why somebody outside the team may be shown. */
export const grounds = new Map([
  ['toestemming', 'CONSENT'],
  ['vrijgave', 'RELEASE'],
] as const);

/** Property `wijze` of a contact. */
export const sightingKinds = new Map([
  ['gezien', 'SEEN'],
  ['alleen gesproken', 'SPOKEN_ALONE'],
  ['gebeld', 'PHONED'],
] as const);

/** Property `ernst` of a worry. */
export const severities = new Map([
  ['licht', 'LIGHT'],
  ['matig', 'MODERATE'],
  ['ernstig', 'SERIOUS'],
] as const);

/** Property `soort` of a worry. */
export const statementKinds = new Map([
  ['feit', 'FACT'],
  ['mening', 'OPINION'],
] as const);

/** Property `kader` of a cost line. */
export const frames = new Map([
  ['vrijwillig', 'VOLUNTARY'],
  ['gedwongen', 'FORCED'],
] as const);

/** Property `eenheid` of a cost line. */
export const costUnits = new Map([
  ['minuut', 'MINUTE'],
  ['uur', 'HOUR'],
  ['dag', 'DAY'],
  ['maand', 'MONTH'],
  ['stuk', 'PIECE'],
] as const);
