/**
 * The access log (matrix row 21): for a member of the family who looked at his or her own data, for a supervisor who looked at
 * somebody's or a household's.
 *
 * Whether a read is told is the register's decision by its rules. They are asked about each of the four kinds of reads that there can
 * be, once in every request and whether or not there is such a read: so neither time nor the decision log's length tells.
 */
import { GraphQLError } from 'graphql';
import type { RecordAttributes } from '../../../adapter-kit/access/record-attributes.js';
import type { RequestAccess } from '../../../adapter-kit/access/request-access.js';
import { familyFunctions } from '../../../adapter-kit/access/subject.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { personId } from '../person-id.js';
import type { Asker, DocumentLink, HouseholdDocument, HouseholdRegister } from '../source.js';
import { viewOf } from '../viewing.js';
import { nameOfFunction } from './function-names.js';
import type { ReadsPort, RecordedRead, RecordedReads } from './reads-port.js';
import {
  hindranceOf,
  isReadForAnOrganisation,
  organisationOf,
  placesOf,
  type ReadHindrance,
} from './told-reads.js';

export interface AskedAccessLog {
  readonly first: number;
  readonly after?: string | null;
  readonly person?: string | null;
  readonly household?: string | null;
}

/** What answering takes of the request's context. */
export interface AccessLogContext {
  readonly register: HouseholdRegister;
  readonly asker: Asker;
  readonly access: RequestAccess | null;
  readonly reads: ReadsPort | null;
  readonly now: Date;
  readonly concerned: { readonly persons: Set<string>; readonly households: Set<string> };
}

const mostPerPage = 100;

/** @throws WithheldError, SourceError; GraphQLError for a question that is not one. */
export async function accessLogFor(asked: AskedAccessLog, context: AccessLogContext) {
  const { access } = context;
  if (access === null) throw new Error('expected a request of somebody who is known');
  access.requireType('access-log');
  const page = toPage(asked);
  return familyFunctions.has(access.context.subject.function)
    ? ownLog(asked, page, { ...context, access })
    : supervisedLog(asked, page, { ...context, access });
}

type Known = AccessLogContext & { readonly access: RequestAccess };

/** A read as the log shows it, with the unit where the viewer may know which. */
interface ToldRead {
  readonly read: RecordedRead;
  readonly organisation: string | null;
  readonly unit: string | null;
}

async function ownLog({ person: asked, household }: AskedAccessLog, page: Page, context: Known) {
  const { register, access, now, concerned } = context;
  if (asked || household) {
    throw badInput('person, household: expected none of them; the log of a family member is his or her own');
  }
  const { person } = access.context.subject;
  if (person === null) throw badInput('expected a token of a family member that says who it is');
  // Of what is waited with, and of shields, nobody can say anything while a feed is unread.
  const upTo = readUpTo(register);
  const { households: found, isUndecided } = await register.placesOf(person);
  if (isUndecided) throw undecided();
  const places = placesOf(person, found);
  const ids = idsOf(person, found);
  for (const id of ids) concerned.persons.add(id);
  const recorded = await readsOf(context.reads, {
    persons: await underEveryKey(ids, register),
    household: null,
  });
  const answers = await answersFor(person, access);
  const units = await unitsSeenBy(context, found);
  // Reads of the last moments wait until every feed was read after them: a report may have come that no feed had yet.
  const calendar = (read: RecordedRead): Date =>
    new Date(now.getTime() - (Date.parse(recorded.askedAt) - Date.parse(read.at)));
  const told = recorded.reads.flatMap((read): readonly ToldRead[] => {
    const at = calendar(read);
    if (!isReadForAnOrganisation(read) || at.getTime() > upTo.getTime()) return [];
    if (!answers(hindranceOf(read, places, at))) return [];
    const link = units.get(read.caseReference ?? '');
    return [
      {
        read,
        organisation: link?.organisation ?? organisationOf(read.function),
        unit: link?.unitName ?? null,
      },
    ];
  });
  return toConnection(told, page, { recorded, upTo, visibility: 'MAY_BE_FILTERED' });
}

async function supervisedLog({ person, household }: AskedAccessLog, page: Page, context: Known) {
  const { register, access, concerned } = context;
  if (!person === !household) {
    throw badInput('person, household: expected one of them, by the id that this graph gave');
  }
  if (person && !/^p_[\w-]{22}$/.test(person)) throw badInput('person: expected an id that begins with p_');
  if (household && !/^hh_[\w-]{22}$/.test(household))
    throw badInput('household: expected an id that begins with hh_');
  const [decided] = await access.decide([toAttributes({ isNoticePending: false, isElsewhere: false }, null)]);
  if (decided?.answer !== 'ALLOW')
    throw badInput('person, household: expected a function that may see the log of others');
  const recorded = await readsOf(context.reads, {
    persons: await underEveryKey(person ? [person] : [], register),
    household: household ?? null,
  });
  if (person) concerned.persons.add(person);
  if (household) concerned.households.add(household);
  // Behind a shield the unit tells the place, and a supervisor is in front of it like everybody.
  const open = new Set<string>();
  for (const id of new Set(recorded.reads.flatMap(({ households }) => households))) {
    if (await register.isOpen(id)) open.add(id);
  }
  const told = recorded.reads.map((read): ToldRead => {
    const isInFront = read.households.length > 0 && read.households.every((id) => open.has(id));
    return {
      read,
      organisation: organisationOf(read.function),
      unit: isInFront ? (read.caseReference?.split('/')[0] ?? null) : null,
    };
  });
  return toConnection(told, page, { recorded, upTo: null, visibility: 'ALL' });
}

/** Whether a read with these hindrances is told: the rules' answer for each of the four kinds, all of them asked. */
async function answersFor(
  person: string,
  access: RequestAccess,
): Promise<(hindrance: ReadHindrance) => boolean> {
  const kinds = [true, false].flatMap((isNoticePending) =>
    [true, false].map((isElsewhere): ReadHindrance => ({ isNoticePending, isElsewhere })),
  );
  const decided = await access.decide(kinds.map((kind) => toAttributes(kind, person)));
  const told = new Set(
    decided.flatMap(({ answer, attributes: { recordId } }) => (answer === 'ALLOW' ? [recordId] : [])),
  );
  return (hindrance) => told.has(nameOf(hindrance));
}

function toAttributes(kind: ReadHindrance, person: string | null): RecordAttributes {
  return {
    recordType: 'access-log',
    recordId: nameOf(kind),
    reference: 'processing-log',
    holder: 'REGISTER',
    unit: 'REGISTER',
    subjects:
      person === null
        ? []
        : [{ person, localKey: 'self', informedOn: null, isNoticePending: kind.isNoticePending }],
    // Who looked tells where somebody is, wherever that is not for everybody.
    isLocationBearing: true,
    shieldedFrom: kind.isElsewhere && person !== null ? [person] : [],
    retainUntil: null,
    header: { unitName: 'REGISTER', contact: null, since: null, until: null },
  };
}

function nameOf({ isNoticePending, isElsewhere }: ReadHindrance): string {
  return `${isNoticePending ? 'waits-for-notice' : 'may-be-told'},${isElsewhere ? 'elsewhere' : 'here'}`;
}

/** The cases of which the viewer sees the unit in `involvement`, by reference: no unit is named here that is not named there. */
async function unitsSeenBy(
  { asker, access }: Known,
  found: readonly HouseholdDocument[],
): Promise<ReadonlyMap<string, DocumentLink>> {
  const seen = new Map<string, DocumentLink>();
  for (const household of found) {
    if (asker.mayOpen?.(household) !== true) continue;
    const { links } = await viewOf(household, access);
    for (const link of links) seen.set(link.reference, link);
  }
  return seen;
}

function idsOf(person: string, found: readonly HouseholdDocument[]): ReadonlySet<string> {
  return new Set(
    found.flatMap((household) =>
      household.members
        .filter((member) => member.person === person && !member.isInDispute)
        .map((member) => personId(household, member)),
    ),
  );
}

/** With the ids that the same people have from before and after a change of key: reads stand under those too. */
async function underEveryKey(ids: Iterable<string>, register: HouseholdRegister): Promise<readonly string[]> {
  const own = [...ids];
  const others = await Promise.all(own.map((id) => register.samePerson(id)));
  return [...new Set([...own, ...others.flat()])];
}

/** The instant up to which every feed was read. @throws SourceError while one is not fresh. */
function readUpTo(register: HouseholdRegister): Date {
  const times = register.feeds().map(({ organisation, isFresh, asOf }) => {
    if (isFresh && asOf !== null) return Date.parse(asOf);
    const detail =
      'its feed of references was not read, or too long ago: which reads may be told cannot be said';
    throw new SourceError({ organisation, reason: 'ROSTER_STALE', detail });
  });
  return new Date(Math.min(...times));
}

async function readsOf(
  reads: ReadsPort | null,
  asked: Parameters<ReadsPort['readsOf']>[0],
): Promise<RecordedReads> {
  if (reads) return reads.readsOf(asked);
  const detail = 'the processing log cannot be asked from here, so who looked cannot be said';
  throw new SourceError({ organisation: 'REGISTER', reason: 'DOWN', detail });
}

interface Page {
  readonly first: number;
  readonly after: { readonly at: string; readonly place: number } | null;
}

function toPage({ first, after }: AskedAccessLog): Page {
  if (first < 1 || first > mostPerPage) throw badInput(`first: expected a number from 1 to ${mostPerPage}`);
  if (after === null || after === undefined) return { first, after: null };
  const [, at, place] =
    /^(\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)_(\d{1,9})$/.exec(Buffer.from(after, 'base64url').toString()) ?? [];
  if (at === undefined || place === undefined) throw badInput('after: expected the endCursor of a page');
  return { first, after: { at, place: Number(place) } };
}

/**
 * Newest first. A cursor is the time of a read that was shown, and its place among those of the same time: it says nothing of what
 * was not shown.
 */
function toConnection(
  told: readonly ToldRead[],
  { first, after }: Page,
  {
    recorded,
    upTo,
    visibility,
  }: { readonly recorded: RecordedReads; readonly upTo: Date | null; readonly visibility: string },
) {
  const placed: { readonly told: ToldRead; readonly place: number }[] = [];
  for (const one of [...told].sort(byTime)) {
    const before = placed.at(-1);
    placed.push({ told: one, place: before?.told.read.at === one.read.at ? before.place + 1 : 0 });
  }
  const newestFirst = placed.reverse().filter(({ told: { read }, place }) => {
    return after === null || read.at < after.at || (read.at === after.at && place < after.place);
  });
  const shown = newestFirst.slice(0, first);
  const last = shown.at(-1);
  return {
    nodes: shown.map(({ told: { read, organisation, unit } }) => ({
      at: read.at,
      organisation,
      unit,
      function: { id: read.function, ...nameOfFunction(read.function) },
      purpose: { uri: read.purpose.uri, dutchName: read.purpose.dutchName, meaning: read.purpose.meaning },
      isBreakGlass: read.isBreakGlass,
    })),
    pageInfo: {
      hasNextPage: newestFirst.length > shown.length,
      endCursor: last ? Buffer.from(`${last.told.read.at}_${last.place}`).toString('base64url') : null,
    },
    goesBackTo: recorded.goesBackTo,
    readUpTo: upTo?.toISOString() ?? null,
    visibility,
  };
}

function byTime({ read: left }: ToldRead, { read: right }: ToldRead): number {
  return left.at < right.at ? -1 : left.at > right.at ? 1 : 0;
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Organisations disagree about who carries this number; the reads could be about somebody else. */
function undecided(): SourceError {
  return new SourceError({
    organisation: 'REGISTER',
    reason: 'IDENTITY_CONFLICT',
    detail: 'organisations recorded different people under this number: whose reads these are is not decided',
  });
}
