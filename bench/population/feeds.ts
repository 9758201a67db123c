/**
 * Four roster feeds over a population, in pages; a page is made when it is read. Changes can be put in while they are read.
 */
import type { RosterFeed, RosterPage, RosterReference } from '../../adapter-kit/roster.js';
import { type Family, organisationsOfPopulation, type PopulationOrganisation } from './draft.js';
import type { Population } from './population.js';

export interface PopulationFeedsOptions {
  readonly population: Population;
  readonly now: () => Date;
  readonly keyCheck: string;
  readonly pageSize?: number;
}

export interface PopulationFeeds {
  readonly feeds: Readonly<Record<PopulationOrganisation, RosterFeed>>;
  /** From the next read on, the feed has this reference, new or in place of the one of that name. */
  put(organisation: PopulationOrganisation, reference: RosterReference): void;
  /** From the next read on, the feed no longer has it. */
  remove(organisation: PopulationOrganisation, reference: string): void;
  /** Milliseconds spent in making pages, which in life is the organisations' work; and references given. */
  work(): { readonly ms: number; readonly references: number; readonly firstReadAtMs: number | null };
}

/** So long a source works before it gives way. */
const sliceMs = 2;

interface Change {
  readonly version: number;
  readonly reference: RosterReference | null;
}

interface Position {
  /** Changes up to here are in the pages given so far or in the watermark at the end. */
  readonly version: number;
  readonly family: number;
  /** Files of that family given already. */
  readonly skip: number;
}

export function createPopulationFeeds(options: PopulationFeedsOptions): PopulationFeeds {
  const { population, now, keyCheck, pageSize = 1_000 } = options;
  const changes = new Map<PopulationOrganisation, Map<string, Change>>(
    organisationsOfPopulation.map((organisation) => [organisation, new Map()]),
  );
  let version = 0;
  let workMs = 0;
  let given = 0;
  let firstReadAtMs: number | null = null;

  // Which organisations have files on a family, once it was made: a feed need not make it to find nothing there.
  const known = new Uint8Array(population.families);
  const isKnown = 0x80;

  function hasFiles(organisation: PopulationOrganisation, index: number): boolean {
    const bits = known[index] ?? 0;
    return (bits & isKnown) === 0 || (bits & bitOf(organisation)) !== 0;
  }

  function familyAt(index: number): Family {
    const family = population.family(index);
    known[index] = family.files.reduce((bits, file) => bits | bitOf(file.organisation), isKnown);
    return family;
  }

  function changesOf(organisation: PopulationOrganisation): Map<string, Change> {
    return changes.get(organisation) ?? new Map();
  }

  async function fullPage(organisation: PopulationOrganisation, start: Position): Promise<RosterPage> {
    const changed = changesOf(organisation);
    const references: RosterReference[] = [];
    const pace = createPace();
    let { family: index, skip } = start;
    for (; index < population.families && references.length < pageSize; index += 1) {
      if (!hasFiles(organisation, index)) continue;
      if (pace.isOver()) await pace.giveWay();
      const family = familyAt(index);
      for (let file = skip; file < family.files.length; file += 1) {
        const draft = family.files[file];
        if (draft?.organisation !== organisation) continue;
        if (references.length === pageSize) {
          pace.stop();
          return page(references, { version: start.version, family: index, skip: file });
        }
        const change = changed.get(draft.reference);
        if (!change) references.push(population.toReference(family, draft));
      }
      skip = 0;
    }
    pace.stop();
    if (index < population.families)
      return page(references, { version: start.version, family: index, skip: 0 });
    // Whatever was put in comes last; there is never a page full of it.
    for (const { reference } of changed.values()) if (reference) references.push(reference);
    return { ...page(references, null), watermark: `after ${start.version}` };
  }

  function page(references: RosterReference[], next: Position | null): RosterPage {
    return {
      mode: 'FULL',
      asOf: now().toISOString(),
      watermark: null,
      references,
      removed: [],
      keyCheck,
      ...(next ? { continuation: `page ${next.version} ${next.family} ${next.skip}` } : {}),
    };
  }

  function changesSince(organisation: PopulationOrganisation, since: number): RosterPage {
    const later = [...changesOf(organisation)].filter(([, change]) => change.version > since);
    return {
      mode: 'DELTA',
      asOf: now().toISOString(),
      watermark: `after ${version}`,
      references: later.flatMap(([, { reference }]) => (reference ? [reference] : [])),
      removed: later.flatMap(([name, { reference }]) => (reference ? [] : [name])),
      keyCheck,
    };
  }

  async function read(organisation: PopulationOrganisation, token: string | null): Promise<RosterPage> {
    if (token === null) return fullPage(organisation, { version, family: 0, skip: 0 });
    const [kind, since = '', family = '', skip = ''] = token.split(' ');
    return kind === 'after'
      ? changesSince(organisation, Number(since))
      : fullPage(organisation, { version: Number(since), family: Number(family), skip: Number(skip) });
  }

  function feedOf(organisation: PopulationOrganisation): RosterFeed {
    return {
      async read(token) {
        firstReadAtMs ??= performance.now();
        // A source answers in its own time, never within the caller's turn.
        await new Promise((resolve) => setImmediate(resolve));
        const answer = await read(organisation, token);
        given += answer.references.length;
        return answer;
      },
    };
  }

  // Sources work elsewhere: here they give way to whoever is being answered, and only their own work is counted.
  function createPace() {
    let beganAt = performance.now();
    const stop = (): void => {
      workMs += performance.now() - beganAt;
    };
    return {
      isOver: () => performance.now() - beganAt >= sliceMs,
      async giveWay(): Promise<void> {
        stop();
        await new Promise((resolve) => setImmediate(resolve));
        beganAt = performance.now();
      },
      stop,
    };
  }

  return {
    feeds: {
      VEILIG_THUIS: feedOf('VEILIG_THUIS'),
      RAAD: feedOf('RAAD'),
      GI: feedOf('GI'),
      LOCAL_TEAM: feedOf('LOCAL_TEAM'),
    },
    put(organisation, reference) {
      version += 1;
      changesOf(organisation).set(reference.reference, { version, reference });
    },
    remove(organisation, reference) {
      version += 1;
      changesOf(organisation).set(reference, { version, reference: null });
    },
    work: () => ({ ms: workMs, references: given, firstReadAtMs }),
  };
}

function bitOf(organisation: PopulationOrganisation): number {
  return 1 << organisationsOfPopulation.indexOf(organisation);
}
