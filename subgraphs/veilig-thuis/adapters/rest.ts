/**
 * Veilig Thuis over its REST interface: the feed of cases page by page, case files by the batch.
 *
 * It asks for the scopes of reading alone. The advice register has no place here: it is never asked for.
 */
import { worstCircuit } from '../../../adapter-kit/circuit.js';
import { parseContract } from '../../../adapter-kit/contract.js';
import type { OutwardCallNotice } from '../../../adapter-kit/organisation-source.js';
import {
  createOutwardCaller,
  type OutwardAnswer,
  type OutwardCallOptions,
  type OutwardRequest,
  parseJsonAnswer,
} from '../../../adapter-kit/outward-call.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { ReadContext } from '../../../adapter-kit/reference-loader.js';
import type { RosterPage, RosterReference } from '../../../adapter-kit/roster.js';
import { SourceError, toSourceError } from '../../../adapter-kit/source-error.js';
import type { VeiligThuisFile, VeiligThuisSource } from '../source.js';
import { createAccessTokens } from './access-token.js';
import { caseFileSchema, caseNumberSchema, feedPageSchema, searchAnswerSchema } from './rest-messages.js';
import { toCaseFile } from './to-case-file.js';
import { toRosterReference } from './to-roster-reference.js';

export interface RestVeiligThuisOptions {
  /** The interface with its version, without a trailing slash, e.g. `https://…/api/v1`. */
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How long one outward call may take. */
  readonly timeoutMs: number;
  readonly resilience?: OutwardCallOptions['resilience'];
  readonly pseudonymiser: Pseudonymiser;
  readonly onCall?: (call: OutwardCallNotice) => void;
  /** A clock that is never set back, in milliseconds: by it a token ages. */
  readonly monotonicMs?: () => number;
}

const organisation = 'VEILIG_THUIS';
const scopes = ['vt:roster', 'vt:reports'];
/** The most case files that the interface gives in one read. */
const maxFilesPerCall = 200;
const pageSize = 200;
/** A feed that has not ended by then (200 000 cases) never will. */
const maxPages = 1_000;

export function createRestVeiligThuisSource(options: RestVeiligThuisOptions): VeiligThuisSource {
  const { apiUrl, tokenUrl, clientId, clientSecret, timeoutMs, resilience, pseudonymiser, onCall } = options;
  const { monotonicMs = () => performance.now() } = options;
  const notice = onCall
    ? { onCall: (call: { method: string; path: string }) => onCall({ organisation, ...call }) }
    : {};
  const caller = createOutwardCaller({ organisation, baseUrl: apiUrl, timeoutMs, resilience, ...notice });
  const tokens = createAccessTokens({
    organisation,
    timeoutMs,
    resilience,
    ...notice,
    tokenUrl,
    clientId,
    clientSecret,
    scopes,
    monotonicMs,
  });

  async function send(call: OutwardRequest & { readonly signal: AbortSignal }): Promise<OutwardAnswer> {
    const sendWith = (token: string): Promise<OutwardAnswer> =>
      caller.send({
        ...call,
        headers: { ...call.headers, authorization: `Bearer ${token}`, accept: 'application/json' },
      });
    const token = await tokens.fetch(call.signal);
    const answer = await sendWith(token);
    if (answer.status !== 401) return answer;
    // The source may have started anew with another signing key: one new token, one more try, no more.
    tokens.discard(token);
    return sendWith(await tokens.fetch(call.signal));
  }

  /** `null`: the source does not know this watermark (any more), and wants to be read in full. */
  async function readPage(watermark: string | null, signal: AbortSignal) {
    const query = new URLSearchParams({
      pageSize: String(pageSize),
      ...(watermark ? { modifiedSince: watermark } : {}),
    });
    const answer = await send({ method: 'GET', path: `/cases?${query.toString()}`, signal });
    if (answer.status === 410) return null;
    return parseContract(feedPageSchema, parseJsonAnswer(answer, organisation), {
      organisation,
      what: 'feed',
    });
  }

  /** Reads from a watermark to the end of the feed; `null` as in `readPage`. */
  async function readFeed(watermark: string | null, signal: AbortSignal): Promise<RosterPage | null> {
    const references = new Map<string, RosterReference>();
    const removed = new Set<string>();
    let from = watermark;
    for (let pages = 0; pages < maxPages; pages += 1) {
      const page = await readPage(from, signal);
      if (page === null) return null;
      for (const sent of page.cases) {
        references.set(sent.caseNumber, toRosterReference(sent, pseudonymiser));
        removed.delete(sent.caseNumber);
      }
      for (const caseNumber of page.removed) {
        references.delete(caseNumber);
        removed.add(caseNumber);
      }
      if (!page.hasMore) {
        const read = { asOf: page.asOf, watermark: page.watermark, references: [...references.values()] };
        return watermark === null
          ? { mode: 'FULL', ...read, removed: [] }
          : { mode: 'DELTA', ...read, removed: [...removed] };
      }
      if (page.watermark === from) break;
      from = page.watermark;
    }
    throw feedBroken('expected a feed that ends, received none');
  }

  async function readRoster(watermark: string | null, signal: AbortSignal): Promise<RosterPage> {
    const changes = watermark === null ? null : await readFeed(watermark, signal);
    const roster = changes ?? (await readFeed(null, signal));
    // Another run of the source began while it was read; the next read finds it.
    if (roster === null) throw feedBroken('expected one feed, received the beginning of one');
    return roster;
  }

  async function searchFiles(
    references: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, VeiligThuisFile | SourceError>> {
    const answer = await send({
      method: 'POST',
      path: '/case-files/_search',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ caseNumbers: references }),
      isRead: true,
      signal,
    });
    const subject = { organisation, what: 'search' };
    const { caseFiles } = parseContract(searchAnswerSchema, parseJsonAnswer(answer, organisation), subject);
    const files = new Map<string, VeiligThuisFile | SourceError>();
    for (const sent of caseFiles) {
      const { caseNumber } = parseContract(caseNumberSchema, sent, { organisation, what: 'caseFile' });
      if (files.has(caseNumber) || !references.includes(caseNumber)) {
        throw new SourceError({
          organisation,
          reason: 'CONTRACT_BROKEN',
          field: 'caseFile.caseNumber',
          detail: 'expected each case file that was asked for once and no other, received another',
        });
      }
      files.set(caseNumber, parseCaseFile(sent));
    }
    return files;
  }

  function parseCaseFile(sent: unknown): VeiligThuisFile | SourceError {
    try {
      return toCaseFile(
        parseContract(caseFileSchema, sent, { organisation, what: 'caseFile' }),
        pseudonymiser,
      );
    } catch (thrown) {
      return toSourceError(thrown, organisation);
    }
  }

  async function loadFiles(
    references: readonly string[],
    { signal }: ReadContext,
  ): Promise<ReadonlyMap<string, VeiligThuisFile | SourceError>> {
    const asked = [...new Set(references)];
    const batches: string[][] = [];
    for (let start = 0; start < asked.length; start += maxFilesPerCall) {
      batches.push(asked.slice(start, start + maxFilesPerCall));
    }
    const answers = await Promise.all(
      batches.map(async (batch) => {
        try {
          return { batch, found: await searchFiles(batch, signal) };
        } catch (thrown) {
          return { batch, found: toSourceError(thrown, organisation) };
        }
      }),
    );
    const files = new Map<string, VeiligThuisFile | SourceError>();
    for (const { batch, found } of answers) {
      for (const reference of batch) {
        files.set(
          reference,
          found instanceof SourceError ? found : (found.get(reference) ?? absent(batch.length, found.size)),
        );
      }
    }
    return files;
  }

  return {
    loadFiles,
    roster: { read: readRoster },
    circuit: () => worstCircuit(caller.circuit(), tokens.circuit()),
    async close() {
      await Promise.all([caller.close(), tokens.close()]);
    },
  };
}

function feedBroken(detail: string): SourceError {
  return new SourceError({ organisation, reason: 'CONTRACT_BROKEN', field: 'feed.watermark', detail });
}

/** The feed named this reference, so an answer without it is a gap, not "nothing". */
function absent(expected: number, received: number): SourceError {
  const detail = `expected ${expected} case files, received ${received}`;
  return new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail });
}
