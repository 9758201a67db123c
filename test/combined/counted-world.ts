/**
 * Households that are counted, with the whole supergraph over them: 36 in Rotterdam, of which the GI knows 24, 12 have a measure and 21
 * asked for help; and 3 in FoodValley. A GI in the test's own hands, with a switch; the other organisations know of their cases and no more.
 */
import { createCaseLoader } from '../../adapter-kit/access/case-loader.js';
import { involvementOf } from '../../adapter-kit/access/open-cases.js';
import type { OwnerControls } from '../../adapter-kit/access/owner-controls.js';
import type { RecordAttributes, RecordType } from '../../adapter-kit/access/record-attributes.js';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import type { OrganisationModule } from '../../adapter-kit/organisation-source.js';
import { defineOrganisationSubgraph } from '../../adapter-kit/organisation-subgraph.js';
import { createReferenceLoader } from '../../adapter-kit/reference-loader.js';
import type { RosterReference } from '../../adapter-kit/roster.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { accessControlOf } from '../../subgraphs/access-rules.js';
import { emptyCourse } from '../../subgraphs/gi/case-course.js';
import type { GiLoaders } from '../../subgraphs/gi/opened-cases.js';
import { giKeyField, giResolvers } from '../../subgraphs/gi/resolvers.js';
import { type GiFile, type ProvisionRecord, provisionNumber } from '../../subgraphs/gi/source.js';
import { loadTypeDefs } from '../../subgraphs/type-defs.js';
import { createMadeWorld, type MadeWorld } from '../access/over-http/made-world.js';
import { castClock } from '../start-supergraph.js';

export const inRotterdam = 36;
const knownToGi = 24;
export const withMeasure = 12;
const inFoodValley = 3;

export interface CountedWorld extends MadeWorld {
  /** What was read of the GI's source: `attributes` or `content`, and of what. */
  readonly giReads: string[];
  /** What the GI decided, as its decision log keeps it. */
  readonly giDecisions: { readonly recordType: string; readonly answer: string; readonly rule: string }[];
  /** Whether its source answers, its messages do, and its owner serves. */
  readonly gi: { isDown: boolean; messagesAreDown: boolean; controls: OwnerControls };
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
const numberOf = (name: string): number => Number(/\d+$/.exec(name)?.[0]);

export function createCountedWorld(): CountedWorld {
  const localTeam = homes.map(({ number, unit }) => toReference(`${unit}/case-${number}`, number));
  const giCases = homes
    .filter(({ number }) => number < knownToGi || number >= inRotterdam)
    .map(({ number }) => toReference(`GI1/case-${number}`, number));
  const world = createMadeWorld({ 'veilig-thuis': [], raad: [], gi: [], 'local-team': localTeam });
  const giReads: string[] = [];
  const giDecisions: CountedWorld['giDecisions'] = [];
  const gi: CountedWorld['gi'] = { isDown: false, messagesAreDown: false, controls: {} };
  return {
    ...world,
    giReads,
    giDecisions,
    gi,
    modules: world.modules.map((module) =>
      module.name === 'gi' ? giModule({ giCases, giReads, giDecisions, gi }) : module,
    ),
  };
}

function giModule({
  giCases,
  giReads,
  giDecisions,
  gi,
}: Pick<CountedWorld, 'giReads' | 'giDecisions' | 'gi'> & {
  readonly giCases: readonly RosterReference[];
}): OrganisationModule {
  const organisation = 'GI';
  const read =
    <Read>(what: string, isDown: () => boolean, of: (name: string) => Read) =>
    async (names: readonly string[]) => {
      giReads.push(...names.map((name) => `${what} ${name}`));
      if (isDown()) throw new SourceError({ organisation, reason: 'DOWN', detail: 'made to be down' });
      return new Map(names.map((name) => [name, of(name)]));
    };
  const isDown = (): boolean => gi.isDown;
  const areDown = (): boolean => gi.isDown || gi.messagesAreDown;
  return {
    name: 'gi',
    organisation,
    keyField: giKeyField,
    settings: {},
    create(_, tools) {
      const control = accessControlOf('gi', tools);
      return defineOrganisationSubgraph<GiLoaders>({
        name: 'gi',
        organisation,
        typeDefs: loadTypeDefs('gi'),
        resolvers: giResolvers,
        sealer: createKeySealer(tools.keyTokenSecret, organisation),
        ...(control
          ? {
              accessControl: {
                ...control,
                controls: gi.controls,
                recordDecisions: async ({ decisions }) => void giDecisions.push(...decisions),
              },
            }
          : {}),
        pseudonymiser: tools.pseudonymiser,
        roster: {
          read: async () => ({
            mode: 'FULL',
            asOf: castClock.toISOString(),
            watermark: null,
            references: [...giCases],
            removed: [],
          }),
        },
        now: tools.now,
        createLoaders: (context) => ({
          files: createCaseLoader(
            {
              loadAttributes: read('attributes', isDown, attributesOf),
              loadFiles: read('content', isDown, fileOf),
            },
            organisation,
            context,
          ),
          provisions: createCaseLoader(
            {
              loadAttributes: read('attributes', areDown, provisionAttributesOf),
              loadFiles: read('content', areDown, provisionsOf),
            },
            organisation,
            context,
          ),
          costs: createCaseLoader(
            { loadAttributes: async () => new Map(), loadFiles: async () => new Map() },
            organisation,
            context,
          ),
          careNotes: createReferenceLoader(async () => new Map(), organisation, context),
          opened: new WeakMap(),
          openedProvisions: new WeakMap(),
        }),
      });
    },
  };
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
