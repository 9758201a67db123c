/**
 * Everything that follows from one set of references that nothing outside it touches: the households of the open world, those
 * behind shields, the questions to the owners and the numbers that are nobody's.
 */
import type {
  CompositionNotice,
  DocumentLink,
  HouseholdDocument,
  HouseholdMember,
  LinkConfirmation,
  LinkQuestion,
} from './document.js';
import { type GivenNameConflict, type Identified, identify, type NumberConflict } from './identities.js';
import {
  type HouseholdLink,
  type LinkedHousehold,
  type LinkOptions,
  linkOpenWorld,
  linkShieldedWorld,
  linksByCase,
} from './linking.js';
import { membersOf } from './members.js';
import { questionsIn } from './questions.js';
import {
  addTo,
  compareText,
  type FeedReference,
  hasEnded,
  type KnownPerson,
  type KnownReference,
  nameIn,
  periodOf,
  referenceKey,
} from './references.js';
import { type OpenReference, separateShielded } from './shields.js';

export interface ComponentOptions {
  /** `YYYY-MM-DD` in the Netherlands: an ended stay is history from the next day on. */
  readonly today: string;
  readonly makeId: (text: string) => string;
  readonly confirmations: readonly LinkConfirmation[];
  /** Pseudonyms that so many references share that they are nobody's. */
  readonly fillers?: readonly string[];
}

export interface LinkedComponent {
  readonly documents: readonly HouseholdDocument[];
  /** By the case that is asked. */
  readonly questions: ReadonlyMap<string, readonly LinkQuestion[]>;
  /** Numbers that organisations disagree on so much that they are nobody's. */
  readonly undecided: readonly string[];
}

interface World {
  readonly references: readonly KnownReference[];
  readonly households: readonly LinkedHousehold[];
  readonly numberConflicts: readonly NumberConflict[];
  readonly givenNameConflicts: readonly GivenNameConflict[];
  /** Numbers that several carry: to the identity of whoever is found by it; `null` where nobody is. */
  readonly carriers: ReadonlyMap<string, string | null>;
}

/** Nothing here knows of time, order or any other reference: the same references give the same answer. */
export function linkComponent(
  references: readonly FeedReference[],
  options: ComponentOptions,
): LinkedComponent {
  const all = identify(references, options.confirmations);
  const { open, shielded, protectedNumbers } = separateShielded(all.references);
  // Ids behind shields are made otherwise than those outside, so that they never meet.
  const ownedBehindShields = new Set<string>();
  // Without a shield the open world is all there is.
  const openWorld = toWorld(
    shielded.length === 0 ? all : identifyAgain(open, options),
    { ...options, ownedTexts: new Set() },
    (known, linkOptions) =>
      linkOpenWorld(
        shielded.length === 0
          ? open
          : known.map((reference, index) => ({ ...reference, withdrawn: open[index]?.withdrawn ?? [] })),
        linkOptions,
      ),
    protectedNumbers,
  );
  const asked = [{ world: openWorld, isAsked: (_about: string) => true }];
  const documents = [...documentsOf(openWorld, options, null)];
  for (const world of shielded) {
    const linked = toWorld(
      identifyAgain(world.references, options),
      { ...options, ownedTexts: ownedBehindShields },
      (known, linkOptions) => linkShieldedWorld({ ...world, references: known }, linkOptions),
    );
    const { openers } = world;
    const behind = documentsOf(linked, options, { openWorld, openers });
    documents.push(...behind);
    // Of what is behind the shield only they are asked whose case opens it.
    const opening = new Set(behind.flatMap(({ openedBy = [] }) => openedBy));
    asked.push({ world: linked, isAsked: (about) => opening.has(about) });
  }
  const questions = new Map<string, LinkQuestion[]>();
  for (const { world, isAsked } of asked) {
    for (const question of questionsIn({ ...world, allNumberConflicts: all.numberConflicts }, options)) {
      if (isAsked(question.about)) addTo(questions, question.about, question);
    }
  }
  return {
    documents,
    questions,
    undecided: [
      // Who is found behind a shield only is not found outside it.
      ...undecidedIn(
        openWorld,
        documents.filter(({ openedBy }) => openedBy === undefined),
      ),
      // Somebody outside seems to carry the number of somebody behind a shield: whose it is nobody can say out there.
      ...[...protectedNumbers].filter((number) =>
        openWorld.references.some(({ persons }) => persons.some(({ person }) => person === number)),
      ),
      ...(options.fillers ?? []),
    ],
  };
}

// Who is the same person is worked out within a world, so that a disagreement with somebody behind a shield is not seen outside.
function toWorld(
  { references: known, numberConflicts, givenNameConflicts }: Identified,
  options: ComponentOptions & Pick<LinkOptions, 'ownedTexts'>,
  link: (references: readonly KnownReference[], options: LinkOptions) => readonly LinkedHousehold[],
  protectedNumbers: ReadonlySet<string> = new Set(),
): World {
  const carriers = new Map<string, string | null>([
    ...numberConflicts.map(({ person, identity }) => [person, identity] as const),
    ...[...protectedNumbers].map((person) => [person, null] as const),
  ]);
  return {
    references: known,
    households: link(known, { ...options, carriers }),
    numberConflicts,
    givenNameConflicts,
    carriers,
  };
}

function identifyAgain(
  references: readonly KnownReference[],
  { confirmations }: ComponentOptions,
): Identified {
  const plain = references.map(
    (reference): FeedReference => ({
      ...reference,
      persons: reference.persons.map((person) => ({ ...person, stays: [...person.stays] })),
    }),
  );
  return identify(plain, confirmations);
}

function documentsOf(
  world: World,
  { today }: ComponentOptions,
  behind: {
    readonly openWorld: World;
    readonly openers: ReadonlySet<string>;
  } | null,
): readonly HouseholdDocument[] {
  const knownTo = new Map<string, Set<string>>();
  for (const { organisation, persons } of world.references) {
    for (const { person } of persons) {
      if (person !== null) knownTo.set(person, (knownTo.get(person) ?? new Set()).add(organisation));
    }
  }
  const disputes = new Map<string, readonly string[]>();
  for (const { identities } of world.givenNameConflicts) {
    for (const identity of identities) disputes.set(identity, identities);
  }
  const disputed = new Set(disputes.keys());
  const elsewhere = [world, ...(behind ? [behind.openWorld] : [])].flatMap(({ households }) => households);
  // A case that stands at one household only concerns no other one.
  const byCase = elsewhere.length === 1 ? new Map<string, LinkedHousehold[]>() : linksByCase(elsewhere);
  return world.households.flatMap((household) => {
    const { aliases, kind, links } = household;
    const [id] = aliases;
    if (id === undefined) return [];
    const members = membersOf(household, { today, knownTo, disputed });
    const documentLinks = links.map((link) =>
      toDocumentLink(link, {
        household,
        members,
        disputes,
        others: byCase.get(referenceKey(link.reference)) ?? [],
      }),
    );
    const openedBy = behind
      ? links
          // A flagged case that runs opens what it is about, also when every stay that it knows has ended.
          .filter(({ isHistory, reference: { shield, since, until } }) =>
            isHistory ? shield !== undefined && !hasEnded({ since, until }, today) : true,
          )
          .map(({ reference }) => referenceKey(reference))
          .filter((key) => behind.openers.has(key))
      : null;
    return [
      {
        id,
        aliases,
        kind,
        links: documentLinks,
        members,
        composition: compositionOf(household, today),
        // Behind a shield a person is found even where another case contradicts the number: they must not be lost there.
        foundBy: foundBy(household, members, behind ? new Map() : world.carriers),
        ...(openedBy ? { openedBy: [...new Set(openedBy)].sort(compareText) } : {}),
      },
    ];
  });
}

function toDocumentLink(
  link: HouseholdLink,
  context: {
    readonly household: LinkedHousehold;
    readonly members: readonly HouseholdMember[];
    readonly disputes: ReadonlyMap<string, readonly string[]>;
    readonly others: readonly LinkedHousehold[];
  },
): DocumentLink {
  const { reference, certainty, ground, period, isHistory, confirmation } = link;
  const { household, members, disputes, others } = context;
  const names: Record<string, string> = {};
  const disputed: Record<string, readonly string[]> = {};
  const notInformed: string[] = [];
  for (const person of reference.persons) {
    const name = nameIn(reference, person);
    const member = members.find(
      (candidate) =>
        candidate.names.includes(name) &&
        (candidate.identity === person.identity || person.identity === null),
    );
    if (!member) continue;
    const between = disputes.get(person.identity ?? '');
    if (between && between.length > 1) {
      disputed[name] = members
        .filter(({ identity }) => identity !== null && between.includes(identity))
        .map(({ id }) => id);
    } else names[name] = member.id;
    if (person.isNotInformed) notInformed.push(member.id);
  }
  return {
    organisation: reference.organisation,
    reference: reference.reference,
    unitName: reference.unitName,
    contact: reference.contact,
    since: reference.since,
    until: reference.until,
    certainty,
    ground,
    period,
    isHistory,
    concernsOtherHouseholds: others.some(
      (other) => other.aliases[0] !== household.aliases[0] && other.kind === 'HOUSEHOLD',
    ),
    ...(confirmation ? { confirmation } : {}),
    members: names,
    ...(Object.keys(disputed).length > 0 ? { disputed } : {}),
    ...(notInformed.length > 0 ? { notInformed } : {}),
  };
}

// Whom the records of this household still place here, though a newer home is known.
function compositionOf({ links, address }: LinkedHousehold, today: string): CompositionNotice | null {
  if (address === null) return null;
  const places = ({ stays }: KnownPerson): boolean =>
    stays.some((stay) => stay.address === address && !hasEnded(stay, today));
  const isOvertaken = (person: KnownPerson): boolean =>
    places(person) &&
    person.stays.every((stay) => stay.address !== address || hasEnded(periodOf(stay), today));
  const telling = links
    .filter(({ certainty, isHistory }) => certainty !== 'PROBABLE' && !isHistory)
    .map(({ reference }) => reference)
    .filter((reference) => withdrawnFrom(reference).some(places) || reference.persons.some(isOvertaken))
    .sort(
      (left, right) =>
        compareText(right.since, left.since) || compareText(referenceKey(left), referenceKey(right)),
    );
  const [newest, ...older] = telling;
  if (!newest) return null;
  const unit = ({ organisation, unitName }: KnownReference) => ({ organisation, unitName });
  return older.length === 0
    ? { outdated: [unit(newest)], ask: null }
    : { outdated: older.map(unit), ask: { ...unit(newest), contact: newest.contact } };
}

// Under a number that two people carry, only the one whom most organisations agree on is found (L1).
function foundBy(
  { links }: LinkedHousehold,
  members: readonly HouseholdMember[],
  carriers: ReadonlyMap<string, string | null>,
): readonly string[] {
  const present = members.flatMap(({ person, identity }) =>
    person === null || (carriers.has(person) && carriers.get(person) !== identity) ? [] : [person],
  );
  const withdrawn = links
    .filter(({ certainty }) => certainty !== 'PROBABLE')
    .flatMap(({ reference }) => withdrawnFrom(reference))
    .flatMap(({ person }) => person ?? []);
  return [...new Set([...present, ...withdrawn])].sort(compareText);
}

function withdrawnFrom(reference: KnownReference): readonly KnownPerson[] {
  return 'withdrawn' in reference ? (reference as OpenReference).withdrawn : []; // the open world's references carry it
}

// Whoever is left without a household by a disagreement must not look unknown.
function undecidedIn(world: World, documents: readonly HouseholdDocument[]): readonly string[] {
  const found = new Set(documents.flatMap((document) => document.foundBy));
  return world.numberConflicts.map(({ person }) => person).filter((person) => !found.has(person));
}
