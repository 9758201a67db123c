import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import { createZakenSource } from '../../subgraphs/local-team/adapters/zaken-api.js';
import type { LocalTeamFile } from '../../subgraphs/local-team/source.js';
import type { SourceElsewhere } from './failing-line.js';
import { describeOrganisationSource } from './organisation-source-contract.js';

describeOrganisationSource<LocalTeamFile>({
  organisation: 'LOCAL_TEAM',
  healthy: ['LT1/2025-0217', 'LT2/2026-0644', 'LT1/2026-9001', 'LT1/2026-9002', 'LT1/2026-9007'],
  slow: 'LT1/2026-9010',
  down: 'LT1/2026-9011',
  malformed: 'LT1/2026-9012',
  malformedField: 'besluitdatum',
  maxCallsPerBatch: 2,
  line: { protocol: 'http', content: '_zoek' },
  async start({ timeoutMs }) {
    const dataFolder = mkdtempSync(join(tmpdir(), 'gezinsbeeld-local-team-'));
    const running = await startLocalTeamSource({ port: 0, dataFolder });
    let calls = 0;
    let isRunning = true;
    const connect: SourceElsewhere<LocalTeamFile>['connect'] = (settings, { timeoutMs, onCall }) =>
      createZakenSource({
        zakenUrl: settings['LOCAL_TEAM_ZAKEN_URL'] ?? '',
        catalogiUrl: settings['LOCAL_TEAM_CATALOGI_URL'] ?? '',
        clientId: settings['LOCAL_TEAM_CLIENT_ID'] ?? '',
        clientSecret: settings['LOCAL_TEAM_CLIENT_SECRET'] ?? '',
        timeoutMs,
        pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
        now: () => new Date('2026-11-02T11:00:00Z'),
        onCall,
      });
    const onCall = (): void => {
      calls += 1;
    };
    const source = connect(running.settings, { timeoutMs, onCall });
    const stopSource = async (): Promise<void> => {
      if (isRunning) await running.close();
      isRunning = false;
    };
    return {
      source,
      elsewhere: { url: running.url, settings: running.settings, connect },
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
