/** Which investigation of a case each row of its dossier message belongs to. */
import { isRoleOfHousehold } from '../../../adapter-kit/roster.js';
import type { DossierMessage, StoreRecordDossier } from '../adapters/dossier-contract.js';
import type { InvestigationGroup } from '../adapters/investigations.js';
import type { CaseFile } from './case-file.js';

/**
 * One for each investigation. What is about named children goes with the investigation that is about them,
 * each with its own children only; everything else, also about somebody whom no investigation is about, with
 * the investigation that has the case's own number.
 */
export function splitDossier(
  groups: readonly InvestigationGroup[],
  { sentAt, workers, work, contacts, handovers, sightings, knows }: DossierMessage,
): readonly StoreRecordDossier[] {
  const ownerOf = (localKey: string): number =>
    Math.max(
      0,
      groups.findIndex(({ children }) => children.some((child) => child.localKey === localKey)),
    );
  return groups.map(({ recordNumber: number }, index) => {
    const isOwn = index === 0;
    return {
      number,
      sentAt,
      workers: isOwn ? workers : [],
      work: isOwn ? work : [],
      contacts: isOwn ? contacts : [],
      handovers: handovers.flatMap((one) => {
        const persons = one.persons.filter((person) => ownerOf(person) === index);
        return persons.length > 0 || (isOwn && one.persons.length === 0) ? [{ ...one, persons }] : [];
      }),
      sightings: sightings.filter(({ person }) => ownerOf(person) === index),
      knows: isOwn ? knows : null,
    };
  });
}

/** Whether everybody whom the message names is a person of the case. */
export function namesOnlyPersonsOf(file: CaseFile, { handovers, sightings }: DossierMessage): boolean {
  const persons = new Set(
    file.persons.filter(({ role }) => isRoleOfHousehold(role)).map(({ localKey }) => localKey),
  );
  const named = [...handovers.flatMap((one) => one.persons), ...sightings.map(({ person }) => person)];
  return named.every((person) => persons.has(person));
}
