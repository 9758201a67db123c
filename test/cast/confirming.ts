import { describe, expect, it } from '@jest/globals';
import { deJager, grootEsselink, overvaart } from '../../simulated-sources/families.js';
import { type CastGraph, type HouseholdView, type ListedHousehold, recordIdsOf } from './cast-graph.js';
import { title } from './sentences.js';

const confirmedBy = 'A. Voorbeeld, fixed face';
const [ofTeam, ofVeiligThuis] = ['LT4/2026-0622', 'VT2/2026-0901'];
const byPerson = `query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) {
  id kind
  members { id residence isUnborn person { id name } }
  involvement {
    organisation unit since until certainty ground isHistory concernsOtherHouseholds confirmation { by at }
  }
  reports { receivedOn source { recordId } }
  councilInvestigations { kind requestedBy memberIds source { recordId } }
} }`;

/** Changes the register, and changes it back: it comes after everything else. */
export function describeConfirming(graph: () => CastGraph): void {
  async function confirm(
    caseReference: string,
  ): Promise<{ readonly id: string; readonly confirmedBy: string; readonly confirmedAt: string }> {
    const [question] = (await graph().questions(caseReference)).filter(
      ({ canBeConfirmed }) => canBeConfirmed,
    );
    const { data, errors } = await graph().ask(
      `mutation ($question: ID!, $by: String!) {
        confirmLink(question: $question, confirmedBy: $by) { id confirmedBy confirmedAt }
      }`,
      { question: question?.id, by: confirmedBy },
      caseReference,
    );
    expect(errors).toEqual([]);
    return data.confirmLink;
  }

  async function undo(
    confirmation: string,
    caseReference: string,
  ): Promise<readonly { readonly at: string; readonly caseReference: string | null }[]> {
    const { data, errors } = await graph().ask(
      'mutation ($confirmation: ID!) { undoLink(confirmation: $confirmation) { id reads { at caseReference } } }',
      { confirmation },
      caseReference,
    );
    expect(errors).toEqual([]);
    return data.undoLink.reads;
  }

  const now = async (person: { readonly bsn: string }, caseReference?: string) =>
    graph().ask(byPerson, { bsn: person.bsn }, caseReference);
  const withCases = (listed: readonly ListedHousehold[], references: readonly string[]) =>
    listed.filter((household) =>
      graph()
        .casesOf(household)
        .some((one) => references.some((reference) => one.startsWith(`${reference} `))),
    );

  describe('when a professional confirms', () => {
    it(
      title(12, 'Expect', 'After a professional confirms: CONFIRMED, with name and date of who did.'),
      async () => {
        const confirmation = await confirm(ofTeam);
        expect(confirmation.confirmedBy).toBe(confirmedBy);
        expect(confirmation.confirmedAt).toMatch(/^2026-11-02T/);

        const holding = withCases(await graph().listed(ofTeam), [ofTeam, ofVeiligThuis]);
        expect(holding).toHaveLength(1);
        const [joined] = holding;
        if (!joined) throw new Error('expected one household');
        const veiligThuis = joined.involvement.find(({ organisation }) => organisation === 'VEILIG_THUIS');
        expect(veiligThuis).toMatchObject({
          certainty: 'CONFIRMED',
          confirmation: { by: confirmedBy, at: confirmation.confirmedAt },
        });
        // Its records may be asked from now on.
        const { data } = await graph().household(joined.id, ofTeam);
        expect(recordIdsOf(data.household, 'reports')).toEqual([`${ofVeiligThuis}/1`]);

        const reads = await undo(confirmation.id, ofTeam);
        expect(reads).toEqual(
          expect.arrayContaining([{ at: expect.stringMatching(/^2026-11-02T/), caseReference: ofTeam }]),
        );
        const former = await graph().household(joined.id, ofTeam);
        expect(former.errors.map(({ extensions }) => extensions['code'])).toEqual(['HOUSEHOLD_SPLIT']);
        expect(former.text).not.toMatch(/hh_/);
        const apart = withCases(await graph().listed(), [ofTeam, ofVeiligThuis]);
        expect(apart.map(({ kind, involvement }) => [kind, involvement.length])).toEqual([
          ['OWN_FILE', 1],
          ['OWN_FILE', 1],
        ]);
      },
    );

    it('the new report on family 2 opens at the Hofdijk, and stays away from the aunt', async () => {
      const before = await now(grootEsselink.bets);
      const { id } = await confirm('VT1/2026-1005');
      const hofdijk: HouseholdView = (await now(grootEsselink.hein)).data.householdsOfPerson[0];
      expect(graph().casesOf(hofdijk)).toContain('VT1/2026-1005 CONFIRMED CONFIRMED_BY_PROFESSIONAL');
      expect(recordIdsOf(hofdijk, 'reports')).toContain('VT1/2026-1005/1');
      expect((await now(grootEsselink.bets)).data).toEqual(before.data);
      await undo(id, 'VT1/2026-1005');
      // Whoever keeps the id of the aunt's household has nothing to do with any of it.
      expect((await now(grootEsselink.bets)).data).toEqual(before.data);
    });

    it("the case about two homes opens at Estrella's, and tells there nothing of Jan and Paolo", async () => {
      const { id } = await confirm('RVDK/2026-3306');
      const { data, text } = await now(deJager.estrella, 'RVDK/2026-3306');
      expect(recordIdsOf(data.householdsOfPerson[0], 'councilInvestigations')).toEqual(['RVDK/2026-3306']);
      expect(text).not.toMatch(/Den Haag|LT5|Cuykelaer|Paolo|2026-0209/);
      expect(data.householdsOfPerson[0].members).toHaveLength(2);
      expect((await now(deJager.paolo, 'RVDK/2026-3306')).data).toEqual({ householdsOfPerson: [] });
      await undo(id, 'RVDK/2026-3306');
    });

    it("the case of the Raad opens at Stephan's, and tells there nothing of the shelter", async () => {
      const { id } = await confirm('RVDK/2026-4420');
      const { data, text } = await now(overvaart.stephan, 'RVDK/2026-4420');
      expect(recordIdsOf(data.householdsOfPerson[0], 'councilInvestigations')).toEqual(['RVDK/2026-4420']);
      expect(text).not.toMatch(/Utrecht|Noordwest|LT4|opvang|Jeannette|Nina/);
      expect(data.householdsOfPerson).toHaveLength(1);
      await undo(id, 'RVDK/2026-4420');
    });
  });
}
