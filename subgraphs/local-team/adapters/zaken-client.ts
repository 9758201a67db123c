/**
 * Calls to any Zaken API 1.5.1 and Catalogi API: signed, in the right reference system, page after page.
 *
 * Only what the standard offers is used, and the number of a page is taken from its `next` link, never its host.
 */
import { SignJWT } from 'jose';
import { type CircuitState, worstCircuit } from '../../../adapter-kit/circuit.js';
import {
  createOutwardCaller,
  type OutwardCaller,
  type OutwardCallOptions,
} from '../../../adapter-kit/outward-call.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { organisation, parseCaseType, parsePage } from './zaken-contract.js';

export interface ZakenClientOptions {
  /** Base of the Zaken API, e.g. `https://zaken.invalid/zaken/api/v1`. */
  readonly zakenUrl: string;
  /** Base of the Catalogi API. */
  readonly catalogiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How long one outward call may take. */
  readonly timeoutMs: number;
  readonly resilience?: OutwardCallOptions['resilience'];
  /** The true time in milliseconds, for the token: the server checks its age. */
  readonly clockMs?: () => number;
  readonly onCall?: (call: { readonly method: string; readonly path: string }) => void;
}

export interface CaseSearch {
  readonly uuid__in?: readonly string[];
  readonly zaaktype__in?: readonly string[];
  readonly expand?: readonly string[];
}

export interface ZakenClient {
  /** All cases that fit, unparsed. @throws SourceError */
  searchCases(search: CaseSearch, signal: AbortSignal): Promise<readonly unknown[]>;
  /** Every published kind of case: its URL and its own identification. @throws SourceError */
  fetchCaseTypes(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** The worse one of both APIs. */
  readonly circuit: () => CircuitState;
  close(): Promise<void>;
}

/** A list longer than this is not a list but a mistake. */
const maxPages = 1_000;

export function createZakenClient(options: ZakenClientOptions): ZakenClient {
  const { clientId, clientSecret, timeoutMs, resilience, clockMs = Date.now, onCall } = options;
  const caller = (baseUrl: string): OutwardCaller =>
    createOutwardCaller({
      organisation,
      baseUrl: baseUrl.replace(/\/+$/, ''),
      timeoutMs,
      resilience,
      // A page of a hundred families with their people is well below this.
      maxAnswerBytes: 32 * 1024 * 1024,
      ...(onCall ? { onCall } : {}),
    });
  const zaken = caller(options.zakenUrl);
  const catalogi = caller(options.catalogiUrl);
  const key = new TextEncoder().encode(clientSecret);

  const headers = async (): Promise<Readonly<Record<string, string>>> => ({
    authorization: `Bearer ${await new SignJWT({
      client_id: clientId,
      user_id: clientId,
      user_representation: 'Gezinsbeeld',
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(clientId)
      .setIssuedAt(Math.floor(clockMs() / 1_000))
      .sign(key)}`,
    accept: 'application/json',
  });

  return {
    async searchCases(search, signal) {
      const body = JSON.stringify(search);
      return readPages(async (page) =>
        zaken.fetchJson({
          method: 'POST',
          path: `/zaken/_zoek${page === 1 ? '' : `?page=${page}`}`,
          headers: {
            ...(await headers()),
            'content-type': 'application/json',
            'accept-crs': 'EPSG:4326',
            'content-crs': 'EPSG:4326',
          },
          body,
          isRead: true,
          signal,
        }),
      );
    },
    async fetchCaseTypes(signal) {
      const types = await readPages(async (page) =>
        catalogi.fetchJson({
          method: 'GET',
          path: `/zaaktypen?status=definitief${page === 1 ? '' : `&page=${page}`}`,
          headers: await headers(),
          signal,
        }),
      );
      return new Map(types.map(parseCaseType).map((type) => [type.url, type.identificatie]));
    },
    circuit: () => worstCircuit(zaken.circuit(), catalogi.circuit()),
    close: async () => {
      await Promise.all([zaken.close(), catalogi.close()]);
    },
  };
}

/** Reads all pages, and refuses a list that changed underneath: half a list would be a silent gap. */
async function readPages(fetchPage: (page: number) => Promise<unknown>): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (let number = 1; number <= maxPages; number += 1) {
    const page = parsePage(await fetchPage(number));
    results.push(...page.results);
    if (!page.next) {
      if (results.length !== page.count) throw incomplete(page.count, results.length);
      return results;
    }
    if (pageNumberOf(page.next) !== number + 1) throw incomplete(page.count, results.length);
  }
  throw incomplete(maxPages, maxPages + 1);
}

function pageNumberOf(next: string): number | null {
  const match = /[?&]page=(\d+)/.exec(next);
  return match ? Number(match[1]) : null;
}

function incomplete(expected: number, received: number): SourceError {
  return new SourceError({
    organisation,
    reason: 'CONTRACT_BROKEN',
    field: 'page.count',
    detail: `the answer broke its contract: page.count: expected ${expected} results, received ${received}`,
  });
}
