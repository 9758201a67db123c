/** The deadlines of the cast, through the front door: once professionals have confirmed the doubtful cases of the relay family. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, type RunningSupergraph } from '../start-supergraph.js';
import { type Combined, combinedOf, hofdijk } from './asking.js';
import { deadlinesOfTheCast, furtherTermsOfTheRelayFamily } from './expected-terms.js';
import { describeWholeRelay } from './whole-relay.js';

const units: Readonly<Record<string, string>> = {
  VT1: 'Veilig Thuis Maasdelta',
  RVDK: 'Raad voor de Kinderbescherming',
  GI1: 'Jeugdbescherming De Kade',
};

/** Changes the register, and changes it back; the household is called by another id from then on. */
export function describeCombinedOnceConfirmed(running: () => RunningSupergraph): void {
  describe('the combined view once the doubtful cases are confirmed', () => {
    const confirmations: { readonly id: string; readonly caseReference: string }[] = [];
    let supergraph: RunningSupergraph;
    let home: Awaited<ReturnType<typeof hofdijk>>;
    let confirmed: Combined;
    beforeAll(async () => {
      supergraph = running();
      for (const caseReference of ['VT1/2026-1005', 'RVDK/2026-5120']) {
        const headers = { 'case-reference': caseReference };
        const asked = await post(
          supergraph.url,
          { query: '{ linkQuestions { id canBeConfirmed } }' },
          headers,
        );
        const question = asked.data.linkQuestions.find(
          ({ canBeConfirmed }: { readonly canBeConfirmed: boolean }) => canBeConfirmed,
        );
        const query =
          'mutation ($question: ID!) { confirmLink(question: $question, confirmedBy: "A. Voorbeeld, tester") { id } }';
        const { data } = await post(
          supergraph.url,
          { query, variables: { question: question?.id } },
          headers,
        );
        confirmations.push({ id: data.confirmLink.id, caseReference });
      }
      home = await hofdijk(supergraph);
      confirmed = await combinedOf(supergraph, home.id);
    });
    afterAll(async () => {
      for (const { id, caseReference } of confirmations.reverse()) {
        const query = 'mutation ($id: ID!) { undoLink(confirmation: $id) { id } }';
        await post(supergraph.url, { query, variables: { id } }, { 'case-reference': caseReference });
      }
    });

    const rows = [...deadlinesOfTheCast, ...furtherTermsOfTheRelayFamily];
    it.each(rows.map((row) => [row.term, row] as const))('the deadline is that of the cast: %s', (_, row) => {
      const { kind, unit, from, who, dueOn, state, doneOn, daysLate = null, daysLeft = null } = row;
      const found = confirmed.deadlines.nodes.filter(
        (node) =>
          node.kind === kind &&
          node.source.unit === units[unit] &&
          (node.startsOn ?? node.dueOn) === from &&
          (who === undefined ||
            node.memberIds.length === 0 ||
            node.memberIds.some((id) => who.includes(home.nameOf(id)))),
      );
      expect(found.length).toBeGreaterThan(0);
      const { alsoDueOn, alsoState, alsoDaysLate = null, alsoDaysLeft = null } = row;
      const also = { dueOn: alsoDueOn, state: alsoState, daysLate: alsoDaysLate, daysLeft: alsoDaysLeft };
      for (const node of found) {
        expect(node).toMatchObject({
          ...{ dueOn, state, doneOn, daysLate, daysLeft, isEstablished: row.isEstablished ?? true },
          otherReading: alsoDueOn ? also : null,
        });
      }
    });

    describeWholeRelay(() => ({ supergraph, home }));

    it('the newest report and the second investigation are in the timeline', () => {
      const told = confirmed.timeline.nodes.map(({ kind, when }) => `${when.slice(0, 10)} ${kind}`);
      expect(told).toEqual(
        expect.arrayContaining(['2026-10-05 REPORT_RECEIVED', '2026-10-19 COUNCIL_INVESTIGATION_STARTED']),
      );
    });
  });
}
