/**
 * What one viewer is shown of the cases of a household: the open records of one kind, and of the persons in them those whom this
 * viewer may know. Nothing here asks the source for more than the owner's decisions permit.
 */
import type { CaseLoader } from '../../adapter-kit/access/case-loader.js';
import { factsOf } from '../../adapter-kit/access/facts.js';
import { type OpenedCase, openCases } from '../../adapter-kit/access/open-cases.js';
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import type { RequestAccess } from '../../adapter-kit/access/request-access.js';
import { familyFunctions, isGlassBroken } from '../../adapter-kit/access/subject.js';
import type { KeyedEntity, OrganisationContext } from '../../adapter-kit/organisation-subgraph.js';
import { isPolicePart, type VeiligThuisFile, type VeiligThuisPersonKey } from './source.js';

export interface VeiligThuisLoaders {
  readonly files: CaseLoader<VeiligThuisFile>;
  /** What was opened during this request, by kind of record. */
  readonly opened: WeakMap<KeyedEntity, Map<RecordType, Promise<readonly OpenedFile[]>>>;
  /** Whom a case shows, by its reference: decided once in a request. */
  readonly shownPersons: Map<string, Promise<ShownPersons>>;
}

/** The loaders of one request. */
export function createLoaders(files: CaseLoader<VeiligThuisFile>): VeiligThuisLoaders {
  return { files, opened: new WeakMap(), shownPersons: new Map() };
}

export type Context = OrganisationContext<VeiligThuisLoaders>;
export type OpenedFile = OpenedCase<VeiligThuisFile>;

/** The cases with their open records of this kind; asked again in one request, they are the same. */
export function openOnce(
  household: KeyedEntity,
  recordType: RecordType,
  context: Context,
): Promise<readonly OpenedFile[]> {
  const { opened } = context.loaders;
  const ofHousehold = opened.get(household) ?? new Map<RecordType, Promise<readonly OpenedFile[]>>();
  opened.set(household, ofHousehold);
  const known = ofHousehold.get(recordType);
  if (known) return known;
  const opening = openCases(household, recordType, loaderFor(context), context);
  ofHousehold.set(recordType, opening);
  return opening;
}

/**
 * The cases, without what the police gave while the glass is broken: an emergency opens a report, and what the police gave inside it
 * goes to nobody outside Veilig Thuis without a release of its own.
 */
export function loaderFor({ access, loaders, retrievedAt, today }: Context): CaseLoader<VeiligThuisFile> {
  const { files } = loaders;
  const now = new Date(retrievedAt);
  if (!access || access.context.subject.function === 'vt' || !isGlassBroken(access.context, now))
    return files;
  return {
    ...files,
    attributes: async (reference) =>
      (await files.attributes(reference)).filter(
        (record) => !isPolicePart(record.recordId) || factsOf(access.context, record, now, today).released,
      ),
  };
}

/** Which persons of a case this viewer may recognise in its records, and of whom more than that is shown. */
export interface ShownPersons {
  isShown(person: VeiligThuisPersonKey): boolean;
  /** Whether and when they were told of a report. */
  isNoticeShown(person: VeiligThuisPersonKey): boolean;
  /** That somebody spoke with them alone, and when. */
  isTalkAloneShown(person: VeiligThuisPersonKey): boolean;
  /** Whether it is a member of the family who looks: nothing then tells of a report of which they were not told. */
  readonly isFamily: boolean;
}

const everybody: ShownPersons = {
  isShown: () => true,
  isNoticeShown: () => true,
  isTalkAloneShown: () => true,
  isFamily: false,
};

/**
 * A member of the family recognises those whose identity they are given, and sees of no other whether and when they were told, or
 * spoken with alone. Asked again in one request it is the same, and nothing is decided twice.
 *
 * @see Wmo 2015 art. 5.3.1: informing one may endanger another.
 */
export function loadShownPersons(reference: string, context: Context): Promise<ShownPersons> {
  const { access, loaders } = context;
  if (!access || !familyFunctions.has(access.context.subject.function)) return Promise.resolve(everybody);
  const known = loaders.shownPersons.get(reference);
  if (known) return known;
  const loading = decideShownPersons(reference, access, loaders);
  loaders.shownPersons.set(reference, loading);
  return loading;
}

async function decideShownPersons(
  reference: string,
  access: RequestAccess,
  loaders: VeiligThuisLoaders,
): Promise<ShownPersons> {
  const attributes = await loaders.files.attributes(reference);
  const decided = await access.decide(attributes.filter(({ recordType }) => recordType === 'identity'));
  const shown = new Set(
    decided.filter(({ answer }) => answer === 'ALLOW').map(({ attributes: { recordId } }) => recordId),
  );
  const { person: self } = access.context.subject;
  const isSelf = ({ pseudonym }: VeiligThuisPersonKey): boolean => pseudonym !== null && pseudonym === self;
  return {
    isShown: ({ localKey }) => shown.has(localKey),
    isNoticeShown: isSelf,
    isTalkAloneShown: isSelf,
    isFamily: true,
  };
}
