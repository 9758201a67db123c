/** What professionals confirmed, as far as it was linked: kept in step with the store, in which other processes confirm and undo too. */
import { createHmac } from 'node:crypto';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { LinkConfirmation } from './document.js';
import type { Linker } from './linker.js';
import { referenceKey } from './references.js';
import type { ReferenceChanges } from './register-change.js';
import type { AuditLine, RegisterChange, RegisterStore } from './store.js';

export interface ConfirmedLinks {
  /** Gives the linker what is confirmed now, without working anything out. */
  load(): Promise<void>;
  /** Links anew what professionals confirmed or undid since, here or in another process. */
  sync(): Promise<void>;
  /** A professional's word about a case that was removed goes with it. */
  dropOf(changes: ReferenceChanges): Promise<void>;
  /** The same for every case that is not there. */
  dropEmpty(): Promise<void>;
}

export interface ConfirmedLinksOptions {
  readonly store: RegisterStore;
  /** The one that is in use: a process that begins to lead has a new one. */
  readonly linker: () => Linker;
  readonly publish: (change: RegisterChange) => Promise<void>;
  readonly idSecret: string;
  readonly now: () => Date;
}

export function createConfirmedLinks(options: ConfirmedLinksOptions): ConfirmedLinks {
  const { store, linker, publish, idSecret, now } = options;
  let confirmed: ReadonlyMap<string, LinkConfirmation> = new Map();

  async function fromStore(): Promise<ReadonlyMap<string, LinkConfirmation>> {
    return new Map((await store.confirmations()).map((one) => [one.id, one]));
  }

  function auditLine(event: AuditLine['event'], { id, about }: LinkConfirmation): AuditLine {
    const digest = createHmac('sha256', idSecret).update(`audit\n${id}`).digest('base64url').slice(0, 22);
    return { at: now().toISOString(), organisation: about.slice(0, about.indexOf(' ')), event, digest };
  }

  async function sync(): Promise<void> {
    const present = await fromStore();
    const added = [...present.values()].filter(({ id }) => !confirmed.has(id));
    const gone = [...confirmed.values()].filter(({ id }) => !present.has(id));
    if (added.length + gone.length === 0) return;
    linker().setConfirmations([...present.values()]);
    const touched = [...added, ...gone].flatMap(({ about, joins }) => [about, ...joins]);
    const change = await linker().apply({ put: [], drop: [] }, dayInTheNetherlands(now()), touched);
    const audit = [
      ...added.map((one) => auditLine('LINK_CONFIRMED', one)),
      ...gone.map((one) => auditLine('LINK_UNDONE', one)),
    ];
    await publish({ ...change, feeds: [], audit: [...change.audit, ...audit] });
    confirmed = present;
    for (const one of added) {
      await store.putConfirmation({ ...one, households: linker().householdsWith(one.about) });
    }
  }

  async function remove(isEmpty: (confirmation: LinkConfirmation) => boolean): Promise<number> {
    const empty = (await store.confirmations()).filter(isEmpty);
    for (const { id } of empty) await store.removeConfirmation(id);
    return empty.length;
  }

  return {
    sync,
    async load() {
      confirmed = await fromStore();
      linker().setConfirmations([...confirmed.values()]);
    },
    async dropOf({ drop }) {
      if (drop.length === 0) return;
      const gone = new Set(drop.map(referenceKey));
      const removed = await remove(
        ({ about, joins }) => gone.has(about) || joins.every((key) => gone.has(key)),
      );
      if (removed > 0) await sync();
    },
    async dropEmpty() {
      await remove(({ about, joins }) => !linker().has(about) || !joins.some((key) => linker().has(key)));
    },
  };
}
