/**
 * Veilig Thuis over its REST interface: the feed of cases page by page, case files by the batch.
 *
 * It asks for the scopes of reading alone. The advice register has no place here: it is never asked for.
 */
import type { RecordAttributes } from '../../../adapter-kit/access/record-attributes.js';
import { worstCircuit } from '../../../adapter-kit/circuit.js';
import { parseContract } from '../../../adapter-kit/contract.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
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
import { attributesAnswerSchema, caseAttributesSchema } from './attribute-messages.js';
import { caseFileSchema, caseNumberSchema, feedPageSchema, searchAnswerSchema } from './rest-messages.js';
import { toAttributes } from './to-attributes.js';
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
  /** By it is decided what holds today: a measure, a consent, a release. */
  readonly now?: () => Date;
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
  const { monotonicMs = () => performance.now(), now = () => new Date() } = options;
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

  /** Reads one batch; `parse` admits one case of the answer, and what is wrong with it is wrong with nothing else. */
  async function search<R>(
    references: readonly string[],
    read: BatchRead<R>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, R | SourceError>> {
    const answer = await send({
      method: 'POST',
      path: read.path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ caseNumbers: references, ...read.besides(references) }),
      isRead: true,
      signal,
    });
    const found = new Map<string, R | SourceError>();
    for (const sent of read.casesIn(parseJsonAnswer(answer, organisation))) {
      const { caseNumber } = parseContract(caseNumberSchema, sent, { organisation, what: 'caseFile' });
      if (found.has(caseNumber) || !references.includes(caseNumber)) {
        throw new SourceError({
          organisation,
          reason: 'CONTRACT_BROKEN',
          field: 'caseFile.caseNumber',
          detail: 'expected each case file that was asked for once and no other, received another',
        });
      }
      try {
        found.set(caseNumber, read.parse(sent, caseNumber));
      } catch (thrown) {
        found.set(caseNumber, toSourceError(thrown, organisation));
      }
    }
    return found;
  }

  async function readAll<R>(
    references: readonly string[],
    read: BatchRead<R>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, R | SourceError>> {
    const asked = [...new Set(references)];
    const batches: string[][] = [];
    for (let start = 0; start < asked.length; start += maxFilesPerCall) {
      batches.push(asked.slice(start, start + maxFilesPerCall));
    }
    const answers = await Promise.all(
      batches.map(async (batch) => {
        try {
          return { batch, found: await search(batch, read, signal) };
        } catch (thrown) {
          return { batch, found: toSourceError(thrown, organisation) };
        }
      }),
    );
    const all = new Map<string, R | SourceError>();
    for (const { batch, found } of answers) {
      for (const reference of batch) {
        all.set(
          reference,
          found instanceof SourceError ? found : (found.get(reference) ?? absent(batch.length, found.size)),
        );
      }
    }
    return all;
  }

  function loadFiles(
    references: readonly string[],
    { signal, only }: ReadContext,
  ): Promise<ReadonlyMap<string, VeiligThuisFile | SourceError>> {
    const numbersOf = (reference: string): ReadonlySet<string> | null =>
      only ? numbersIn(only.get(reference) ?? new Set()) : null;
    const read: BatchRead<VeiligThuisFile> = {
      path: '/case-files/_search',
      besides: (batch) =>
        only
          ? {
              parts: batch.map((caseNumber) => ({ caseNumber, numbers: [...(numbersOf(caseNumber) ?? [])] })),
            }
          : {},
      casesIn: (answer) =>
        parseContract(searchAnswerSchema, answer, { organisation, what: 'search' }).caseFiles,
      parse: (sent, caseNumber) =>
        toCaseFile(
          parseContract(caseFileSchema, sent, { organisation, what: 'caseFile' }),
          pseudonymiser,
          numbersOf(caseNumber),
        ),
    };
    return readAll(references, read, signal);
  }

  async function loadAttributes(
    references: readonly string[],
    { signal }: ReadContext,
  ): Promise<ReadonlyMap<string, readonly RecordAttributes[] | SourceError>> {
    const today = dayInTheNetherlands(now());
    const read: BatchRead<readonly RecordAttributes[]> = {
      path: '/case-files/_attributes',
      besides: () => ({}),
      casesIn: (answer) =>
        parseContract(attributesAnswerSchema, answer, { organisation, what: 'attributes' }).cases,
      parse: (sent) =>
        toAttributes(parseContract(caseAttributesSchema, sent, { organisation, what: 'attributes' }), {
          pseudonymiser,
          today,
        }),
    };
    // Nobody may tell from whether the source is asked that there is nothing to ask.
    return references.length === 0 ? search([], read, signal) : readAll(references, read, signal);
  }

  return {
    loadFiles,
    loadAttributes,
    roster: { read: readRoster },
    circuit: () => worstCircuit(caller.circuit(), tokens.circuit()),
    async close() {
      await Promise.all([caller.close(), tokens.close()]);
    },
  };
}

/** One kind of read: where it is asked, what goes with the case numbers, and how its answer is admitted. */
interface BatchRead<R> {
  readonly path: string;
  besides(batch: readonly string[]): object;
  casesIn(answer: unknown): readonly unknown[];
  parse(sent: unknown, caseNumber: string): R;
}

/** The unit's own numbers of the records; that the unit is involved has none, and is in no file. */
function numbersIn(keys: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    [...keys].filter((key) => !key.startsWith('involvement ')).map((key) => key.slice(key.indexOf(' ') + 1)),
  );
}

function feedBroken(detail: string): SourceError {
  return new SourceError({ organisation, reason: 'CONTRACT_BROKEN', field: 'feed.watermark', detail });
}

/** The feed named this reference, so an answer without it is a gap, not "nothing". */
function absent(expected: number, received: number): SourceError {
  const detail = `expected ${expected} case files, received ${received}`;
  return new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail });
}
