/**
 * What the units recorded of their own work with family 2, for the places in its cases where it is kept: of
 * the Molendijk (2017), of the Hofdijk (2025), and about Hein (2026). The days and roles are the cast's; the
 * numbers of the workers are invented.
 */
import type { ReportFiling } from './case-messages.js';

type Inquiry = NonNullable<ReportFiling['inquiry']>;
type Assessment = NonNullable<ReportFiling['safetyAssessment']>;
type Plan = NonNullable<ReportFiling['safetyPlans']>[number];

const everybody = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'];
/** The day of the lists of the cast, at which each is whole. */
const listedOn = '2026-11-01';

export const molendijkWork = {
  report: {
    takeOvers: [
      {
        to: 'local-team',
        on: '2018-02-01',
        reason: 'transfer to the local team',
        personNumbers: ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'],
      },
    ],
    involvedParties: { asOf: listedOn, parties: [] },
  },
} satisfies { readonly report: Partial<ReportFiling> };

export const hofdijkWork = {
  assessment: {
    workers: [
      {
        workerNumber: 'W-0101',
        name: 'E. Voorbeeld',
        role: 'assessor',
        carriesCase: true,
        from: '2025-09-05',
        until: '2025-09-12',
      },
    ],
  },
  inquiry: {
    workers: [
      {
        workerNumber: 'W-0102',
        name: 'F. Voorbeeld',
        role: 'investigator',
        carriesCase: true,
        from: '2025-09-22',
        until: '2025-12-01',
      },
    ],
    contacts: [{ kind: 'intake', on: '2025-09-24', workerNumber: 'W-0102' }],
    takeOvers: [
      {
        to: 'raad',
        unit: 'RVDK',
        on: '2025-12-01',
        reason: 'request for an investigation',
        personNumbers: everybody,
      },
      {
        to: 'local-team',
        unit: 'LT1',
        on: '2025-12-01',
        reason: 'safety conditions',
        personNumbers: everybody,
      },
    ],
  },
  plan: {
    agreements: [
      { text: 'No quarrels with the children present.', nature: 'agreement', agreedOn: '2025-09-26' },
    ],
    personNumbers: everybody,
  },
  report: {
    concerns: [
      {
        fact: 'children heard shouting on 2025-09-04 until police came',
        severity: 'serious',
        observedOn: '2025-09-04',
        nature: 'fact',
        reactions: [{ by: 'father', text: 'it was once' }],
      },
    ],
    // The list of this unit is kept in the running case of 2026.
    involvedParties: null,
  },
} satisfies {
  readonly assessment: Partial<Assessment>;
  readonly inquiry: Partial<Inquiry>;
  readonly plan: Partial<Plan>;
  readonly report: Partial<ReportFiling>;
};

export const heinWork = {
  inquiry: {
    workers: [
      {
        workerNumber: 'W-0103',
        name: 'M. Bos',
        role: 'investigator',
        carriesCase: true,
        from: '2026-10-12',
      },
      {
        workerNumber: 'W-0104',
        name: 'G. Voorbeeld',
        role: 'confidential doctor',
        carriesCase: false,
        from: '2026-10-12',
      },
    ],
    contacts: [{ kind: 'intake', on: '2026-10-13', workerNumber: 'W-0103' }],
    sightings: [{ personNumber: 'P5', on: '2026-10-13', how: 'seen' }],
  },
  report: {
    concerns: [
      {
        fact: "bruise on Hein's left arm, 3 cm",
        severity: 'serious',
        observedOn: '2026-10-05',
        nature: 'fact',
        personNumbers: ['P5'],
      },
    ],
    involvedParties: {
      asOf: listedOn,
      parties: [
        'RVDK',
        'GI1',
        'LT1',
        'Schuldhulp Rotterdam',
        'Rijnoever',
        'De Haven',
        'primary school',
        'Kursus BV',
      ],
    },
  },
} satisfies { readonly inquiry: Partial<Inquiry>; readonly report: Partial<ReportFiling> };
