/**
 * Households that are counted, with the whole supergraph over them: 36 in Rotterdam, of which the GI knows 24, 12 have a measure and 21
 * asked for help; and 3 in FoodValley. A GI and local teams in the test's own hands, with switches; the others know nothing.
 */
import { createCaseLoader } from '../../adapter-kit/access/case-loader.js';
import { involvementOf } from '../../adapter-kit/access/open-cases.js';
import type { RecordAttributes, RecordType } from '../../adapter-kit/access/record-attributes.js';
import { createReferenceLoader } from '../../adapter-kit/reference-loader.js';
import type { RosterReference } from '../../adapter-kit/roster.js';
import { emptyCourse } from '../../subgraphs/gi/case-course.js';
import type { GiLoaders } from '../../subgraphs/gi/opened-cases.js';
import { giKeyField, giResolvers } from '../../subgraphs/gi/resolvers.js';
import { type GiFile, type ProvisionRecord, provisionNumber } from '../../subgraphs/gi/source.js';
import { keyField, resolvers } from '../../subgraphs/local-team/resolvers.js';
import type { LocalTeamLoaders } from '../../subgraphs/local-team/to-graph.js';
import { createMadeWorld, type MadeWorld } from '../access/over-http/made-world.js';
import {
  careNoteOf,
  costAttributesOf,
  costLinesOf,
  numberOf,
  teamAttributesOf,
  teamFileOf,
  unreadable,
} from './counted-lines.js';
import { countedModule, type KeptDecision, type Watched, watchedRead } from './counted-module.js';

export const inRotterdam = 36;
const knownToGi = 24;
export const withMeasure = 12;
const inFoodValley = 3;

export interface CountedWorld extends MadeWorld {
  /** What was read of the GI's source: `attributes` or `content`, and of what. */
  readonly giReads: string[];
  /** What the GI decided, as its decision log keeps it. */
  readonly giDecisions: KeptDecision[];
  /** Whether its source answers, its messages do, whose declarations cannot be read, and what its owner has in hand. */
  readonly gi: { isDown: boolean; messagesAreDown: boolean; broken: Set<string> } & Watched;
  readonly teams: { isDown: boolean } & Watched;
}

/** A household: its number, and the unit of its local team. */
interface Home {
  readonly number: number;
  readonly unit: string;
}

const homes: readonly Home[] = [
  ...Array.from({ length: inRotterdam }, (_, number) => ({ number, unit: number % 2 === 0 ? 'LT1' : 'LT2' })),
  ...Array.from({ length: inFoodValley }, (_, index) => ({ number: inRotterdam + index, unit: 'LT3' })),
];
const childOf = (number: number): string => `counted-child-${number}`;

export function createCountedWorld(): CountedWorld {
  const localTeam = homes.map(({ number, unit }) => toReference(`${unit}/case-${number}`, number));
  const giCases = homes
    .filter(({ number }) => number < knownToGi || number >= inRotterdam)
    .map(({ number }) => toReference(`GI1/case-${number}`, number));
  const world = createMadeWorld({ 'veilig-thuis': [], raad: [], gi: [], 'local-team': localTeam });
  const watched = (): Watched => ({ reads: [], decisions: [], course: [], controls: {} });
  const gi = { isDown: false, messagesAreDown: false, broken: new Set<string>(), ...watched() };
  const teams = { isDown: false, ...watched() };
  const own = { gi: giModule(giCases, gi), 'local-team': teamModule(localTeam, teams) };
  return {
    ...world,
    giReads: gi.reads,
    giDecisions: gi.decisions,
    gi,
    teams,
    modules: world.modules.map((module) =>
      module.name === 'gi' || module.name === 'local-team' ? own[module.name] : module,
    ),
  };
}

function giModule(references: readonly RosterReference[], gi: CountedWorld['gi']) {
  const organisation = 'GI';
  const files = { organisation, isDown: () => gi.isDown };
  const messages = { organisation, isDown: () => gi.isDown || gi.messagesAreDown };
  return countedModule<GiLoaders>({
    name: 'gi',
    organisation,
    keyField: giKeyField,
    resolvers: giResolvers,
    references,
    watched: gi,
    createLoaders: (context) => ({
      files: createCaseLoader(
        {
          loadAttributes: watchedRead(gi, { ...files, what: 'attributes' }, attributesOf),
          loadFiles: watchedRead(gi, { ...files, what: 'content' }, fileOf),
        },
        organisation,
        context,
      ),
      provisions: createCaseLoader(
        {
          loadAttributes: watchedRead(gi, { ...messages, what: 'attributes' }, provisionAttributesOf),
          loadFiles: watchedRead(gi, { ...messages, what: 'content' }, provisionsOf),
        },
        organisation,
        context,
      ),
      costs: createCaseLoader(
        {
          loadAttributes: watchedRead(gi, { ...messages, what: 'attributes' }, costAttributesOf),
          loadFiles: watchedRead(gi, { ...messages, what: 'content' }, (person) =>
            gi.broken.has(person) ? unreadable(organisation) : costLinesOf(person),
          ),
        },
        organisation,
        context,
      ),
      careNotes: createReferenceLoader(
        async (keys) => new Map(keys.map((key) => [key, careNoteOf(key)])),
        organisation,
        context,
      ),
      opened: new WeakMap(),
      openedProvisions: new WeakMap(),
    }),
  });
}

function teamModule(references: readonly RosterReference[], teams: CountedWorld['teams']) {
  const organisation = 'LOCAL_TEAM';
  const files = { organisation, isDown: () => teams.isDown };
  return countedModule<LocalTeamLoaders>({
    name: 'local-team',
    organisation,
    keyField,
    resolvers,
    references,
    watched: teams,
    createLoaders: (context) => ({
      files: createCaseLoader(
        {
          loadAttributes: watchedRead(teams, { ...files, what: 'attributes' }, teamAttributesOf),
          loadFiles: watchedRead(teams, { ...files, what: 'content' }, teamFileOf),
        },
        organisation,
        context,
      ),
      keepsCasework: () => true,
    }),
  });
}

function toReference(reference: string, number: number): RosterReference {
  const since = '2026-01-01';
  const unit = reference.split('/')[0] ?? '';
  return {
    reference,
    unit,
    unitName: `Unit ${unit}`,
    since,
    until: null,
    contact: null,
    persons: [`counted-parent-${number}`, childOf(number)].map((person, index) => ({
      person,
      check: `check-${person}`,
      localKey: person,
      role: index === 0 ? '112' : '115',
      since,
      until: null,
      stays: [
        { address: `counted-dwelling-${number}`, addressType: 'DWELLING' as const, since, until: null },
      ],
    })),
  };
}

/** The first twelve have an order, and the first of them two. */
function measuresOf(number: number): GiFile['measures'] {
  if (number >= withMeasure && number < inRotterdam) return [];
  const days = number === 0 ? ['2026-02-02', '2026-05-04'] : ['2026-02-02'];
  return days.map((startedOn, index) => ({
    number: `measure-${number}-${index}`,
    child: { pseudonym: childOf(number), localKey: childOf(number) },
    kindCode: '11',
    codeListVersion: '1',
    startedOn,
    endsOn: null,
    endedOn: null,
    endReasonCode: null,
    caseWorkers: [],
    firstContactOn: null,
    firstContactBy: null,
    familyPlanWaivedOn: null,
    planNumber: null,
    retainUntil: null,
    recordedAt: `${startedOn}T12:00:00Z`,
  }));
}

function fileOf(reference: string): GiFile {
  return {
    unit: 'Made GI',
    persons: [],
    measures: measuresOf(numberOf(reference)),
    authorisations: [],
    placements: [],
    plans: [],
    course: emptyCourse,
  };
}

/** Of 21 households: 11 waited for ten days, 10 still wait; and child protection, which is the measure itself. */
function provisionsOf(child: string): readonly ProvisionRecord[] {
  const number = numberOf(child);
  if (!child.startsWith('counted-child') || number >= 21) return [];
  const base = {
    municipality: '0599',
    provider: '99009901',
    allocatedOn: '2026-03-02',
    validFrom: '2026-03-02',
    validUntil: null,
    endedOn: null,
    unit: 'Made GI',
  };
  return [
    {
      ...base,
      allocationNumber: `${number}1`,
      categoryCode: '45',
      startedOn: number < 11 ? '2026-03-12' : null,
    },
    { ...base, allocationNumber: `${number}2`, categoryCode: '48', startedOn: '2026-04-01' },
  ];
}

function attributesOf(reference: string): readonly RecordAttributes[] {
  const involvement = involvementOf({
    reference,
    holder: 'GI',
    unit: 'GI1',
    subjects: [],
    header: { unitName: 'Made GI', contact: null, since: '2026-01-01', until: null },
  });
  const ids = measuresOf(numberOf(reference)).map(({ number }) => number);
  return [involvement, ...ids.map((recordId) => of(involvement, 'measure', recordId))];
}

function provisionAttributesOf(child: string): readonly RecordAttributes[] {
  const [involvement] = attributesOf(child);
  if (!involvement) return [];
  return provisionsOf(child).map((one) => of(involvement, 'provision', provisionNumber(one)));
}

function of(about: RecordAttributes, recordType: RecordType, recordId: string): RecordAttributes {
  return { ...about, recordType, recordId };
}
