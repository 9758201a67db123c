/**
 * The register in the memory of one process. A publication is applied in one synchronous step; a load builds a second state
 * beside the first and puts it in its place at once.
 */
import { setImmediate } from 'node:timers/promises';
import type { LinkConfirmation } from '../document.js';
import {
  type AuditLine,
  type HouseholdRead,
  keepReadsDays,
  type RegisterChange,
  type RegisterStore,
} from '../store.js';
import { byId, openedEntry } from './document-index.js';
import { createTurns } from './in-turn.js';
import { createMemoryState } from './memory-state.js';
import { inPieces } from './pieces.js';

/** A few milliseconds of work: so long may a lookup wait for a load. */
const pieceSize = 50;
const keepReadsMs = keepReadsDays * 24 * 60 * 60 * 1000;

/**
 * Keeps no references, because they could not outlive the process: `stored` gives `null`. Nobody else can write, so whoever
 * has it leads.
 */
export function createMemoryStore(): RegisterStore {
  let state = createMemoryState();
  const splitIds = new Set<string>();
  const confirmations = new Map<string, LinkConfirmation>();
  const audit: AuditLine[] = [];
  // By either id of a pair: who asks for one does not wait for all to be looked through.
  const sameIds = new Map<string, Set<string>>();
  const pairedWith = new Map<string, Set<string>>();
  const reads = createReads();
  const inTurn = createTurns();

  function keepForGood(change: Pick<RegisterChange, 'split' | 'audit'>): void {
    for (const id of change.split) splitIds.add(id);
    audit.push(...change.audit);
  }

  return {
    keepsReferences: false,
    async household(id, openingCase) {
      if (splitIds.has(id)) return { found: 'SPLIT' };
      const opened = openingCase === null ? null : state.shielded.byAlias(openedEntry(openingCase, id));
      const household = opened ?? state.open.byAlias(id);
      return household ? { found: 'HOUSEHOLD', household } : { found: 'NONE' };
    },
    async householdsOfPerson(person, openingCase) {
      const opened = openingCase === null ? [] : state.shielded.byPerson(openedEntry(openingCase, person));
      const households = [...state.open.byPerson(person), ...opened].sort(byId);
      return { households, isUndecided: state.undecided.has(person) };
    },
    async list(first, after, openingCase) {
      const open = state.open.byIds(state.openIds.after(after, first));
      if (openingCase === null) return open;
      const opened = state.shielded.byIds(state.openedIds.get(openingCase)?.after(after, first) ?? []);
      return [...open, ...opened].sort(byId).slice(0, first);
    },
    async questionsAbout(caseReference) {
      return state.questions.get(caseReference) ?? [];
    },

    lead: async () => true,
    stored: async () => null,
    publish: (change) =>
      inTurn(async () => {
        state.apply(change);
        keepForGood(change);
      }),
    replaceAll: (changes) =>
      inTurn(async () => {
        const next = createMemoryState();
        const split: string[] = [];
        const lines: AuditLine[] = [];
        for await (const change of changes) {
          for (const piece of inPieces(change, pieceSize)) {
            next.apply(piece);
            await setImmediate();
          }
          split.push(...change.split);
          lines.push(...change.audit);
        }
        state = next;
        keepForGood({ split, audit: lines });
      }),

    async feeds() {
      return [...state.feeds.values()].sort((one, other) => (one.organisation < other.organisation ? -1 : 1));
    },
    putFeed: (feed) =>
      inTurn(async () => {
        state.feeds.set(feed.organisation, feed);
      }),

    async confirmations() {
      return [...confirmations.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    async putConfirmation(confirmation) {
      confirmations.set(confirmation.id, confirmation);
    },
    async removeConfirmation(id) {
      confirmations.delete(id);
    },

    async keepSameIds(pairs) {
      for (const [id, other] of pairs) {
        sameIds.set(id, (sameIds.get(id) ?? new Set()).add(other));
        pairedWith.set(other, (pairedWith.get(other) ?? new Set()).add(id));
      }
    },
    sameIds: async () =>
      [...sameIds].flatMap(([id, others]) => [...others].map((other) => [id, other] as const)),
    async sameIdsOf(id) {
      const found = new Set([id]);
      for (const each of found) {
        for (const other of sameIds.get(each) ?? []) found.add(other);
        for (const other of pairedWith.get(each) ?? []) found.add(other);
      }
      found.delete(id);
      return [...found];
    },

    async recordRead(read) {
      reads.record(read);
    },
    async readsOf(household, since, until) {
      return reads.between(household, Date.parse(since), Date.parse(until));
    },
    auditLines: async () => [...audit],

    async close() {},
  };
}

/** Reads in the order of their time. What is too old, measured from the latest read, goes when that one is recorded. */
function createReads() {
  const kept = new Map<string, HouseholdRead[]>();
  let latestMs = Number.NEGATIVE_INFINITY;
  let sweptMs = Number.NEGATIVE_INFINITY;

  const withoutOld = (reads: readonly HouseholdRead[]): HouseholdRead[] =>
    reads.filter(({ at }) => Date.parse(at) >= latestMs - keepReadsMs);

  // Households that nobody reads any more are seen to once a day.
  function sweep(): void {
    if (latestMs - sweptMs < 24 * 60 * 60 * 1000) return;
    sweptMs = latestMs;
    for (const [household, reads] of kept) {
      const left = withoutOld(reads);
      if (left.length === 0) kept.delete(household);
      else kept.set(household, left);
    }
  }

  return {
    record(read: HouseholdRead): void {
      const atMs = Date.parse(read.at);
      latestMs = Math.max(latestMs, atMs);
      const reads = kept.get(read.household) ?? [];
      const later = reads.findLastIndex(({ at }) => Date.parse(at) <= atMs) + 1;
      reads.splice(later, 0, read);
      kept.set(read.household, reads);
      sweep();
    },
    between(household: string, sinceMs: number, untilMs: number): readonly HouseholdRead[] {
      return withoutOld(kept.get(household) ?? []).filter(({ at }) => {
        const atMs = Date.parse(at);
        return atMs >= sinceMs && atMs <= untilMs;
      });
    },
  };
}
