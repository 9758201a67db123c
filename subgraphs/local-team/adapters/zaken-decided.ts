/**
 * Reading in two steps. First what a decision is made from: the case and its parts in outline, and the parts LT-TOEGANG; two calls,
 * however many families are asked for, and for none as well. Then, of what was permitted, the parts that hold it, and nothing else:
 * two calls, and one more where somebody's identity has a part of its own.
 */
import { recordKey } from '../../../adapter-kit/access/case-loader.js';
import type { RecordAttributes } from '../../../adapter-kit/access/record-attributes.js';
import { dayInTheNetherlands } from '../../../adapter-kit/dates.js';
import type { Pseudonymiser } from '../../../adapter-kit/pseudonym.js';
import type { BatchedRead } from '../../../adapter-kit/reference-loader.js';
import { SourceError } from '../../../adapter-kit/source-error.js';
import type { LocalTeamFile } from '../source.js';
import { toAccessIndex, toAttributes } from './zaken-attributes.js';
import type { ZakenClient } from './zaken-client.js';
import {
  type Case,
  type PartCase,
  parseAccessCase,
  parseCaseName,
  parseFamilyOutline,
  parseFamilyRoles,
  parsePartCase,
  parsePartsOf,
} from './zaken-contract.js';
import { accessPartType, isPartType } from './zaken-conventions.js';
import { attempt, notWhole, type ZakenDirectory } from './zaken-directory.js';
import { toFile } from './zaken-files.js';
import { type HouseholdRol, householdRoles, teamOf, toPersonKey, unitIn } from './zaken-persons.js';
import { type OutlinedPart, recordOf } from './zaken-records.js';

export interface DecidedReadsOptions {
  readonly client: ZakenClient;
  readonly directory: ZakenDirectory;
  readonly pseudonymiser: Pseudonymiser;
  readonly now: () => Date;
}

/** The parts of a family's case, sorted by what they are for. */
interface SortedParts {
  readonly records: readonly OutlinedPart[];
  readonly access: readonly Case[];
}

const outlineExpand = ['deelzaken'] as const;
const namesExpand = ['deelzaken', 'rollen'] as const;
const accessExpand = ['rollen', 'eigenschappen', 'zaakobjecten'] as const;
const partExpand = ['rollen', 'eigenschappen'] as const;
/** The UUID of no case: asked for where there is nothing to ask for, so that nobody can tell by the time that it takes. */
const noCase = '00000000-0000-4000-8000-000000000000';

/** What was asked for, or no case at all: a call is made in any event. */
const orNothing = (uuids: readonly string[]): readonly string[] => (uuids.length === 0 ? [noCase] : uuids);

export function createAttributesRead({
  client,
  directory,
  pseudonymiser,
  now,
}: DecidedReadsOptions): BatchedRead<readonly RecordAttributes[]> {
  return async (references, { signal }) => {
    await directory.prepare(references, signal);
    const found = await client.searchCases(
      { uuid__in: orNothing(directory.uuidsOf(references)), expand: outlineExpand },
      signal,
    );
    const outlines = await sortParts(found, directory, signal);
    const accessByUuid = byUuid(
      await client.searchCases(
        {
          uuid__in: orNothing(
            [...outlines.values()].flatMap((parts) =>
              parts instanceof SourceError ? [] : parts.access.map(({ uuid }) => uuid),
            ),
          ),
          expand: accessExpand,
        },
        signal,
      ),
    );
    const today = dayInTheNetherlands(now());
    return new Map(
      [...outlines].map(([item, parts]) => [
        parseCaseName(item).identificatie,
        parts instanceof SourceError
          ? parts
          : attempt(() =>
              toAttributes(
                {
                  family: parseFamilyOutline(item),
                  parts: parts.records,
                  accessCases: parts.access.map((part) => parseAccessCase(received(part, accessByUuid))),
                },
                pseudonymiser,
                today,
              ),
            ),
      ]),
    );
  };
}

/** A family's case of which some records are permitted. */
interface PermittedCase {
  readonly item: unknown;
  readonly reference: string;
  readonly keys: ReadonlySet<string>;
  readonly parts: SortedParts;
  /** The parts that hold what was permitted, but for what is told of single persons. */
  readonly permitted: readonly OutlinedPart[];
}

type ItemsByUuid = ReadonlyMap<string, unknown>;

/** Reads of each case the records that `only` names, and no others. */
export function createPermittedRead({ client, directory, pseudonymiser }: DecidedReadsOptions) {
  const search = (
    uuids: readonly string[],
    expand: readonly string[],
    signal: AbortSignal,
  ): readonly unknown[] | Promise<readonly unknown[]> =>
    uuids.length === 0 ? [] : client.searchCases({ uuid__in: uuids, expand }, signal);

  /** The parts that tell more of persons whose identity is permitted; whom they are about is known without opening them. */
  const personPartsOf = ({ parts, keys }: PermittedCase, read: ItemsByUuid): readonly OutlinedPart[] => {
    const accessOf = toAccessIndex(accessCasesOf(parts, read));
    return parts.records.filter(({ type, part }) => {
      const access = type === 'LT-PERSOON' ? accessOf.get(part.identificatie) : undefined;
      return access !== undefined && permittedRoles(access.roles, keys).length > 0;
    });
  };

  const permittedRoles = (
    roles: Parameters<typeof householdRoles>[0],
    keys: ReadonlySet<string>,
  ): readonly HouseholdRol[] =>
    householdRoles(roles).filter((role) =>
      keys.has(recordKey({ recordType: 'identity', recordId: toPersonKey(role, pseudonymiser).localKey })),
    );

  const toPermittedFile = (permitted: PermittedCase, read: ItemsByUuid): LocalTeamFile => {
    const { item, reference, keys, parts } = permitted;
    const own = toAccessIndex(accessCasesOf(parts, read)).get(reference);
    const held = [...permitted.permitted, ...(namesSomebody(keys) ? personPartsOf(permitted, read) : [])];
    return toFile({
      reference,
      unit: own ? teamOf(own.roles).name : unitIn(reference),
      // The standard gives the roles of a case all or none: whoever may not be named stays behind here.
      roles: namesSomebody(keys) ? permittedRoles(parseFamilyRoles(item), keys) : [],
      parts: held.map(({ type, part }) => ({ type, part: parsePartCase(received(part, read)) })),
      pseudonymiser,
    });
  };

  return async (
    only: ReadonlyMap<string, ReadonlySet<string>>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, LocalTeamFile | SourceError>> => {
    await directory.prepare([...only.keys()], signal);
    const [named, unnamed] = [true, false].map((isNamed) =>
      directory.uuidsOf(
        [...only].flatMap(([reference, keys]) => (namesSomebody(keys) === isNamed ? reference : [])),
      ),
    );
    const found = await Promise.all([
      search(named ?? [], namesExpand, signal),
      search(unnamed ?? [], outlineExpand, signal),
    ]);
    const files = new Map<string, LocalTeamFile | SourceError>();
    const cases: PermittedCase[] = [];
    for (const [item, parts] of await sortParts(found.flat(), directory, signal)) {
      const reference = parseCaseName(item).identificatie;
      const keys = only.get(reference) ?? new Set();
      if (parts instanceof SourceError) files.set(reference, parts);
      else cases.push({ item, reference, keys, parts, permitted: partsNamedIn(keys, parts) });
    }
    const uuids = cases.flatMap(({ parts, permitted }) =>
      [...parts.access, ...permitted.map(({ part }) => part)].map(({ uuid }) => uuid),
    );
    const read = byUuid(await search(uuids, partExpand, signal));
    const personParts = cases.flatMap((each) =>
      namesSomebody(each.keys) ? partsOrNone(() => personPartsOf(each, read)) : [],
    );
    const readOfPersons = byUuid(
      await search(
        personParts.map(({ part }) => part.uuid),
        partExpand,
        signal,
      ),
    );
    const all = new Map([...read, ...readOfPersons]);
    for (const each of cases)
      files.set(
        each.reference,
        attempt(() => toPermittedFile(each, all)),
      );
    return files;
  };
}

const identityPrefix = recordKey({ recordType: 'identity', recordId: '' });

function namesSomebody(keys: ReadonlySet<string>): boolean {
  return [...keys].some((key) => key.startsWith(identityPrefix));
}

function partsNamedIn(keys: ReadonlySet<string>, { records }: SortedParts): readonly OutlinedPart[] {
  return records.filter((outlined) => {
    const name = recordOf(outlined);
    return name !== null && keys.has(recordKey(name));
  });
}

/** One case that cannot be read leaves the others; its own error is told when its file is made. */
function partsOrNone(make: () => readonly OutlinedPart[]): readonly OutlinedPart[] {
  const parts = attempt(make);
  return parts instanceof SourceError ? [] : parts;
}

/** Per family's case, as it came: its parts of which a record or a decision is made. Parts of other kinds are left where they are. */
async function sortParts(
  found: readonly unknown[],
  directory: ZakenDirectory,
  signal: AbortSignal,
): Promise<ReadonlyMap<unknown, SortedParts | SourceError>> {
  const outlines = new Map(found.map((item) => [item, attempt(() => parsePartsOf(item))]));
  await directory.knowTypes(
    [...outlines.values()].flatMap((outline) => (outline instanceof SourceError ? [] : outline)),
    signal,
  );
  return new Map(
    [...outlines].map(([item, outline]) => [
      item,
      outline instanceof SourceError ? outline : attempt(() => sortOutline(outline, directory)),
    ]),
  );
}

function sortOutline(outline: readonly Case[], directory: ZakenDirectory): SortedParts {
  const typed = outline.map((part) => ({ type: directory.typeOf(part), part }));
  return {
    records: typed.flatMap(({ type, part }) => (isPartType(type) ? [{ type, part }] : [])),
    access: typed.flatMap(({ type, part }) => (type === accessPartType ? [part] : [])),
  };
}

function accessCasesOf({ access }: SortedParts, read: ItemsByUuid): readonly PartCase[] {
  return access.map((part) => parsePartCase(received(part, read)));
}

function byUuid(items: readonly unknown[]): ItemsByUuid {
  return new Map(items.map((item) => [parseCaseName(item).uuid, item]));
}

/** @throws SourceError where the server named a part and then kept it back. */
function received({ uuid }: Case, read: ItemsByUuid): unknown {
  const item = read.get(uuid);
  if (item === undefined) throw notWhole();
  return item;
}
