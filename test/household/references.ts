/** References for linking tests, made of the cast as an adapter would: pseudonyms only. */
import { createHmacPseudonymiser } from '../../adapter-kit/pseudonym.js';
import type { RosterPerson, RosterStay } from '../../adapter-kit/roster.js';
import type { CastAddress, CastPerson } from '../../simulated-sources/families.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';

const pseudonymiser = createHmacPseudonymiser('a key for linking tests, which protects nobody');

export interface PersonInCase {
  readonly who: CastPerson;
  readonly role: string;
  /** Where the source says this person lives; absent: no address recorded. */
  readonly at?: CastAddress;
  readonly birthDate?: string;
  readonly since?: string;
  readonly until?: string;
}

export interface CaseOptions {
  readonly since: string;
  readonly until?: string;
  readonly persons: readonly PersonInCase[];
}

const organisations: Readonly<Record<string, string>> = {
  VT: 'VEILIG_THUIS',
  RV: 'RAAD',
  GI: 'GI',
  LT: 'LOCAL_TEAM',
};

export function pseudonymOf(person: CastPerson): string {
  return pseudonymiser.person(person.bsn) ?? '';
}

export function caseOf(reference: string, options: CaseOptions): FeedReference {
  const { since, until = null, persons } = options;
  return {
    organisation: organisations[reference.slice(0, 2)] ?? 'GI',
    reference,
    unit: reference.slice(0, reference.indexOf('/')),
    unitName: reference.slice(0, reference.indexOf('/')),
    since,
    until,
    contact: null,
    persons: persons.map((person, index) => toRosterPerson(person, { since, until, index })),
  };
}

function toRosterPerson(
  { who, role, at, birthDate, ...own }: PersonInCase,
  period: { readonly since: string; readonly until: string | null; readonly index: number },
): RosterPerson {
  const since = own.since ?? period.since;
  const until = own.until ?? period.until;
  const stays: RosterStay[] = at
    ? [{ address: pseudonymiser.address(at.key) ?? '', addressType: at.type, since, until }]
    : [];
  return {
    person: pseudonymiser.person(who.bsn),
    check: pseudonymiser.check(birthDate ?? who.birthDate, who.sex),
    localKey: `P${period.index + 1}`,
    role,
    since: period.since,
    until: period.until,
    stays,
  };
}
