/** Study sets of costs in the register: what is made of what organisations gave, which studies were agreed, and under which pseudonyms. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { CountedShareOf } from '../../adapter-kit/combined/counts.js';
import { createStudyPseudonyms } from '../../subgraphs/household/combine/study-pseudonym.js';
import { countedCosts } from '../../subgraphs/household/combined/counted-costs.js';
import { givenFor } from '../../subgraphs/household/combined/counting.js';
import { readCombinedSettings, usualCombined } from '../../subgraphs/household/combined/settings.js';
import { expectedByFrame, expectedCosts, thirdQuarter } from './expected-costs.js';
import { costs as castCosts } from './relay-family.js';

type GivenCosts = CountedShareOf<'costs'>;

const about = { region: 'rotterdam', period: thirdQuarter };
const answered = (parts: GivenCosts['parts'], reason: GivenCosts['reason'] = null): GivenCosts => ({
  outcome: 'ANSWERED',
  reason,
  parts,
});
const notKnown: GivenCosts = { outcome: 'NOT_KNOWN', reason: null, parts: [] };
const lost = (reason: GivenCosts['reason']): GivenCosts => ({ outcome: 'UNAVAILABLE', reason, parts: [] });

/** The cast's lines as organisations give them to be counted. */
const lines = castCosts.map(
  ({ id: _id, memberIds: _members, source: _source, filedOnMemberId, ...line }) => ({
    ...line,
    person: filedOnMemberId,
  }),
);
const ofGi = answered(lines.filter(({ category }) => category !== 'local team'));
const ofTeam = answered(lines.filter(({ category }) => category === 'local team'));
const family2 = { giCounted: { costs: ofGi }, localTeamCounted: { costs: ofTeam } };
const unknownToGi = { giCounted: { costs: notKnown }, localTeamCounted: { costs: ofTeam } };

function countedOf(...given: readonly unknown[]) {
  const rows = given.map((_, index) => ({ household: `household-${index}`, memberCount: 8 }));
  return countedCosts(rows, givenFor(rows, given), about);
}

describe('what help cost a household that is counted', () => {
  it('is for family 2 what it cost the family, whoever of the children it was filed on', () => {
    const { households, missing } = countedOf(family2);
    expect(missing).toEqual([]);
    const [family] = households ?? [];
    expect(family).toMatchObject({ household: 'household-0', region: 'rotterdam', memberCount: 8 });
    expect(family?.costs).toMatchObject({
      totalCents: expectedCosts.totalCents,
      byFrame: expectedByFrame,
      mayBeIncomplete: false,
    });
    const { familyCents, persons } = family?.costs.corrected ?? { familyCents: 0, persons: [] };
    const ofChildren = persons.reduce((sum, { amountCents }) => sum + amountCents, 0);
    expect([familyCents, ofChildren]).toEqual([790_800, 3 * 446_200]);
  });

  it('counts a line that two organisations hold once', () => {
    const held = lines.slice(0, 1).map((line) => ({ ...line, line: 'proof' }));
    const both = { giCounted: { costs: answered(held) }, localTeamCounted: { costs: answered(held) } };
    const [first] = held;
    expect(countedOf(both).households?.[0]?.costs.totalCents).toBe(
      Number(first?.quantity) * Number(first?.tariffCents),
    );
  });

  it.each([
    ['a link waits for confirmation', answered(ofGi.parts, 'LINK_UNCONFIRMED')],
    ['nobody can say', { outcome: 'NOT_ESTABLISHED', reason: 'LINK_UNCONFIRMED', parts: [] } as const],
    ['the system keeps no costs', answered([], 'NOT_KEPT')],
    ['a record cannot be read', lost('CONTRACT_BROKEN')],
    [
      'a line cannot be divided',
      answered(lines.map((line) => ({ ...line, unit: 'HOUR', from: '2026-06-01' }))),
    ],
  ])('is known in part where %s: of that household alone', (_, costs) => {
    const { households, leftOut } = countedOf(family2, { ...family2, giCounted: { costs } });
    expect(households?.map((one) => one.costs.mayBeIncomplete)).toEqual([false, true]);
    expect(leftOut).toEqual({ state: 'SUPPRESSED' });
  });

  it.each([
    ['was lost', null, 'DOWN'],
    ['did not answer', lost('TIMED_OUT'), 'TIMED_OUT'],
    [
      'was stopped by its owner',
      { outcome: 'WITHHELD', reason: 'STOPPED_BY_OWNER', parts: [] } as const,
      'STOPPED_BY_OWNER',
    ],
  ])('is established of nobody where the GI %s for one of them', (_, costs, reason) => {
    const { households, missing } = countedOf(family2, unknownToGi, {
      ...family2,
      giCounted: { costs },
    });
    expect([households, missing]).toEqual([null, [{ organisation: 'GI', reason }]]);
  });

  it('is established of nobody where the GI can read no declaration, and knew some: the rest would stand alone', () => {
    const broken = { ...family2, giCounted: { costs: lost('CONTRACT_BROKEN') } };
    expect(countedOf(unknownToGi, broken, broken)).toMatchObject({
      households: null,
      missing: [{ organisation: 'GI', reason: 'CONTRACT_BROKEN' }],
    });
  });

  it.each<[string, object]>([
    ['of a frame that nobody agreed', { frame: 'MIXED' }],
    ['with half a piece', { quantity: 1.5 }],
    ['of a day that is none', { until: '2026-02-30' }],
  ])('takes away the household of which one line is %s, and never the line alone', (_, changed) => {
    const costs = answered(ofGi.parts.map((line, index) => (index === 0 ? { ...line, ...changed } : line)));
    const { households } = countedOf(family2, { ...family2, giCounted: { costs } });
    expect(households?.map(({ costs: { mayBeIncomplete } }) => mayBeIncomplete)).toEqual([false, true]);
  });

  it('is established of nobody where an owner does not let it be counted', () => {
    const withheld = { outcome: 'WITHHELD', reason: null, parts: [] } as const;
    expect(countedOf({ ...family2, giCounted: { costs: withheld } })).toMatchObject({
      households: null,
      missing: [],
    });
  });

  it('is told to be left out in fives, of ten or more, and neither as a few nor as none', () => {
    const waiting = { ...family2, giCounted: { costs: answered([], 'LINK_UNCONFIRMED') } };
    const leftOut = (count: number) =>
      countedOf(...Array.from({ length: 40 }, (_, index) => (index < count ? waiting : family2))).leftOut;
    for (const few of [0, 1, 9]) expect(leftOut(few)).toEqual({ state: 'SUPPRESSED' });
    expect([10, 14, 15, 40].map(leftOut)).toEqual(
      [10, 10, 15, 40].map((value) => ({ state: 'COUNTED', value })),
    );
  });
});

describe('the pseudonym of a household', () => {
  const pseudonyms = createStudyPseudonyms('a secret of this test');
  const household = `hh_${'a'.repeat(22)}`;

  const set = { study: 'one', region: 'rotterdam', ...thirdQuarter };
  const secondQuarter = { from: '2026-04-01', until: '2026-06-30' };

  it('is the same in one set, and another in every other study, region and quarter, and under another secret', () => {
    const own = pseudonyms(set)(household);
    expect(own).toMatch(/^[\w-]{22}$/);
    expect(pseudonyms({ ...set })(household)).toBe(own);
    const others = [
      pseudonyms({ ...set, study: 'two' })(household),
      pseudonyms({ ...set, region: 'utrecht' })(household),
      pseudonyms({ ...set, ...secondQuarter })(household),
      pseudonyms(set)(`hh_${'b'.repeat(22)}`),
      createStudyPseudonyms('another secret')(set)(household),
    ];
    expect(new Set([own, ...others]).size).toBe(6);
    expect(household).not.toContain(own);
  });

  it('is not the same where words stand in another place', () => {
    const one = pseudonyms({ ...set, study: 'a', region: 'b\nc' })(household);
    expect(pseudonyms({ ...set, study: 'a\nb', region: 'c' })(household)).not.toBe(one);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-studies-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string, further: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'studies.json');
  writeFileSync(file, content);
  const problems: string[] = [];
  return { ...readCombinedSettings({ STUDIES_FILE: file, ...further }, problems), problems };
}

const own = {
  study: 'own-study-1',
  name: 'Own study',
  agreement: 'agreed by region and institute, 2026-01-05',
  regions: ['rotterdam', 'utrecht'],
  from: '2025-01-01',
  until: '2026-12-31',
};

describe('the studies', () => {
  it('that are shipped are a demonstration, and say that they are fictitious', () => {
    const { agreed, isDemonstration } = usualCombined.studies;
    expect(isDemonstration).toBe(true);
    expect(agreed.length).toBeGreaterThan(0);
    for (const { name, agreement } of agreed)
      expect(`${name} ${agreement}`).toMatch(/fictitious.*fictitious/);
  });

  it('are those that a region agreed to, where it sets them', () => {
    expect(read(JSON.stringify([own]))).toMatchObject({
      studies: { agreed: [own], isDemonstration: false },
      problems: [],
    });
  });

  it('are none where real people or regions are, until somebody agreed to one', () => {
    const regions = join(folder, 'regions.json');
    writeFileSync(regions, JSON.stringify(usualCombined.regions));
    for (const environment of [{ NODE_ENV: 'production' }, { REGIONS_FILE: regions }]) {
      expect(readCombinedSettings(environment, []).studies).toEqual({ agreed: [], isDemonstration: false });
    }
  });

  it.each([
    ['no JSON', 'studies: none', /^STUDIES_FILE: expected JSON/],
    ['none in it', '[]', /^STUDIES_FILE: .*shape at file/],
    ['a word that it does not have', JSON.stringify([{ ...own, bsn: '999999345' }]), /shape at 0/],
    ['a day that is none', JSON.stringify([{ ...own, from: '2025-02-30' }]), /shape at 0.from/],
    ['half a quarter', JSON.stringify([{ ...own, until: '2026-11-30' }]), /shape at 0.until/],
    ['an end before its beginning', JSON.stringify([{ ...own, until: '2024-12-31' }]), /shape at 0.until/],
    ['no agreement', JSON.stringify([{ ...own, agreement: '' }]), /shape at 0.agreement/],
    ['a study twice', JSON.stringify([own, own]), /each study once$/],
    ['a region that is not set', JSON.stringify([{ ...own, regions: ['elsewhere'] }]), /set at 0.regions$/],
  ])('are refused with %s, and nothing of it is repeated', (_, content, message) => {
    const { studies, problems } = read(content);
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems.join()).not.toMatch(/999999345|elsewhere/);
    expect(studies).toBe(usualCombined.studies);
  });
});
