/**
 * What the GI recorded of family 2, the whole relay, and of the sentinel families; and all rows of its case database together.
 * GI1's way of writing names is its own, and knows initials only: "Esselink, J. Groot".
 */
import {
  addresses,
  type CastPerson,
  grootEsselink,
  sentinelFamilies,
  sentinelFaultOf,
  units,
} from '../families.js';
import {
  type CaseRecords,
  codeListVersion,
  type FiledPerson,
  personRow,
  type Row,
  type Stay,
  stayRows,
  type TableRows,
  toTableRows,
} from './case-rows.js';
import { laterRecords } from './records-families-5-to-12.js';
import { courseRecords } from './records-of-the-course.js';

/** The reference of family 2, the whole relay. */
const relay = 'GI1/2026-0330';
/** Another child at the residential group where Daan stayed: an institution makes no household. */
const placedChildReference = 'GI1/2026-0188';
const placedChild: CastPerson = {
  bsn: '999998006',
  givenName: 'Jason',
  surname: 'Mastenbroek',
  birthDate: '2010-03-11',
  sex: 'M',
};

const { teun, daan, fien, maud, trix, hein } = grootEsselink;
const { hofdijk, spaanseweg, residentialGroup } = addresses;

const family: readonly FiledPerson[] = [
  parent('p1', 'Esselink, J. Groot'),
  parent('p2', 'Haverkamp, W.'),
  child('k1', teun, 'Esselink, T. Groot', [{ address: hofdijk, since: '2018-01-20' }]),
  child('k2', daan, 'Esselink, D. Groot', [
    { address: hofdijk, since: '2018-01-20', until: '2026-06-14' },
    { address: residentialGroup, since: '2026-06-15', until: '2026-08-21' },
    { address: hofdijk, since: '2026-08-22' },
  ]),
  child('k3', fien, 'Esselink, F. Groot', [{ address: spaanseweg, since: '2019-12-05' }]),
  child('k4', maud, 'Esselink, M. Groot', [{ address: spaanseweg, since: '2019-12-05' }]),
  child('k5', trix, 'Esselink, T. Groot', [{ address: spaanseweg, since: '2019-12-05' }]),
  child('k6', hein, 'Esselink, H. Groot', [{ address: hofdijk, since: '2020-01-20' }]),
];

const neighbour: FiledPerson = {
  reference: placedChildReference,
  key: 'k1',
  role: '115',
  name: 'Mastenbroek, J.',
  since: '2026-02-02',
  person: placedChild,
  stays: [{ address: residentialGroup, since: '2026-02-02' }],
};

/** Children at the aunt's, placed from the first day, extended once. */
const placedKeys: readonly string[] = ['k3', 'k4', 'k5'];
const childKeys: readonly string[] = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6'];

const sentinelReferences = sentinelFamilies.map((sentinel) => ({
  ...sentinel,
  reference: `${units.GI1.code}/${sentinel.caseNumber}`,
}));

const relayRecords: CaseRecords = {
  unit: Object.values(units)
    .filter(({ code }) => code.startsWith('GI'))
    .map(({ code, name, contact }) => ({ unit_code: code, unit_name: name, contact })),
  case_file: [
    { reference: relay, unit_code: 'GI1', opened_on: '2026-03-30', closed_on: null },
    { reference: placedChildReference, unit_code: 'GI1', opened_on: '2026-02-02', closed_on: null },
    ...sentinelReferences.map(({ reference, since }) => ({
      reference,
      unit_code: 'GI1',
      opened_on: since,
      closed_on: null,
    })),
  ],
  case_person: filedPersons().map(personRow),
  stay: filedPersons().flatMap(stayRows),
  plan: [
    {
      plan_number: 'PL-2026-0412',
      reference: relay,
      made_on: '2026-05-26',
      ended_on: null,
      goals: [
        'The children no longer see or hear quarrels at home.',
        'Fien, Maud and Trix are home every other Sunday.',
        'Hein has breakfast and a coat every school day.',
      ],
      goals_on_help: ['3'],
    },
  ],
  measure: [
    ...childKeys.map((key, index) => ({
      measure_number: `M-2026-${String(331 + index).padStart(4, '0')}`,
      reference: relay,
      person_key: key,
      kind_code: '11',
      code_list_version: codeListVersion,
      started_on: '2026-03-30',
      ends_on: '2027-03-30',
      first_contact_on: '2026-04-08',
      first_contact_by: 'G1',
      family_plan_waived_on: '2026-04-13',
      plan_number: 'PL-2026-0412',
      recorded_at: '2026-03-31T09:10:00+02:00',
    })),
    {
      measure_number: 'M-2026-0188',
      reference: placedChildReference,
      person_key: 'k1',
      kind_code: '11',
      code_list_version: codeListVersion,
      started_on: '2026-02-02',
      ends_on: '2027-02-02',
      first_contact_on: '2026-02-05',
      recorded_at: '2026-02-02T16:00:00+01:00',
    },
    ...sentinelReferences.map(({ reference, caseNumber, since }) => ({
      measure_number: `M-${caseNumber}`,
      reference,
      person_key: 'k1',
      // No list has 99: of this family an adapter cannot say what the measure is, and may not guess.
      kind_code: sentinelFaultOf('gi', reference) === 'malformed' ? '99' : '11',
      code_list_version: codeListVersion,
      started_on: since,
      ends_on: '2027-09-01',
      first_contact_on: '2026-09-04',
      recorded_at: '2026-09-01T11:00:00+02:00',
    })),
  ],
  placement_authorisation: placementRows(),
  professional: [
    { ...professional('G1', 'S. K.', 'jeugdbeschermer', 'PROTECTION'), carries_case: true },
    { ...professional('G2', 'A. V.', 'jeugdbeschermer', 'PROTECTION'), carries_case: true },
    { ...professional('G3', 'N. D.', 'gedragswetenschapper', 'PROTECTION'), carries_case: false },
    { ...professional('G4', 'T. B.', 'zorgmakelaar', 'YOUTH_CARE'), carries_case: false },
    {
      ...professional('O1', 'E. R.', 'gezinstherapeut', 'YOUTH_CARE'),
      employer: 'Rijnoever',
      registration: 'TEST-0007',
    },
    { ...professional('O2', 'I. M.', 'pleegzorgwerker', 'YOUTH_CARE'), employer: 'De Haven' },
  ],
  assignment: assignmentRows(),
};

/** All rows, in an order that foreign keys allow. */
export const caseRows: readonly TableRows[] = toTableRows([relayRecords, laterRecords, courseRecords]);

function parent(key: string, name: string): FiledPerson {
  return { reference: relay, key, role: '112', name, since: '2026-03-30' };
}

function child(key: string, person: CastPerson, name: string, stays: readonly Stay[]): FiledPerson {
  return { reference: relay, key, role: '115', name, since: '2026-03-30', person, stays };
}

function filedPersons(): readonly FiledPerson[] {
  const sentinels = sentinelReferences.flatMap(
    ({ reference, parent: adult, child: minor, address, since }) => [
      { reference, key: 'p1', role: '112', name: plainName(adult), since },
      {
        reference,
        key: 'k1',
        role: '115',
        name: plainName(minor),
        since,
        person: minor,
        stays: [{ address, since }],
      },
    ],
  );
  return [...family, neighbour, ...sentinels];
}

function plainName({ givenName, prefix, surname }: CastPerson): string {
  return [givenName, prefix, surname].filter((part) => part !== undefined).join(' ');
}

function measureNumberOf(key: string): string {
  return `M-2026-${String(331 + childKeys.indexOf(key)).padStart(4, '0')}`;
}

function placementRows(): readonly Row[] {
  const first = { authorised_on: '2026-03-30', valid_from: '2026-03-30', valid_until: '2026-09-30' };
  const extension = { authorised_on: '2026-09-24', valid_from: '2026-10-01', valid_until: '2027-03-30' };
  return [
    ...placedKeys.flatMap((key) => [
      // At their aunt's, where the parents know them to be.
      placement(key, 'a', { ...first, carried_out_on: '2026-03-30', is_place_open_to_parents: true }),
      placement(key, 'b', { ...extension, carried_out_on: '2026-10-01', is_place_open_to_parents: true }),
    ]),
    placement('k6', 'a', { ...first, carried_out_on: null }),
  ];
}

function placement(key: string, suffix: string, row: Row): Row {
  const measure = measureNumberOf(key);
  return { authorisation_number: `${measure}-${suffix}`, measure_number: measure, ...row };
}

function professional(number: string, name: string, functionName: string, domain: string): Row {
  return {
    professional_number: number,
    display_name: name,
    function_name: functionName,
    work_domain_code: domain,
  };
}

function assignmentRows(): readonly Row[] {
  const periods: readonly Row[] = [
    { professional_number: 'G1', since: '2026-04-08', until: '2026-07-31' },
    { professional_number: 'G2', since: '2026-08-24', until: null },
    { professional_number: 'G3', since: '2026-05-11', until: null },
    { professional_number: 'G4', since: '2026-05-11', until: null },
    { professional_number: 'O1', since: '2026-05-11', until: null },
    { professional_number: 'O2', since: '2026-05-04', until: null },
  ];
  return childKeys.flatMap((key) =>
    periods.map((period) => ({ measure_number: measureNumberOf(key), ...period })),
  );
}
