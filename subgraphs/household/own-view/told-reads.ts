/**
 * Which reads may be told to the person whom they were about, and when. Pure; every rule of docs/adr/0023 stands here and nowhere
 * else.
 *
 * A read tells of what it was made for. So what somebody may not know yet of a report, and what a shield hides of a place, holds for
 * the reads as well. What is left out looks as if it had not been.
 *
 * @see Wmo 2015 art. 5.3.1; domain.md §9.7 and §9.9
 */
import { employers, type FunctionName } from '../../../adapter-kit/access/subject.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { DocumentLink, HouseholdDocument } from '../source.js';
import type { RecordedRead } from './reads-port.js';

/** A case of the household in which the person is. */
export interface KnownCase {
  readonly organisation: string;
  readonly reference: string;
  /** The day on which the case began. */
  readonly since: string;
  /**
   * `TOLD`: it names the person, who may know of it. `PENDING`: it names the person, who may not know of it yet. `OTHERS`: it names
   * other members only.
   */
  readonly notice: 'TOLD' | 'PENDING' | 'OTHERS';
}

/** Where the register knows the person in front of every shield, and by which cases. */
export interface PersonPlaces {
  /** Every id of those households. */
  readonly households: ReadonlySet<string>;
  readonly cases: readonly KnownCase[];
}

/** What stands in the way of telling a read. Both are asked of the register's rules (`access.cedar`). */
export interface ReadHindrance {
  /** It would tell of a report that the person was not told of. */
  readonly isNoticePending: boolean;
  /** It opened a household in which the register does not know the person in front of every shield. */
  readonly isElsewhere: boolean;
}

/** Activities that speak of a report by their name. */
export const activitiesAboutReports: ReadonlySet<string> = new Set([
  'https://gezinsbeeld.invalid/processing-activities/assess-and-inquire',
]);

/** The organisation whose being involved tells by itself that there is a report. */
const keeperOfReports = 'VEILIG_THUIS';

/** Whose reads stand in the log that a person sees: those for an organisation. Who sees the own file, and who supervises, is not in it. */
export function isReadForAnOrganisation({ function: asker }: RecordedRead): boolean {
  return employers[asker] !== null || asker === 'rvt-duo';
}

/** @param at when it was read, by the calendar of the records. */
export function hindranceOf(
  read: RecordedRead,
  { households, cases }: PersonPlaces,
  at: Date,
): ReadHindrance {
  return {
    isNoticePending: waitsForNotice(read, cases, dayInTheNetherlands(at)),
    isElsewhere: !read.households.some((id) => households.has(id)),
  };
}

function waitsForNotice(read: RecordedRead, cases: readonly KnownCase[], day: string): boolean {
  const { caseReference, isBreakGlass, purpose } = read;
  const asker = organisationOf(read.function);
  const own = cases.find(({ reference }) => reference === caseReference);
  if (own?.notice === 'PENDING') return true;
  // That it looked tells as much as that it is involved: it is shown once it has told this person itself.
  if (asker === keeperOfReports) {
    const hasTold = cases.some(({ organisation, notice }) => organisation === asker && notice === 'TOLD');
    if (own ? own.notice !== 'TOLD' : !hasTold) return true;
  }
  return cases.some(({ notice, organisation, since }) => {
    if (notice !== 'PENDING' || day < since) return false;
    return (
      asker === organisation ||
      isBreakGlass ||
      activitiesAboutReports.has(purpose.uri) ||
      // What began after the report may have begun because of it.
      own === undefined ||
      own.since >= since
    );
  });
}

/** The kind of organisation that a function works for; `null` where it may be any of them. */
export function organisationOf(asker: FunctionName): string | null {
  return employers[asker];
}

/** What the households of a person tell of where the person is. Where it is in dispute who somebody is, nothing is told. */
export function placesOf(person: string, found: readonly HouseholdDocument[]): PersonPlaces {
  const own = found.flatMap((household) => {
    const members = household.members.filter((member) => member.person === person && !member.isInDispute);
    return members.length === 0 ? [] : [{ household, ids: new Set(members.map(({ id }) => id)) }];
  });
  return {
    households: new Set(own.flatMap(({ household: { id, aliases } }) => [id, ...aliases])),
    cases: own.flatMap(({ household: { links }, ids }) => links.map((link) => toKnownCase(link, ids))),
  };
}

function toKnownCase(link: DocumentLink, ids: ReadonlySet<string>): KnownCase {
  const { organisation, reference, since, members, notInformed = [], notToldThemselves = [] } = link;
  const isNamed = Object.values(members).some((id) => ids.has(id));
  const isPending = [...notInformed, ...notToldThemselves].some((id) => ids.has(id));
  return { organisation, reference, since, notice: isPending ? 'PENDING' : isNamed ? 'TOLD' : 'OTHERS' };
}
