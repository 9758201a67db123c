/**
 * A proxy that goes wrong on purpose, before any source: connection faults before everything that speaks over TCP, answer
 * faults as well before a source that speaks HTTP. On loopback only, and it imports nothing of the product.
 */
import { type AnswerProxy, type FaultScope, startAnswerProxy } from './answer-proxy.js';
import { startConnectionProxy } from './connection-proxy.js';
import { type Fault, isConnectionFault } from './faults.js';

export interface FaultProxyOptions {
  /** Where the source is, e.g. `http://127.0.0.1:4303` or `postgres://127.0.0.1:5432`; only host and port are used. */
  readonly target: string;
  /** The loopback port to listen on; left out or 0, a free one. */
  readonly port?: number;
  /** A number from 0 up to 1, for jitter and for faults of some requests. */
  readonly random?: () => number;
}

export interface FaultProxy {
  readonly port: number;
  /** The target's address with this proxy's port in place of its own. */
  readonly url: string;
  /** Puts a fault on in place of the one before; `null` takes it off. @throws Error for an answer fault before what is not HTTP. */
  set(fault: Fault | null, scope?: FaultScope): Promise<void>;
  /** The same address or connection string as leads to the source, through this proxy. */
  through(url: string): string;
  /** How many clients are connected now. */
  openConnections(): number;
  /** Bytes of answers that were passed on since the last `set`. */
  passedBytes(): number;
  /** Requests that came since the last `set`, those among them that a fault answered; none are seen before what is not HTTP. */
  requests(): number;
  close(): Promise<void>;
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** @throws Error where the target is not on this machine, or says no port. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { random = Math.random } = options;
  const target = new URL(options.target);
  const targetPort = Number(target.port || (target.protocol === 'http:' ? 80 : ''));
  if (!loopback.test(target.hostname) || targetPort === 0) {
    throw new Error('expected a target on this machine with a port, e.g. http://127.0.0.1:4303');
  }
  const answers: AnswerProxy | null =
    target.protocol === 'http:' ? await startAnswerProxy(targetPort, random) : null;
  const connections = await startConnectionProxy({
    port: options.port ?? 0,
    targetPort: answers?.port ?? targetPort,
    random,
  }).catch(async (thrown: unknown) => {
    await answers?.close();
    throw thrown;
  });

  const through = (url: string): string => {
    const through = new URL(url);
    const isOfTarget = loopback.test(through.hostname) && through.port === String(targetPort);
    if (!isOfTarget) return url;
    // Not by `URL.port`: it would write a connection string anew.
    return url.replace(`${through.hostname}:${targetPort}`, `127.0.0.1:${connections.port}`);
  };

  return {
    port: connections.port,
    url: through(target.href),
    async set(fault, scope = {}) {
      if (fault === null || isConnectionFault(fault)) {
        answers?.set(null, {});
        return connections.set(fault);
      }
      if (answers === null) throw new Error(`expected a source that speaks HTTP for the fault ${fault.kind}`);
      await connections.set(null);
      answers.set(fault, scope);
    },
    through,
    openConnections: connections.openConnections,
    passedBytes: connections.passedBytes,
    requests: () => answers?.requests() ?? 0,
    async close() {
      await connections.close();
      await answers?.close();
    },
  };
}
