import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { grootEsselink as family, sentinelFamilies } from '../../simulated-sources/families.js';
import { type OrganisationName, organisationNames, type RunningSupergraph } from '../start-supergraph.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
const fieldsOf: Readonly<Record<OrganisationName, readonly string[]>> = {
  'veilig-thuis': ['reports'],
  raad: ['councilInvestigations'],
  // Two sources stand behind the GI: its database, and its iJw messages, which are lost apart.
  gi: ['measures'],
  'local-team': ['familyPlans', 'stories', 'fixedFaces', 'analyses', 'provisions', 'probationHeaders'],
};
const inTheGraph: Readonly<Record<OrganisationName, string>> = {
  'veilig-thuis': 'VEILIG_THUIS',
  raad: 'RAAD',
  gi: 'GI',
  'local-team': 'LOCAL_TEAM',
};
const allFields = Object.values(fieldsOf).flat();
const fromMessages = 'youthCareProvisions';
const reasonOf = { slow: 'TIMED_OUT', down: 'DOWN', malformed: 'CONTRACT_BROKEN' } as const;
/** What must never leave with an error: addresses, bodies, stacks, numbers. */
const leaks = /https?:|127\.0\.0\.1|\bat \S+:\d|<\w+>|select |Bearer|(?<!\d)9999\d{5}(?!\d)/i;

export function describeEachSourceLost(running: () => RunningSupergraph): void {
  describe('a source that is lost', () => {
    let supergraph: RunningSupergraph;
    beforeAll(() => {
      supergraph = running();
    });

    async function expectLost(bsn: string, name: OrganisationName, reason: string): Promise<void> {
      const { data, errors, extensions } = await supergraph.ask(householdView, { bsn });
      const [household] = data.householdsOfPerson;
      const lost = fieldsOf[name];
      for (const field of allFields) {
        if (lost.includes(field)) expect([field, household[field]]).toEqual([field, null]);
        else expect([field, Array.isArray(household[field])]).toEqual([field, true]);
      }
      const expected = lost.map((field) => ({
        path: ['householdsOfPerson', 0, field],
        code: 'SOURCE_UNAVAILABLE',
        reason,
        organisation: inTheGraph[name],
      }));
      const told = errors.map(({ path, extensions: { code, reason: why, organisation } }) => ({
        path,
        code,
        reason: why,
        organisation,
      }));
      expect(told).toHaveLength(expected.length);
      expect(told).toEqual(expect.arrayContaining(expected));
      expect(JSON.stringify(errors)).not.toMatch(leaks);

      const outcomes = Object.fromEntries(
        household.sources.map(({ organisation, outcome, reason: why }: Record<string, string>) => [
          organisation,
          [outcome, why],
        ]),
      );
      for (const each of organisationNames) {
        expect(outcomes[inTheGraph[each]]).toEqual(
          each === name ? ['UNAVAILABLE', reason] : ['ANSWERED', null],
        );
      }
      const told_ = extensions['sources'] as readonly {
        organisation: string;
        outcome: string;
        reason: string | null;
      }[];
      expect(told_.find(({ organisation }) => organisation === inTheGraph[name])).toMatchObject({
        outcome: 'UNAVAILABLE',
        reason,
      });
      expect(Array.isArray(household[fromMessages])).toBe(true);
      for (const { person, role } of household.members) {
        expect(person.name).not.toBeNull();
        // The GI knows adults by name only, so it is not missing from what is known of a parent.
        const isHeard = name === 'gi' && role !== 'CHILD';
        expect(person.missing).toEqual(isHeard ? [] : [{ organisation: inTheGraph[name], reason }]);
      }
    }

    it.each(sentinelFamilies.map((sentinel) => [sentinel.organisation, sentinel.fault, sentinel] as const))(
      '%s is %s for one family: its fields are null, each with one error, and everybody else is there',
      async (organisation, fault, sentinel) => {
        await expectLost(sentinel.child.bsn, organisation, reasonOf[fault]);
      },
    );

    it.each(organisationNames)('%s goes away altogether and comes back by itself', async (name) => {
      await supergraph.sources[name].stop();
      const { data, errors } = await supergraph.ask(householdView, { bsn: family.teun.bsn });
      const [household] = data.householdsOfPerson;
      for (const field of allFields) {
        expect([field, household[field] === null]).toEqual([field, fieldsOf[name].includes(field)]);
      }
      expect(
        errors.map(({ extensions }) => [
          extensions['code'],
          extensions['reason'],
          extensions['organisation'],
        ]),
      ).toEqual(fieldsOf[name].map(() => ['SOURCE_UNAVAILABLE', 'DOWN', inTheGraph[name]]));
      expect(JSON.stringify(errors)).not.toMatch(leaks);

      await supergraph.sources[name].start();
      const startedAt = Date.now();
      let whole = await supergraph.ask(householdView, { bsn: family.teun.bsn });
      while (whole.errors.length > 0 && Date.now() - startedAt < 2_000) {
        whole = await supergraph.ask(householdView, { bsn: family.teun.bsn });
      }
      expect(whole.errors).toEqual([]);
    });

    it('all of them: the household still stands, with its members, and nothing looks like "nothing known"', async () => {
      await Promise.all(organisationNames.map((name) => supergraph.sources[name].stop()));
      const { data, errors } = await supergraph.ask(householdView, { bsn: family.teun.bsn });
      const [household] = data.householdsOfPerson;
      expect(household.members).toHaveLength(8);
      expect(allFields.filter((field) => household[field] !== null)).toEqual([]);
      expect(household.sources.map(({ outcome }: Record<string, string>) => outcome)).toEqual(
        Array(4).fill('UNAVAILABLE'),
      );
      for (const { person } of household.members) expect(person.name).toBeNull();
      const paths = errors.map(({ path }) => JSON.stringify(path));
      expect(new Set(paths).size).toBe(paths.length);
      expect(errors.every(({ extensions }) => extensions['code'] === 'SOURCE_UNAVAILABLE')).toBe(true);
      // One error for every null: the fields of the organisations, and name and birth date of the eight members.
      expect(errors).toHaveLength(allFields.length + 16);
    });
  });
}
