/** The words in which the cast is filed at Veilig Thuis: persons, residences and notices, as a registrar types them. */
import { addresses, type CastAddress, type CastPerson, shelterPostcodeAndNumber } from '../families.js';
import type { CaseFiling, ReportFiling } from './case-messages.js';

export interface NumberedFiling {
  readonly caseNumber: string;
  readonly filing: CaseFiling;
}

export type FiledPerson = CaseFiling['persons'][number];
export type Residence = NonNullable<FiledPerson['residences']>[number];
type Notice = NonNullable<ReportFiling['informed']>[number];
type Disclosure = NonNullable<ReportFiling['disclosure']>;

/** CORV jeugdzorgrol. */
export const parent = '112';
export const parentWithoutAuthority = '113';
export const child = '115';
/** Somebody in a case without children, or who is no parent of the child. */
export const otherRelative = '139';

/** What the units write where they know no number: it is nobody's, and passes the eleven-test. */
export const unknownNumber = '000000000';
/** What they write for a child that is not born yet. */
export const unbornNumber = '999999999';

export function person(
  personNumber: string,
  role: string,
  who: CastPerson,
  residences: readonly Residence[] = [],
): FiledPerson {
  return {
    personNumber,
    role,
    bsn: who.bsn,
    givenName: who.givenName,
    prefix: who.prefix ?? null,
    surname: who.surname,
    birthDate: who.birthDate,
    sex: who.sex,
    residences: [...residences],
  };
}

export function residence(address: CastAddress, from: string, until: string | null = null): Residence {
  const kinds = {
    DWELLING: 'dwelling',
    INSTITUTION: 'institution',
    SHELTER: 'shelter',
    POSTAL: 'postal',
  } as const;
  return {
    addressId: address.key,
    kind: kinds[address.type],
    from,
    until,
    // The cast tells postcode and number of the shelter alone.
    ...(address.key === addresses.shelter.key ? shelterPostcodeAndNumber : {}),
  };
}

/** A reporter as they stand in the source: a person of the case without a name or a number. */
export function reporterOf(personNumber: string): FiledPerson {
  return { personNumber, role: '391', bsn: unknownNumber };
}

/** One of the unit's own people who was filed among the persons. */
export function professional(personNumber: string, givenName: string, surname: string): FiledPerson {
  return { personNumber, role: '411', givenName, surname };
}

/** All of them told on one day, or `null`: not yet. */
export function informed(personNumbers: readonly string[], on: string | null, dueOn: string): Notice[] {
  return personNumbers.map((personNumber) => ({ personNumber, on, dueOn }));
}

/** A case of a unit that keeps every list of its own work: what was not written down is filed as none. */
export function withAllLists({ caseNumber, filing }: NumberedFiling): NumberedFiling {
  const reports = (filing.reports ?? []).map(
    ({ safetyAssessment, inquiry, ...report }): ReportFiling => ({
      concerns: [],
      takeOvers: [],
      ...report,
      safetyAssessment: safetyAssessment && { workers: [], ...safetyAssessment },
      inquiry: inquiry && { workers: [], contacts: [], sightings: [], takeOvers: [], ...inquiry },
    }),
  );
  return { caseNumber, filing: { ...filing, reports } };
}

/** What the unit sent to the Raad with a request (verzoek tot onderzoek): the report, and its inquiry where there was one. */
export function attachedToRequest(on: string): Disclosure {
  return {
    attached: [
      { part: 'report', to: 'raad', on },
      { part: 'inquiry', to: 'raad', on },
    ],
  };
}

/** Overdracht to the local team. */
export function handedOverToLocalTeam(on: string): Disclosure {
  return { handedOver: [{ to: 'local-team', on }] };
}
