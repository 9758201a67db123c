/**
 * The whole access matrix through the front door: every kind of record that is in the graph, every function, every condition that can
 * occur, and every way of asking, over HTTP and through each owner's real subgraph. The sources hold what the test made, and write
 * down what is read.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGraphRecordType } from '../../../adapter-kit/access/record-attributes.js';
import { type FunctionName, familyFunctions, functionNames } from '../../../adapter-kit/access/subject.js';
import { breakGlassFunctions } from '../../../gateway/access/break-glass.js';
import { projectRoot } from '../../../schema/project-root.js';
import { readOwners } from '../../../subgraphs/owner-rules.js';
import { readMatrix } from '../matrix/read-matrix.js';
import { type Asker, askerOf, familyMember, professional } from './askers.js';
import {
  isShown,
  type MadeCases,
  type MadeRound,
  makeCases,
  readOf,
  unitsKnown,
  visibilityByMatrix,
  withheldLines,
} from './made-cases.js';
import { type MadeRecord, owners } from './made-records.js';
import { madeFeeds, twinCase, twins } from './made-roster.js';
import { type MadeSupergraph, startMadeSupergraph } from './made-supergraph.js';
import { createMadeWorld, openInvolvement } from './made-world.js';
import {
  fieldsAlone,
  isObject,
  itemsOf,
  type Json,
  type Question,
  questions,
  textsAt,
  valuesAt,
} from './questions.js';
import { combinedViews, type FieldPath, fieldPaths } from './rows.js';

const matrix = readMatrix(readFileSync(join(projectRoot, 'test', 'access', 'matrix.csv'), 'utf8'));
const rules = readOwners();
const world = createMadeWorld(madeFeeds());
const withoutCase: readonly FunctionName[] = ['architect', 'auditor'];
const askers = functionNames.filter((name) => !withoutCase.includes(name));
const situations = askers.flatMap((name, turn) => [
  { name, turn, isGlassBroken: false, when: '' },
  ...(breakGlassFunctions.has(name)
    ? [{ name, turn, isGlassBroken: true, when: ', having broken the glass' }]
    : []),
]);

/** Every asker in every way takes a minute and a half of computing; otherwise each asks plainly, and in one of the other ways in turn. */
const isWhole = process.env['MATRIX_OVER_HTTP'] === 'whole';
const [plainly, ...otherWays] = questions;

let graph: MadeSupergraph;
let householdId: string;
let tried = 0;
/** E.g. an investigation that two asked for. */
const impossible = new Set<string>();

beforeAll(async () => {
  graph = await startMadeSupergraph(world);
  const { data } = await graph.ask(askerOf('fixed-face'), '{ myHouseholds { nodes { id } } }');
  householdId = data.myHouseholds.nodes[0].id;
}, 60_000);

afterAll(async () => {
  await graph.stop();
});

async function answerTo(cases: MadeCases, question: Question) {
  world.reads.length = 0;
  const { asker, isGlassBroken } = cases;
  const answer = await graph.ask(asker, question.query, { variables: { id: householdId }, isGlassBroken });
  const [household = null] = question.households(answer.data);
  return { ...answer, household, reads: [...world.reads] };
}

type Answered = Awaited<ReturnType<typeof answerTo>>;
const asBefore = new Map<string, Promise<Answered>>();

/** Asked plainly of what the sources then hold, and once for whatever is looked at in the answer. */
function plainAnswerTo(cases: MadeCases, holding: 'first round' | 'nothing'): Promise<Answered> {
  const key = JSON.stringify([cases.asker.function, cases.isGlassBroken, holding]);
  const known = asBefore.get(key);
  if (known) return known;
  const [first] = cases.rounds;
  world.hold(holding === 'nothing' ? [] : (first?.held ?? []), { ...cases.asker, round: 0 });
  const answer = answerTo(cases, plainly);
  asBefore.set(key, answer);
  return answer;
}

/** Row 22: what is in a combined view stands under the rows of its parts, whose reads and texts are looked at with all others. */
function isGivenCombined(name: FunctionName): boolean {
  const row = matrix.find(({ recordType }) => recordType === 'combined-view');
  return row?.cells[name].some(({ answer }) => answer === 'allow') ?? false;
}

function isThere(household: Json, field: string, { called }: Question): boolean {
  return valuesAt(household, field, called).some((value) => value !== null);
}

/** What stands in `withheld`: how much is told of which record. */
function linesIn(household: Json, { called }: Question): readonly string[] {
  const lines = valuesAt(household, 'withheld', called)
    .flatMap(itemsOf)
    .flatMap((line) =>
      isObject(line)
        ? [`${line['access']} ${line['recordType']} ${line['contact']} since ${line['since']}`]
        : [],
    );
  return [...new Set(lines)].sort();
}

/** What came out otherwise than the matrix says, in words. */
function differencesOf(
  { records }: MadeRound,
  household: Json,
  { called }: Question,
  { paths, asker }: { readonly paths: readonly FieldPath[]; readonly asker: FunctionName },
) {
  return paths.flatMap(
    ({ owner, recordType, path, under, isCombined = false, isForProfessionals = false }) => {
      const texts = textsAt(household, path, called);
      return records
        .filter((record) => record.owner === owner && record.attributes.recordType === recordType)
        .flatMap((record) => {
          tried += 1;
          const isReached =
            (under === undefined || isAllowedAt(records, record, under)) &&
            (!isCombined || isGivenCombined(asker)) &&
            !(isForProfessionals && familyFunctions.has(asker));
          const isExpected = isShown(record) && isReached;
          const isThere = record.marks.some((mark) => texts.has(mark));
          return isThere === isExpected
            ? []
            : [`${path}: ${told(record)} ${isThere ? 'came out' : 'is missing'}`];
        });
    },
  );
}

function isAllowedAt(records: readonly MadeRecord[], { owner, index }: MadeRecord, under: string): boolean {
  return records.some(
    (other) =>
      other.owner === owner &&
      other.index === index &&
      other.attributes.recordType === under &&
      other.expected === 'ALLOW',
  );
}

/** A number of the request's own, that is another every time. */
function withoutRequestId(text: string): string {
  return text.replace(/"requestId":"[^"]+"/, '');
}

/** Households and persons are called by pseudonyms of their own. */
function withoutIds(text: string): string {
  return withoutRequestId(text)
    .replace(/\b(hh|p)_[\w-]{22}/g, '$1_')
    .replace(/twin-(hidden|none)|twin-[12]/g, 'twin');
}

const twinFunctions = [
  'fixed-face',
  'parent-with-authority',
  'parent-without-authority',
  'youth-12-up',
] as const;

/** The case of which nobody was told, with a report in it. */
const hiddenCase = (['involvement', 'report'] as const).map((recordType) => {
  const reference = 'VT1/twin-hidden';
  const nobodyTold = openInvolvement('veilig-thuis', reference);
  const [{ parent, parentWithoutAuthority, youth }] = twins;
  return {
    owner: 'veilig-thuis' as const,
    attributes: {
      ...nobodyTold,
      recordType,
      handedOverTo: [],
      consentedFor: [],
      subjects: [parent, parentWithoutAuthority, youth].map((person) => ({
        person,
        localKey: person,
        informedOn: null,
        isNoticePending: true,
      })),
    },
  };
});

function twinAsker(name: (typeof twinFunctions)[number], twin: (typeof twins)[number]): Asker {
  switch (name) {
    case 'fixed-face':
      return professional(name, twinCase(twin.name));
    case 'youth-12-up':
      return familyMember(name, { person: twin.youth, child: twin.youth });
    case 'parent-without-authority':
      return familyMember(name, { person: twin.parentWithoutAuthority, child: twin.youth });
    case 'parent-with-authority':
      return familyMember(name, { person: twin.parent, child: twin.youth });
    default:
      return name satisfies never;
  }
}

function told({ owner, attributes, expected, matrixCase }: MadeRecord): string {
  const holding = Object.entries(matrixCase.facts).flatMap(([fact, holds]) => (holds ? [fact] : []));
  return `${owner} ${attributes.recordType} (${expected}; ${holding.join(', ') || 'nothing holds'})`;
}

function unpermittedReads(cases: MadeCases, reads: typeof world.reads): readonly string[] {
  return reads.flatMap(({ owner, kind, reference, records }) => {
    if (kind === 'ATTRIBUTES') return [];
    if (records === null) return [`${owner} was asked for all of ${reference}`];
    return records.map((key) => readOf(owner, key, reference)).filter((read) => !cases.readable.has(read));
  });
}

describe.each(situations)('$name$when', ({ name, isGlassBroken, turn }) => {
  const cases = makeCases(name, isGlassBroken, { matrix, rules });
  for (const { row, asker, facts } of cases.impossible) {
    impossible.add(JSON.stringify([row.number, asker, facts]));
  }
  // Broken glass opens what is named, and lists nothing.
  const possible = otherWays.filter(({ isList }) => !isGlassBroken || !isList);
  const inTurn = possible.filter(
    (_, index) => isWhole || (!isGlassBroken && index === turn % possible.length),
  );
  const asked = [plainly, ...inTurn];

  it.each(asked)('is given what the matrix gives, and no more is read, asking $way', async (question) => {
    // What does not fit at once is asked plainly.
    const rounds =
      isWhole || (question === plainly && !isGlassBroken) ? cases.rounds : cases.rounds.slice(0, 1);
    for (const round of rounds) {
      world.hold(round.held, { ...cases.asker, ...round });
      const isFirst = question === plainly && round.round === 0;
      const answer = await (isFirst ? plainAnswerTo(cases, 'first round') : answerTo(cases, question));
      const { status, household, errors, reads, text } = answer;
      expect([status, household === null]).toEqual([200, false]);
      expect(differencesOf(round, household, question, { paths: fieldPaths, asker: name })).toEqual([]);
      expect(unpermittedReads(cases, reads)).toEqual([]);
      expect(errors.filter(({ extensions }) => extensions['code'] !== 'WITHHELD')).toEqual([]);
      const said = new Set(text.match(/content of [^"\\]+/g) ?? []);
      const allowed = new Set(round.records.filter(isShown).flatMap(({ marks }) => marks));
      expect([...said].filter((mark) => !allowed.has(mark))).toEqual([]);
      expect(combinedViews.map((view) => isThere(household, view, question))).toEqual(
        combinedViews.map(() => isGivenCombined(name)),
      );
      expect(linesIn(household, question)).toEqual([...withheldLines(round)].sort());
      tried += round.records.length;
    }
  });

  it('is given each field by itself as it is given all of them', async () => {
    if (isGlassBroken) return;
    const [round] = cases.rounds;
    if (!round) throw new Error('expected a round');
    world.hold(round.held, { ...cases.asker, ...round });
    // Which of them, goes on where the asker before left off.
    const alone = fieldsAlone.filter((_, index) => isWhole || index % askers.length === turn);
    for (const question of alone) {
      const { household, reads } = await answerTo(cases, question);
      const paths = fieldPaths.filter(({ path }) => path.split('.')[0] === question.field);
      expect(differencesOf(round, household, question, { paths, asker: name })).toEqual([]);
      expect(unpermittedReads(cases, reads)).toEqual([]);
    }
  });

  it('is named the organisations that row 2 names, by the register', async () => {
    const { household } = await plainAnswerTo(cases, 'first round');
    const units = valuesAt(household, 'involvement.unit', plainly.called).flatMap(itemsOf);
    const known = unitsKnown(cases, matrix);
    expect(units.map(String).sort()).toEqual(known);
    tried += known.length;
  });

  it('cannot tell what does not exist for them from what is not there, and nothing is read', async () => {
    const denied = cases.records.filter(
      ({ attributes, expected }) => expected === 'DENY' && attributes.recordType !== 'involvement',
    );
    const withNone = await plainAnswerTo(cases, 'nothing');
    world.hold(denied, { ...cases.asker, round: 0 });
    const withDenied = await answerTo(cases, plainly);
    expect(withDenied.reads.filter(({ kind }) => kind === 'CONTENT')).toEqual([]);
    expect(withoutRequestId(withDenied.text)).toBe(withoutRequestId(withNone.text));
    tried += denied.length;
  });

  it('is told beforehand what they may ever see, whatever there is', async () => {
    const [withAll = [], withNone] = (
      await Promise.all([plainAnswerTo(cases, 'first round'), plainAnswerTo(cases, 'nothing')])
    ).map(({ household }) =>
      valuesAt(household, 'sources', plainly.called)
        .flatMap(itemsOf)
        .map((line) =>
          JSON.stringify(isObject(line) ? [line['organisation'], line['visibilityByType']] : line),
        ),
    );
    expect(withNone).toEqual(withAll);
    const told = new Map(
      withAll.map((line) => JSON.parse(line) as [string, { recordType: string; visibility: string }[]]),
    );
    for (const { owner, recordType } of fieldPaths) {
      const line = told.get(owners[owner].organisation) ?? [];
      const { visibility } = line.find((each) => each.recordType === toGraphRecordType(recordType)) ?? {};
      const byMatrix = visibilityByMatrix(name, recordType, { matrix, rules, owner });
      // A rule that asks what always holds of its owner's records is more careful than it need be.
      const isCareful = byMatrix === 'ALL' && visibility === 'MAY_BE_FILTERED';
      expect([owner, recordType, isCareful ? byMatrix : visibility]).toEqual([owner, recordType, byMatrix]);
    }
  });
});

describe('the matrix over HTTP', () => {
  it.each(withoutCase)('gives %s no household at all, and asks nobody', async (name) => {
    world.reads.length = 0;
    const { data, errors } = await graph.ask(askerOf(name), plainly.query, {
      variables: { id: householdId },
    });
    const unknown = await graph.ask(askerOf(name), plainly.query, {
      variables: { id: `hh_${'A'.repeat(22)}` },
    });
    expect([data, errors[0]?.extensions['code']]).toEqual([{ household: null }, 'HOUSEHOLD_NOT_FOUND']);
    expect([unknown.data, unknown.errors]).toEqual([data, errors]);
    const { data: listed } = await graph.ask(askerOf(name), '{ myHouseholds { nodes { id } } }');
    expect(listed).toEqual({ myHouseholds: { nodes: [] } });
    expect(world.reads).toEqual([]);
    tried += matrix.length;
  });

  it.each([...twinFunctions])(
    'gives %s of a family whose report nobody was told of what is given of one without, answered or down, and reads nothing of it',
    async (name) => {
      for (const broken of [null, 'veilig-thuis'] as const) {
        world.hold(hiddenCase, { child: '', round: 0 });
        world.breakDown(broken);
        const told: string[] = [];
        for (const twin of twins) {
          world.reads.length = 0;
          const asker = twinAsker(name, twin);
          const { data } = await graph.ask(asker, '{ myHouseholds { nodes { id } } }');
          const id = data.myHouseholds.nodes[0]?.id;
          const answer = await graph.ask(asker, plainly.query, { variables: { id } });
          expect([answer.status, answer.data.household === null]).toEqual([200, false]);
          told.push(withoutIds(answer.text));
          expect(
            world.reads.filter(({ owner, kind }) => owner === 'veilig-thuis' && kind === 'CONTENT'),
          ).toEqual([]);
        }
        world.breakDown(null);
        expect(told[0]).toBe(told[1]);
        tried += twins.length;
      }
    },
  );

  it.each(functionNames.map((name) => ({ name })))(
    'shows $name who looked as row 21 says',
    async ({ name }) => {
      world.hold([], { child: '', round: 0 });
      const asker = askerOf(name);
      // A supervisor asks about one household; the others about themselves.
      const about = name === 'auditor' ? '(household: $id)' : '';
      const query = `query ($id: ID = "") { accessLog${about} { visibility nodes { at } } }`;
      const { data, errors } = await graph.ask(asker, about ? query : query.replace('($id: ID = "")', ''), {
        variables: about ? { id: householdId } : {},
      });
      const row = matrix.find(({ recordType }) => recordType === 'access-log');
      const given = row?.cells[name].some(({ answer }) => answer === 'allow') ?? false;
      expect([data?.accessLog !== null, errors.map(({ extensions }) => extensions['code'])]).toEqual(
        given ? [true, []] : [false, ['WITHHELD']],
      );
      tried += 1;
    },
  );

  it('tells everybody the same schema, and asks nobody for it', async () => {
    world.reads.length = 0;
    const query =
      '{ __schema { types { name fields { name } } } __type(name: "Report") { fields { name } } }';
    const told = await Promise.all(functionNames.map((name) => graph.ask(askerOf(name), query)));
    expect(new Set(told.map(({ text }) => withoutIds(text))).size).toBe(1);
    expect(world.reads).toEqual([]);
  });

  it('was tried in all that there is, and no defect came up', () => {
    process.stdout.write(
      `access matrix over HTTP: ${tried} cases tried; ${impossible.size} combinations cannot occur\n`,
    );
    expect(graph.defects).toEqual([]);
    expect(tried).toBeGreaterThan(isWhole ? 30_000 : 10_000);
    expect(impossible.size).toBeLessThan(100);
  });
});
