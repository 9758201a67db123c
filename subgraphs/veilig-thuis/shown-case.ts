/**
 * A case as one viewer is shown it, and the parts of the combined view that are made of its records: of a
 * record that is open to this viewer and not past its retention, and naming the persons whom this viewer may
 * recognise.
 */
import type { RecordType } from '../../adapter-kit/access/record-attributes.js';
import {
  isRetained,
  type KeyedEntity,
  memberIdOf,
  toRecordId,
} from '../../adapter-kit/organisation-subgraph.js';
import { sourceOf } from './record-source.js';
import type { VeiligThuisPart, VeiligThuisPersonKey, VeiligThuisReport } from './source.js';
import { type Context, loadShownPersons, type OpenedFile, type ShownPersons } from './viewing.js';

/** A case of a household as one viewer is shown it. */
export interface ShownCase {
  readonly file: OpenedFile;
  readonly household: KeyedEntity;
  readonly persons: ShownPersons;
  readonly context: Context;
}

export interface RecordOfPart {
  readonly number: string;
  readonly recordedAt: string | null;
}

/** What all parts have in common; `of`: what tells it from other parts of the same record. */
export interface PartOf {
  readonly record: RecordOfPart;
  readonly concerned?: readonly VeiligThuisPersonKey[];
  readonly of?: string;
}

/** A row with what tells it from the others of its list, as `PartOf.of`. */
export interface Told<Row> {
  readonly row: Row;
  readonly of: string;
}

/**
 * What tells each row from the others of its list: its own words, and its place among those that say the same.
 * The first of them has its words alone, so that it keeps its id when it is written down again.
 */
export function tellApart<Row>(
  rows: readonly Row[],
  wordsOf: (row: Row) => readonly unknown[],
): readonly Told<Row>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const words = wordsOf(row);
    const same = JSON.stringify(words);
    const before = seen.get(same) ?? 0;
    seen.set(same, before + 1);
    return { row, of: before === 0 ? same : JSON.stringify([...words, before]) };
  });
}

/** The numbers of persons within the case, in one order. */
export function localKeysOf(persons: readonly VeiligThuisPersonKey[]): readonly string[] {
  return persons.map(({ localKey }) => localKey).sort();
}

/** Whether every one of these keeps a list: where it was left out, there being no part says nothing. */
export function keepAll<Record>(records: readonly Record[], listOf: (record: Record) => unknown): boolean {
  return records.every((record) => listOf(record) !== undefined);
}

type PartsInCase = (shown: ShownCase) => readonly object[] | Promise<readonly object[]>;

/** How parts are made of an opened case, as `contributeParts` asks for them. */
export function inCase(partsIn: PartsInCase) {
  return async (file: OpenedFile, household: KeyedEntity, context: Context): Promise<readonly object[]> =>
    partsIn({ file, household, context, persons: await loadShownPersons(file.reference, context) });
}

/** The reports of the case that are open and kept. */
export function openReports({
  file,
  context,
}: Pick<ShownCase, 'file' | 'context'>): readonly VeiligThuisReport[] {
  return file.record.reports
    .filter(({ reportNumber }) => file.isOpen('report', reportNumber))
    .filter((report) => isRetained(report, context.today));
}

/** Of these parts of reports the ones that are open as this kind of record, and kept. */
export function openPartsOf<P extends VeiligThuisPart>(
  { file, context }: Pick<ShownCase, 'file' | 'context'>,
  recordType: RecordType,
  parts: readonly P[],
): readonly P[] {
  return parts
    .filter(({ partNumber }) => file.isOpen(recordType, partNumber))
    .filter((part) => isRetained(part, context.today));
}

export function recordOf(
  record: VeiligThuisReport | (VeiligThuisPart & { readonly recordedAt?: string | null }),
): RecordOfPart {
  const number = 'partNumber' in record ? record.partNumber : record.reportNumber;
  return { number, recordedAt: record.recordedAt ?? null };
}

/** The fields that every part has. `kind` and `of` tell it from the other parts of the same record. */
export function toPart(shown: ShownCase, kind: string, { record, concerned = [], of }: PartOf) {
  const { file, persons, context } = shown;
  return {
    id: toRecordId('VEILIG_THUIS', record.number, kind, ...(of === undefined ? [] : [of])),
    memberIds: memberIdsOf(shown, concerned),
    source: sourceOf(file, { ...record, isFamily: persons.isFamily }, context),
  };
}

/**
 * The members of the household whom these persons are for certain, as far as this viewer may recognise them.
 */
export function memberIdsOf(
  { file, household, persons }: ShownCase,
  concerned: readonly VeiligThuisPersonKey[],
): readonly string[] {
  const memberIds = concerned
    .filter(persons.isShown)
    .flatMap((person) => memberIdOf(household.key, person, file.reference) ?? []);
  return [...new Set(memberIds)];
}

/** The code of the unit whose case it is, as its references begin: `VT1`. */
export function unitOf({ file }: Pick<ShownCase, 'file'>): string {
  return file.reference.split('/')[0] ?? '';
}
