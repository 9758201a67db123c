/**
 * How a local team's records stand in a Zaken API: the kinds of case, and the properties that they carry. The one place
 * that says so; a municipality configures its catalogue accordingly.
 *
 * @see docs/adr/0006-local-team-records-are-zaken-eigenschappen-and-rollen.md
 */

/** `zaaktype.identificatie` of the family's own case. */
export const familyCaseType = 'LT-GEZIN';

/** `zaaktype.identificatie` of its parts (deelzaken), one for each record. Other parts are not read. */
export const partTypes = [
  'LT-GEZINSPLAN',
  'LT-DOEL',
  'LT-VERHAAL',
  'LT-VAST-GEZICHT',
  'LT-BREDE-ANALYSE',
  'LT-VOORZIENING',
  'LT-JR-NOTIFICATIE',
] as const;
export type PartType = (typeof partTypes)[number];

export function isPartType(identification: string | undefined): identification is PartType {
  return (partTypes as readonly (string | undefined)[]).includes(identification);
}

/** `roltype.omschrijving` of the team that holds a case. */
export const teamRole = 'Team';
/** `roltype.omschrijving` of the worker whom a fixed-face case is about. */
export const fixedFaceRole = 'Vast gezicht';

/** Domains of life by code. @see CORV 1.0.9, list of leefgebieden. */
export const lifeDomainLabels = [
  'financiën',
  'identiteit',
  'houding, gedrag en vaardigheden',
  'werk en opleiding',
  'tijdsbesteding',
  'huisvesting',
  '(huiselijke) relaties',
  'geestelijke gezondheid',
  'lichamelijke gezondheid',
  'middelengebruik en verslaving',
  'sociaal netwerk',
  'justitie en politie',
] as const;
export const lifeDomainList = { list: 'leefgebied', version: 'CORV 1.0.9' } as const;

/** Kinds of youth probation by code. @see Regeling Jeugdwet, bijlage 2 (text of 2014). */
export const probationLabels: ReadonlyMap<string, string> = new Map([
  ['41', 'toezicht en begeleiding, gedwongen'],
  ['42', 'toezicht en begeleiding, vrijwillig'],
  ['50', 'ITB Harde Kern'],
  ['51', 'ITB Criem'],
  ['61', 'scholings- en trainingsprogramma'],
  ['62', 'gedragsbeïnvloedende maatregel'],
  ['63', 'voorbereiding gedragsbeïnvloedende maatregel'],
]);
export const probationList = {
  list: 'Regeling Jeugdwet, bijlage 2, jeugdreclassering',
  version: '2014',
} as const;
