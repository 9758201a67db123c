import { describe, expect, it } from '@jest/globals';
import { drawRandom } from '../../adapter-kit/accountability/log-random.js';
import { toLogText } from '../../adapter-kit/accountability/log-text.js';

describe('random bytes for ids', () => {
  it('are as many as were asked for, and given to nobody twice', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 2_000; index += 1) {
      const drawn = drawRandom(index % 2 === 0 ? 8 : 16);
      expect(drawn).toHaveLength(index % 2 === 0 ? 8 : 16);
      seen.add(drawn.toString('hex'));
    }
    expect(seen.size).toBe(2_000);
  });

  it('are not changed by what is drawn later', () => {
    const first = drawRandom(16);
    const text = first.toString('hex');
    for (let index = 0; index < 600; index += 1) drawRandom(16);
    expect(first.toString('hex')).toBe(text);
  });

  it('are refused where more are asked for than are drawn at once', () => {
    expect(() => drawRandom(5_000)).toThrow('expected at most 4096 bytes');
  });
});

describe('text from outside in a log', () => {
  it.each([
    ['LT1/2025-0217 zaak-7', 'LT1/2025-0217 zaak-7'],
    // Numbers of the published test range.
    ['zaak 999990019 x', 'zaak [number] x'],
    ['99999.00.19', '[number]'],
    ['9999 9001 9', '[number]'],
    ['case\nline', 'case�line'],
  ])('is kept whole where nothing in it may not be kept: %j', (text, kept) => {
    expect(toLogText(text, 100)).toBe(kept);
  });

  it('is cut at its most', () => {
    expect(toLogText('a'.repeat(50), 10)).toBe('a'.repeat(10));
  });
});
