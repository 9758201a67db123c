/** From a family's case and its parts to the records of the port, strictly: what does not parse is an error that names it. */
import { contractBroken } from '../../../adapter-kit/contract.js';
import { isDate } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import {
  type Analysis,
  type CodedValue,
  type FamilyPlan,
  type FixedFace,
  type Goal,
  type LocalTeamFile,
  lifeDomains,
  type PersonKey,
  type ProbationHeader,
  type Provision,
  type RecordedPerson,
  type Story,
  type StoryReading,
} from '../source.js';
import { toCasework } from './zaken-casework.js';
import { organisation, type PartCase } from './zaken-contract.js';
import {
  fixedFaceRole,
  formerNamesProperty,
  lifeDomainLabels,
  lifeDomainList,
  type PartType,
  planProperties,
  probationLabels,
  probationList,
  readByProperty,
} from './zaken-conventions.js';
import {
  type HouseholdRol,
  householdRoles,
  isSamePerson,
  toPersonKey,
  toRecordedPerson,
  workerIn,
} from './zaken-persons.js';
import {
  base,
  linesOf,
  optional,
  optionalDay,
  optionalYesNo,
  property,
  required,
} from './zaken-properties.js';
import type { TypedPart } from './zaken-records.js';

export interface FileParts {
  readonly reference: string;
  /** How the team calls itself. */
  readonly unit: string;
  /** The persons who may be named. */
  readonly roles: readonly HouseholdRol[];
  readonly parts: readonly TypedPart[];
  readonly pseudonymiser: Pseudonymiser;
}

/** @throws SourceError `CONTRACT_BROKEN` */
export function toFile({ reference, unit, roles, parts, pseudonymiser }: FileParts): LocalTeamFile {
  const ofType = (...types: readonly PartType[]): readonly PartCase[] =>
    parts
      .filter((typed) => types.includes(typed.type))
      .map((typed) => typed.part)
      .sort((left, right) => (left.identificatie < right.identificatie ? -1 : 1));
  const personsOf = (part: PartCase): readonly PersonKey[] =>
    householdRoles(part.roles).map((role) => toPersonKey(role, pseudonymiser));
  const debtHelp = new Set(ofType('LT-SCHULDHULP'));
  return {
    reference,
    unit,
    persons: toPersons(roles, ofType('LT-PERSOON'), pseudonymiser),
    familyPlans: toPlans(ofType('LT-GEZINSPLAN'), ofType('LT-DOEL')),
    story: toStory(reference, ofType('LT-VERHAAL')),
    fixedFaces: ofType('LT-VAST-GEZICHT').map(toFixedFace),
    analyses: ofType('LT-BREDE-ANALYSE').map((part) => toAnalysis(part, personsOf(part))),
    provisions: ofType('LT-VOORZIENING', 'LT-SCHULDHULP').map((part) => ({
      ...toProvision(part, personsOf(part)),
      isDebtHelp: debtHelp.has(part),
    })),
    casework: toCasework({ reference, parts, pseudonymiser }),
    probationHeaders: ofType('LT-JR-NOTIFICATIE').map((part) => toProbationHeader(part, personsOf(part))),
  };
}

/** @throws SourceError where more is told of somebody who is not in the case: a former name would come back unmarked. */
function toPersons(
  roles: readonly HouseholdRol[],
  parts: readonly PartCase[],
  pseudonymiser: Pseudonymiser,
): readonly RecordedPerson[] {
  const isAbout = (part: PartCase, { rol }: HouseholdRol): boolean =>
    householdRoles(part.roles).some((other) => isSamePerson(rol, other.rol));
  if (parts.some((part) => !roles.some((role) => isAbout(part, role)))) {
    throw contractBroken(
      { organisation, what: 'zaak' },
      'rollen',
      "a person of the family's case in LT-PERSOON",
    );
  }
  return roles.map((role) => {
    const formerGivenNames = parts
      .filter((part) => isAbout(part, role))
      .flatMap((part) => optional(part, formerNamesProperty) ?? []);
    const person = toRecordedPerson(role, pseudonymiser);
    return formerGivenNames.length === 0 ? person : { ...person, formerGivenNames };
  });
}

function toPlans(plans: readonly PartCase[], goals: readonly PartCase[]): readonly FamilyPlan[] {
  const goalsByPlan = new Map<string, Goal[]>(plans.map((plan) => [plan.identificatie, []]));
  for (const goal of goals) {
    const list = goalsByPlan.get(required(goal, 'gezinsplan'));
    if (!list) throw property('gezinsplan', 'the number of a plan of this family');
    list.push(toGoal(goal));
  }
  return plans.map((plan) => ({
    ...base(plan),
    madeOn: plan.startdatum,
    endedOn: plan.einddatum,
    wishes: linesOf(plan, planProperties.wishes),
    goodEnough: linesOf(plan, planProperties.goodEnough),
    network: linesOf(plan, planProperties.network),
    goals: (goalsByPlan.get(plan.identificatie) ?? []).sort((left, right) =>
      left.domainCode.code < right.domainCode.code
        ? -1
        : left.domainCode.code > right.domainCode.code
          ? 1
          : 0,
    ),
  }));
}

function toGoal(part: PartCase): Goal {
  const code = required(part, 'leefgebied');
  const index = /^(0[1-9]|1[0-2])$/.test(code) ? Number(code) - 1 : -1;
  const domain = lifeDomains[index];
  const label = lifeDomainLabels[index];
  if (domain === undefined || label === undefined) throw property('leefgebied', 'a code from 01 to 12');
  return {
    domain,
    domainCode: { code, label, ...lifeDomainList },
    text: required(part, 'doel'),
    owner: optional(part, 'eigenaar'),
    dueOn: optionalDay(part, 'streefdatum'),
    achieved: optionalYesNo(part, 'behaald'),
    familyView: optional(part, 'zienswijze_gezin'),
  };
}

function toStory(reference: string, versions: readonly PartCase[]): Story | null {
  if (versions.length === 0) return null;
  return {
    recordId: reference,
    versions: versions.map((part) => {
      const { recordedAt, retainUntil } = base(part);
      return {
        writtenOn: part.startdatum,
        text: required(part, 'tekst'),
        readBy: linesOf(part, readByProperty).map(toReading),
        recordedAt,
        retainUntil,
      };
    }),
  };
}

/** `function; unit; day`. */
function toReading(line: string): StoryReading {
  const [role, unit, on, more] = line.split(';').map((word) => word.trim());
  if (!role || !unit || on === undefined || !isDate(on) || more !== undefined)
    throw property(readByProperty, 'a function, a unit and a day YYYY-MM-DD, with ; between them');
  return { role, unit, on };
}

function toFixedFace(part: PartCase): FixedFace {
  const { name } = workerIn(part.roles, fixedFaceRole);
  if (name === null)
    throw contractBroken({ organisation, what: 'rol' }, 'betrokkeneIdentificatie.achternaam', 'a name');
  return { ...base(part), name, since: part.startdatum, until: part.einddatum };
}

function toAnalysis(part: PartCase, persons: readonly PersonKey[]): Analysis {
  return {
    ...base(part),
    decidedOn: optionalDay(part, 'besluitdatum'),
    startedOn: part.startdatum,
    endedOn: part.einddatum,
    persons,
  };
}

function toProvision(part: PartCase, persons: readonly PersonKey[]): Omit<Provision, 'isDebtHelp'> {
  return {
    ...base(part),
    kind: required(part, 'soort'),
    persons,
    startedOn: part.startdatum,
    endedOn: part.einddatum,
  };
}

function toProbationHeader(part: PartCase, persons: readonly PersonKey[]): ProbationHeader {
  const [youth, second] = persons;
  if (!youth || second) {
    throw contractBroken(
      { organisation, what: 'zaak' },
      'rollen',
      `one youth in the notification, received ${persons.length}`,
    );
  }
  const code = required(part, 'maatregelcode');
  const label = probationLabels.get(code);
  if (label === undefined) throw property('maatregelcode', 'a code of youth probation');
  const kindCode: CodedValue = { code, label, ...probationList };
  return {
    ...base(part),
    youth,
    kindCode,
    startedOn: part.startdatum,
    endsOn: part.einddatumGepland,
    institution: required(part, 'gecert_instelling'),
  };
}
