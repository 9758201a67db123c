import { describe, expect, it } from '@jest/globals';
import {
  addresses,
  denBraber,
  grootEsselink as family,
  sentinelFamilies,
} from '../../simulated-sources/families.js';
import type { HouseholdDocument } from '../../subgraphs/household/register/document.js';
import type { FeedReference } from '../../subgraphs/household/register/references.js';
import { linkAll } from './link-all.js';
import { caseOf, type PersonInCase, pseudonymOf } from './references.js';

const { hofdijk, molendijk, spaanseweg, residentialGroup } = addresses;

const parents = (at?: PersonInCase['at']): readonly PersonInCase[] => [
  { who: family.johan, role: '112', ...(at ? { at } : {}) },
  { who: family.wilma, role: '112', ...(at ? { at } : {}) },
];
const children = (
  names: readonly (keyof typeof family)[],
  at?: PersonInCase['at'],
): readonly PersonInCase[] =>
  names.map((name) => ({ who: family[name], role: '115', ...(at ? { at } : {}) }));
const allSix = ['teun', 'daan', 'fien', 'maud', 'trix', 'hein'] as const;

const relay: readonly FeedReference[] = [
  caseOf('VT2/2017-0930', {
    since: '2017-10-09',
    until: '2018-02-01',
    persons: [
      ...parents(molendijk),
      ...children(['teun', 'daan', 'fien'], molendijk),
      { who: family.maud, role: '115', at: molendijk, birthDate: '2017-03-30' },
    ],
  }),
  caseOf('LT1/2025-0217', {
    since: '2025-03-10',
    persons: [
      ...parents(hofdijk),
      ...children(['teun', 'daan', 'hein'], hofdijk),
      ...children(['fien', 'maud', 'trix']),
    ],
  }),
  caseOf('LT2/2026-0644', {
    since: '2026-06-01',
    persons: [
      { who: family.bets, role: '211', at: spaanseweg },
      { who: family.edwin, role: '211', at: spaanseweg },
      ...children(['fien', 'maud', 'trix'], spaanseweg),
    ],
  }),
  caseOf('VT1/2025-0905', {
    since: '2025-09-05',
    until: '2025-12-01',
    persons: [...parents(hofdijk), ...children(allSix, hofdijk)],
  }),
  caseOf('VT1/2026-1005', {
    since: '2026-10-05',
    persons: [...parents(), ...children(['teun', 'daan', 'hein'])],
  }),
  caseOf('RVDK/2025-7781', {
    since: '2025-12-01',
    until: '2026-03-30',
    persons: [...parents(hofdijk), ...children(allSix, hofdijk)],
  }),
  caseOf('RVDK/2026-5120', {
    since: '2026-09-07',
    persons: [...parents(), ...children(['fien', 'maud', 'trix'])],
  }),
  caseOf('GI1/2026-0330', {
    since: '2026-03-30',
    persons: [
      ...children(['teun', 'daan', 'hein'], hofdijk),
      ...children(['fien', 'maud', 'trix'], spaanseweg),
    ],
  }),
];

const link = (references: readonly FeedReference[] = relay) => linkAll(references);
const homeOf = (households: readonly HouseholdDocument[], reference: string): HouseholdDocument | undefined =>
  households.find(({ links }) =>
    links.some((each) => each.reference === reference && each.certainty === 'CERTAIN'),
  );
const linksIn = (household: HouseholdDocument | undefined) =>
  Object.fromEntries(
    (household?.links ?? []).map(({ reference, certainty, ground }) => [reference, [certainty, ground]]),
  );
const rolesIn = (household: HouseholdDocument | undefined) =>
  Object.fromEntries(
    Object.entries(family)
      .map(([name, who]) => [
        name,
        household?.members.find((member) => member.person === pseudonymOf(who))?.residence,
      ])
      .filter(([, residence]) => residence !== undefined),
  );

describe('the relay family is two households', () => {
  const { households, questions } = link();
  const hofdijkHousehold = homeOf(households, 'LT1/2025-0217');
  const spaansewegHousehold = homeOf(households, 'LT2/2026-0644');

  it('at Hofdijk everything that shared a roof is certain, and what has no address or an earlier one is probable', () => {
    expect(households).toHaveLength(2);
    expect(linksIn(hofdijkHousehold)).toEqual({
      'LT1/2025-0217': ['CERTAIN', 'SHARED_DWELLING'],
      'VT1/2025-0905': ['CERTAIN', 'SHARED_DWELLING'],
      'RVDK/2025-7781': ['CERTAIN', 'SHARED_DWELLING'],
      'GI1/2026-0330': ['CERTAIN', 'SHARED_DWELLING'],
      'VT2/2017-0930': ['PROBABLE', 'MOVED'],
      'VT1/2026-1005': ['PROBABLE', 'ADULTS_LIVE_THERE'],
      'RVDK/2026-5120': ['PROBABLE', 'ADULTS_LIVE_THERE'],
    });
  });

  it('at Spaanseweg the girls live with their aunt, and the case about their parents only stands there', () => {
    expect(linksIn(spaansewegHousehold)).toEqual({
      'LT2/2026-0644': ['CERTAIN', 'SHARED_DWELLING'],
      'GI1/2026-0330': ['CERTAIN', 'SHARED_DWELLING'],
      'RVDK/2026-5120': ['PROBABLE', 'STANDS_AT'],
    });
    expect(rolesIn(spaansewegHousehold)).toEqual({
      bets: 'RESIDENT',
      edwin: 'RESIDENT',
      fien: 'RESIDENT',
      maud: 'RESIDENT',
      trix: 'RESIDENT',
    });
  });

  it('the girls belong to the family at Hofdijk and live elsewhere', () => {
    expect(rolesIn(hofdijkHousehold)).toEqual({
      johan: 'RESIDENT',
      wilma: 'RESIDENT',
      teun: 'RESIDENT',
      daan: 'RESIDENT',
      hein: 'RESIDENT',
      fien: 'ELSEWHERE',
      maud: 'ELSEWHERE',
      trix: 'ELSEWHERE',
    });
  });

  it('a birth date that one organisation wrote otherwise is a signal to the owners, not a second child', () => {
    const conflicts = questions.filter(({ kind }) => kind === 'NUMBER_CONFLICT');
    expect(conflicts.map(({ about }) => about)).toContain('VEILIG_THUIS VT2/2017-0930');
    expect(conflicts.every(({ other }) => other === null)).toBe(true);
    expect(
      hofdijkHousehold?.members.filter(({ person }) => person === pseudonymOf(family.maud)),
    ).toHaveLength(1);
  });

  it('comes out the same in whatever order the references arrive', () => {
    for (let turn = 1; turn < relay.length; turn += 1) {
      const turned = [...relay.slice(turn), ...relay.slice(0, turn)];
      expect(link(turned)).toEqual(link());
      expect(link(turned.reverse())).toEqual(link());
    }
  });

  it('keeps answering to the id that clients hold while any one source is away', () => {
    const id = hofdijkHousehold?.id ?? '';
    for (const away of ['VT', 'RV', 'GI']) {
      const left = relay.filter(({ reference }) => !reference.startsWith(away));
      const found = link(left).households.find(({ aliases }) => aliases.includes(id));
      expect(Object.keys(linksIn(found))).toContain('LT1/2025-0217');
    }
  });
});

describe('what must never be linked', () => {
  it('an institution joins nobody: two placed children there are no household', () => {
    const daan = caseOf('GI1/2026-0001', {
      since: '2026-06-15',
      persons: children(['daan'], residentialGroup),
    });
    const other = caseOf('VT1/2026-0002', {
      since: '2026-06-15',
      persons: [{ who: denBraber.alexander, role: '115', at: residentialGroup }],
    });
    const { households } = link([daan, other]);
    expect(households.map(({ links, members }) => [links.length, members.length])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('one dwelling without a shared resident is two households', () => {
    const earlier = caseOf('LT1/2025-0001', { since: '2025-01-01', persons: parents(hofdijk) });
    const others = caseOf('LT1/2025-0002', {
      since: '2025-01-01',
      persons: [{ who: denBraber.gerrit, role: '112', at: hofdijk }],
    });
    expect(link([earlier, others]).households).toHaveLength(2);
  });

  it('a chain is cut: two cases that share nobody are not joined by a third that shares somebody with each', () => {
    const left = caseOf('LT1/2025-0001', { since: '2025-01-01', persons: [...parents(hofdijk)] });
    const middle = caseOf('VT1/2025-0002', {
      since: '2025-01-01',
      persons: [
        { who: family.wilma, role: '112', at: hofdijk },
        { who: denBraber.gerrit, role: '112', at: hofdijk },
      ],
    });
    const right = caseOf('RVDK/2025-0003', {
      since: '2025-01-01',
      persons: [{ who: denBraber.gerrit, role: '112', at: hofdijk }],
    });
    const { households } = link([left, middle, right]);
    for (const { links } of households) {
      const certain = links.flatMap(({ reference, certainty }) =>
        certainty === 'CERTAIN' ? [reference] : [],
      );
      expect(certain).not.toEqual(expect.arrayContaining(['LT1/2025-0001', 'RVDK/2025-0003']));
    }
    // Each of the two stands beside the household of whom it shares with, so that it does not look unknown there.
    expect(linksIn(homeOf(households, 'LT1/2025-0001'))).toEqual({
      'LT1/2025-0001': ['CERTAIN', 'SHARED_DWELLING'],
      'VT1/2025-0002': ['CERTAIN', 'SHARED_DWELLING'],
      'RVDK/2025-0003': ['PROBABLE', 'STANDS_AT'],
    });
  });

  it('who stayed behind when a family moved is no member of its new household, and leads nobody there', () => {
    const left = caseOf('VT1/2015-0001', {
      since: '2015-01-01',
      until: '2016-01-01',
      persons: [
        { who: family.wilma, role: '112', at: molendijk },
        { who: denBraber.gerrit, role: '114', at: molendijk },
        ...children(['teun'], molendijk),
      ],
    });
    const now = caseOf('LT1/2025-0002', {
      since: '2025-01-01',
      persons: [{ who: family.wilma, role: '112', at: hofdijk }, ...children(['teun'], hofdijk)],
    });
    const { households } = link([left, now]);
    const home = homeOf(households, 'LT1/2025-0002');
    expect(linksIn(home)['VT1/2015-0001']).toEqual(['PROBABLE', 'MOVED']);
    expect(home?.members.map(({ person }) => person).sort()).toEqual(
      [pseudonymOf(family.wilma), pseudonymOf(family.teun)].sort(),
    );
    const before = link([left]).households[0];
    const ofGerrit = households.filter(({ members }) =>
      members.some(({ person }) => person === pseudonymOf(denBraber.gerrit)),
    );
    expect(ofGerrit).toHaveLength(1);
    expect(ofGerrit[0]?.id).not.toBe(home?.id);
    expect(home?.aliases.filter((alias) => before?.aliases.includes(alias))).toHaveLength(2);
  });

  it('a case without an address about somebody who lives there adds nobody to the household', () => {
    const home = caseOf('LT1/2025-0001', {
      since: '2025-01-01',
      persons: [{ who: denBraber.gerrit, role: '112', at: hofdijk }],
    });
    const flight = caseOf('VT1/2026-0002', {
      since: '2026-01-01',
      persons: [
        { who: denBraber.gerrit, role: '112' },
        { who: denBraber.zoey, role: '115', at: { key: '0344010009999901', type: 'SHELTER' } },
      ],
    });
    const household = homeOf(link([home, flight]).households, 'LT1/2025-0001');
    expect(household?.members.map(({ person }) => person)).toEqual([pseudonymOf(denBraber.gerrit)]);
  });

  it('a number with another birth date brings no stranger in', () => {
    const home = caseOf('LT1/2025-0001', { since: '2025-01-01', persons: parents(hofdijk) });
    const typo = caseOf('VT1/2026-0002', {
      since: '2026-01-01',
      persons: [{ who: family.johan, role: '112', birthDate: '1991-01-01' }],
    });
    const { households, questions } = link([home, typo]);
    expect(households).toHaveLength(2);
    expect(questions.map(({ about, kind }) => [about, kind]).sort()).toEqual([
      ['LOCAL_TEAM LT1/2025-0001', 'NUMBER_CONFLICT'],
      ['VEILIG_THUIS VT1/2026-0002', 'NUMBER_CONFLICT'],
    ]);
  });

  it('an adult of whom no address is recorded does not become a member of the household', () => {
    const report = caseOf('VT1/2026-0002', {
      since: '2026-01-01',
      persons: [
        { who: family.wilma, role: '112', at: hofdijk },
        ...children(['teun'], hofdijk),
        { who: denBraber.gerrit, role: '114' },
      ],
    });
    const { households } = link([report]);
    const household = homeOf(households, 'VT1/2026-0002');
    expect(household?.members.map(({ person }) => person)).not.toContain(pseudonymOf(denBraber.gerrit));
    expect(household?.members).toHaveLength(2);
    // He is found by his own number all the same, and the case waits for a professional there.
    const own = households.filter(({ members }) =>
      members.some(({ person }) => person === pseudonymOf(denBraber.gerrit)),
    );
    expect(
      own.map(({ members, links }) => [members.length, links.map(({ certainty }) => certainty)]),
    ).toEqual([[1, ['PROBABLE']]]);
  });

  it('a child in an institution belongs to the household of the family, and a child in a shelter does not', () => {
    const inInstitution = caseOf('GI1/2026-0001', {
      since: '2026-06-15',
      persons: [...children(['hein'], hofdijk), ...children(['daan'], residentialGroup)],
    });
    const inShelter = caseOf('GI1/2026-0002', {
      since: '2026-06-15',
      persons: [
        { who: denBraber.gerrit, role: '112', at: addresses.schakelstraat },
        { who: denBraber.zoey, role: '115', at: { key: '0344010009999901', type: 'SHELTER' } },
      ],
    });
    const { households } = link([inInstitution, inShelter]);
    expect(rolesIn(homeOf(households, 'GI1/2026-0001'))).toEqual({ hein: 'RESIDENT', daan: 'ELSEWHERE' });
    expect(homeOf(households, 'GI1/2026-0002')?.members.map(({ person }) => person)).toEqual([
      pseudonymOf(denBraber.gerrit),
    ]);
    expect(households).toHaveLength(3);
  });

  it('nine tenants who followed each other are no crowd', () => {
    const tenants = sentinelFamilies.slice(0, 9).map(({ parent }, index) =>
      caseOf(`LT1/2017-010${index}`, {
        since: `201${index}-01-01`,
        until: `201${index}-12-31`,
        persons: [{ who: parent, role: '112', at: hofdijk }],
      }),
    );
    const grounds = link(tenants).households.flatMap(({ links }) => links.map(({ ground }) => ground));
    expect(grounds).toEqual(Array(9).fill('SHARED_DWELLING'));
  });

  it('an address with more than eight unrelated residents is no dwelling', () => {
    const lodgers = sentinelFamilies.slice(0, 9).map(({ parent }, index) =>
      caseOf(`LT1/2025-010${index}`, {
        since: '2025-01-01',
        persons: [{ who: parent, role: '112', at: hofdijk }],
      }),
    );
    const visitor = caseOf('VT1/2026-0002', {
      since: '2026-01-01',
      persons: sentinelFamilies.slice(0, 1).map(({ parent }) => ({ who: parent, role: '112', at: hofdijk })),
    });
    const { households } = link([...lodgers, visitor]);
    expect(households).toHaveLength(9);
    // The visitor's case is about one of the nine, and stands with that one's own.
    const grounds = households.flatMap(({ links }) => links.map(({ ground }) => ground)).sort();
    expect(grounds).toEqual([...Array(9).fill('OWN_CASE'), 'STANDS_AT']);
  });
});
