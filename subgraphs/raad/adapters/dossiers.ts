/**
 * From the Raad's own file, as the store tells it, to the investigations of the port. Numbers of workers
 * become pseudonyms here.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { RaadDossier, RaadInvestigation, RaadSubject } from '../source.js';
import type { StoreRecordDossier } from './dossier-contract.js';

export interface DossierOptions {
  readonly organisation: string;
  /** The unit whose own numbers the workers have. */
  readonly unit: string;
  readonly pseudonymiser: Pseudonymiser;
}

/**
 * The investigations with what the file tells of each.
 *
 * @throws SourceError `CONTRACT_BROKEN` where it tells of an investigation that is not there, or of somebody
 * whom that one does not concern.
 */
export function withDossiers(
  investigations: readonly RaadInvestigation[],
  dossiers: readonly StoreRecordDossier[],
  options: DossierOptions,
): readonly RaadInvestigation[] {
  const subject = { organisation: options.organisation, what: 'caseFile' };
  const byNumber = new Map(dossiers.map((one) => [one.number, one]));
  const isWhole =
    byNumber.size === dossiers.length &&
    dossiers.every(({ number }) => investigations.some(({ recordNumber }) => recordNumber === number));
  if (!isWhole) throw contractBroken(subject, 'dossiers.number', 'each investigation of the file once');
  return investigations.map((one) => {
    const dossier = byNumber.get(one.recordNumber);
    if (dossier === undefined) return one;
    const concerned = new Map(one.concerns.map((person) => [person.localKey, person]));
    const subjectOf = (field: string) => (localKey: string) => {
      const person = concerned.get(localKey);
      if (person) return person;
      throw contractBroken(subject, `dossiers.${field}`, 'somebody whom the investigation concerns');
    };
    return { ...one, dossier: toDossier(dossier, subjectOf, options) };
  });
}

function toDossier(
  { sentAt, workers, work, contacts, handovers, sightings, knows }: StoreRecordDossier,
  subjectOf: (field: string) => (localKey: string) => RaadSubject,
  { unit, pseudonymiser }: DossierOptions,
): RaadDossier {
  const workerOf = (number: string) => {
    const { skj = null, name = null } = workers.find((one) => one.number === number) ?? {};
    const worker =
      skj === null ? pseudonymiser.professional(unit, number) : pseudonymiser.professional('SKJ', skj);
    return { worker, name };
  };
  return {
    recordedAt: sentAt,
    work: work.map(({ worker, ...one }) => ({ ...one, ...workerOf(worker) })),
    contacts: contacts.map(({ worker, ...one }) => ({
      ...one,
      worker: worker === null ? null : workerOf(worker).worker,
    })),
    handovers: handovers.map(({ persons, ...one }) => ({
      ...one,
      concerns: persons.map(subjectOf('handovers.persons')),
    })),
    sightings: sightings.map(({ person, ...one }) => ({
      ...one,
      person: subjectOf('sightings.person')(person),
    })),
    knows,
  };
}
