/**
 * That what is not given is not read either, that nobody is answered without saying who asks, and what of the cast may never be
 * learned from a local team.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { familyFunctions, functionNames } from '../../adapter-kit/access/subject.js';
import {
  addresses,
  deJager,
  deVries,
  grootEsselink,
  jacobs,
  nagelhout,
  overvaart,
  verheul,
} from '../../simulated-sources/families.js';
import { fileFamily, teamRole } from '../simulated-sources/local-team-registrar.js';
import { type Asker, type Asking, now, openAsking, pseudonymOf } from './local-team-asking.js';

let asking: Asking;
beforeAll(async () => {
  asking = await openAsking();
  // What the adapter remembers (kinds of case, numbers of cases) is read once, before anything is counted.
  await asking.see('vt', ['LT1/2025-0217']);
});
afterAll(async () => {
  await asking.stop();
});
beforeEach(() => {
  asking.sent();
  asking.calls();
});

const none = { state: 'NONE', notKnownAsOf: '2026-11-02T10:00:00.000Z' } as const;
const found = (pattern: RegExp): readonly string[] => asking.sent().match(pattern) ?? [];
const parent = (
  person: (typeof deVries)['mark'],
  ...children: readonly (typeof deVries)['mark'][]
): Asker => ({
  function: 'parent-with-authority',
  person: pseudonymOf(person),
  relations: children.map((child) => ({
    person: pseudonymOf(child),
    authority: 'JOINT',
    from: '2015-01-01',
    until: null,
    isDisputed: false,
    isContactBanned: false,
    ageClass: 'UNDER_12' as const,
  })),
});
/** Names, texts and places of the case LT1/2025-0217, and what it holds beside. */
const content =
  /Groot Esselink|Haverkamp|Johan|Wilma|Hofdijk|0599010000110069|1985-05-27|binnenkomt|ruzie|schuldhulp|bed en eet|B\. Voorbeeld|Voorbeeld|Melder/g;

describe('what is not given is not read', () => {
  it.each([
    'vt',
    'raad-protection',
    'raad-penal',
    'gi-guardianship',
    'gi-probation',
    'architect',
    'auditor',
  ] as const)(
    'from the file of a family for %s: no name, no text and no address leaves the case system',
    async (asker) => {
      await asking.see(asker, ['LT1/2025-0217']);
      expect(found(content)).toEqual([]);
    },
  );

  it('from a file of which the plan is given: the names of the persons, and the notes', async () => {
    const { lists } = await asking.see('fixed-face', ['LT1/2025-0217']);
    const sent = asking.sent();
    expect(lists['familyPlans']).toHaveLength(1);
    expect(sent).toMatch(/binnenkomt/);
    expect(sent.match(/Melder|"notitie"|Groot Esselink|Johan"|1985-05-27|Hofdijk/g) ?? []).toEqual([]);
  });

  it('from a file of which support is given: the help with debts of the same persons', async () => {
    const { lists } = await asking.see({ function: 'fixed-face', unit: 'LT2' }, ['LT8/2024-0513']);
    expect(lists['provisions']).toEqual(['Agressieregulatietraining']);
    expect(found(/Schulddienstverlening/g)).toEqual([]);
  });

  it('from a case whose persons may be named: its records', async () => {
    const { johan } = grootEsselink;
    expect(await asking.nameOf('vt', johan, 'LT1/2025-0217')).toEqual([
      'Johan fam. Haverkamp/Groot Esselink',
    ]);
    expect(found(/binnenkomt|ruzie|B\. Voorbeeld/g)).toEqual([]);
  });

  it('by more calls for many families than for one', async () => {
    const several = ['LT1/2025-0217', 'LT3/2025-1020', 'LT1/2026-0817', 'LT2/2026-0644'];
    await asking.see('vt', several.slice(0, 1));
    const one = asking.calls();
    await asking.see('vt', several);
    expect([one, asking.calls()]).toEqual([2, 2]);
    await asking.see('fixed-face', several);
    expect(asking.calls()).toBe(4);
  });
});

describe('nobody is answered who does not say, by the signature of the gateway, who asks', () => {
  it.each([
    ['without a token', async () => ({})],
    [
      'with a token for another subgraph',
      async () => ({ 'gezinsbeeld-access': await asking.tokenOf('fixed-face', 'gi') }),
    ],
    [
      'with a token of two minutes ago',
      async () => ({
        'gezinsbeeld-access': await asking.tokenOf(
          'fixed-face',
          'local-team',
          new Date(now.getTime() - 120_000),
        ),
      }),
    ],
    ['with no token in its place', async () => ({ 'gezinsbeeld-access': 'fixed-face' })],
  ])('%s: the case system is not asked', async (_how, headersOf) => {
    const answer = await asking.askWith(await headersOf());
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(asking.calls()).toBe(0);
  });
});

describe('a case that is hidden', () => {
  const professionals = functionNames.filter((name) => name !== 'architect' && name !== 'auditor');

  it.each(professionals)('looks to %s like no case at all', async (asker) => {
    const hidden = await asking.see(asker, ['LT5/2026-0209']);
    const sent = asking.sent();
    expect(asking.calls()).toBeGreaterThan(0);
    expect(hidden).toEqual(await asking.see(asker, none));
    // Who may not learn by row 2 whether there is a case, cannot tell it from whether the source is asked. The others are led to no
    // shielded case by the register.
    if (familyFunctions.has(asker)) expect(asking.calls()).toBeGreaterThan(0);
    expect(sent.match(/Cuykelaer|Jager|Paolo|Thorbeckelaan|opleiding|K\. Voorbeeld/g) ?? []).toEqual([]);
  });

  it('is open to its own team, under that case and no other', async () => {
    const face: Asker = { function: 'fixed-face', unit: 'LT5' };
    const plan = async (under: string) =>
      (await asking.see(face, ['LT5/2026-0209'], { under })).lists['familyPlans'];
    expect(await plan('LT5/2026-0209')).toEqual(['Paolo is elke']);
    expect(await plan('LT5/2025-0303')).toEqual([]);
  });

  it('stays hidden behind broken glass', async () => {
    for (const asker of professionals) {
      const { outcome, withheld } = await asking.see(asker, ['LT4/2026-0715'], { isGlassBroken: true });
      expect(['NONE_VISIBLE', 'NOT_KNOWN']).toContain(outcome);
      expect(withheld).toEqual([]);
    }
    expect(found(/Jeannette|Overvaart|Opvangplein|Begeleiding van moeder/g)).toEqual([]);
  });

  it('is a case of which nobody recorded who may see it, except to its own team', async () => {
    await fileFamily(
      asking.running,
      'LT1/2026-0911',
      addresses.schakelstraat.key,
      [teamRole],
      [
        {
          type: 'LT-VOORZIENING',
          number: 'VOORZIENING-1',
          since: '2026-10-30',
          properties: { soort: 'Hulp' },
        },
      ],
    );
    const see = async (under: string) =>
      (await asking.see('fixed-face', ['LT1/2026-0911'], { under })).lists['provisions'];
    expect([await see('LT1/2025-0217'), await see('LT1/2026-0911')]).toEqual([[], ['Hulp']]);
  });
});

describe('nobody ever learns from a local team', () => {
  it("of family 2: Edwin's debts, whoever asks", async () => {
    for (const asker of functionNames) await asking.see(asker, ['LT2/2026-0644'], { isGlassBroken: true });
    expect(found(/schulden uit|Edwin heeft/g)).toEqual([]);
  });

  it("of family 3: the namesake's debts, but for her own team", async () => {
    const her = parent(verheul.anneMarie);
    expect((await asking.see(her, ['LT5/2025-1102'])).lists['provisions']).toEqual([]);
    expect(found(/Schulddienstverlening|webwinkel/g)).toEqual([]);
  });

  it("of family 5, for sisters in one dwelling: each other's case, or that there is one", async () => {
    const { saskia, patricia, marjolein } = nagelhout;
    const [hers, herSisters] = ['LT3/2025-0113', 'LT3/2026-0803'];
    for (const [asker, own, other] of [
      [parent(saskia, patricia), hers, herSisters],
      [parent(marjolein), herSisters, hers],
    ] as const) {
      expect((await asking.see(asker, [own])).outcome).toBe('ANSWERED');
      asking.sent();
      const seen = await asking.see(asker, [other]);
      expect(seen).toMatchObject({ outcome: 'NONE_VISIBLE', withheld: [] });
      expect(seen.lists).toEqual((await asking.see(asker, none)).lists);
      expect(found(/Marjolein|Saskia|Patricia|Nagelhout|Grotestraat/g)).toEqual([]);
    }
  });

  it('of family 6, for Estrella: that the team of Jan and Paolo exists', async () => {
    const { estrella, mirik, paolo } = deJager;
    expect(await asking.see(parent(estrella, mirik), ['LT5/2026-0209'])).toMatchObject({
      outcome: 'NONE_VISIBLE',
      withheld: [],
    });
    expect(await asking.nameOf(parent(estrella, mirik, paolo), paolo, 'LT5/2026-0209')).toBe('NONE_VISIBLE');
  });

  it('of family 7, for Mark, though with authority: anything of the case of Chantal, or that there is one', async () => {
    const { mark, chantal, walter, sebastiaan } = deVries;
    const father = parent(mark, walter, sebastiaan);
    expect(await asking.see(father, ['LT4/2019-0304'])).toMatchObject({
      lists: { provisions: [], fixedFaces: [] },
      outcome: 'NONE_VISIBLE',
      withheld: [],
    });
    expect(await asking.nameOf(father, walter, 'LT4/2019-0304')).toBe('NONE_VISIBLE');
    expect(found(/Mesonweg|Postma|Begeleiding na geweld|L\. Voorbeeld/g)).toEqual([]);
    // It is kept from him, and not from her.
    const mother = parent(chantal, walter, sebastiaan);
    expect((await asking.see(mother, ['LT4/2019-0304'])).lists['provisions']).toEqual([
      'Begeleiding na geweld',
    ]);
  });

  it('of family 9: a name of Vica from before, unmarked', async () => {
    const { vica, emiel } = jacobs;
    expect(await asking.nameOf(parent(emiel, vica), vica, 'LT7/2025-0901')).toEqual(['Vica Jacobs']);
  });

  it('of family 11, for Stephan and for the team in The Hague: the team at the shelter', async () => {
    const { stephan, nina } = overvaart;
    for (const asker of [parent(stephan, nina), { function: 'fixed-face', unit: 'LT5' } as const]) {
      expect(await asking.see(asker, ['LT5/2025-0303', 'LT4/2026-0715'])).toEqual(
        await asking.see(asker, ['LT5/2025-0303']),
      );
      expect(await asking.nameOf(asker, nina, 'LT4/2026-0715')).toBe('NONE_VISIBLE');
    }
  });

  it('of any family: a worker who is not the fixed face, a reporter, a school, a note', async () => {
    const all = ['LT1/2025-0217', 'LT2/2026-0644', 'LT5/2026-0316', 'LT4/2026-0715', 'LT4/2026-0622'];
    const seen = [];
    for (const asker of functionNames) seen.push(await asking.see(asker, all, { under: 'LT4/2026-0715' }));
    expect(JSON.stringify(seen).match(/Melder|Informant|Klimboom|[CD]\. Voorbeeld/g) ?? []).toEqual([]);
    expect(found(/Melder|Informant|Klimboom|[CD]\. Voorbeeld/g)).toEqual([]);
  });
});

describe('a case system that is away', () => {
  it('is an error to whoever may know of a case, and to whoever may not alike', async () => {
    await asking.stopSource();
    const unavailable = { outcome: 'UNAVAILABLE DOWN', lists: { familyPlans: 'SOURCE_UNAVAILABLE' } };
    expect(await asking.see('fixed-face', ['LT1/2025-0217'])).toMatchObject(unavailable);
    expect(await asking.see('fixed-face', ['LT5/2026-0209'])).toMatchObject(unavailable);
    expect(await asking.see('fixed-face', none)).toMatchObject(unavailable);
    expect(await asking.nameOf('fixed-face', grootEsselink.johan, 'LT1/2025-0217')).toBe('UNAVAILABLE');
  });
});
