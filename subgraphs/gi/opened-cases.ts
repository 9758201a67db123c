/** What is open of a household's or person's cases at the GI, kind by kind, and read once however many fields ask. */
import type { CaseLoader } from '../../adapter-kit/access/case-loader.js';
import { type OpenedCase, openCases, outcomeFor, withheldIn } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import type { WithheldRecord } from '../../adapter-kit/access/request-access.js';
import type { KeyedEntity, OrganisationContext } from '../../adapter-kit/organisation-subgraph.js';
import type { ReferenceLoader } from '../../adapter-kit/reference-loader.js';
import { SourceError } from '../../adapter-kit/source-error.js';
import { outcomeOfError, type SourceOutcome, worstOutcome } from '../../adapter-kit/source-outcomes.js';
import { isPart } from './record-parts.js';
import type { CareNote, CostLineRecord, GiFile, ProvisionRecord } from './source.js';
import { isShownAt } from './to-graph.js';

export interface GiLoaders {
  readonly files: CaseLoader<GiFile>;
  /** By pseudonym. */
  readonly provisions: CaseLoader<readonly ProvisionRecord[]>;
  /** By pseudonym. */
  readonly costs: CaseLoader<readonly CostLineRecord[]>;
  /** By `careNoteKey`; asked only of allocations that are open. */
  readonly careNotes: ReferenceLoader<CareNote>;
  /** The cases of this request that were opened, by entity and kind. */
  readonly opened: WeakMap<KeyedEntity, Map<RecordType, Promise<readonly OpenedCase<GiFile>[]>>>;
  /** The households of this request whose provisions were asked for. */
  readonly openedProvisions: WeakMap<KeyedEntity, Promise<readonly OpenedCase<readonly ProvisionRecord[]>[]>>;
}

export type GiContext = OrganisationContext<GiLoaders>;

/** @throws as `openCases`. */
export function openOnce(
  entity: KeyedEntity,
  recordType: RecordType,
  context: GiContext,
): Promise<readonly OpenedCase<GiFile>[]> {
  const { opened, files } = context.loaders;
  const ofEntity = opened.get(entity) ?? new Map<RecordType, Promise<readonly OpenedCase<GiFile>[]>>();
  opened.set(entity, ofEntity);
  const present = ofEntity.get(recordType);
  if (present) return present;
  const opening = openCases(entity, recordType, files, context);
  ofEntity.set(recordType, opening);
  return opening;
}

/** The provisions of the members; not asked for where this function is never shown any. @throws as `openCases`. */
export async function openProvisions(
  household: KeyedEntity,
  context: GiContext,
): Promise<readonly OpenedCase<readonly ProvisionRecord[]>[]> {
  context.access?.requireType('provision');
  const { openedProvisions, provisions } = context.loaders;
  const present = openedProvisions.get(household);
  if (present) return present;
  const persons = byPerson(household);
  const opening = askLikewise(persons, provisions, context).then(() =>
    openCases(persons, 'provision', provisions, context),
  );
  openedProvisions.set(household, opening);
  return opening;
}

/** What the youth care of the members cost; not asked for where this function is never shown any. @throws as `openCases`. */
export async function openCosts(
  household: KeyedEntity,
  context: GiContext,
): Promise<readonly OpenedCase<readonly CostLineRecord[]>[]> {
  context.access?.requireType('cost-line');
  const persons = byPerson(household);
  await askLikewise(persons, context.loaders.costs, context);
  return openCases(persons, 'cost-line', context.loaders.costs, context);
}

/** What became of asking the declarations for the members of a household. */
export function outcomeOfCosts(household: KeyedEntity, context: GiContext): Promise<SourceOutcome> {
  return outcomeFor(byPerson(household), context.loaders.costs, context);
}

/** The GI's line in `Household.sources`: also when an attribute could be read and a record that may be shown could not. */
export async function outcomeOfHousehold(household: KeyedEntity, context: GiContext): Promise<SourceOutcome> {
  const { files, opened, openedProvisions } = context.loaders;
  const ofFiles = await outcomeFor(household, files, context);
  // All fields of a household start before the first read ends, so by now it is known what was asked. The messages are another
  // system: they count where their records are asked for, and only there.
  const asked = openedProvisions.get(household);
  const ofProvisions = asked ? await outcomeOfProvisions(household, context) : ofFiles;
  const reads = await Promise.allSettled([
    ...(opened.get(household)?.values() ?? []),
    ...(asked ? [asked] : []),
  ]);
  const failures = reads.flatMap((read) =>
    read.status === 'rejected' && read.reason instanceof SourceError ? [outcomeOfError(read.reason)] : [],
  );
  const { visibility } = ofFiles;
  return {
    ...[ofProvisions, ...failures].reduce(worstOutcome, ofFiles),
    ...(visibility ? { visibility } : {}),
  };
}

/** What became of asking the messages for the members of a household. */
export function outcomeOfProvisions(household: KeyedEntity, context: GiContext): Promise<SourceOutcome> {
  return outcomeFor(byPerson(household), context.loaders.provisions, context);
}

/** What of the members' records is not shown whole; a part has no line of its own. `[]` where no access rules stand. */
export async function withheldOfHousehold(
  household: KeyedEntity,
  context: GiContext,
): Promise<readonly WithheldRecord[]> {
  const { access, loaders } = context;
  if (!access) return [];
  const ofFiles = await withheldIn(household, aboutMembers(household, loaders.files), context);
  const { possible } = access.visibilityOf('provision');
  if ([...possible].every((answer) => answer === 'ALLOW' || answer === 'DENY')) return ofFiles;
  const persons = byPerson(household);
  await askLikewise(persons, loaders.provisions, context);
  const ofProvisions = await withheldIn(persons, loaders.provisions, context);
  return [...ofFiles, ...ofProvisions];
}

/** A case file may be about children of two households: what stands at the other one is not told here, not even by its number. */
function aboutMembers<File>({ key }: KeyedEntity, loader: CaseLoader<File>): CaseLoader<File> {
  return {
    ...loader,
    attributes: async (reference) =>
      (await loader.attributes(reference)).filter(
        ({ recordType, recordId, subjects }) =>
          recordType === 'involvement' ||
          (!isPart(recordId) &&
            subjects.some(({ person, localKey }) =>
              isShownAt(key, { pseudonym: person, localKey }, reference),
            )),
      ),
  };
}

/**
 * Provisions stand under persons, not under references: the key's members that have a number are asked for, also where it is
 * in dispute whose number it is. A key names a person without number as `reference#localKey`; no pseudonym has a `#`.
 */
export function byPerson(household: KeyedEntity): KeyedEntity {
  const { key } = household;
  if (key.state !== 'REFERENCES') return household;
  const names = new Set([...Object.keys(key.members), ...Object.keys(key.disputed ?? {})]);
  return {
    ...household,
    key: { ...key, references: [...names].filter((name) => !name.includes('#')) },
  };
}

/** Where nobody has a number the messages are asked all the same: from whether they fail nobody learns that there is a case. */
async function askLikewise<File>(
  { key }: KeyedEntity,
  loader: CaseLoader<File>,
  { access }: GiContext,
): Promise<void> {
  if (access && key.state === 'REFERENCES' && key.references.length === 0) {
    await loader.askForNothing();
  }
}
