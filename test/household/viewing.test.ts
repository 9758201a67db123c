/** Which households somebody may open, and what they see there, by the register's own rules. */
import { describe, expect, it } from '@jest/globals';
import { createRequestAccess } from '../../adapter-kit/access/request-access.js';
import type { AccessContext, FunctionName, Subject } from '../../adapter-kit/access/subject.js';
import { loadAccessRules } from '../../subgraphs/access-rules.js';
import type { DocumentLink, HouseholdDocument, HouseholdMember } from '../../subgraphs/household/source.js';
import { mayOpen, viewOf } from '../../subgraphs/household/viewing.js';

const now = new Date('2026-11-02T12:00:00+01:00');
const today = '2026-11-02';

const member = (id: string, person: string, knownTo: string[] = []): HouseholdMember => ({
  id,
  person,
  identity: person,
  names: [person],
  role: '115',
  residence: 'RESIDENT',
  since: '2020-01-01',
  until: null,
  certainty: 'CERTAIN',
  knownTo,
});

const link = (organisation: string, reference: string, more: Partial<DocumentLink> = {}): DocumentLink => ({
  organisation,
  reference,
  unitName: `unit of ${reference}`,
  contact: null,
  since: '2026-10-23',
  until: null,
  certainty: 'CERTAIN',
  ground: 'SHARED_DWELLING',
  period: { since: null, until: null },
  isHistory: false,
  concernsOtherHouseholds: false,
  members: { gerrit: 'm1', wilma: 'm2', zoey: 'm3' },
  ...more,
});

/** Veilig Thuis knows all three and has not told the father; the local team knows mother and child. */
const family: HouseholdDocument = {
  id: 'hh_family',
  aliases: ['hh_family'],
  kind: 'HOUSEHOLD',
  members: [member('m1', 'gerrit'), member('m2', 'wilma'), member('m3', 'zoey')],
  links: [
    link('VEILIG_THUIS', 'VT3/2026-1188', { notInformed: ['m1'] }),
    link('LOCAL_TEAM', 'LT1/2026-0001', { since: '2026-10-30', members: { wilma: 'm2', zoey: 'm3' } }),
  ],
  composition: null,
  foundBy: ['gerrit', 'wilma', 'zoey'],
};

/** The same family where Veilig Thuis knows nobody. */
const withoutVeiligThuis: HouseholdDocument = {
  ...family,
  members: family.members.slice(1),
  links: family.links.slice(1),
  foundBy: ['wilma', 'zoey'],
};

function asker(
  name: FunctionName,
  more: Partial<AccessContext> = {},
  of: Partial<Subject> = {},
): AccessContext {
  const caseReference = more.caseReference ?? null;
  return {
    subject: {
      id: 'x',
      issuer: 'https://issuer.invalid',
      function: name,
      organisation: null,
      unit: caseReference?.split('/')[0] ?? null,
      employerTask: null,
      region: null,
      assignments:
        caseReference === null
          ? []
          : [{ caseReference, from: '2026-01-01', until: null, isSubstitute: false }],
      person: null,
      relations: [],
      ageClass: null,
      ...of,
    },
    processingActivity: 'any',
    caseReference: null,
    breakGlass: null,
    ...more,
  };
}

const parentOf = (...children: string[]): Partial<Subject> => ({
  relations: children.map((person) => ({
    person,
    authority: 'JOINT',
    from: '2018-11-14',
    until: null,
    isDisputed: false,
    isContactBanned: false,
    ageClass: 'UNDER_12' as const,
  })),
});

const opens = (access: AccessContext, household = family): boolean =>
  mayOpen(household, access, { now, today });

const see = (access: AccessContext, household = family) =>
  viewOf(
    household,
    createRequestAccess({
      organisation: 'REGISTER',
      access,
      point: loadAccessRules('household'),
      now,
      today,
    }),
  );

describe('a household is opened', () => {
  it('under a case of one’s own that stands there', () => {
    expect(opens(asker('fixed-face', { caseReference: 'LT1/2026-0001' }))).toBe(true);
    expect(opens(asker('vt', { caseReference: 'VT3/2026-1188' }))).toBe(true);
  });

  it('by somebody whose own family it is, and by a child of it', () => {
    expect(opens(asker('parent-with-authority', {}, { person: 'wilma' }))).toBe(true);
    expect(opens(asker('youth-12-up', {}, { person: 'zoey' }))).toBe(true);
  });

  it('when the glass is broken, for sixty minutes', () => {
    const breakGlass = (at: string) => ({ breakGlass: { reason: 'a child is in acute danger', at } });
    expect(opens(asker('vt', breakGlass('2026-11-02T11:30:00+01:00')))).toBe(true);
    expect(opens(asker('vt', breakGlass('2026-11-02T10:59:00+01:00')))).toBe(false);
    expect(opens(asker('vt', breakGlass('2026-11-02T12:01:00+01:00')))).toBe(false);
  });

  it.each<[string, AccessContext]>([
    ['because one’s organisation is involved', asker('fixed-face')],
    ['under another organisation’s case', asker('fixed-face', { caseReference: 'VT3/2026-1188' })],
    ['under a case that stands elsewhere', asker('fixed-face', { caseReference: 'LT1/2026-0002' })],
    [
      'under a case that one is assigned to no more',
      asker(
        'fixed-face',
        { caseReference: 'LT1/2026-0001' },
        {
          assignments: [
            { caseReference: 'LT1/2026-0001', from: '2026-01-01', until: '2026-11-01', isSubstitute: false },
          ],
        },
      ),
    ],
    ['by a parent of another family', asker('parent-with-authority', {}, { person: 'johan' })],
    [
      'by a father whom Veilig Thuis alone knows, and has not told',
      asker('parent-with-authority', {}, { person: 'gerrit', ...parentOf('zoey') }),
    ],
    ['by an architect', asker('architect')],
    ['by an auditor', asker('auditor')],
  ])('not %s', (_, access) => {
    expect(opens(access)).toBe(false);
  });

  it('not under a case that only probably concerns it', () => {
    const probable = { ...family, links: [link('LOCAL_TEAM', 'LT1/2026-0001', { certainty: 'PROBABLE' })] };
    expect(opens(asker('fixed-face', { caseReference: 'LT1/2026-0001' }), probable)).toBe(false);
  });
});

describe('in a household', () => {
  const fixedFace = asker('fixed-face', { caseReference: 'LT1/2026-0001' });

  it('the local team’s fixed face sees the same whether or not Veilig Thuis has a report that nobody may know of', async () => {
    const seen = await see(fixedFace);
    expect(seen).toEqual(await see(fixedFace, withoutVeiligThuis));
    expect(seen.links.map(({ organisation }) => organisation)).toEqual(['LOCAL_TEAM']);
    expect(seen.members.map(({ id, since }) => [id, since])).toEqual([
      ['m2', '2026-10-30'],
      ['m3', '2026-10-30'],
    ]);
  });

  it('the fixed face sees that Veilig Thuis is involved once the family was told, or the case was handed over', async () => {
    const told = { ...family, links: [link('VEILIG_THUIS', 'VT3/2026-1188'), ...family.links.slice(1)] };
    const handedOver = {
      ...family,
      links: [
        link('VEILIG_THUIS', 'VT3/2026-1188', { notInformed: ['m1'], handedOverTo: ['LOCAL_TEAM'] }),
        ...family.links.slice(1),
      ],
    };
    for (const household of [told, handedOver])
      expect((await see(fixedFace, household)).links).toHaveLength(2);
  });

  it('Veilig Thuis and the Raad see who is involved and who lives there', async () => {
    const seen = await see(asker('vt', { caseReference: 'VT3/2026-1188' }));
    expect([seen.links.length, seen.members.length]).toEqual([2, 3]);
  });

  it('a father who was not told sees neither Veilig Thuis nor whom it alone knows', async () => {
    const seen = await see(asker('parent-with-authority', {}, { person: 'gerrit', ...parentOf('zoey') }));
    expect(seen.links.map(({ organisation }) => organisation)).toEqual(['LOCAL_TEAM']);
    // He himself is known by Veilig Thuis alone.
    expect(seen.members.map(({ id }) => id)).toEqual(['m3']);
  });

  it('a youth for whom a parent was told learns nothing of Veilig Thuis, and opens no household by it', async () => {
    const byParent: HouseholdDocument = {
      ...family,
      links: [link('VEILIG_THUIS', 'VT3/2026-1188', { notToldThemselves: ['m3'] }), ...family.links.slice(1)],
    };
    const youth = asker('youth-12-up', {}, { person: 'zoey', ageClass: 'FROM_12' });
    const seen = await see(youth, byParent);
    expect(seen.links.map(({ organisation }) => organisation)).toEqual(['LOCAL_TEAM']);
    const onlyThere: HouseholdDocument = { ...byParent, links: byParent.links.slice(0, 1) };
    expect(opens(youth, onlyThere)).toBe(false);
  });

  it('a parent without authority sees themselves and that the child is there, and not who is involved', async () => {
    const seen = await see(
      asker('parent-without-authority', {}, { person: 'wilma', ...parentOf('zoey') }),
      withoutVeiligThuis,
    );
    expect(seen.links).toEqual([]);
    expect(seen.members.map(({ id }) => id)).toEqual(['m2', 'm3']);
  });

  it('a mother who was told sees Veilig Thuis, herself and her child', async () => {
    const seen = await see(asker('parent-with-authority', {}, { person: 'wilma', ...parentOf('zoey') }));
    expect(seen.links.map(({ organisation }) => organisation)).toEqual(['VEILIG_THUIS', 'LOCAL_TEAM']);
    expect(seen.members.map(({ id }) => id)).toEqual(['m2', 'm3']);
  });

  it('a parent who may have no contact with the child does not see the child', async () => {
    const banned = parentOf('zoey').relations?.map((relation) => ({ ...relation, isContactBanned: true }));
    const seen = await see(
      asker('parent-with-authority', {}, { person: 'wilma', ...(banned ? { relations: banned } : {}) }),
    );
    expect(seen.members.map(({ id }) => id)).toEqual(['m2']);
  });
});
