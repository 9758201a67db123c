/**
 * The organisations of a made family: each with its real subgraph and its real rules, over a port that gives what the test put there and
 * writes down every read, attributes and content apart.
 */
import { createCaseLoader, recordKey } from '../../../adapter-kit/access/case-loader.js';
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import {
  type RecordAttributes,
  type RecordType,
  recordTypes,
} from '../../../adapter-kit/access/record-attributes.js';
import { createKeySealer } from '../../../adapter-kit/key-token.js';
import type { OrganisationModule, SubgraphTools } from '../../../adapter-kit/organisation-source.js';
import {
  defineOrganisationSubgraph,
  type OrganisationSubgraphOptions,
} from '../../../adapter-kit/organisation-subgraph.js';
import {
  type BatchedRead,
  createReferenceLoader,
  type ReadContext,
} from '../../../adapter-kit/reference-loader.js';
import type { RosterFeed, RosterReference } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { accessControlOf } from '../../../subgraphs/access-rules.js';
import { giKeyField, giResolvers } from '../../../subgraphs/gi/resolvers.js';
import type { CareNote } from '../../../subgraphs/gi/source.js';
import {
  keyField as localTeamKeyField,
  resolvers as localTeamResolvers,
} from '../../../subgraphs/local-team/resolvers.js';
import { createRaadResolvers } from '../../../subgraphs/raad/resolvers.js';
import { loadTypeDefs } from '../../../subgraphs/type-defs.js';
import {
  keyField as veiligThuisKeyField,
  resolvers as veiligThuisResolvers,
} from '../../../subgraphs/veilig-thuis/resolvers.js';
import { createLoaders as createVeiligThuisLoaders } from '../../../subgraphs/veilig-thuis/viewing.js';
import { castClock } from '../../start-supergraph.js';
import { people } from './askers.js';
import {
  giFile,
  localTeamFile,
  type MadeCase,
  provisionsOf,
  raadFile,
  veiligThuisFile,
} from './made-files.js';
import { casesPerOwner, type OwnerName, ownerNames, owners, toldOn } from './made-records.js';

export interface Read {
  readonly owner: OwnerName;
  readonly kind: 'ATTRIBUTES' | 'CONTENT';
  readonly reference: string;
  /** Of content: `recordKey` of each record that was asked for; `null`: without saying which. */
  readonly records: readonly string[] | null;
}

export interface HeldRecord {
  readonly owner: OwnerName;
  readonly attributes: RecordAttributes;
}

export interface HeldAbout {
  /** Whom the records are about. */
  readonly child: string;
  /** Of what does not fit at once. */
  readonly round: number;
}

export interface MadeWorld {
  readonly modules: readonly OrganisationModule[];
  /** Every read since it was emptied. */
  readonly reads: Read[];
  /** What the sources hold from now on. */
  hold(records: readonly HeldRecord[], about: HeldAbout): void;
  /** Whose source gives no answer from now on. */
  breakDown(owner: OwnerName | null): void;
}

/** @param feeds What the register reads: it stands from the start. */
export function createMadeWorld(feeds: Readonly<Record<OwnerName, readonly RosterReference[]>>): MadeWorld {
  const reads: Read[] = [];
  let held: ReadonlyMap<string, readonly RecordAttributes[]> = new Map();
  let about: HeldAbout = { child: '', round: 0 };
  let broken: OwnerName | null = null;

  const write = (
    owner: OwnerName,
    kind: Read['kind'],
    references: readonly string[],
    only?: ReadContext['only'],
  ) => {
    for (const reference of references) {
      const records = kind === 'CONTENT' && only ? [...(only.get(reference) ?? [])] : null;
      reads.push({ owner, kind, reference, records });
    }
    if (broken === owner) {
      throw new SourceError({
        organisation: owners[owner].organisation,
        reason: 'DOWN',
        detail: 'made to be down',
      });
    }
  };
  const recordsOf = (owner: OwnerName, reference: string) =>
    held.get(`${owner} ${reference}`) ?? [openInvolvement(owner, reference)];
  const attributesOf =
    (owner: OwnerName): BatchedRead<readonly RecordAttributes[]> =>
    async (references) => {
      write(owner, 'ATTRIBUTES', references);
      return new Map(references.map((reference) => [reference, recordsOf(owner, reference)]));
    };
  const contentOf =
    <File>(owner: OwnerName, toFile: (made: MadeCase) => File): BatchedRead<File> =>
    async (references, { only }) => {
      write(owner, 'CONTENT', references, only);
      return new Map(
        references.map((reference) => {
          const asked = only?.get(reference) ?? new Set<string>();
          const permitted = new Map<RecordType, string[]>();
          for (const recordType of recordTypes) {
            const prefix = recordKey({ recordType, recordId: '' });
            const ids = [...asked]
              .filter((key) => key.startsWith(prefix))
              .map((key) => key.slice(prefix.length));
            if (ids.length > 0) permitted.set(recordType, ids);
          }
          return [
            reference,
            toFile({ reference, index: indexOf(reference, about.round), child: about.child, permitted }),
          ];
        }),
      );
    };
  const loaderOf = <File>(owner: OwnerName, toFile: (made: MadeCase) => File, context: ReadContext) =>
    createCaseLoader(
      { loadFiles: contentOf(owner, toFile), loadAttributes: attributesOf(owner) },
      owners[owner].organisation,
      context,
    );

  const module = <Loaders>(
    name: OwnerName,
    keyField: string,
    made: Pick<OrganisationSubgraphOptions<Loaders>, 'resolvers' | 'createLoaders'>,
  ): OrganisationModule => ({
    name,
    organisation: owners[name].organisation,
    keyField,
    settings: {},
    create: (_, tools: SubgraphTools) =>
      defineOrganisationSubgraph<Loaders>({
        ...made,
        name,
        organisation: owners[name].organisation,
        typeDefs: loadTypeDefs(name),
        sealer: createKeySealer(tools.keyTokenSecret, owners[name].organisation),
        accessControl: accessControlOf(name, tools),
        pseudonymiser: tools.pseudonymiser,
        roster: feedOf(feeds[name]),
        now: tools.now,
        ...(tools.onDefect ? { onDefect: tools.onDefect } : {}),
      }),
  });

  return {
    reads,
    modules: [
      module('veilig-thuis', veiligThuisKeyField, {
        resolvers: veiligThuisResolvers,
        createLoaders: (context) =>
          createVeiligThuisLoaders(loaderOf('veilig-thuis', veiligThuisFile, context)),
      }),
      module('raad', 'raadKey', {
        resolvers: createRaadResolvers('made'),
        createLoaders: (context) => ({ files: loaderOf('raad', raadFile, context) }),
      }),
      module('gi', giKeyField, {
        resolvers: giResolvers,
        createLoaders: (context) => ({
          files: loaderOf('gi', giFile, context),
          provisions: loaderOf('gi', ({ permitted }) => provisionsOf(permitted), context),
          costs: loaderOf('gi', () => [], context),
          careNotes: createReferenceLoader(nothingNoted, owners.gi.organisation, context),
          opened: new WeakMap(),
          openedProvisions: new WeakMap(),
        }),
      }),
      module('local-team', localTeamKeyField, {
        resolvers: localTeamResolvers,
        createLoaders: (context) => ({
          files: loaderOf('local-team', localTeamFile, context),
          keepsCasework: () => true,
        }),
      }),
    ],
    hold(records, heldAbout) {
      const byCase = new Map<string, RecordAttributes[]>();
      for (const { owner, attributes } of records) {
        // The youth care in a GI's messages stands under persons, not under cases.
        const isByPerson = owner === 'gi' && attributes.recordType === 'provision';
        const key = `${owner} ${isByPerson ? heldAbout.child : attributes.reference}`;
        byCase.set(key, [...(byCase.get(key) ?? []), attributes]);
      }
      for (const owner of ownerNames) {
        for (const [key, present] of byCase) {
          if (!key.startsWith(`${owner} `) || present.some(({ recordType }) => recordType === 'involvement'))
            continue;
          present.push(openInvolvement(owner, key.slice(owner.length + 1)));
        }
      }
      held = byCase;
      about = heldAbout;
    },
    breakDown(owner) {
      broken = owner;
    },
  };
}

/** The codes of the messages stand for themselves. */
const nothingNoted: BatchedRead<CareNote> = async (keys) =>
  new Map(
    keys.map((key) => [
      key,
      {
        providerName: null,
        helpName: null,
        costName: null,
        isForFamily: false,
        pieceUnit: null,
        isUnderMeasure: false,
      },
    ]),
  );

/** That a case is known, where nothing keeps anybody from knowing it. */
export function openInvolvement(owner: OwnerName, reference: string): RecordAttributes {
  const functions = ['fixed-face', 'parent-with-authority', 'parent-without-authority', 'youth-12-up'];
  return involvementOf({
    reference,
    holder: owners[owner].organisation,
    unit: owners[owner].unit,
    subjects: Object.values(people).map((person) => ({
      person,
      localKey: person,
      informedOn: toldOn,
      isNoticePending: false,
    })),
    handedOverTo: ['LOCAL_TEAM'],
    consentedFor: functions,
    header: { unitName: 'Made unit', contact: null, since: '2026-01-01', until: null },
  });
}

/** `VT1/m3` has the records 3, and in the next round those that follow. */
function indexOf(reference: string, round: number): number {
  const [slot = '0'] = /\d+$/.exec(reference) ?? [];
  return round * casesPerOwner + Number(slot);
}

function feedOf(references: readonly RosterReference[]): RosterFeed {
  return {
    read: async () => ({
      mode: 'FULL',
      asOf: castClock.toISOString(),
      watermark: null,
      references: [...references],
      removed: [],
    }),
  };
}
