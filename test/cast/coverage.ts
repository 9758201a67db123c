import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../schema/project-root.js';
import { type CastSentence, heldByLaterFields, heldOverHttp, sentencesInTitles } from './sentences.js';

/** The cast is shared between projects and may be absent from a copy of this one. */
const castFile = join(projectRoot, '..', 'shared', 'cast.md');

export function describeCoverage(): void {
  describe('the cast itself', () => {
    const isThere = existsSync(castFile);
    it(
      isThere
        ? 'has no Expect and no Never that is neither a test nor on a list with its reason'
        : 'is not beside this project, so its sentences are not counted',
      () => {
        if (!isThere) return;
        const covered = [...sentencesInTitles(), ...heldOverHttp, ...heldByLaterFields];
        const left = paragraphsOf(readFileSync(castFile, 'utf8')).flatMap(({ family, kind, sentence }) => {
          const rest = covered
            .filter((one) => one.family === family && one.kind === kind)
            // Longer ones first: one sentence may be a part of another.
            .sort((one, other) => other.sentence.length - one.sentence.length)
            .reduce((text, one) => text.replace(one.sentence, ' '), sentence)
            .replace(/\s+/g, ' ')
            .trim();
          return rest === '' ? [] : [`family ${family}, ${kind}: ${rest}`];
        });
        expect(left).toEqual([]);
        const all = paragraphsOf(readFileSync(castFile, 'utf8'));
        const invented = covered.filter(
          (one) =>
            !all.some(
              ({ family, kind, sentence }) =>
                family === one.family && kind === one.kind && sentence.includes(one.sentence),
            ),
        );
        expect(invented).toEqual([]);
        expect(all.map(({ family }) => family)).toEqual(
          expect.arrayContaining(Array.from({ length: 12 }, (_, index) => index + 1)),
        );
      },
    );
  });
}

function paragraphsOf(cast: string): readonly CastSentence[] {
  return cast.split(/^## (?=\d+\. )/m).flatMap((chapter) => {
    const family = Number(/^\d+/.exec(chapter)?.[0]);
    if (!(family >= 1 && family <= 12)) return [];
    return (['Expect', 'Never'] as const).flatMap((kind) => {
      const found = new RegExp(
        `\\*\\*${kind}[.]?\\*\\*(.*?)(?=\\*\\*(?:Expect|Never)|\\n\\n|\\n---|$)`,
        's',
      ).exec(chapter);
      const sentence = found?.[1]?.replace(/\*+/g, '').replace(/\s+/g, ' ').trim();
      return sentence ? [{ family, kind, sentence }] : [];
    });
  });
}
