/** The combined fields as the graph resolves them: from what a router hands over, to what a client reads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { WithheldError } from '../../adapter-kit/access/withheld.js';
import type { OutcomeKind, OutcomeReason } from '../../adapter-kit/source-outcomes.js';
import { projectRoot } from '../../schema/project-root.js';
import type { EventPart, TermPart } from '../../subgraphs/household/combine/contribution.js';
import { type AskedTimeline, createCombinedFields } from '../../subgraphs/household/combined/fields.js';
import { usualTerms } from '../../subgraphs/household/combined/term-settings.js';
import type { DocumentLink, HouseholdMember } from '../../subgraphs/household/source.js';
import type { HouseholdView } from '../../subgraphs/household/viewing.js';
import { event, term } from './contributions.js';

const organisations = [
  { organisation: 'VEILIG_THUIS', combinedField: 'veiligThuisCombined' },
  { organisation: 'RAAD', combinedField: 'raadCombined' },
] as const;
const fields = createCombinedFields(organisations, usualTerms);
const open = { access: null, now: new Date('2026-11-02T12:00:00+01:00') };

const member = (id: string): HouseholdMember => ({
  id,
  person: null,
  identity: null,
  names: [id],
  role: 'CHILD',
  residence: 'RESIDENT',
  since: null,
  until: null,
  certainty: 'CERTAIN',
  knownTo: [],
});
const view: HouseholdView = { members: [member('m1'), member('m2')], links: [], composition: null };

interface Given {
  readonly outcome?: OutcomeKind;
  readonly reason?: OutcomeReason | null;
  readonly visibility?: readonly { readonly recordType: string; readonly visibility: string }[] | null;
}

function contributes(
  {
    events = [],
    terms = [],
  }: { readonly events?: readonly EventPart[]; readonly terms?: readonly TermPart[] },
  { outcome = 'ANSWERED', reason = null, visibility = null }: Given = {},
) {
  const told = { outcome, reason, visibility };
  const nothing = { ...told, parts: [] };
  const others = ['work', 'sightings', 'concerns', 'agreements', 'handovers', 'contacts'];
  return {
    ...Object.fromEntries(others.map((kind) => [kind, nothing])),
    events: { ...told, parts: events },
    terms: { ...told, parts: terms },
  };
}

const report = event({ id: 'report', when: '2026-10-05', memberIds: ['m1'] }, 'VT1');
const investigation = event({ id: 'investigation', when: '2026-10-19', memberIds: ['m2'] }, 'RVDK');
const both = {
  veiligThuisCombined: contributes({ events: [report] }),
  raadCombined: contributes({ events: [investigation] }),
};

function timeline(contributed: Readonly<Record<string, unknown>>, asked: AskedTimeline = {}, seen = view) {
  return fields.timeline({ view: seen, contributed }, asked, open);
}
const idsOf = (asked: AskedTimeline): readonly string[] => timeline(both, asked).nodes.map(({ id }) => id);

describe('the timeline field', () => {
  it('is the newest first, whole where everybody was heard', () => {
    expect(timeline(both)).toEqual({
      nodes: [investigation, report],
      pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
      missing: [],
      visibility: 'ALL',
      mayBeIncomplete: false,
    });
  });

  it.each<[string, AskedTimeline, readonly string[]]>([
    ['a person', { persons: ['m1'] }, ['report']],
    ['several persons', { persons: ['m1', 'm2'] }, ['investigation', 'report']],
    ['an organisation', { organisations: ['RAAD'] }, ['investigation']],
    ['a period', { from: '2026-10-06', until: '2026-10-31' }, ['investigation']],
    ['a page', { first: 1 }, ['investigation']],
    [
      'nothing, in so many words',
      { from: null, persons: null, first: null, after: null },
      ['investigation', 'report'],
    ],
  ])('gives what was asked by %s', (_, asked, ids) => {
    expect(idsOf(asked)).toEqual(ids);
  });

  it.each<[string, AskedTimeline, string]>([
    [
      'somebody who is no member here',
      { persons: ['m1', 'm9'] },
      'persons: expected ids of members of this household (Member.id)',
    ],
    ['no event at all', { first: 0 }, 'first: expected a number from 1 to 100'],
    ['more than a page holds', { first: 101 }, 'first: expected a number from 1 to 100'],
    ['a cursor of another list', { after: 'hh_1234' }, 'after: expected the endCursor of a page'],
    [
      'an end before the beginning',
      { from: '2026-02-02', until: '2026-02-01' },
      'until: expected no day before from',
    ],
  ])('refuses %s, and repeats nothing of it', (_, asked, message) => {
    expect(() => timeline(both, asked)).toThrow(
      expect.objectContaining({ message, extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['nothing of this kind', { events: null }],
    ['nothing of any kind', undefined],
  ])('names an organisation as down of which %s arrived, and shows the rest', (_, lost) => {
    expect(timeline({ ...both, veiligThuisCombined: lost })).toMatchObject({
      nodes: [{ id: 'investigation' }],
      missing: [{ organisation: 'VEILIG_THUIS', reason: 'DOWN' }],
      mayBeIncomplete: true,
    });
  });

  it.each<[string, object]>([
    ['gave no share', { events: [report] }],
    [
      'gave parts beside a failure',
      contributes({ events: [report] }, { outcome: 'UNAVAILABLE', reason: 'DOWN' }),
    ],
    ['gave an event of a day that is none', contributes({ events: [{ ...report, when: '2026-13-01' }] })],
  ])('takes nothing from an organisation that %s, and says that it broke its contract', (_, broken) => {
    expect(
      timeline({ ...both, veiligThuisCombined: { ...both.veiligThuisCombined, ...broken } }),
    ).toMatchObject({
      nodes: [{ id: 'investigation' }],
      missing: [{ organisation: 'VEILIG_THUIS', reason: 'CONTRACT_BROKEN' }],
      mayBeIncomplete: true,
    });
  });

  it.each<[string, Given, string]>([
    ['did not answer in time', { outcome: 'UNAVAILABLE', reason: 'TIMED_OUT' }, 'TIMED_OUT'],
    ['could not be asked', { outcome: 'NOT_ESTABLISHED', reason: 'NO_IDENTIFIER' }, 'NO_IDENTIFIER'],
    ['answered from an old feed', { reason: 'ROSTER_STALE' }, 'ROSTER_STALE'],
    [
      'gives nobody anything at this moment',
      { outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER' },
      'STOPPED_BY_OWNER',
    ],
  ])('names an organisation that %s', (_, given, reason) => {
    const page = timeline({ ...both, raadCombined: contributes({}, given) });
    expect(page.missing).toEqual([{ organisation: 'RAAD', reason }]);
    expect(page.mayBeIncomplete).toBe(true);
  });

  it('says that there may be more of an organisation of which a case waits for confirmation', () => {
    const waiting = { organisation: 'RAAD', certainty: 'PROBABLE' } as DocumentLink; // all that is looked at
    const page = timeline(both, {}, { ...view, links: [waiting] });
    expect(page.missing).toEqual([{ organisation: 'RAAD', reason: 'LINK_UNCONFIRMED' }]);
  });

  it('may be incomplete where the rules keep something from this viewer, whatever there is', () => {
    const filtered = [{ recordType: 'REPORT', visibility: 'MAY_BE_FILTERED' }];
    const page = timeline({ ...both, veiligThuisCombined: contributes({}, { visibility: filtered }) });
    expect(page).toMatchObject({ missing: [], visibility: 'MAY_BE_FILTERED', mayBeIncomplete: true });
  });

  it('names no member whom this viewer does not see', () => {
    const told = event({ id: 'both', when: '2026-10-06', memberIds: ['m1', 'm9'] }, 'VT1');
    const page = timeline({ ...both, veiligThuisCombined: contributes({ events: [told] }) });
    expect(page.nodes.find(({ id }) => id === 'both')?.memberIds).toEqual(['m1']);
  });
});

describe('the deadlines field', () => {
  const first = term({ kind: 'SAFETY_ASSESSMENT', from: '2026-10-26' }, 'VT1');

  it('tells the state of today in the Netherlands, by its rules', () => {
    const answer = fields.deadlines(
      { view, contributed: { ...both, veiligThuisCombined: contributes({ terms: [first] }) } },
      {},
      open,
    );
    expect(answer).toMatchObject({
      referenceDay: '2026-11-02',
      nodes: [
        {
          kind: 'SAFETY_ASSESSMENT',
          dueOn: '2026-11-02',
          state: 'DUE_TODAY',
          daysLeft: 0,
          basis: 'PROTOCOL',
        },
      ],
      missing: [],
      visibility: 'ALL',
      mayBeIncomplete: false,
    });
  });

  it('is not "no terms" where an organisation was lost', () => {
    const answer = fields.deadlines({ view, contributed: { raadCombined: null } }, {}, open);
    expect(answer).toMatchObject({
      nodes: [],
      missing: [
        { organisation: 'RAAD', reason: 'DOWN' },
        { organisation: 'VEILIG_THUIS', reason: 'DOWN' },
      ],
      mayBeIncomplete: true,
    });
  });
});

describe('both', () => {
  it('are asked as docs/combined-view.md shows', () => {
    const read = (...path: readonly string[]): string => readFileSync(join(projectRoot, ...path), 'utf8');
    const [, example = ''] = /```graphql\n(.*?)```/s.exec(read('docs', 'combined-view.md')) ?? [];
    expect(validate(buildSchema(read('schema', 'api.graphql')), parse(example))).toEqual([]);
  });

  const withheld = new WithheldError({
    organisation: 'REGISTER',
    recordType: 'combined-view',
    explanation: { rule: 'a-rule', law: 'none', nl: 'nee', en: 'no', ask: 'somebody' },
  });
  // Only what is asked of it here.
  const refusing = {
    now: open.now,
    access: {
      requireType: (recordType: string) => {
        expect(recordType).toBe('combined-view');
        throw withheld;
      },
    },
  } as unknown as Parameters<typeof fields.timeline>[2];

  it('are withheld by the register itself, whoever asked it', () => {
    expect(() => fields.timeline({ view, contributed: both }, {}, refusing)).toThrow(withheld);
    expect(() => fields.deadlines({ view, contributed: both }, {}, refusing)).toThrow(withheld);
  });

  it('are an error, and not empty, where the household is not there any more', () => {
    const gone = { view: null, contributed: both };
    const expected = expect.objectContaining({ extensions: { code: 'HOUSEHOLD_NOT_FOUND' } });
    expect(() => fields.timeline(gone, {}, open)).toThrow(expected);
    expect(() => fields.deadlines(gone, {}, open)).toThrow(expected);
  });
});
