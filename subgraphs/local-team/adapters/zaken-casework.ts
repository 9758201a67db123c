/** From the parts of a family's case that tell of casework to the port, strictly: what does not parse is an error of the file. */
import { contractBroken } from '../../../adapter-kit/contract.js';
import { isDate } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type {
  AcquaintanceList,
  Agreement,
  Casework,
  CaseworkRecord,
  Concern,
  CostLine,
  DecidedAs,
  Sighting,
} from '../source.js';
import {
  besideTypes,
  costUnits,
  decidedCaseworkTypes,
  frames,
  severities,
  sightingKinds,
  statementKinds,
} from './zaken-casework-conventions.js';
import { organisation, type PartCase } from './zaken-contract.js';
import type { PartType } from './zaken-conventions.js';
import { toInvolvements } from './zaken-involvements.js';
import { householdRoles, toPersonKey } from './zaken-persons.js';
import {
  base,
  linesOf,
  optional,
  optionalDay,
  optionalWord,
  optionalYesNo,
  property,
  required,
  requiredCount,
  requiredWord,
} from './zaken-properties.js';
import { type CaseworkPart, recordOf, type TypedPart } from './zaken-records.js';

export interface CaseworkParts {
  readonly reference: string;
  readonly parts: readonly TypedPart[];
  readonly pseudonymiser: Pseudonymiser;
}

/** @throws SourceError `CONTRACT_BROKEN` */
export function toCasework({ reference, parts, pseudonymiser }: CaseworkParts): Casework {
  const found = parts.flatMap((typed): readonly CaseworkPart[] => {
    const record = holdsCasework(typed) ? recordOf(typed) : null;
    return record === null ? [] : [{ ...typed, record: toRecord(typed.part, record, pseudonymiser) }];
  });
  const ofType = (type: PartType): readonly CaseworkPart[] => found.filter((part) => part.type === type);
  return {
    involvements: toInvolvements(found, { reference, pseudonymiser }),
    sightings: ofType('LT-CONTACTMOMENT').map(toSighting),
    concerns: ofType('LT-ZORG').map(toConcern),
    agreements: ofType('LT-AFSPRAAK').map(toAgreement),
    acquaintances: ofType('LT-BETROKKENENLIJST').map(toAcquaintances),
    costs: ofType('LT-KOSTEN').map(toCostLine),
  };
}

function holdsCasework({ type }: TypedPart): boolean {
  const types: readonly PartType[] = ['LT-VAST-GEZICHT', ...besideTypes, ...decidedCaseworkTypes];
  return types.includes(type);
}

function toRecord(part: PartCase, decidedAs: DecidedAs, pseudonymiser: Pseudonymiser): CaseworkRecord {
  const persons = householdRoles(part.roles).map((role) => toPersonKey(role, pseudonymiser));
  return { ...base(part), decidedAs, persons };
}

function toSighting({ part, record }: CaseworkPart): Sighting {
  if (record.persons.length === 0) throw persons('at least one person who was seen or spoken');
  return { ...record, on: part.startdatum, how: requiredWord(part, 'wijze', sightingKinds) };
}

function toConcern({ part, record }: CaseworkPart): Concern {
  const [fact, label] = [optional(part, 'feit'), optional(part, 'etiket')];
  if (fact === null && label === null) throw property('feit', 'what was seen, or else a label in etiket');
  return {
    ...record,
    fact,
    label,
    nature: optional(part, 'aard'),
    severity: optionalWord(part, 'ernst', severities),
    observedOn: requiredMoment(part, 'waargenomen_op'),
    by: optional(part, 'door'),
    statementKind: requiredWord(part, 'soort', statementKinds),
    reaction: toReaction(part),
  };
}

function toReaction(part: PartCase): Concern['reaction'] {
  const text = optional(part, 'reactie');
  const [by, on] = [optional(part, 'reactie_van'), optionalDay(part, 'reactie_op')];
  if (text === null && (by !== null || on !== null)) throw property('reactie', 'the words of the reaction');
  return text === null ? null : { by: required(part, 'reactie_van'), on, text };
}

function toAgreement({ part, record }: CaseworkPart): Agreement {
  return {
    ...record,
    text: required(part, 'afspraak'),
    agreedOn: part.startdatum,
    dueOn: optionalDay(part, 'uiterlijk_op'),
    endedOn: part.einddatum,
  };
}

/** A list without a name would say that the team knows of nobody: it must say so itself. */
function toAcquaintances({ part, record }: CaseworkPart): AcquaintanceList {
  const knows = required(part, 'betrokken') === 'niemand' ? [] : linesOf(part, 'betrokken');
  return { ...record, asOf: part.startdatum, knows };
}

function toCostLine({ part, record }: CaseworkPart): CostLine {
  const [filedOn, second] = record.persons;
  if (second) throw persons('one person under whose number the line was filed, or nobody');
  const isForFamily = optionalYesNo(part, 'voor_gezin');
  if (isForFamily === null) throw property('voor_gezin', 'a value');
  if (part.einddatum === null) {
    throw contractBroken({ organisation, what: 'zaak' }, 'einddatum', 'the last day of a cost line');
  }
  return {
    ...record,
    category: required(part, 'categorie'),
    frame: requiredWord(part, 'kader', frames),
    from: part.startdatum,
    until: part.einddatum,
    quantity: requiredCount(part, 'aantal'),
    unit: requiredWord(part, 'eenheid', costUnits),
    tariffCents: requiredCount(part, 'tarief_centen'),
    filedOn: filedOn ?? null,
    isForFamily,
  };
}

/** A day, a month or a year. */
function requiredMoment(part: PartCase, name: string): string {
  const value = required(part, name);
  const isMoment = /^\d{4}(-\d{2}){0,2}$/.test(value) && isDate(`${value}-01-01`.slice(0, 10));
  if (!isMoment) throw property(name, 'a day YYYY-MM-DD, a month YYYY-MM or a year YYYY');
  return value;
}

function persons(expected: string) {
  return contractBroken({ organisation, what: 'zaak' }, 'rollen', expected);
}
