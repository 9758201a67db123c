/** The few rows of the register that the stores are tested with. */
import type {
  HouseholdDocument,
  LinkConfirmation,
  LinkQuestion,
} from '../../subgraphs/household/register/document.js';
import type {
  AuditLine,
  RegisterChange,
  StoredFeedState,
  StoredReference,
} from '../../subgraphs/household/register/store.js';

export const openingCase = 'VEILIG_THUIS VT2/2026-0555';
export const otherCase = 'RAAD RVDK/2026-0777';

export interface SampleOptions {
  readonly aliases?: readonly string[];
  readonly persons?: readonly string[];
  readonly foundBy?: readonly string[];
  readonly openedBy?: readonly string[];
  /** Tells two writings of one household apart. */
  readonly unitName?: string;
}

export function sampleHousehold(id: string, options: SampleOptions = {}): HouseholdDocument {
  const {
    aliases = [],
    persons = [],
    foundBy = [],
    openedBy,
    unitName = 'Veilig Thuis Vallei & Vecht',
  } = options;
  return {
    id,
    aliases: [id, ...aliases],
    kind: 'HOUSEHOLD',
    links: [
      {
        organisation: 'VEILIG_THUIS',
        reference: `VT2/${id}`,
        unitName,
        contact: null,
        since: '2026-01-05',
        until: null,
        certainty: 'CERTAIN',
        ground: 'OWN_CASE',
        period: { since: '2026-01-05', until: null },
        isHistory: false,
        concernsOtherHouseholds: false,
        members: {},
      },
    ],
    members: persons.map((person, index) => ({
      id: `m${index + 1}`,
      person,
      identity: person,
      names: [person],
      role: '115',
      residence: 'RESIDENT',
      since: null,
      until: null,
      certainty: 'CERTAIN',
      knownTo: ['VEILIG_THUIS'],
    })),
    composition: null,
    foundBy: [...persons, ...foundBy],
    ...(openedBy ? { openedBy } : {}),
  };
}

const emptyChange: RegisterChange = {
  references: { put: [], drop: [] },
  feeds: [],
  put: [],
  drop: [],
  undecided: { add: [], remove: [] },
  questions: new Map(),
  split: [],
  audit: [],
};

export function change(part: Partial<RegisterChange>): RegisterChange {
  return { ...emptyChange, ...part };
}

export async function* changes(...all: readonly Partial<RegisterChange>[]): AsyncGenerator<RegisterChange> {
  for (const part of all) yield change(part);
}

export function sampleFeed(organisation: string, asOf = '2026-11-02T11:00:00Z'): StoredFeedState {
  return { organisation, asOf, readAt: asOf, watermark: null };
}

export function sampleReference(reference: string): StoredReference {
  return {
    organisation: 'RAAD',
    reference: {
      reference,
      unit: 'RVDK',
      unitName: 'Raad voor de Kinderbescherming',
      since: '2026-01-05',
      until: null,
      contact: null,
      persons: [],
    },
  };
}

export function sampleQuestion(id: string, about: string): LinkQuestion {
  return {
    id,
    about,
    kind: 'POSSIBLE',
    localKey: null,
    other: { organisation: 'RAAD', unitName: 'Raad voor de Kinderbescherming' },
    joins: [otherCase],
  };
}

export function sampleConfirmation(id: string): LinkConfirmation {
  return {
    id,
    about: openingCase,
    joins: [otherCase],
    households: ['h1'],
    by: 'a worker',
    at: '2026-11-02T11:00:00Z',
  };
}

export function sampleAuditLine(digest: string): AuditLine {
  return { at: '2026-11-02T11:00:00Z', organisation: 'RAAD', event: 'REFERENCE_REMOVED', digest };
}
