import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { denBraber, grootEsselink as family } from '../../simulated-sources/families.js';
import { type RunningSupergraph, startSupergraph } from '../start-supergraph.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
const byPerson = 'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id } }';
const byId = 'query ($id: ID!) { household(id: $id) { id reports { id } } }';

async function until<T>(read: () => Promise<T>, accept: (value: T) => boolean, withinMs: number): Promise<T> {
  const startedAt = Date.now();
  let value = await read();
  while (!accept(value) && Date.now() - startedAt < withinMs) value = await read();
  return value;
}

/** Each with a gateway of its own, over the sources of another. */
export function describeUnreadFeeds(over: () => RunningSupergraph): void {
  describe('a gateway that starts while Veilig Thuis is away', () => {
    let supergraph: RunningSupergraph;
    beforeAll(async () => {
      supergraph = await startSupergraph({ over: over(), without: ['veilig-thuis'] });
    }, 60_000);
    afterAll(() => supergraph?.stop());

    it('says of reports that they are not established, not that there are none', async () => {
      const { data, errors } = await supergraph.ask(householdView, { bsn: family.teun.bsn });
      const [household] = data.householdsOfPerson;
      expect(household.reports).toBeNull();
      expect(
        errors.map(({ path, extensions: { code, reason, organisation } }) => [
          path?.at(-1),
          code,
          reason,
          organisation,
        ]),
      ).toEqual([['reports', 'NOT_ESTABLISHED', 'ROSTER_STALE', 'VEILIG_THUIS']]);
      expect(household.sources[0]).toMatchObject({
        organisation: 'VEILIG_THUIS',
        outcome: 'NOT_ESTABLISHED',
        reason: 'ROSTER_STALE',
        asOf: null,
      });
      expect(household.measures).toHaveLength(6);
    });

    it('says so beside every list of households, because some may be missing from it', async () => {
      const { data, extensions } = await supergraph.ask(
        '{ feeds { organisation isFresh } myHouseholds { nodes { id } } }',
      );
      expect(data.feeds).toEqual([
        { organisation: 'VEILIG_THUIS', isFresh: false },
        { organisation: 'RAAD', isFresh: true },
        { organisation: 'GI', isFresh: true },
        { organisation: 'LOCAL_TEAM', isFresh: true },
      ]);
      expect(data.myHouseholds.nodes.length).toBeGreaterThan(10);
      expect(extensions['sources']).toMatchObject([
        { organisation: 'VEILIG_THUIS', outcome: 'NOT_ASKED', isFeedFresh: false },
        { organisation: 'RAAD', outcome: 'NOT_ASKED', isFeedFresh: true },
        { isFeedFresh: true },
        { isFeedFresh: true },
      ]);
    });

    it('never says of a person or a household that there is none', async () => {
      const person = await supergraph.ask(byPerson, { bsn: denBraber.zoey.bsn });
      const household = await supergraph.ask(byId, { id: 'hh_made-up' });
      for (const { data, errors } of [person, household]) {
        expect(Object.values(data)).toEqual([null]);
        expect(errors[0]?.extensions).toMatchObject({
          code: 'NOT_ESTABLISHED',
          reason: 'ROSTER_STALE',
          organisation: 'VEILIG_THUIS',
        });
      }
    });

    it('shows the reports when Veilig Thuis is there, without a restart', async () => {
      await supergraph.sources['veilig-thuis'].start();
      const { data } = await until(
        () => supergraph.ask(householdView, { bsn: family.teun.bsn }),
        ({ errors }) => errors.length === 0,
        5_000,
      );
      expect(data.householdsOfPerson[0].reports).toHaveLength(2);
      const zoey = await supergraph.ask(byPerson, { bsn: denBraber.zoey.bsn });
      expect(zoey.data.householdsOfPerson).toHaveLength(1);
    });

    it('says that a household does not exist once every feed was read', async () => {
      const { data, errors } = await supergraph.ask(byId, { id: 'hh_made-up' });
      expect(data).toEqual({ household: null });
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['HOUSEHOLD_NOT_FOUND']);
    });
  });

  describe('a feed that was read and then grows old', () => {
    let supergraph: RunningSupergraph;
    let monotonicMs = 0;
    beforeAll(async () => {
      supergraph = await startSupergraph({
        over: over(),
        rosterMaxAgeSeconds: 60,
        monotonicMs: () => monotonicMs,
      });
    }, 60_000);
    afterAll(async () => {
      await supergraph?.stop();
      await over().sources.raad.start();
    });

    it('no longer vouches for "not known", while what it did name is still asked', async () => {
      const zoey = () => supergraph.ask(householdView, { bsn: denBraber.zoey.bsn });
      expect((await zoey()).data.householdsOfPerson[0].councilInvestigations).toEqual([]);
      await supergraph.sources.raad.stop();
      monotonicMs += 61_000;
      // The feeds of the others are read again within a second; the Raad's cannot be.
      const stale = await until(zoey, ({ errors }) => errors.length === 1, 5_000);
      expect(stale.data.householdsOfPerson[0].councilInvestigations).toBeNull();
      expect(
        stale.errors.map(({ extensions }) => [extensions['organisation'], extensions['reason']]),
      ).toEqual([['RAAD', 'ROSTER_STALE']]);
      const teun = await supergraph.ask(householdView, { bsn: family.teun.bsn });
      expect(teun.errors.map(({ extensions }) => [extensions['organisation'], extensions['reason']])).toEqual(
        [['RAAD', 'DOWN']],
      );
    });
  });
}
