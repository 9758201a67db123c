/**
 * The whole supergraph with its access rules, for tests that go through the front door as somebody: real tokens of the personas of
 * the simulation, by an issuer in the test's own process.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { functionNames } from '../../adapter-kit/access/subject.js';
import { DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { readAccessSettings } from '../../gateway/access/access-settings.js';
import { type HouseholdAccess, openHouseholdAccess } from '../../gateway/household-access.js';
import { projectRoot } from '../../schema/project-root.js';
import { demonstrationSecret } from '../../simulated-sources/issuer/demonstration-client.js';
import { personas } from '../../simulated-sources/issuer/personas.js';
import { startIssuerSource } from '../../simulated-sources/issuer/source.js';
import {
  castClock,
  type GraphqlAnswer,
  post,
  type RunningSupergraph,
  type StartOptions,
  startSupergraph,
} from '../start-supergraph.js';
import {
  audience,
  headerFor,
  issuerName,
  makeKey,
  signedBy,
  tokenOf as signToken,
  startIssuerAtHand,
  toPublished,
} from './tokens/issuer-at-hand.js';

export interface AskOptions {
  /** The own case; absent: the first to which the persona is assigned, where there is one. */
  readonly caseReference?: string | null;
  /** The last part of the processing activity's id; absent: the first that the persona may use. */
  readonly activity?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface SupergraphWithAccess extends RunningSupergraph {
  as(persona: string, query: string, options?: AskOptions): Promise<GraphqlAnswer>;
  /** As somebody of the cast who is no persona: with these claims, by an issuer of the test's own. */
  asSomebody(claims: SomebodysClaims, query: string, options?: AskOptions): Promise<GraphqlAnswer>;
  tokenOf(persona: string): Promise<string>;
  readonly logFolder: string;
}

/** What docs/access-tokens.md asks for, but for what every token has. */
export interface SomebodysClaims {
  readonly function: string;
  readonly [claim: string]: unknown;
}

interface Activity {
  readonly id: string;
  readonly functions: readonly string[];
  readonly breaksGlass: boolean;
}

const activities = JSON.parse(
  readFileSync(join(projectRoot, 'schema', 'processing-activities.json'), 'utf8'),
) as readonly Activity[]; // its own tests hold it against its form

export async function startWithAccess(options: StartOptions = {}): Promise<SupergraphWithAccess> {
  const logFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-log-'));
  const issuer = await startIssuerSource({ port: 0, dataFolder: logFolder });
  const settings = readAccessSettings(issuer.settings);
  if (!settings) throw new Error('expected settings of an issuer');
  const issuerAtHand = await startIssuerAtHand({ functions: [...functionNames] });
  const key = makeKey('EdDSA');
  issuerAtHand.publish(toPublished(key));
  const log: string[] = [];
  let access: HouseholdAccess | null = null;
  const running = await startSupergraph({
    ...options,
    openAccess: async (supergraphSdl) => {
      access = await openHouseholdAccess({
        settings: { ...settings, issuers: [...settings.issuers, issuerAtHand.settings] },
        signingKeyFile: null,
        logFolder,
        supergraphSdl,
        pseudonymKey: DEMONSTRATION_PSEUDONYM_KEY,
        now: () => new Date(castClock),
        logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
      });
      return access;
    },
  });
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (name: string): Promise<string> => {
    const known = tokens.get(name) ?? fetchToken(issuer.url, name);
    tokens.set(name, known);
    return known;
  };
  const usualActivity = (functionName: string): string | undefined =>
    activities.find(({ functions, breaksGlass }) => functions.includes(functionName) && !breaksGlass)?.id;
  const tokenWith = (claims: SomebodysClaims): string => {
    const seconds = Math.floor(Date.now() / 1_000);
    const whole = {
      iss: issuerName,
      aud: audience,
      sub: 'somebody',
      iat: seconds,
      exp: seconds + 900,
      ...claims,
    };
    return signToken(headerFor(key), whole, signedBy(key));
  };
  // On a busy machine an issuer's keys may come late; until then nobody of that issuer can be known.
  const familiar = await Promise.all(['fixed-face', 'wilma'].map(tokenOf));
  for (const token of [...familiar, tokenWith({ function: 'auditor' })]) {
    const authorization = `Bearer ${token}`;
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const { status } = await post(running.url, { query: '{ __typename }' }, { authorization });
      if (status !== 503) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  return {
    ...running,
    log: running.log,
    logFolder,
    tokenOf,
    async as(name, query, { caseReference, activity, headers = {}, variables = {} } = {}) {
      const persona = personas.find((each) => each.name === name);
      if (!persona) throw new Error(`expected a persona, and ${name} is none`);
      const [assigned] = 'assignments' in persona ? persona.assignments : [];
      const own = caseReference === undefined ? (assigned?.caseReference ?? null) : caseReference;
      const id =
        activity === undefined
          ? usualActivity(persona.function)
          : activity && `https://gezinsbeeld.invalid/processing-activities/${activity}`;
      return post(
        running.url,
        { query, variables },
        {
          authorization: `Bearer ${await tokenOf(name)}`,
          ...(id ? { 'processing-activity': id } : {}),
          ...(own === null ? {} : { 'case-reference': own }),
          ...headers,
        },
      );
    },
    asSomebody(claims, query, { caseReference = null, headers = {}, variables = {} } = {}) {
      const id = usualActivity(claims.function);
      return post(
        running.url,
        { query, variables },
        {
          authorization: `Bearer ${tokenWith(claims)}`,
          ...(id ? { 'processing-activity': id } : {}),
          ...(caseReference === null ? {} : { 'case-reference': caseReference }),
          ...headers,
        },
      );
    },
    async stop() {
      await running.stop();
      await access?.close();
      await Promise.all([issuer.close(), issuerAtHand.close()]);
      rmSync(logFolder, { recursive: true, force: true });
    },
  };
}

async function fetchToken(issuer: string, name: string): Promise<string> {
  const realm = personas.find((each) => each.name === name)?.realm;
  const response = await fetch(`${issuer}/${realm}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${name}:${demonstrationSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string }; // RFC 6749 section 5.1
  return token;
}
