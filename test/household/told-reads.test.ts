/** Which reads a family member is told, and when: the rules of docs/adr/0023, told as cases. */
import { describe, expect, it } from '@jest/globals';
import { readProcessingActivities } from '../../gateway/access/processing-activities.js';
import type { RecordedRead } from '../../subgraphs/household/own-view/reads-port.js';
import {
  activitiesAboutReports,
  hindranceOf,
  isReadForAnOrganisation,
  type KnownCase,
  placesOf,
} from '../../subgraphs/household/own-view/told-reads.js';
import type { HouseholdDocument } from '../../subgraphs/household/source.js';

const prefix = 'https://gezinsbeeld.invalid/processing-activities/';
const home = 'hh_home';

const read = (of: Partial<RecordedRead> & { readonly activity?: string } = {}): RecordedRead => {
  const { activity = 'support-family', ...more } = of;
  return {
    at: '2026-10-28T09:00:00.000Z',
    function: 'fixed-face',
    caseReference: 'LT1/2025-0217',
    purpose: { uri: `${prefix}${activity}`, dutchName: null, meaning: null },
    isBreakGlass: false,
    households: [home],
    ...more,
  };
};
const known = (reference: string, since: string, of: Partial<KnownCase> = {}): KnownCase => ({
  organisation: reference.startsWith('VT')
    ? 'VEILIG_THUIS'
    : reference.startsWith('GI')
      ? 'GI'
      : 'LOCAL_TEAM',
  reference,
  since,
  notice: 'TOLD',
  ...of,
});
/** Whether it is told to somebody who lives at home and has these cases. */
const isTold = (one: RecordedRead, ...cases: readonly KnownCase[]): boolean => {
  const hindrance = hindranceOf(one, { households: new Set([home]), cases }, new Date(one.at));
  return !hindrance.isNoticePending && !hindrance.isElsewhere;
};

const localTeam = known('LT1/2025-0217', '2025-03-10');
const toldReport = known('VT1/2025-0905', '2025-09-05');
const pendingReport = known('VT1/2026-1005', '2026-10-05', { notice: 'PENDING' });
const byVeiligThuis = (of: Parameters<typeof read>[0] = {}): RecordedRead =>
  read({ function: 'vt', caseReference: 'VT1/2026-1005', activity: 'assess-and-inquire', ...of });

describe('while somebody was not told of a report', () => {
  it('no read of Veilig Thuis since it came is told, under whatever case', () => {
    expect(isTold(byVeiligThuis(), localTeam, toldReport, pendingReport)).toBe(false);
    expect(
      isTold(byVeiligThuis({ caseReference: 'VT1/2025-0905' }), localTeam, toldReport, pendingReport),
    ).toBe(false);
    expect(isTold(byVeiligThuis({ caseReference: null }), localTeam, toldReport, pendingReport)).toBe(false);
  });

  it('what Veilig Thuis read before, for a report of which one was told, stays in the log: that it went would tell', () => {
    const earlier = byVeiligThuis({ caseReference: 'VT1/2025-0905', at: '2025-10-01T09:00:00.000Z' });
    expect(isTold(earlier, localTeam, toldReport)).toBe(true);
    expect(isTold(earlier, localTeam, toldReport, pendingReport)).toBe(true);
  });

  it('a read under the case itself is not told, whenever the clock says it was', () => {
    expect(
      isTold(byVeiligThuis({ at: '2026-10-01T09:00:00.000Z' }), localTeam, toldReport, pendingReport),
    ).toBe(false);
  });

  it('the day of the report counts, in the Netherlands and not in Greenwich', () => {
    const glass = read({ function: 'gi-supervision', isBreakGlass: true, caseReference: 'LT1/2025-0217' });
    // 00:30 on 5 October in Amsterdam, the evening of the fourth in Greenwich.
    expect(isTold({ ...glass, at: '2026-10-04T22:30:00.000Z' }, localTeam, pendingReport)).toBe(false);
    expect(isTold({ ...glass, at: '2026-10-04T21:30:00.000Z' }, localTeam, pendingReport)).toBe(true);
  });

  it('broken glass is not told, whoever broke it', () => {
    for (const asker of ['raad-protection', 'gi-supervision', 'gi-probation', 'vt'] as const) {
      const glass = read({ function: asker, isBreakGlass: true, activity: 'act-in-acute-danger' });
      expect(isTold(glass, localTeam, pendingReport)).toBe(false);
    }
  });

  it('a read for a purpose that speaks of a report is not told, whoever it was', () => {
    expect(isTold(read({ activity: 'assess-and-inquire' }), localTeam, pendingReport)).toBe(false);
  });

  it('a read under a case that began with the report or later is not told: the report may be why it began', () => {
    const later = known('GI1/2026-1006', '2026-10-06');
    const asked = read({ function: 'gi-supervision', caseReference: 'GI1/2026-1006' });
    expect(isTold(asked, localTeam, later, pendingReport)).toBe(false);
    expect(isTold(asked, localTeam, later)).toBe(true);
    // Nor one under a case that the register does not know here.
    expect(isTold(read({ caseReference: 'LT9/2020-0001' }), localTeam, pendingReport)).toBe(false);
  });

  it('the worker who has been coming for a year goes on to be in the log, named in the case or not', () => {
    expect(isTold(read(), localTeam, pendingReport)).toBe(true);
    expect(isTold(read(), { ...localTeam, notice: 'OTHERS' }, pendingReport)).toBe(true);
  });

  it('for a member of the same household who was told, it is as after the notice', () => {
    const toldToHer = { ...pendingReport, notice: 'TOLD' } as const;
    expect(isTold(byVeiligThuis(), localTeam, toldReport, toldToHer)).toBe(true);
  });
});

describe('after the notice', () => {
  it('every read of the time before is told', () => {
    const told = { ...pendingReport, notice: 'TOLD' } as const;
    const later = known('GI1/2026-1006', '2026-10-06');
    for (const one of [
      byVeiligThuis(),
      read({ function: 'gi-supervision', caseReference: 'GI1/2026-1006' }),
      read({ function: 'raad-protection', isBreakGlass: true, caseReference: null }),
      read({ activity: 'assess-and-inquire' }),
    ]) {
      expect(isTold(one, localTeam, later, told)).toBe(true);
    }
  });
});

describe('Veilig Thuis', () => {
  it('is not in the log of somebody whom it never told of anything', () => {
    expect(isTold(byVeiligThuis({ caseReference: null, isBreakGlass: true }), localTeam)).toBe(false);
    expect(isTold(byVeiligThuis({ caseReference: null, isBreakGlass: true }), localTeam, toldReport)).toBe(
      true,
    );
  });

  it('is not in the log of somebody whom its case does not name', () => {
    const ofMotherAndChild = known('VT1/2026-1005', '2026-10-05', { notice: 'OTHERS' });
    expect(isTold(byVeiligThuis(), localTeam, toldReport, ofMotherAndChild)).toBe(false);
  });
});

describe('a shield', () => {
  it('leaves out every read of a household in which somebody is not shown, by whom ever it was', () => {
    const shelter = read({ households: ['hh_shelter'], caseReference: 'LT4/2026-0715' });
    expect(isTold(shelter, localTeam)).toBe(false);
    expect(isTold({ ...shelter, function: 'gi-supervision' }, localTeam)).toBe(false);
    expect(isTold(read({ households: [] }), localTeam)).toBe(false);
    // One request may open both.
    expect(isTold(read({ households: ['hh_shelter', home] }), localTeam)).toBe(true);
  });
});

describe('the log of a family member', () => {
  it('has reads for organisations, and none by the family or by supervisors', () => {
    const inLog = (['fixed-face', 'rvt-duo', 'vt', 'raad-penal', 'gi-probation'] as const).map((asker) =>
      isReadForAnOrganisation(read({ function: asker })),
    );
    expect(new Set(inLog)).toEqual(new Set([true]));
    for (const asker of ['parent-with-authority', 'youth-12-up', 'auditor', 'architect'] as const) {
      expect(isReadForAnOrganisation(read({ function: asker }))).toBe(false);
    }
  });

  it('knows activities about reports by names that the register of activities has', () => {
    const activities = readProcessingActivities();
    for (const uri of activitiesAboutReports) expect(activities.find(uri)).toBeDefined();
    // A new activity of Veilig Thuis has to be put there too.
    const own = activities.of('vt').filter(({ breaksGlass }) => !breaksGlass);
    expect(own.map(({ id }) => id).sort()).toEqual([...activitiesAboutReports].sort());
  });
});

describe('where the register knows somebody', () => {
  const household = {
    id: 'hh_home',
    aliases: ['hh_home', 'hh_former'],
    kind: 'HOUSEHOLD',
    links: [
      link('VEILIG_THUIS', 'VT3/2026-1188', { gerrit: 'm1', wilma: 'm2' }, ['m1']),
      link('LOCAL_TEAM', 'LT1/2026-0001', { wilma: 'm2' }),
    ],
    members: [member('m1', 'gerrit'), member('m2', 'wilma')],
    composition: null,
    foundBy: ['gerrit', 'wilma'],
  } satisfies HouseholdDocument;

  it('is told with every former id of the household, and with the notice of this person alone', () => {
    expect(placesOf('gerrit', [household])).toEqual({
      households: new Set(['hh_home', 'hh_former']),
      cases: [
        { organisation: 'VEILIG_THUIS', reference: 'VT3/2026-1188', since: '2026-10-23', notice: 'PENDING' },
        { organisation: 'LOCAL_TEAM', reference: 'LT1/2026-0001', since: '2026-10-23', notice: 'OTHERS' },
      ],
    });
    expect(placesOf('wilma', [household]).cases.map(({ notice }) => notice)).toEqual(['TOLD', 'TOLD']);
  });

  it('is nowhere where it is in dispute who is meant', () => {
    const disputed = {
      ...household,
      members: [{ ...member('m1', 'gerrit'), isInDispute: true as const }, member('m2', 'wilma')],
    };
    expect(placesOf('gerrit', [disputed])).toEqual({ households: new Set(), cases: [] });
  });
});

function member(id: string, person: string): HouseholdDocument['members'][number] {
  return {
    id,
    person,
    identity: person,
    names: [person],
    role: '112',
    residence: 'RESIDENT',
    since: null,
    until: null,
    certainty: 'CERTAIN',
    knownTo: [],
  };
}

function link(
  organisation: string,
  reference: string,
  members: Readonly<Record<string, string>>,
  notInformed: readonly string[] = [],
): HouseholdDocument['links'][number] {
  return {
    organisation,
    reference,
    unitName: `unit of ${reference}`,
    contact: null,
    since: '2026-10-23',
    until: null,
    certainty: 'CERTAIN',
    ground: 'SHARED_DWELLING',
    period: { since: null, until: null },
    isHistory: false,
    concernsOtherHouseholds: false,
    members,
    ...(notInformed.length > 0 ? { notInformed } : {}),
  };
}
