/**
 * Act two of the cast, done once to the running sources: after each event the organisation's feed is read again, so that an event
 * is what it changed in the feed. The tests apply these changes in any order.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RosterReference } from '../../adapter-kit/roster.js';
import { giActTwo } from '../../simulated-sources/gi/act-two.js';
import { startGiSource } from '../../simulated-sources/gi/source.js';
import { localTeamActTwo } from '../../simulated-sources/local-team/act-two.js';
import { startLocalTeamSource } from '../../simulated-sources/local-team/source.js';
import { raadActTwo } from '../../simulated-sources/raad/act-two.js';
import { startRaadSource } from '../../simulated-sources/raad/source.js';
import type { RunningSource, StartSimulatedSource } from '../../simulated-sources/simulated-source.js';
import { veiligThuisActTwo } from '../../simulated-sources/veilig-thuis/act-two.js';
import { startVeiligThuisSource } from '../../simulated-sources/veilig-thuis/source.js';
import { type OrganisationName, organisationNames } from '../start-supergraph.js';
import { type Feed, openFeed } from './cast-feeds.js';

/** When everything of act two has happened. */
export const actTwoClock = new Date('2027-01-20T12:00:00+01:00');

/** What one event changed in one feed. */
export interface FeedChange {
  readonly event: string;
  readonly organisation: string;
  readonly put: readonly RosterReference[];
  readonly removed: readonly string[];
}

export interface ActTwo {
  /** Organisation, as the graph spells it, to its feed before anything happened. */
  readonly before: ReadonlyMap<string, Feed>;
  readonly changes: readonly FeedChange[];
  /** The feeds after everything. */
  readonly after: ReadonlyMap<string, Feed>;
}

type Events = Readonly<Record<string, (at: RunningSource) => Promise<void>>>;

const organisations: Readonly<
  Record<OrganisationName, readonly [start: StartSimulatedSource, events: Events]>
> = {
  'veilig-thuis': [startVeiligThuisSource, veiligThuisActTwo],
  raad: [startRaadSource, raadActTwo],
  gi: [startGiSource, giActTwo],
  'local-team': [startLocalTeamSource, localTeamActTwo],
};

export async function playActTwo(): Promise<ActTwo> {
  const folder = await mkdtemp(join(tmpdir(), 'gezinsbeeld-act-two-'));
  const before = new Map<string, Feed>();
  const after = new Map<string, Feed>();
  const changes: FeedChange[] = [];
  try {
    for (const name of organisationNames) {
      const [start, events] = organisations[name];
      const dataFolder = join(folder, name);
      await mkdir(dataFolder);
      const source = await start({ port: 0, dataFolder });
      const reader = openFeed(name, source.settings, () => new Date(actTwoClock));
      try {
        let feed = await reader.read();
        before.set(reader.organisation, feed);
        for (const [event, happen] of Object.entries(events)) {
          await happen(source);
          const next = await reader.read();
          changes.push({ event, organisation: reader.organisation, ...changesBetween(feed, next) });
          feed = next;
        }
        after.set(reader.organisation, feed);
      } finally {
        await reader.close();
        await source.close();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { before, changes, after };
}

function changesBetween(before: Feed, after: Feed): Pick<FeedChange, 'put' | 'removed'> {
  return {
    put: [...after.values()].filter(
      (reference) => !isDeepStrictEqual(before.get(reference.reference), reference),
    ),
    removed: [...before.keys()].filter((reference) => !after.has(reference)),
  };
}
