import { describe, expect, it } from '@jest/globals';
import { bultenaar as family } from '../../simulated-sources/families.js';
import type { CastGraph } from './cast-graph.js';
import { namesIn, outcomesOf, recordsOf } from './cast-graph.js';
import { title } from './sentences.js';

export function describeFamily8(graph: () => CastGraph): void {
  describe('family 8, youth probation of somebody who has just come of age', () => {
    it(
      title(8, 'Expect', '8a: LT6 only; header "youth probation, GI1, 2025-06-10 – 2026-12-09" from LT6'),
      async () => {
        const household = await graph().householdOf(family.laertes);
        expect(graph().casesOf(household)).toEqual(['LT6/2024-0916 CERTAIN SHARED_DWELLING']);
        expect(namesIn(household, 'RESIDENT')).toEqual([
          'Barbara Bultenaar',
          'Laertes Bultenaar',
          'Lennert Lapzwans',
        ]);
        const laertes = household.members.find(({ person }) => person.name === 'Laertes Bultenaar');
        expect(recordsOf(household, 'probationHeaders')).toMatchObject([
          {
            memberId: laertes?.id,
            kindCode: { code: '41' },
            startedOn: '2025-06-10',
            endsOn: '2026-12-09',
            institution: 'Jeugdbescherming De Kade',
            source: { organisation: 'LOCAL_TEAM', unit: 'Lokaal team Hellevoetsluis' },
          },
        ]);
      },
    );

    it(title(8, 'Expect', 'GI and Raad: not known.'), async () => {
      const household = await graph().householdOf(family.laertes);
      expect(outcomesOf(household)).toEqual({
        VEILIG_THUIS: 'NOT_KNOWN',
        RAAD: 'NOT_KNOWN',
        GI: 'NOT_KNOWN',
        LOCAL_TEAM: 'ANSWERED',
      });
      expect([household['measures'], household['councilInvestigations']]).toEqual([[], []]);
    });

    it(title(8, 'Expect', '8b: no organisation, so no household.'), async () => {
      // His brothers asked for advice, which names nobody: whoever is in no feed is in no household.
      const household = await graph().householdOf(family.laertes);
      expect(household.members).toHaveLength(3);
      const withHim = [...graph().feeds.values()]
        .flatMap((feed) => [...feed.values()])
        .filter(({ unit, since }) => unit === 'LT6' || since === '2026-09-03');
      expect(withHim.map(({ reference, persons }) => [reference, persons.length])).toEqual([
        ['LT6/2024-0916', 3],
      ]);
    });

    it(
      title(8, 'Never', 'Offence, parketnummer, SKN, Raad straf, advice: to anyone, break-glass included.'),
      async () => {
        for (const somebody of Object.values(family)) {
          const { text } = await graph().answerAbout(somebody);
          expect(text).not.toMatch(
            /SKN|parket|straf|offence|delict|scooter|advice|advies|Berend|2025-05-20|2026-09-03/i,
          );
        }
        for (const feed of graph().feeds.values()) {
          expect(JSON.stringify([...feed.values()])).not.toMatch(/SKN|parket/i);
        }
      },
    );
  });
}
