/** Which record of the access matrix a part of a family's case is, told by the kind of the part alone. */
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import { type CaseworkRecord, caseworkRecordId, plansRecordId, storyRecordId } from '../source.js';
import type { Case, PartCase } from './zaken-contract.js';
import type { PartType } from './zaken-conventions.js';

/** A part of which only the outline is known. */
export interface OutlinedPart {
  readonly type: PartType;
  readonly part: Case;
}

/** The part itself, with who and what. */
export interface TypedPart {
  readonly type: PartType;
  readonly part: PartCase;
}

/** A part with what goes for every record of casework. */
export interface CaseworkPart extends TypedPart {
  readonly record: CaseworkRecord;
}

export interface RecordName {
  readonly recordType: RecordType;
  readonly recordId: string;
}

/** Whether a part is decided about with another: a goal is nothing without a plan. */
export function isDecidedWithAnother({ type }: OutlinedPart): boolean {
  return type === 'LT-DOEL';
}

/** `null`: what is told of a person (LT-PERSOON) goes with that person's identity. */
export function recordOf({ type, part }: OutlinedPart): RecordName | null {
  const ofPart = (recordType: RecordType): RecordName => ({ recordType, recordId: part.identificatie });
  switch (type) {
    case 'LT-GEZINSPLAN':
    case 'LT-DOEL':
      return { recordType: 'family-plan', recordId: plansRecordId };
    case 'LT-VERHAAL':
      return { recordType: 'family-plan', recordId: storyRecordId };
    case 'LT-VAST-GEZICHT':
    case 'LT-BREDE-ANALYSE':
      return ofPart('family-plan');
    case 'LT-VOORZIENING':
      return ofPart('provision');
    case 'LT-SCHULDHULP':
      return ofPart('debts');
    case 'LT-JR-NOTIFICATIE':
      return ofPart('probation-header');
    case 'LT-MEDEWERKER':
    case 'LT-BETROKKENE':
    case 'LT-CONTACTMOMENT':
    case 'LT-ZORG':
    case 'LT-AFSPRAAK':
    case 'LT-BETROKKENENLIJST':
      return { recordType: 'family-plan', recordId: caseworkRecordId };
    case 'LT-BETROKKENE-SCHULDEN':
      return ofPart('debts');
    case 'LT-BETROKKENE-GGZ':
      return ofPart('mental-health');
    case 'LT-KOSTEN':
      return ofPart('cost-line');
    case 'LT-PERSOON':
      return null;
    default:
      return type satisfies never;
  }
}
