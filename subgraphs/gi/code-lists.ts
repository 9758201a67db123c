/** The code lists that the GI's records are written in. */
import type { HandoverRecord } from './case-course.js';
import type { MeasureEndReasonCode, MeasureKindCode } from './source.js';

/** @see Regeling Jeugdwet, bijlage 2: soort kinderbeschermingsmaatregel. */
export const measureKinds: Readonly<
  Record<MeasureKindCode, { readonly kind: string; readonly label: string }>
> = {
  '11': { kind: 'SUPERVISION_ORDER', label: 'ondertoezichtstelling' },
  '12': { kind: 'PROVISIONAL_SUPERVISION_ORDER', label: 'voorlopige ondertoezichtstelling' },
  '21': { kind: 'GUARDIANSHIP', label: 'voogdij' },
  '22': { kind: 'PROVISIONAL_GUARDIANSHIP', label: 'voorlopige voogdij' },
  '23': { kind: 'TEMPORARY_GUARDIANSHIP', label: 'tijdelijke voogdij' },
};
export const measureKindList = 'Regeling Jeugdwet, bijlage 2: kinderbeschermingsmaatregel';

/** @see Regeling Jeugdwet, bijlage 2: reden beëindiging, 01–06 of an OTS, 11–15 of guardianship. */
export const measureEndReasons: Readonly<Record<MeasureEndReasonCode, string>> = {
  '01': 'meerderjarig',
  '02': 'tussentijdse opheffing',
  '03': 'niet verlengd',
  '04': 'volgens plan',
  '05': 'gezagsbeëindiging',
  '06': 'overlijden',
  '11': 'meerderjarig',
  '12': 'naar pleegouder',
  '13': 'naar burgervoogd',
  '14': 'herstel gezag',
  '15': 'overlijden',
};
export const measureEndReasonList = 'Regeling Jeugdwet, bijlage 2: reden beëindiging';

/** @see iJw 3.2, productcategorie. 31–38 are those of 2015. */
const productCategories: Readonly<Record<string, string>> = {
  '31': 'Zonder verblijf: wijk- of buurtteam (2015)',
  '32': 'Zonder verblijf: ambulant op locatie van de aanbieder (2015)',
  '33': 'Zonder verblijf: daghulp op locatie van de aanbieder (2015)',
  '34': 'Zonder verblijf: in het netwerk van de jeugdige (2015)',
  '35': 'Met verblijf: pleegzorg (2015)',
  '36': 'Met verblijf: gezinsgericht (2015)',
  '37': 'Met verblijf: gesloten plaatsing (2015)',
  '38': 'Met verblijf: overig residentieel (2015)',
  '40': 'Persoonlijke verzorging',
  '41': 'Dagbehandeling',
  '42': 'Vervoerdiensten',
  '43': 'Jeugdhulp verblijf (incl. behandeling)',
  '44': 'Jeugdhulp verblijf (excl. behandeling)',
  '45': 'Jeugdhulp ambulant',
  '46': 'Jeugdhulp crisis',
  '48': 'Jeugdbescherming',
  '49': 'Activiteiten in het preventief justitieel kader',
  '50': 'Maatwerkarrangementen jeugd',
  '51': 'Generalistische basis-ggz',
  '52': 'Specialistische ggz',
  '53': 'Kindergeneeskunde',
  '54': 'Jeugd-ggz',
  '55': 'Landelijk ingekochte zorg',
};
export const productCategoryList = 'iJw productcategorie';
export const productCategoryListVersion = '3.2';

/** The Dutch meaning of a category that the adapter let in. */
export function productCategoryLabel(code: string): string {
  return productCategories[code] ?? `productcategorie ${code}`;
}

/** What a GI's functions are called in the graph. A function that is not among them goes by the GI's own word. */
const roles: Readonly<Record<string, string>> = {
  gedragswetenschapper: 'behavioural scientist',
  zorgmakelaar: 'care broker',
  gezinstherapeut: 'family therapist',
  pleegzorgwerker: 'foster care worker',
};

export function roleOf(functionName: string): string {
  return roles[functionName] ?? functionName;
}

/** For what the GI asks another organisation. */
export const handoverReasons: Readonly<Record<HandoverRecord['purpose'], string>> = {
  END_OF_AUTHORITY: 'investigation whether parental authority (gezag) should end',
  INVESTIGATION: 'investigation',
  SUPPORT: 'support',
  OTHER: 'another reason',
};
