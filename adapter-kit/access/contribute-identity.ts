/**
 * An organisation's part of `Person.name` and `Person.birthDate`, as far as its owner gives it to this viewer. Every person of a
 * case is an `identity` record of its own (`recordId`: the source's own key of the person); whose record is not open contributes
 * nothing, and looks like somebody whom the organisation does not know.
 */
import {
  type IdentityContribution,
  isSubject,
  type KeyedEntity,
  type OrganisationContext,
  type RecordedPerson,
} from '../organisation-subgraph.js';
import { toSourceError } from '../source-error.js';
import { outcomeOfError, outcomeOfWithheld, type SourceOutcome } from '../source-outcomes.js';
import type { CaseLoader } from './case-loader.js';
import { type OpenedCase, openCases } from './open-cases.js';
import { WithheldError } from './withheld.js';

/**
 * A failure, and that nothing is given, are told as data, so that what other organisations recorded still counts. Where no access
 * rules stand everything is given.
 */
export async function contributeIdentity<File>(
  entity: KeyedEntity,
  loader: CaseLoader<File>,
  context: OrganisationContext<unknown>,
  recordedIn: (record: File) => { readonly unit: string; readonly persons: readonly RecordedPerson[] },
): Promise<IdentityContribution> {
  // Its own list: the outcome of another person of the same request is not taken for this one's.
  const outcomes: SourceOutcome[] = [];
  const own = { ...context, outcomes };
  const { key } = entity;
  const subject = key.state === 'REFERENCES' ? key.subject : null;
  let cases: readonly OpenedCase<File>[] = [];
  let outcome: SourceOutcome;
  try {
    cases = await openCases(withoutDispute(entity), 'identity', aboutOnly(loader, subject), own);
    outcome = outcomes.at(-1) ?? nothingVisible;
  } catch (thrown) {
    outcome =
      thrown instanceof WithheldError
        ? outcomeOfWithheld(thrown)
        : outcomeOfError(toSourceError(thrown, context.organisation));
  }
  const about = cases.flatMap(({ record, reference, isOpen }) => {
    const { unit, persons } = recordedIn(record);
    return persons
      .filter((person) => isSubject(person, reference, subject) && isOpen('identity', person.localKey))
      .map((person) => ({ person, unit }));
  });
  // "Known, and not for you" would tell that this person is in the case.
  if (about.length === 0 && outcome.outcome === 'ANSWERED' && mayBeFiltered(context))
    outcome = nothingVisible;
  context.outcomes.push(outcome);
  return {
    ...outcome,
    recorded: about.map(({ person: { name, birthDate }, unit }) => ({ name, birthDate, unit })),
    formerGivenNames: [...new Set(about.flatMap(({ person }) => formerOnly(person)))].sort(),
  };
}

const nothingVisible: SourceOutcome = { outcome: 'NONE_VISIBLE', reason: null, asOf: null };

/** The cases with the identity of this one person and no other record: nothing else is decided on, and nobody else's name is read. */
function aboutOnly<File>(loader: CaseLoader<File>, subject: string | null): CaseLoader<File> {
  return {
    ...loader,
    attributes: async (reference) =>
      (await loader.attributes(reference)).filter(
        ({ recordType, subjects }) =>
          recordType === 'involvement' ||
          (recordType === 'identity' &&
            subjects.some(({ person, localKey }) =>
              isSubject({ pseudonym: person, localKey }, reference, subject),
            )),
      ),
  };
}

/** Whose records they are may be in dispute; the names then stand all the same, one of them as a variant. */
function withoutDispute(entity: KeyedEntity): KeyedEntity {
  const { key } = entity;
  return key.state === 'REFERENCES' ? { ...entity, key: { ...key, disputed: {} } } : entity;
}

function mayBeFiltered({ access }: OrganisationContext<unknown>): boolean {
  return access !== null && access.visibilityOf('identity').visibility !== 'ALL';
}

// A former name that is part of the present one is no secret.
function formerOnly({ name, formerGivenNames = [] }: RecordedPerson): readonly string[] {
  const present = new Set((name ?? '').split(/[\s,]+/));
  return formerGivenNames.flatMap((names) => names.split(/\s+/)).filter((word) => !present.has(word));
}
