/**
 * Who last saw whom in the cast, at its clock (2 November 2026), written down before the rules that work it out.
 *
 * "Seen alone" is written as `SEEN`: that a child was seen without its parents does not say that somebody spoke with it.
 */

export interface ExpectedSighting {
  readonly family: number;
  readonly name: string;
  /** The cast's own words. */
  readonly castSays: string;
  readonly on: string;
  readonly how: 'SEEN' | 'SPOKEN_ALONE' | 'PHONED';
  /** The organisation whose source it is. */
  readonly recordedBy: 'GI' | 'LOCAL_TEAM' | 'VEILIG_THUIS' | 'RAAD';
  /** The unit or party that saw them. */
  readonly by: string;
}

export interface ExpectedLastSeen {
  readonly family: number;
  readonly name: string;
  /** The day on which somebody last saw them with their own eyes. */
  readonly seenOn: string;
  readonly daysSinceSeen: number;
  readonly phonedOn: string | null;
  readonly isAlarm: boolean;
}

export const sightingsOfTheCast: readonly ExpectedSighting[] = [
  {
    family: 2,
    name: 'Teun',
    castSays: 'Teun seen alone GI1 2026-10-08',
    on: '2026-10-08',
    how: 'SEEN',
    recordedBy: 'GI',
    by: 'GI1',
  },
  {
    family: 2,
    name: 'Daan',
    castSays: 'Daan seen LT1 2026-10-15',
    on: '2026-10-15',
    how: 'SEEN',
    recordedBy: 'LOCAL_TEAM',
    by: 'LT1',
  },
  {
    family: 2,
    name: 'Hein',
    castSays: 'Hein seen VT1 2026-10-13',
    on: '2026-10-13',
    how: 'SEEN',
    recordedBy: 'VEILIG_THUIS',
    by: 'VT1',
  },
  {
    family: 2,
    name: 'Maud',
    castSays: 'Maud seen O2 2026-10-22',
    on: '2026-10-22',
    how: 'SEEN',
    recordedBy: 'GI',
    by: 'De Haven',
  },
  {
    family: 2,
    name: 'Fien',
    castSays: 'Fien spoken alone RVDK 2026-10-26',
    on: '2026-10-26',
    how: 'SPOKEN_ALONE',
    recordedBy: 'RAAD',
    by: 'RVDK',
  },
  {
    family: 2,
    name: 'Trix',
    castSays: 'Trix: phoned O2 2026-10-22',
    on: '2026-10-22',
    how: 'PHONED',
    recordedBy: 'GI',
    by: 'De Haven',
  },
  {
    family: 2,
    name: 'Trix',
    castSays: 'last *seen* GI1 2026-06-11 = 144 days (alarm)',
    on: '2026-06-11',
    how: 'SEEN',
    recordedBy: 'GI',
    by: 'GI1',
  },
  {
    family: 11,
    name: 'Nina',
    castSays: 'Last seen Nina GI1 2026-10-28',
    on: '2026-10-28',
    how: 'SEEN',
    recordedBy: 'GI',
    by: 'GI1',
  },
];

export const lastSeenOfTheCast: readonly ExpectedLastSeen[] = [
  { family: 2, name: 'Teun', seenOn: '2026-10-08', daysSinceSeen: 25, phonedOn: null, isAlarm: false },
  { family: 2, name: 'Daan', seenOn: '2026-10-15', daysSinceSeen: 18, phonedOn: null, isAlarm: false },
  { family: 2, name: 'Hein', seenOn: '2026-10-13', daysSinceSeen: 20, phonedOn: null, isAlarm: false },
  { family: 2, name: 'Maud', seenOn: '2026-10-22', daysSinceSeen: 11, phonedOn: null, isAlarm: false },
  { family: 2, name: 'Fien', seenOn: '2026-10-26', daysSinceSeen: 7, phonedOn: null, isAlarm: false },
  {
    family: 2,
    name: 'Trix',
    seenOn: '2026-06-11',
    daysSinceSeen: 144,
    phonedOn: '2026-10-22',
    isAlarm: true,
  },
  { family: 11, name: 'Nina', seenOn: '2026-10-28', daysSinceSeen: 5, phonedOn: null, isAlarm: false },
];

/** Members of whom no record of the cast tells that anybody saw them. They are named; they are not left out. */
export const neverSeenInTheCast = [
  { family: 2, names: ['Johan', 'Wilma', 'Bets', 'Edwin'] },
  { family: 11, names: ['Jeannette'] },
] as const;

/** Who never gives an alarm, whatever was recorded. */
export const neverAlarming = [
  { family: 5, name: 'Melvin', because: 'died 2019-06-01' },
  { family: 5, name: 'unborn child of Marjolein', because: 'expected 2027-01-15' },
] as const;
