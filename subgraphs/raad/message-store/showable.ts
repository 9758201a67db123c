/**
 * Whether a message can be shown at all, by the very contract that the adapter holds the store's reads to.
 *
 * A message that is confirmed stays for ever, and a feed is read whole or not at all: one case that breaks the contract
 * takes the feed of the whole organisation along, and to leave that case out would make its persons look "not known".
 * So it is refused, and its sender knows at once. What every message keeps to on its own, a case of several keeps to as
 * well, because a case file states nothing but what its messages state. The exception are messages that contradict each
 * other (an end before a start that another tells): these break that case's file, loudly, and never the feed.
 */
import { parseContract } from '../../../adapter-kit/contract.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import { caseFileSchema, rosterCaseSchema } from '../adapters/case-file-contract.js';
import { toInvestigations } from '../adapters/investigations.js';
import type { CaseFile } from './case-file.js';
import { clientRole } from './stuf-names.js';

/** A case as the feed shows it: without what only the case file has. */
export function toRosterCase({ reference, since, until, unbornChildren, persons }: CaseFile) {
  return {
    reference,
    since,
    until,
    unbornChildren,
    persons: persons.map(({ name: _name, ...person }) => person),
  };
}

/** The fields by which a case could not be shown, by name and without their values; `null` where it can. */
export function unshowableFieldOf(file: CaseFile): string | null {
  const organisation = 'RAAD';
  try {
    parseContract(rosterCaseSchema, toRosterCase(file), { organisation, what: 'case' });
    const parsed = parseContract(caseFileSchema, file, { organisation, what: 'caseFile' });
    const subjects = parsed.persons.map(({ localKey, role }) => ({
      pseudonym: null,
      localKey,
      isChild: role === clientRole,
    }));
    toInvestigations(parsed, subjects, organisation);
    return null;
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown.field ?? 'case';
    throw thrown;
  }
}
