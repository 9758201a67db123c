/** What a plan asks to change in what is sent or received: a field under another name, a type's name for an interface object. */
import type { FetchDataRewrite } from '@apollo/query-planner';
import { Unavailable } from './failure.js';
import { isRecord, readerOf, setOwn } from './own.js';
import type { TypeRelations } from './supergraph.js';

const onType = '... on ';

export function applyRewrites(
  value: unknown,
  rewrites: readonly FetchDataRewrite[],
  fits: TypeRelations['fits'],
): void {
  for (const rewrite of rewrites) {
    const last = rewrite.path.at(-1);
    if (last === undefined) continue;
    applyAt(value, rewrite.path.slice(0, -1), fits, (object) => {
      if (rewrite.kind === 'ValueSetter') {
        setOwn(object, last, rewrite.setValueTo);
        return;
      }
      const present = readerOf(last)(object);
      if (present === undefined) return;
      setOwn(object, rewrite.renameKeyTo, present);
      object[last] = undefined;
    });
  }
}

/** The name under which a field at the top of an entity stands after the rewrites. */
export function renamedKey(
  key: string,
  typeName: string,
  rewrites: readonly FetchDataRewrite[],
  fits: TypeRelations['fits'],
): string {
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'KeyRenamer' || rewrite.path.at(-1) !== key) continue;
    const conditions = rewrite.path.slice(0, -1);
    const isAtTop = conditions.every(
      (step) => step.startsWith(onType) && fits(typeName, step.slice(onType.length)),
    );
    if (isAtTop) return rewrite.renameKeyTo;
  }
  return key;
}

function applyAt(
  value: unknown,
  path: readonly string[],
  fits: TypeRelations['fits'],
  change: (object: Record<string, unknown>) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(item, path, fits, change);
    return;
  }
  if (!isRecord(value) || value instanceof Unavailable) return;
  const [step, ...rest] = path;
  if (step === undefined) change(value);
  else if (step.startsWith(onType)) {
    const told = value['__typename'];
    // An object that does not say its type is of the type that the plan knows it to be.
    if (typeof told !== 'string' || fits(told, step.slice(onType.length))) applyAt(value, rest, fits, change);
  } else applyAt(readerOf(step)(value), rest, fits, change);
}
