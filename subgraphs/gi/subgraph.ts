/** The certified institution (GI) as a part of the graph. */
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
import { createReferenceLoader } from '../../adapter-kit/reference-loader.js';
import { accessControlOf } from '../access-rules.js';
import { loadTypeDefs } from '../type-defs.js';
import { createGiSource } from './adapters/gi-source.js';
import type { GiLoaders } from './opened-cases.js';
import { giKeyField, giResolvers } from './resolvers.js';

const name = 'gi';
const organisation = 'GI';

/** Stands in `source.unit` of a provision where the unit is not told. */
const unnamedUnit = 'GI';

export const gi: OrganisationModule = {
  name,
  organisation,
  keyField: giKeyField,
  settings: {
    GI_DATABASE_URL: {
      schema: z.string().regex(/^postgres(ql)?:\/\//),
      description: 'The case database: postgres://user:password@host:port/name, of a role that may only read',
    },
    GI_IJW_FOLDER: {
      schema: z.string().min(1),
      description: 'The folder in which iJw 3.2 messages arrive as *.xml, by renaming',
    },
    GI_IJW_UNIT: {
      schema: z.string().min(1),
      description: 'The name of the unit whose iJw messages these are',
      optional: true,
    },
    GI_RIGHTS_FILE: rightsFileSetting,
  },
  create(settings, tools) {
    const source = createGiSource({
      organisation,
      databaseUrl: settings['GI_DATABASE_URL'] ?? '',
      ijwFolder: settings['GI_IJW_FOLDER'] ?? '',
      ijwUnit: settings['GI_IJW_UNIT'] ?? unnamedUnit,
      pseudonymiser: tools.pseudonymiser,
      now: tools.now,
      timeoutMs: tools.sourceTimeoutMs,
      resilience: tools.resilience,
      onCall: tools.onCall,
    });
    return defineOrganisationSubgraph<GiLoaders>({
      name,
      organisation,
      typeDefs: loadTypeDefs(name),
      resolvers: withFamilyRights(giResolvers, {
        field: 'giRights',
        rights: readFamilyRights(settings['GI_RIGHTS_FILE'], organisation),
        loaderOf: ({ files }) => files,
      }),
      sealer: createKeySealer(tools.keyTokenSecret, organisation),
      createLoaders: (context) => ({
        files: createCaseLoader(source, organisation, context),
        provisions: createCaseLoader(
          { loadFiles: source.loadProvisions, loadAttributes: source.loadProvisionAttributes },
          organisation,
          context,
        ),
        costs: createCaseLoader(
          { loadFiles: source.loadCosts, loadAttributes: source.loadCostAttributes },
          organisation,
          context,
        ),
        careNotes: createReferenceLoader(source.loadCareNotes, organisation, context),
        opened: new WeakMap(),
        openedProvisions: new WeakMap(),
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
