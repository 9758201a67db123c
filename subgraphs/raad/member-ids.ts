/** The members whom a record means, as far as this viewer may know that they are in the case. */
import type { CaseLoader } from '../../adapter-kit/access/case-loader.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import { memberIdOf, type OrganisationContext } from '../../adapter-kit/organisation-subgraph.js';
import type { RaadSubject } from './source.js';

/** From whom the records of one case concern to member ids; somebody whose identity is not for this viewer is left out. */
export async function memberIdsShown(
  key: OrganisationKey,
  reference: string,
  context: OrganisationContext<{ readonly files: Pick<CaseLoader<unknown>, 'attributes'> }>,
): Promise<(concerns: readonly RaadSubject[]) => readonly string[]> {
  const shown = await personsShown(reference, context);
  return (concerns) => {
    const ids = concerns
      .filter(({ localKey }) => shown === null || shown.has(localKey))
      .map((subject) => memberIdOf(key, subject, reference));
    return [...new Set(ids.filter((id) => id !== null))].sort((left, right) =>
      left.localeCompare(right, 'en', { numeric: true }),
    );
  };
}

// `null`: everybody.
async function personsShown(
  reference: string,
  { access, loaders }: OrganisationContext<{ readonly files: Pick<CaseLoader<unknown>, 'attributes'> }>,
): Promise<ReadonlySet<string> | null> {
  if (!access) return null;
  const attributes = await loaders.files.attributes(reference);
  const decided = await access.decide(attributes.filter(({ recordType }) => recordType === 'identity'));
  return new Set(
    decided
      .filter(({ answer }) => answer === 'ALLOW' || answer === 'MASK')
      .map(({ attributes: { recordId } }) => recordId),
  );
}
