import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { grootEsselink as family } from '../../simulated-sources/families.js';
import type { GraphqlAnswer, RunningSupergraph } from '../start-supergraph.js';

const householdView = readFileSync(
  join(projectRoot, 'schema', 'operations', 'household-view.graphql'),
  'utf8',
);

export function describeRelayFamily(running: () => RunningSupergraph): void {
  describe('the relay family, asked of four organisations at once', () => {
    let supergraph: RunningSupergraph;
    let answer: GraphqlAnswer;
    // biome-ignore lint/suspicious/noExplicitAny: picked from by tests that know the query
    let hofdijk: any;
    const nameOf = (memberId: string): string =>
      hofdijk.members
        .find((member: { readonly id: string }) => member.id === memberId)
        ?.person.name.split(' ')[0] ?? 'nobody';

    beforeAll(async () => {
      supergraph = running();
      answer = await supergraph.ask(householdView, { bsn: family.teun.bsn });
      hofdijk = answer.data?.householdsOfPerson?.[0];
    });

    it('is one household for Teun, with records of all four organisations and no error', () => {
      expect(answer.errors).toEqual([]);
      expect(answer.data.householdsOfPerson).toHaveLength(1);
      expect(
        hofdijk.sources.map(
          ({ organisation, outcome, reason, awaitingConfirmation }: Record<string, unknown>) => [
            organisation,
            outcome,
            reason,
            awaitingConfirmation,
          ],
        ),
      ).toEqual([
        ['VEILIG_THUIS', 'ANSWERED', 'LINK_UNCONFIRMED', 2],
        ['RAAD', 'ANSWERED', 'LINK_UNCONFIRMED', 1],
        ['GI', 'ANSWERED', null, 0],
        ['LOCAL_TEAM', 'ANSWERED', null, 0],
      ]);
    });

    it('gives every record its source: who holds it, in which system, under which number, read when', () => {
      const records = [
        'reports',
        'councilInvestigations',
        'measures',
        'youthCareProvisions',
        'familyPlans',
        'stories',
        'fixedFaces',
        'analyses',
      ].flatMap((field) => hofdijk[field]);
      expect(records.length).toBeGreaterThan(15);
      for (const { source } of records) {
        expect(source).toEqual({
          organisation: expect.stringMatching(/^(VEILIG_THUIS|RAAD|GI|LOCAL_TEAM)$/),
          unit: expect.stringMatching(/\w/),
          system: expect.stringMatching(/\w/),
          recordId: expect.stringMatching(/\w/),
          recordedAt: source.recordedAt === null ? null : expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          retrievedAt: expect.stringMatching(/^2026-11-02T/),
        });
      }
    });

    it('has the two parents and three boys at home, and the three girls elsewhere', () => {
      const homes = hofdijk.members.map(
        ({ person, role, residence }: { person: { name: string }; role: string; residence: string }) => [
          person.name,
          role,
          residence,
        ],
      );
      expect(homes.sort()).toEqual(
        [
          ['Johan Groot Esselink', 'PARENT_WITH_AUTHORITY', 'RESIDENT'],
          ['Wilma Haverkamp', 'PARENT_WITH_AUTHORITY', 'RESIDENT'],
          ...['Teun', 'Daan', 'Hein'].map((name) => [`${name} Groot Esselink`, 'CHILD', 'RESIDENT']),
          ...['Fien', 'Maud', 'Trix'].map((name) => [`${name} Groot Esselink`, 'CHILD', 'ELSEWHERE']),
        ].sort(),
      );
    });

    it('shows both reports of 2025, the inquiry that took too long and the safety plan; the doubtful report waits', () => {
      expect(
        hofdijk.reports.map(({ receivedOn, relation }: Record<string, string>) => [
          receivedOn?.slice(0, 10),
          relation,
        ]),
      ).toEqual([
        ['2025-11-10', 'DURING_INVOLVEMENT'],
        ['2025-09-05', 'FIRST'],
      ]);
      const [, first] = hofdijk.reports;
      expect(first.inquiry).toMatchObject({
        decidedOn: '2025-09-12',
        startedOn: '2025-09-22',
        endedOn: '2025-12-01',
        outcome: 'CONFIRMED',
      });
      expect(first.safetyAssessment).toMatchObject({ assessedOn: '2025-09-12' });
      expect(first.safetyPlans).toMatchObject([{ validFrom: '2025-09-26', validUntil: '2026-04-08' }]);
    });

    it("shows the Raad's investigation and the court's decision, from the messages alone", () => {
      expect(hofdijk.councilInvestigations).toMatchObject([
        {
          kind: 'PROTECTION',
          requestedOn: '2025-12-01',
          intakeCompletedOn: '2025-12-15',
          startedOn: '2026-01-12',
          endedOn: '2026-03-09',
          status: 'CASE_COMPLETED',
          result: 'MEASURE_IMPOSED',
          decision: { decidedOn: '2026-03-30' },
        },
      ]);
    });

    it('shows one supervision order for each of the six children, and the placement that was never carried out', () => {
      expect(hofdijk.measures.map(({ memberId }: { memberId: string }) => nameOf(memberId)).sort()).toEqual([
        'Daan',
        'Fien',
        'Hein',
        'Maud',
        'Teun',
        'Trix',
      ]);
      for (const measure of hofdijk.measures) {
        expect(measure).toMatchObject({
          kind: 'SUPERVISION_ORDER',
          startedOn: '2026-03-30',
          endsOn: '2027-03-30',
          firstContactOn: '2026-04-08',
        });
      }
      const ofHein = hofdijk.measures.find(
        ({ memberId }: { memberId: string }) => nameOf(memberId) === 'Hein',
      );
      expect(ofHein.placements).toMatchObject([{ authorisedOn: '2026-03-30', carriedOutOn: null }]);
    });

    it('shows youth care under the number it was filed on: the treatment of the whole family under its youngest child', () => {
      const filed = hofdijk.youthCareProvisions.map(
        ({ filedOnMemberId, allocatedOn, startedOn }: Record<string, string>) => [
          nameOf(filedOnMemberId ?? ''),
          allocatedOn,
          startedOn,
        ],
      );
      expect(filed).toEqual(expect.arrayContaining([['Hein', '2025-04-14', '2025-05-12']]));
      for (const girl of ['Fien', 'Maud', 'Trix'])
        expect(filed).toContainEqual([girl, '2026-04-13', '2026-05-04']);
    });

    it("shows the local team's plan on three domains, its analysis, the change of the fixed face and both versions of the story", () => {
      expect(hofdijk.familyPlans).toMatchObject([{ madeOn: '2025-04-14', endedOn: null }]);
      expect(
        hofdijk.familyPlans[0].goals
          .map(({ domainCode }: { domainCode: { code: string } }) => domainCode.code)
          .sort(),
      ).toEqual(['01', '07', '08']);
      expect(hofdijk.analyses).toMatchObject([{ startedOn: '2025-10-06', endedOn: '2025-11-14' }]);
      expect(hofdijk.fixedFaces.map(({ since, until }: Record<string, string>) => [since, until])).toEqual([
        ['2025-09-15', null],
        ['2025-03-10', '2025-08-31'],
      ]);
      expect(hofdijk.stories[0].versions.map(({ writtenOn }: Record<string, string>) => writtenOn)).toEqual([
        '2026-02-16',
        '2025-03-17',
      ]);
    });

    it('shows everybody who is involved, the doubtful ones as probable', () => {
      expect(
        hofdijk.involvement.map(({ unit, since, certainty }: Record<string, string>) => [
          unit,
          since,
          certainty,
        ]),
      ).toEqual([
        ['Veilig Thuis Maasdelta', '2026-10-05', 'PROBABLE'],
        ['Raad voor de Kinderbescherming', '2026-09-07', 'PROBABLE'],
        ['Jeugdbescherming De Kade', '2026-03-30', 'CERTAIN'],
        ['Raad voor de Kinderbescherming', '2025-12-01', 'CERTAIN'],
        ['Veilig Thuis Maasdelta', '2025-09-05', 'CERTAIN'],
        ['Lokaal team Rotterdam-Centrum', '2025-03-10', 'CERTAIN'],
        ['Veilig Thuis Vallei & Vecht', '2017-10-09', 'PROBABLE'],
      ]);
    });

    it('shows Fien in two homes: with her family, and at her aunt where only what concerns the girls is shown', async () => {
      const { data, errors } = await supergraph.ask(householdView, { bsn: family.fien.bsn });
      expect(data.householdsOfPerson).toHaveLength(2);
      const aunt = data.householdsOfPerson.find(
        (household: { members: unknown[] }) => household.members.length === 5,
      );
      const names = aunt.members
        .map(({ person }: { person: { name: string } }) => person.name.split(' ')[0])
        .sort();
      expect(names).toEqual(['Bets', 'Edwin', 'Fien', 'Maud', 'Trix']);
      expect(aunt.measures).toHaveLength(3);
      expect(aunt.measures.every(({ memberId }: { memberId: string | null }) => memberId !== null)).toBe(
        true,
      );
      expect(aunt.youthCareProvisions).toHaveLength(3);
      expect(aunt.provisions).toMatchObject([{ startedOn: '2026-06-01' }]);
      // Veilig Thuis knows the girls from a case about their parents' home, and the Raad's running case only stands here: neither
      // is opened here, and neither may look unknown.
      expect([aunt.reports, aunt.councilInvestigations]).toEqual([null, null]);
      expect(
        errors.map(({ path, extensions }) => [path?.at(-1), extensions['code'], extensions['reason']]),
      ).toEqual([
        ['councilInvestigations', 'NOT_ESTABLISHED', 'LINK_UNCONFIRMED'],
        ['reports', 'NOT_ESTABLISHED', 'LINK_UNCONFIRMED'],
      ]);
    });

    it('keeps what the doubtful report says out of sight until a professional confirms that it is about this family', () => {
      expect(answer.text).not.toMatch(/bruise/);
    });

    it('shows nothing from which somebody learns that mother has a therapist: she has not consented', () => {
      expect(answer.text).not.toMatch(/GGZ|therap|psycholo(og|gist)/i);
    });

    it("never shows Edwin's debts to anybody", async () => {
      const { text } = await supergraph.ask(householdView, { bsn: family.edwin.bsn });
      expect(text).not.toMatch(/debt|schuld/i);
      expect(answer.text).not.toMatch(/Edwin|Poelman/);
    });

    it('has no household for the child who happens to be placed in the same residential group as Daan once was', async () => {
      const { data } = await supergraph.ask(
        'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { members { id } involvement { unit } } }',
        { bsn: '999998006' },
      );
      expect(data.householdsOfPerson).toEqual([
        { members: [{ id: 'm1' }], involvement: [{ unit: 'Jeugdbescherming De Kade' }] },
      ]);
    });

    it('asks each source as often for fifty households as for one', async () => {
      const count = async (first: number): Promise<Record<string, number>> => {
        supergraph.calls.clear();
        const { errors } = await supergraph.ask(
          'query ($first: Int!) { myHouseholds(first: $first) { nodes { reports { id } councilInvestigations { id } measures { id } familyPlans { id } } } }',
          { first },
        );
        expect(errors.every(({ extensions }) => extensions['code'] !== 'INTERNAL_SERVER_ERROR')).toBe(true);
        return Object.fromEntries(supergraph.calls);
      };
      const few = await count(1);
      const many = await count(50);
      for (const [organisation, calls] of Object.entries(many)) {
        // Feeds are read in the background meanwhile: some calls each second, and never one for each household.
        expect([organisation, calls <= (few[organisation] ?? 0) + 25]).toEqual([organisation, true]);
      }
    });

    it('leaves nothing in the operational log that names anybody', () => {
      const log = supergraph.log.join('\n');
      expect(log).not.toMatch(/(?<!\d)9999\d{5}(?!\d)|Esselink|Haverkamp|defect/);
    });
  });
}
