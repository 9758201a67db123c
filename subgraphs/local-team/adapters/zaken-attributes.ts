/**
 * From the outline of a family's case and its parts LT-TOEGANG to what the team decides from. Nothing that was opened: no name, no
 * text, no address.
 *
 * What is not told takes away and never gives: a case without LT-TOEGANG is kept from everybody outside it, and a record without
 * one is about nobody.
 */

import { recordKey } from '../../../adapter-kit/access/case-loader.js';
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import type { RecordAttributes, RecordSubject } from '../../../adapter-kit/access/record-attributes.js';
import { contractBroken } from '../../../adapter-kit/contract.js';
import { isDate } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import { caseworkRecordId } from '../source.js';
import {
  type AccessCase,
  type Case,
  type FamilyOutline,
  organisation,
  type PartCase,
} from './zaken-contract.js';
import { accessProperties, keptFromObject, secretFrom } from './zaken-conventions.js';
import { householdRoles, teamOf, toPersonKey, unitIn } from './zaken-persons.js';
import { retainedUntil } from './zaken-properties.js';
import { isDecidedWithAnother, type OutlinedPart, type RecordName, recordOf } from './zaken-records.js';

export interface CaseOutline {
  readonly family: FamilyOutline;
  readonly parts: readonly OutlinedPart[];
  readonly accessCases: readonly AccessCase[];
}

/** `today`: `YYYY-MM-DD`, for leave that ends and for the day of coming of age. @throws SourceError `CONTRACT_BROKEN` */
export function toAttributes(
  { family, parts, accessCases }: CaseOutline,
  pseudonymiser: Pseudonymiser,
  today: string,
): readonly RecordAttributes[] {
  const reference = family.identificatie;
  const accessOf = toAccessIndex(accessCases);
  const own = accessOf.get(reference);
  const team = own ? teamOf(own.roles) : null;
  const unit = team?.code ?? unitIn(reference);
  const caseShield = shieldOf(family, own, pseudonymiser);
  const subjectsOf = (access: AccessCase | undefined): readonly RecordSubject[] =>
    access ? toSubjects(access, pseudonymiser) : [];

  /** What all records of the case have in common; leave that was given on every one of `cases` is leave for the record. */
  const attributesOf = (cases: readonly Case[], subjects: readonly RecordSubject[]) => ({
    reference,
    holder: organisation,
    unit,
    subjects,
    // By the team alone it is known in which town they are.
    isLocationBearing: true,
    shieldedFrom: cases.some(isSecret) ? ('EVERYBODY' as const) : caseShield,
    releasedTo: leaveIn(cases, accessOf, accessProperties.releasedTo, today),
    consentedFor: leaveIn(cases, accessOf, accessProperties.consentedFor, today),
    retainUntil: cases.every((each) => retainedUntil(each) !== null)
      ? (cases
          .flatMap((each) => retainedUntil(each) ?? [])
          .sort()
          .at(-1) ?? null)
      : null,
    header: { unitName: team?.name ?? unit, contact: team?.contact ?? null, ...periodOf(cases) },
  });

  const whole = attributesOf([family], subjectsOf(own));
  const records = groupByRecord(parts).map(({ name, cases }): RecordAttributes => {
    // Casework is about the whole family, however few parts there are of it: nobody sees all of it for being in one.
    const [only] = cases.length === 1 && name.recordId !== caseworkRecordId ? cases : [];
    const access = only && accessOf.get(only.identificatie);
    // A plan, a story, a fixed face or an analysis is about the whole family where nothing narrower is told.
    const subjects = access || name.recordType !== 'family-plan' ? subjectsOf(access) : whole.subjects;
    const attributes = { ...name, ...attributesOf(cases, subjects) };
    return name.recordType === 'probation-header'
      ? withProbation(attributes, { access, plannedUntil: only?.einddatumGepland ?? null }, today)
      : attributes;
  });
  return [involvementOf(whole), ...identitiesOf(whole, parts, accessOf), ...records];
}

/** The parts LT-TOEGANG by the case that each is about. @throws SourceError where one case has two. */
export function toAccessIndex<A extends PartCase>(accessCases: readonly A[]): ReadonlyMap<string, A> {
  const index = new Map<string, A>();
  for (const access of accessCases) {
    const about = valuesOf(access, accessProperties.about);
    const [reference, second] = about;
    if (reference === undefined || second !== undefined || index.has(reference)) {
      throw property(accessProperties.about, 'one LT-TOEGANG for each case');
    }
    index.set(reference, access);
  }
  return index;
}

/**
 * One record for each person. None at all where more is told of somebody without saying of whom: a name from before an adoption
 * would come back unmarked.
 */
function identitiesOf(
  family: Omit<RecordAttributes, 'recordType' | 'recordId'>,
  parts: readonly OutlinedPart[],
  accessOf: ReadonlyMap<string, AccessCase>,
): readonly RecordAttributes[] {
  const isUntold = ({ type, part }: OutlinedPart): boolean =>
    type === 'LT-PERSOON' && !accessOf.has(part.identificatie);
  if (parts.some(isUntold)) return [];
  return family.subjects.map((subject) => ({
    ...family,
    recordType: 'identity',
    recordId: subject.localKey,
    subjects: [subject],
  }));
}

/** Whose supervision it is, and whether the youth is a minor. */
function withProbation(
  attributes: RecordAttributes,
  told: { readonly access: AccessCase | undefined; readonly plannedUntil: string | null },
  today: string,
): RecordAttributes {
  const { access, plannedUntil } = told;
  const { header } = attributes;
  const [ofAgeOn] = access ? valuesOf(access, accessProperties.ofAgeOn) : [];
  const [carriedOutBy] = access ? valuesOf(access, accessProperties.carriedOutBy) : [];
  if (ofAgeOn !== undefined && !isDate(ofAgeOn)) throw property(accessProperties.ofAgeOn, 'a day YYYY-MM-DD');
  return {
    ...attributes,
    // The last day for which it was notified.
    header: { ...header, until: header.until ?? plannedUntil },
    isMinor: ofAgeOn !== undefined && today < ofAgeOn,
    // The matrix asks whether a GI is the one that carries it out. That the team keeps the notification is told by the header.
    ...(carriedOutBy === undefined ? {} : { holder: 'GI', unit: carriedOutBy }),
  };
}

/** Each record with the cases that it consists of, without the parts that only go with one. */
function groupByRecord(
  parts: readonly OutlinedPart[],
): readonly { readonly name: RecordName; readonly cases: readonly Case[] }[] {
  const groups = new Map<string, { readonly name: RecordName; readonly cases: Case[] }>();
  for (const outlined of parts) {
    const name = isDecidedWithAnother(outlined) ? null : recordOf(outlined);
    if (name === null) continue;
    const group = groups.get(recordKey(name)) ?? { name, cases: [] };
    group.cases.push(outlined.part);
    groups.set(recordKey(name), group);
  }
  return [...groups.values()];
}

function toSubjects(access: AccessCase, pseudonymiser: Pseudonymiser): readonly RecordSubject[] {
  return householdRoles(access.roles).map((role) => {
    const { pseudonym, localKey } = toPersonKey(role, pseudonymiser);
    // Nobody has to be told of a case at the local team: Wmo 2015 art. 5.3.1 is about Veilig Thuis.
    return { person: pseudonym, localKey, informedOn: null, isNoticePending: false };
  });
}

function shieldOf(
  family: FamilyOutline,
  own: AccessCase | undefined,
  pseudonymiser: Pseudonymiser,
): readonly string[] | 'EVERYBODY' {
  if (!own || isSecret(family) || isSecret(own)) return 'EVERYBODY';
  const keptFrom = own.objects.filter(({ objectType }) => objectType === keptFromObject);
  const persons = keptFrom.flatMap(
    ({ objectIdentificatie }) => pseudonymiser.person(objectIdentificatie?.inpBsn) ?? [],
  );
  // Of one without a usable number nobody can tell who it is.
  return persons.length < keptFrom.length ? 'EVERYBODY' : [...new Set(persons)].sort();
}

function isSecret({ vertrouwelijkheidaanduiding }: Case): boolean {
  return vertrouwelijkheidaanduiding !== undefined && secretFrom.has(vertrouwelijkheidaanduiding);
}

function leaveIn(
  cases: readonly Case[],
  accessOf: ReadonlyMap<string, AccessCase>,
  name: string,
  today: string,
): readonly string[] {
  const [first = new Set<string>(), ...others] = cases.map(({ identificatie }) => {
    const access = accessOf.get(identificatie);
    return new Set(access ? valuesOf(access, name).flatMap((value) => leaveOn(value, name, today)) : []);
  });
  return [...first].filter((given) => others.every((other) => other.has(given)));
}

/** For whom it was given, unless its last day has passed: `GI`, or `GI t/m 2026-12-31`. */
function leaveOn(value: string, name: string, today: string): readonly string[] {
  const [, given, until] = /^(\S+)(?: t\/m (\S+))?$/.exec(value) ?? [];
  if (given === undefined || (until !== undefined && !isDate(until))) {
    throw property(name, 'a case, a function or a kind of organisation, and perhaps a last day');
  }
  return until === undefined || today <= until ? [given] : [];
}

function periodOf(cases: readonly Case[]): { readonly since: string | null; readonly until: string | null } {
  const ends = cases.map(({ einddatum }) => einddatum);
  return {
    since: cases.map(({ startdatum }) => startdatum).sort()[0] ?? null,
    until: ends.includes(null) ? null : (ends.sort().at(-1) ?? null),
  };
}

function valuesOf(access: PartCase, name: string): readonly string[] {
  return access.properties.flatMap(({ naam, waarde }) => (naam === name && waarde !== '' ? [waarde] : []));
}

function property(name: string, expected: string) {
  return contractBroken({ organisation, what: 'zaakeigenschap' }, name, expected);
}
