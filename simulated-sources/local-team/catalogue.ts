/**
 * The catalogue (zaaktypecatalogus) of the simulated municipality: which kinds of case its local teams keep, and what each
 * may carry. A municipality configures these in its own Catalogi API; docs/adr/0006 and docs/sources/local-team.md say what
 * they mean.
 */
import { createHash } from 'node:crypto';
import { caseworkTypes } from './catalogue-casework.js';

export interface PropertyType {
  readonly uuid: string;
  readonly name: string;
  readonly definition: string;
  readonly format: 'tekst' | 'datum';
  /** The values that a form offers; empty: any. */
  readonly values: readonly string[];
}

type PropertyTold = readonly [
  name: string,
  definition: string,
  format: 'tekst' | 'datum',
  values?: readonly string[],
];

export interface RoleType {
  readonly uuid: string;
  readonly description: string;
  readonly generic: string;
}

export interface StatusType {
  readonly uuid: string;
  readonly description: string;
  readonly sequence: number;
  readonly isFinal: boolean;
}

export interface CaseType {
  readonly uuid: string;
  readonly identification: string;
  readonly description: string;
  readonly properties: readonly PropertyType[];
  readonly roles: readonly RoleType[];
  readonly statuses: readonly StatusType[];
  /** The one result type, `Afgerond`. */
  readonly resultTypeUuid: string;
  readonly partTypes: readonly string[];
}

/** RSIN of the fictitious municipality; it passes the eleven-test. */
export const municipalityRsin = '999990639';

export const catalogueUuid = uuidOf('catalogus');

/** Person roles: the code of the CORV list jeugdzorgrol, then its meaning. */
const personRoles: readonly (readonly [description: string, generic: string])[] = [
  ['112 ouder met gezag', 'belanghebbende'],
  ['113 ouder zonder gezag', 'belanghebbende'],
  ['115 kind', 'belanghebbende'],
  ['121 broer of zus', 'belanghebbende'],
  ['125 grootouder', 'belanghebbende'],
  ['191 voogd', 'belanghebbende'],
  ['211 pleegouder', 'belanghebbende'],
  ['212 stiefouder', 'belanghebbende'],
  ['301 jeugdige', 'belanghebbende'],
  ['391 melder', 'initiator'],
  ['392 informant', 'adviseur'],
  ['139 overige verwant', 'belanghebbende'],
  ['393 contactpersoon', 'belanghebbende'],
  ['411 hulpverlener', 'adviseur'],
  ['412 arts of verpleegkundige', 'adviseur'],
  ['413 onderwijsgevende', 'adviseur'],
  ['491 overige professional', 'adviseur'],
];

const teamRoles: readonly (readonly [description: string, generic: string])[] = [
  ['Team', 'behandelaar'],
  ['Vast gezicht', 'behandelaar'],
  ['Jeugdconsulent', 'adviseur'],
  ['Gezinswerker', 'behandelaar'],
];

export const caseTypes: readonly CaseType[] = [
  caseType('LT-GEZIN', 'Gezin bij het lokaal team', [['notitie', 'Interne notitie van het team', 'tekst']]),
  caseType('LT-GEZINSPLAN', 'Gezinsplan', [
    ['wensen', 'Wat het gezin wenst, op elke regel een wens', 'tekst'],
    ['goed_genoeg', 'Wat er moet zijn zodat het goed genoeg is, op elke regel iets', 'tekst'],
    ['netwerk', 'Wie uit het eigen netwerk helpt, op elke regel iemand', 'tekst'],
  ]),
  caseType('LT-DOEL', 'Doel uit een gezinsplan', [
    ['gezinsplan', 'Identificatie van de zaak van het gezinsplan', 'tekst'],
    ['leefgebied', 'Leefgebied, code 01 tot en met 12 (CORV 1.0.9)', 'tekst'],
    ['doel', 'Het doel in de woorden van het gezin', 'tekst'],
    ['eigenaar', 'Wie eraan werkt', 'tekst'],
    ['streefdatum', 'Dag waarop het bereikt moet zijn', 'datum'],
    ['behaald', 'ja of nee; leeg zolang niet beoordeeld', 'tekst'],
    ['zienswijze_gezin', 'Wat het gezin ervan vindt', 'tekst'],
  ]),
  caseType('LT-VERHAAL', 'Eigen verhaal van het gezin, een versie', [
    ['tekst', 'De tekst van deze versie', 'tekst'],
    ['gelezen_door', 'Wie deze versie las: op elke regel functie; eenheid; dag', 'tekst'],
  ]),
  caseType('LT-VAST-GEZICHT', 'Vast gezicht van het gezin', [
    ['eerste_contact', 'Dag van het eerste contact met het gezin', 'datum'],
    ['skj_nummer', 'Nummer in het kwaliteitsregister SKJ', 'tekst'],
    ['intake', 'Dag waarop deze medewerker het verhaal van het gezin opnieuw opnam', 'datum'],
    ['contact_na_verzoek', 'Dag van het eerste contact nadat het team werd gevraagd', 'datum'],
  ]),
  caseType('LT-BREDE-ANALYSE', 'Brede analyse', [
    ['besluitdatum', 'Dag van het besluit tot de analyse', 'datum'],
  ]),
  caseType('LT-VOORZIENING', 'Ondersteuning door het team zelf', [['soort', 'Soort ondersteuning', 'tekst']]),
  caseType('LT-SCHULDHULP', 'Schuldhulp door het team zelf', [['soort', 'Soort ondersteuning', 'tekst']]),
  caseType('LT-JR-NOTIFICATIE', 'Notificatie jeugdreclassering', [
    ['maatregelcode', 'Code uit Regeling Jeugdwet, bijlage 2', 'tekst'],
    ['gecert_instelling', 'Gecertificeerde instelling die uitvoert', 'tekst'],
  ]),
  caseType('LT-VERBLIJF', 'Verblijf van personen uit de zaak op een adres', [
    ['soort_adres', 'Soort adres', 'tekst', ['woning', 'instelling', 'opvang', 'briefadres']],
  ]),
  caseType('LT-ZWANGERSCHAP', 'Zwangerschap', [['uitgerekende_datum', 'Uitgerekende datum', 'datum']]),
  caseType('LT-PERSOON', 'Aanvullende gegevens over een persoon in de zaak', [
    ['overlijdensdatum', 'Dag van overlijden', 'datum'],
    ['vroegere_voornamen', 'Voornamen van vroeger, die niet meer getoond worden', 'tekst'],
  ]),
  // What is known of a case without opening it: persons in roles by their numbers alone, and no other part of the case.
  caseType('LT-TOEGANG', 'Gegevens om te beslissen wie een zaak mag zien', [
    ['zaak', 'Identificatie van de zaak waarover dit gaat', 'tekst'],
    ['vrijgegeven_aan', 'Zaaknummer, functie of soort organisatie; eventueel "t/m" en een dag', 'tekst'],
    ['toestemming_voor', 'Zaaknummer, functie of soort organisatie; eventueel "t/m" en een dag', 'tekst'],
    ['meerderjarig_op', 'Dag waarop de jeugdige achttien wordt', 'datum'],
    ['uitvoerder', 'Code van de gecertificeerde instelling die uitvoert', 'tekst'],
  ]),
  ...caseworkTypes.map(([identification, description, properties]) =>
    caseType(identification, description, properties),
  ),
  // Not of the local teams: a real Zaken API holds other cases beside theirs.
  caseType('PARKEERVERGUNNING', 'Parkeervergunning', [['kenteken', 'Kenteken', 'tekst']]),
];

/** The type by its own `identificatie`. @throws Error where the catalogue has none: a mistake in the seed. */
export function caseTypeOf(identification: string): CaseType {
  const found = caseTypes.find((type) => type.identification === identification);
  if (!found) throw new Error('expected a case type of the catalogue');
  return found;
}

/** A UUID that is the same for the same text, so that a restart gives the same resources. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function caseType(
  identification: string,
  description: string,
  properties: readonly PropertyTold[],
): CaseType {
  return {
    uuid: uuidOf(`zaaktype ${identification}`),
    identification,
    description,
    properties: properties.map(([name, definition, format, values = []]) => ({
      uuid: uuidOf(`eigenschap ${identification} ${name}`),
      name,
      definition,
      format,
      values,
    })),
    roles: [...personRoles, ...teamRoles].map(([role, generic]) => ({
      uuid: uuidOf(`roltype ${identification} ${role}`),
      description: role,
      generic,
    })),
    statuses: [
      { uuid: uuidOf(`status ${identification} 1`), description: 'Lopend', sequence: 1, isFinal: false },
      { uuid: uuidOf(`status ${identification} 2`), description: 'Afgesloten', sequence: 2, isFinal: true },
    ],
    resultTypeUuid: uuidOf(`resultaattype ${identification}`),
    partTypes:
      identification === 'LT-GEZIN'
        ? [
            'LT-GEZINSPLAN',
            'LT-DOEL',
            'LT-VERHAAL',
            'LT-VAST-GEZICHT',
            'LT-BREDE-ANALYSE',
            'LT-VOORZIENING',
            'LT-SCHULDHULP',
            'LT-JR-NOTIFICATIE',
            'LT-VERBLIJF',
            'LT-ZWANGERSCHAP',
            'LT-PERSOON',
            'LT-TOEGANG',
            ...caseworkTypes.map(([partType]) => partType),
          ]
        : [],
  };
}
