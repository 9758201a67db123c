/** Where a record of Veilig Thuis stands, as this viewer is told. */
import type { Context, OpenedFile } from './viewing.js';

export interface RecordedHere {
  readonly number: string;
  readonly recordedAt: string | null;
  readonly isFamily: boolean;
}

/** `Source` of the graph, for a record of an opened case. */
export function sourceOf(
  file: OpenedFile,
  { number, recordedAt, isFamily }: RecordedHere,
  { organisation, retrievedAt }: Context,
) {
  return {
    organisation,
    unit: file.record.unit,
    system: file.record.system,
    // The number of a report counts: it tells how many were received before it.
    recordId: isFamily ? file.reference : number,
    recordedAt,
    retrievedAt,
  };
}
