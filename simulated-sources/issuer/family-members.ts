/** Family members who can ask: three by the names of their columns in the access matrix, the others by their own. */
import {
  bultenaar,
  type CastPerson,
  deJager,
  denBraber,
  deVries,
  grootEsselink,
  jacobs,
  overvaart,
} from '../families.js';
import type { FamilyMember, PersonaRelation } from './persona.js';

const childrenOfFamily2: readonly PersonaRelation[] = [
  grootEsselink.teun,
  grootEsselink.daan,
  grootEsselink.fien,
  grootEsselink.maud,
  grootEsselink.trix,
  grootEsselink.hein,
].map((person) => ({ person, authority: 'JOINT' }));
const childrenOfFamily1: readonly PersonaRelation[] = [denBraber.alexander, denBraber.zoey].map((person) => ({
  person,
  authority: 'JOINT',
}));
const childrenOfFamily7: readonly PersonaRelation[] = [deVries.walter, deVries.sebastiaan].map((person) => ({
  person,
  authority: 'JOINT',
  // The ban does not say that the children are left out of it, so nothing is opened through them.
  isContactBanned: true,
}));

export const familyMembers: readonly FamilyMember[] = [
  familyMember('parent-with-authority', 'Johan, father of family 2', grootEsselink.johan, childrenOfFamily2),
  familyMember(
    'parent-without-authority',
    'Estrella of family 6: authority over Mirik, none over Paolo',
    deJager.estrella,
    [
      { person: deJager.mirik, authority: 'SOLE' },
      { person: deJager.paolo, authority: 'NONE' },
    ],
    'parent-without-authority',
  ),
  youth('youth-12-up', 'Teun of family 2, fourteen', grootEsselink.teun, 'FROM_12'),
  familyMember(
    'gerrit',
    'father of family 1, not yet told of the report',
    denBraber.gerrit,
    childrenOfFamily1,
  ),
  familyMember('wilma', 'mother of family 1, told on 30 October', denBraber.wilma, childrenOfFamily1),
  youth('alexander', 'son of family 1, seventeen, told on 30 October', denBraber.alexander, 'FROM_16'),
  familyMember('johan', 'father of family 2', grootEsselink.johan, childrenOfFamily2),
  familyMember('wilma-haverkamp', 'mother of family 2', grootEsselink.wilma, childrenOfFamily2),
  familyMember('jan', 'father of family 6b, at a secret address', deJager.jan, [
    { person: deJager.paolo, authority: 'SOLE' },
  ]),
  familyMember('chantal', 'mother of family 7', deVries.chantal, [
    { person: deVries.walter, authority: 'JOINT' },
    { person: deVries.sebastiaan, authority: 'JOINT' },
    { person: deVries.william, authority: 'SOLE' },
  ]),
  familyMember(
    'mark',
    'father of two children of family 7, under a contact ban',
    deVries.mark,
    childrenOfFamily7,
  ),
  youth('laertes', 'of family 8, just eighteen', bultenaar.laertes, 'ADULT'),
  familyMember(
    'emiel',
    'of family 9: Vica lives with him half of the week, without authority',
    jacobs.emiel,
    [{ person: jacobs.vica, authority: 'NONE' }],
    'parent-without-authority',
  ),
  familyMember('stephan', 'father of family 11, who must not learn of the shelter', overvaart.stephan, [
    { person: overvaart.nina, authority: 'JOINT' },
  ]),
  familyMember('jeannette', 'mother of family 11, in the shelter', overvaart.jeannette, [
    { person: overvaart.nina, authority: 'JOINT' },
  ]),
];

function familyMember(
  name: string,
  about: string,
  person: CastPerson,
  relations: readonly PersonaRelation[],
  functionName = 'parent-with-authority',
): FamilyMember {
  return { realm: 'families', name, about, function: functionName, person, ageClass: 'ADULT', relations };
}

function youth(
  name: string,
  about: string,
  person: CastPerson,
  ageClass: FamilyMember['ageClass'],
): FamilyMember {
  return { realm: 'families', name, about, function: 'youth-12-up', person, ageClass, relations: [] };
}
