/** The module of Veilig Thuis: what the composition root needs to create its subgraph, and nothing that acts on import. */
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
import { createRestVeiligThuisSource } from './adapters/rest.js';
import { keyField, resolvers } from './resolvers.js';
import { createLoaders, type VeiligThuisLoaders } from './viewing.js';

const name = 'veilig-thuis';
const organisation = 'VEILIG_THUIS';

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** A secret and a token travel to these addresses, so only to this machine may they travel unencrypted. */
const endpointSchema = z
  .string()
  .refine(isEndpoint, 'expected an https URL (http on this machine only) without credentials');

const settingSchemas = {
  VEILIG_THUIS_URL: endpointSchema.refine((url) => !/[/?#]$/.test(url), 'expected no trailing slash'),
  VEILIG_THUIS_TOKEN_URL: endpointSchema,
  VEILIG_THUIS_CLIENT_ID: z.string().min(1),
  VEILIG_THUIS_CLIENT_SECRET: z.string().min(1),
};

export const veiligThuis: OrganisationModule = {
  name,
  organisation,
  keyField,
  settings: {
    VEILIG_THUIS_URL: {
      schema: settingSchemas.VEILIG_THUIS_URL,
      description:
        'REST interface of Veilig Thuis with its version, e.g. https://veilig-thuis.invalid/api/v1',
    },
    VEILIG_THUIS_TOKEN_URL: {
      schema: settingSchemas.VEILIG_THUIS_TOKEN_URL,
      description:
        'token endpoint of its authorisation server, e.g. https://veilig-thuis.invalid/oauth/token',
    },
    VEILIG_THUIS_CLIENT_ID: {
      schema: settingSchemas.VEILIG_THUIS_CLIENT_ID,
      description: 'OAuth 2.0 client with the scopes vt:roster and vt:reports',
    },
    VEILIG_THUIS_CLIENT_SECRET: {
      schema: settingSchemas.VEILIG_THUIS_CLIENT_SECRET,
      description: 'the secret of that client',
    },
    VEILIG_THUIS_RIGHTS_FILE: rightsFileSetting,
  },
  create(settings, tools) {
    const given = z.object(settingSchemas).parse(settings);
    const { pseudonymiser, keyTokenSecret, now, sourceTimeoutMs, resilience, onCall, onDefect } = tools;
    const source = createRestVeiligThuisSource({
      apiUrl: given.VEILIG_THUIS_URL,
      tokenUrl: given.VEILIG_THUIS_TOKEN_URL,
      clientId: given.VEILIG_THUIS_CLIENT_ID,
      clientSecret: given.VEILIG_THUIS_CLIENT_SECRET,
      timeoutMs: sourceTimeoutMs,
      resilience,
      pseudonymiser,
      now,
      ...(onCall ? { onCall } : {}),
    });
    return defineOrganisationSubgraph<VeiligThuisLoaders>({
      name,
      organisation,
      typeDefs: loadTypeDefs(name),
      resolvers: withFamilyRights(resolvers, {
        field: 'veiligThuisRights',
        rights: readFamilyRights(settings['VEILIG_THUIS_RIGHTS_FILE'], organisation),
        loaderOf: ({ files }) => files,
      }),
      sealer: createKeySealer(keyTokenSecret, organisation),
      createLoaders: (context) => createLoaders(createCaseLoader(source, organisation, context)),
      accessControl: accessControlOf(name, tools),
      pseudonymiser,
      roster: source.roster,
      circuit: source.circuit,
      now,
      close: () => source.close(),
      ...(onDefect ? { onDefect } : {}),
    });
  },
};

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username || password || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname));
}
