/**
 * The register in Redis, shared by several processes: any of them answers, one leads and writes.
 *
 * What is served is a generation, named by a pointer. A load writes the next one beside it and moves the pointer in one step;
 * a publication changes the served one in one step. Both are refused to a process that leads no more, and to one whose store
 * is not as it left it.
 */
import { randomUUID } from 'node:crypto';
import type { IdPair } from '../rotation.js';
import { keepReadsDays, type RegisterChange, type RegisterStore, type StoredReference } from '../store.js';
import { byId, openedEntry, openedPrefix } from './document-index.js';
import { createTurns } from './in-turn.js';
import { inPieces } from './pieces.js';
import { PublicationRefusedError } from './publication-refused.js';
import { createRedisConnection } from './redis-connection.js';
import * as lookups from './redis-lookup-scripts.js';
import { toFeedEntry, toOperations } from './redis-operations.js';
import * as records from './redis-record-scripts.js';
import { type RedisScript, scriptErrors } from './redis-scripts.js';
import type { RedisSettings } from './redis-settings.js';
import {
  auditLineSchema,
  feedStateSchema,
  parseConfirmation,
  parseDocument,
  parseList,
  parseQuestions,
  parseReply,
  parseStored,
  parseText,
  readSchema,
  storedReferenceSchema,
} from './redis-values.js';
import * as writes from './redis-write-scripts.js';

export interface RedisStoreOptions {
  readonly settings: RedisSettings;
  /** How long a lookup may take. */
  readonly timeoutMs?: number;
  /** How long a publication, or one step of a load, may take. */
  readonly writeTimeoutMs?: number;
  /** Told whenever a connection fails. Holds no address and no secret. */
  readonly onFailure?: (failure: Error) => void;
}

/** Entries that one step of a load writes: Redis answers others after a few milliseconds. */
const pieceSize = 40;
/** Steps of a load that are under way at once. */
const mostUnderWay = 4;
const pageSize = 1_000;
const keepReadsMs = keepReadsDays * 24 * 60 * 60 * 1000;

/** Fails with `SourceError` of organisation `REGISTER`, and writes also with `PublicationRefusedError`. */
export function createRedisStore(options: RedisStoreOptions): RegisterStore {
  const { settings, timeoutMs = 1_000, writeTimeoutMs = 10_000, onFailure = () => undefined } = options;
  const reader = createRedisConnection({ settings, timeoutMs, onFailure });
  // A connection of its own, so that no lookup waits behind a load.
  const writer = createRedisConnection({ settings, timeoutMs: writeTimeoutMs, onFailure });
  const inTurn = createTurns();
  /** By which this process leads. A lead that lapsed and was taken again has another one. */
  let token: string | null = null;
  /** The last publication that this process knows: its own, or the one that `stored` read. */
  let lastPublication: string | null = null;
  let hasSeenAny = false;

  // Once anything was seen, a Redis that has nothing has lost it; to say "nobody is known" then would be a lie.
  const look = async (script: RedisScript, args: readonly (string | number)[]) => {
    const reply = parseReply(await reader.run(script, [hasSeenAny ? scriptErrors.emptied : '', ...args]));
    if (reply) hasSeenAny = true;
    return reply;
  };

  const led = (): string => {
    if (token === null) throw new PublicationRefusedError('LEAD_LOST');
    return token;
  };

  const entryOf = (openingCase: string | null, key: string): string =>
    openingCase === null ? '' : openedEntry(openingCase, key);

  async function* references(generation: string): AsyncGenerator<readonly StoredReference[]> {
    let cursor = '0';
    do {
      const reply = await look(lookups.referencesScript, [generation, cursor, pageSize]);
      const [next, entries] = reply ?? [];
      cursor = parseText(next);
      const texts = parseList(entries).filter((_, place) => place % 2 === 1);
      yield texts.map((text) => parseStored(storedReferenceSchema, text));
    } while (cursor !== '0');
  }

  async function load(changes: AsyncIterable<RegisterChange>): Promise<void> {
    const by = led();
    const generation = parseText(await writer.run(writes.beginScript, [by]));
    const underWay = new Set<Promise<unknown>>();
    try {
      for await (const change of changes) {
        for (const piece of inPieces(change, pieceSize)) {
          const step = writer.run(writes.applyScript, [by, generation, '', ...toOperations(piece)]);
          // Awaited below, with the others; until then nobody else must be told.
          step.catch(() => undefined);
          underWay.add(step);
          if (underWay.size >= mostUnderWay) await settle(underWay);
        }
      }
      await settle(underWay);
      lastPublication = parseText(await writer.run(writes.serveScript, [by, generation]));
      hasSeenAny = true;
    } catch (thrown) {
      await Promise.allSettled(underWay);
      // What is left if this fails too, the next load takes away.
      await writer.run(writes.clearScript, [generation]).catch(() => undefined);
      throw thrown;
    }
  }

  return {
    keepsReferences: true,
    async household(id, openingCase) {
      const reply = await look(lookups.householdScript, [id, entryOf(openingCase, id)]);
      if (!reply || reply[0] === 'NONE') return { found: 'NONE' };
      if (reply[0] === 'SPLIT') return { found: 'SPLIT' };
      return { found: 'HOUSEHOLD', household: parseDocument(reply[1]) };
    },
    async householdsOfPerson(person, openingCase) {
      const reply = await look(lookups.personScript, [person, entryOf(openingCase, person)]);
      if (!reply) return { households: [], isUndecided: false };
      const [isUndecided, ...texts] = reply;
      return { households: texts.map(parseDocument).sort(byId), isUndecided: isUndecided === 1 };
    },
    async list(first, after, openingCase) {
      const prefix = openingCase === null ? '' : openedPrefix(openingCase);
      const ofCase =
        openingCase === null ? ['', '', ''] : [`(${prefix}${after ?? ''}`, endOf(prefix), prefix];
      const reply = await look(lookups.listScript, [first, `(${after ?? ''}`, ...ofCase]);
      return (reply ?? []).map(parseDocument).sort(byId).slice(0, first);
    },
    async questionsAbout(caseReference) {
      const [text] = (await look(lookups.questionsScript, [caseReference])) ?? [];
      return text === undefined ? [] : parseQuestions(text);
    },

    async lead(ttlMs) {
      const reply = await writer.run(writes.leadScript, [token ?? '', randomUUID(), ttlMs]);
      token = typeof reply === 'string' ? reply : null;
      return token !== null;
    },
    async stored() {
      const reply = await look(lookups.storedScript, []);
      if (!reply) return null;
      const [generation, publication, splitIds] = reply;
      lastPublication = parseText(publication);
      return {
        feeds: await this.feeds(),
        references: references(parseText(generation)),
        splitIds: parseList(splitIds).map(parseText).sort(),
      };
    },
    publish: (change) =>
      inTurn(async () => {
        const args = [led(), '', lastPublication ?? '', ...toOperations(change)];
        lastPublication = parseText(await writer.run(writes.applyScript, args));
        hasSeenAny = true;
      }),
    replaceAll: (changes) => inTurn(() => load(changes)),

    async feeds() {
      const texts = (await look(lookups.feedsScript, [])) ?? [];
      return texts
        .map((text) => parseStored(feedStateSchema, text))
        .sort((one, other) => (one.organisation < other.organisation ? -1 : 1));
    },
    putFeed: (feed) =>
      inTurn(async () => {
        await writer.run(writes.putFeedScript, [led(), lastPublication ?? '', ...toFeedEntry(feed)]);
      }),

    async confirmations() {
      const texts = parseList(await reader.run(records.confirmationsScript, []));
      return texts.map((text) => parseConfirmation(text)).sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    async putConfirmation(confirmation) {
      await writer.run(records.putConfirmationScript, [confirmation.id, JSON.stringify(confirmation)]);
    },
    async keepSameIds(pairs) {
      for (let start = 0; start < pairs.length; start += pageSize) {
        await writer.run(records.keepSameIdsScript, pairs.slice(start, start + pageSize).flat());
      }
    },
    async sameIds() {
      const texts = parseList(await reader.run(records.sameIdsScript, [])).map(parseText);
      return texts.flatMap((text): IdPair[] => {
        const [id, other] = text.split(' ');
        return id === undefined || other === undefined ? [] : [[id, other]];
      });
    },
    async sameIdsOf(id) {
      return parseList(await reader.run(records.sameIdsOfScript, [id])).map(parseText);
    },
    async removeConfirmation(id) {
      await writer.run(records.removeConfirmationScript, [id]);
    },

    async recordRead({ household, at, caseReference }) {
      const atMs = Date.parse(at);
      const kept = JSON.stringify([at, caseReference, randomUUID()]);
      await reader.run(records.recordReadScript, [household, atMs, kept, atMs - keepReadsMs, keepReadsMs]);
    },
    async readsOf(household, since, until) {
      const args = [household, Date.parse(since), Date.parse(until)];
      const texts = parseList(await reader.run(records.readsScript, args));
      return texts.map((text) => {
        const [at, caseReference] = parseStored(readSchema, text);
        return { household, at, caseReference };
      });
    },
    async auditLines() {
      const lines: unknown[] = [];
      for (let from = 0; ; from += pageSize) {
        const page = parseList(await reader.run(records.auditScript, [from, from + pageSize - 1]));
        lines.push(...page);
        if (page.length < pageSize) return lines.map((line) => parseStored(auditLineSchema, line));
      }
    },

    async close() {
      // So that the next one need not wait for the lead to lapse.
      if (token !== null) await writer.run(writes.resignScript, [token]).catch(() => undefined);
      token = null;
      reader.close();
      writer.close();
    },
  };
}

async function settle(steps: Set<Promise<unknown>>): Promise<void> {
  await Promise.all(steps);
  steps.clear();
}

/** The bound after everything that begins with a prefix, which ends in a colon. */
function endOf(prefix: string): string {
  return `(${prefix.slice(0, -1)};`;
}
