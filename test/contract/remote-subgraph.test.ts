/** A subgraph in another process, and its feed, over a line that fails: the promises are those of a source. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { connectRemoteSubgraph, type RemoteSubgraph } from '../../adapter-kit/remote-subgraph.js';
import type { RosterFeed, RosterPage } from '../../adapter-kit/roster.js';
import { SourceError, unavailableReasons } from '../../adapter-kit/source-error.js';
import { defineSubgraph } from '../../adapter-kit/subgraph.js';
import { type SubgraphServer, serveSubgraph } from '../../adapter-kit/subgraph-server.js';
import { type FaultProxy, startFaultProxy } from '../../simulated-sources/fault-proxy/fault-proxy.js';
import { parseFault } from '../../simulated-sources/fault-proxy/faults.js';
import { answerTwins, lineTwins } from './failing-line.js';

const page: RosterPage = {
  mode: 'FULL',
  asOf: '2026-11-02T11:00:00.000Z',
  watermark: '1',
  references: Array.from({ length: 20 }, (_, index) => ({
    reference: `RVDK/2026-${index}`,
    unit: 'RVDK',
    unitName: 'Raad voor de Kinderbescherming',
    since: '2026-01-01',
    until: null,
    contact: null,
    persons: [],
  })),
  removed: [],
};
const cases = Array.from({ length: 20 }, (_, index) => `case ${index}`);
const deadlineMs = 250;
const patientMs = 5_000;

describe('a subgraph in another process', () => {
  let answerFeed: RosterFeed['read'];
  let answerCases: (signal: AbortSignal | undefined) => Promise<readonly string[]>;
  let server: SubgraphServer;
  let proxy: FaultProxy;
  let impatient: RemoteSubgraph;
  let patient: RemoteSubgraph;

  beforeAll(async () => {
    const subgraph = defineSubgraph<AbortSignal | undefined>({
      name: 'raad',
      typeDefs: parse('type Query { cases: [String!] }'),
      resolvers: { Query: { cases: (_root: unknown, _args: unknown, signal) => answerCases(signal) } },
      createContext: ({ signal }) => signal,
      roster: { read: (watermark, signal) => answerFeed(watermark, signal) },
    });
    server = await serveSubgraph(subgraph, { port: 0 });
    proxy = await startFaultProxy({ target: server.url });
    impatient = connectRemoteSubgraph({ organisation: 'RAAD', url: proxy.url, timeoutMs: deadlineMs });
    patient = connectRemoteSubgraph({ organisation: 'RAAD', url: proxy.url, timeoutMs: patientMs });
    answerWell();
    await expectRight(patient);
    await expectRight(impatient);
  });
  afterAll(async () => {
    await impatient?.close();
    await patient?.close();
    await proxy?.close();
    await server?.close();
  });

  function answerWell(): void {
    answerFeed = async () => page;
    answerCases = async () => cases;
  }
  const ask = async (remote: RemoteSubgraph, signal?: AbortSignal) =>
    remote.handle({ query: '{ cases }', headers: {}, ...(signal ? { signal } : {}) });
  // Nobody waits for a feed, so its time is the reader's own.
  const readFeed = (remote: RemoteSubgraph): Promise<RosterPage> =>
    remote.roster.read(null, AbortSignal.timeout(remote === impatient ? deadlineMs : patientMs));
  async function expectRight(remote: RemoteSubgraph): Promise<void> {
    expect(await ask(remote)).toEqual({ data: { cases } });
    expect(await readFeed(remote)).toEqual(page);
  }

  it.each([...lineTwins, ...answerTwins])(
    'is told as lost when %s (%s: %s), and heard again afterwards',
    async (_what, text, reason) => {
      const remote = reason === 'TIMED_OUT' ? impatient : patient;
      await proxy.set(parseFault(text));
      const failures = await Promise.all(
        [ask(remote), readFeed(remote)].map((read) =>
          read.then(
            () => null,
            (thrown: unknown) => thrown,
          ),
        ),
      );
      for (const failure of failures) {
        expect(failure).toMatchObject({ code: 'SOURCE_UNAVAILABLE', organisation: 'RAAD' });
      }
      expect(failures.map((failure) => (failure as SourceError).reason)).toEqual([reason, reason]);
      await proxy.set(null);
      await expectRight(patient);
    },
  );

  it.each([1, 25, 75, 99])('has no feed in a part of one (%i per cent)', async (percent) => {
    await proxy.set({ kind: 'truncated', percent });
    await expect(readFeed(patient)).rejects.toMatchObject({ reason: 'CONTRACT_BROKEN' });
    await proxy.set(null);
  });

  it('is asked again, unnoticed, where a connection was kept open too long', async () => {
    const remote = connectRemoteSubgraph({ organisation: 'RAAD', url: proxy.url, timeoutMs: patientMs });
    await expectRight(remote);
    await proxy.set({ kind: 'stale' });
    for (let question = 0; question < 3; question += 1)
      expect(await ask(remote)).toEqual({ data: { cases } });
    await proxy.set(null);
    await remote.close();
  });

  it('is left alone when it fails every time, says so, and is asked again before long', async () => {
    const remote = connectRemoteSubgraph({
      organisation: 'RAAD',
      url: proxy.url,
      timeoutMs: patientMs,
      resilience: { resetAfterMs: 100 },
    });
    await proxy.set({ kind: 'status', status: 500 });
    for (let question = 0; question < 10; question += 1) {
      await expect(ask(remote)).rejects.toMatchObject({ reason: 'DOWN' });
    }
    await expect(ask(remote)).rejects.toMatchObject({ circuit: 'OPEN' });
    expect([remote.circuit(), proxy.requests()]).toEqual(['OPEN', 5]);
    await proxy.set(null);
    await new Promise((resolve) => setTimeout(resolve, 110));
    await expectRight(remote);
    expect(remote.circuit()).toBe('CLOSED');
    await remote.close();
  });

  it('gives no answer of neither data nor errors', async () => {
    for (const text of ['{"data":null}', '{"data":null,"errors":[]}', '{"extensions":{}}']) {
      await proxy.set({ kind: 'json', text });
      await expect(ask(patient)).rejects.toMatchObject({
        reason: 'CONTRACT_BROKEN',
        message: expect.stringContaining('expected data, or errors that say why there are none'),
      });
    }
    await proxy.set(null);
  });

  it('reads an answer no further than it may be large', async () => {
    await proxy.set({ kind: 'huge', bytes: 500_000_000 });
    await expect(ask(patient)).rejects.toMatchObject({ reason: 'CONTRACT_BROKEN' });
    expect(proxy.passedBytes()).toBeLessThan(50_000_000);
    await proxy.set(null);
  });

  it.each(unavailableReasons)(
    'says why its source cannot be read, as if it stood in this process: %s',
    async (reason) => {
      answerFeed = async () => {
        throw new SourceError({ organisation: 'RAAD', reason, detail: 'as it was' });
      };
      await expect(readFeed(patient)).rejects.toMatchObject({ reason, organisation: 'RAAD' });
      answerWell();
    },
  );

  it('stops reading its source for somebody who has left', async () => {
    const heard: string[] = [];
    const wait = (what: string, signal: AbortSignal | undefined): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          heard.push(what);
          reject(new Error('nobody waits'));
        });
      });
    answerFeed = (_watermark, signal) => wait('feed', signal);
    answerCases = (signal) => wait('cases', signal);
    const leave = new AbortController();
    const left = [ask(patient, leave.signal), patient.roster.read(null, leave.signal)].map((read) =>
      read.catch((thrown: unknown) => thrown),
    );
    setTimeout(() => leave.abort(), 50);
    for (const failure of await Promise.all(left)) expect(failure).toMatchObject({ reason: 'TIMED_OUT' });
    const deadline = performance.now() + 2_000;
    while (heard.length < 2 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard.sort()).toEqual(['cases', 'feed']);
    answerWell();
  });
});
