/** Which owners decide elsewhere, from environment variables: `DECISION_POINT_GI_URL` and so on, beside the subgraph's rules. */
import {
  type AuthzenOptions,
  createAuthzenDecisionPoint,
} from '../adapter-kit/access/authzen-decision-point.js';
import type { SubgraphTools } from '../adapter-kit/organisation-source.js';
import { ConfigurationError, type Environment, withoutEmpty } from '../adapter-kit/source-settings.js';

export interface RemoteDecisionPoints {
  readonly of: NonNullable<SubgraphTools['decisionPointOf']>;
  close(): Promise<void>;
}

const timeoutSchema = { least: 20, most: 10_000, usual: 500 } as const;
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** `null`: every owner's own rules decide, in this process. @throws ConfigurationError */
export function createDecisionPointOf(
  environment: Environment,
  owners: readonly { readonly name: string; readonly organisation: string }[],
): RemoteDecisionPoints | null {
  const given = withoutEmpty(environment);
  const problems: string[] = [];
  const remotes = new Map(
    owners.flatMap(({ name, organisation }): [string, Omit<AuthzenOptions, 'rules'>][] => {
      const prefix = `DECISION_POINT_${name.toUpperCase().replaceAll('-', '_')}`;
      const url = given[`${prefix}_URL`];
      const authorization = given[`${prefix}_AUTHORIZATION`] ?? null;
      const timeout = given[`${prefix}_TIMEOUT_MS`];
      const timeoutMs = timeout === undefined ? timeoutSchema.usual : Number(timeout);
      if (url === undefined) {
        if (authorization !== null || timeout !== undefined)
          problems.push(`${prefix}_URL: expected beside the other settings of a decision point`);
        return [];
      }
      if (!isEndpoint(url))
        problems.push(`${prefix}_URL: expected an https URL (http on this machine only) without credentials`);
      if (authorization !== null && !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(authorization))
        problems.push(`${prefix}_AUTHORIZATION: expected the value of an Authorization header`);
      if (!Number.isInteger(timeoutMs) || timeoutMs < timeoutSchema.least || timeoutMs > timeoutSchema.most)
        problems.push(
          `${prefix}_TIMEOUT_MS: expected a whole number from ${timeoutSchema.least} to ${timeoutSchema.most}`,
        );
      return [[name, { organisation, url, authorization, timeoutMs, now: () => new Date() }]];
    }),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
  if (remotes.size === 0) return null;
  const opened: { close(): Promise<void> }[] = [];
  return {
    of(name, rules) {
      const remote = remotes.get(name);
      if (!remote) return rules;
      const point = createAuthzenDecisionPoint({ ...remote, rules });
      opened.push(point);
      return point;
    },
    async close() {
      await Promise.all(opened.map((point) => point.close()));
    },
  };
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username || password || search || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname));
}
