/** The words in which rules are read to lawyers: functions, owners, kinds of records and facts. For `docs/access-matrix.md`. */
import type { FactName } from '../adapter-kit/access/facts.js';
import type { RecordType } from '../adapter-kit/access/record-attributes.js';
import type { FunctionName } from '../adapter-kit/access/subject.js';

export const functionWords: Readonly<Record<FunctionName, string>> = {
  'fixed-face': 'fixed face (vast gezicht) of the local team',
  'rvt-duo': 'duo of a regional safety team (RVT)',
  vt: 'Veilig Thuis',
  'raad-protection': 'Raad, protection',
  'raad-penal': 'Raad, penal',
  'gi-supervision': 'GI, supervision order (OTS)',
  'gi-guardianship': 'GI, guardianship (voogdij)',
  'gi-probation': 'GI, youth probation',
  'parent-with-authority': 'parent with authority (gezag)',
  'parent-without-authority': 'parent without authority',
  'youth-12-up': 'youth of 12 and older',
  architect: 'architect or policy maker',
  auditor: 'auditor or privacy officer',
};

/** By the name of the subgraph. */
export const ownerWords: Readonly<Record<string, string>> = {
  gi: 'the GI (gecertificeerde instelling)',
  household: 'the household register',
  'local-team': 'the local team',
  raad: 'the Raad voor de Kinderbescherming',
  'veilig-thuis': 'Veilig Thuis',
};

export const recordTypeWords: Readonly<Record<RecordType, string>> = {
  identity: 'Identity: name, birth date, relations, authority (gezag)',
  involvement: 'Involvement (betrokkenheid): who knows the family, since when, whom to call',
  'vt-advice': 'Advice of Veilig Thuis (advies)',
  report: 'Report (melding)',
  reporter: 'Reporter (melder), and in what capacity',
  'safety-assessment': 'Safety assessment (veiligheidsbeoordeling) and safety conditions',
  'vt-inquiry': 'Inquiry of Veilig Thuis (onderzoek)',
  'raad-status': 'State of an investigation of the Raad',
  'raad-report': 'Report of the Raad (raadsrapport)',
  measure: 'Measure (maatregel)',
  'gi-plan': 'Plan of the GI (plan van aanpak)',
  'placement-address': 'Where a child was placed',
  'work-notes': 'Work notes',
  'family-plan': 'Family plan (gezinsplan) and case of the local team',
  provision: 'Support that was given (voorziening)',
  'mental-health': 'Mental health, addiction, medical',
  debts: 'Debts',
  'probation-header': 'Youth probation (jeugdreclassering), as a header',
  'criminal-data': 'Criminal data',
  'cost-line': 'What support cost',
  'access-log': 'Access log: who looked',
  'combined-view': 'Combined view of several organisations',
  'court-decision': "The court's decision",
  'consent-register': 'Who consented to what',
};

export interface FactWords {
  /** Completes "if …". */
  readonly holds: string;
  readonly fails: string;
  readonly dutch: string;
}

export const factWords: Readonly<Record<FactName, FactWords>> = {
  holderVt: {
    holds: 'Veilig Thuis keeps it',
    fails: 'another than Veilig Thuis keeps it',
    dutch: 'Veilig Thuis is de houder.',
  },
  informed: {
    holds: 'somebody whom it is about was told, and nobody must still be told',
    fails: 'nobody whom it is about was told, or somebody must still be told',
    dutch: 'Betrokkenen zijn ingelicht, en voor niemand is het inlichten uitgesteld.',
  },
  informedSelf: {
    holds: 'it was told to whoever asks',
    fails: 'it was not told to whoever asks',
    dutch: 'Wie het vraagt, is zelf ingelicht.',
  },
  noticePending: {
    holds: 'whoever asks may not learn of it yet',
    fails: 'nothing keeps it from whoever asks until they were told',
    dutch: 'Wie het vraagt, mag het nog niet weten: het inlichten is uitgesteld.',
  },
  handedOver: {
    holds: "it was handed over to the asker's kind of organisation",
    fails: "it was not handed over to the asker's kind of organisation",
    dutch: 'De zaak is overgedragen aan de soort organisatie van wie het vraagt.',
  },
  attachedToRequest: {
    holds: "it was sent along with a request to the asker's kind of organisation",
    fails: "it was not sent along with a request to the asker's kind of organisation",
    dutch: 'Het stuk is meegestuurd met een verzoek (VTO) aan de soort organisatie van wie het vraagt.',
  },
  requestedByCollege: {
    holds: 'the municipality (college) asked for it',
    fails: 'the municipality (college) did not ask for it',
    dutch: 'Het college heeft erom verzocht.',
  },
  requestedByVt: {
    holds: 'Veilig Thuis asked for it',
    fails: 'Veilig Thuis did not ask for it',
    dutch: 'Veilig Thuis heeft erom verzocht.',
  },
  requestedByGi: {
    holds: 'a GI asked for it',
    fails: 'no GI asked for it',
    dutch: 'Een GI heeft erom verzocht.',
  },
  exOfficio: {
    holds: 'the Raad began of its own accord',
    fails: 'the Raad did not begin of its own accord',
    dutch: 'De Raad is ambtshalve begonnen.',
  },
  measureActive: {
    holds: 'the measure is in force',
    fails: 'no measure is in force',
    dutch: 'De maatregel is van kracht.',
  },
  partOnHelp: {
    holds: 'it is the part about help',
    fails: 'it is not the part about help',
    dutch: 'Het gaat om het deel over de hulp.',
  },
  explicitlyOpen: {
    holds: 'the address is explicitly open to the parents',
    fails: 'the address is not explicitly open to the parents',
    dutch: 'Er is vastgelegd dat de ouders het adres mogen weten.',
  },
  ownOrganisation: {
    holds: "the asker's own unit keeps it",
    fails: 'another unit keeps it',
    dutch: 'De eigen eenheid van wie het vraagt, is de houder.',
  },
  sameOrganisation: {
    holds: "the asker's own organisation keeps it",
    fails: 'another organisation keeps it',
    dutch: 'Het is dezelfde organisatie als die van wie het vraagt.',
  },
  ownProvision: {
    holds:
      "it is the asker's own support, or that of a child under 16 under the asker's undisputed authority",
    fails:
      "it is not the asker's own support, nor that of a child under 16 under the asker's undisputed authority",
    dutch: 'Het is de eigen voorziening, of die van een kind onder de 16 onder eigen, onbetwist gezag.',
  },
  self: {
    holds: 'it is about whoever asks',
    fails: 'it is not about whoever asks',
    dutch: 'Het gaat over wie het vraagt.',
  },
  ownChild: {
    holds: "it is about the asker's child, of an age at which parents see such records",
    fails:
      "it is not about the asker's child, or the child is past the age until which parents see such records",
    dutch:
      'Het gaat over een kind van wie het vraagt, van een leeftijd waarop ouders dit mogen zien: bij hulp en bij Veilig Thuis nog geen 16.',
  },
  minor: {
    holds: 'the person concerned is a minor today',
    fails: 'the person concerned is of age',
    dutch: 'De betrokkene is vandaag minderjarig.',
  },
  released: {
    holds: 'a professional at the source released it',
    fails: 'no professional at the source released it',
    dutch: 'Een professional bij de bron heeft het vrijgegeven.',
  },
  consented: {
    holds: 'the person concerned consented',
    fails: 'the person concerned did not consent',
    dutch: 'De betrokkene heeft toestemming gegeven.',
  },
  shielded: {
    holds: 'the case is shielded from whoever asks',
    fails: 'the case is not shielded from whoever asks',
    dutch: 'De zaak is afgeschermd voor wie het vraagt.',
  },
  locationBearing: {
    holds: 'it tells where somebody is',
    fails: 'it does not tell where anybody is',
    dutch: 'Uit het stuk blijkt waar iemand is.',
  },
  breakGlass: {
    holds: 'the glass was broken less than an hour ago',
    fails: 'the glass is not broken',
    dutch: 'De noodknop is minder dan een uur geleden gebruikt.',
  },
};
