/**
 * The GI's feed of references: the cases of its database, and a case for everybody whom only the iJw messages name.
 *
 * Who is in a case goes by that case alone, so the feed keeps for every watermark it gave who was in the cases then. It does so
 * in memory: after a restart, and for a watermark that is long past, it answers in full.
 */
import { createHash } from 'node:crypto';
import type { RosterFeed, RosterPage, RosterReference } from '../../../adapter-kit/roster.js';
import type { CasePage, CasePosition, CaseRoster } from './case-roster.js';
import type { IjwMessages } from './ijw.js';

export interface GiRosterOptions {
  readonly cases: CaseRoster;
  readonly messages: IjwMessages;
  readonly now: () => Date;
}

/** What a reader knows who was given a watermark. */
interface Given {
  readonly position: CasePosition;
  /** Reference of the database to the pseudonyms in it. */
  readonly personsOfCases: ReadonlyMap<string, readonly string[]>;
  /** Those of persons whom only messages name, by reference. */
  readonly ofMessages: ReadonlyMap<string, RosterReference>;
}

/** What the database tells, as changes of what a reader knows. */
type CaseChanges = Pick<RosterPage, 'mode' | 'references' | 'removed'> &
  Pick<Given, 'position' | 'personsOfCases'>;

/** A reader goes on from its latest watermark; one whose answer was lost, from the one before. */
const maxWatermarks = 8;

export function createGiRoster({ cases, messages, now }: GiRosterOptions): RosterFeed {
  const givenAt = new Map<string, Given>();

  return {
    async read(watermark, signal) {
      // Taken before the reads: what was recorded by then is in the page.
      const asOf = now().toISOString();
      const before = (watermark === null ? undefined : givenAt.get(watermark)) ?? null;
      const named = await messages.readReferences(signal);
      const { mode, references, removed, ...read } = await readCases(before, signal);
      const inCases = new Set([...read.personsOfCases.values()].flat());
      const ofMessages = new Map(
        named
          .filter(({ persons }) => !persons.some(({ person }) => person !== null && inCases.has(person)))
          .map((reference) => [reference.reference, reference]),
      );
      const known = mode === 'DELTA' ? before?.ofMessages : undefined;
      return {
        mode,
        asOf,
        watermark: keep({ ...read, ofMessages }),
        references: [
          ...references,
          ...[...ofMessages.values()].filter(
            (reference) => !isSame(reference, known?.get(reference.reference)),
          ),
        ],
        removed: [
          ...removed,
          ...[...(known?.keys() ?? [])].filter((reference) => !ofMessages.has(reference)),
        ],
      };
    },
  };

  async function readCases(before: Given | null, signal: AbortSignal): Promise<CaseChanges> {
    const page = await cases.read(before?.position ?? null, signal);
    if (before === null || page.mode === 'FULL') return toFull(page);
    const personsOfCases = new Map(before.personsOfCases);
    for (const reference of page.removed) personsOfCases.delete(reference);
    for (const reference of page.references) personsOfCases.set(reference.reference, personsIn(reference));
    const { position, references, removed } = page;
    if (personsOfCases.size === page.total) {
      return { mode: 'DELTA', position, references: [...references], removed: [...removed], personsOfCases };
    }
    // A case went without a line of its removal, e.g. because its number was written over: only the whole tells which.
    const whole = toFull(await cases.read(null, signal));
    return {
      ...whole,
      mode: 'DELTA',
      removed: [...before.personsOfCases.keys()].filter((reference) => !whole.personsOfCases.has(reference)),
    };
  }

  function keep(given: Given): string {
    const { incarnation, change } = given.position;
    const messages = createHash('sha256')
      .update(JSON.stringify([...given.ofMessages.values()]))
      .digest('base64url')
      .slice(0, 16);
    const watermark = `${incarnation}/${change}/${messages}`;
    givenAt.delete(watermark);
    givenAt.set(watermark, given);
    for (const oldest of givenAt.keys()) {
      if (givenAt.size <= maxWatermarks) break;
      givenAt.delete(oldest);
    }
    return watermark;
  }
}

function toFull({ position, references }: CasePage): CaseChanges {
  const personsOfCases = new Map(references.map((line) => [line.reference, personsIn(line)]));
  return { mode: 'FULL', position, references: [...references], removed: [], personsOfCases };
}

function personsIn({ persons }: RosterReference): readonly string[] {
  return persons.flatMap(({ person }) => person ?? []);
}

function isSame(left: RosterReference, right: RosterReference | undefined): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
