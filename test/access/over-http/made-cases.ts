/** What the sources hold for one asker, so that every case of the matrix that can occur is there once; and what is to be seen of it. */

import { recordKey } from '../../../adapter-kit/access/case-loader.js';
import type { AccessAnswer } from '../../../adapter-kit/access/decision-point.js';
import { type FactName, type Facts, factNames } from '../../../adapter-kit/access/facts.js';
import { type RecordType, toGraphRecordType } from '../../../adapter-kit/access/record-attributes.js';
import type { FunctionName } from '../../../adapter-kit/access/subject.js';
import { workersPartOf } from '../../../subgraphs/gi/record-parts.js';
import { plansRecordId, storyRecordId } from '../../../subgraphs/local-team/source.js';
import type { Owner } from '../../../subgraphs/owner-rules.js';
import { type Case, casesOf, expectedAnswer } from '../matrix/check-cells.js';
import type { Matrix } from '../matrix/read-matrix.js';
import { type Asker, askerOf, employerOf } from './askers.js';
import {
  casesPerOwner,
  type MadeRecord,
  makeRecord,
  markerOf,
  type OwnerName,
  ownerNames,
  owners,
  toAttributes,
} from './made-records.js';
import { type RegisterCase, registerCases, unitNameOf } from './made-roster.js';
import type { HeldRecord } from './made-world.js';
import { fieldPaths } from './rows.js';

export interface MadeRound {
  readonly round: number;
  readonly records: readonly MadeRecord[];
  /** All that the sources hold: the records, with those that hang on them. */
  readonly held: readonly HeldRecord[];
}

export interface MadeCases {
  readonly asker: Asker;
  readonly isGlassBroken: boolean;
  /** Of each round: what fits at once. */
  readonly rounds: readonly MadeRound[];
  readonly records: readonly MadeRecord[];
  /** `owner recordKey` of what may be read. */
  readonly readable: ReadonlySet<string>;
  /** Cases of the matrix that cannot occur with this asker, e.g. a hand-over to somebody who works nowhere. */
  readonly impossible: readonly Case[];
}

export function makeCases(
  name: FunctionName,
  isGlassBroken: boolean,
  { matrix, rules }: { readonly matrix: Matrix; readonly rules: readonly Owner[] },
): MadeCases {
  const asker = askerOf(name);
  const records: MadeRecord[] = [];
  const impossible: Case[] = [];
  for (const owner of ownerNames) {
    const ownRules = rules.find((each) => each.name === owner);
    if (!ownRules) throw new Error(`expected rules of ${owner}`);
    const counts = new Map<RecordType, number>();
    for (const matrixCase of casesOnce(matrix, ownRules, { breakGlass: isGlassBroken })) {
      const { recordType } = matrixCase.row;
      const isInGraph = fieldPaths.some((path) => path.owner === owner && path.recordType === recordType);
      if (matrixCase.asker !== name || !isInGraph) continue;
      const index = counts.get(recordType) ?? 0;
      const made = makeRecord(matrixCase, asker, { owner, index });
      if (!made) {
        impossible.push(matrixCase);
        continue;
      }
      counts.set(recordType, index + 1);
      records.push(made);
    }
  }
  const last = Math.max(...records.map(roundOf));
  const rounds = Array.from({ length: last + 1 }, (_, round): MadeRound => {
    const ofRound = records.filter((record) => roundOf(record) === round);
    return { round, records: ofRound, held: ofRound.flatMap((record) => heldWith(record, asker)) };
  });
  return {
    asker,
    isGlassBroken,
    rounds,
    records,
    readable: new Set(
      records
        .filter(isShown)
        .flatMap((record) => heldWith(record, asker))
        .filter(({ attributes }) => attributes.recordType !== 'involvement')
        .map(({ owner, attributes }) => readOf(owner, recordKey(attributes), attributes.reference)),
    ),
    impossible,
  };
}

const known = new Map<string, readonly Case[]>();

/** The same for every asker, and long to work out. */
function casesOnce(matrix: Matrix, owner: Owner, given: Partial<Facts>): readonly Case[] {
  const key = JSON.stringify([owner.name, given]);
  const cases = known.get(key) ?? casesOf(matrix, owner, given);
  known.set(key, cases);
  return cases;
}

function roundOf({ index }: MadeRecord): number {
  return Math.floor(index / casesPerOwner);
}

/** A read of one record, as the source's log is compared. */
export function readOf(owner: OwnerName, key: string, reference: string): string {
  // The youth care of a GI is read by person.
  return owner === 'gi' && key.startsWith('provision ') ? `${owner} ${key}` : `${owner} ${reference} ${key}`;
}

/** Whether content comes out: of an involvement, that the case is known at all. */
export function isShown({ attributes, expected }: Pick<MadeRecord, 'attributes' | 'expected'>): boolean {
  const shown: readonly AccessAnswer[] =
    attributes.recordType === 'involvement' ? ['ALLOW', 'MASK', 'ASK'] : ['ALLOW'];
  return shown.includes(expected);
}

/** What an owner decides about together with a record, under the same attributes. */
function heldWith({ owner, attributes, matrixCase }: MadeRecord, asker: Asker): readonly HeldRecord[] {
  const { recordType, recordId, reference } = attributes;
  const also = (ids: readonly string[]): readonly HeldRecord[] =>
    ids.map((id) => ({ owner, attributes: { ...attributes, recordId: id } }));
  switch (recordType) {
    case 'family-plan':
      return also([plansRecordId, storyRecordId, `${recordId} (face)`, `${recordId} (analysis)`]);
    case 'measure':
      return also([recordId, workersPartOf(recordId)]);
    case 'involvement': {
      const facts = Object.fromEntries(factNames.map((fact) => [fact, false])) as Record<FactName, boolean>;
      const marker = toAttributes(
        {
          row: { ...matrixCase.row, recordType: 'identity' },
          facts: { ...facts, self: asker.person !== null },
        },
        asker,
        { owner, index: 0, reference },
      );
      return [
        { owner, attributes },
        { owner, attributes: { ...marker, recordId: markerOf(asker) } },
      ];
    }
    default:
      return [{ owner, attributes }];
  }
}

/** The lines that stand for records that are not shown whole, as `withheld` has them: `ASK desk for …`. */
export function withheldLines({ records }: Pick<MadeRound, 'records'>): ReadonlySet<string> {
  return new Set(
    records.flatMap(({ attributes: { recordType, header }, expected }) => {
      if (recordType === 'identity' || recordType === 'involvement') return [];
      const graphType = toGraphRecordType(recordType);
      switch (expected) {
        case 'MASK':
          return [`HEADER_ONLY ${graphType} ${header.contact} since ${header.since}`];
        case 'ASK':
        case 'CONSENT':
          return [`${expected} ${graphType} ${header.contact} since null`];
        default:
          return [];
      }
    }),
  );
}

/** What a function is ever shown of a kind of record, by the matrix alone: over every condition but a shield. */
export function visibilityByMatrix(
  name: FunctionName,
  recordType: RecordType,
  {
    matrix,
    rules,
    owner,
  }: { readonly matrix: Matrix; readonly rules: readonly Owner[]; readonly owner: string },
): 'ALL' | 'MAY_BE_FILTERED' | 'NONE' {
  const ownRules = rules.find((each) => each.name === owner);
  const answers = (ownRules ? casesOnce(matrix, ownRules, { shielded: false, locationBearing: false }) : [])
    .filter(({ asker, row }) => asker === name && row.recordType === recordType)
    .map(({ row, asker, facts }) => expectedAnswer(row, asker, facts));
  if (!answers.includes('ALLOW')) return 'NONE';
  return answers.every((answer) => answer === 'ALLOW') ? 'ALL' : 'MAY_BE_FILTERED';
}

/** The units that the register names to this asker, by row 2 of the matrix and what the feeds tell. */
export function unitsKnown({ asker, isGlassBroken }: MadeCases, matrix: Matrix): readonly string[] {
  const row = matrix.find(({ recordType }) => recordType === 'involvement');
  if (!row) throw new Error('expected the row of involvement');
  const plain = ownerNames.flatMap((owner) => {
    const numbers = Array.from({ length: casesPerOwner }, (_, index) => index);
    const names = ['own', ...numbers.map((index) => `m${index}`), ...numbers.map((index) => `i${index}`)];
    return names.map(
      (name): RegisterCase => ({
        owner,
        reference: `${owners[owner].unit}/${name}`,
        notTold: [],
        isHandedOver: false,
      }),
    );
  });
  return [...plain, ...registerCases]
    .filter(({ owner, notTold, isHandedOver }) => {
      const none = Object.fromEntries(factNames.map((fact) => [fact, false])) as Record<FactName, boolean>;
      const facts: Facts = {
        ...none,
        holderVt: owner === 'veilig-thuis',
        informed: notTold.length === 0,
        informedSelf: asker.person !== null && !notTold.includes(asker.person),
        handedOver: isHandedOver && employerOf(asker) === 'LOCAL_TEAM',
        breakGlass: isGlassBroken,
      };
      const answer = expectedAnswer(row, asker.function, facts);
      return answer === 'ALLOW' || answer === 'MASK';
    })
    .map(({ reference }) => unitNameOf(reference))
    .sort();
}
