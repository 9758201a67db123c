import { describe, expect, it } from '@jest/globals';
import { functionNames } from '../../../adapter-kit/access/subject.js';
import { createHmacPseudonymiser, DEMONSTRATION_PSEUDONYM_KEY } from '../../../adapter-kit/pseudonym.js';
import type { IssuerSettings } from '../../../gateway/access/access-settings.js';
import { toSubject } from '../../../gateway/access/claims.js';
import { denBraber } from '../../../simulated-sources/families.js';
import { ageClassOn, castDay } from '../../../simulated-sources/issuer/age-class.js';
import type { Realm } from '../../../simulated-sources/issuer/persona.js';
import { claimsOf, createPersonPseudonymiser } from '../../../simulated-sources/issuer/persona-claims.js';
import { functionsOf, personas } from '../../../simulated-sources/issuer/personas.js';

const pseudonymOf = createPersonPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);
const kit = createHmacPseudonymiser(DEMONSTRATION_PSEUDONYM_KEY);

function issuerOf(realm: Realm): IssuerSettings {
  return {
    issuer: `https://issuer.invalid/${realm}`,
    audience: 'any',
    jwksUrl: 'https://issuer.invalid/jwks',
    algorithms: ['ES256'],
    functions: functionNames.filter((name) => functionsOf(realm).includes(name)),
    organisations: null,
    tokenType: 'at+jwt',
  };
}

function subjectOf(name: string) {
  const persona = personas.find((candidate) => candidate.name === name);
  if (!persona) throw new Error(`expected a persona ${name}`);
  return toSubject({ sub: name, ...claimsOf(persona, pseudonymOf) }, issuerOf(persona.realm));
}

describe('a persona of the demonstration', () => {
  it.each(personas.map(({ name }) => name))('%s is somebody whom the gateway knows', (name) => {
    expect(subjectOf(name)).not.toBeNull();
  });

  it('is there for every column of the access matrix, by its name', () => {
    for (const name of functionNames) expect(subjectOf(name)).toMatchObject({ function: name });
  });

  it('has a name of its own', () => {
    expect(new Set(personas.map(({ name }) => name)).size).toBe(personas.length);
  });

  it('carries no number of a person, and the pseudonym that every organisation of the region makes', () => {
    expect(JSON.stringify(personas.map((persona) => claimsOf(persona, pseudonymOf)))).not.toMatch(
      /(?<!\d)\d{9}(?!\d)/,
    );
    for (const person of Object.values(denBraber)) expect(pseudonymOf(person)).toBe(kit.person(person.bsn));
    expect(subjectOf('gerrit')).toMatchObject({
      person: kit.person(denBraber.gerrit.bsn),
      relations: [
        { person: kit.person(denBraber.alexander.bsn), authority: 'JOINT' },
        { person: kit.person(denBraber.zoey.bsn), authority: 'JOINT' },
      ],
    });
  });

  it('has the age on the day of the cast that its token says', () => {
    for (const persona of personas) {
      if (persona.realm !== 'families') continue;
      const { birthDate } = persona.person;
      expect([persona.name, persona.ageClass]).toEqual([persona.name, ageClassOn(castDay, birthDate)]);
    }
    expect(
      ['2014-11-03', '2014-11-02', '2010-11-03', '2010-11-02', '2008-11-03', '2008-11-02'].map((birthDate) =>
        ageClassOn('2026-11-02', birthDate),
      ),
    ).toEqual(['UNDER_12', 'FROM_12', 'FROM_12', 'FROM_16', 'FROM_16', 'ADULT']);
  });

  it('who is a parent says of each child how old it is, because the view of its files depends on that', () => {
    expect(subjectOf('wilma')?.relations.map(({ ageClass }) => ageClass)).toEqual(['FROM_16', 'UNDER_12']);
    expect(subjectOf('johan')?.relations.map(({ ageClass }) => ageClass)).toEqual([
      'FROM_12',
      'FROM_12',
      'UNDER_12',
      'UNDER_12',
      'UNDER_12',
      'UNDER_12',
    ]);
  });

  it('may stand at no other family than its cases say', () => {
    expect(subjectOf('former-fixed-face')?.assignments).toEqual([
      { caseReference: 'LT1/2025-0217', from: '2025-03-10', until: '2025-08-31', isSubstitute: false },
    ]);
    expect(subjectOf('parent-without-authority')?.relations.map(({ authority }) => authority)).toEqual([
      'SOLE',
      'NONE',
    ]);
    expect(subjectOf('mark')?.relations.every(({ isContactBanned }) => isContactBanned)).toBe(true);
  });
});
