import { describe, expect, it } from '@jest/globals';
import type { IssuerSettings } from '../../../gateway/access/access-settings.js';
import { toSubject } from '../../../gateway/access/claims.js';
import { goodClaims } from './issuer-at-hand.js';

const issuer: IssuerSettings = {
  issuer: 'https://issuer.invalid',
  audience: 'https://gezinsbeeld.invalid/graphql',
  jwksUrl: 'https://issuer.invalid/jwks',
  algorithms: ['ES256'],
  functions: ['fixed-face', 'vt', 'architect'],
  organisations: ['00000099000000000104'],
  tokenType: 'at+jwt',
};
const familyIssuer: IssuerSettings = {
  ...issuer,
  functions: ['parent-with-authority', 'youth-12-up'],
  organisations: null,
};
const parent = {
  sub: 'parent-1',
  function: 'parent-with-authority',
  person: 'pseudonym-of-a-parent',
  age_class: 'ADULT',
  relations: [{ person: 'pseudonym-of-a-child', authority: 'JOINT', from: '2012-04-18' }],
};

describe('the claims of a token', () => {
  it('make a professional, with what is left out at its safe value', () => {
    expect(toSubject({ ...goodClaims, email: 'not looked at' }, issuer)).toEqual({
      id: 'worker-1',
      issuer: 'https://issuer.invalid',
      function: 'fixed-face',
      organisation: '00000099000000000104',
      unit: 'LT1',
      employerTask: 'Jeugdwet art. 2.3',
      region: 'rotterdam',
      assignments: [{ caseReference: 'LT1/2025-0217', from: '2025-09-15', until: null, isSubstitute: false }],
      person: null,
      relations: [],
      ageClass: null,
    });
  });

  it('make a family member, who is nobody at work', () => {
    expect(toSubject(parent, familyIssuer)).toMatchObject({
      function: 'parent-with-authority',
      organisation: null,
      assignments: [],
      person: 'pseudonym-of-a-parent',
      ageClass: 'ADULT',
      relations: [{ authority: 'JOINT', until: null, isDisputed: false, isContactBanned: false }],
    });
  });

  it('never make a professional by the word of an issuer of families, nor the other way round', () => {
    expect(toSubject(goodClaims, familyIssuer)).toBeNull();
    expect(toSubject(parent, issuer)).toBeNull();
  });

  it('never speak for an organisation that is not of the issuer', () => {
    expect(toSubject({ ...goodClaims, organisation: '00000099000000000102' }, issuer)).toBeNull();
    expect(
      toSubject({ ...goodClaims, organisation: '00000099000000000102' }, { ...issuer, organisations: null }),
    ).not.toBeNull();
  });

  it.each<readonly [string, object]>([
    ['a function that the access matrix does not know', { function: 'neighbour' }],
    ['no function', { function: undefined }],
    ['a list of functions', { function: ['fixed-face', 'vt'] }],
    ['no organisation', { organisation: undefined }],
    ['an organisation that is no OIN', { organisation: 'Rotterdam' }],
    ['no unit', { unit: undefined }],
    ['no task of the employer', { employer_task: undefined }],
    ['assignments that are no list', { assignments: 'LT1/2025-0217' }],
    [
      'an assignment to a case of another organisation',
      { assignments: [{ case_reference: 'VT1/2026-1005', from: '2026-10-12' }] },
    ],
    [
      'an assignment to a case of a unit whose name begins alike',
      { assignments: [{ case_reference: 'LT10/2026-1', from: '2026-10-12' }] },
    ],
    [
      'an assignment from a day that does not exist',
      { assignments: [{ case_reference: 'LT1/1', from: '2026-02-30' }] },
    ],
    ['an assignment without a beginning', { assignments: [{ case_reference: 'LT1/1' }] }],
    [
      'an assignment that says something unknown',
      { assignments: [{ case_reference: 'LT1/1', from: '2026-02-03', to: '2026-03-03' }] },
    ],
    ['a person of a family', { person: 'pseudonym' }],
    ['relations of a family', { relations: parent.relations }],
    ['a class of ages', { age_class: 'ADULT' }],
  ])('make nobody of a professional with %s', (_, wrong) => {
    expect(toSubject({ ...goodClaims, ...wrong }, issuer)).toBeNull();
  });

  it.each<readonly [string, object]>([
    ['no person', { person: undefined }],
    ['no class of ages', { age_class: undefined }],
    ['fewer than twelve years', { function: 'youth-12-up', age_class: 'UNDER_12' }],
    ['an unknown class of ages', { age_class: 'OLD' }],
    ['an unknown kind of authority', { relations: [{ person: 'p', authority: 'SOME', from: '2012-04-18' }] }],
    ['an organisation', { organisation: '00000099000000000104' }],
    ['a unit', { unit: 'LT1' }],
    ['a case', { assignments: goodClaims.assignments }],
  ])('make nobody of a family member with %s', (_, wrong) => {
    expect(toSubject({ ...parent, ...wrong }, familyIssuer)).toBeNull();
  });

  it('make nobody of an architect with a case', () => {
    const architect = { sub: 'a', function: 'architect' };
    expect(toSubject(architect, issuer)).toMatchObject({ function: 'architect', assignments: [] });
    expect(toSubject({ ...architect, assignments: goodClaims.assignments }, issuer)).toBeNull();
  });
});
