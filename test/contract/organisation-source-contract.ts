/**
 * The promises that every organisation's adapter keeps, whatever protocol it speaks. One list, run against each adapter on
 * its own simulated source, over the real protocol.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isBsn } from '../../adapter-kit/bsn.js';
import type { OrganisationSource } from '../../adapter-kit/organisation-source.js';
import { isRoleOfHousehold, type RosterPage, rosterPageSchema } from '../../adapter-kit/roster.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { describeFailingLine, type FailingLine, type SourceElsewhere } from './failing-line.js';

export interface ContractHarness<File> {
  /** As the graph spells it. */
  readonly organisation: string;
  /** Starts the simulated source and an adapter on it with the given deadline. */
  start(options: { readonly timeoutMs: number }): Promise<ContractSubject<File>>;
  /** References that the source answers well; at least three. */
  readonly healthy: readonly [string, string, string, ...string[]];
  readonly slow: string;
  readonly down: string;
  readonly malformed: string;
  /** The field that the malformed file breaks, as the error must name it. */
  readonly malformedField: string;
  /** The most outward calls that one batch may cost, whatever its size. */
  readonly maxCallsPerBatch: number;
  /** How the line to the source may fail; left out, only the source's own faults are shown. */
  readonly line?: FailingLine;
}

export interface ContractSubject<File> {
  readonly source: OrganisationSource<File>;
  /** Outward calls so far. */
  calls(): number;
  /** Takes the simulated source away for good. */
  stopSource(): Promise<void>;
  stop(): Promise<void>;
  /** Another adapter on the same source, at another address. */
  readonly elsewhere?: SourceElsewhere<File>;
}

const timeoutMs = 700;

export function describeOrganisationSource<File>(harness: ContractHarness<File>): void {
  describe(`the ${harness.organisation} adapter keeps the promises of every source`, () => {
    let subject: ContractSubject<File>;
    let page: RosterPage;
    const context = () => ({ signal: AbortSignal.timeout(10_000) });
    const failure = async (read: Promise<ReadonlyMap<string, File | SourceError>>, reference: string) => {
      try {
        const found = (await read).get(reference);
        return found instanceof SourceError ? found : 'answered';
      } catch (thrown) {
        return thrown;
      }
    };

    beforeAll(async () => {
      subject = await harness.start({ timeoutMs });
      page = await subject.source.roster.read(null, AbortSignal.timeout(10_000));
    }, 60_000);
    afterAll(async () => {
      await subject?.stop();
    });

    it('offers a feed in full whose every line is as agreed', () => {
      expect(rosterPageSchema.parse(page)).toEqual(page);
      expect(page.mode).toBe('FULL');
      const references = page.references.map((reference) => reference.reference);
      expect(new Set(references).size).toBe(references.length);
      expect(references).toEqual(
        expect.arrayContaining([...harness.healthy, harness.slow, harness.down, harness.malformed]),
      );
    });

    it('puts no number, no name and no role of a reporter or a professional in its feed', () => {
      const text = JSON.stringify(page);
      expect((text.match(/(?<!\d)\d{9}(?!\d)/g) ?? []).filter(isBsn)).toEqual([]);
      expect(text).not.toMatch(/Esselink|Haverkamp|Braber|Poelman|Johan|Gerrit/);
      expect(
        page.references
          .flatMap((reference) => reference.persons)
          .filter((person) => !isRoleOfHousehold(person.role)),
      ).toEqual([]);
    });

    it('answers a later read of its feed, whole or as changes, without losing a reference', async () => {
      const later = await subject.source.roster.read(page.watermark, AbortSignal.timeout(10_000));
      expect(rosterPageSchema.parse(later)).toEqual(later);
      expect(later.removed).toEqual([]);
      if (page.watermark === null) expect(later.references).toEqual(page.references);
    });

    it('reads many files in as many calls as one', async () => {
      const before = subject.calls();
      await subject.source.loadFiles([harness.healthy[0]], context());
      const forOne = subject.calls() - before;
      const files = await subject.source.loadFiles([...harness.healthy], context());
      const forMany = subject.calls() - before - forOne;
      expect([...files.keys()].sort()).toEqual([...harness.healthy].sort());
      expect([...files.values()].filter((file) => file instanceof SourceError)).toEqual([]);
      expect(forMany).toBeLessThanOrEqual(harness.maxCallsPerBatch);
      expect(forMany).toBeLessThanOrEqual(forOne);
    });

    it('gives up at the deadline when the source is slow, and says so', async () => {
      const started = Date.now();
      const error = await failure(subject.source.loadFiles([harness.slow], context()), harness.slow);
      expect(error).toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        reason: 'TIMED_OUT',
        organisation: harness.organisation,
      });
      expect(Date.now() - started).toBeLessThan(timeoutMs + 1_500);
    });

    it('says that the source is down when it fails', async () => {
      const error = await failure(subject.source.loadFiles([harness.down], context()), harness.down);
      expect(error).toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        reason: 'DOWN',
        organisation: harness.organisation,
      });
    });

    it('does not guess at a malformed file but names the field, and repeats no value of it', async () => {
      const error = await failure(
        subject.source.loadFiles([harness.malformed], context()),
        harness.malformed,
      );
      expect(error).toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
        reason: 'CONTRACT_BROKEN',
        organisation: harness.organisation,
      });
      expect((error as SourceError).field).toContain(harness.malformedField);
      expect((error as SourceError).message).not.toMatch(/\d{6}|Sentinel|http/);
    });

    it('goes on serving healthy files after each of these', async () => {
      const files = await subject.source.loadFiles([harness.healthy[0]], context());
      expect(files.get(harness.healthy[0])).not.toBeInstanceOf(SourceError);
    });

    if (harness.line) describeFailingLine(harness, harness.line, () => subject);

    it('says that the source is down, never "nothing known", when it is gone', async () => {
      await subject.stopSource();
      const error = await failure(
        subject.source.loadFiles([harness.healthy[0]], context()),
        harness.healthy[0],
      );
      expect(error).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason: 'DOWN' });
      await expect(subject.source.roster.read(null, AbortSignal.timeout(5_000))).rejects.toMatchObject({
        code: 'SOURCE_UNAVAILABLE',
      });
    });
  });
}
