/** The simulated Veilig Thuis: three units behind one interface, filled from the cast. Everything is in memory. */
import { rightsFileOf } from '../rights-file.js';
import type { StartSimulatedSource } from '../simulated-source.js';
import { apiPath } from './authorization-server.js';
import { demonstrationClients, readingClient } from './clients.js';
import { castAdvice, castCases } from './records.js';
import { startVeiligThuisServer } from './server.js';

/** Five minutes: short, so that renewing is part of every longer demonstration. */
const tokenLifetimeSeconds = 5 * 60;

export const startVeiligThuisSource: StartSimulatedSource = async ({ port }) => {
  const server = await startVeiligThuisServer({
    port,
    cases: castCases,
    advice: castAdvice,
    clients: demonstrationClients,
    now: () => new Date(),
    tokenLifetimeSeconds,
  });
  return {
    url: server.origin,
    settings: {
      VEILIG_THUIS_URL: `${server.origin}${apiPath}`,
      VEILIG_THUIS_TOKEN_URL: `${server.origin}/oauth/token`,
      VEILIG_THUIS_CLIENT_ID: readingClient.id,
      VEILIG_THUIS_CLIENT_SECRET: readingClient.secret,
      VEILIG_THUIS_RIGHTS_FILE: rightsFileOf('veilig-thuis'),
    },
    close: () => server.close(),
  };
};
