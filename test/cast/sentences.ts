/**
 * Every sentence of the cast under *Expect* and *Never*: it is the title of a test, or stands in one of the lists below with the
 * reason why this build cannot show it yet. `coverage.ts` holds both against the cast itself.
 */
export interface CastSentence {
  readonly family: number;
  readonly kind: 'Expect' | 'Never';
  /** As the cast has it, without marks of emphasis. */
  readonly sentence: string;
}

export interface HeldElsewhere extends CastSentence {
  readonly reason: string;
}

const inTitles: CastSentence[] = [];

/** The title of a test, after its family and sentence. */
export function title(family: number, kind: CastSentence['kind'], sentence: string): string {
  inTitles.push({ family, kind, sentence });
  return `family ${family}, ${kind}: ${sentence}`;
}

export function sentencesInTitles(): readonly CastSentence[] {
  return inTitles;
}

/** Sentences about who may not see something: each is the title of a test in `never-over-http.test.ts`, asked as that somebody. */
export const heldOverHttp: readonly CastSentence[] = [
  { family: 1, kind: 'Never', sentence: 'Gerrit sees the report, its existence' },
  {
    family: 1,
    kind: 'Never',
    sentence: "A local-team worker's answer differs in any way from that for a family VT3 does not know.",
  },
  { family: 1, kind: 'Never', sentence: ', or its reads in his access log before notice.' },
  { family: 2, kind: 'Never', sentence: 'Report 3 reaches a family member before notice.' },
  { family: 5, kind: 'Never', sentence: "Jeroen or Hubertus sees Marjolein's file." },
  {
    family: 6,
    kind: 'Never',
    sentence: 'Estrella (no gezag) gets under BW 1:377c only what the professional gives on request.',
  },
  { family: 8, kind: 'Expect', sentence: ', to the fixed face only.' },
  { family: 8, kind: 'Never', sentence: "Laertes' file to his parents without his consent." },
  { family: 9, kind: 'Never', sentence: "The parents see Manon's file." },
  {
    family: 2,
    kind: 'Never',
    sentence:
      "O5's name or existence for anyone without the mother's consent: such a reader's active count is 14, marked \"may be incomplete\".",
  },
];

/** What no field of the graph tells yet. */
export const heldByLaterFields: readonly HeldElsewhere[] = [
  {
    family: 3,
    kind: 'Expect',
    sentence: '`lastSeen` for children `[]`;',
    reason: 'When a child was last seen is in no field yet.',
  },
  {
    family: 7,
    kind: 'Expect',
    sentence: 'Walter: variants "Messeritz" in history.',
    reason:
      'The case that wrote it is linked as history and probable, and what is probable opens no content until a professional confirms it; names are content.',
  },
];
