/** Which units work in which region: as shipped, and as a region sets it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pilotsIn } from '../../subgraphs/household/combine/regions.js';
import { readCombinedSettings, usualCombined } from '../../subgraphs/household/combined/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-regions-'));
const file = join(folder, 'regions.json');
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string) {
  writeFileSync(file, content);
  const problems: string[] = [];
  return { regions: readCombinedSettings({ REGIONS_FILE: file }, problems).regions, problems };
}

const own = {
  region: 'own-region',
  name: 'Own region',
  units: ['LT1'],
  isPilot: true,
  startedOn: '2023-01-01',
  label: null,
};

describe('the regions', () => {
  it('that are shipped are those of the cast, and say that they are fictitious', () => {
    const { regions } = usualCombined;
    expect(regions.flatMap(({ units }) => units)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `LT${number}`),
    );
    expect(new Set(regions.map(({ label }) => label))).toEqual(new Set(['fictitious']));
    expect(pilotsIn(regions)).toMatchObject([
      { region: 'rotterdam', startedOn: null },
      { region: 'foodvalley', startedOn: null },
      { region: 'utrecht', startedOn: null },
    ]);
  });

  it('are a region’s own where it sets them', () => {
    expect(read(JSON.stringify([own]))).toEqual({ regions: [own], problems: [] });
  });

  it.each([
    ['no JSON', 'regions: none', /^REGIONS_FILE: expected JSON/],
    ['none in it', '[]', /^REGIONS_FILE: .*shape at file/],
    ['a word that it does not have', JSON.stringify([{ ...own, bsn: '999999345' }]), /shape at 0/],
    ['a day that is none', JSON.stringify([{ ...own, startedOn: '2023-02-30' }]), /shape at 0.startedOn/],
    ['a first day and no pilot', JSON.stringify([{ ...own, isPilot: false }]), /shape at 0.startedOn/],
    ['a region twice', JSON.stringify([own, { ...own, units: ['LT2'] }]), /each region once/],
    ['a unit in two', JSON.stringify([own, { ...own, region: 'other' }]), /each unit in one region$/],
  ])('are refused with %s, and nothing of it is repeated', (_, content, message) => {
    const { regions, problems } = read(content);
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems.join()).not.toContain('999999345');
    expect(regions).toBe(usualCombined.regions);
  });
});
