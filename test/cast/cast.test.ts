/** The twelve families, asked through the front door: what the cast expects, and what it must never show. */
import { afterAll, beforeAll } from '@jest/globals';
import { type CastGraph, startCastGraph } from './cast-graph.js';
import { describeConfirming } from './confirming.js';
import { describeCoverage } from './coverage.js';
import { describeFamily1 } from './family-01.js';
import { describeFamily2 } from './family-02.js';
import { describeFamily3 } from './family-03.js';
import { describeFamily4 } from './family-04.js';
import { describeFamily5 } from './family-05.js';
import { describeFamily6 } from './family-06.js';
import { describeFamily7 } from './family-07.js';
import { describeFamily8 } from './family-08.js';
import { describeFamily9 } from './family-09.js';
import { describeFamily10 } from './family-10.js';
import { describeFamily11 } from './family-11.js';
import { describeFamily12 } from './family-12.js';
import { describeTotals } from './totals.js';

let started: CastGraph | null = null;
beforeAll(async () => {
  started = await startCastGraph();
}, 120_000);
afterAll(() => started?.stop());

function graph(): CastGraph {
  if (!started) throw new Error('expected the cast to have started');
  return started;
}

describeFamily1(graph);
describeFamily2(graph);
describeFamily3(graph);
describeFamily4(graph);
describeFamily5(graph);
describeFamily6(graph);
describeFamily7(graph);
describeFamily8(graph);
describeFamily9(graph);
describeFamily10(graph);
describeFamily11(graph);
describeFamily12(graph);
describeTotals(graph);
// The last that asks: it changes what the others have seen.
describeConfirming(graph);
describeCoverage();
