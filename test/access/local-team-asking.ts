/**
 * The local teams' subgraph with its rules, on the running case system, and whoever asks it. Between the two stands a line that
 * keeps everything that the case system sent: what is not in it was not read.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair } from 'jose';
import type { LoggedDecision } from '../../adapter-kit/access/request-access.js';
import { createContextSigner, signedContextHeader } from '../../adapter-kit/access/signed-context.js';
import type { AccessContext, FunctionName } from '../../adapter-kit/access/subject.js';
import { employers, familyFunctions } from '../../adapter-kit/access/subject.js';
import {
  createKeySealer,
  DEMONSTRATION_KEY_TOKEN_SECRET,
  type OrganisationKey,
} from '../../adapter-kit/key-token.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import type { Subgraph } from '../../adapter-kit/subgraph.js';
import type { CastPerson } from '../../simulated-sources/families.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import type { RunningSource } from '../../simulated-sources/simulated-source.js';
import { localTeam } from '../../subgraphs/local-team/subgraph.js';

export const now = new Date('2026-11-02T11:00:00Z');
const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const sealer = createKeySealer(DEMONSTRATION_KEY_TOKEN_SECRET, 'LOCAL_TEAM');

export const pseudonymOf = ({ bsn }: CastPerson): string => pseudonymiser.person(bsn) ?? '';

/** What somebody is given, in short: a list, or why there is none. */
export interface Seen {
  /** Lists of the household by their first words; a text where there is no list: the code of the error. */
  readonly lists: Readonly<Record<string, readonly string[] | string>>;
  /** Kinds of record that are not shown whole, each with how much is. */
  readonly withheld: readonly string[];
  readonly outcome: string;
}

export type Asker = FunctionName | (Partial<AccessContext['subject']> & { readonly function: FunctionName });

export interface Asking {
  readonly running: RunningSource;
  readonly subgraph: Subgraph;
  /** Everything that the case system has sent since this was last asked. */
  readonly sent: () => string;
  /** How often the case system was asked since this was last asked. */
  readonly calls: () => number;
  /** The decisions that were told since this was last asked. */
  readonly decisions: () => readonly LoggedDecision[];
  /** `under`: the case of their own under which they ask. */
  see(
    asker: Asker,
    key: readonly string[] | OrganisationKey,
    more?: { readonly under?: string; readonly isGlassBroken?: boolean },
  ): Promise<Seen>;
  /** The names by which a team gives a person to this asker, or the outcome. */
  nameOf(
    asker: Asker,
    person: CastPerson,
    ...references: readonly string[]
  ): Promise<readonly string[] | string>;
  /** `under`: as for `see`. */
  tokenOf(asker: Asker, audience?: string, at?: Date, under?: string): Promise<string>;
  /** Under no case, for this processing activity. */
  tokenFor(asker: Asker, activity: string): Promise<string>;
  askWith(headers: Readonly<Record<string, string>>): ReturnType<Subgraph['handle']>;
  stopSource(): Promise<void>;
  stop(): Promise<void>;
}

const lists = {
  familyPlans: 'goals { text }',
  stories: 'versions { text }',
  fixedFaces: 'name',
  analyses: 'startedOn',
  provisions: 'kind',
  probationHeaders: 'institution',
} as const;
const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Household {
  ${Object.entries(lists)
    .map(([name, below]) => `${name} { ${below} }`)
    .join('\n')}
  localTeamWithheld { recordType access unit since until }
  localTeamOutcome { outcome reason }
} } }`;

export async function openAsking(): Promise<Asking> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
  const running = await startLocalTeamSource({ port: 0, dataFolder });
  const line = await openLine(running.url);
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  let calls = 0;
  let logged: LoggedDecision[] = [];
  const subgraph = localTeam.create(
    {
      ...running.settings,
      LOCAL_TEAM_ZAKEN_URL: (running.settings['LOCAL_TEAM_ZAKEN_URL'] ?? '').replace(running.url, line.url),
    },
    {
      pseudonymiser,
      keyTokenSecret: DEMONSTRATION_KEY_TOKEN_SECRET,
      contextKeys: new Map([['test', publicKey]]),
      now: () => now,
      sourceTimeoutMs: 3_000,
      onCall: () => {
        calls += 1;
      },
      recordDecisions: async ({ decisions }) => void logged.push(...decisions),
    },
  );
  const contextOf = (asker: Asker, under: string | null, isGlassBroken = false): AccessContext => {
    const told = typeof asker === 'string' ? { function: asker } : asker;
    const isFamily = familyFunctions.has(told.function);
    const employer = employers[told.function];
    return {
      subject: {
        id: 'somebody',
        issuer: 'https://issuer.invalid',
        organisation: isFamily ? null : '00000001234567890000',
        unit: isFamily ? null : `${employer === 'LOCAL_TEAM' ? 'LT' : (employer ?? 'RVT')}1`,
        employerTask: isFamily ? null : 'Jeugdwet art. 2.3',
        region: null,
        assignments:
          under === null
            ? []
            : [{ caseReference: under, from: '2026-01-01', until: null, isSubstitute: false }],
        person: null,
        relations: [],
        ageClass: null,
        ...told,
      },
      processingActivity: 'test',
      caseReference: under,
      breakGlass: isGlassBroken ? { reason: 'a child is in danger now', at: now.toISOString() } : null,
    };
  };
  const signed = (context: AccessContext, audience = 'local-team', at = now): Promise<string> =>
    createContextSigner({ id: 'test', privateKey }, () => at).sign(context, audience);
  const ask = async (context: AccessContext, text: string, entity: Readonly<Record<string, unknown>>) =>
    subgraph.handle({
      query: text,
      variables: { r: [entity] },
      headers: { [signedContextHeader]: await signed(context) },
    });
  const toKey = (references: readonly string[]): OrganisationKey => ({
    state: 'REFERENCES',
    references: [...references],
    members: {},
    subject: null,
  });

  return {
    running,
    subgraph,
    sent: line.sent,
    calls: () => {
      const since = calls;
      calls = 0;
      return since;
    },
    decisions: () => {
      const since = logged;
      logged = [];
      return since;
    },
    async see(asker, key, { under, isGlassBroken } = {}) {
      const opened = 'state' in key ? key : toKey(key);
      const answer = await ask(contextOf(asker, under ?? null, isGlassBroken), query, {
        __typename: 'Household',
        localTeamKey: sealer.seal(opened),
      });
      return toSeen(answer);
    },
    async nameOf(asker, person, ...references) {
      const text =
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { localTeamIdentity { outcome recorded { name } } } } }';
      const key = { ...toKey(references), subject: pseudonymOf(person) };
      const answer = await ask(contextOf(asker, null), text, {
        __typename: 'Person',
        localTeamKey: sealer.seal(key),
      });
      // Asked for above in this form.
      const [entity] = (answer.data as { _entities: { localTeamIdentity: Identity }[] })._entities;
      const { outcome, recorded } = entity?.localTeamIdentity ?? { outcome: 'none', recorded: [] };
      return recorded.length === 0 ? outcome : recorded.map(({ name }) => name);
    },
    tokenOf: (asker, audience, at, under) => signed(contextOf(asker, under ?? null), audience, at),
    tokenFor: (asker, processingActivity) => signed({ ...contextOf(asker, null), processingActivity }),
    askWith: (headers) =>
      subgraph.handle({
        query,
        variables: {
          r: [{ __typename: 'Household', localTeamKey: sealer.seal(toKey(['LT1/2025-0217'])) }],
        },
        headers,
      }),
    stopSource: () => line.close(),
    async stop() {
      await subgraph.close();
      await line.close();
      await running.close();
      rmSync(dataFolder, { recursive: true });
    },
  };
}

interface Identity {
  readonly outcome: string;
  readonly recorded: readonly { readonly name: string }[];
}

function toSeen(answer: Awaited<ReturnType<Subgraph['handle']>>): Seen {
  // Asked for above in this form.
  const [household = {}] = (answer.data as { _entities: Record<string, unknown>[] })._entities;
  const withheld = (household['localTeamWithheld'] ?? []) as readonly Record<string, string | null>[];
  const outcome = household['localTeamOutcome'] as { outcome: string; reason: string | null };
  const codeOf = (list: string): string =>
    String(answer.errors?.find(({ path }) => path?.[2] === list)?.extensions['code']);
  return {
    lists: Object.fromEntries(
      Object.keys(lists).map((list) => {
        const shown = household[list] as readonly Record<string, unknown>[] | null;
        return [list, shown === null ? codeOf(list) : shown.map(firstWords)];
      }),
    ),
    withheld: withheld
      .map(({ recordType, access, unit, since, until }) =>
        [recordType, access, ...(access === 'HEADER_ONLY' ? [unit, since, until] : [])].join(' '),
      )
      .sort(),
    outcome: [outcome.outcome, outcome.reason].filter(Boolean).join(' '),
  };
}

function firstWords(record: Readonly<Record<string, unknown>>): string {
  const [value] = Object.values(record);
  if (!Array.isArray(value)) return String(value);
  return value.map(({ text }) => String(text).split(' ').slice(0, 3).join(' ')).join('; ');
}

/** Passes everything on, and keeps what comes back. */
async function openLine(to: string): Promise<{
  readonly url: string;
  readonly sent: () => string;
  readonly close: () => Promise<void>;
}> {
  let kept = '';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    try {
      const answer = await fetch(`${to}${request.url}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      kept += text;
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(text);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A server that listens on a port has an address of this form.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => {
      const since = kept;
      kept = '';
      return since;
    },
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
