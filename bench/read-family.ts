/**
 * The same data without the gateway: one family's records by the case numbers that the program knows by heart, through the
 * same adapters and therefore with the same calls, the same parsing and the same checks of what came.
 *
 * No register, no links, no keys, no GraphQL, no certainty, no source on each record: what a team could write for one page.
 */
import type { OutwardCallNotice } from '../adapter-kit/organisation-source.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../adapter-kit/pseudonym.js';
import type { BatchedRead } from '../adapter-kit/reference-loader.js';
import { SourceError } from '../adapter-kit/source-error.js';
import { createGiSource } from '../subgraphs/gi/adapters/gi-source.js';
import { createZakenSource } from '../subgraphs/local-team/adapters/zaken-api.js';
import { createStufStoreSource } from '../subgraphs/raad/adapters/stuf-store.js';
import { createRestVeiligThuisSource } from '../subgraphs/veilig-thuis/adapters/rest.js';
import type { KnownFamily } from './workloads.js';

export interface FamilyReaderOptions {
  /** The settings of all four sources, by the names of their environment variables. */
  readonly settings: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly onCall: (call: OutwardCallNotice) => void;
}

export interface FamilyReader {
  /** Everything that is recorded, as text of JSON; a list is `null` where its source gave no usable answer. */
  readView(family: KnownFamily): Promise<string>;
  /** Which of the sources answered, as text of JSON. */
  readOutcomes(family: KnownFamily): Promise<string>;
}

interface RecordedPerson {
  readonly pseudonym: string | null;
  readonly name: string | null;
  readonly birthDate: string | null;
}

/** The certain and the probable: Veilig Thuis three times, the Raad twice, the GI, the local team. */
const involvementOfRelay = ['VT1', 'VT1', 'VT2', 'RVDK', 'RVDK', 'GI1', 'LT1'].map((unit) => ({ unit }));

export function createFamilyReader(options: FamilyReaderOptions): FamilyReader {
  const { settings, timeoutMs, now, onCall } = options;
  const pseudonymiser = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
  const notice = (organisation: string) => (call: { readonly method: string; readonly path: string }) =>
    onCall({ organisation, ...call });
  const veiligThuis = createRestVeiligThuisSource({
    apiUrl: setting('VEILIG_THUIS_URL'),
    tokenUrl: setting('VEILIG_THUIS_TOKEN_URL'),
    clientId: setting('VEILIG_THUIS_CLIENT_ID'),
    clientSecret: setting('VEILIG_THUIS_CLIENT_SECRET'),
    timeoutMs,
    pseudonymiser,
    onCall,
  });
  const raad = createStufStoreSource({
    baseUrl: setting('RAAD_STORE_URL').replace(/\/$/, ''),
    secret: setting('RAAD_STORE_SECRET'),
    contact: null,
    pseudonymiser,
    timeoutMs,
    onCall: notice('RAAD'),
  });
  const gi = createGiSource({
    organisation: 'GI',
    databaseUrl: setting('GI_DATABASE_URL'),
    ijwFolder: setting('GI_IJW_FOLDER'),
    ijwUnit: settings['GI_IJW_UNIT'] ?? 'GI',
    pseudonymiser,
    now,
    timeoutMs,
    onCall,
  });
  const localTeam = createZakenSource({
    zakenUrl: setting('LOCAL_TEAM_ZAKEN_URL'),
    catalogiUrl: setting('LOCAL_TEAM_CATALOGI_URL'),
    clientId: setting('LOCAL_TEAM_CLIENT_ID'),
    clientSecret: setting('LOCAL_TEAM_CLIENT_SECRET'),
    timeoutMs,
    pseudonymiser,
    now,
    onCall: notice('LOCAL_TEAM'),
  });

  function setting(name: string): string {
    const value = settings[name];
    if (value === undefined) throw new Error(`expected the setting ${name}`);
    return value;
  }

  return {
    async readView(family) {
      const persons = family.rawBsns.flatMap((rawBsn) => pseudonymiser.person(rawBsn) ?? []);
      const [reported, investigated, protected_, provided, helped] = await Promise.all([
        readAll(veiligThuis.loadFiles, family.veiligThuis),
        readAll(raad.loadFiles, family.raad),
        readAll(gi.loadFiles, family.gi),
        // Youth care stands under persons; who is not known to the GI is not asked for.
        readAll(gi.loadProvisions, family.gi.length > 0 ? persons : []),
        readAll(localTeam.loadFiles, family.localTeam),
      ]);
      const named = [reported, investigated, protected_, helped].flatMap((files) =>
        (files ?? []).flatMap((file): readonly RecordedPerson[] => file.persons),
      );
      const household = {
        members: toMembers(persons, named),
        reports: reported?.flatMap((file) => file.reports) ?? null,
        councilInvestigations: investigated?.flatMap((file) => file.investigations) ?? null,
        measures: protected_?.flatMap((file) => file.measures) ?? null,
        youthCareProvisions: provided?.flat() ?? null,
        familyPlans: helped?.flatMap((file) => file.familyPlans) ?? null,
        stories: helped?.flatMap((file) => (file.story ? [file.story] : [])) ?? null,
        fixedFaces: helped?.flatMap((file) => file.fixedFaces) ?? null,
        analyses: helped?.flatMap((file) => file.analyses) ?? null,
        provisions: helped?.flatMap((file) => file.provisions) ?? null,
        probationHeaders: helped?.flatMap((file) => file.probationHeaders) ?? null,
      };
      return JSON.stringify({ data: { householdsOfPerson: [household] } });
    },

    async readOutcomes(family) {
      const files = await Promise.all([
        readAll(veiligThuis.loadFiles, family.veiligThuis),
        readAll(raad.loadFiles, family.raad),
        readAll(gi.loadFiles, family.gi),
        readAll(localTeam.loadFiles, family.localTeam),
      ]);
      const sources = files.map((read) => ({ outcome: read ? 'ANSWERED' : 'UNAVAILABLE' }));
      return JSON.stringify({ data: { householdsOfPerson: [{ involvement: involvementOfRelay, sources }] } });
    },
  };

  /** All of them, or `null`. Nothing is asked where there is nothing to ask for. */
  async function readAll<R>(
    read: BatchedRead<R>,
    references: readonly string[],
  ): Promise<readonly R[] | null> {
    if (references.length === 0) return [];
    try {
      const found = await read(references, { signal: AbortSignal.timeout(timeoutMs) });
      return references.map((reference) => {
        const record = found.get(reference);
        if (record === undefined) throw new Error('expected a record of every reference');
        if (record instanceof SourceError) throw record;
        return record;
      });
    } catch (thrown) {
      if (thrown instanceof SourceError) return null;
      throw thrown;
    }
  }
}

function toMembers(persons: readonly string[], named: readonly RecordedPerson[]) {
  return persons.flatMap((person) => {
    const recorded = named.filter(({ pseudonym }) => pseudonym === person);
    const [first] = recorded;
    if (!first) return [];
    const variants = recorded.map(({ name, birthDate }) => ({ name, birthDate }));
    return [{ name: first.name, birthDate: first.birthDate, variants }];
  });
}
