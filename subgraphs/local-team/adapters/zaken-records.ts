/** Which record of the access matrix a part of a family's case is, told by the kind of the part alone. */
import type { RecordType } from '../../../adapter-kit/access/record-attributes.js';
import { plansRecordId, storyRecordId } from '../source.js';
import type { Case } from './zaken-contract.js';
import type { PartType } from './zaken-conventions.js';

/** A part of which only the outline is known. */
export interface OutlinedPart {
  readonly type: PartType;
  readonly part: Case;
}

export interface RecordName {
  readonly recordType: RecordType;
  readonly recordId: string;
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
    case 'LT-PERSOON':
      return null;
    default:
      return type satisfies never;
  }
}
