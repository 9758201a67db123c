import { describe, expect, it } from '@jest/globals';
import { addresses, nagelhout as family } from '../../simulated-sources/families.js';
import { linkAll } from '../household/link-all.js';
import { ownCase, pseudonymOf } from './cast-feeds.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf, recordsOf } from './cast-graph.js';
import { title } from './sentences.js';

export function describeFamily5(graph: () => CastGraph): void {
  describe('family 5, an unborn child, three generations, twins', () => {
    const grotestraat = () => graph().householdOf(family.marjolein);
    const knuttelweg = () => graph().householdOf(family.hubertus);

    it(
      title(
        5,
        'Expect',
        '5a Grotestraat 2: one household, three families; `LT3/2026-0803`, `VT2/2026-0914` share only Marjolein at that address: CERTAIN for her and the unborn; `LT3/2025-0113` same household, other family.',
      ),
      async () => {
        const household = await grotestraat();
        expect(graph().casesOf(household)).toEqual([
          'LT3/2025-0113 CERTAIN SAME_HOUSEHOLD_BY_SOURCE',
          'LT3/2026-0803 CERTAIN SHARED_DWELLING',
          'RVDK/2026-6003 CERTAIN SHARED_DWELLING',
          'VT2/2019-0602 PROBABLE MOVED history',
          'VT2/2026-0914 CERTAIN SHARED_DWELLING',
        ]);
        expect(namesIn(household, 'RESIDENT')).toEqual([
          '?',
          'Hendrika Bartje Flierman',
          'Jeroen de Boer',
          'Marjolein Iris Nagelhout',
          'Patricia Petronella Bartje de Boer',
          'Saskia Yvonne Nagelhout',
        ]);
        expect(household.members).toHaveLength(6);
        // One pregnancy in three files, with expected dates three days apart.
        expect(household.members.filter(({ isUnborn }) => isUnborn)).toMatchObject([
          { role: 'CHILD', certainty: 'CERTAIN', expectedOn: '2027-01-15', diedOn: null },
        ]);
        for (const somebody of [family.hendrika, family.saskia, family.patricia]) {
          expect((await graph().householdOf(somebody)).id).toBe(household.id);
        }
      },
    );

    it(
      title(
        5,
        'Expect',
        'Patrick: CONFLICT (address and role disagree with his own record): no link between number 2 and 3.',
      ),
      () => {
        // In no feed of the cast has Patrick a case of his own. With one, at number 3, the written-over number shows.
        const own = ownCase('LT3/2026-0999', family.patrick, {
          address: addresses.grotestraat3,
          role: '139',
          since: '2026-01-05',
        });
        const references = [...graph().feeds].flatMap(([organisation, feed]) =>
          [...feed.values()]
            .filter(({ unit }) => unit === 'LT3' || unit === 'VT2')
            .map((reference) => ({ organisation, ...reference })),
        );
        const { households, questions } = linkAll([...references, { organisation: 'LOCAL_TEAM', ...own }]);
        const casesWith = (reference: string) =>
          households
            .filter(({ links }) => links.some((link) => link.reference === reference))
            .map(({ links }) => links.map((link) => link.reference).sort());
        expect(casesWith('LT3/2026-0999')).toEqual([['LT3/2026-0999']]);
        expect(casesWith('LT3/2025-0113').flat()).not.toContain('LT3/2026-0999');
        expect(
          questions
            .filter(({ kind }) => kind === 'GIVEN_NAME_CONFLICT' || kind === 'NUMBER_CONFLICT')
            .map(({ about }) => about)
            .filter((about) => /LT3\/2025-0113|LT3\/2026-0999/.test(about))
            .sort(),
        ).toEqual(['LOCAL_TEAM LT3/2025-0113', 'LOCAL_TEAM LT3/2026-0999']);
      },
    );

    it(
      title(
        5,
        'Expect',
        '5b Knuttelweg: `LT3/2025-1020` + `GI2/2025-1103` CERTAIN, twins `CONFLICT` on given names, measures shown on the household and "which twin: in dispute" on the person.',
      ),
      async () => {
        const household = await knuttelweg();
        expect(graph().casesOf(household)).toEqual([
          'GI2/2025-1103 CERTAIN SHARED_DWELLING',
          'LT3/2025-1020 CERTAIN SHARED_DWELLING',
        ]);
        expect(namesIn(household, 'RESIDENT')).toEqual([
          'Denise Desiree Dorothea Speelman',
          'Django Nagelhout',
          'Hubertus Nagelhout',
          'Jordy Nagelhout',
        ]);
        const twins = household.members.filter(({ isInDispute }) => isInDispute);
        expect(twins.map(({ person }) => person.name).sort()).toEqual([
          'Django Nagelhout',
          'Jordy Nagelhout',
        ]);
        for (const { person } of twins) expect(person.measures).toBeNull();
        const { errors } = await graph().answerAbout(family.hubertus);
        expect(errors.map(({ extensions }) => extensions['reason'])).toEqual([
          'IDENTITY_CONFLICT',
          'IDENTITY_CONFLICT',
        ]);
        const measures = recordsOf(household, 'measures');
        expect(measures).toHaveLength(2);
        for (const { kind, endsOn, memberId, disputedMemberIds } of measures) {
          expect([kind, endsOn, memberId]).toEqual(['SUPERVISION_ORDER', '2026-11-03', null]);
          expect(disputedMemberIds).toEqual(twins.map(({ id }) => id));
        }
        for (const reference of ['GI2/2025-1103', 'LT3/2025-1020']) {
          expect(
            (await graph().questions(reference)).map(({ kind, canBeConfirmed }) => [kind, canBeConfirmed]),
          ).toEqual([
            ['GIVEN_NAME_CONFLICT', false],
            ['GIVEN_NAME_CONFLICT', false],
          ]);
        }
      },
    );

    it(title(5, 'Expect', 'Hubertus is a relative of 5a, not a member.'), async () => {
      const [here, there] = [await grotestraat(), await knuttelweg()];
      expect(here.id).not.toBe(there.id);
      expect(namesIn(here).join()).not.toMatch(/Hubertus/);
      expect(here.members.map(({ role }) => role)).not.toContain('OTHER_RELATIVE');
    });

    it("neither Jeroen's nor Hubertus's number leads to Marjolein's file", async () => {
      const { id } = await grotestraat();
      for (const somebody of [family.jeroen, family.hubertus]) {
        expect((await graph().householdsOf(somebody)).map((household) => household.id)).not.toContain(id);
        expect((await graph().answerAbout(somebody)).text).not.toMatch(
          /Marjolein|2026-0803|2026-0914|zwanger/i,
        );
      }
    });

    it(title(5, 'Never', 'Melvin in `lastSeen` alarms or counts of children.'), async () => {
      const household = await grotestraat();
      const children = household.members.filter(({ role }) => role === 'CHILD');
      expect(children.map(({ person, isUnborn }) => [person.name?.split(' ')[0] ?? null, isUnborn])).toEqual(
        expect.arrayContaining([
          ['Patricia', false],
          [null, true],
        ]),
      );
      expect(children).toHaveLength(2);
      // He died in 2019: by his own number he is found as that, and lives nowhere.
      const [his, ...others] = await graph().householdsOf(family.melvin);
      expect([his?.kind, others.length]).toEqual(['OWN_FILE', 0]);
      expect(his?.members).toMatchObject([{ residence: 'FORMER', diedOn: '2019-06-01' }]);
      const inFeed = graph()
        .feeds.get('VEILIG_THUIS')
        ?.get('VT2/2019-0602')
        ?.persons.find(({ person }) => person === pseudonymOf(family.melvin));
      expect(inFeed?.diedOn).toBe('2019-06-01');
      // Nobody is to go and look for him.
      const { data } = await graph().ask(
        'query ($bsn: BSN!) { householdsOfPerson(bsn: $bsn) { lastSeen { members { state isAlarm } } } }',
        { bsn: family.melvin.bsn },
      );
      expect(data.householdsOfPerson).toEqual([
        { lastSeen: { members: [{ state: 'NOT_WATCHED', isAlarm: false }] } },
      ]);
    });

    it('the GI is not known at the Grotestraat, though a child there has no number yet', async () => {
      expect(outcomesOf(await grotestraat())['GI']).toBe('NOT_KNOWN');
    });
  });
}
