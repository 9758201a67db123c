/** What the GI did and arranged in the case of family 2, and when Nina of family 11 was last seen. */
import type { CaseRecords, Row } from './case-rows.js';
import { careProviders } from './provisions.js';

/** Family 2, the whole relay, and its plan; Teun, Maud and Trix in its file. */
const relay = 'GI1/2026-0330';
const plan = 'PL-2026-0412';
const [teun, maud, trix] = ['k1', 'k4', 'k5'] as const;
/** Supervision of Fien, Maud and Trix. */
const measuresOfTheGirls = ['M-2026-0333', 'M-2026-0334', 'M-2026-0335'];

const parties = {
  familyTreatment: 'Rijnoever',
  fosterCare: 'De Haven',
} as const;

export const courseRecords: CaseRecords = {
  party_assignment: [
    { ...assigned('PA-2026-01', 'O1', '2025-05-12'), is_released_by_holder: true },
    { ...assigned('PA-2026-02', 'O2', '2026-05-04'), is_released_by_holder: true },
  ],
  intake: [
    intake('IN-2026-01', 'G1', '2026-04-08'),
    intake('IN-2026-02', 'O2', '2026-05-04'),
    intake('IN-2026-03', 'G2', '2026-08-26'),
  ],
  sighting: [
    sighting('S-2026-0611', relay, trix, 'SEEN', '2026-06-11'),
    sighting('S-2026-1008', relay, teun, 'SEEN', '2026-10-08'),
    { ...sighting('S-2026-1022a', relay, maud, 'SEEN', '2026-10-22'), party: parties.fosterCare },
    { ...sighting('S-2026-1022b', relay, trix, 'PHONED', '2026-10-22'), party: parties.fosterCare },
    sighting('S-2026-1028', 'GI1/2026-0717', 'k1', 'SEEN', '2026-10-28'),
  ],
  handover_request: measuresOfTheGirls.map((measure) => ({
    request_number: 'RQ-2026-0907',
    measure_number: measure,
    asked_on: '2026-09-07',
    to_organisation: 'RAAD',
    to_unit: 'RVDK',
    purpose_code: 'END_OF_AUTHORITY',
  })),
  concern: [
    {
      concern_number: 'C-2026-01',
      plan_number: plan,
      observed_on: '2026-05-26',
      fact: null,
      label: 'unsafe',
      nature: null,
      severity_code: null,
      is_opinion: true,
    },
  ],
  agreement: [
    {
      agreement_number: 'A-2026-01',
      plan_number: plan,
      agreed_on: '2026-05-26',
      agreement: 'girls home every other Sunday',
    },
  ],
  involved_list: [
    {
      reference: relay,
      as_of: '2026-11-01',
      involved: ['VT1', 'RVDK', 'LT1', 'LT2', 'Rijnoever', 'De Haven', 'primary school', 'Kursus BV'],
    },
  ],
  care_provider: [
    { agb_code: careProviders.familyTreatment, provider_name: parties.familyTreatment },
    { agb_code: careProviders.fosterCare, provider_name: parties.fosterCare },
  ],
  care_product: [
    {
      ...product(careProviders.fosterCare, '44'),
      help_name: 'foster support',
      cost_name: 'foster care',
      is_for_family: false,
      piece_unit_code: null,
    },
    {
      ...product(careProviders.familyTreatment, '45'),
      help_name: 'family treatment',
      cost_name: 'family treatment',
      is_for_family: true,
      piece_unit_code: null,
    },
    {
      ...product(careProviders.childProtection, '48'),
      help_name: null,
      cost_name: 'child protection',
      is_for_family: true,
      piece_unit_code: 'MONTH',
    },
  ],
  allocation_under_measure: [
    ...measuresOfTheGirls.map((measure, index) =>
      underMeasure(careProviders.fosterCare, String(260_413 + index), measure),
    ),
    underMeasure(careProviders.childProtection, '260330', 'M-2026-0336'),
  ],
};

function assigned(number: string, professional: string, since: string): Row {
  return { assignment_number: number, reference: relay, professional_number: professional, since };
}

function intake(number: string, professional: string, heldOn: string): Row {
  return { intake_number: number, reference: relay, professional_number: professional, held_on: heldOn };
}

function sighting(number: string, reference: string, key: string, how: string, seenOn: string): Row {
  return { sighting_number: number, reference, person_key: key, how_code: how, seen_on: seenOn };
}

function product(provider: string, category: string): Row {
  return { agb_code: provider, category_code: category };
}

function underMeasure(provider: string, allocation: string, measure: string): Row {
  return {
    municipality_code: '0599',
    agb_code: provider,
    allocation_number: allocation,
    measure_number: measure,
  };
}
