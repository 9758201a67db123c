/** The GI decides, inside its boundary, from attributes alone: on the simulated GI, through its own subgraph. */
import { afterAll, beforeAll } from '@jest/globals';
import { type AskedGi, startAskedGi } from './gi-asking.js';
import { describeNever } from './gi-never.js';
import { describeRows } from './gi-rows.js';
import { describeShield } from './gi-shield.js';

let started: AskedGi;

beforeAll(async () => {
  started = await startAskedGi();
}, 60_000);
afterAll(async () => {
  await started?.stop();
});

describeRows(() => started);
describeNever(() => started);
describeShield(() => started);
