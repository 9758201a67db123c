/** The id by which the graph, and the processing log, know a member of a household. */
import { personIdOf } from './register/rotation.js';
import type { HouseholdDocument, HouseholdMember } from './source.js';

/**
 * A pseudonym of the pseudonym, so that what clients keep is not what the register links by. A person without identifier is known
 * within one household only.
 */
export function personId(household: HouseholdDocument | null, member: HouseholdMember): string {
  return personIdOf(member.identity ?? member.person ?? `${household?.id ?? ''}\n${member.names.join('\n')}`);
}
