/**
 * Parts of a record that the GI decides on by themselves, and how they are numbered beside their record. They have no line of
 * their own among what is withheld: the record has one.
 */

/** The workers on a measure: in a shielded case they tell the place. */
export function workersPartOf(measureNumber: string): string {
  return `${measureNumber}${workers}`;
}

/** The part of a plan that is about help. @see Jeugdwet art. 3.5. */
export function helpPartOf(planNumber: string): string {
  return `${planNumber}${help}`;
}

/** Whether the plan, or the part of it that is about help, is open. */
export function isPlanOpen(
  { isOpen }: { readonly isOpen: (recordType: 'gi-plan', recordId: string) => boolean },
  planNumber: string,
): boolean {
  return isOpen('gi-plan', planNumber) || isOpen('gi-plan', helpPartOf(planNumber));
}

/** Whether a number is that of a part. */
export function isPart(recordId: string): boolean {
  return recordId.endsWith(workers) || recordId.endsWith(help);
}

/** The number of the record that a number is, or is a part of. */
export function wholeOf(recordId: string): string {
  return recordId.replace(/ \((?:workers|help)\)$/, '');
}

// No number of a GI ends so, and a space keeps it from being taken for one.
const workers = ' (workers)';
const help = ' (help)';
