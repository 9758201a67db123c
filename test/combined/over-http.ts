/** The combined fields through the front door: what each organisation contributes really, put together, asked as a client asks. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sentinelFamilies } from '../../simulated-sources/families.js';
import { comparePositions, positionOf } from '../../subgraphs/household/combine/timeline-position.js';
import { type OrganisationName, organisationNames, type RunningSupergraph } from '../start-supergraph.js';
import { type Combined, combinedOf, type EventNode, eventFields, hofdijk, operation } from './asking.js';

const combinedView = operation('combined-view');

const inTheGraph: Readonly<Record<OrganisationName, string>> = {
  'veilig-thuis': 'VEILIG_THUIS',
  raad: 'RAAD',
  gi: 'GI',
  'local-team': 'LOCAL_TEAM',
};
const reasonOf = { slow: 'TIMED_OUT', down: 'DOWN', malformed: 'CONTRACT_BROKEN' } as const;

export function describeCombinedView(running: () => RunningSupergraph): void {
  describe('the timeline of the relay family', () => {
    let supergraph: RunningSupergraph;
    let home: Awaited<ReturnType<typeof hofdijk>>;
    let combined: Combined;
    beforeAll(async () => {
      supergraph = running();
      home = await hofdijk(supergraph);
      combined = await combinedOf(supergraph, home.id);
    });

    const timeline = async (argument: string) => {
      const { data, errors } = await supergraph.ask(
        `query ($id: ID!) { household(id: $id) { timeline(${argument}) { ${eventFields} } deadlines { referenceDay } } }`,
        { id: home.id },
      );
      return {
        errors,
        deadlines: data.household.deadlines,
        ...(data.household.timeline as Combined['timeline']),
      };
    };

    it('has what four organisations recorded in one order, the newest first, each event once', () => {
      const { nodes } = combined.timeline;
      const sorted = [...nodes].sort((left, right) => {
        const [one, other] = [positionOf(left), positionOf(right)];
        if (!one || !other) throw new Error('expected a day, month, year or instant');
        return comparePositions(other, one);
      });
      expect(nodes).toEqual(sorted);
      expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
      expect(new Set(nodes.map(({ source }) => source.organisation)).size).toBe(4);
      // The cast's own days, from the first story to the plan of the GI.
      const told = nodes.map(({ kind, when }) => `${when.slice(0, 10)} ${kind}`);
      const days = [
        '2026-05-26 PROTECTION_PLAN_MADE',
        '2026-04-13 FAMILY_PLAN_WAIVED',
        '2026-04-08 FIRST_CONTACT',
        '2026-03-30 MEASURE_STARTED',
        '2026-03-09 COUNCIL_INVESTIGATION_COMPLETED',
        '2026-02-16 STORY_TOLD',
        '2026-01-12 COUNCIL_INVESTIGATION_STARTED',
        '2025-12-01 INQUIRY_CONCLUDED',
        '2025-11-14 ANALYSIS_COMPLETED',
        '2025-11-10 REPORT_RECEIVED',
        '2025-10-06 ANALYSIS_STARTED',
        '2025-09-26 SAFETY_PLAN_MADE',
        '2025-09-22 INQUIRY_STARTED',
        '2025-09-12 INQUIRY_DECIDED',
        '2025-09-05 REPORT_RECEIVED',
        '2025-04-14 FAMILY_PLAN_MADE',
        '2025-03-17 STORY_TOLD',
      ];
      expect(told.filter((one, index) => days.includes(one) && told.indexOf(one) === index)).toEqual(days);
    });

    it('says that cases of two organisations wait for confirmation, so that it is not taken for whole', () => {
      const missing = [
        { organisation: 'RAAD', reason: 'LINK_UNCONFIRMED' },
        { organisation: 'VEILIG_THUIS', reason: 'LINK_UNCONFIRMED' },
      ];
      expect(combined.timeline).toMatchObject({ missing, mayBeIncomplete: true });
      expect(combined.deadlines).toMatchObject({ missing });
    });

    it('is the same read page by page: nothing twice, nothing lost, and the gap named on each', async () => {
      const read: string[] = [];
      let after: string | null = null;
      do {
        const { data } = await supergraph.ask(combinedView.replace('first: 20', 'first: 25'), {
          id: home.id,
          after,
        });
        const page: Combined['timeline'] = data.household.timeline;
        read.push(...page.nodes.map(({ id }) => id));
        expect(page.missing).toEqual(combined.timeline.missing);
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after !== null);
      expect(read).toEqual(combined.timeline.nodes.map(({ id }) => id));
      expect(read.length).toBeGreaterThan(50);
    });

    it('is asked by person, organisation, kind and period', async () => {
      const hein = home.idOf('Hein');
      const { nodes } = combined.timeline;
      const expectations: readonly (readonly [string, (event: EventNode) => boolean])[] = [
        [`persons: ["${hein}"]`, ({ memberIds }) => memberIds.includes(hein)],
        [
          'organisations: [RAAD, LOCAL_TEAM]',
          ({ source }) => /^(RAAD|LOCAL_TEAM)$/.test(source.organisation),
        ],
        ['kinds: [REPORT_RECEIVED, STORY_TOLD]', ({ kind }) => /^(REPORT_RECEIVED|STORY_TOLD)$/.test(kind)],
        [
          'from: "2025-09-12", until: "2025-09-26"',
          ({ when }) => when.slice(0, 10) >= '2025-09-12' && when.slice(0, 10) <= '2025-09-26',
        ],
      ];
      for (const [argument, isAsked] of expectations) {
        const page = await timeline(`first: 100, ${argument}`);
        const expected = nodes.filter(isAsked);
        expect(expected.length).toBeGreaterThan(1);
        expect([argument, page.nodes]).toEqual([argument, expected]);
        expect(page.missing).toEqual(combined.timeline.missing);
      }
    });

    it.each([
      ['first: 0', 'first: expected a number from 1 to 100'],
      ['after: "hh_999"', 'after: expected the endCursor of a page'],
      ['persons: ["m999"]', 'persons: expected ids of members of this household (Member.id)'],
      ['from: "2026-02-01", until: "2026-01-01"', 'until: expected no day before from'],
    ])('is refused when asked by %s, and nothing else with it', async (argument, message) => {
      const { errors, deadlines } = await timeline(argument);
      expect(errors).toMatchObject([
        { message, path: ['household', 'timeline'], extensions: { code: 'BAD_USER_INPUT' } },
      ]);
      expect(deadlines).toEqual({ referenceDay: '2026-11-02' });
    });

    it('costs the household view no further call: one for the register, one for each organisation, one to combine', async () => {
      const view = operation('household-view').replace(
        'fragment WholeHousehold on Household {',
        `fragment WholeHousehold on Household { timeline { ${eventFields} } deadlines { nodes { kind } }`,
      );
      supergraph.asked.length = 0;
      const { errors } = await supergraph.ask(view, { bsn: '999998006' });
      expect(errors).toEqual([]);
      const names = supergraph.asked.map(({ subgraph }) => subgraph);
      expect([names[0], names.at(-1)]).toEqual(['household', 'household']);
      expect(names.slice(1, -1).sort()).toEqual(['gi', 'local-team', 'raad', 'veilig-thuis']);
    });
  });
}

const combinedNames = ['professionals', 'concerns', 'lastSeen', 'handover', 'relay'] as const;

interface Told {
  readonly missing: readonly { readonly organisation: string; readonly reason: string }[];
  readonly mayBeIncomplete: boolean;
}

type Glance = Readonly<Record<(typeof combinedNames)[number], Told>> & {
  readonly concerns: {
    readonly nodes: readonly { readonly id: string; readonly source: { readonly organisation: string } }[];
  };
  readonly lastSeen: { readonly members: readonly { readonly isAlarm: boolean }[] };
};

async function glanceAt(supergraph: RunningSupergraph, id: string): Promise<Glance> {
  const { data, errors } = await supergraph.ask(operation('household-at-a-glance'), { id });
  expect(errors).toEqual([]);
  return data.household;
}

/** Takes sources away, and brings them back. */
export function describeCombinedWithoutOne(running: () => RunningSupergraph): void {
  describe('the combined view of who could not be heard', () => {
    const lost = sentinelFamilies.filter(
      ({ organisation, fault }) =>
        fault === 'down' ||
        (organisation === 'raad' && fault === 'slow') ||
        (organisation === 'gi' && fault === 'malformed'),
    );
    it.each(lost.map((sentinel) => [sentinel.organisation, sentinel.fault, sentinel] as const))(
      '%s is %s for one family: both fields name it and why, and are no error',
      async (organisation, fault, { child }) => {
        const { data, errors } = await running().ask(
          `query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) {
            timeline { ${eventFields} } deadlines { missing { organisation reason } mayBeIncomplete } } }`,
          { bsn: child.bsn },
        );
        expect(errors).toEqual([]);
        const [{ timeline, deadlines }] = data.householdsOfPerson;
        const missing = [{ organisation: inTheGraph[organisation], reason: reasonOf[fault] }];
        expect(timeline).toMatchObject({ missing, mayBeIncomplete: true });
        expect(deadlines).toEqual({ missing, mayBeIncomplete: true });
      },
    );

    it.each(organisationNames)('%s goes away: what the others told stays as it was', async (name) => {
      const supergraph = running();
      const { id } = await hofdijk(supergraph);
      const before = await combinedOf(supergraph, id);
      const whole = await glanceAt(supergraph, id);
      await supergraph.sources[name].stop();
      const without = await combinedOf(supergraph, id);
      const organisation = inTheGraph[name];
      const isOfOthers = ({ source }: { readonly source: { readonly organisation: string } }): boolean =>
        source.organisation !== organisation;
      expect(without.timeline.nodes).toEqual(before.timeline.nodes.filter(isOfOthers));
      expect(without.deadlines.nodes).toEqual(before.deadlines.nodes.filter(isOfOthers));
      for (const { missing } of [without.timeline, without.deadlines]) {
        expect(missing.filter((gap) => gap.organisation === organisation)).toEqual([
          { organisation, reason: 'DOWN' },
        ]);
      }
      const glance = await glanceAt(supergraph, id);
      for (const field of combinedNames) {
        const { missing, mayBeIncomplete } = glance[field];
        expect([field, missing.find((gap) => gap.organisation === organisation)]).toEqual([
          field,
          { organisation, reason: 'DOWN' },
        ]);
        expect(mayBeIncomplete).toBe(true);
      }
      const idsOf = (nodes: Glance['concerns']['nodes']) => nodes.map((one) => one.id);
      expect(idsOf(glance.concerns.nodes)).toEqual(idsOf(whole.concerns.nodes.filter(isOfOthers)));
      // Who was not seen lately may have been seen by whom nobody could ask.
      expect(glance.lastSeen.members.some(({ isAlarm }) => isAlarm)).toBe(false);

      await supergraph.sources[name].start();
      const startedAt = Date.now();
      let again = await combinedOf(supergraph, id);
      while (
        again.timeline.missing.some(({ reason }) => reason === 'DOWN') &&
        Date.now() - startedAt < 4_000
      ) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        again = await combinedOf(supergraph, id);
      }
      expect(again).toEqual(before);
    });
  });
}
