/** The issuer of a family's token still speaks under the key before; the organisation speaks under both. */
import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../../adapter-kit/access/facts.js';
import type { RecordAttributes } from '../../adapter-kit/access/record-attributes.js';
import { accessContextSchema } from '../../adapter-kit/access/subject.js';
import { createTokenWords } from '../../adapter-kit/access/token-words.js';
import { createHmacPseudonymiser } from '../../adapter-kit/pseudonym.js';

const [parentBsn, childBsn, otherBsn] = ['999993112', '999995807', '999994542'];
const before = createHmacPseudonymiser('the key before, of this test alone');
const rotating = createHmacPseudonymiser(
  'the key after, of this test alone',
  'the key before, of this test alone',
);
const personOf = (bsn: string): string => rotating.person(bsn) ?? '';

/** As the token names them: by the key before. */
const mother = accessContextSchema.parse({
  subject: {
    id: 'mother',
    issuer: 'https://issuer.invalid',
    function: 'parent-with-authority',
    organisation: null,
    unit: null,
    employerTask: null,
    region: null,
    assignments: [],
    person: before.person(parentBsn),
    relations: [
      {
        person: before.person(childBsn),
        ageClass: 'UNDER_12',
        authority: 'JOINT',
        from: '2018-11-14',
        until: null,
      },
    ],
    ageClass: 'ADULT',
  },
  processingActivity: 'view-own-file',
  caseReference: null,
  breakGlass: null,
});

const recordAbout = (bsn: string, shieldedFrom: RecordAttributes['shieldedFrom'] = []): RecordAttributes => ({
  recordType: 'provision',
  recordId: '1',
  reference: 'LT1/2026-0001',
  holder: 'LOCAL_TEAM',
  unit: 'LT1',
  subjects: [{ person: personOf(bsn), localKey: 'P1', informedOn: '2026-01-15', isNoticePending: false }],
  isLocationBearing: true,
  shieldedFrom,
  retainUntil: null,
  header: { unitName: 'LT', contact: null, since: null, until: null },
});

const factsFor = (record: RecordAttributes, pseudonymiser = rotating) =>
  factsOf(
    mother,
    createTokenWords(mother, pseudonymiser.previous)(record),
    new Date('2026-11-02T12:00:00+01:00'),
    '2026-11-02',
  );

describe('while the region changes the key of its pseudonyms', () => {
  it('a parent is the parent, and the child the child, also by a token under the key before', () => {
    expect(factsFor(recordAbout(parentBsn))).toMatchObject({ self: true, informedSelf: true });
    expect(factsFor(recordAbout(childBsn))).toMatchObject({ self: false, ownChild: true });
    expect(factsFor(recordAbout(otherBsn))).toMatchObject({ self: false, ownChild: false });
  });

  it('a shield against somebody stands, by whichever key the token names that person', () => {
    expect(factsFor(recordAbout(childBsn, [personOf(parentBsn)])).shielded).toBe(true);
    expect(factsFor(recordAbout(childBsn, [personOf(otherBsn)])).shielded).toBe(false);
    expect(factsFor(recordAbout(childBsn, 'EVERYBODY')).shielded).toBe(true);
  });

  it('nobody is recognised by an organisation that does not have the key before', () => {
    const after = createHmacPseudonymiser('the key after, of this test alone');
    expect(factsFor(recordAbout(parentBsn), after)).toMatchObject({ self: false, ownChild: false });
  });
});
