/** What the GI gives of a household that is counted, on its own source: kinds and days, to whoever may count, and nothing of anybody. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { functionNames } from '../../adapter-kit/access/subject.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import type { CostPart } from '../../subgraphs/household/combine/contribution.js';
import { type AskedGi, type Asker, startAskedGi } from '../access/gi-asking.js';
import { hofdijk, relay } from '../access/gi-relay-family.js';
import { caseSystemUrl, runSql } from '../gi-source.js';
import { costs as castCosts } from './relay-family.js';

type CostLine = Pick<
  CostPart,
  'category' | 'frame' | 'from' | 'until' | 'quantity' | 'unit' | 'tariffCents' | 'isForFamily'
>;

const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on CountedHousehold { giCounted { measures help costs } } } }`;

interface Counted {
  readonly measures: Share<{
    readonly kind: string;
    readonly startedOn: string;
    readonly person: string;
  }>;
  readonly help: Share<{
    readonly askedOn: string;
    readonly startedOn: string | null;
  }>;
  readonly costs: Share<
    Omit<CostPart, 'id' | 'memberIds' | 'source' | 'filedOnMemberId'> & { readonly person: string | null }
  >;
}
interface Share<Part> {
  readonly outcome: string;
  readonly reason: string | null;
  readonly parts: readonly Part[];
}

const architect: Asker = { function: 'architect' };
const student: Asker = {
  function: 'architect',
  activity: 'https://gezinsbeeld.invalid/processing-activities/study-costs',
};
let started: AskedGi;
let text = '';

beforeAll(async () => {
  started = await startAskedGi();
}, 60_000);
afterAll(() => started?.stop());
beforeEach(() => started.forget());

async function counted(key: OrganisationKey = hofdijk.key, asker: Asker = architect): Promise<Counted> {
  const answer = await started.ask(query, asker, {
    type: 'CountedHousehold',
    key,
  });
  expect(answer.errors).toBeUndefined();
  text = JSON.stringify(answer);
  // The shape of the query above; the schema holds the answer to it.
  return (
    answer.data as {
      readonly _entities: readonly { readonly giCounted: Counted }[];
    }
  )._entities[0]?.giCounted as Counted;
}

describe('a household that is counted', () => {
  it('has its measures counted once for each child, by kind and day', async () => {
    const { measures } = await counted();
    expect(measures).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(measures.parts.map(({ kind, startedOn, person }) => `${kind} ${startedOn} ${person}`)).toEqual(
      ['1', '2', '3', '4', '5', '6'].map((child) => `SUPERVISION_ORDER 2026-03-30 ${child}`),
    );
  });

  it('has its waiting for help counted once for all children, without child protection', async () => {
    const { help } = await counted();
    expect(help).toMatchObject({ outcome: 'ANSWERED', reason: null });
    expect(help.parts.length).toBeGreaterThan(0);
    const waits = help.parts.map(({ askedOn, startedOn }) => `${askedOn} ${startedOn}`);
    for (const { askedOn, startedOn } of help.parts)
      expect(startedOn === null || startedOn >= askedOn).toBe(true);
    expect(waits).toEqual(['2026-04-13 2026-05-04', '2025-04-14 2025-05-12']);
  });

  it('has what help cost counted as it was filed, whoever of the children it was filed on', async () => {
    const { costs } = await counted(hofdijk.key, student);
    expect(costs).toMatchObject({ outcome: 'ANSWERED', reason: null });
    const rowOf = ({ category, frame, from, until, quantity, unit, tariffCents, isForFamily }: CostLine) =>
      [category, frame, from, until, quantity, unit, tariffCents, isForFamily].join(' ');
    const expected = castCosts.filter(({ category }) => category !== 'local team');
    expect(costs.parts.map(rowOf).sort()).toEqual(expected.map(rowOf).sort());
    // Child protection and family treatment on Hein, the youngest; foster care on each of the girls.
    const filed = new Map<string | null, number>();
    for (const { person } of costs.parts) filed.set(person, (filed.get(person) ?? 0) + 1);
    expect([...filed.values()].sort()).toEqual([1, 1, 1, 2]);
    expect([...filed.keys()].sort()).toEqual(['1', '2', '3', '4']);
    expect(new Set(costs.parts.map(({ line }) => line)).size).toBe(5);
    expect(JSON.stringify(costs)).not.toMatch(/9999\d{5}|m\d"|2026-0330|GI1|JW323|\d{8}[^T"-]/);
  });

  it('has what help cost counted for studies of costs alone', async () => {
    const { costs, measures } = await counted(hofdijk.key, architect);
    expect(costs).toEqual({ outcome: 'WITHHELD', reason: null, parts: [] });
    expect(measures.outcome).toBe('ANSWERED');
  });

  it('tells no number, no name and no case, and reads no worker, plan, placement or authorisation', async () => {
    await counted();
    expect(text).not.toMatch(/GI1|2026-0330|m\d"|9999\d{5}|[A-Z]\. /);
    expect(started.received()).not.toMatch(/C\. Voorbeeld/);
  });

  it('counts a measure that may not be kept any more no longer', async () => {
    await runSql(
      caseSystemUrl(started.settings),
      `UPDATE measure SET retain_until = '2026-10-31' WHERE reference = '${relay}'`,
    );
    expect((await counted()).measures).toEqual({
      outcome: 'ANSWERED',
      reason: null,
      parts: [],
    });
    await runSql(
      caseSystemUrl(started.settings),
      `UPDATE measure SET retain_until = NULL WHERE reference = '${relay}'`,
    );
  });

  it('that the GI does not know has none, and one of which nobody can say is told as that', async () => {
    const none = await counted({ state: 'NONE', notKnownAsOf: '2026-11-02T11:00:00.000Z' }, student);
    expect(none.measures).toEqual({
      outcome: 'NOT_KNOWN',
      reason: null,
      parts: [],
    });
    expect(none.costs).toEqual(none.measures);
    const unread = await counted({ state: 'UNREAD', reason: 'LINK_UNCONFIRMED' }, student);
    expect(unread.costs).toEqual(unread.measures);
    expect(unread.measures).toEqual({
      outcome: 'NOT_ESTABLISHED',
      reason: 'LINK_UNCONFIRMED',
      parts: [],
    });
    expect(unread.help).toEqual({
      outcome: 'NOT_ESTABLISHED',
      reason: 'LINK_UNCONFIRMED',
      parts: [],
    });
    expect(started.calls).toEqual([]);
  });

  it('with cases that wait for confirmation is told as one that may have more', async () => {
    const { measures } = await counted({
      ...hofdijk.key,
      hasUnconfirmed: true,
    } as OrganisationKey);
    expect(measures).toMatchObject({
      outcome: 'ANSWERED',
      reason: 'LINK_UNCONFIRMED',
    });
  });

  it('is counted for nobody but an architect, and nothing is asked of the source', async () => {
    for (const name of functionNames.filter((each) => each !== 'architect')) {
      const withheld = { outcome: 'WITHHELD', reason: null, parts: [] };
      expect([name, await counted(hofdijk.key, { ...student, function: name })]).toEqual([
        name,
        { measures: withheld, help: withheld, costs: withheld },
      ]);
    }
    expect(started.calls).toEqual([]);
  });
});
