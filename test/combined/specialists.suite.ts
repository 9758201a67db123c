/** The directory of specialists: as the graph gives it, and as a region sets it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readCombinedSettings, usualCombined } from '../../subgraphs/household/combined/settings.js';
import { specialistsIn } from '../../subgraphs/household/combined/specialists-field.js';

const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-specialists-'));
const file = join(folder, 'specialists.json');
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string) {
  writeFileSync(file, content);
  const problems: string[] = [];
  return { directory: readCombinedSettings({ SPECIALISTS_FILE: file }, problems).directory, problems };
}

const own = {
  id: 'own-service',
  name: 'A service of this region',
  themes: ['DEBTS'],
  regions: ['rotterdam'],
  reachedBy: 'telephone',
  answersWithinWorkingDays: null,
};

describe('the directory of specialists', () => {
  it('gives those of a theme who serve a region, those that serve it alone first', () => {
    const { nodes, isDemonstration } = specialistsIn(
      usualCombined.directory,
      { theme: 'DEBTS', region: 'rotterdam' },
      null,
    );
    expect(nodes.map(({ id }) => id)).toEqual(['debts-together']);
    expect(isDemonstration).toBe(true);
    const elders = specialistsIn(usualCombined.directory, { theme: 'ELDER_ABUSE', region: 'zeeland' }, null);
    expect(elders.nodes).toMatchObject([{ id: 'elders-safe', regions: [], servesAllRegions: true }]);
  });

  it('is the region’s own where it sets one, and then no demonstration', () => {
    const { directory, problems } = read(JSON.stringify([own]));
    expect(problems).toEqual([]);
    expect(specialistsIn(directory, {}, null)).toMatchObject({
      nodes: [{ id: 'own-service' }],
      isDemonstration: false,
    });
  });

  it.each([
    ['no JSON', 'services: none', /^SPECIALISTS_FILE: expected JSON/],
    [
      'a person of a case in it',
      JSON.stringify([{ ...own, bsn: '999999345' }]),
      /^SPECIALISTS_FILE: .*shape at 0/,
    ],
    ['one id twice', JSON.stringify([own, own]), /^SPECIALISTS_FILE: .*each id once$/],
  ])('is refused with %s, and nothing of it is repeated', (_, content, message) => {
    const { problems } = read(content);
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems.join()).not.toContain('999999345');
  });

  it('is refused where the file cannot be read', () => {
    const problems: string[] = [];
    readCombinedSettings({ SPECIALISTS_FILE: join(folder, 'elsewhere.json') }, problems);
    expect(problems).toEqual(['SPECIALISTS_FILE: expected the name of a file that can be read']);
  });
});
