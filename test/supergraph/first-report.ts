import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { denBraber as family } from '../../simulated-sources/families.js';
import { type GraphqlAnswer, post, type RunningSupergraph } from '../start-supergraph.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);
/** What the reporter and the advice would show themselves by. */
const tellTales = /leerkracht|groep 4|school|teacher|reporter|melder|advice|advies|buur|neighbour|"391"/i;

export function describeFirstReport(running: () => RunningSupergraph): void {
  describe('the first report, not yet told to everyone', () => {
    let supergraph: RunningSupergraph;
    let answer: GraphqlAnswer;
    // biome-ignore lint/suspicious/noExplicitAny: picked from by tests that know the query
    let household: any;
    const nameOf = (memberId: string): string =>
      household.members
        .find((member: { readonly id: string }) => member.id === memberId)
        ?.person.name.split(' ')[0];

    beforeAll(async () => {
      supergraph = running();
      answer = await supergraph.ask(householdView, { bsn: family.zoey.bsn });
      household = answer.data?.householdsOfPerson?.[0];
    });

    it('is one household that Veilig Thuis alone knows, and the others are not known up to a stated time', () => {
      expect(answer.errors).toEqual([]);
      expect(answer.data.householdsOfPerson).toHaveLength(1);
      expect(household.involvement).toMatchObject([
        { unit: 'Veilig Thuis Amstelland', since: '2026-10-23', certainty: 'CERTAIN' },
      ]);
      expect(
        household.sources.map(({ organisation, outcome }: Record<string, string>) => [organisation, outcome]),
      ).toEqual([
        ['VEILIG_THUIS', 'ANSWERED'],
        ['RAAD', 'NOT_KNOWN'],
        ['GI', 'NOT_KNOWN'],
        ['LOCAL_TEAM', 'NOT_KNOWN'],
      ]);
      for (const { asOf } of household.sources) expect(asOf).toMatch(/^2026-11-02T/);
      expect([household.councilInvestigations, household.measures, household.familyPlans]).toEqual([
        [],
        [],
        [],
      ]);
    });

    it('tells per person who was informed: father has not been told yet', () => {
      const [report] = household.reports;
      expect(report.receivedOn).toBe('2026-10-23T16:50:00+02:00');
      expect(report.violenceKinds).toEqual(['PSYCHOLOGICAL_VIOLENCE', 'WITNESS_OF_VIOLENCE']);
      expect(report.safetyAssessment).toMatchObject({
        assessedOn: '2026-10-29',
        dueOn: '2026-10-30',
        outcome: 'FOLLOW_UP_BY_VEILIG_THUIS',
      });
      expect(report.inquiry).toMatchObject({ decidedOn: '2026-10-29', startedOn: null, endedOn: null });
      const informed = Object.fromEntries(
        report.informed.map(({ memberId, on }: Record<string, string>) => [nameOf(memberId ?? ''), on]),
      );
      expect(informed).toMatchObject({ Wilma: '2026-10-30', Alexander: '2026-10-30', Gerrit: null });
      expect(
        report.informed.find(({ memberId }: { memberId: string }) => nameOf(memberId) === 'Gerrit').dueOn,
      ).toBe('2026-11-20');
    });

    it('keeps what was heard and what was thought apart', () => {
      const [report] = household.reports;
      expect(
        report.statements.map(({ statementKind }: Record<string, string>) => statementKind).sort(),
      ).toEqual(expect.arrayContaining(['FACT', 'OPINION']));
    });

    it('shows the reporter and the advice nowhere: not in the answer, the schema, an error or the log', async () => {
      expect(answer.text).not.toMatch(tellTales);
      const probes = await Promise.all(
        ['reporter', 'reporterCapacity', 'advice', 'informants', 'notifier'].map((field) =>
          supergraph.ask(`query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { reports { ${field} } } }`, {
            bsn: family.zoey.bsn,
          }),
        ),
      );
      for (const probe of probes) {
        expect(probe.data).toBeUndefined();
        expect(probe.errors).toHaveLength(1);
        expect(probe.errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
      }
      const introspection = await supergraph.ask(
        '{ __schema { types { name fields { name } inputFields { name } } } }',
      );
      const names = JSON.stringify(introspection.data);
      expect(names).not.toMatch(/"(reporter|advice|notifier|informant)\w*"/i);
      expect(names).not.toMatch(/_entities|_service|veiligThuisKey|raadOutcome/);
      expect(supergraph.log.join('\n')).not.toMatch(tellTales);
    });

    it('answers no query that goes round the graph to the records of one organisation', async () => {
      const answers = await Promise.all([
        supergraph.ask(
          '{ _entities(representations: [{ __typename: "Household", veiligThuisKey: "x" }]) { __typename } }',
        ),
        supergraph.ask('{ _service { sdl } }'),
        supergraph.ask('query ($id: ID!) { household(id: $id) { veiligThuisKey } }', { id: household.id }),
      ]);
      for (const { data, errors } of answers) {
        expect(data).toBeUndefined();
        expect(errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
      }
    });
  });
}

export function describeNumberAtTheEdge(running: () => RunningSupergraph): void {
  describe('a citizen service number at the edge', () => {
    let supergraph: RunningSupergraph;
    const query = 'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id } }';
    beforeAll(() => {
      supergraph = running();
    });

    it.each([
      '000000000',
      '999999999',
      '999994543',
      '12345678',
      '',
      'Gerrit',
      999994542,
      ['999994542'],
      { bsn: '999994542' },
    ])('is refused when it is %j, without repeating it', async (bsn) => {
      const { status, data, errors, text } = await supergraph.ask(query, { bsn });
      // Under `application/json` a status speaks of HTTP alone.
      expect(status).toBe(200);
      expect(data?.householdsOfPerson ?? null).toBeNull();
      expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect(text).not.toMatch(/\b\d{9}\b|Gerrit/);
    });

    it.each([
      '{ householdsOfPerson(bsn: "999994542") { id } }',
      '{ householdsOfPerson(bsn: 999994542) { id } }',
      'query ($bsn: BSN! = "999994542") { householdsOfPerson(bsn: $bsn) { id } }',
    ])('is refused in the text of a query: %s', async (literal) => {
      const { data, errors, text } = await supergraph.ask(literal);
      expect(data?.householdsOfPerson ?? null).toBeNull();
      expect(errors.length).toBeGreaterThan(0);
      expect(text).not.toMatch(/\b\d{9}\b/);
    });

    it('is refused in a URL', async () => {
      const search = new URLSearchParams({ query, variables: JSON.stringify({ bsn: '999994542' }) });
      const response = await fetch(`${supergraph.url}/graphql?${search}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
      const text = await response.text();
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      expect(JSON.parse(text).errors[0].extensions.code).toBe('BSN_NOT_IN_URL');
      expect(text).not.toMatch(/\b\d{9}\b/);
    });

    it('of somebody whom nobody knows is an empty list, because every feed was read', async () => {
      const { data, errors } = await supergraph.ask(query, { bsn: '999991577' });
      expect(errors).toEqual([]);
      expect(data).toEqual({ householdsOfPerson: [] });
    });

    it('never reaches the operational log', async () => {
      await post(supergraph.url, { query, variables: { bsn: '999994543' } });
      expect(supergraph.log.join('\n')).not.toMatch(/9999\d{5}/);
    });
  });
}
