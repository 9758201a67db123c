/**
 * What the Raad's own system tells beside the messages: of family 2 who worked on it, whom they met, and whom
 * its file names; of the other families that there was nothing of the kind.
 */
import { grootEsselink } from '../families.js';

/**
 * A dossier message before its persons have the keys that the store gave them: they stand in it by number
 * (BSN).
 */
export interface DossierSeed {
  readonly reference: string;
  readonly sentAt: string;
  readonly workers: readonly { readonly number: string; readonly name: string }[];
  readonly work: readonly {
    readonly id: string;
    readonly worker: string;
    readonly role: string;
    readonly carriesCase: boolean;
    readonly since: string;
    readonly until?: string;
  }[];
  readonly contacts: readonly {
    readonly id: string;
    readonly kind: 'INTAKE';
    readonly on: string;
    readonly worker: string;
  }[];
  readonly handovers: readonly {
    readonly id: string;
    readonly toOrganisation: 'GI';
    readonly toUnit: string;
    readonly askedOn: string;
    readonly reason: string;
    readonly persons: readonly string[];
  }[];
  readonly sightings: readonly {
    readonly id: string;
    readonly person: string;
    readonly on: string;
    readonly how: 'SPOKEN_ALONE';
  }[];
  /** `null`: not told. */
  readonly knows: { readonly asOf: string; readonly parties: readonly string[] } | null;
}

const investigator = 'council investigator';
const parties = [
  ...['VT1', 'GI1', 'LT1', 'LT2'],
  ...['Schuldhulp Rotterdam', 'Rijnoever', 'De Haven', 'primary school', 'Kursus BV'],
];
const knows = { asOf: '2026-11-01', parties };

/** The intake of 2025-12-15 was at a desk: no contact with the family, so it is in no dossier. */
export function castDossiers(): readonly DossierSeed[] {
  const { teun, daan, fien, maud, trix, hein } = grootEsselink;
  return [
    {
      reference: 'RVDK/2025-7781',
      sentAt: '2026-11-01T18:00:00+01:00',
      workers: [{ number: 'TEST-R1', name: 'A. Voorbeeld' }],
      work: [
        {
          id: 'W-1',
          worker: 'TEST-R1',
          role: investigator,
          carriesCase: true,
          since: '2026-01-12',
          until: '2026-03-30',
        },
      ],
      contacts: [{ id: 'C-1', kind: 'INTAKE', on: '2026-01-12', worker: 'TEST-R1' }],
      handovers: [
        {
          id: 'H-1',
          toOrganisation: 'GI',
          toUnit: 'GI1',
          askedOn: '2026-03-30',
          reason: "court's decision",
          persons: [teun, daan, fien, maud, trix, hein].map(({ bsn }) => bsn),
        },
      ],
      sightings: [],
      knows,
    },
    {
      reference: 'RVDK/2026-5120',
      sentAt: '2026-11-01T18:00:05+01:00',
      workers: [
        { number: 'TEST-R2', name: 'M. Bos' },
        { number: 'TEST-R3', name: 'C. Voorbeeld' },
      ],
      work: [
        { id: 'W-1', worker: 'TEST-R2', role: investigator, carriesCase: true, since: '2026-10-19' },
        { id: 'W-2', worker: 'TEST-R3', role: 'behavioural expert', carriesCase: false, since: '2026-10-19' },
      ],
      contacts: [{ id: 'C-1', kind: 'INTAKE', on: '2026-10-19', worker: 'TEST-R2' }],
      handovers: [],
      sightings: [{ id: 'S-1', person: fien.bsn, on: '2026-10-26', how: 'SPOKEN_ALONE' }],
      knows,
    },
  ];
}

/** Of a case of which the cast tells no work; whom its file names it does not tell either. */
export function emptyDossier(reference: string): DossierSeed {
  const lists = { workers: [], work: [], contacts: [], handovers: [], sightings: [] };
  return { reference, sentAt: '2026-11-01T18:00:00+01:00', ...lists, knows: null };
}
