/** The Raad's subgraph as a module: which settings it needs, and how it is put together. */
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
import { createStufStoreSource } from './adapters/stuf-store.js';
import { createRaadResolvers, type RaadLoaders } from './resolvers.js';

const name = 'raad';
const organisation = 'RAAD';

/** Raad voor de Kinderbescherming. */
export const raad: OrganisationModule = {
  name,
  organisation,
  keyField: 'raadKey',
  settings: {
    RAAD_STORE_URL: {
      schema: z.url({ protocol: /^https?$/ }),
      description: "base URL of the Raad's message store, e.g. http://127.0.0.1:4303",
    },
    RAAD_STORE_SECRET: {
      schema: z.string().min(16),
      description: 'what the message store asks of its readers (bearer token), at least 16 characters',
    },
    RAAD_CONTACT: {
      schema: z.string().min(1).max(200),
      description: 'a desk where professionals reach the Raad about a case; never the number of a worker',
      optional: true,
    },
    RAAD_RIGHTS_FILE: rightsFileSetting,
  },
  create(settings, tools) {
    const source = createStufStoreSource({
      baseUrl: (settings['RAAD_STORE_URL'] ?? '').replace(/\/$/, ''),
      secret: settings['RAAD_STORE_SECRET'] ?? '',
      contact: settings['RAAD_CONTACT'] ?? null,
      pseudonymiser: tools.pseudonymiser,
      timeoutMs: tools.sourceTimeoutMs,
      now: tools.now,
      ...(tools.resilience ? { resilience: tools.resilience } : {}),
      onCall: (call) => tools.onCall?.({ organisation, ...call }),
    });
    return defineOrganisationSubgraph<RaadLoaders>({
      name,
      organisation,
      typeDefs: loadTypeDefs(name),
      resolvers: withFamilyRights(createRaadResolvers(source.system), {
        field: 'raadRights',
        rights: readFamilyRights(settings['RAAD_RIGHTS_FILE'], organisation),
        loaderOf: ({ files }) => files,
      }),
      sealer: createKeySealer(tools.keyTokenSecret, organisation),
      createLoaders: (context) => ({ files: createCaseLoader(source, organisation, context) }),
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
