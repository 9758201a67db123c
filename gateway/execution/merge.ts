/** Adds what a subgraph gave of an object to what is known of it. Only fields that were asked for are taken. */
import type { FieldShape, ObjectShape } from './answer-shape.js';
import { Unavailable } from './failure.js';
import { isRecord, setOwn } from './own.js';
import type { TypeRelations } from './supergraph.js';

export interface MergeField {
  /** Its name in the data, after the plan's renaming. */
  readonly key: string;
  readonly read: (object: Record<string, unknown>) => unknown;
  readonly shape: FieldShape;
  readonly isKey: boolean;
}

/** How subgraphs that both gave an object may differ. */
export interface Merging {
  readonly fits: TypeRelations['fits'];
  /** What stands for an object of which the two do not even agree what it is. */
  readonly disagreement: Unavailable;
}

export function mergeFields(
  target: Record<string, unknown>,
  answer: Record<string, unknown>,
  fields: readonly MergeField[],
  merging: Merging,
): void {
  for (const { key, read, shape, isKey } of fields) {
    const value = read(answer);
    if (value === undefined) continue;
    const present = read(target);
    if (present === undefined) setOwn(target, key, value);
    // An object's own type is narrower than that of an interface object.
    else if (key === '__typename') continue;
    // What a subgraph says again of an entity's key adds nothing; least of all that it could not say it.
    else if (!isKey) setOwn(target, key, mergeValues(present, value, shape.below, merging));
  }
}

function mergeValues(present: unknown, value: unknown, shape: ObjectShape | null, merging: Merging): unknown {
  if (shape === null || value instanceof Unavailable) return value;
  // What the other subgraph lost of this object stays lost.
  if (present instanceof Unavailable) return present;
  if (Array.isArray(present) && Array.isArray(value)) {
    if (present.length !== value.length) return merging.disagreement;
    return value.map((item: unknown, index) => mergeValues(present[index], item, shape, merging));
  }
  if (!isRecord(present) || !isRecord(value)) return value;
  const [known, told] = [present['__typename'], value['__typename']];
  if (typeof known === 'string' && typeof told === 'string') {
    if (!merging.fits(known, told) && !merging.fits(told, known)) return merging.disagreement;
  }
  const typeName = told ?? known;
  for (const field of shape.fieldsOf(typeof typeName === 'string' ? typeName : shape.typeName)) {
    const added = field.read(value);
    if (added === undefined || (field.key === '__typename' && known !== undefined)) continue;
    const before = field.read(present);
    setOwn(
      present,
      field.key,
      before === undefined ? added : mergeValues(before, added, field.below, merging),
    );
  }
  return present;
}

/** Fills what nobody gave of a value that is there in part. */
export function fillNulls(present: unknown, shape: ObjectShape | null): void {
  if (shape === null || present instanceof Unavailable) return;
  if (Array.isArray(present)) for (const item of present) fillNulls(item, shape);
  else if (isRecord(present)) {
    const told = present['__typename'];
    for (const field of shape.fieldsOf(typeof told === 'string' ? told : shape.typeName)) {
      const value = field.read(present);
      if (value === undefined) setOwn(present, field.key, null);
      else fillNulls(value, field.below);
    }
  }
}
