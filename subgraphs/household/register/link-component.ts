/**
 * Everything that follows from one set of references that nothing outside it touches: the households of the open world, those
 * behind shields, the questions to the owners and the numbers that are nobody's.
 */
import type { HouseholdDocument, LinkConfirmation, LinkQuestion } from './document.js';
import { type DocumentedWorld, documentsOf, householdsByCase } from './documents.js';
import type { LinkedHousehold, LinkOptions } from './household-link.js';
import { type Identified, identify, type NumberConflict } from './identities.js';
import { linkOpenWorld, linkShieldedWorld } from './linking.js';
import { conflictsByCase, questionsIn } from './questions.js';
import { addTo, type FeedReference, type KnownReference } from './references.js';
import { separateShielded } from './shields.js';

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

interface World extends DocumentedWorld {
  readonly numberConflicts: readonly NumberConflict[];
}

/** Nothing here knows of time, order or any other reference: the same references give the same answer. */
export function linkComponent(
  references: readonly FeedReference[],
  options: ComponentOptions,
): LinkedComponent {
  const all = identify(references, options.confirmations);
  const { open, shielded, protectedNumbers } = separateShielded(all.references);
  // Without a shield the open world is all there is.
  const openWorld = toWorld(
    shielded.length === 0 ? all : identifyAgain(open, options),
    { ...options, ownedTexts: new Set() },
    linkOpenWorld,
    protectedNumbers,
  );
  const { today } = options;
  const numberConflicts = conflictsByCase(all.numberConflicts);
  const questions = new Map<string, LinkQuestion[]>();
  const ask = (world: World, isAsked: (about: string) => boolean): void => {
    for (const question of questionsIn({ ...world, numberConflicts }, options)) {
      if (isAsked(question.about)) addTo(questions, question.about, question);
    }
  };
  const inTheOpen = documentsOf(openWorld, { today, behind: null });
  ask(openWorld, () => true);
  const behindShields: HouseholdDocument[] = [];
  if (shielded.length > 0) {
    // Ids behind shields are made otherwise than those outside, so that they never meet.
    const ownedTexts = new Set<string>();
    const openByCase = householdsByCase(openWorld.households);
    for (const world of shielded) {
      const linked = toWorld(
        identifyAgain(world.references, options),
        { ...options, ownedTexts },
        (references, linkOptions) => linkShieldedWorld({ ...world, references }, linkOptions),
      );
      const documents = documentsOf(linked, {
        today,
        behind: { open: openByCase, openers: world.openers },
      });
      behindShields.push(...documents);
      // Of what is behind the shield only they are asked whose case opens it.
      const opening = new Set(documents.flatMap(({ openedBy = [] }) => openedBy));
      ask(linked, (about) => opening.has(about));
    }
  }
  return {
    documents: [...inTheOpen, ...behindShields],
    questions,
    undecided: [
      // Who is found behind a shield only is not found outside it.
      ...undecidedIn(openWorld, inTheOpen),
      // Somebody outside seems to carry the number of somebody behind a shield: whose it is nobody can say out there.
      ...carriedIn(openWorld, protectedNumbers),
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

// What the open world notes of a reference goes along with it.
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

// Whoever is left without a household by a disagreement must not look unknown.
function undecidedIn(world: World, documents: readonly HouseholdDocument[]): readonly string[] {
  if (world.numberConflicts.length === 0) return [];
  const found = new Set(documents.flatMap((document) => document.foundBy));
  return world.numberConflicts.map(({ person }) => person).filter((person) => !found.has(person));
}

function carriedIn({ references }: World, numbers: ReadonlySet<string>): readonly string[] {
  if (numbers.size === 0) return [];
  const carried = new Set(references.flatMap(({ persons }) => persons.map(({ person }) => person)));
  return [...numbers].filter((number) => carried.has(number));
}
