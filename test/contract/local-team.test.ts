import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import { createZakenSource } from '../../subgraphs/local-team/adapters/zaken-api.js';
import type { LocalTeamFile } from '../../subgraphs/local-team/source.js';
import { describeOrganisationSource } from './organisation-source-contract.js';

describeOrganisationSource<LocalTeamFile>({
  organisation: 'LOCAL_TEAM',
  healthy: ['LT1/2025-0217', 'LT2/2026-0644', 'LT1/2026-9001', 'LT1/2026-9002', 'LT1/2026-9007'],
  slow: 'LT1/2026-9010',
  down: 'LT1/2026-9011',
  malformed: 'LT1/2026-9012',
  malformedField: 'besluitdatum',
  maxCallsPerBatch: 2,
  async start({ timeoutMs }) {
    const dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    const running = await startLocalTeamSource({ port: 0, dataFolder });
    let calls = 0;
    let isRunning = true;
    const source = createZakenSource({
      zakenUrl: running.settings['LOCAL_TEAM_ZAKEN_URL'] ?? '',
      catalogiUrl: running.settings['LOCAL_TEAM_CATALOGI_URL'] ?? '',
      clientId: running.settings['LOCAL_TEAM_CLIENT_ID'] ?? '',
      clientSecret: running.settings['LOCAL_TEAM_CLIENT_SECRET'] ?? '',
      timeoutMs,
      pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
      now: () => new Date('2026-11-02T11:00:00Z'),
      onCall: () => {
        calls += 1;
      },
    });
    const stopSource = async (): Promise<void> => {
      if (isRunning) await running.close();
      isRunning = false;
    };
    return {
      source,
      calls: () => calls,
      stopSource,
      stop: async () => {
        await source.close();
        await stopSource();
        rmSync(dataFolder, { recursive: true });
      },
    };
  },
});
