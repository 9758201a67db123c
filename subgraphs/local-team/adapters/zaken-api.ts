/**
 * The local teams' source over a VNG Zaken API 1.5.1, whoever made the server.
 *
 * One batch of whole files costs two calls however many families it asks for (pages of a hundred aside): their cases with the
 * outline of their parts, then the parts that hold a record. What a decision is made from, and what was permitted by one, is read
 * in zaken-decided.ts. A reference that no feed has named yet costs the list of families
 * once more, and the first read the list of kinds of case: four at most. There is no other way from a case number to a
 * case: a search takes many UUIDs, and one number.
 */

import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { RosterPage } from '../../../adapter-kit/roster.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { LocalTeamFile, LocalTeamSource } from '../source.js';
import { createZakenClient, type ZakenClientOptions } from './zaken-client.js';
import { type Case, parseCaseName, parseFamilyCase, parsePartCase, parsePartsOf } from './zaken-contract.js';
import { isFeedPartType, isPartType } from './zaken-conventions.js';
import { createAttributesRead, createPermittedRead } from './zaken-decided.js';
import { attempt, createZakenDirectory, notWhole } from './zaken-directory.js';
import { toFile } from './zaken-files.js';
import { householdRoles, teamOf } from './zaken-persons.js';
import type { TypedPart } from './zaken-records.js';
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
  const directory = createZakenDirectory(client);
  const decided = { client, directory, pseudonymiser, now };
  const loadPermitted = createPermittedRead(decided);

  /** What the feed needs of parts, by the URL of the family's case; of all families in one search. */
  async function readFeedParts(signal: AbortSignal): Promise<ReadonlyMap<string, readonly FeedPart[]>> {
    const types = directory.urlsOf(isFeedPartType);
    if (types.length === 0) return new Map();
    const parts = await client.searchCases({ zaaktype__in: types, expand: partExpand }, signal);
    const byFamily = new Map<string, FeedPart[]>();
    for (const part of parts.map(parsePartCase)) {
      const type = directory.isKnown(part) ? directory.typeOf(part) : undefined;
      if (part.hoofdzaak === null || !isFeedPartType(type)) continue;
      const list = byFamily.get(part.hoofdzaak) ?? [];
      list.push({ type, part });
      byFamily.set(part.hoofdzaak, list);
    }
    return byFamily;
  }

  async function readRoster(signal: AbortSignal): Promise<RosterPage> {
    const asOf = now().toISOString();
    await directory.readCaseTypes(signal);
    const [cases, parts] = await Promise.all([
      directory.readFamilies(familyExpand, signal),
      readFeedParts(signal),
    ]);
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

  async function loadWhole(
    references: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, LocalTeamFile | SourceError>> {
    await directory.prepare(references, signal);
    const uuids = directory.uuidsOf(references);
    if (uuids.length === 0) return new Map();

    const found = await client.searchCases({ uuid__in: uuids, expand: fileExpand }, signal);
    const outlines = new Map(found.map((item) => [item, attempt(() => parsePartsOf(item))]));
    const outlined = [...outlines.values()].flatMap((outline) =>
      outline instanceof SourceError ? [] : outline,
    );
    await directory.knowTypes(outlined, signal);
    const uuidsOfParts = outlined.flatMap((part) =>
      directory.isKnown(part) && isPartType(directory.typeOf(part)) ? [part.uuid] : [],
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
        const make = (): LocalTeamFile => {
          const { roles } = parseFamilyCase(item);
          return toFile({
            reference,
            unit: teamOf(roles).name,
            roles: householdRoles(roles),
            parts: toTypedParts(outline, partsByUuid),
            pseudonymiser,
          });
        };
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
      const type = directory.typeOf(part);
      if (!isPartType(type)) return [];
      const item = partsByUuid.get(part.uuid);
      if (item === undefined) throw notWhole();
      return [{ type, part: parsePartCase(item) }];
    });
  }

  return {
    loadFiles: (references, { signal, only }) =>
      only ? loadPermitted(only, signal) : loadWhole(references, signal),
    loadAttributes: createAttributesRead(decided),
    // Every file has a list of each kind of part, however empty.
    keepsCasework: () => true,
    roster: { read: (_watermark, signal) => readRoster(signal) },
    circuit: client.circuit,
    close: () => client.close(),
  };
}
