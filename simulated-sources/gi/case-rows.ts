/** Rows of the case database, and how a person of the cast becomes some. */
import type { CastAddress, CastPerson, CastPersonWithoutNumber } from '../families.js';

/** A row: column to value; a column that is left out keeps its default. Days are text; SQL turns them into dates. */
export type Row = Readonly<Record<string, string | boolean | readonly string[] | null>>;

export interface TableRows {
  readonly table: string;
  readonly rows: readonly Row[];
}

/** In an order that foreign keys allow. */
const tables = [
  'unit',
  'case_file',
  'case_person',
  'address_secrecy',
  'stay',
  'plan',
  'professional',
  'measure',
  'placement_authorisation',
  'assignment',
  'party_assignment',
  'intake',
  'sighting',
  'handover_request',
  'concern',
  'agreement',
  'involved_list',
  'care_provider',
  'care_product',
  'allocation_under_measure',
  'youth_probation',
  'contact_journal',
] as const;

/** Rows by their table. */
export type CaseRecords = Readonly<Partial<Record<(typeof tables)[number], readonly Row[]>>>;

/** The consolidated text of the Regeling Jeugdwet that the code list was taken from. */
export const codeListVersion = '2017-05';

export interface Stay {
  readonly address: CastAddress;
  readonly since: string;
  readonly until?: string;
}

export interface FiledPerson {
  readonly reference: string;
  readonly key: string;
  readonly role: string;
  /** As the unit writes it. */
  readonly name: string;
  readonly since: string;
  /** Left out for adults, whom the GI knows by name only. */
  readonly person?: CastPerson | CastPersonWithoutNumber;
  /** What stands where the number belongs, if that is not the person's own. */
  readonly writtenNumber?: string;
  /** The unit wrote the given names in full, not only in the name as a whole. */
  readonly isNameInFull?: true;
  readonly stays?: readonly Stay[];
}

/** Puts the rows of several sets of records together, table by table. */
export function toTableRows(records: readonly CaseRecords[]): readonly TableRows[] {
  return tables.map((table) => ({ table, rows: records.flatMap((each) => each[table] ?? []) }));
}

export function personRow(filed: FiledPerson): Row {
  const { reference, key, role, name, since, person, writtenNumber, isNameInFull } = filed;
  return {
    reference,
    person_key: key,
    role_code: role,
    citizen_number: writtenNumber ?? person?.bsn ?? null,
    recorded_name: name,
    surname: (isNameInFull && person && surnameOf(person)) ?? null,
    given_names: (isNameInFull && person?.givenName) ?? null,
    birth_date: person?.birthDate ?? null,
    sex: person?.sex ?? null,
    since,
  };
}

export function stayRows({ reference, key, stays = [] }: FiledPerson): readonly Row[] {
  return stays.map(({ address, since, until }) => ({
    reference,
    person_key: key,
    address_key: address.key,
    address_type: address.type,
    since,
    until: until ?? null,
  }));
}

function surnameOf({ prefix, surname }: Omit<CastPerson, 'bsn'>): string {
  return prefix === undefined ? surname : `${prefix} ${surname}`;
}
