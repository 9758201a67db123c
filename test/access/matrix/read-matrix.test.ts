import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../schema/project-root.js';
import { readMatrix } from './read-matrix.js';

const text = readFileSync(join(projectRoot, 'test', 'access', 'matrix.csv'), 'utf8');

describe('the matrix', () => {
  it('is read as rows with an answer for every function, the first whose condition holds', () => {
    const [, involvement] = readMatrix(text);
    expect(involvement?.cells['fixed-face']).toEqual([
      {
        answer: 'deny',
        condition: [
          { fact: 'holderVt', holds: true },
          { fact: 'informed', holds: false },
          { fact: 'handedOver', holds: false },
        ],
      },
      { answer: 'mask', condition: [{ fact: 'holderVt', holds: true }] },
      { answer: 'allow', condition: [] },
    ]);
    expect(involvement?.law).toBe('Wmo 5.1.6');
  });

  it.each([
    ['an unknown column', 'rvt-duo,vt', 'neighbour,vt', 'column 4 to be "rvt-duo", received "neighbour"'],
    ['a column too many', 'auditor,law', 'auditor,law,mood', 'no column "mood"'],
    ['an unknown row', '5,reporter,', '5,gossip,', 'row 5 to be "reporter", received "gossip"'],
    ['a row out of order', '5,reporter,', '6,reporter,', 'received "reporter" as row 6'],
    ['an unknown answer', 'allow:self;deny,deny,deny,', 'perhaps:self;deny,deny,deny,', 'received "perhaps"'],
    [
      'an unknown condition',
      'deny:holderVt&',
      'deny:isFriendly&',
      'row 2, fixed-face, received "isFriendly"',
    ],
    ['the contrary of what always holds', 'allow:perContribution', 'allow:!perContribution', 'always holds'],
    ['an answer after the last', 'mask:holderVt;allow', 'mask;allow', 'no other, in row 2, fixed-face'],
    ['a cell that ends on a condition', 'mask:handedOver;deny', 'mask:handedOver', 'row 4, fixed-face'],
    ['a cell too few', '13,work-notes,', '13,work-notes', 'row 13'],
  ])('is refused with %s, by name', (_, from, to, message) => {
    expect(text).toContain(from);
    expect(() => readMatrix(text.replace(from, to))).toThrow(message);
  });

  it('is refused with a row missing or one too many', () => {
    const lines = text.trimEnd().split('\n');
    expect(() => readMatrix(lines.slice(0, -1).join('\n'))).toThrow('expected row 24, "consent-register"');
    expect(() => readMatrix([...lines, lines.at(-1)].join('\n'))).toThrow('expected 24 rows, received 25');
  });
});
