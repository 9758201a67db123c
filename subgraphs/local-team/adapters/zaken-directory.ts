/**
 * What the adapter remembers between reads, none of it content: the kinds of case of the catalogue, and which case has which number.
 */
import { contractBroken } from '../../../adapter-kit/contract.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { ZakenClient } from './zaken-client.js';
import { type Case, organisation, parseCase } from './zaken-contract.js';
import { familyCaseType } from './zaken-conventions.js';

export interface ZakenDirectory {
  /** Reads the kinds of case anew. @throws SourceError */
  readCaseTypes(signal: AbortSignal): Promise<void>;
  /** Kinds of case as they are known, read anew when a case is of a kind that came later. */
  knowTypes(cases: readonly Case[], signal: AbortSignal): Promise<void>;
  /** The identification of a case's kind. @throws SourceError where the catalogue has no such kind. */
  typeOf(part: Pick<Case, 'zaaktype'>): string;
  isKnown(part: Pick<Case, 'zaaktype'>): boolean;
  /** URLs of kinds of case. */
  urlsOf(isWanted: (identification: string) => boolean): readonly string[];
  /** Every family's case, unparsed. @throws SourceError */
  readFamilies(expand: readonly string[], signal: AbortSignal): Promise<readonly unknown[]>;
  /** Makes ready for reads by number: the list of families is read where one of these numbers, or any at all, is not known. */
  prepare(references: readonly string[], signal: AbortSignal): Promise<void>;
  /** The UUIDs of families; one that nobody filed has none. */
  uuidsOf(references: readonly string[]): readonly string[];
}

export function createZakenDirectory(client: ZakenClient): ZakenDirectory {
  /** URL of a kind of case to its identification; all of them, so that an unknown one is seen as new. */
  let caseTypes: ReadonlyMap<string, string> = new Map();
  /** Case number of a family to the case's UUID. */
  let families: ReadonlyMap<string, string> = new Map();

  const directory: ZakenDirectory = {
    async readCaseTypes(signal) {
      caseTypes = await client.fetchCaseTypes(signal);
    },
    async knowTypes(cases, signal) {
      if (!cases.every(directory.isKnown)) await directory.readCaseTypes(signal);
    },
    typeOf({ zaaktype }) {
      const type = caseTypes.get(zaaktype);
      if (type !== undefined) return type;
      throw contractBroken({ organisation, what: 'zaak' }, 'zaaktype', 'a kind of case of the catalogue');
    },
    isKnown: ({ zaaktype }) => caseTypes.has(zaaktype),
    urlsOf: (isWanted) =>
      [...caseTypes].flatMap(([url, identification]) => (isWanted(identification) ? [url] : [])),
    async readFamilies(expand, signal) {
      const types = directory.urlsOf((identification) => identification === familyCaseType);
      if (types.length === 0) {
        const subject = { organisation, what: 'zaaktype' };
        throw contractBroken(subject, 'identificatie', `the kind of case ${familyCaseType} in the catalogue`);
      }
      const cases = await client.searchCases({ zaaktype__in: types, expand }, signal);
      families = indexOf(cases.map(parseCase));
      return cases;
    },
    async prepare(references, signal) {
      if (caseTypes.size === 0) await directory.readCaseTypes(signal);
      if (families.size === 0 || references.some((reference) => !families.has(reference))) {
        await directory.readFamilies([], signal);
      }
    },
    uuidsOf: (references) => references.flatMap((reference) => families.get(reference) ?? []),
  };
  return directory;
}

/** @throws SourceError where two families carry one number: it could not be told whose records are asked for. */
function indexOf(cases: readonly Case[]): ReadonlyMap<string, string> {
  const index = new Map(cases.map((family) => [family.identificatie, family.uuid]));
  if (index.size === cases.length) return index;
  throw contractBroken(
    { organisation, what: 'zaak' },
    'identificatie',
    `${cases.length} different numbers, received ${index.size}`,
  );
}

/** One family's file that cannot be read leaves the others readable. */
export function attempt<T>(make: () => T): T | SourceError {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
}

/** The server named a part and then kept it back: this client may not see all of the file. */
export function notWhole(): SourceError {
  return new SourceError({
    organisation,
    reason: 'REJECTED',
    detail: 'expected every part of the case, received fewer: this client may not read all of them',
  });
}
