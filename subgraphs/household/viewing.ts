/**
 * What one viewer may know of a household: whether it may be opened at all, who is in it, and who is involved. No content is
 * decided here; each organisation does that for its own.
 *
 * What is hidden from a viewer looks like what is not there. So what the register worked out from all cases together is told to
 * such a viewer from the cases alone that the viewer may know of, whether or not there are others.
 */
import type { RecordAttributes } from '../../adapter-kit/access/record-attributes.js';
import type { RequestAccess } from '../../adapter-kit/access/request-access.js';
import {
  type AccessContext,
  employers,
  familyFunctions,
  isAssigned,
  isGlassBroken,
} from '../../adapter-kit/access/subject.js';
import type { DocumentLink, HouseholdDocument, HouseholdMember } from './source.js';

/** The household as this viewer may know it. */
export interface HouseholdView {
  readonly members: readonly HouseholdMember[];
  readonly links: readonly DocumentLink[];
  readonly composition: HouseholdDocument['composition'];
}

/**
 * Whether it may be opened: under a case of the asker's own that stands there, by somebody whose own family it is, or when the
 * glass is broken. That one's organisation is involved is not enough.
 */
export function mayOpen(
  { links, members }: HouseholdDocument,
  access: AccessContext,
  { now, today }: { readonly now: Date; readonly today: string },
): boolean {
  const { subject, caseReference } = access;
  if (familyFunctions.has(subject.function)) {
    // Who was not told of a report does not learn by it that there is a file of the family at all.
    return members.some(
      ({ id, person }) =>
        person !== null &&
        person === subject.person &&
        links.some(
          ({ organisation, members: named, notInformed = [], notToldThemselves = [] }) =>
            Object.values(named).includes(id) &&
            !(organisation === 'VEILIG_THUIS' && [...notInformed, ...notToldThemselves].includes(id)),
        ),
    );
  }
  if (isGlassBroken(access, now)) return true;
  const employer = employers[subject.function];
  return (
    caseReference !== null &&
    isAssigned(access, today) &&
    links.some(
      ({ organisation, reference, certainty }) =>
        reference === caseReference &&
        (employer === null || organisation === employer) &&
        // A case that only probably concerns it opens nothing until a professional confirmed that.
        certainty !== 'PROBABLE',
    )
  );
}

/** Whether it is in a list without being asked for: a broken glass opens what one names, and lists nothing. */
export function mayList(
  household: HouseholdDocument,
  access: AccessContext,
  when: { readonly now: Date; readonly today: string },
): boolean {
  return mayOpen(household, { ...access, breakGlass: null }, when);
}

/** Whether somebody may look a number up: family members their own and their children's, so that nobody tries others. */
export function mayLookUp(person: string, { subject }: AccessContext): boolean {
  if (!familyFunctions.has(subject.function)) return true;
  return (
    person === subject.person ||
    subject.relations.some((relation) => relation.person === person && !relation.isContactBanned)
  );
}

/** Who puts and answers questions about links: those who may know of every organisation's involvement, and the fixed face. */
const linkingFunctions: ReadonlySet<string> = new Set([
  'fixed-face',
  'rvt-duo',
  'vt',
  'raad-protection',
  'gi-supervision',
  'gi-guardianship',
]);

export function mayConfirmLinks({ subject }: AccessContext): boolean {
  return linkingFunctions.has(subject.function);
}

/** @param access `null`: no access rules stand, and everything is seen. */
export async function viewOf(
  household: HouseholdDocument,
  access: RequestAccess | null,
): Promise<HouseholdView> {
  if (!access) return household;
  const { possible } = access.visibilityOf('involvement');
  const decidedLinks = await access.decide(household.links.map((link) => attributesOfLink(link, household)));
  const links = household.links.filter((_, index) => isShown(decidedLinks[index]?.answer));
  // What needs a consent is no secret that would have to be kept from those whom it names.
  const notSecret = household.links.filter((_, index) => decidedLinks[index]?.answer !== 'DENY');
  const decidedMembers = await access.decide(
    household.members.map((member) => attributesOfMember(member, household)),
  );
  const members = household.members.filter((_, index) => isShown(decidedMembers[index]?.answer));
  const mayBeHidden = possible.has('DENY') || possible.has('CONSENT');
  // Which other households a case concerns is known to whoever may open them.
  const shown = links.map((link) => ({ ...link, concernsOtherHouseholds: false }));
  const isFamily = familyFunctions.has(access.context.subject.function);
  if (!mayBeHidden) return { members, links: shown, composition: isFamily ? null : household.composition };
  return {
    links: shown,
    members: members.flatMap((member) => memberByCases(member, notSecret)),
    // That somebody has a newer home elsewhere is no news for the family: it may be a shelter.
    composition: isFamily ? null : compositionByCases(household.composition, links),
  };
}

function isShown(answer: string | undefined): boolean {
  return answer === 'ALLOW' || answer === 'MASK';
}

function attributesOfLink(link: DocumentLink, { members }: HouseholdDocument): RecordAttributes {
  const { organisation, reference, unitName, contact, since, until, handedOverTo = [] } = link;
  const waiting = new Set(link.notInformed ?? []);
  // A child whose parent was told is not waited for, and was not told itself all the same.
  const untold = new Set([...waiting, ...(link.notToldThemselves ?? [])]);
  const named = new Set(Object.values(link.members));
  return {
    recordType: 'involvement',
    recordId: reference,
    reference,
    holder: organisation,
    unit: unitOf(reference),
    subjects: members
      .filter(({ id }) => named.has(id))
      .map(({ id, person, names }) => ({
        person,
        localKey: names[0] ?? id,
        informedOn: untold.has(id) ? null : since,
        isNoticePending: waiting.has(id),
      })),
    handedOverTo,
    retainUntil: null,
    header: { unitName, contact, since, until },
  };
}

function attributesOfMember(
  { id, person, names }: HouseholdMember,
  household: HouseholdDocument,
): RecordAttributes {
  return {
    recordType: 'identity',
    recordId: id,
    reference: household.id,
    holder: 'REGISTER',
    unit: 'REGISTER',
    subjects: [{ person, localKey: names[0] ?? id, informedOn: null, isNoticePending: false }],
    retainUntil: null,
    header: { unitName: 'REGISTER', contact: null, since: null, until: null },
  };
}

/** Somebody whom none of these cases names is not there; since when is told by these cases alone. */
function memberByCases(member: HouseholdMember, links: readonly DocumentLink[]): readonly HouseholdMember[] {
  const naming = links.filter(({ members }) => Object.values(members).includes(member.id));
  if (naming.length === 0) return [];
  const [first] = naming.map(({ period, since }) => period.since ?? since).sort();
  return [{ ...member, since: first ?? null }];
}

function compositionByCases(
  composition: HouseholdDocument['composition'],
  links: readonly DocumentLink[],
): HouseholdDocument['composition'] {
  if (!composition) return null;
  const isKnown = ({ unitName }: { readonly unitName: string }): boolean =>
    links.some((link) => link.unitName === unitName);
  const outdated = composition.outdated.filter(isKnown);
  if (outdated.length === 0) return null;
  return { outdated, ask: composition.ask && isKnown(composition.ask) ? composition.ask : null };
}

/** The unit as its references begin. */
function unitOf(reference: string): string {
  return reference.split('/')[0] ?? reference;
}
