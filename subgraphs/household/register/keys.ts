/**
 * The keys by which each organisation finds its own records of a household or a person.
 *
 * What they must never do is say "none" where it is not known.
 */
import type { OrganisationKey } from '../../../adapter-kit/key-token.js';
import type { DocumentLink, HouseholdDocument, HouseholdMember } from './document.js';
import type { FeedState } from './roster-reader.js';

/**
 * References where the organisation gave any that are certain or confirmed. Otherwise "none" only if no case of its names a
 * member, its feed is fresh and every member could have been recognised; else nobody knows.
 */
export function keyOf(household: HouseholdDocument, feed: FeedState): OrganisationKey {
  return keyFor(household, feed, household.links, null);
}

/** The same for one member: only cases that name them. */
export function keyOfMember(
  household: HouseholdDocument,
  member: HouseholdMember,
  feed: FeedState,
): OrganisationKey {
  const names = new Set(member.names);
  const links = household.links.filter(
    (link) =>
      Object.entries(link.members).some(([name, id]) => id === member.id && names.has(name)) ||
      Object.entries(link.disputed ?? {}).some(([name, ids]) => ids.includes(member.id) && names.has(name)),
  );
  return keyFor(household, feed, links, member);
}

/** The links of an organisation that open nothing until a professional confirms them. */
export function unconfirmedLinks(
  household: Pick<HouseholdDocument, 'links'>,
  organisation: string,
): readonly DocumentLink[] {
  return household.links.filter(
    (link) => link.certainty === 'PROBABLE' && link.organisation === organisation,
  );
}

function keyFor(
  household: HouseholdDocument,
  { organisation, isFresh, asOf }: FeedState,
  links: readonly DocumentLink[],
  subject: HouseholdMember | null,
): OrganisationKey {
  const own = links.filter((link) => link.organisation === organisation);
  const opened = own.filter(({ certainty }) => certainty !== 'PROBABLE');
  if (opened.length > 0) {
    const { naming } = household;
    const disputed = Object.assign({}, ...opened.map((link) => link.disputed ?? {}));
    return {
      state: 'REFERENCES',
      references: opened.map(({ reference }) => reference),
      ...(isFresh ? {} : { isFeedStale: true as const }),
      ...(unconfirmedLinks(household, organisation).length === 0 ? {} : { hasUnconfirmed: true as const }),
      // Only people whom its own references name: nothing of another organisation's case.
      members: Object.assign({}, ...opened.map(({ members }) => members)),
      ...(naming ? { naming: namingOf(naming, opened) } : {}),
      ...(Object.keys(disputed).length > 0 ? { disputed } : {}),
      subject: subject ? subjectOf(subject, naming) : null,
    };
  }
  // A case that names a member is no proof of "not known", wherever it stands.
  const asked = subject ? [subject] : household.members;
  if (own.length > 0 || asked.some(({ knownTo }) => knownTo.includes(organisation))) {
    return { state: 'UNREAD', reason: 'LINK_UNCONFIRMED' };
  }
  if (!isFresh || asOf === null) return { state: 'UNREAD', reason: 'ROSTER_STALE' };
  if (asked.some(cannotBeRecognised)) return { state: 'UNREAD', reason: 'NO_IDENTIFIER' };
  return { state: 'NONE', notKnownAsOf: asOf };
}

// Names of its own references alone; and only where all of them are known under the other key: a table with a gap would lose somebody.
function namingOf(
  { under, otherwise, names }: NonNullable<HouseholdDocument['naming']>,
  links: readonly DocumentLink[],
): NonNullable<HouseholdDocument['naming']> {
  const own = links
    .flatMap(({ members, disputed = {} }) => [...Object.keys(members), ...Object.keys(disputed)])
    .filter((name) => !name.includes('#'));
  const known = Object.fromEntries(own.flatMap((name) => (names[name] ? [[name, names[name]]] : [])));
  const isWhole = own.every((name) => names[name] !== undefined);
  return { under, otherwise: isWhole ? otherwise : null, names: isWhole ? known : {} };
}

// As the household's cases name this person, whatever the asker's own word for them is.
function subjectOf({ person, names }: HouseholdMember, naming: HouseholdDocument['naming']): string | null {
  const word = person ?? names[0] ?? null;
  if (!naming || word === null || names.includes(word)) return word;
  return names.find((name) => naming.names[name] === word) ?? word;
}

// An unborn child has no number anywhere and is recognised by its mother.
function cannotBeRecognised({ person, identity }: HouseholdMember): boolean {
  return person === null && identity?.startsWith('unborn.') !== true;
}
