/** Something that happened, as the combined view receives it. */
import { toRecordId } from '../../adapter-kit/organisation-subgraph.js';

export interface EventsOf {
  /** Names the record among all of the GI. */
  readonly record: readonly string[];
  readonly memberIds: readonly string[];
  readonly source: object;
}

/** `[]` where no day was recorded: nothing is derived. `text`: words that the record's own field shows this viewer as well. */
export function eventOf(
  { record, memberIds, source }: EventsOf,
  kind: string,
  when: string | null,
  text: string | null = null,
): readonly object[] {
  if (when === null) return [];
  const id = toRecordId(...record, kind);
  return [{ id, kind, when, precision: 'DAY', text, memberIds, statementKind: 'FACT', source }];
}
