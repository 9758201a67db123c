import type { Example } from './example.js';
import { family01 } from './family-01.js';
import { family02 } from './family-02.js';
import { family03 } from './family-03.js';
import { family04 } from './family-04.js';
import { family05 } from './family-05.js';
import { family06 } from './family-06.js';
import { family07 } from './family-07.js';
import { family08 } from './family-08.js';
import { family09 } from './family-09.js';
import { family10 } from './family-10.js';
import { family11 } from './family-11.js';
import { family12 } from './family-12.js';

/** At least one question about each of the twelve families, in their order. */
export const allExamples: readonly Example[] = [
  ...family01,
  ...family02,
  ...family03,
  ...family04,
  ...family05,
  ...family06,
  ...family07,
  ...family08,
  ...family09,
  ...family10,
  ...family11,
  ...family12,
];
