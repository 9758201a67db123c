/**
 * What every adapter promises about a line that fails between it and its source: the same source, behind the fault proxy. However
 * the line fails, the adapter says so in time, takes no half answer for a whole one, and is right again when the line is.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationSource } from '../../adapter-kit/organisation-source.js';
import { createReferenceLoader } from '../../adapter-kit/reference-loader.js';
import type { RosterPage } from '../../adapter-kit/roster.js';
import { SourceError, type UnavailableReason } from '../../adapter-kit/source-error.js';
import { type FaultProxy, startFaultProxy } from '../../simulated-sources/fault-proxy/fault-proxy.js';
import { parseFault } from '../../simulated-sources/fault-proxy/faults.js';

/** How the line to a source may fail. */
export type FailingLine =
  /** `content`: in the path of every call that reads cases or files, and of no other. */
  { readonly protocol: 'http'; readonly content: string } | { readonly protocol: 'tcp' };

/** The same source at another address. */
export interface SourceElsewhere<File> {
  /** Where the source is; the same host and port stand in its settings. */
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
  connect(
    settings: Readonly<Record<string, string>>,
    options: { readonly timeoutMs: number; readonly onCall: () => void },
  ): OrganisationSource<File>;
}

export type Twin = readonly [what: string, fault: string, reason: UnavailableReason];

/** Below any protocol. */
export const lineTwins: readonly Twin[] = [
  ['nobody listens', 'refuse', 'DOWN'],
  ['it accepts and says nothing', 'hang', 'TIMED_OUT'],
  ['it breaks the line before it answers', 'reset=0', 'DOWN'],
  ['it breaks the line in the middle of an answer', 'reset=70', 'DOWN'],
  ['it hangs up in the middle of an answer', 'cut=70', 'DOWN'],
  ['it says in the middle of an answer that no more will come', 'half-close=70', 'DOWN'],
  ['its answer drips', 'drip=50', 'TIMED_OUT'],
];

/** In the answers of a source that speaks HTTP. */
export const answerTwins: readonly Twin[] = [
  ['it fails', 'status=500', 'DOWN'],
  ['it is overloaded', 'status=503', 'DOWN'],
  ['it asks to come back later, which nobody here waits for', 'status=503+9', 'DOWN'],
  ['it refuses', 'status=403', 'REJECTED'],
  ['it sends elsewhere, where nobody follows', 'redirect=http://127.0.0.1:9/', 'REJECTED'],
  ['it breaks the line half way', 'break-off=reset', 'DOWN'],
  ['it hangs up half way', 'break-off=close', 'DOWN'],
  ['it falls silent half way', 'break-off=stall', 'TIMED_OUT'],
  ['it gives a page for people', 'html', 'CONTRACT_BROKEN'],
  ['it gives nothing and calls it an answer', 'empty', 'CONTRACT_BROKEN'],
  ['it gives half of its answer as if it were all', 'truncated', 'CONTRACT_BROKEN'],
  ['it says that its answer is of another type', 'content-type=text/html', 'CONTRACT_BROKEN'],
  ['it gives an empty object', 'json={}', 'CONTRACT_BROKEN'],
  ['it gives an empty list', 'json=[]', 'CONTRACT_BROKEN'],
  ['it gives "null"', 'json=null', 'CONTRACT_BROKEN'],
  ['it wraps its answer in a list', 'array', 'CONTRACT_BROKEN'],
  ['it gives its lists twice, the second time empty', 'duplicate-keys', 'CONTRACT_BROKEN'],
  ['it gives a name that is dangerous to copy', 'proto', 'CONTRACT_BROKEN'],
  ['it writes letters that are not UTF-8', 'latin1', 'CONTRACT_BROKEN'],
];

const deadlineMs = 250;
/** For noisy machines: a database in this process holds up every timer while it works. */
const toleranceMs = 1_000;
const patientMs = 5_000;

export function describeFailingLine<File>(
  harness: { readonly organisation: string; readonly healthy: readonly [string, ...string[]] },
  line: FailingLine,
  subject: () => { readonly elsewhere?: SourceElsewhere<File> },
): void {
  describe('over a line that fails', () => {
    const { organisation, healthy } = harness;
    const opened: OrganisationSource<File>[] = [];
    let proxy: FaultProxy;
    let whole: RosterPage;
    /** Two that have asked before: one with time, and one that waits no longer than a moment. */
    let patient: OrganisationSource<File>;
    let impatient: OrganisationSource<File>;
    let socketsBefore: number;
    let calls = 0;

    beforeAll(async () => {
      socketsBefore = openSockets();
      const { url = '' } = subject().elsewhere ?? {};
      // A database is reached over TCP, whatever its address is called.
      proxy = await startFaultProxy({
        target: line.protocol === 'http' ? url : url.replace(/^\w+:/, 'tcp:'),
      });
      patient = connect(patientMs);
      whole = await patient.roster.read(null, AbortSignal.timeout(patientMs));
      impatient = connect(deadlineMs);
      await expectRight(impatient, 10);
    }, 60_000);
    afterAll(async () => {
      await Promise.all(opened.map((source) => source.close()));
      await proxy?.close();
    });

    function connect(timeoutMs: number): OrganisationSource<File> {
      const { elsewhere } = subject();
      if (!elsewhere) throw new Error('expected the source at another address');
      const settings = Object.fromEntries(
        Object.entries(elsewhere.settings).map(([name, value]) => [
          name,
          URL.canParse(value) ? proxy.through(value) : value,
        ]),
      );
      const onCall = (): void => {
        calls += 1;
      };
      const source = elsewhere.connect(settings, { timeoutMs, onCall });
      let closing: Promise<void> | undefined;
      const closedOnce = {
        ...source,
        close: () => {
          closing ??= source.close();
          return closing;
        },
      };
      opened.push(closedOnce);
      return closedOnce;
    }

    const loadFile = (source: OrganisationSource<File>, reference = healthy[0]): Promise<File> =>
      createReferenceLoader(source.loadFiles, organisation, { signal: AbortSignal.timeout(patientMs) }).load(
        reference,
      );
    const readFeed = (source: OrganisationSource<File>): Promise<RosterPage> =>
      source.roster.read(null, AbortSignal.timeout(patientMs));

    async function expectFailure(read: () => Promise<unknown>, reason: UnavailableReason): Promise<void> {
      const started = performance.now();
      const outcome = await read().catch((thrown: unknown) => thrown);
      expect(outcome).toBeInstanceOf(SourceError);
      expect(outcome).toMatchObject({ code: 'SOURCE_UNAVAILABLE', reason, organisation });
      expect(performance.now() - started).toBeLessThan(deadlineMs + toleranceMs);
      // Neither an address nor a number nor anything the source sent.
      expect((outcome as SourceError).message).not.toMatch(/127\.0\.0\.1|\d{6}|http|<|polluted/);
    }

    /** Of one that waits no longer than a moment, only that it is right before long. */
    async function expectRight(source: OrganisationSource<File>, attempts = 1): Promise<void> {
      try {
        expect(await loadFile(source)).not.toBeInstanceOf(SourceError);
        expect((await readFeed(source)).references).toEqual(whole.references);
      } catch (thrown) {
        if (attempts <= 1) throw thrown;
        await expectRight(source, attempts - 1);
      }
    }

    const twins = line.protocol === 'http' ? [...lineTwins, ...answerTwins] : lineTwins;
    it.each(twins)(
      'says so in time when %s (%s: %s), and is right again afterwards',
      async (_what, text, reason) => {
        const fault = parseFault(text);
        const isSlow = reason === 'TIMED_OUT';
        const attempts = isSlow ? 10 : 1;
        const expectFailures = (source: OrganisationSource<File>): Promise<unknown> =>
          Promise.all([
            expectFailure(() => loadFile(source), reason),
            expectFailure(() => readFeed(source), reason),
          ]);
        // One that has asked before fails at the records themselves …
        const warm = isSlow ? impatient : patient;
        await proxy.set(fault, line.protocol === 'http' ? { only: line.content } : {});
        await expectFailures(warm);
        // … and one that asks for the first time, at whatever it asks for first.
        const cold = connect(isSlow ? deadlineMs : patientMs);
        await proxy.set(fault);
        await expectFailures(cold);
        await cold.close();
        await proxy.set(null);
        await expectRight(warm, attempts);
      },
    );

    it('takes no part of a feed for a feed, wherever it was cut', async () => {
      await proxy.set(null);
      await readFeed(patient);
      const bytes = proxy.passedBytes();
      for (const part of [0.2, 0.5, 0.8, 1]) {
        // An adapter may use several connections, none of which carries all.
        await proxy.set(
          line.protocol === 'tcp'
            ? { kind: 'cut', afterBytes: Math.floor(bytes * part) - 1 }
            : { kind: 'truncated', percent: part * 100 },
          line.protocol === 'http' ? { only: line.content } : {},
        );
        await expect(readFeed(patient)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
        await proxy.set(null);
        expect((await readFeed(patient)).references).toHaveLength(whole.references.length);
      }
    });

    it('is right over a slow line, and asks no more often than over a quick one', async () => {
      const count = async (source: OrganisationSource<File>): Promise<number> => {
        const before = calls;
        await readFeed(source);
        for (const reference of healthy) await loadFile(source, reference);
        return calls - before;
      };
      await proxy.set(null);
      const quick = await count(connect(patientMs));
      await proxy.set({ kind: 'latency', ms: 20, jitterMs: 10 });
      expect(await count(connect(patientMs))).toBe(quick);
      await proxy.set(null);
    });

    if (line.protocol === 'http') {
      it('reads an answer no further than it may be large', async () => {
        await proxy.set({ kind: 'huge', bytes: 500_000_000 }, { only: line.content });
        for (const read of [() => loadFile(patient), () => readFeed(patient)]) {
          await expect(read()).rejects.toMatchObject({ reason: 'CONTRACT_BROKEN' });
        }
        expect(proxy.passedBytes()).toBeLessThan(150_000_000);
        await proxy.set(null);
        await expectRight(patient);
      });
    }

    it('stops when it is closed, also while the source hangs, and leaves no connection behind', async () => {
      const idle = connect(patientMs);
      await loadFile(idle);
      await loadFile(patient);
      await proxy.set({ kind: 'hang' });
      const pending = loadFile(patient).catch((thrown: unknown) => thrown);
      const started = performance.now();
      await Promise.all(opened.splice(0).map((source) => source.close()));
      expect(performance.now() - started).toBeLessThan(toleranceMs);
      expect(await pending).toBeInstanceOf(SourceError);
      await proxy.set(null);
      await until(() => proxy.openConnections() === 0);
      await proxy.close();
      await until(() => openSockets() <= socketsBefore);
    });
  });
}

/** Connections of this whole process, the source's own included. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}

async function until(isSo: () => boolean, withinMs = 2_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`expected it within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
