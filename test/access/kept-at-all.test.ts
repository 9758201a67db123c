/**
 * Where the system of a local team keeps no casework, "none" is said neither of what is counted nor of what is shown: also where a case has
 * no record of that kind at all. Of a case that a viewer may not know of, not even that is told.
 */
import { expect, it } from '@jest/globals';
import { createCaseLoader } from '../../adapter-kit/access/case-loader.js';
import { involvementOf } from '../../adapter-kit/access/open-cases.js';
import type { RecordAttributes } from '../../adapter-kit/access/record-attributes.js';
import { createRequestAccess, type RequestAccess } from '../../adapter-kit/access/request-access.js';
import type { FunctionName } from '../../adapter-kit/access/subject.js';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import { loadAccessRules } from '../../subgraphs/access-rules.js';
import { contributeCombined } from '../../subgraphs/local-team/contribution.js';
import { countedOf } from '../../subgraphs/local-team/counted.js';
import type { LocalTeamFile } from '../../subgraphs/local-team/source.js';
import type { LocalTeamContext } from '../../subgraphs/local-team/to-graph.js';
import { teamFileOf } from '../combined/counted-lines.js';
import { accessOf, askerOf, people } from './over-http/askers.js';

const organisation = 'LOCAL_TEAM';
const studyOfCosts = 'https://gezinsbeeld.invalid/processing-activities/study-costs';
const keptNothing = { outcome: 'ANSWERED', reason: 'NOT_KEPT', parts: [] };
const keptNone = { outcome: 'ANSWERED', reason: null, parts: [] };
/** LT1 and LT2 keep casework, LT9 does not. Cases 0 to 29 have a cost line where they can. */
const withLine = 'LT1/case-0';
const withoutLine = 'LT2/case-30';
const atNone = 'LT9/case-31';

interface Asked {
  readonly references: readonly string[];
  /** The cases that are about the parent who asks; the others are about somebody else. */
  readonly own?: readonly string[];
}

function open(access: RequestAccess | null, { references, own = references }: Asked) {
  const systemsAsked: string[] = [];
  const filesRead: string[] = [];
  const keepsCasework = (reference: string) => !reference.startsWith('LT9/');
  const attributesOf = (reference: string): readonly RecordAttributes[] => {
    const about = involvementOf({
      reference,
      holder: organisation,
      unit: reference.split('/')[0] ?? '',
      subjects: [
        {
          person: own.includes(reference) ? people.parent : people.other,
          localKey: 'one',
          informedOn: '2026-01-01',
          isNoticePending: false,
        },
      ],
      header: { unitName: 'Made team', contact: null, since: '2026-01-01', until: null },
    });
    const line = { ...about, recordType: 'cost-line', recordId: 'support' } as const;
    return reference === withLine ? [about, line] : [about];
  };
  const fileOf = (reference: string): LocalTeamFile => {
    filesRead.push(reference);
    const { casework, ...file } = teamFileOf(reference);
    return keepsCasework(reference) && casework ? { ...file, casework } : file;
  };
  const mapOf = <Read>(names: readonly string[], of: (name: string) => Read) =>
    Promise.resolve(new Map(names.map((name) => [name, of(name)])));
  const { signal } = new AbortController();
  const context: LocalTeamContext = {
    organisation,
    access,
    loaders: {
      files: createCaseLoader(
        {
          loadAttributes: (names) => mapOf(names, attributesOf),
          loadFiles: (names) => mapOf(names, fileOf),
        },
        organisation,
        { signal },
      ),
      keepsCasework: (reference) => {
        systemsAsked.push(reference);
        return keepsCasework(reference);
      },
    },
    sealer: createKeySealer('a secret of this test', organisation),
    retrievedAt: '2026-11-02T12:00:00.000Z',
    today: '2026-11-02',
    outcomes: [],
    deadline: { signal, end: () => undefined },
  };
  const entity = {
    __typename: 'Household',
    key: { state: 'REFERENCES', references: [...references], members: {}, subject: null },
  } as const;
  return { entity, context, systemsAsked, filesRead };
}

const accessFor = (name: FunctionName): RequestAccess =>
  createRequestAccess({
    organisation,
    access: { ...accessOf(askerOf(name), null), processingActivity: studyOfCosts },
    point: loadAccessRules('local-team'),
    now: new Date('2026-11-02T12:00:00Z'),
    today: '2026-11-02',
  });

async function countCosts(access: RequestAccess | null, ...references: readonly string[]) {
  const { entity, context, filesRead } = open(access, { references });
  const counted = await countedOf({ ...entity, __typename: 'CountedHousehold' }, context).costs();
  return { counted, filesRead };
}

it('counts no costs as none only where the team’s system keeps them, and reads no case for that', async () => {
  const architect = () => accessFor('architect');
  expect(await countCosts(architect(), withoutLine)).toEqual({ counted: keptNone, filesRead: [] });
  expect(await countCosts(architect(), atNone)).toEqual({ counted: keptNothing, filesRead: [] });
  expect((await countCosts(null, withoutLine)).counted).toEqual(keptNone);
  expect((await countCosts(null, atNone)).counted).toEqual(keptNothing);
});

it('counts the costs of one team, and says that another team of the household keeps none', async () => {
  expect(await countCosts(accessFor('architect'), withLine, atNone)).toMatchObject({
    counted: { outcome: 'ANSWERED', reason: 'NOT_KEPT', parts: [{ category: 'local team' }] },
    filesRead: [withLine],
  });
});

async function concernsFor(name: FunctionName, asked: Asked) {
  const { entity, context, systemsAsked, filesRead } = open(accessFor(name), asked);
  const { outcome, reason, parts } = await contributeCombined(entity, context).concerns();
  return { share: { outcome, reason, parts }, systemsAsked, filesRead };
}

it('shows no worries as none only where the team’s system keeps them, although no record of that kind is open', async () => {
  expect((await concernsFor('parent-with-authority', { references: [withoutLine] })).share).toEqual(keptNone);
  const { share, filesRead } = await concernsFor('parent-with-authority', { references: [atNone] });
  expect(share).toEqual(keptNothing);
  expect(filesRead).toEqual([]);
});

it('tells who may not know of a case nothing of the system that it stands in, alone and beside a case of their own', async () => {
  const hidden = await concernsFor('parent-with-authority', { references: [atNone], own: [] });
  expect(hidden).toEqual({
    share: { outcome: 'NONE_VISIBLE', reason: null, parts: [] },
    systemsAsked: [],
    filesRead: [],
  });
  const beside = await concernsFor('parent-with-authority', {
    references: [withoutLine, atNone],
    own: [withoutLine],
  });
  expect(beside).toEqual({ share: keptNone, systemsAsked: [withoutLine], filesRead: [] });
});

it('tells who is shown only that a team is involved nothing of its system', async () => {
  const { share, systemsAsked } = await concernsFor('gi-probation', { references: [atNone] });
  expect([share.reason, systemsAsked]).toEqual([null, []]);
});
