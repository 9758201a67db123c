/**
 * What an owner's subgraph does before it reads: from the records that a question is about to a decision for each of them, by the
 * product's own rules. The records are those of `household-data.ts`, with the attributes that the fixed face of a family is shown
 * them by; each person of a household is an `identity` record with each owner, as in the product.
 */
import { involvementOf } from '../../../adapter-kit/access/open-cases.js';
import type { RecordAttributes, RecordType } from '../../../adapter-kit/access/record-attributes.js';
import { createHousehold, createPerson } from '../household-data.js';
import type { SourceName } from '../supergraph.js';
import { organisations } from '../told-extensions.js';

/** Whose rules stand over each source: the register's are those of the household. */
export const rulesOf = {
  register: 'household',
  'veilig-thuis': 'veilig-thuis',
  raad: 'raad',
  gi: 'gi',
  'local-team': 'local-team',
} as const satisfies Readonly<Record<SourceName, string>>;

const units: Readonly<Record<SourceName, string>> = {
  register: 'LT1',
  'veilig-thuis': 'VT1',
  raad: 'RK1',
  gi: 'GI1',
  'local-team': 'LT1',
};

const kept = new Map<string, readonly RecordAttributes[]>();

/** The households that keys of households and persons are about: each is one case of a source, decided on once a question. */
export function casesOf(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => key.replace(/^[hp](\d+-\d+).*$/, 'h$1')))];
}

/** The attributes of all that a source has of one household. */
export function attributesOf(source: SourceName, id: string): readonly RecordAttributes[] {
  const name = `${source} ${id}`;
  const known = kept.get(name);
  if (known) return known;
  const made = ofHousehold(source, id);
  kept.set(name, made);
  return made;
}

function ofHousehold(source: SourceName, id: string): readonly RecordAttributes[] {
  const household = createHousehold(id);
  const members = household.members.map(({ personId }) => personId);
  const about = aboutOf(source, id, members);
  const named = (records: readonly object[], recordType: RecordType) =>
    records.map((_, index) => toRecord(about, recordType, `${id}-${index}`));
  const identities = members.map((member) => toRecord(aboutOf(source, id, [member]), 'identity', member));
  switch (source) {
    case 'register':
      // One link to each of four organisations.
      return [
        ...(['veilig-thuis', 'raad', 'gi', 'local-team'] as const).map((linked) =>
          involvementOf(aboutOf(linked, id, members)),
        ),
        ...identities,
      ];
    case 'veilig-thuis':
      return [involvementOf(about), ...identities, ...named(household.reports, 'report')];
    case 'raad':
      return [involvementOf(about), ...identities, ...named(household.investigations, 'raad-status')];
    case 'gi':
      return [
        involvementOf(about),
        ...identities,
        ...named(household.measures, 'measure'),
        ...members.flatMap((member) =>
          createPerson(member).provisions.map((_, index) =>
            toRecord(aboutOf(source, id, [member]), 'provision', `${member}-${index}`),
          ),
        ),
      ];
    case 'local-team':
      return [involvementOf(about), ...identities, toRecord(about, 'family-plan', id)];
    default:
      return source satisfies never;
  }
}

type About = Omit<RecordAttributes, 'recordType' | 'recordId'>;

function aboutOf(source: SourceName, id: string, members: readonly string[]): About {
  return {
    reference: `${units[source]}/${id}`,
    holder: source === 'register' ? 'LOCAL_TEAM' : organisations[source],
    unit: units[source],
    subjects: members.map((person) => ({
      person,
      localKey: person,
      informedOn: '2026-01-05',
      isNoticePending: false,
    })),
    handedOverTo: ['LOCAL_TEAM'],
    requestedBy: 'COLLEGE',
    isMeasureActive: true,
    retainUntil: null,
    header: { unitName: 'Verzonnen Organisatie', contact: null, since: '2025-01-01', until: null },
  };
}

function toRecord(about: About, recordType: RecordType, recordId: string): RecordAttributes {
  return { ...about, recordType, recordId };
}
