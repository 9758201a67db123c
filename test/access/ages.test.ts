import { describe, expect, it } from '@jest/globals';
import { type AgeClass, ageTables } from '../../adapter-kit/access/age-tables.js';
import { factsOf } from '../../adapter-kit/access/facts.js';
import {
  type RecordAttributes,
  type RecordType,
  recordTypes,
} from '../../adapter-kit/access/record-attributes.js';
import { type AccessContext, accessContextSchema } from '../../adapter-kit/access/subject.js';
import { type Owner, readOwners } from '../../subgraphs/owner-rules.js';

const now = new Date('2026-11-02T12:00:00+01:00');
const today = '2026-11-02';
const owners = new Map(readOwners().map((owner) => [owner.name, owner]));

/** A parent with authority over these children; by name, since when a test reads as a case. */
function parentOf(children: Readonly<Record<string, AgeClass | null>>): AccessContext {
  return accessContextSchema.parse({
    subject: {
      id: 'parent',
      issuer: 'https://issuer.invalid',
      function: 'parent-with-authority',
      organisation: null,
      unit: null,
      employerTask: null,
      region: null,
      assignments: [],
      person: 'parent',
      relations: Object.entries(children).map(([person, ageClass]) => ({
        person,
        ageClass,
        authority: 'JOINT',
        from: '2009-01-01',
        until: null,
      })),
      ageClass: 'ADULT',
    },
    processingActivity: 'view-own-file',
    caseReference: null,
    breakGlass: null,
  });
}

/** A record about these people, of whom everybody was told of it. */
function recordAbout(recordType: RecordType, ...persons: readonly string[]): RecordAttributes {
  return {
    recordType,
    recordId: '1',
    reference: 'GI1/2026-0001',
    holder: 'GI',
    unit: 'GI1',
    subjects: persons.map((person) => ({
      person,
      localKey: person,
      informedOn: '2026-01-15',
      isNoticePending: false,
    })),
    retainUntil: null,
    header: { unitName: 'GI', contact: null, since: null, until: null },
  };
}

async function answer(owner: string, access: AccessContext, record: RecordAttributes) {
  const { point } = owners.get(owner) as Owner; // one of the five
  const [decision] = await point.decide([
    {
      function: access.subject.function,
      activity: access.processingActivity,
      recordType: record.recordType,
      facts: factsOf(access, record, now, today),
    },
  ]);
  return decision?.answer;
}

const helpFiles: readonly (readonly [owner: string, recordType: RecordType])[] = [
  ['gi', 'gi-plan'],
  ['gi', 'provision'],
  ['local-team', 'provision'],
  ['local-team', 'family-plan'],
];

describe.each(helpFiles)('of a file about help at %s (%s), a parent with authority', (owner, recordType) => {
  const see = (ageClass: AgeClass | null) =>
    answer(owner, parentOf({ child: ageClass }), recordAbout(recordType, 'child'));

  it('sees that of a child of eleven, and of a youth of fifteen', async () => {
    expect([await see('UNDER_12'), await see('FROM_12')]).toEqual(['ALLOW', 'ALLOW']);
  });

  it('sees nothing of a youth of sixteen or seventeen, nor of a child who came of age', async () => {
    expect([await see('FROM_16'), await see('ADULT')]).toEqual(['DENY', 'DENY']);
  });

  it('sees nothing of a child of whom the token does not say the age', async () => {
    expect(await see(null)).toBe('DENY');
  });

  it('sees what is about a youth of seventeen and a child of eleven together, and what is about the parent too', async () => {
    const parent = parentOf({ youth: 'FROM_16', child: 'UNDER_12' });
    expect(await answer(owner, parent, recordAbout(recordType, 'youth', 'child'))).toBe('ALLOW');
    expect(await answer(owner, parent, recordAbout(recordType, 'youth', 'parent'))).toBe('ALLOW');
    expect(await answer(owner, parent, recordAbout(recordType, 'youth'))).toBe('DENY');
  });

  it('sees nothing of a child of somebody else', async () => {
    const parent = parentOf({ child: 'UNDER_12' });
    expect(await answer(owner, parent, recordAbout(recordType, 'child of another'))).toBe('DENY');
  });

  it('leaves the view to the youth of sixteen', async () => {
    const youth = parentOf({});
    const asYouth = {
      ...youth,
      subject: { ...youth.subject, function: 'youth-12-up' as const, person: 'youth' },
    };
    expect(await answer(owner, asYouth, recordAbout(recordType, 'youth'))).toBe('ALLOW');
  });
});

describe('a file of Veilig Thuis', () => {
  it.each(['report', 'safety-assessment', 'vt-inquiry'] as const)(
    'that does not name the parent (%s) is not seen through a child of any age; one that does is the own file',
    async (recordType) => {
      for (const ageClass of ['UNDER_12', 'FROM_12', 'FROM_16', null] as const) {
        const parent = parentOf({ child: ageClass });
        expect(await answer('veilig-thuis', parent, recordAbout(recordType, 'child'))).toBe('DENY');
        expect(await answer('veilig-thuis', parent, recordAbout(recordType, 'child', 'parent'))).toBe(
          'ALLOW',
        );
      }
    },
  );

  it('counts as a child of the asker only one who is not yet sixteen, should a rule ask for it', () => {
    const counts = (ageClass: AgeClass | null) =>
      factsOf(parentOf({ child: ageClass }), recordAbout('report', 'child'), now, today).ownChild;
    expect([counts('FROM_12'), counts('FROM_16'), counts(null)]).toEqual([true, false, false]);
  });
});

describe('what no table of ages is about', () => {
  it('is seen as before: who a youth of seventeen is, the measure, and what the judge decided', async () => {
    const parent = parentOf({ youth: 'FROM_16' });
    expect(await answer('gi', parent, recordAbout('identity', 'youth'))).toBe('ALLOW');
    expect(await answer('gi', parent, recordAbout('measure', 'youth'))).toBe('ALLOW');
    expect(await answer('gi', parent, recordAbout('court-decision', 'youth'))).toBe('ALLOW');
  });

  it('needs no age in the token', async () => {
    expect(await answer('gi', parentOf({ child: null }), recordAbout('identity', 'child'))).toBe('ALLOW');
  });
});

it('every table of ages names its law, and is about kinds of records that exist', () => {
  for (const [recordType, table] of Object.entries(ageTables)) {
    expect(recordTypes).toContain(recordType);
    expect(table.law).toMatch(/^(Jeugdwet|Wmo 2015) art\. /);
  }
});
