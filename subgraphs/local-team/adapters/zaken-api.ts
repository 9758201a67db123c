/**
 * The local teams' source over a VNG Zaken API 1.5.1, whoever made the server.
 *
 * One batch costs two calls however many families it asks for (pages of a hundred aside): their cases with the outline
 * of their parts, then the parts that hold a record. A reference that no feed has named yet costs the list of families
 * once more, and the first read the list of kinds of case: four at most. There is no other way from a case number to a
 * case: a search takes many UUIDs, and one number.
 */

import { contractBroken } from '../../../adapter-kit/contract.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { ReadContext } from '../../../adapter-kit/reference-loader.js';
import type { RosterPage } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { LocalTeamFile, LocalTeamSource } from '../source.js';
import { createZakenClient, type ZakenClientOptions } from './zaken-client.js';
import {
  type Case,
  organisation,
  parseCase,
  parseCaseName,
  parseFamilyCase,
  parsePartCase,
  parsePartsOf,
} from './zaken-contract.js';
import { familyCaseType, isFeedPartType, isPartType } from './zaken-conventions.js';
import { type TypedPart, toFile } from './zaken-files.js';
import { type FeedPart, toRosterReference } from './zaken-roster.js';

export interface ZakenSourceOptions extends ZakenClientOptions {
  readonly pseudonymiser: Pseudonymiser;
  /** The instant of a read, for what the feed vouches for. */
  readonly now: () => Date;
}

const familyExpand = ['rollen', 'zaakobjecten'] as const;
const fileExpand = [...familyExpand, 'deelzaken'] as const;
const partExpand = ['rollen', 'eigenschappen'] as const;

export function createZakenSource(options: ZakenSourceOptions): LocalTeamSource {
  const { pseudonymiser, now } = options;
  const client = createZakenClient(options);
  /** URL of a kind of case to its identification; all of them, so that an unknown one is seen as new. */
  let caseTypes: ReadonlyMap<string, string> = new Map();
  /** Case number of a family to the case's UUID; no content. */
  let families: ReadonlyMap<string, string> = new Map();

  const urlsOf = (isWanted: (identification: string) => boolean): readonly string[] =>
    [...caseTypes].flatMap(([url, identification]) => (isWanted(identification) ? [url] : []));

  async function readFamilies(expand: readonly string[], signal: AbortSignal): Promise<readonly unknown[]> {
    const types = urlsOf((identification) => identification === familyCaseType);
    if (types.length === 0) {
      const subject = { organisation, what: 'zaaktype' };
      throw contractBroken(subject, 'identificatie', `the kind of case ${familyCaseType} in the catalogue`);
    }
    const cases = await client.searchCases({ zaaktype__in: types, expand }, signal);
    families = indexOf(cases.map(parseCase));
    return cases;
  }

  /** What the feed needs of parts, by the URL of the family's case; of all families in one search. */
  async function readFeedParts(signal: AbortSignal): Promise<ReadonlyMap<string, readonly FeedPart[]>> {
    const types = urlsOf(isFeedPartType);
    if (types.length === 0) return new Map();
    const parts = await client.searchCases({ zaaktype__in: types, expand: partExpand }, signal);
    const byFamily = new Map<string, FeedPart[]>();
    for (const part of parts.map(parsePartCase)) {
      const type = caseTypes.get(part.zaaktype);
      if (part.hoofdzaak === null || !isFeedPartType(type)) continue;
      const list = byFamily.get(part.hoofdzaak) ?? [];
      list.push({ type, part });
      byFamily.set(part.hoofdzaak, list);
    }
    return byFamily;
  }

  async function readRoster(signal: AbortSignal): Promise<RosterPage> {
    const asOf = now().toISOString();
    caseTypes = await client.fetchCaseTypes(signal);
    const [cases, parts] = await Promise.all([readFamilies(familyExpand, signal), readFeedParts(signal)]);
    return {
      mode: 'FULL',
      asOf,
      // The Zaken API has no filter on what changed, so it is read again in full.
      watermark: null,
      references: cases.map((item) => {
        const family = parseFamilyCase(item);
        return toRosterReference(family, parts.get(family.url) ?? [], pseudonymiser);
      }),
      removed: [],
    };
  }

  /** Kinds of case as they are known, read anew when a case is of a kind that came later. */
  async function knowTypes(cases: readonly Case[], signal: AbortSignal): Promise<void> {
    if (cases.some((part) => !caseTypes.has(part.zaaktype))) caseTypes = await client.fetchCaseTypes(signal);
  }

  async function loadFiles(
    references: readonly string[],
    { signal }: ReadContext,
  ): Promise<ReadonlyMap<string, LocalTeamFile | SourceError>> {
    if (caseTypes.size === 0) caseTypes = await client.fetchCaseTypes(signal);
    if (references.some((reference) => !families.has(reference))) await readFamilies([], signal);
    const uuids = references.flatMap((reference) => families.get(reference) ?? []);
    if (uuids.length === 0) return new Map();

    const found = await client.searchCases({ uuid__in: uuids, expand: fileExpand }, signal);
    const outlines = new Map(found.map((item) => [item, attempt(() => parsePartsOf(item))]));
    const outlined = [...outlines.values()].flatMap((outline) =>
      outline instanceof SourceError ? [] : outline,
    );
    await knowTypes(outlined, signal);
    const uuidsOfParts = outlined.flatMap((part) =>
      isPartType(caseTypes.get(part.zaaktype)) ? [part.uuid] : [],
    );
    const parts =
      uuidsOfParts.length === 0
        ? []
        : await client.searchCases({ uuid__in: uuidsOfParts, expand: partExpand }, signal);
    const partsByUuid = new Map(parts.map((item) => [parseCaseName(item).uuid, item]));

    return new Map(
      [...outlines].map(([item, outline]) => {
        const reference = parseCaseName(item).identificatie;
        if (outline instanceof SourceError) return [reference, outline];
        const make = (): LocalTeamFile =>
          toFile(reference, parseFamilyCase(item), toTypedParts(outline, partsByUuid), pseudonymiser);
        return [reference, attempt(make)];
      }),
    );
  }

  /** The parts that hold a record of ours; a part of another kind is left where it is. */
  function toTypedParts(
    outline: readonly Case[],
    partsByUuid: ReadonlyMap<string, unknown>,
  ): readonly TypedPart[] {
    return outline.flatMap((part) => {
      const type = caseTypes.get(part.zaaktype);
      if (type === undefined) {
        throw contractBroken({ organisation, what: 'zaak' }, 'zaaktype', 'a kind of case of the catalogue');
      }
      if (!isPartType(type)) return [];
      const item = partsByUuid.get(part.uuid);
      if (item === undefined) throw notWhole();
      return [{ type, part: parsePartCase(item) }];
    });
  }

  return {
    loadFiles,
    roster: { read: (_watermark, signal) => readRoster(signal) },
    circuit: client.circuit,
    close: () => client.close(),
  };
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
function attempt<T>(make: () => T): T | SourceError {
  try {
    return make();
  } catch (thrown) {
    if (thrown instanceof SourceError) return thrown;
    throw thrown;
  }
}

/** The server named a part and then kept it back: this client may not see all of the file. */
function notWhole(): SourceError {
  return new SourceError({
    organisation,
    reason: 'REJECTED',
    detail: 'expected every part of the case, received fewer: this client may not read all of them',
  });
}
