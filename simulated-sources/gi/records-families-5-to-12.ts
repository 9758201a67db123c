/**
 * What the GI recorded of families 5, 7, 11 and 12, and of the youth probation of family 8. GI2 writes names in full; GI1
 * initials only.
 *
 * Some rows stand here only because real ones do, and never leave: a reporter, a contact, a worker as a person of the case, a
 * dummy number, youth probation, and free text that tells a place.
 */
import { addresses, deVries, nagelhout, overvaart, voorbeeld } from '../families.js';
import {
  type CaseRecords,
  codeListVersion,
  type FiledPerson,
  personRow,
  type Row,
  stayRows,
} from './case-rows.js';

const { django, jordy } = nagelhout;
const { walter, sebastiaan } = deVries;
const { knuttelweg, mesonweg, shelter } = addresses;

/** Family 5: the supervision of the twins. */
export const twins = 'GI2/2025-1103';
/** Family 7: two of the three boys. */
const boys = 'GI2/2026-0420';
/** Family 11: Nina, in the shelter. */
const nina = 'GI1/2026-0717';
/** Family 12: the newborn girl. */
const newborn = 'GI2/2026-1030';

const twin = { reference: twins, role: '115', since: '2025-11-03', isNameInFull: true } as const;
const atKnuttelweg = [{ address: knuttelweg, since: '2025-11-03' }];
const boy = { reference: boys, role: '115', since: '2026-04-20', isNameInFull: true } as const;
const atMesonweg = [{ address: mesonweg, since: '2026-04-20' }];

const persons: readonly FiledPerson[] = [
  // Exchanged: each twin stands here with the other one's number, and no check on birth date and sex can see it.
  {
    ...twin,
    key: 'k1',
    name: 'Nagelhout, Django',
    person: django,
    writtenNumber: jordy.bsn,
    stays: atKnuttelweg,
  },
  {
    ...twin,
    key: 'k2',
    name: 'Nagelhout, Jordy',
    person: jordy,
    writtenNumber: django.bsn,
    stays: atKnuttelweg,
  },
  { ...boy, key: 'k1', name: 'Boer, Walter de', person: walter, stays: atMesonweg },
  { ...boy, key: 'k2', name: 'Boer, Sebastiaan de', person: sebastiaan, stays: atMesonweg },
  { reference: boys, key: 'm1', role: '391', name: 'Leerkracht groep 8', since: '2026-04-20' },
  { reference: boys, key: 'h1', role: '411', name: 'Jonker, P. (omgangsbegeleider)', since: '2026-05-11' },
  {
    reference: nina,
    key: 'k1',
    role: '115',
    name: 'Overvaart, N.',
    since: '2026-07-17',
    person: overvaart.nina,
    stays: [{ address: shelter, since: '2026-07-11' }],
  },
  { reference: nina, key: 'c1', role: '393', name: 'De Klimboom, intern begeleider', since: '2026-09-01' },
  {
    reference: newborn,
    key: 'k1',
    role: '115',
    name: 'Voorbeeld, NN',
    since: '2026-10-30',
    person: voorbeeld.newborn,
    writtenNumber: '000000000',
    isNameInFull: true,
  },
];

/** The rows of these families, by table. */
export const laterRecords: CaseRecords = {
  case_file: [
    caseFile(twins, '2025-11-03'),
    caseFile(boys, '2026-04-20'),
    caseFile(nina, '2026-07-17'),
    caseFile(newborn, '2026-10-30'),
  ],
  case_person: persons.map(personRow),
  address_secrecy: [{ reference: nina, kept_from_citizen_number: null }],
  stay: persons.flatMap(stayRows),
  plan: [
    {
      plan_number: 'PL-2025-1103',
      reference: twins,
      made_on: '2025-12-08',
      goals: [
        'Django and Jordy are at school on time every day.',
        'Their parents ask for help before they are tired out.',
      ],
      goals_on_help: ['2'],
    },
    {
      plan_number: 'PL-2026-0420',
      reference: boys,
      made_on: '2026-06-08',
      goals: [
        'Walter and Sebastiaan see no violence.',
        'They can tell somebody outside the family how they are.',
      ],
    },
  ],
  measure: [
    ...['k1', 'k2'].map((key, index) => ({
      ...measure(`M-2025-${1103 + index}`, twins, key, '11'),
      started_on: '2025-11-03',
      ends_on: '2026-11-03',
      first_contact_on: '2025-11-06',
      plan_number: 'PL-2025-1103',
      recorded_at: '2025-11-04T10:30:00+01:00',
    })),
    ...['k1', 'k2'].map((key, index) => ({
      ...measure(`M-2026-0${420 + index}`, boys, key, '11'),
      started_on: '2026-04-20',
      ends_on: '2027-04-20',
      first_contact_on: '2026-04-28',
      family_plan_waived_on: '2026-05-04',
      plan_number: 'PL-2026-0420',
      recorded_at: '2026-04-21T09:00:00+02:00',
    })),
    {
      ...measure('M-2026-0717', nina, 'k1', '12'),
      started_on: '2026-07-17',
      ends_on: '2026-10-17',
      first_contact_on: '2026-07-23',
      recorded_at: '2026-07-17T16:20:00+02:00',
    },
    {
      ...measure('M-2026-1012', nina, 'k1', '11'),
      started_on: '2026-10-12',
      ends_on: '2027-10-12',
      recorded_at: '2026-10-13T09:40:00+02:00',
    },
    {
      ...measure('M-2026-1030', newborn, 'k1', '12'),
      started_on: '2026-10-30',
      ends_on: '2027-01-30',
      recorded_at: '2026-10-30T17:10:00+01:00',
    },
  ],
  professional: [protector('G5', 'L. W.'), protector('G6', 'H. P.'), protector('G7', 'D. M.')],
  assignment: [
    assignment('M-2025-1103', 'G5', '2025-11-06'),
    assignment('M-2025-1104', 'G5', '2025-11-06'),
    assignment('M-2026-0420', 'G6', '2026-04-28'),
    assignment('M-2026-0421', 'G6', '2026-04-28'),
    assignment('M-2026-0717', 'G7', '2026-07-23'),
    assignment('M-2026-1012', 'G7', '2026-10-12'),
  ],
  youth_probation: [
    // Family 8. No citizen number: nothing here may ever be joined to one.
    {
      probation_number: 'JR-2025-0001',
      unit_code: 'GI1',
      criminal_chain_number: 'SKN-TEST-0001',
      kind_code: '41',
      started_on: '2025-06-10',
      ends_on: '2026-12-09',
    },
  ],
  contact_journal: [
    journal('J-2026-0723', nina, '2026-07-23', 'First talk with Nina and her mother, in the shelter.'),
    journal('J-2026-1028', nina, '2026-10-28', 'Saw Nina: visit Utrecht, school De Klimboom.'),
    journal('J-2026-0912', boys, '2026-09-12', 'Handed over at the library on Saturday at 10:00.'),
  ],
};

function caseFile(reference: string, openedOn: string): Row {
  return { reference, unit_code: reference.slice(0, 3), opened_on: openedOn, closed_on: null };
}

function measure(number: string, reference: string, key: string, kind: string): Row {
  return {
    measure_number: number,
    reference,
    person_key: key,
    kind_code: kind,
    code_list_version: codeListVersion,
  };
}

function protector(number: string, name: string): Row {
  return {
    professional_number: number,
    display_name: name,
    function_name: 'jeugdbeschermer',
    work_domain_code: 'PROTECTION',
    carries_case: true,
  };
}

function assignment(measureNumber: string, professional: string, since: string): Row {
  return { measure_number: measureNumber, professional_number: professional, since, until: null };
}

function journal(number: string, reference: string, writtenOn: string, entry: string): Row {
  return { entry_number: number, reference, written_on: writtenOn, entry };
}
