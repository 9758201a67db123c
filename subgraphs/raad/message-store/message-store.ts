/**
 * The Raad's message store: what passes the Raad's own connection is received as a copy, kept durably, and can be read.
 *
 * Invariants: a message is confirmed only after it is on the disk, and appears to readers only then; a refused message
 * leaves nothing behind; no message is kept that could not be shown; one store at a time has a data folder. A removed
 * case is gone from every read once that is on the disk, and its messages are gone from the file after the next opening.
 * The same holds for what the Raad's own system tells of a case (`receiveDossier`), also where it told anew.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DossierMessage } from '../adapters/dossier-contract.js';
import { type AccessDecision, type AccessRegister, createAccessRegister } from './access-register.js';
import type { CaseFile } from './case-file.js';
import { isProvisional } from './case-reference.js';
import type { DossierReceipt } from './dossier-intake.js';
import { createDossierRegister, type DossierRegister } from './dossier-register.js';
import { type DurableLog, type DurableLogOptions, openDurableLog } from './durable-log.js';
import { type FolderLock, lockFolder } from './folder-lock.js';
import { type LogEntry, parseLogEntry, toLogBytes } from './log-entry.js';
import { rewriteLog } from './log-rewrite.js';
import { createReadModel, type ReadModel } from './read-model.js';
import { loadSchemaCheck, type SchemaCheck } from './schema-check.js';
import { unshowableFieldOf } from './showable.js';
import { namesOnlyPersonsOf } from './split-dossier.js';
import {
  checkKind,
  checkSubject,
  type Direction,
  parseBody,
  parseControl,
  type StoredMessage,
  type StufControl,
  StufRefused,
} from './stuf-message.js';
import { confirmReceipt, failToStore, refuse, refuseDuplicate, type StufReply } from './stuf-replies.js';
import { decodeXml, toXmlTree, withXmlDocument, XmlRefused } from './xml-tree.js';

export interface MessageStoreOptions {
  /** The log, its lock and what an unfinished write left lie here, and nothing else. */
  readonly dataFolder: string;
  /** The folder of the official schemas; without it, messages are checked for what the store reads of them. */
  readonly schemaFolder?: string | undefined;
  readonly now: () => Date;
  /** Told in one line without content when an unfinished write was moved aside; without it, standard error is. */
  readonly report?: ((notice: string) => void) | undefined;
  /** How the log's file is opened; without it, as a file of this machine. */
  readonly openLogFile?: DurableLogOptions['openFile'];
}

export interface MessageStore {
  /** Never rejects: every outcome is a StUF answer. */
  receive(direction: Direction, bytes: Uint8Array): Promise<StufReply>;
  /** The answer to a message that was too large to be read. */
  refuseUnread(): StufReply;
  /**
   * Removes a case at the end of its retention, with every message that is about it alone. `decision` says by what decision,
   * and is kept with the reference and the moment. `false`: there is no such case. Rejects when it could not be kept.
   */
  remove(reference: string, decision: string): Promise<boolean>;
  /**
   * Keeps who may see a case, or may not. `false`: there is no such case, or it has no number of the Raad yet, so that a shield
   * would be lost with its provisional one. Rejects when it could not be kept.
   */
  decide(decision: AccessDecision): Promise<boolean>;
  /**
   * Keeps what the Raad's own system tells of a case, in the place of what it told before. Rejects when it
   * could not be kept.
   */
  receiveDossier(message: DossierMessage): Promise<DossierReceipt>;
  readonly cases: Pick<ReadModel, 'changesSince' | 'find'>;
  readonly access: Pick<AccessRegister, 'of'>;
  readonly dossiers: Pick<DossierRegister, 'of'>;
  /** Differs for every log: a position in one log means nothing in another. */
  readonly logIdentity: string;
  /** How many entries the log has: messages, removals, and the places of messages that were removed. */
  readonly length: number;
  close(): Promise<void>;
}

/**
 * Opens the store and reads its log; resolves when it is ready to answer.
 *
 * @throws Error when another store has the folder, or when the log is damaged or holds what this store cannot read; in
 * each case nothing of it is changed.
 */
export async function openMessageStore(options: MessageStoreOptions): Promise<MessageStore> {
  const lock = await lockFolder(options.dataFolder);
  try {
    return await openLockedStore(options, lock);
  } catch (thrown) {
    await lock.release();
    throw thrown;
  }
}

async function openLockedStore(options: MessageStoreOptions, lock: FolderLock): Promise<MessageStore> {
  const { dataFolder, schemaFolder, now, openLogFile, report = reportOnStandardError } = options;
  const schemas = schemaFolder === undefined ? null : loadSchemaCheck(schemaFolder);
  const readModel = createReadModel();
  const access = createAccessRegister();
  const dossiers = createDossierRegister();
  // By fingerprint of sender and reference number: every message that is kept or on its way to the disk.
  const received = new Map<string, Promise<unknown>>();
  // By position, what goes in the place of a message whose case was removed, or that another took the place of.
  const erasures = new Map<number, Buffer>();
  // Nothing to know again: the fingerprint of no message.
  const erase = (position: number | null): void => {
    if (position !== null) erasures.set(position, toLogBytes({ erased: '' }));
  };
  const keys = new Map<number, string>();
  const caseOf = (reference: string): CaseFile | null => readModel.find([reference])[0] ?? null;
  const onEntry = (payload: Buffer, position: number): void => {
    try {
      takeEntry(parseLogEntry(payload), position);
    } catch (thrown) {
      throw new Error(`entry ${position} of the message log is no entry that this store can read`, {
        cause: thrown,
      });
    }
  };
  function takeEntry(entry: LogEntry, position: number): void {
    if ('erased' in entry) {
      received.set(entry.erased, Promise.resolve());
    } else if ('removed' in entry) {
      for (const gone of readModel.remove(entry.removed.reference, position)) {
        erasures.set(gone, toLogBytes({ erased: keys.get(gone) ?? '' }));
      }
      const { reference } = entry.removed;
      for (const gone of [...access.remove(reference), dossiers.remove(reference)]) erase(gone);
    } else if ('access' in entry) {
      access.apply(entry.access, position);
    } else if ('dossier' in entry) {
      const isGone = caseOf(entry.dossier.reference) === null;
      erase(isGone ? position : dossiers.apply(entry.dossier, position));
    } else {
      const { tree, control } = readControl(entry.message, null);
      const key = duplicateKey(control);
      received.set(key, Promise.resolve());
      keys.set(position, key);
      readModel.apply(parseBody(tree, control), position);
    }
  }
  const path = join(dataFolder, 'messages.log');
  let log: DurableLog = await openDurableLog(path, { onEntry, report, openFile: openLogFile });
  if (erasures.size > 0) {
    await log.close();
    await rewriteLog(path, erasures);
    log = await openDurableLog(path, { onEntry: () => {}, report, openFile: openLogFile });
    report(`entries that may no longer be kept, and are no longer in messages.log: ${erasures.size}`);
  }
  keys.clear();

  async function store(direction: Direction, decoded: string): Promise<StufReply> {
    const { tree, control, problems } = readControl(decoded, schemas);
    const key = duplicateKey(control);
    const former = received.get(key);
    if (former) {
      // The first of the two may still fail to reach the disk; then this one must be sent again as well.
      const isKept = await former.then(
        () => true,
        () => false,
      );
      return isKept ? refuseDuplicate(control, now()) : failToStore(control, now());
    }
    checkKind(tree, control, direction);
    if (problems.length > 0)
      throw new StufRefused('Fo01', 'StUF055', 'Bericht voldoet niet aan het schema', control);
    const message = parseBody(tree, control);
    checkSubject(message);
    checkShowable(message, control);
    const durable = log.append(toLogBytes({ direction, message: decoded }));
    received.set(key, durable);
    let position: number;
    try {
      position = await durable;
    } catch {
      received.delete(key);
      return failToStore(control, now());
    }
    readModel.apply(message, position);
    return confirmReceipt(control, now());
  }

  return {
    async receive(direction, bytes) {
      try {
        return await store(direction, decodeXml(bytes));
      } catch (thrown) {
        if (thrown instanceof XmlRefused) return refuse(unreadable(), now());
        if (thrown instanceof StufRefused) return refuse(thrown, now());
        throw thrown;
      }
    },
    async remove(reference, decision) {
      if (readModel.find([reference]).length === 0) return false;
      const at = now().toISOString();
      const position = await log.append(toLogBytes({ removed: { reference, decision, at } }));
      readModel.remove(reference, position);
      access.remove(reference);
      dossiers.remove(reference);
      return true;
    },
    async decide(decision) {
      const { reference } = decision;
      if (isProvisional(reference) || readModel.find([reference]).length === 0) return false;
      const at = now().toISOString();
      access.apply(decision, await log.append(toLogBytes({ access: decision, at })));
      return true;
    },
    async receiveDossier(message) {
      const file = isProvisional(message.reference) ? null : caseOf(message.reference);
      if (file === null) return 'NO_SUCH_CASE';
      if (!namesOnlyPersonsOf(file, message)) return 'NO_SUCH_PERSON';
      if (dossiers.isOlder(message)) return 'OLDER';
      // Sent once more: it is on the disk, and need not be there twice.
      if (dossiers.has(message)) return 'KEPT';
      const position = await log.append(toLogBytes({ dossier: message, at: now().toISOString() }));
      // Removed while this was on its way to the disk: then it goes as well.
      if (caseOf(message.reference) === null) return 'NO_SUCH_CASE';
      // Overtaken on its way to the disk.
      if (dossiers.isOlder(message)) return 'OLDER';
      dossiers.apply(message, position);
      return 'KEPT';
    },
    refuseUnread: () => refuse(unreadable(), now()),
    cases: readModel,
    access,
    dossiers,
    logIdentity: log.identity,
    get length() {
      return log.length;
    },
    async close() {
      try {
        await log.close();
      } finally {
        schemas?.dispose();
        await lock.release();
      }
    },
  };
}

// The schemas judge a message before anything of it is taken over, while its document is still there.
function readControl(decoded: string, schemas: SchemaCheck | null) {
  const { tree, problems } = withXmlDocument(decoded, (document) => ({
    tree: toXmlTree(document),
    problems: schemas?.problemsOf(document) ?? [],
  }));
  return { tree, problems, control: parseControl(tree) };
}

// The cases as a reader would find them had this been the only message.
function checkShowable(message: StoredMessage, control: StufControl): void {
  const alone = createReadModel();
  alone.apply(message, 1);
  for (const file of alone.changesSince(null, '', Number.POSITIVE_INFINITY).cases) {
    const field = unshowableFieldOf(file);
    if (field !== null)
      throw new StufRefused('Fo01', 'StUF055', `Inhoud kan niet worden overgenomen: ${field}`, control);
  }
}

function reportOnStandardError(notice: string): void {
  process.stderr.write(`raad-message-store: ${notice}\n`);
}

function duplicateKey({ sender, referenceNumber }: StufControl): string {
  const { organisation, application, administration } = sender;
  // A fingerprint: it stays when the message itself has to go.
  return createHash('sha256')
    .update(JSON.stringify([organisation, application, administration, referenceNumber]))
    .digest('base64url');
}

function unreadable(): StufRefused {
  return new StufRefused('Fo02', 'StUF055', 'Bericht is niet leesbaar');
}
