/** What family members see of who looked at them, through the front door, as the people of the cast. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SupergraphWithAccess, startWithAccess } from './with-access.js';

let graph: SupergraphWithAccess;

const read = '{ myHouseholds(first: 50) { nodes { id members { person { id } } } } }';
const log = `query($first: Int, $after: String) { accessLog(first: $first, after: $after) {
  nodes { at organisation unit function { id dutchName } purpose { uri dutchName meaning } isBreakGlass }
  pageInfo { hasNextPage endCursor } goesBackTo readUpTo visibility } }`;

interface Entry {
  readonly at: string;
  readonly organisation: string | null;
  readonly unit: string | null;
  readonly function: { readonly id: string };
  readonly isBreakGlass: boolean;
}
async function entriesOf(persona: string): Promise<readonly Entry[]> {
  const { data, errors } = await graph.as(persona, log, { variables: { first: 100 } });
  expect(errors).toEqual([]);
  return data.accessLog.nodes;
}
const told = (entries: readonly Entry[]): readonly string[] => [
  ...new Set(
    entries.map(({ function: { id }, unit, isBreakGlass }) => `${id} ${unit}${isBreakGlass ? ' glass' : ''}`),
  ),
];

/** With a gateway of its own, of which nobody else reads, over the organisations of another. */
export function describeOwnView(over: () => SupergraphWithAccess): void {
  describe('the own view of a family', () => {
    beforeAll(async () => {
      graph = await startWithAccess({ sourceTimeoutMs: 5_000, over: over() });
      for (const persona of [
        'fixed-face',
        'gi-supervision',
        'vt',
        'vt-of-den-braber',
        'wilma',
        'johan',
        'fixed-face-of-stephan',
        'fixed-face-of-jeannette',
        'gi-of-nina',
      ]) {
        await graph.as(persona, read);
      }
      // Veilig Thuis breaks the glass over family 2, for the report of which the parents were not told.
      const id = (await graph.as('fixed-face', read)).data.myHouseholds.nodes[0].id;
      for (const persona of ['vt', 'raad-protection']) {
        const { data } = await graph.as(persona, 'query($id: ID!) { household(id: $id) { id } }', {
          activity: 'act-in-acute-danger',
          headers: { 'break-glass-reason': 'a neighbour hears a child scream, the police is on its way' },
          variables: { id },
        });
        expect(data.household.id).toBe(id);
      }
    }, 120_000);

    afterAll(async () => {
      await graph.stop();
    });

    describe('the log of who looked', () => {
      it('tells Johan which organisations looked, in which function, for what and when, and names no worker', async () => {
        const { data, text } = await graph.as('johan', log, { variables: { first: 1 } });
        const [entry] = data.accessLog.nodes;
        expect(entry).toEqual({
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          organisation: 'LOCAL_TEAM',
          unit: 'Lokaal team Rotterdam-Centrum',
          function: { id: 'fixed-face', dutchName: 'vast gezicht van het lokale team' },
          purpose: {
            uri: 'https://gezinsbeeld.invalid/processing-activities/support-family',
            dutchName: 'ondersteunen van een gezin door het lokale team',
            meaning: expect.stringContaining('fixed face'),
          },
          isBreakGlass: false,
        });
        expect(data.accessLog).toMatchObject({
          visibility: 'MAY_BE_FILTERED',
          pageInfo: { hasNextPage: true },
        });
        expect(text).not.toMatch(/LT1\/|pseudonym|0000009900000/);
      });

      it('has nothing by Veilig Thuis since the third report, and no broken glass, until the parents are told', async () => {
        const entries = told(await entriesOf('johan'));
        expect(entries).toContain('fixed-face Lokaal team Rotterdam-Centrum');
        expect(entries).toContain('gi-supervision Jeugdbescherming De Kade');
        expect(entries.join()).not.toMatch(/vt |glass/);
        expect(told(await entriesOf('wilma-haverkamp'))).toEqual(entries);
        expect(told(await entriesOf('youth-12-up')).join()).not.toMatch(/vt |glass/);
      });

      it('does not tell Gerrit that Veilig Thuis looked, and Wilma, who was told, it does', async () => {
        expect(told(await entriesOf('wilma'))).toEqual(['vt Veilig Thuis Amstelland']);
        expect(told(await entriesOf('alexander'))).toEqual(['vt Veilig Thuis Amstelland']);
        expect(await entriesOf('gerrit')).toEqual([]);
      });

      it('is for Gerrit, byte for byte, what it is for somebody of whom nobody ever looked at anything', async () => {
        const [gerrit, nobody] = [await graph.as('gerrit', log), await graph.as('laertes', log)];
        expect(nobody.data.accessLog.nodes).toEqual([]);
        expect(JSON.stringify([gerrit.data, gerrit.errors])).toBe(
          JSON.stringify([nobody.data, nobody.errors]),
        );
        expect(Object.keys(gerrit.extensions)).toEqual(Object.keys(nobody.extensions));
      });

      it('tells Stephan of the team of The Hague, and nothing of who works with mother and child behind the shield', async () => {
        const { text } = await graph.as('stephan', log, { variables: { first: 100 } });
        const entries = await entriesOf('stephan');
        expect(told(entries)).toEqual(['fixed-face Lokaal team Den Haag']);
        expect(text).not.toMatch(/Utrecht|LT4|gi-supervision|De Kade/);
      });

      it('gives nobody a place that the viewer may not know', async () => {
        for (const persona of ['stephan', 'mark', 'parent-without-authority']) {
          const { text } = await graph.as(persona, log, { variables: { first: 100 } });
          expect(text).not.toMatch(/Utrecht|Heide|LT4|LT5\/2026|"unit":"Lokaal team Den Haag 2/);
        }
      });

      it('does not have what the family itself looked at', async () => {
        for (const persona of ['johan', 'wilma', 'youth-12-up']) {
          expect(told(await entriesOf(persona)).join()).not.toMatch(/parent|youth/);
        }
      });

      it('comes in pages that hold each read once', async () => {
        const whole = await entriesOf('johan');
        expect(whole.length).toBeGreaterThan(2);
        const times = whole.map(({ at }) => at);
        expect(times).toEqual([...times].sort().reverse());
        const paged: unknown[] = [];
        let after: string | null = null;
        for (let page = 0; page < whole.length + 1; page += 1) {
          const { data } = await graph.as('johan', log, { variables: { first: 1, after } });
          paged.push(...data.accessLog.nodes);
          after = data.accessLog.pageInfo.endCursor;
          if (!data.accessLog.pageInfo.hasNextPage) break;
        }
        expect(paged).toEqual(whole);
      });
    });

    describe('the log of somebody else', () => {
      it('is given to no family member and to no professional', async () => {
        const id = (await graph.as('johan', read)).data.myHouseholds.nodes[0].members[1].person.id;
        const ofChild = 'query($id: ID) { accessLog(person: $id) { nodes { at } } }';
        const { data, errors } = await graph.as('johan', ofChild, { variables: { id } });
        expect([data, errors[0]?.extensions['code']]).toEqual([{ accessLog: null }, 'BAD_USER_INPUT']);
        for (const persona of ['fixed-face', 'vt', 'raad-penal', 'gi-probation', 'architect']) {
          const refused = await graph.as(persona, ofChild, { variables: { id } });
          expect([refused.data, refused.errors[0]?.extensions['code']]).toEqual([
            { accessLog: null },
            'WITHHELD',
          ]);
        }
      });

      it('is given to a supervisor, whole, for one person or one household by its id', async () => {
        const { nodes } = (await graph.as('johan', read)).data.myHouseholds;
        const [household] = nodes;
        const whole =
          'query($person: ID, $household: ID) { accessLog(first: 100, person: $person, household: $household) { nodes { unit function { id } isBreakGlass } visibility } }';
        const ofHousehold = await graph.as('auditor', whole, { variables: { household: household.id } });
        expect(ofHousehold.errors).toEqual([]);
        expect(ofHousehold.data.accessLog.visibility).toBe('ALL');
        const seen = told(ofHousehold.data.accessLog.nodes);
        expect(seen).toEqual(
          expect.arrayContaining(['fixed-face LT1', 'vt VT1 glass', 'parent-with-authority null']),
        );
        const person = household.members[0].person.id;
        const ofPerson = await graph.as('auditor', whole, { variables: { person } });
        expect(told(ofPerson.data.accessLog.nodes)).toEqual(expect.arrayContaining(['vt VT1 glass']));
        for (const variables of [{}, { person, household: household.id }, { person: '999999345' }]) {
          const refused = await graph.as('auditor', whole, { variables });
          expect(refused.errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
          expect(refused.text).not.toContain('999999345');
        }
      });

      it('names no unit behind a shield, to a supervisor neither', async () => {
        const behind = (await graph.as('fixed-face-of-jeannette', read)).data.myHouseholds.nodes;
        const shelter = behind.find(({ members }: { members: readonly unknown[] }) => members.length === 2);
        const { data, text } = await graph.as(
          'auditor',
          'query($id: ID) { accessLog(household: $id) { nodes { unit function { id } } } }',
          { variables: { id: shelter.id } },
        );
        expect(data.accessLog.nodes.length).toBeGreaterThan(0);
        expect(text).not.toMatch(/LT4|GI1|Utrecht/);
      });
    });

    describe('a page that is not one', () => {
      it.each([
        ['of nothing', { first: 0 }],
        ['of more than a hundred', { first: 101 }],
        ['after something that is no cursor', { first: 1, after: 'OTk5OTkzMTEy' }],
      ])('is refused: %s', async (_, variables) => {
        const { data, errors } = await graph.as('johan', log, { variables });
        expect([data, errors[0]?.extensions['code']]).toEqual([{ accessLog: null }, 'BAD_USER_INPUT']);
      });
    });

    interface Rights {
      readonly organisation: string;
      readonly reason: string | null;
      readonly units:
        | readonly { readonly unit: string; readonly rights: readonly { readonly kind: string }[] }[]
        | null;
    }
    const rights = `{ myHouseholds(first: 50) { nodes { involvement { unit }
  rights { organisation reason units { unit rights { kind law nl en term contact } } } } } }`;

    async function rightsOf(persona: string) {
      const { data, errors, text } = await graph.as(persona, rights);
      const [household] = data.myHouseholds.nodes;
      const lines: readonly Rights[] = household?.rights ?? [];
      const involved: readonly { readonly unit: string }[] = household?.involvement ?? [];
      return { errors, text, lines, involved: involved.map(({ unit }) => unit) };
    }
    const unitsIn = (lines: readonly Rights[]) =>
      Object.fromEntries(
        lines.map(({ organisation, units }) => [organisation, units?.map(({ unit }) => unit)]),
      );

    describe('what one may ask of who keeps the file', () => {
      it('is told to Johan of every organisation of which he knows, with article, term and desk', async () => {
        const { lines, errors } = await rightsOf('johan');
        expect(errors).toEqual([]);
        expect(unitsIn(lines)).toEqual({
          VEILIG_THUIS: ['Veilig Thuis Maasdelta'],
          RAAD: ['Raad voor de Kinderbescherming'],
          GI: ['Jeugdbescherming De Kade'],
          LOCAL_TEAM: ['Lokaal team Rotterdam-Centrum'],
        });
        const gi = lines.find(({ organisation }) => organisation === 'GI')?.units?.[0]?.rights;
        expect(gi).toContainEqual({
          kind: 'OWN_STATEMENT',
          law: 'Jeugdwet art. 7.3.8 lid 2',
          nl: 'U kunt uw eigen verklaring aan het dossier laten toevoegen. Die blijft erbij.',
          en: 'You may have your own statement added to the file. It stays with it.',
          term: null,
          contact: 'privacy desk 088-000 05 21',
        });
        const kinds = lines.map(({ organisation, units }) => [
          organisation,
          units?.[0]?.rights.some(({ kind }) => kind === 'OBJECTION'),
        ]);
        // Only the municipality takes decisions that one can object to.
        expect(Object.fromEntries(kinds)).toEqual({
          VEILIG_THUIS: false,
          RAAD: false,
          GI: false,
          LOCAL_TEAM: true,
        });
      });

      it.each([
        'johan',
        'wilma',
        'alexander',
        'stephan',
        'mark',
        'emiel',
        'parent-without-authority',
        'laertes',
      ])('names to %s no unit that is not in what is known to be involved', async (persona) => {
        const { lines, involved } = await rightsOf(persona);
        expect(lines).toHaveLength(4);
        for (const { units } of lines) {
          for (const { unit } of units ?? []) expect(involved).toContain(unit);
        }
      });

      it('betrays no shelter to Stephan, by no unit and by no desk', async () => {
        const { lines, text } = await rightsOf('stephan');
        expect(unitsIn(lines)).toMatchObject({ GI: [], LOCAL_TEAM: ['Lokaal team Den Haag'] });
        expect(text).not.toMatch(/Utrecht|De Kade|05 34|06 34|05 21/);
      });

      it('is null with the reason where the organisation cannot say, and the others are told all the same', async () => {
        await graph.sources['raad'].stop();
        try {
          const { lines } = await rightsOf('johan');
          expect(lines.find(({ organisation }) => organisation === 'RAAD')).toEqual({
            organisation: 'RAAD',
            units: null,
            reason: 'DOWN',
          });
          expect(unitsIn(lines)).toMatchObject({ GI: ['Jeugdbescherming De Kade'] });
        } finally {
          await graph.sources['raad'].start();
        }
      });
    });
  });
}
