/** The questions that the benchmark asks: each with its size and the answer that is expected of whoever answers it. */
import { denBraber, grootEsselink } from '../simulated-sources/families.js';
import { longTimeline, shortTimeline } from './long-timelines.js';

/**
 * What stands at a place of a right answer (`timeline.nodes`): of a list how many; `null`: the list itself is `null`, because its source
 * gave none.
 */
export type ExpectedCounts = Readonly<Record<string, number | boolean | null>>;

/** What the program without the gateway knows by heart of a family, and the gateway has to find out. */
export interface KnownFamily {
  readonly rawBsns: readonly string[];
  readonly veiligThuis: readonly string[];
  readonly raad: readonly string[];
  readonly gi: readonly string[];
  readonly localTeam: readonly string[];
}

export interface Workload {
  readonly name: string;
  /** For people: the question, and the size of its answer. */
  readonly question: string;
  /** File in `schema/operations`. */
  readonly operation: 'household-view' | 'who-is-involved' | 'household-at-a-glance' | 'combined-view';
  /** What the same gateway is asked instead, where that is the baseline. Absent: the baseline is the program without the gateway. */
  readonly beside?: Pick<Workload, 'operation' | 'rawBsn' | 'expected'>;
  /** The person who is asked about. */
  readonly rawBsn: string;
  /** A source that is stopped before this is asked, and stays away. */
  readonly lost?: 'raad';
  readonly expected: ExpectedCounts;
  /** Errors in the gateway's answer: one for each field that is `null`. */
  readonly expectedErrors: number;
}

const wholeRelay = {
  members: 8,
  reports: 2,
  councilInvestigations: 1,
  measures: 6,
  youthCareProvisions: 5,
  familyPlans: 1,
  stories: 1,
  fixedFaces: 2,
  analyses: 1,
  provisions: 0,
  probationHeaders: 0,
} as const;

const firstPage = {
  'timeline.nodes': 20,
  'timeline.pageInfo.hasNextPage': true,
  'timeline.missing': 0,
} as const;

export const workloads: readonly Workload[] = [
  {
    name: 'first-report',
    question: 'household view of family 1: four members, one report, one organisation involved',
    operation: 'household-view',
    rawBsn: denBraber.zoey.bsn,
    expected: {
      ...Object.fromEntries(Object.keys(wholeRelay).map((list) => [list, 0])),
      members: 4,
      reports: 1,
    },
    expectedErrors: 0,
  },
  {
    name: 'relay-family',
    question: 'household view of family 2: eight members, records of four organisations',
    operation: 'household-view',
    rawBsn: grootEsselink.teun.bsn,
    expected: wholeRelay,
    expectedErrors: 0,
  },
  {
    name: 'relay-family-combined',
    question:
      'what all organisations together tell of family 2: timeline, terms, professionals, worries, last seen, hand-over, relay; the baseline is the plain household view of the same gateway',
    operation: 'household-at-a-glance',
    beside: { operation: 'household-view', rawBsn: grootEsselink.teun.bsn, expected: wholeRelay },
    rawBsn: grootEsselink.teun.bsn,
    expected: { members: 8, 'timeline.nodes': 20, 'timeline.missing': 2, 'professionals.active': 10 },
    expectedErrors: 0,
  },
  {
    name: 'long-timeline',
    question:
      'the first page of the timeline, and the terms, of a child whom the GI saw on 2,000 days; the baseline is the same of a child whom it saw on 20',
    operation: 'combined-view',
    beside: { operation: 'combined-view', rawBsn: shortTimeline.rawBsn, expected: firstPage },
    rawBsn: longTimeline.rawBsn,
    expected: firstPage,
    expectedErrors: 0,
  },
  {
    name: 'who-is-involved',
    question: 'who knows family 2 and which sources answer: outcomes of four organisations, no content',
    operation: 'who-is-involved',
    rawBsn: grootEsselink.teun.bsn,
    expected: { involvement: 7, sources: 4 },
    expectedErrors: 0,
  },
  {
    name: 'relay-family-raad-down',
    question: "household view of family 2 while the Raad's store is stopped",
    operation: 'household-view',
    rawBsn: grootEsselink.teun.bsn,
    lost: 'raad',
    expected: { ...wholeRelay, councilInvestigations: null },
    expectedErrors: 1,
  },
];

/** @throws Error for a person of no family that is asked about. */
export function knownFamilyOf(rawBsn: string): KnownFamily {
  const family = knownFamilies.find(({ rawBsns }) => rawBsns.includes(rawBsn));
  if (!family) throw new Error('expected a person of family 1 or 2');
  return family;
}

/** Only what is linked with certainty: content of probable links is shown to nobody. */
const knownFamilies: readonly KnownFamily[] = [
  {
    rawBsns: Object.values(denBraber).map(({ bsn }) => bsn),
    veiligThuis: ['VT3/2026-1188'],
    raad: [],
    gi: [],
    localTeam: [],
  },
  {
    // The aunt and her partner have a household of their own.
    rawBsns: Object.entries(grootEsselink).flatMap(([name, { bsn }]) =>
      name === 'bets' || name === 'edwin' ? [] : [bsn],
    ),
    veiligThuis: ['VT1/2025-0905'],
    raad: ['RVDK/2025-7781'],
    gi: ['GI1/2026-0330'],
    localTeam: ['LT1/2025-0217'],
  },
];
