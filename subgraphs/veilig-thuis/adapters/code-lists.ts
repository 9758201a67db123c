/** The code lists that the case system of Veilig Thuis uses, and what their codes mean in the graph. */
import type { CodedValue, SafetyAssessmentOutcome, ViolenceKind } from '../source.js';

/** @see Uitvoeringsregeling Wmo 2015, annex, edition 2015. The codes of the 2019 edition were not established. */
export const violenceKindList = {
  list: 'aard-van-het-geweld',
  version: '2015',
  codes: new Map<string, { readonly label: string; readonly kind: ViolenceKind }>([
    ['01', { label: 'lichamelijke mishandeling', kind: 'PHYSICAL_ABUSE' }],
    ['02', { label: 'lichamelijke verwaarlozing', kind: 'PHYSICAL_NEGLECT' }],
    ['03', { label: 'psychisch geweld', kind: 'PSYCHOLOGICAL_VIOLENCE' }],
    ['04', { label: 'affectieve verwaarlozing', kind: 'EMOTIONAL_NEGLECT' }],
    ['05', { label: 'pedagogische verwaarlozing', kind: 'PARENTING_NEGLECT' }],
    ['06', { label: 'seksueel misbruik', kind: 'SEXUAL_ABUSE' }],
    ['07', { label: 'financiële uitbuiting', kind: 'FINANCIAL_EXPLOITATION' }],
    ['08', { label: 'getuige van geweld', kind: 'WITNESS_OF_VIOLENCE' }],
    ['09', { label: 'Münchhausen by proxy', kind: 'FABRICATED_ILLNESS' }],
    ['10', { label: 'vrouwelijke genitale verminking', kind: 'FEMALE_GENITAL_MUTILATION' }],
    ['11', { label: 'anders', kind: 'OTHER' }],
  ]),
} as const;

/** @see Uitvoeringsregeling Wmo 2015, annex, edition 2015. */
export const occasionList = {
  list: 'aanleiding',
  version: '2015',
  codes: new Map<string, { readonly label: string }>([
    ['01', { label: 'partnergeweld' }],
    ['02', { label: 'eergerelateerd geweld' }],
    ['03', { label: 'ouderenmishandeling of ontspoorde zorg' }],
    ['04', { label: 'oudermishandeling' }],
    ['05', { label: 'huwelijksdwang of achterlating' }],
    ['06', { label: 'kindcheck' }],
    ['07', { label: 'vechtscheiding' }],
    ['08', { label: 'kindermishandeling anders' }],
    ['09', { label: 'huiselijk geweld anders' }],
  ]),
} as const;

/** @see StUF Jeugdzorg (CORV) 1.0.9, outcome of the safety assessment. */
export const assessmentOutcomeList = {
  list: 'corv-uitkomst-veiligheidsbeoordeling',
  version: '1.0.9',
  codes: new Map<string, { readonly label: string; readonly outcome: SafetyAssessmentOutcome }>([
    ['VT-00', { label: 'niet ontvankelijk', outcome: 'NOT_ADMISSIBLE' }],
    ['VT-01-01', { label: 'vervolg belegd bij Veilig Thuis', outcome: 'FOLLOW_UP_BY_VEILIG_THUIS' }],
    ['VT-01-02', { label: 'overdracht', outcome: 'HANDED_OVER' }],
    ['VT-01-03', { label: 'geen vervolg nodig', outcome: 'NO_FOLLOW_UP_NEEDED' }],
    ['VT-01-04', { label: 'regionaal maatwerk Veilig Thuis', outcome: 'REGIONAL_ARRANGEMENT' }],
    ['VT-02', { label: 'overdracht', outcome: 'HANDED_OVER' }],
    ['VT-03', { label: 'afsluiting zonder overdracht', outcome: 'CLOSED_WITHOUT_HAND_OVER' }],
    ['VT-99', { label: 'onjuist geadresseerd', outcome: 'WRONGLY_ADDRESSED' }],
  ]),
} as const;

export function toCodedValue(
  list: { readonly list: string; readonly version: string },
  code: string,
  label: string,
): CodedValue {
  return { code, label, list: list.list, version: list.version };
}
