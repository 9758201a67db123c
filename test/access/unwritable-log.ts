/**
 * A log that cannot be written: what is not on record is not answered. A folder stands where the log's file should be, so that opening
 * it fails for whoever runs the test.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SupergraphWithAccess, startWithAccess } from './with-access.js';

let graph: SupergraphWithAccess;
/** Over the same organisations, with another log folder. */
let other: SupergraphWithAccess;

const question = `{ myHouseholds(first: 50) { nodes {
  id members { person { name } } measures { kind } familyPlans { source { unit } }
  sources { organisation outcome reason }
} } }`;

/** With gateways of their own, over the organisations of another. */
export function describeUnwritableLogs(over: () => SupergraphWithAccess): void {
  describe('logs that cannot be written', () => {
    beforeAll(async () => {
      graph = await startWithAccess({ sourceTimeoutMs: 5_000, over: over() });
      other = await startWithAccess({ sourceTimeoutMs: 5_000, over: over() });
      blockSegment(graph.logFolder, 'processing');
      blockSegment(other.logFolder, 'decisions-gi');
    }, 240_000);

    afterAll(async () => {
      await other?.stop();
      await graph?.stop();
    });

    describe('a processing log that cannot be written', () => {
      it('leaves nothing answered, of questions one by one', async () => {
        for (let index = 0; index < 3; index += 1) await expectRefused(graph.as('fixed-face', question));
      });

      it('leaves nothing answered, of twenty equal questions at one time', async () => {
        await Promise.all(Array.from({ length: 20 }, () => expectRefused(graph.as('fixed-face', question))));
      });

      it('leaves a question about the schema alone, of which no organisation is asked, as it was', async () => {
        const { status, data } = await graph.as('fixed-face', '{ __typename }');
        expect([status, data]).toEqual([200, { __typename: 'Query' }]);
      });
    });

    describe("an owner's decision log that cannot be written", () => {
      it('leaves nothing of that owner read, and says so: not that its source is down', async () => {
        const { data, errors } = await other.as('fixed-face', question);
        const [household] = data.myHouseholds.nodes;
        const ofGi = household.sources.find(({ organisation }: Named) => organisation === 'GI');
        expect(ofGi).toEqual({ organisation: 'GI', outcome: 'UNAVAILABLE', reason: 'NOT_RECORDED' });
        expect(household.measures).toBeNull();
        expect(
          errors.map(({ path, extensions }) => [path?.at(-1), extensions['code'], extensions['reason']]),
        ).toEqual([['measures', 'SOURCE_UNAVAILABLE', 'NOT_RECORDED']]);
        // What the other owners give does not depend on it.
        expect(household.familyPlans).toHaveLength(1);
      });

      it('leaves its source alone from then on, of twenty equal questions at one time', async () => {
        const answers = await Promise.all(Array.from({ length: 20 }, () => other.as('fixed-face', measures)));
        expect(answers.flatMap(({ data }) => data.myHouseholds.nodes)).toEqual(
          Array.from({ length: 20 }, () => ({ measures: null })),
        );
        expect(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions['reason']))).toEqual(
          Array.from({ length: 20 }, () => 'NOT_RECORDED'),
        );
      });
    });
  });
}

const measures = '{ myHouseholds(first: 50) { nodes { measures { kind } } } }';

interface Named {
  readonly organisation: string;
}

async function expectRefused(answer: ReturnType<SupergraphWithAccess['as']>): Promise<void> {
  const { status, data, errors, text } = await answer;
  expect([status, data, errors.map(({ extensions }) => extensions['code'])]).toEqual([
    503,
    undefined,
    ['NOT_RECORDED'],
  ]);
  expect(text).not.toContain('nodes');
}

function blockSegment(logFolder: string, name: string): void {
  const month = new Date().toISOString().slice(0, 7);
  mkdirSync(join(logFolder, name, `${name}-${month}.log`));
}
