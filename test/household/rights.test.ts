/** The files in which organisations say what people may ask: whole, or refused when the program starts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readFamilyRights } from '../../adapter-kit/access/family-rights.js';
import { units } from '../../simulated-sources/families.js';
import { rightsFileOf } from '../../simulated-sources/rights-file.js';
import { toOrganisationRights } from '../../subgraphs/household/own-view/rights.js';

const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-rights-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const right = {
  kind: 'ACCESS',
  law: 'AVG art. 15',
  nl: 'U mag uw dossier zien.',
  en: 'You may see your file.',
  term: null,
  desk: 'file',
};
function fileWith(content: unknown): string {
  const file = join(folder, `${Math.abs(JSON.stringify(content).length)}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the file of an organisation', () => {
  it('of the simulation has every unit of the cast, and no town', () => {
    const names = ['veilig-thuis', 'raad', 'gi', 'local-team'] as const;
    const known = names.flatMap((name) => {
      const read = readFamilyRights(rightsFileOf(name), name);
      expect(JSON.stringify(read)).not.toMatch(/Utrecht|Rotterdam|Den Haag|Ede|Tiel|Maastricht/);
      return Object.keys(read?.units ?? {});
    });
    expect(known.sort()).toEqual(Object.keys(units).sort());
  });

  it('may be absent: then nothing can be told, and that is not nothing', () => {
    expect(readFamilyRights(undefined, 'GI')).toBeNull();
    expect(
      toOrganisationRights('GI', { outcome: 'UNAVAILABLE', reason: 'CONTRACT_BROKEN', units: null }),
    ).toEqual({ organisation: 'GI', units: null, reason: 'CONTRACT_BROKEN' });
    expect(toOrganisationRights('GI', null)).toEqual({ organisation: 'GI', units: null, reason: 'DOWN' });
    expect(toOrganisationRights('GI', { outcome: 'NOT_KNOWN', reason: null, units: [] })).toEqual({
      organisation: 'GI',
      units: [],
      reason: null,
    });
  });

  it.each([
    ['that is no JSON', 'call Mrs De Vries'],
    ['without a right', { rights: [], units: {} }],
    ['with a right at a desk that a unit does not have', { rights: [right], units: { GI1: {} } }],
    ['with a kind of right that nobody knows', { rights: [{ ...right, kind: 'SUE' }], units: {} }],
  ])('%s is refused, and nothing of it repeated', (_, content) => {
    const reading = (): unknown => readFamilyRights(fileWith(content), 'GI');
    expect(reading).toThrow('[GI] expected a file of rights');
    expect(reading).not.toThrow(/De Vries|SUE/);
  });
});
