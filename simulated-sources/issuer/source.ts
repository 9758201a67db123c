/** The simulated issuers of access tokens: one for professionals, one for families. Everything is in memory. */
import type { StartSimulatedSource } from '../simulated-source.js';
import { audience } from './demonstration-client.js';
import type { Realm } from './persona.js';
import { functionsOf } from './personas.js';
import { startIssuerServer } from './server.js';

/** The key that a region uses while none is configured; published, for fictitious people only. */
const demonstrationRegionKey = 'demonstration-key-for-fictitious-people-only';

export const startIssuerSource: StartSimulatedSource = async ({ port }) => {
  const server = await startIssuerServer({
    port,
    regionKey: process.env['PSEUDONYM_KEY'] || demonstrationRegionKey,
  });
  return {
    url: server.origin,
    // By what a gateway knows these issuers, as its configuration spells it.
    settings: {
      ACCESS_ISSUERS: JSON.stringify(
        (['professionals', 'families'] satisfies Realm[]).map((realm) => ({
          issuer: server.realms[realm].issuer,
          audience,
          jwksUrl: `${server.realms[realm].issuer}/jwks`,
          algorithms: ['ES256'],
          functions: functionsOf(realm),
        })),
      ),
    },
    close: () => server.close(),
  };
};
