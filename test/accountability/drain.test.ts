import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { removeOldSegments } from '../../adapter-kit/accountability/log-retention.js';
import type { LogboekSink } from '../../gateway/accountability/drain.js';
import { type LogboekRecord, toLogboekRecords } from '../../gateway/accountability/logboek-record.js';
import { toProcessingEntry } from '../../gateway/accountability/processing-record.js';
import { createDrainWorld, type DrainWorld, nextEntry, until } from './drain-world.js';
import { exampleRequest, personId } from './example-request.js';

let world: DrainWorld;
beforeEach(async () => {
  world = await createDrainWorld();
});
afterEach(() => world.remove());

/** Keeps everything that it is given; `fails` says when it does not answer. */
function memorySink(fails: (delivery: number) => boolean = () => false) {
  const kept: LogboekRecord[] = [];
  let deliveries = 0;
  const sink: LogboekSink = {
    async deliver(records) {
      deliveries += 1;
      if (fails(deliveries)) throw new Error('away');
      kept.push(...records);
    },
    close: async () => {},
  };
  return { sink, kept, deliveries: () => deliveries };
}

describe('one line of the log', () => {
  it('becomes one record for the request and one for each person, as its children, in the words of the standard', () => {
    const line = {
      seq: 7,
      prev: '',
      hash: 'abc',
      entry: toProcessingEntry(exampleRequest(), { pseudonymKey: 'key' }),
    };
    const records = toLogboekRecords(line, { log: 'processing' });
    expect(records).toHaveLength(7);
    const [request, ...persons] = records;
    expect(request).toEqual({
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: '0707070707070707',
      parent_span_id: 'b7ad6b7169203331',
      status: 'Unset',
      name: 'HouseholdView',
      start_time: Date.parse('2026-11-02T11:00:00.000Z'),
      end_time: Date.parse('2026-11-02T11:00:00.087Z'),
      resource: {
        attributes: expect.objectContaining({ 'gezinsbeeld.log.sequence': 7, 'gezinsbeeld.log.hash': 'abc' }),
      },
      attributes: {
        'dpl.core.processing_activity_id': 'https://register.invalid/activities/household-view',
        'dpl.core.foreign_operation.processor': 'https://local-team.invalid',
      },
    });
    expect(persons.map(({ attributes }) => attributes['dpl.core.data_subject_id']).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map(personId).sort(),
    );
    for (const person of persons) {
      expect(person).toMatchObject({
        parent_span_id: '0707070707070707',
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      });
      expect(Object.keys(person.attributes).sort()).toEqual([
        'dpl.core.data_subject_id',
        'dpl.core.data_subject_id_type',
        'dpl.core.processing_activity_id',
      ]);
    }
    expect(new Set(records.map(({ span_id }) => span_id)).size).toBe(7);
    // Delivered again, it is the same.
    expect(toLogboekRecords(line, { log: 'processing' })).toEqual(records);
  });

  it('takes the reason for breaking the glass nowhere else', () => {
    const { access } = exampleRequest();
    const request = exampleRequest({
      access: { ...access, breakGlass: { reason: 'a canary in words', at: '2026-11-02T11:00:00Z' } },
    });
    const line = { seq: 1, prev: '', hash: '', entry: toProcessingEntry(request, { pseudonymKey: 'key' }) };
    const text = JSON.stringify(toLogboekRecords(line, { log: 'processing' }));
    expect(text).not.toContain('canary');
    expect(text).toContain('"gezinsbeeld.break_glass":true');
  });
});

describe('the drain', () => {
  it('delivers what was acknowledged, then waits for more, and its figures say how far behind it is', async () => {
    await world.append(3);
    const { sink, kept } = memorySink();
    const drain = await world.start(sink);
    await until(() => drain.figures().pendingLines === 0);
    expect(kept).toHaveLength(21);
    await world.append(2);
    await until(() => kept.length === 35);
    await until(() => drain.figures().deliveredSeq === 5);
    expect(drain.figures()).toEqual({
      pendingLines: 0,
      oldestPendingMs: 0,
      deliveredLines: 5,
      deliveredRecords: 35,
      failures: 0,
      failuresInSuccession: 0,
      isBlocked: 0,
      deliveredSeq: 5,
    });
  });

  it('delivers over months, in pieces of bounded size', async () => {
    await world.append(3);
    const log = await world.open({ now: () => new Date('2026-12-01T00:00:00Z') });
    for (let number = 0; number < 4; number += 1) await log.append(nextEntry());
    await log.close();
    const { sink, kept, deliveries } = memorySink();
    const drain = await world.start(sink, { batchRecords: 14 });
    await until(() => drain.figures().pendingLines === 0);
    expect({ records: kept.length, deliveries: deliveries() }).toEqual({ records: 49, deliveries: 4 });
  });

  it('loses nothing while its sink is away, holds up no append, and comes back by itself', async () => {
    let isAway = true;
    const failures: string[] = [];
    const { sink, kept } = memorySink(() => isAway);
    await world.append(2);
    const wallClockMs = (): number => Date.parse('2026-11-02T11:00:10.087Z');
    const drain = await world.start(sink, { wallClockMs, onFailure: ({ kind }) => failures.push(kind) });
    await until(() => drain.figures().failuresInSuccession >= 3);
    await world.append(2);
    expect(drain.figures()).toMatchObject({
      pendingLines: 4,
      oldestPendingMs: 10_000,
      deliveredLines: 0,
      isBlocked: 0,
    });
    isAway = false;
    await until(() => drain.figures().pendingLines === 0);
    expect(kept).toHaveLength(28);
    expect(new Set(failures)).toEqual(new Set(['Error']));
    expect(drain.figures().failuresInSuccession).toBe(0);
  });

  it('begins after a restart where it was acknowledged, and delivers the rest at least once', async () => {
    await world.append(4);
    const first = memorySink((delivery) => delivery > 2);
    const drain = await world.start(first.sink, { batchLines: 1 });
    await until(() => drain.figures().failures > 0);
    await drain.stop();
    expect(first.kept).toHaveLength(14);
    const second = memorySink();
    const again = await world.start(second.sink);
    await until(() => again.figures().pendingLines === 0);
    expect(second.kept).toHaveLength(14);
    const spansOf = (records: readonly LogboekRecord[]) => records.map(({ span_id }) => span_id);
    expect(new Set([...spansOf(first.kept), ...spansOf(second.kept)]).size).toBe(28);
  });

  it('goes on when the segment that it had delivered to the end was let go', async () => {
    await world.append(2);
    const first = memorySink();
    const drain = await world.start(first.sink);
    await until(() => drain.figures().deliveredSeq === 2);
    await drain.stop();
    const now = new Date('2027-03-01T00:00:00Z');
    const log = await world.open({ now: () => now });
    await log.append(nextEntry());
    const removed = await removeOldSegments({
      log,
      now,
      keepMonths: 1,
      deliveredSeq: drain.figures().deliveredSeq,
    });
    await log.close();
    expect(removed).toEqual(['processing-2026-11.log']);
    const second = memorySink();
    const again = await world.start(second.sink);
    await until(() => again.figures().pendingLines === 0);
    expect({ records: second.kept.length, failures: again.figures().failures }).toEqual({
      records: 7,
      failures: 0,
    });
  });

  it('stands still at a line that is not as it was written, and says so', async () => {
    await world.append(4);
    await world.rewrite((lines) => lines.with(2, (lines[2] ?? '').replace('fixed-face', 'fixed-fact')));
    const { sink, kept } = memorySink();
    const failures: string[] = [];
    const drain = await world.start(sink, { onFailure: ({ kind }) => failures.push(kind) });
    await until(() => drain.figures().isBlocked === 1);
    expect(kept.length).toBeLessThanOrEqual(14);
    expect(failures[0]).toBe('BrokenChainError');
    expect(drain.figures().pendingLines).toBeGreaterThanOrEqual(2);
  });

  it('refuses a position that is of another log', async () => {
    await world.append(1);
    await writeFile(world.positionFile, '{"log":"other"}');
    await expect(world.start(memorySink().sink)).rejects.toThrow(
      "expected the drain's file to hold its position",
    );
  });
});
