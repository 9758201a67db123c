import { describe, expect, it } from '@jest/globals';
import { overvaart } from '../../simulated-sources/families.js';
import type { CastGraph, HouseholdView, ListedHousehold } from './cast-graph.js';
import { title } from './sentences.js';

const references = [
  'GI2/2026-1030',
  'LT4/2026-0622',
  'RVDK/2026-6320',
  'VT2/2026-0901',
  'VT2/2026-0920',
  'VT2/2026-1020',
];
const [ofTeam, ofVeiligThuis] = ['LT4/2026-0622', 'VT2/2026-0901'];
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  VEILIG_THUIS: ['reports'],
  RAAD: ['councilInvestigations'],
  GI: ['measures', 'youthCareProvisions'],
  LOCAL_TEAM: ['familyPlans', 'stories', 'fixedFaces', 'analyses', 'provisions', 'probationHeaders'],
};

export function describeFamily12(graph: () => CastGraph): void {
  /** Its files by the number of their case. */
  async function files(): Promise<ReadonlyMap<string, ListedHousehold>> {
    const found = new Map<string, ListedHousehold>();
    for (const household of await graph().listed()) {
      for (const one of graph().casesOf(household)) {
        const [reference = ''] = one.split(' ');
        if (references.includes(reference)) found.set(reference, household);
      }
    }
    return found;
  }

  describe('family 12, nobody has a number', () => {
    it(
      title(
        12,
        'Expect',
        'LT4 and VT2 `0901` POSSIBLE by the four statutory data (surname, given names, birth date, postcode + number: Jw 7.2.4, Wmo 5.2.9 lid 5); the rest POSSIBLE or unlinked; no automatic household.',
      ),
      async () => {
        const own = await files();
        expect([...own.keys()].sort()).toEqual(references);
        expect(new Set([...own.values()].map(({ id }) => id)).size).toBe(references.length);
        for (const { kind, involvement } of own.values()) {
          expect([kind, involvement.length]).toEqual(['OWN_FILE', 1]);
        }
        const asked = new Map<string, unknown>();
        for (const reference of references) {
          const questions = await graph().questions(reference);
          if (questions.length > 0) {
            asked.set(
              reference,
              questions.map(({ kind, unit, canBeConfirmed }) => [kind, unit, canBeConfirmed]),
            );
          }
        }
        expect(Object.fromEntries(asked)).toEqual({
          [ofTeam]: [['POSSIBLE', 'Veilig Thuis Vallei & Vecht', true]],
          [ofVeiligThuis]: [['POSSIBLE', 'Lokaal team Utrecht-Noordwest', true]],
        });
      },
    );

    it(
      title(
        12,
        'Expect',
        'For each organisation: "cannot be asked: this person has no identifier", never `[]`.',
      ),
      async () => {
        for (const [, { id, involvement }] of await files()) {
          const { data, errors } = await graph().household(id);
          const household: HouseholdView = data.household;
          for (const [organisation, fields] of Object.entries(fieldsOf)) {
            if (involvement.some((one) => one.organisation === organisation)) continue;
            expect(household.sources.find((source) => source.organisation === organisation)).toMatchObject({
              outcome: 'NOT_ESTABLISHED',
              reason: 'NO_IDENTIFIER',
              asOf: null,
            });
            for (const field of fields) {
              expect(household[field]).toBeNull();
              const error = errors.find(({ path }) => path?.join('.') === `household.${field}`);
              expect(error?.extensions).toMatchObject({ code: 'NOT_ESTABLISHED', reason: 'NO_IDENTIFIER' });
              expect(error?.message).toMatch(
                /could not be asked: a member of this household has no identifier/,
              );
            }
          }
        }
      },
    );

    it(
      title(
        12,
        'Never',
        'Sana and her children as one person; any two `000000000` as the same; family 11 and 12 joined by the shelter or by `VT2/2026-0920`, which stands at each with the other family removed.',
      ),
      async () => {
        const own = await files();
        const people = [...own].map(([reference, { members }]) => [reference, members.length] as const);
        expect(Object.fromEntries(people)).toEqual({
          'GI2/2026-1030': 1,
          'LT4/2026-0622': 2,
          'RVDK/2026-6320': 2,
          'VT2/2026-0901': 2,
          'VT2/2026-0920': 2,
          'VT2/2026-1020': 2,
        });
        const ids = [...own.values()].flatMap(({ members }) => members.map(({ person }) => person.id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const feed of graph().feeds.values()) {
          for (const { reference, persons } of feed.values()) {
            if (!references.includes(reference) || reference === 'VT2/2026-0920') continue;
            expect(persons.map(({ person }) => person)).toEqual(persons.map(() => null));
          }
        }
        const atShelter = await graph().householdOf(overvaart.jeannette, 'LT4/2026-0715');
        expect(graph().casesOf(atShelter)).toContain('VT2/2026-0920 PROBABLE STANDS_AT');
        expect(atShelter.members).toHaveLength(2);
        const inside = await graph().answerAbout(overvaart.jeannette, 'LT4/2026-0715');
        expect(inside.text).not.toMatch(/Sana|Lio|Voorbeeld, NN|2026-0622/);
        for (const [, { id }] of own) {
          const { text } = await graph().household(id);
          expect(text).not.toMatch(/Jeannette|Nina|Overvaart|2026-0715/);
        }
        const incident = await graph().household(own.get('VT2/2026-0920')?.id ?? '');
        expect(incident.data.household.involvement[0].concernsOtherHouseholds).toBe(false);
      },
    );
  });
}
