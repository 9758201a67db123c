/** Asks the GI's subgraph as somebody, on one running source, and keeps what went over the line to its database. */
import { connect, createServer, type Socket } from 'node:net';
import { generateKeyPair } from 'jose';
import {
  createContextSigner,
  type SigningKey,
  signedContextHeader,
} from '../../adapter-kit/access/signed-context.js';
import type { AccessContext, FunctionName, Subject } from '../../adapter-kit/access/subject.js';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import type { OutwardCallNotice, SubgraphTools } from '../../adapter-kit/organisation-source.js';
import type { Subgraph, SubgraphAnswer } from '../../adapter-kit/subgraph.js';
import { overvaart } from '../../simulated-sources/families.js';
import { toIjwXml } from '../../simulated-sources/gi/ijw-messages.js';
import { castMessages } from '../../simulated-sources/gi/provisions.js';
import { putIjwFile } from '../../simulated-sources/gi/source.js';
import { gi } from '../../subgraphs/gi/subgraph.js';
import { pseudonymiser, startGiOnPglite } from '../gi-source.js';

export const retrievedAt = '2026-11-02T11:00:00.000Z';
export const now = (): Date => new Date(retrievedAt);
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'GI');

export const pseudonym = (bsn: string): string => String(pseudonymiser.person(bsn));

export interface Asker {
  readonly function: FunctionName;
  readonly caseReference?: string;
  readonly unit?: string;
  readonly person?: string;
  readonly relations?: readonly { readonly person: string; readonly authority: 'SOLE' | 'JOINT' | 'NONE' }[];
  readonly isGlassBroken?: boolean;
  /** For which processing activity; absent: one that no rule names. */
  readonly activity?: string;
}

export function accessOf(asker: Asker): AccessContext {
  const subject: Subject = {
    id: `test-${asker.function}`,
    issuer: 'https://issuer.invalid',
    function: asker.function,
    organisation: asker.person === undefined ? '00000000000000000000' : null,
    unit: asker.unit ?? null,
    employerTask: null,
    region: null,
    assignments: [],
    person: asker.person ?? null,
    relations: (asker.relations ?? []).map((relation) => ({
      ...relation,
      from: '2012-01-01',
      until: null,
      isDisputed: false,
      isContactBanned: false,
      ageClass: 'UNDER_12' as const,
    })),
    ageClass: null,
  };
  return {
    subject,
    processingActivity: asker.activity ?? 'test',
    caseReference: asker.caseReference ?? null,
    breakGlass: asker.isGlassBroken
      ? { reason: 'a child in acute danger', at: '2026-11-02T10:50:00Z' }
      : null,
  };
}

/** One source with one subgraph on it, under access rules. */
export interface AskedGi {
  readonly settings: Readonly<Record<string, string>>;
  readonly tools: SubgraphTools;
  readonly key: SigningKey;
  /** Outward calls since `forget`, e.g. `SELECT case-files`. */
  readonly calls: string[];
  /** What the database sent since `forget`. */
  received(): string;
  /** What the database was asked since `forget`. */
  sent(): string;
  forget(): void;
  ask(query: string, asker: Asker, ...entities: readonly AskedEntity[]): Promise<SubgraphAnswer>;
  askWith(token: string | null, query: string, ...entities: readonly AskedEntity[]): Promise<SubgraphAnswer>;
  stop(): Promise<void>;
}

export interface AskedEntity {
  readonly type: 'Household' | 'Person' | 'CountedHousehold';
  readonly key: OrganisationKey;
}

export async function startAskedGi(): Promise<AskedGi> {
  const started = await startGiOnPglite();
  const line = await startRecordingLine(Number(new URL(started.settings['GI_DATABASE_URL'] ?? '').port));
  const url = new URL(started.settings['GI_DATABASE_URL'] ?? '');
  url.port = String(line.port);
  const settings = { ...started.settings, GI_DATABASE_URL: url.href };
  // Before the subgraph looks: a listing of the folder is up to a second old.
  await fileLaterMessages(started.settings['GI_IJW_FOLDER'] ?? '');
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const key = { id: 'test', privateKey };
  const calls: string[] = [];
  const tools: SubgraphTools = {
    pseudonymiser,
    keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
    contextKeys: new Map([[key.id, publicKey]]),
    now,
    sourceTimeoutMs: 5_000,
    onCall: ({ method, path }: OutwardCallNotice) => void calls.push(`${method} ${path}`),
  };
  const subgraph = gi.create(settings, tools);
  const signer = createContextSigner(key, now);
  const askWith: AskedGi['askWith'] = (token, query, ...entities) => askOf(subgraph, token, query, entities);
  return {
    settings: started.settings,
    tools,
    key,
    calls,
    received: () => line.fromDatabase(),
    sent: () => line.toDatabase(),
    forget() {
      calls.length = 0;
      line.forget();
    },
    askWith,
    ask: async (query, asker, ...entities) =>
      askWith(await signer.sign(accessOf(asker), 'gi'), query, ...entities),
    async stop() {
      await subgraph.close();
      await line.close();
      await started.stop();
    },
  };
}

/** Youth care of Nina, who is hidden, and youth probation of Hein: neither stands in the cast, and both could in real messages. */
async function fileLaterMessages(folder: string): Promise<void> {
  const message = castMessages.get('JW301-250414.xml');
  if (!message) throw new Error('expected a message of the cast');
  const { nina } = overvaart;
  const ofNina = { ...message, client: nina, allocationNumber: '9901' };
  const probation = { ...message, category: '47', allocationNumber: '9902' };
  await putIjwFile(folder, 'JW301-nina.xml', toIjwXml(ofNina));
  await putIjwFile(folder, 'JW301-probation.xml', toIjwXml(probation));
}

export function askOf(
  subgraph: Subgraph,
  token: string | null,
  query: string,
  entities: readonly AskedEntity[],
): Promise<SubgraphAnswer> {
  return subgraph.handle({
    query,
    variables: { r: entities.map(({ type, key }) => ({ __typename: type, giKey: sealer.seal(key) })) },
    headers: token === null ? {} : { [signedContextHeader]: token },
  });
}

export function keyOf(
  references: readonly string[],
  members: Readonly<Record<string, string>>,
  subject: string | null = null,
): OrganisationKey {
  return { state: 'REFERENCES', references: [...references], members: { ...members }, subject };
}

interface RecordingLine {
  readonly port: number;
  fromDatabase(): string;
  toDatabase(): string;
  forget(): void;
  close(): Promise<void>;
}

async function startRecordingLine(targetPort: number): Promise<RecordingLine> {
  let fromDatabase: Buffer[] = [];
  let toDatabase: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(targetPort, '127.0.0.1');
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    database.on('data', (chunk: Buffer) => {
      fromDatabase.push(chunk);
      client.write(chunk);
    });
    client.on('data', (chunk: Buffer) => {
      toDatabase.push(chunk);
      database.write(chunk);
    });
    database.on('close', () => client.end());
    client.on('close', () => database.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a loopback port');
  return {
    port: address.port,
    fromDatabase: () => Buffer.concat(fromDatabase).toString('utf8'),
    toDatabase: () => Buffer.concat(toDatabase).toString('utf8'),
    forget() {
      fromDatabase = [];
      toDatabase = [];
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
