/**
 * The regions that try out the regional safety team (proeftuinen). The texts that this project starts from do not agree: an older one (about
 * 2022) names six, later ones count eleven without naming them, and none gives a day on which a region began. So five names and every
 * first day are not established here; a deployment fills them in.
 */
import { isDate } from '../../../adapter-kit/dates.js';

export interface PilotRegion {
  readonly region: string;
  readonly name: string;
  /** Null: not established. */
  readonly startedOn: string | null;
}

export interface PilotRegions {
  readonly regions: readonly PilotRegion[];
  /** How many there are said to be. More than `regions`: the others are not known by name. */
  readonly total: number;
  /** What is uncertain, for whoever reads the list. */
  readonly note: string;
}

const named: readonly PilotRegion[] = [
  { region: 'amsterdam-amstelland', name: 'Amsterdam-Amstelland', startedOn: null },
  { region: 'foodvalley', name: 'FoodValley', startedOn: null },
  { region: 'rotterdam', name: 'Rotterdam', startedOn: null },
  { region: 'utrecht', name: 'Utrecht', startedOn: null },
  { region: 'west-brabant-west', name: 'West-Brabant West', startedOn: null },
  { region: 'zeeland', name: 'Zeeland', startedOn: null },
];

/**
 * @param configured first days by region, and regions that are not named above, with their names.
 * @throws RangeError for a first day that is no day.
 */
export function pilotRegions(configured: readonly PilotRegion[] = []): PilotRegions {
  if (configured.some(({ startedOn }) => startedOn !== null && !isDate(startedOn))) {
    throw new RangeError('expected the first day of a pilot as YYYY-MM-DD, or none');
  }
  const byRegion = new Map([...named, ...configured].map((pilot) => [pilot.region, pilot]));
  const regions = [...byRegion.values()].sort((left, right) => (left.region < right.region ? -1 : 1));
  return {
    regions,
    total: Math.max(11, regions.length),
    note: 'Sources conflict: six regions are named in a text of about 2022, eleven are counted later without names; first days are not established unless configured.',
  };
}

/** Whether the region was a pilot on that day. Null: not established. */
export function wasPilotOn(pilots: PilotRegions, region: string, day: string): boolean | null {
  const pilot = pilots.regions.find((one) => one.region === region);
  if (pilot === undefined) return pilots.total > pilots.regions.length ? null : false;
  return pilot.startedOn === null ? null : pilot.startedOn <= day;
}
