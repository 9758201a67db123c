/**
 * The members whom a record means, as far as this viewer may know that they are in the case. Who that is, is
 * decided once in a request: loaders live for one.
 */
import type { CaseLoader } from '../../adapter-kit/access/case-loader.js';
import type { OrganisationKey } from '../../adapter-kit/key-token.js';
import { memberIdOf, type OrganisationContext } from '../../adapter-kit/organisation-subgraph.js';
import type { RaadSubject } from './source.js';

// Made once: a collator costs far more than a comparison.
const { compare: inOrder } = new Intl.Collator('en', { numeric: true });

interface Loaders {
  readonly files: Pick<CaseLoader<unknown>, 'attributes'>;
}
type Context = OrganisationContext<Loaders>;
/** `null`: everybody. */
type Shown = ReadonlySet<string> | null;

const decidedOnce = new WeakMap<Loaders, Map<string, Promise<Shown>>>();

/** From whom the records of one case concern to member ids; somebody whose identity is not for this viewer is left out. */
export async function memberIdsShown(
  key: OrganisationKey,
  reference: string,
  context: Context,
): Promise<(concerns: readonly RaadSubject[]) => readonly string[]> {
  const shown = await personsShown(reference, context);
  return (concerns) => {
    const ids = concerns
      .filter(({ localKey }) => shown === null || shown.has(localKey))
      .map((subject) => memberIdOf(key, subject, reference));
    return [...new Set(ids.filter((id) => id !== null))].sort(inOrder);
  };
}

function personsShown(reference: string, context: Context): Promise<Shown> {
  if (!context.access) return Promise.resolve(null);
  const ofRequest = decidedOnce.get(context.loaders) ?? new Map<string, Promise<Shown>>();
  decidedOnce.set(context.loaders, ofRequest);
  const shown = ofRequest.get(reference) ?? decidePersonsShown(reference, context);
  ofRequest.set(reference, shown);
  return shown;
}

async function decidePersonsShown(reference: string, { access, loaders }: Context): Promise<Shown> {
  if (!access) return null;
  const attributes = await loaders.files.attributes(reference);
  const decided = await access.decide(attributes.filter(({ recordType }) => recordType === 'identity'));
  return new Set(
    decided
      .filter(({ answer }) => answer === 'ALLOW' || answer === 'MASK')
      .map(({ attributes: { recordId } }) => recordId),
  );
}
