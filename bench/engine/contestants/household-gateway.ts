/**
 * The product's gateway of the household graph over the graph of the engine's question: the same server, ports, authenticator, signer
 * and logs, put together as `gateway/run-household.ts` does. With `guard` access rules stand; without it the same is open.
 *
 * With owners elsewhere every subgraph is reached as one in a process of its own. With owners here every fetch is also what a
 * subgraph inside the gateway does: its signed context is verified, each record is decided on and the decisions are durable before
 * the source is asked. What a real owner's adapter does to read attributes is not in it.
 */
import pino from 'pino';
import type { LoggedDecision } from '../../../adapter-kit/access/request-access.js';
import type { AccessContext } from '../../../adapter-kit/access/subject.js';
import { type AccessControl, openRequestAccess } from '../../../adapter-kit/organisation-subgraph.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../../adapter-kit/pseudonym.js';
import { connectRemoteSubgraph } from '../../../adapter-kit/remote-subgraph.js';
import type { SubgraphRequest } from '../../../adapter-kit/subgraph.js';
import { readAccessSettings } from '../../../gateway/access/access-settings.js';
import { createHouseholdPort } from '../../../gateway/data-sources/subgraph-port.js';
import { type HouseholdAccess, openHouseholdAccess } from '../../../gateway/household-access.js';
import { createGatewayServer } from '../../../gateway/server.js';
import { accessControlOf } from '../../../subgraphs/access-rules.js';
import { type SourceName, sourceNames } from '../supergraph.js';
import { organisations } from '../told-extensions.js';
import type { ContestantSettings } from './contestant-settings.js';
import { attributesOf, casesOf, rulesOf } from './owner-decisions.js';

/** @returns the URL to post to. */
export async function serveHouseholdGateway(settings: ContestantSettings): Promise<string> {
  const { supergraphSdl, urls, timeoutMs, guard } = settings;
  const now = (): Date => new Date();
  const logger = pino({ level: 'warn' }, pino.destination(2));
  const access = guard === null ? null : await openAccess(guard, { supergraphSdl, now, logger });
  const ports = new Map(
    sourceNames.map((name) => {
      const organisation = organisations[name];
      const rules = rulesOf[name];
      const remote = connectRemoteSubgraph({ organisation, url: urls[name], timeoutMs });
      if (!access) return [name, createHouseholdPort({ organisation, handle: remote.handle })] as const;
      const { signer, keys, recordDecisions } = access.parts;
      const sign = (asker: AccessContext) => signer.sign(asker, rules);
      if (guard?.owners === 'ELSEWHERE')
        return [name, createHouseholdPort({ organisation, handle: remote.handle, sign })] as const;
      const control = accessControlOf(rules, {
        contextKeys: keys,
        now,
        ...(recordDecisions ? { recordDecisions } : {}),
      });
      if (!control) throw new Error('expected rules for every source');
      const port = createHouseholdPort({
        organisation,
        async handle(request) {
          await decide(name, request, control, now());
          return remote.handle(request);
        },
        sign,
      });
      return [name, port] as const;
    }),
  );
  const server = await createGatewayServer({
    supergraphSdl,
    ports,
    organisations: sourceNames.filter((name) => name !== 'register').map((name) => organisations[name]),
    pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
    subgraphBudgetMs: timeoutMs,
    persistedQueries: null,
    logger,
    access: access?.server ?? null,
  });
  const { url } = await server.listen({ port: 0, host: '127.0.0.1' });
  return `${url}/graphql`;
}

function openAccess(
  guard: NonNullable<ContestantSettings['guard']>,
  given: Pick<Parameters<typeof openHouseholdAccess>[0], 'supergraphSdl' | 'now' | 'logger'>,
): Promise<HouseholdAccess> {
  const settings = readAccessSettings({ ACCESS_ISSUERS: guard.issuers });
  if (!settings) throw new Error('expected the configuration of an issuer');
  return openHouseholdAccess({
    ...given,
    settings,
    signingKeyFile: null,
    logFolder: guard.logFolder,
    pseudonymKey: DEMONSTRATION_PSEUDONYM_KEY,
  });
}

/** @throws Error where something would not be shown: then another question would be measured. */
async function decide(
  source: SourceName,
  { headers, variables }: SubgraphRequest,
  control: AccessControl,
  instant: Date,
): Promise<void> {
  const organisation = organisations[source];
  const access = await openRequestAccess(headers, control, { organisation, instant });
  const ids = casesOf(keysIn(variables));
  // As in the product: one decision for each case, all under way at once.
  const decided = await Promise.all(ids.map((id) => access.decide(attributesOf(source, id))));
  if (!decided.flat().every(isShown)) throw new Error('expected everything to be shown');
}

function isShown({ answer }: Pick<LoggedDecision, 'answer'>): boolean {
  return answer === 'ALLOW' || answer === 'MASK';
}

function keysIn(variables: SubgraphRequest['variables']): readonly string[] {
  return Object.values(variables ?? {})
    .flat()
    .map((value) => (typeof value === 'string' ? value : (value as { readonly id: string }).id)); // ids, or representations
}
