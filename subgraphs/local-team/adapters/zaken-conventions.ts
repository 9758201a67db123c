/**
 * How a local team's records stand in a Zaken API: the kinds of case, and the properties that they carry. The one place
 * that says so; a municipality configures its catalogue accordingly.
 *
 * @see docs/adr/0006-local-team-records-are-zaken-eigenschappen-and-rollen.md; docs/sources/local-team.md
 */
import type { AddressType } from '../../../adapter-kit/roster.js';
import { besideTypes, decidedCaseworkTypes } from './zaken-casework-conventions.js';

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
  'LT-SCHULDHULP',
  'LT-JR-NOTIFICATIE',
  'LT-PERSOON',
  ...besideTypes,
  ...decidedCaseworkTypes,
] as const;
export type PartType = (typeof partTypes)[number];

/**
 * Parts that the feed of references is made from: where persons live and when, who is expected, and what more is known of a
 * person. A municipality may do without any of them.
 */
export const feedPartTypes = ['LT-VERBLIJF', 'LT-ZWANGERSCHAP', 'LT-PERSOON'] as const;
export type FeedPartType = (typeof feedPartTypes)[number];

/**
 * Part that says what a decision about a case is made from, and nothing of what is in it: the team, the persons by number, from
 * whom they are kept, who was given leave. One for the family's case and one for each part that needs it; a kind of ours.
 */
export const accessPartType = 'LT-TOEGANG';
/** Properties of LT-TOEGANG. */
export const accessProperties = {
  /** `identificatie` of the case that it is about. */
  about: 'zaak',
  /** To whom a professional released it: a case reference, a function, a kind of organisation. */
  releasedTo: 'vrijgegeven_aan',
  /** For whom the person concerned consented: who asks under a case, a function, a kind of organisation. */
  consentedFor: 'toestemming_voor',
  /** The day on which the youth comes of age. */
  ofAgeOn: 'meerderjarig_op',
  /** Code of the certified institution that carries out the supervision, e.g. `GI1`. */
  carriedOutBy: 'uitvoerder',
} as const;

export function isPartType(identification: string | undefined): identification is PartType {
  return (partTypes as readonly (string | undefined)[]).includes(identification);
}

export function isFeedPartType(identification: string | undefined): identification is FeedPartType {
  return (feedPartTypes as readonly (string | undefined)[]).includes(identification);
}

/** Property of a person (LT-PERSOON): the day of death. */
export const deathProperty = 'overlijdensdatum';
/** Property of a person (LT-PERSOON): given names from before an adoption or a change of sex, which nobody is to be shown by. */
export const formerNamesProperty = 'vroegere_voornamen';
/** Properties of a plan (LT-GEZINSPLAN), each line a thing of its own. */
export const planProperties = { wishes: 'wensen', goodEnough: 'goed_genoeg', network: 'netwerk' } as const;
/** Property of a version of the story: who read it, each line a function, a unit and a day with `;` between them. */
export const readByProperty = 'gelezen_door';
/** Property of whoever works with the family: the number in the professional register (SKJ). */
export const skjProperty = 'skj_nummer';
/** Property of a pregnancy: the expected date. */
export const expectedProperty = 'uitgerekende_datum';
/** Property of a stay: what kind of address it is. */
export const addressTypeProperty = 'soort_adres';
export const addressTypes: ReadonlyMap<string, AddressType> = new Map([
  ['woning', 'DWELLING'],
  ['instelling', 'INSTITUTION'],
  ['opvang', 'SHELTER'],
  ['briefadres', 'POSTAL'],
]);

/** From this `vertrouwelijkheidaanduiding` on, where the persons of a case are is kept from everybody. */
export const secretFrom: ReadonlySet<string> = new Set(['geheim', 'zeer_geheim']);
/** `objectType` of the household that a case is about. */
export const householdObject = 'huishouden';
/** `objectType` of somebody from whom the persons of a case are kept; the case stands in this relation to no other person. */
export const keptFromObject = 'natuurlijk_persoon';

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
