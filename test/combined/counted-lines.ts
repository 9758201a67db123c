/**
 * What help cost the households that are counted, in the third quarter of 2026. The first twelve have the lines of family 2, all filed on
 * the youngest child: EUR 21,294.00. Eighteen more had support of the local team alone, and six cost nothing.
 */
import { involvementOf } from '../../adapter-kit/access/open-cases.js';
import type { RecordAttributes } from '../../adapter-kit/access/record-attributes.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { type CareNote, type CostLineRecord, costLineNumber } from '../../subgraphs/gi/source.js';
import type { LocalTeamFile } from '../../subgraphs/local-team/source.js';

export const withForced = 12;
export const withSupport = 30;
export const numberOf = (name: string): number => Number(/\d+$/.exec(name)?.[0]);

const allocation = { municipality: '0599', provider: '99009901', unit: 'Made GI' };
const days = { from: '2026-07-01', until: '2026-09-30' };

/** Of children alone: of a parent no declaration tells. */
export function costLinesOf(person: string): readonly CostLineRecord[] {
  const number = numberOf(person);
  if (!person.startsWith('counted-child') || number >= withForced) return [];
  const line = (
    reference: string,
    categoryCode: string,
    amount: Partial<CostLineRecord>,
  ): CostLineRecord => ({
    ...allocation,
    ...days,
    allocationNumber: `${number}${categoryCode}`,
    categoryCode,
    reference: `${number}-${reference}`,
    quantity: 92,
    countedIn: 'DAY',
    tariffCents: 4_850,
    ...amount,
  });
  return [
    line('protection', '48', { quantity: 3, countedIn: 'PIECE', tariffCents: 89_000 }),
    ...['fien', 'maud', 'trix'].map((girl) => line(girl, '44', {})),
    line('treatment', '45', { quantity: 36, countedIn: 'HOUR', tariffCents: 9_600 }),
  ];
}

/** Child protection and family treatment are for the family; child protection and foster care under a measure. */
export function careNoteOf(key: string): CareNote {
  const category = key.slice(-2);
  return {
    providerName: null,
    helpName: null,
    costName: null,
    isForFamily: category !== '44',
    pieceUnit: category === '48' ? 'MONTH' : null,
    isUnderMeasure: category !== '45',
  };
}

export function costAttributesOf(person: string): readonly RecordAttributes[] {
  const about = aboutCase(`GI1/case-${numberOf(person)}`, 'GI');
  return costLinesOf(person).map((line) => ({
    ...about,
    recordType: 'cost-line',
    recordId: costLineNumber(line),
  }));
}

export function unreadable(organisation: string): SourceError {
  return new SourceError({ organisation, reason: 'CONTRACT_BROKEN', detail: 'made to be unreadable' });
}

export function teamAttributesOf(reference: string): readonly RecordAttributes[] {
  const about = aboutCase(reference, 'LOCAL_TEAM');
  if (numberOf(reference) >= withSupport) return [about];
  return [about, { ...about, recordType: 'cost-line', recordId: 'support' }];
}

export function teamFileOf(reference: string): LocalTeamFile {
  const number = numberOf(reference);
  return {
    reference,
    unit: 'Made team',
    persons: [],
    familyPlans: [],
    story: null,
    fixedFaces: [],
    analyses: [],
    provisions: [],
    probationHeaders: [],
    casework: {
      involvements: [],
      sightings: [],
      concerns: [],
      agreements: [],
      acquaintances: [],
      costs:
        number >= withSupport
          ? []
          : [
              {
                ...days,
                recordId: `support-${number}`,
                recordedAt: null,
                retainUntil: null,
                decidedAs: { recordType: 'cost-line', recordId: 'support' },
                persons: [],
                category: 'local team',
                frame: 'VOLUNTARY',
                quantity: 22,
                unit: 'HOUR',
                tariffCents: 8_100,
                filedOn: null,
                isForFamily: true,
              },
            ],
    },
  };
}

function aboutCase(reference: string, holder: 'GI' | 'LOCAL_TEAM'): RecordAttributes {
  return involvementOf({
    reference,
    holder,
    unit: reference.split('/')[0] ?? '',
    subjects: [],
    header: { unitName: `Made ${holder}`, contact: null, since: '2026-01-01', until: null },
  });
}
