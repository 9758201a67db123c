/** Who sees what of the combined fields: each contribution by its own owner's rules, and the whole by the register's (matrix row 22). */
import { describe, expect, it } from '@jest/globals';
import type { SupergraphWithAccess } from '../access/with-access.js';

const fields = `members { id person { name } }
  timeline(first: 100) { nodes { kind when text memberIds source { organisation } } missing { organisation reason } visibility mayBeIncomplete }
  deadlines { nodes { kind memberIds source { organisation } } missing { organisation reason } visibility mayBeIncomplete }`;
const query = `{ myHouseholds(first: 50) { nodes { id ${fields} } } }`;

interface Part {
  readonly kind: string;
  readonly text?: string | null;
  readonly memberIds: readonly string[];
  readonly source: { readonly organisation: string };
}

export function describeCombinedWithAccess(graph: () => SupergraphWithAccess): void {
  describe('the combined view', () => {
    const caseReference = 'RVDK/2025-7781';
    const penal = {
      function: 'raad-penal',
      organisation: '00000099000000000112',
      unit: 'RVDK',
      employer_task: 'Jeugdwet art. 3.1',
      assignments: [{ case_reference: caseReference, from: '2026-01-12' }],
    };
    it.each([
      ['raad-penal', () => graph().asSomebody(penal, query, { caseReference })],
      ['gi-probation', () => graph().as('gi-probation', query)],
    ] as const)('is withheld from %s, and nobody is asked for a part of it', async (_, ask) => {
      graph().asked.length = 0;
      const { data, errors } = await ask();
      const { nodes } = data.myHouseholds;
      expect(nodes.length).toBeGreaterThan(0);
      for (const household of nodes) {
        expect([household.timeline, household.deadlines]).toEqual([null, null]);
      }
      const at = (field: string) => (__: unknown, index: number) => ({
        path: ['myHouseholds', 'nodes', index, field],
        extensions: {
          code: 'WITHHELD',
          recordType: 'COMBINED_VIEW',
          rule: 'household-combined-view-refused',
        },
      });
      expect(errors).toHaveLength(2 * nodes.length);
      for (const field of ['deadlines', 'timeline']) {
        expect(errors.filter(({ path }) => path?.at(-1) === field)).toMatchObject(nodes.map(at(field)));
      }
      expect(graph().asked.filter(({ query: asked }) => asked.includes('Combined'))).toEqual([]);
    });

    it('shows the fixed face no report, and that something may be withheld', async () => {
      const { data, errors } = await graph().as('fixed-face', query);
      expect(errors).toEqual([]);
      const [{ timeline, deadlines }] = data.myHouseholds.nodes;
      const kinds = new Set(timeline.nodes.map(({ kind }: Part) => kind));
      expect(kinds).toContain('SAFETY_ASSESSED');
      expect(kinds).toContain('MEASURE_STARTED');
      for (const kind of ['REPORT_RECEIVED', 'PERSON_INFORMED', 'INQUIRY_DECIDED', 'INQUIRY_CONCLUDED']) {
        expect(kinds).not.toContain(kind);
      }
      const terms = new Set(deadlines.nodes.map(({ kind }: Part) => kind));
      for (const kind of ['INFORM_FAMILY', 'INQUIRY_JUDGEMENT']) expect(terms).not.toContain(kind);
      expect(timeline).toMatchObject({ visibility: 'MAY_BE_FILTERED', mayBeIncomplete: true });
      expect(deadlines).toMatchObject({ visibility: 'MAY_BE_FILTERED', mayBeIncomplete: true });
    });

    it.each(['wilma', 'alexander'])(
      'shows %s that they were told, and nobody else’s notice',
      async (persona) => {
        const { data, errors } = await graph().as(persona, query);
        expect(errors).toEqual([]);
        const [{ members, timeline, deadlines }] = data.myHouseholds.nodes;
        const own = members.find(({ person }: { readonly person: { readonly name: string | null } }) =>
          person.name?.toLowerCase().startsWith(persona),
        )?.id;
        const told = timeline.nodes.filter(({ kind }: Part) => kind === 'PERSON_INFORMED');
        const terms = deadlines.nodes.filter(({ kind }: Part) => kind === 'INFORM_FAMILY');
        expect(told.map(({ memberIds }: Part) => memberIds)).toEqual([[own]]);
        expect(terms.map(({ memberIds }: Part) => memberIds)).toEqual([[own]]);
        expect(JSON.stringify([timeline, deadlines])).not.toMatch(/leerkracht|school|teacher/i);
      },
    );

    it('shows Gerrit, who was not told, nothing at all', async () => {
      const { data, errors } = await graph().as('gerrit', query);
      expect([data, errors]).toEqual([{ myHouseholds: { nodes: [] } }, []]);
    });

    it('names to a youth no member but the youth', async () => {
      const { data } = await graph().as('youth-12-up', query);
      const [{ members, timeline, deadlines }] = data.myHouseholds.nodes;
      const named = [...timeline.nodes, ...deadlines.nodes].flatMap(({ memberIds }: Part) => memberIds);
      const seen = members.map(({ id }: { readonly id: string }) => id);
      expect([...new Set(named)].filter((id) => !seen.includes(id))).toEqual([]);
    });

    const people = `{ myHouseholds(first: 50) { nodes {
      professionals { active people { employers roles } visibility mayBeIncomplete }
      timeline(first: 100, kinds: [WORKER_STARTED, INTAKE_HELD]) { nodes { text } }
      costs(from: "2026-07-01", until: "2026-09-30") { totalCents lines { category } mayBeIncomplete } } } }`;

    it.each([
      ['fixed-face', true],
      ['wilma-haverkamp', true],
      ['gi-supervision', false],
      ['johan', false],
    ])('tells %s of the mother’s therapist only by her consent: %s', async (persona, isTold) => {
      const { data } = await graph().as(persona, people);
      const [{ professionals, timeline }] = data.myHouseholds.nodes;
      expect(JSON.stringify([professionals, timeline]).includes('GGZ')).toBe(isTold);
      expect(/mental health|ggz/i.test(JSON.stringify([professionals, timeline]))).toBe(isTold);
      expect(professionals.active).toBeGreaterThan(0);
      expect(professionals).toMatchObject({ visibility: 'MAY_BE_FILTERED', mayBeIncomplete: true });
    });

    it('tells no professional what help cost, and a parent what it cost for the own children', async () => {
      const asked = await graph().as('fixed-face', people);
      expect(asked.data.myHouseholds.nodes[0].costs).toBeNull();
      expect(asked.errors).toMatchObject([{ extensions: { code: 'WITHHELD', recordType: 'COST_LINE' } }]);
      const { data, errors } = await graph().as('johan', people);
      expect(errors).toEqual([]);
      const [{ costs }] = data.myHouseholds.nodes;
      expect(costs.totalCents).toBeGreaterThan(0);
      expect(costs.lines.map(({ category }: { readonly category: string }) => category)).toContain(
        'foster care',
      );
    });

    it('opens no household to an architect or an auditor, and so no view of one', async () => {
      for (const persona of ['architect', 'auditor']) {
        const { data } = await graph().as(persona, query);
        expect(data.myHouseholds.nodes).toEqual([]);
      }
    });
  });
}
