/** Veilig Thuis as one server: its authorisation server and its interface, on one loopback port. */
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify from 'fastify';
import { sentinelDelayMs, sentinelFaultOf } from '../families.js';
import { addApi, type CaseRead } from './api.js';
import {
  addAuthorizationServer,
  apiPath,
  createTokenIssuer,
  type TokenIssuer,
} from './authorization-server.js';
import type { AdviceLine } from './case-messages.js';
import { createCaseRegister } from './case-register.js';
import type { Client } from './clients.js';
import type { NumberedFiling } from './filing.js';
import { answerWithProblems } from './problem.js';

export interface VeiligThuisServerOptions {
  readonly port: number;
  readonly cases: readonly NumberedFiling[];
  readonly advice: readonly AdviceLine[];
  readonly clients: readonly Client[];
  readonly now: () => Date;
  readonly tokenLifetimeSeconds: number;
  /** Told of every case that is read, as its own log would be. */
  readonly onRead?: (read: CaseRead) => void;
}

export interface VeiligThuisServer {
  /** E.g. `http://127.0.0.1:4301`. */
  readonly origin: string;
  readonly issuer: TokenIssuer;
  close(): Promise<void>;
}

/** A case file with two hundred reports stays far below this; a larger request is no request of a colleague. */
const bodyLimitBytes = 64 * 1024;

export async function startVeiligThuisServer(options: VeiligThuisServerOptions): Promise<VeiligThuisServer> {
  const { port, cases, advice, clients, now, tokenLifetimeSeconds, onRead } = options;
  // A token names the address it was made at, and with port 0 that is known only once the server listens.
  let origin = '';
  const readOrigin = () => origin;
  const register = createCaseRegister(now);
  for (const { caseNumber, filing } of cases) register.file(filing, caseNumber);
  const issuer = await createTokenIssuer({ origin: readOrigin, lifetimeSeconds: tokenLifetimeSeconds, now });

  const closing = new AbortController();
  const app = Fastify({ bodyLimit: bodyLimitBytes, forceCloseConnections: true });
  app.addHook('preClose', async () => closing.abort());
  answerWithProblems(app);
  app.register(async (scope) => addAuthorizationServer(scope, { issuer, origin: readOrigin, clients }));
  app.register(
    async (scope) =>
      addApi(scope, {
        issuer,
        register,
        advice,
        now,
        origin: readOrigin,
        onRead,
        beforeContent: async (caseNumbers) => {
          const faults = caseNumbers.map((caseNumber) => sentinelFaultOf('veilig-thuis', caseNumber));
          if (faults.includes('slow')) await pause(sentinelDelayMs, closing.signal);
          return faults.includes('down') ? 'fail' : 'read';
        },
        asSent: (caseFile) =>
          sentinelFaultOf('veilig-thuis', caseFile.caseNumber) === 'malformed'
            ? {
                ...caseFile,
                reports: caseFile.reports.map((report) => ({ ...report, receivedOn: 'onbekend' })),
              }
            : caseFile,
      }),
    { prefix: apiPath },
  );
  await app.listen({ host: '127.0.0.1', port });
  // What a TCP server gives once it listens; only a pipe gives text.
  const address = app.server.address() as AddressInfo;
  origin = `http://127.0.0.1:${address.port}`;
  return { origin, issuer, close: () => app.close() };
}

/** Waits, and no longer than this server lives. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    // Closing: the connection is about to be cut, so nobody hears the answer.
  }
}
