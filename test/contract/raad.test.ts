/** The Raad's adapter against the promises of every source, over the message store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../adapter-kit/pseudonym.js';
import { startRaadSource } from '../../simulated-sources/raad/source.js';
import { createStufStoreSource } from '../../subgraphs/raad/adapters/stuf-store.js';
import type { RaadFile } from '../../subgraphs/raad/source.js';
import { describeOrganisationSource } from './organisation-source-contract.js';

describeOrganisationSource<RaadFile>({
  organisation: 'RAAD',
  healthy: ['RVDK/2025-7781', 'RVDK/2026-5120', 'RVDK/2026-9001'],
  slow: 'RVDK/2026-9004',
  down: 'RVDK/2026-9005',
  malformed: 'RVDK/2026-9006',
  malformedField: 'statusSetOn',
  maxCallsPerBatch: 1,
  async start({ timeoutMs }) {
    const dataFolder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-raad-contract-'));
    const running = await startRaadSource({ port: 0, dataFolder });
    let calls = 0;
    let isRunning = true;
    const source = createStufStoreSource({
      baseUrl: running.url,
      secret: running.settings['RAAD_STORE_SECRET'] ?? '',
      contact: running.settings['RAAD_CONTACT'] ?? null,
      pseudonymiser: createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY),
      timeoutMs,
      onCall: () => {
        calls += 1;
      },
    });
    const stopSource = async () => {
      if (isRunning) await running.close();
      isRunning = false;
    };
    return {
      source,
      calls: () => calls,
      stopSource,
      async stop() {
        await source.close();
        await stopSource();
        await rm(dataFolder, { recursive: true, force: true });
      },
    };
  },
});
