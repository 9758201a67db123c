/** The local teams' subgraph over their Zaken API. */
import { z } from 'zod';
import { createCaseLoader } from '../../adapter-kit/access/case-loader.js';
import {
  readFamilyRights,
  rightsFileSetting,
  withFamilyRights,
} from '../../adapter-kit/access/family-rights.js';
import { createKeySealer } from '../../adapter-kit/key-token.js';
import type { OrganisationModule } from '../../adapter-kit/organisation-source.js';
import { defineOrganisationSubgraph } from '../../adapter-kit/organisation-subgraph.js';
import { accessControlOf } from '../access-rules.js';
import { loadTypeDefs } from '../type-defs.js';
import { createZakenSource } from './adapters/zaken-api.js';
import { keyField, resolvers } from './resolvers.js';
import { type LocalTeamLoaders, organisation } from './to-graph.js';

const name = 'local-team';

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** Tokens and case files travel to these addresses, so only on this machine may they travel unencrypted. */
const url = z
  .string()
  .refine(isBaseUrl, 'expected an https URL (http on this machine only) without credentials');
const text = z.string().min(1);

export const localTeam: OrganisationModule = {
  name,
  organisation,
  keyField,
  settings: {
    LOCAL_TEAM_ZAKEN_URL: {
      schema: url,
      description: 'Base URL of the Zaken API 1.5.1, e.g. https://zaken.invalid/zaken/api/v1',
    },
    LOCAL_TEAM_CATALOGI_URL: {
      schema: url,
      description: 'Base URL of the Catalogi API that its cases point to',
    },
    LOCAL_TEAM_CLIENT_ID: {
      schema: text,
      description: 'Client id at both APIs, with the scopes zaken.lezen and catalogi.lezen',
    },
    LOCAL_TEAM_CLIENT_SECRET: {
      schema: text,
      description: 'Secret that the tokens (JWT, HS256) are signed with',
    },
    LOCAL_TEAM_RIGHTS_FILE: rightsFileSetting,
  },
  create(settings, tools) {
    const source = createZakenSource({
      zakenUrl: setting(settings, 'LOCAL_TEAM_ZAKEN_URL'),
      catalogiUrl: setting(settings, 'LOCAL_TEAM_CATALOGI_URL'),
      clientId: setting(settings, 'LOCAL_TEAM_CLIENT_ID'),
      clientSecret: setting(settings, 'LOCAL_TEAM_CLIENT_SECRET'),
      timeoutMs: tools.sourceTimeoutMs,
      ...(tools.resilience ? { resilience: tools.resilience } : {}),
      pseudonymiser: tools.pseudonymiser,
      now: tools.now,
      ...(tools.onCall ? { onCall: toNotice(tools.onCall) } : {}),
    });
    return defineOrganisationSubgraph<LocalTeamLoaders>({
      name,
      organisation,
      typeDefs: loadTypeDefs(name),
      resolvers: withFamilyRights(resolvers, {
        field: 'localTeamRights',
        rights: readFamilyRights(settings['LOCAL_TEAM_RIGHTS_FILE'], organisation),
        loaderOf: ({ files }) => files,
      }),
      sealer: createKeySealer(tools.keyTokenSecret, organisation),
      createLoaders: (context) => ({
        files: createCaseLoader(source, organisation, context),
        keepsCasework: source.keepsCasework,
      }),
      accessControl: accessControlOf(name, tools),
      pseudonymiser: tools.pseudonymiser,
      roster: source.roster,
      circuit: source.circuit,
      now: tools.now,
      close: () => source.close(),
      ...(tools.onDefect ? { onDefect: tools.onDefect } : {}),
    });
  },
};

function toNotice(onCall: NonNullable<Parameters<OrganisationModule['create']>[1]['onCall']>) {
  return (call: { readonly method: string; readonly path: string }): void =>
    onCall({ organisation, ...call });
}

function setting(settings: Readonly<Record<string, string>>, name: string): string {
  const value = settings[name];
  if (value === undefined) throw new Error(`expected the setting ${name}`);
  return value;
}

function isBaseUrl(candidate: string): boolean {
  if (!URL.canParse(candidate)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(candidate);
  const isBare = username === '' && password === '' && search === '' && hash === '';
  return isBare && (protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname)));
}
