/** What the whole relay family looks like through the front door, from four real sources: the cast's own figures. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { grootEsselink as family } from '../../simulated-sources/families.js';
import type { RunningSupergraph } from '../start-supergraph.js';
import { type hofdijk, operation } from './asking.js';
import { expectedConcerns } from './expected-concerns.js';
import { expectedCosts, expectedReadNaively, thirdQuarter } from './expected-costs.js';
import {
  expectedByEmployer,
  expectedDaysWithoutAnybody,
  expectedNamesakes,
  expectedProfessionals,
} from './expected-professionals.js';
import {
  expectedHandovers,
  expectedHelpBeforeTheMeasure,
  expectedIntakes,
  expectedInvestigations,
  expectedOverlaps,
  expectedWaitingForHelp,
} from './expected-relay.js';
import { lastSeenOfTheCast } from './expected-sightings.js';

interface Person {
  readonly worker: string;
  readonly names: readonly string[];
  readonly employers: readonly string[];
  readonly isActive: boolean;
}

/** @param asked of the household at the Hofdijk once its doubtful cases are confirmed. */
export function describeWholeRelay(
  asked: () => { supergraph: RunningSupergraph; home: Awaited<ReturnType<typeof hofdijk>> },
): void {
  describe('what no organisation sees alone', () => {
    // The shape is that of the operation, which the schema checks.
    // biome-ignore lint/suspicious/noExplicitAny: an answer as it came
    let here: any;
    // biome-ignore lint/suspicious/noExplicitAny: an answer as it came
    let aunt: any;
    const names = (ids: readonly string[]) => ids.map((id) => asked().home.nameOf(id).toLowerCase()).sort();

    beforeAll(async () => {
      const { supergraph, home } = asked();
      const glance = operation('household-at-a-glance');
      const at = async (id: string) => {
        const { data, errors } = await supergraph.ask(glance, { id });
        expect(errors).toEqual([]);
        return data.household;
      };
      const { data } = await supergraph.ask('query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { id } }', {
        bsn: family.bets.bsn,
      });
      here = await at(home.id);
      aunt = await at(data.householdsOfPerson[0].id);
    });

    it('professionals: 15 active and 21 ever over both homes, in 22 records, each proved person once', () => {
      const people: readonly Person[] = [...here.professionals.people, ...aunt.professionals.people];
      const byWorker = new Map(people.map((person) => [person.worker, person]));
      const { active, ever, sourceRows } = expectedProfessionals;
      expect([...byWorker.values()].filter(({ isActive }) => isActive)).toHaveLength(active);
      expect(byWorker.size).toBe(ever);
      const auntsOwn = aunt.professionals.people.filter(
        ({ worker }: Person) => !here.professionals.people.some((one: Person) => one.worker === worker),
      );
      expect(auntsOwn.flatMap(({ employers }: Person) => employers)).toEqual(['LT2']);
      expect(here.professionals.records + auntsOwn.length).toBe(sourceRows);
      const [therapist] = people.filter(({ employers }) => employers.includes('Rijnoever'));
      expect(therapist?.names.length).toBeGreaterThan(0);
      expect(people.filter((one) => one.names.includes(expectedNamesakes.name))).toHaveLength(
        expectedNamesakes.people,
      );
    });

    it('professionals by unit and party, and the days on which nobody carried the case', () => {
      const counts = here.professionals.byEmployer.map(
        (one: { employer: string; active: number; ever: number }) => [one.employer, one.active, one.ever],
      );
      expect(counts.sort()).toEqual(expectedByEmployer.filter(([unit]) => unit !== 'LT2').toSorted());
      expect(here.professionals.gaps).toMatchObject(expectedDaysWithoutAnybody.gaps);
      expect(here.professionals).toMatchObject({
        daysWithoutAnybody: expectedDaysWithoutAnybody.days,
        changes: expectedDaysWithoutAnybody.changes,
        fixedFaceChanges: 1,
      });
    });

    it('relay: 4 hand-overs, 100 days waited; 4 overlaps; 5 investigations', () => {
      const { relay } = here;
      const { days, longest, rows } = expectedHandovers;
      expect(relay).toMatchObject({ daysWaited: days, longestWait: longest });
      const answered = relay.handovers.filter(({ state }: { state: string }) => state === 'ANSWERED');
      expect(answered).toHaveLength(rows.length);
      for (const row of rows) expect(answered).toContainEqual(expect.objectContaining(row));
      expect(relay.investigations).toEqual(expectedInvestigations);
      // Whom the seeded files share is theirs; the cast itself names only the two of what runs now.
      for (const { shared, ...overlap } of expectedOverlaps) {
        const found = relay.overlaps.find(
          ({ from, kind }: { from: string; kind: string }) => from === overlap.from && kind === overlap.kind,
        );
        expect(found).toMatchObject(overlap);
        if (overlap.isRunning && overlap.kind === 'INVESTIGATION') {
          expect(names(found.sharedMemberIds)).toEqual(shared);
        }
      }
      expect(relay.overlaps).toHaveLength(expectedOverlaps.length);
    });

    it('relay: the story taken anew 13 times, over both homes', () => {
      const days = [...here.relay.intakes, ...aunt.relay.intakes].map(({ unit, on }) => `${on} ${unit}`);
      expect([...new Set(days)].sort().map((one) => one.slice(0, 10))).toEqual(
        expectedIntakes.map(([, on]) => on),
      );
    });

    it('relay: 49 days waited for help, and the voluntary help before the measure', () => {
      expect(here.relay.daysWaitedForHelp).toBe(expectedWaitingForHelp.days);
      for (const { persons: _, ...row } of expectedWaitingForHelp.rows) {
        expect(here.relay.waitingForHelp).toContainEqual(expect.objectContaining(row));
      }
      const [measure] = here.relay.measures.filter(({ memberIds }: { memberIds: string[] }) =>
        names(memberIds).includes('hein'),
      );
      expect(measure.precededBy.map(({ startedOn }: { startedOn: string }) => startedOn)).toEqual(
        expectedHelpBeforeTheMeasure.map(({ startedOn }) => startedOn),
      );
    });

    it('relay: 22 days from the first serious fact to the safety plan, 207 to the judge', async () => {
      const { supergraph, home } = asked();
      const { data, errors } = await supergraph.ask(
        `query ($id: ID!) { household(id: $id) { relay { firstProtection {
          seriousFactOn isExact firstStep { name days } firstForcedStep { name days } daysWithout } } } }`,
        { id: home.id },
      );
      expect(errors).toEqual([]);
      expect(data.household.relay.firstProtection).toEqual({
        seriousFactOn: '2025-09-04',
        isExact: true,
        firstStep: { name: 'SAFETY_PLAN', days: 22 },
        firstForcedStep: { name: 'MEASURE_STARTED', days: 207 },
        daysWithout: null,
      });
    });

    it('last seen: Trix 144 days ago, and each child as the cast tells it', () => {
      const state = new Map<string, { seen: unknown; phoned: { on: string } | null; isAlarm: boolean }>(
        here.lastSeen.members.map((one: { memberId: string }) => [asked().home.nameOf(one.memberId), one]),
      );
      for (const row of lastSeenOfTheCast.filter(({ family: number }) => number === 2)) {
        const found = state.get(row.name);
        expect(found?.seen).toMatchObject({ on: row.seenOn, daysSince: row.daysSinceSeen });
        expect(found?.phoned?.on ?? null).toBe(row.phonedOn);
      }
    });

    it('concerns: five, a label among them shown as incomplete', () => {
      expect(here.concerns.nodes).toHaveLength(expectedConcerns.length);
      expect(
        here.concerns.nodes.map((one: { fact: string; observedOn: string }) => [one.fact, one.observedOn]),
      ).toEqual(expectedConcerns.map(({ fact, observedOn }) => [fact, observedOn]));
      expect(here.concerns.nodes).toContainEqual(
        expect.objectContaining({ label: 'unsafe', isLabelOnly: true, fact: null }),
      );
    });

    it('handover: what was agreed and still stands', () => {
      expect(here.handover.openAgreements.map(({ agreedOn }: { agreedOn: string }) => agreedOn)).toEqual(
        expect.arrayContaining(['2025-06-16', '2026-05-26']),
      );
    });

    it('costs: € 21,294.00 in the third quarter', async () => {
      const { supergraph, home } = asked();
      const { data, errors } = await supergraph.ask(
        `query ($id: ID!, $from: Date!, $until: Date!) { household(id: $id) { costs(from: $from, until: $until) {
          totalCents byCategory { category amountCents } asFiled { persons { memberId amountCents } } missing { organisation reason } } } }`,
        { id: home.id, ...thirdQuarter },
      );
      expect(errors).toEqual([]);
      const { costs } = data.household;
      expect(costs.totalCents).toBe(expectedCosts.totalCents);
      const filed = Object.fromEntries(
        costs.asFiled.persons.map(({ memberId, amountCents }: { memberId: string; amountCents: number }) => [
          home.nameOf(memberId).toLowerCase(),
          amountCents,
        ]),
      );
      expect(filed).toMatchObject(expectedReadNaively);
    });
  });
}
