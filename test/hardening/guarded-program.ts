/**
 * The built gateway with its access rules, as a process of its own over subgraphs in the test's hands: an issuer whose tokens the test
 * writes, a folder of logs, and everything that it printed. The subgraphs and the issuer survive it.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { subgraphUrlVariable } from '../../adapter-kit/source-settings.js';
import {
  goodToken,
  type IssuerAtHand,
  makeKey,
  startIssuerAtHand,
  toPublished,
} from '../access/tokens/issuer-at-hand.js';
import { type RunningProgram, startProgram } from '../program/start-program.js';

export const activity = 'https://gezinsbeeld.invalid/processing-activities/support-family';

export interface GuardedAnswer {
  readonly status: number;
  readonly text: string;
}

export interface GuardedProgram {
  readonly url: string;
  readonly pid: number;
  readonly program: RunningProgram;
  post(body: string, headers: Readonly<Record<string, string>>): Promise<GuardedAnswer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<GuardedAnswer>;
  /** Ends it as a loss of power would, or asks it to stop. */
  end(how: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export interface GuardedWorld {
  readonly folder: string;
  readonly logFolder: string;
  /** Where the program may keep temporary files: nothing else is in it. */
  readonly temporary: string;
  /** What a fixed face sends. @param claims What its token says besides, or otherwise. */
  headersOf(subject: string, claims?: object): Readonly<Record<string, string>>;
  /** Starts the program; again after it ended. */
  start(env?: Readonly<Record<string, string>>): Promise<GuardedProgram>;
  close(): Promise<void>;
}

/** @param urls Where each subgraph of the household graph is, by its name. */
export async function prepareGuardedWorld(
  urls: Readonly<Record<'household' | 'veilig-thuis' | 'raad' | 'gi' | 'local-team', string>>,
): Promise<GuardedWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-guarded-'));
  const logFolder = join(folder, 'log');
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  const signingKeyFile = join(folder, 'gateway.private.json');
  const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  writeFileSync(signingKeyFile, JSON.stringify({ ...signingKey, kid: 'guarded' }));
  const key = makeKey('ES256');
  const issuer: IssuerAtHand = await startIssuerAtHand({ functions: ['fixed-face'] });
  issuer.publish(toPublished(key));
  const { household, ...organisations } = urls;

  async function start(env: Readonly<Record<string, string>> = {}): Promise<GuardedProgram> {
    const program = startProgram('gateway/main.js', {
      env: {
        ACCESS_ISSUERS: JSON.stringify([issuer.settings].map(({ organisations: _, ...each }) => each)),
        ACCESS_SIGNING_KEY_FILE: signingKeyFile,
        LOG_FOLDER: logFolder,
        TMPDIR: temporary,
        SUBGRAPH_HOUSEHOLD_URL: household,
        ...Object.fromEntries(
          Object.entries(organisations).map(([name, url]) => [subgraphUrlVariable(name), url]),
        ),
        ...env,
      },
    });
    const [, url = '', pid] = await program
      .find(/gateway\s+(http:\S+)\/graphql\s+pid (\d+)/, 60_000)
      .catch(async (thrown: unknown) => {
        await program.stop();
        throw thrown;
      });
    const agent = new Agent({ connections: 64 });
    const send = async (
      method: 'GET' | 'POST',
      path: string,
      headers: Readonly<Record<string, string>>,
      body?: string,
    ): Promise<GuardedAnswer> => {
      const response = await request(`${url}${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body }),
        dispatcher: agent,
      });
      return { status: response.statusCode, text: await response.body.text() };
    };
    return {
      url,
      pid: Number(pid),
      program,
      post: (body, headers) => send('POST', '/graphql', headers, body),
      get: (path, headers = {}) => send('GET', path, headers),
      async end(how) {
        program.child.kill(how);
        await program.ended;
        await agent.destroy();
      },
    };
  }

  return {
    folder,
    logFolder,
    temporary,
    headersOf(subject, claims = {}) {
      const caseReference = `LT1/2025-${subject.replace(/\D+/g, '') || '1'}`;
      const seconds = Math.floor(Date.now() / 1_000);
      const token = goodToken(key, {
        sub: subject,
        iat: seconds,
        exp: seconds + 3_600,
        assignments: [{ case_reference: caseReference, from: '2025-01-01' }],
        ...claims,
      });
      return {
        authorization: `Bearer ${token}`,
        'processing-activity': activity,
        'case-reference': caseReference,
      };
    },
    start,
    async close() {
      await issuer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
