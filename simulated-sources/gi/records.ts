/** What the GI recorded of the cast, as rows of its case database. Its way of writing names is its own: "Esselink, J. Groot". */
import {
  addresses,
  type CastAddress,
  type CastPerson,
  grootEsselink,
  sentinelFamilies,
  sentinelFaultOf,
  units,
} from '../families.js';

/** A row: column to value. Days are text; SQL turns them into dates. */
export type Row = Readonly<Record<string, string | readonly string[] | null>>;

export interface TableRows {
  readonly table: string;
  readonly rows: readonly Row[];
}

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
/** The consolidated text of the Regeling Jeugdwet that the code list was taken from. */
const codeListVersion = '2017-05';

interface Stay {
  readonly address: CastAddress;
  readonly since: string;
  readonly until?: string;
}

interface FiledPerson {
  readonly reference: string;
  readonly key: string;
  readonly role: string;
  readonly name: string;
  readonly since: string;
  /** Left out for adults, whom the GI knows by name only. */
  readonly person?: CastPerson;
  readonly stays?: readonly Stay[];
}

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

/** All rows, in an order that foreign keys allow. */
export const caseRows: readonly TableRows[] = [
  {
    table: 'unit',
    rows: [{ unit_code: units.GI1.code, unit_name: units.GI1.name, contact: units.GI1.contact }],
  },
  {
    table: 'case_file',
    rows: [
      { reference: relay, unit_code: 'GI1', opened_on: '2026-03-30', closed_on: null },
      { reference: placedChildReference, unit_code: 'GI1', opened_on: '2026-02-02', closed_on: null },
      ...sentinelReferences.map(({ reference, since }) => ({
        reference,
        unit_code: 'GI1',
        opened_on: since,
        closed_on: null,
      })),
    ],
  },
  { table: 'case_person', rows: filedPersons().map(personRow) },
  { table: 'stay', rows: filedPersons().flatMap(stayRows) },
  {
    table: 'plan',
    rows: [
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
      },
    ],
  },
  {
    table: 'measure',
    rows: [
      ...childKeys.map((key, index) => ({
        measure_number: `M-2026-${String(331 + index).padStart(4, '0')}`,
        reference: relay,
        person_key: key,
        kind_code: '11',
        code_list_version: codeListVersion,
        started_on: '2026-03-30',
        ends_on: '2027-03-30',
        first_contact_on: '2026-04-08',
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
  },
  { table: 'placement_authorisation', rows: placementRows() },
  {
    table: 'professional',
    rows: [
      professional('G1', 'S. K.', 'jeugdbeschermer'),
      professional('G2', 'A. V.', 'jeugdbeschermer'),
      professional('G3', 'N. D.', 'gedragswetenschapper'),
      professional('G4', 'T. B.', 'zorgmakelaar'),
      { ...professional('O1', 'E. R.', 'gezinstherapeut'), employer: 'Rijnoever', registration: 'TEST-0007' },
      { ...professional('O2', 'I. M.', 'pleegzorgwerker'), employer: 'De Haven' },
    ],
  },
  { table: 'assignment', rows: assignmentRows() },
  {
    table: 'youth_probation',
    rows: [
      {
        probation_number: 'JR-2026-0001',
        criminal_chain_number: 'TEST-SKN-0001',
        kind_code: '42',
        started_on: '2026-05-18',
      },
    ],
  },
];

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

function personRow({ reference, key, role, name, since, person }: FiledPerson): Row {
  return {
    reference,
    person_key: key,
    role_code: role,
    citizen_number: person?.bsn ?? null,
    recorded_name: name,
    birth_date: person?.birthDate ?? null,
    sex: person?.sex ?? null,
    since,
  };
}

function stayRows({ reference, key, stays = [] }: FiledPerson): readonly Row[] {
  return stays.map(({ address, since, until }) => ({
    reference,
    person_key: key,
    address_key: address.key,
    address_type: address.type,
    since,
    until: until ?? null,
  }));
}

function measureNumberOf(key: string): string {
  return `M-2026-${String(331 + childKeys.indexOf(key)).padStart(4, '0')}`;
}

function placementRows(): readonly Row[] {
  const first = { authorised_on: '2026-03-30', valid_from: '2026-03-30', valid_until: '2026-09-30' };
  const extension = { authorised_on: '2026-09-24', valid_from: '2026-10-01', valid_until: '2027-03-30' };
  return [
    ...placedKeys.flatMap((key) => [
      placement(key, 'a', { ...first, carried_out_on: '2026-03-30' }),
      placement(key, 'b', { ...extension, carried_out_on: '2026-10-01' }),
    ]),
    placement('k6', 'a', { ...first, carried_out_on: null }),
  ];
}

function placement(key: string, suffix: string, row: Row): Row {
  const measure = measureNumberOf(key);
  return { authorisation_number: `${measure}-${suffix}`, measure_number: measure, ...row };
}

function professional(number: string, name: string, functionName: string): Row {
  return { professional_number: number, display_name: name, function_name: functionName };
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
