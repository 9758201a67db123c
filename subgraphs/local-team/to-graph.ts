/** What every record of a file has in the graph: where it stands, and which members it is about. */
import type { CaseLoader } from '../../adapter-kit/access/case-loader.js';
import type { OpenedCase } from '../../adapter-kit/access/open-cases.js';
import { familyFunctions } from '../../adapter-kit/access/subject.js';
import {
  disputedMemberIdsOf,
  type KeyedEntity,
  memberIdOf,
  type OrganisationContext,
} from '../../adapter-kit/organisation-subgraph.js';
import type { LocalTeamFile, LocalTeamSource, PersonKey, RecordBase } from './source.js';

export const organisation = 'LOCAL_TEAM';
const system = 'VNG Zaken API';

export interface LocalTeamLoaders {
  readonly files: CaseLoader<LocalTeamFile>;
  readonly keepsCasework: LocalTeamSource['keepsCasework'];
}

export type LocalTeamContext = OrganisationContext<LocalTeamLoaders>;

/** In the order of their numbers (`m1`, `m2`, … `m10`), each once; who is no member of this household is not named. */
export function memberIdsOf(
  entity: KeyedEntity,
  persons: readonly PersonKey[],
  file: LocalTeamFile,
): readonly string[] {
  const ids = persons.flatMap((person) => memberIdOf(entity.key, person, file.reference) ?? []);
  return [...new Set(ids)].sort((left, right) => left.length - right.length || compare(left, right));
}

/** The same without anybody of whom it is in dispute which member it is. */
export function certainMemberIdsOf(
  entity: KeyedEntity,
  persons: readonly PersonKey[],
  file: LocalTeamFile,
): readonly string[] {
  const certain = persons.filter(
    (person) => disputedMemberIdsOf(entity.key, person, file.reference).length === 0,
  );
  return memberIdsOf(entity, certain, file);
}

export function sourceOf(
  file: LocalTeamFile,
  record: RecordBase,
  context: LocalTeamContext,
): Readonly<Record<string, unknown>> {
  return {
    organisation,
    unit: file.unit,
    system,
    recordId: record.recordId,
    recordedAt: record.recordedAt,
    retrievedAt: context.retrievedAt,
  };
}

/** The unit as its references begin, e.g. `LT1`. */
export function unitOf({ reference }: LocalTeamFile): string {
  return reference.split('/')[0] ?? reference;
}

/** Whether the team's system keeps records of casework at all: of one that does not, nobody can say that there are none. */
export function isCaseworkKept({ record }: Pick<OpenedCase<LocalTeamFile>, 'record'>): boolean {
  return record.casework !== undefined;
}

/** The same of a case in which nothing is open. */
export function isCaseworkKeptAt(reference: string, { loaders }: LocalTeamContext): boolean {
  return loaders.keepsCasework(reference);
}

/** Whether it is a member of the family who looks, at the own family. */
export function isOfFamily({ access }: LocalTeamContext): boolean {
  return access !== null && familyFunctions.has(access.context.subject.function);
}

export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
