/**
 * Who works with a family, from the parts that name a worker. Their numbers become pseudonyms here: that of a professional register is
 * the same at whoever recorded it, a team's own number stands for nobody outside that team.
 */
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { Involvement } from '../source.js';
import { domains, grounds, workerRoles } from './zaken-casework-conventions.js';
import type { PartCase } from './zaken-contract.js';
import { fixedFaceRole, skjProperty } from './zaken-conventions.js';
import { professionalIn, type RecordedWorker, unitIn, workerIn } from './zaken-persons.js';
import {
  optional,
  optionalDay,
  optionalWord,
  optionalYesNo,
  property,
  required,
  requiredWord,
} from './zaken-properties.js';
import type { CaseworkPart } from './zaken-records.js';

interface Numbering {
  readonly reference: string;
  readonly pseudonymiser: Pseudonymiser;
}

/** @throws SourceError `CONTRACT_BROKEN` */
export function toInvolvements(parts: readonly CaseworkPart[], numbering: Numbering): readonly Involvement[] {
  return parts.flatMap((part) => toInvolvement(part, numbering) ?? []);
}

function toInvolvement(typed: CaseworkPart, numbering: Numbering): Involvement | null {
  const { type, part } = typed;
  switch (type) {
    case 'LT-VAST-GEZICHT': {
      const worker = workerIn(part.roles, fixedFaceRole);
      const fixed = { domain: 'SUPPORT', isFixedFace: true, carriesCase: true } as const;
      return { ...ownWork(typed, worker, numbering), ...fixed };
    }
    case 'LT-MEDEWERKER': {
      const told = {
        domain: requiredWord(part, 'domein', domains),
        isFixedFace: false,
        carriesCase: optionalYesNo(part, 'draagt_casus'),
      };
      return { ...ownWork(typed, workerIn(part.roles, null), numbering), ...told };
    }
    case 'LT-BETROKKENE':
      return { ...partyWork(typed, numbering), domain: requiredWord(part, 'domein', domains) };
    case 'LT-BETROKKENE-SCHULDEN':
      return { ...partyWork(typed, numbering), domain: 'DEBTS' };
    case 'LT-BETROKKENE-GGZ':
      return { ...partyWork(typed, numbering), domain: 'MENTAL_HEALTH' };
    default:
      return null;
  }
}

function ownWork(
  { part, record }: CaseworkPart,
  worker: RecordedWorker,
  numbering: Numbering,
): Omit<Involvement, 'domain' | 'isFixedFace' | 'carriesCase'> {
  return {
    ...record,
    ...periodOf(part),
    worker: pseudonymOf(part, worker, numbering),
    name: worker.name,
    role: workerRoles.get(worker.role) ?? worker.role,
    party: null,
    shownUnder: null,
    intakeOn: optionalDay(part, 'intake'),
    contactOn: optionalDay(part, 'contact_na_verzoek'),
  };
}

function partyWork({ part, record }: CaseworkPart, numbering: Numbering): Omit<Involvement, 'domain'> {
  const worker = professionalIn(part.roles);
  return {
    ...record,
    ...periodOf(part),
    worker: pseudonymOf(part, worker, numbering),
    name: worker.name,
    role: required(part, 'functie'),
    party: required(part, 'organisatie'),
    isFixedFace: false,
    carriesCase: null,
    shownUnder: optionalWord(part, 'grond', grounds),
    intakeOn: optionalDay(part, 'intake'),
    contactOn: null,
  };
}

function periodOf({ startdatum, einddatum }: PartCase): Pick<Involvement, 'since' | 'until'> {
  return { since: startdatum, until: einddatum };
}

function pseudonymOf(
  part: PartCase,
  { number }: RecordedWorker,
  { reference, pseudonymiser }: Numbering,
): string {
  const registered = optional(part, skjProperty);
  if (registered !== null) {
    if (!/^[A-Z0-9-]{4,20}$/.test(registered)) throw property(skjProperty, 'a number of the register');
    return pseudonymiser.professional('SKJ', registered);
  }
  // A server may leave the number out. Nobody can tell then whether two such parts are about one worker, and each counts for one.
  return pseudonymiser.professional(unitIn(reference), number ?? part.identificatie);
}
