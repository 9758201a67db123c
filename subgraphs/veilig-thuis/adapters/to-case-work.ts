/**
 * From what the source sent of a unit's own work to the port's records. Workers are made opaque here: no
 * number of theirs, of the unit or of a professional register, goes further. A list that was left out stays
 * left out: what is not kept is not none.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type {
  VeiligThuisConcern,
  VeiligThuisContact,
  VeiligThuisPersonKey,
  VeiligThuisSighting,
  VeiligThuisTakeOver,
  VeiligThuisWorker,
} from '../source.js';
import type {
  ConcernMessage,
  ContactMessage,
  SightingMessage,
  TakeOverMessage,
  WorkerMessage,
} from './work-messages.js';

/** The register of professionals in youth care (Stichting Kwaliteitsregister Jeugd). */
const professionalRegister = 'SKJ';

const organisationKinds = {
  'veilig-thuis': 'VEILIG_THUIS',
  raad: 'RAAD',
  gi: 'GI',
  'local-team': 'LOCAL_TEAM',
} as const;
const contactKinds = { intake: 'INTAKE', 'first-contact': 'FIRST_CONTACT' } as const;
const sightingKinds = { seen: 'SEEN', 'spoken-alone': 'SPOKEN_ALONE', phoned: 'PHONED' } as const;
const severities = { light: 'LIGHT', moderate: 'MODERATE', serious: 'SERIOUS' } as const;
const statementKinds = { fact: 'FACT', opinion: 'OPINION' } as const;

/**
 * Whom a number of a person in the case means: nobody where it is somebody whom nobody outside may learn of.
 */
export type KeysOf = (personNumber: string, field: string) => readonly VeiligThuisPersonKey[];

/** A list as it was sent; `undefined`: the source does not keep it. */
type Kept<Message> = readonly Message[] | undefined;

/** By whose number a worker is known: the unit's code, as its references begin with it. */
export interface WorkOf {
  readonly unit: string;
  readonly pseudonymiser: Pseudonymiser;
}

export function toWorkers(sent: Kept<WorkerMessage>, of: WorkOf): Kept<VeiligThuisWorker> {
  return sent?.map((worker) => {
    const { name, role, carriesCase, from, until } = worker;
    return { worker: opaque(worker, of), name, role, carriesCase, from, until };
  });
}

/** @throws SourceError `CONTRACT_BROKEN` where the worker is none of those of the same record. */
export function toContacts(
  sent: Kept<ContactMessage>,
  workers: Kept<WorkerMessage>,
  { field, ...of }: WorkOf & { readonly field: string },
): Kept<VeiligThuisContact> {
  return sent?.map(({ kind, on, workerNumber }, index) => {
    const met = workers?.find((worker) => worker.workerNumber === workerNumber);
    if (workerNumber !== null && met === undefined) {
      const subject = { organisation: 'VEILIG_THUIS', what: 'caseFile' };
      throw contractBroken(subject, `${field}.${index}.workerNumber`, 'a worker of the same record');
    }
    return { kind: contactKinds[kind], on, worker: met ? opaque(met, of) : null };
  });
}

export function toSightings(
  sent: Kept<SightingMessage>,
  keysOf: KeysOf,
  field: string,
): Kept<VeiligThuisSighting> {
  return sent?.flatMap(({ personNumber, on, how }) =>
    keysOf(personNumber, field).map((person) => ({ person, on, how: sightingKinds[how] })),
  );
}

export function toTakeOvers(
  sent: Kept<TakeOverMessage>,
  keysOf: KeysOf,
  field: string,
): Kept<VeiligThuisTakeOver> {
  return sent?.map(({ to, unit, on, reason, personNumbers }) => ({
    to: organisationKinds[to],
    unit,
    on,
    reason,
    persons: personNumbers.flatMap((number) => keysOf(number, field)),
  }));
}

export function toConcerns(
  sent: Kept<ConcernMessage>,
  keysOf: KeysOf,
  field: string,
): Kept<VeiligThuisConcern> {
  return sent?.map(
    ({ fact, label, description, severity, observedOn, nature, personNumbers, reactions }) => ({
      fact,
      label,
      nature: description,
      severity: severity && severities[severity],
      observedOn,
      statementKind: statementKinds[nature],
      persons: personNumbers.flatMap((number) => keysOf(number, field)),
      reactions: [...reactions].sort(({ on: left }, { on: right }) =>
        (left ?? '').localeCompare(right ?? ''),
      ),
    }),
  );
}

function opaque({ workerNumber, skjNumber }: WorkerMessage, { unit, pseudonymiser }: WorkOf): string {
  return skjNumber === null
    ? pseudonymiser.professional(unit, workerNumber)
    : pseudonymiser.professional(professionalRegister, skjNumber);
}
