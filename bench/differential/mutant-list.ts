// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are source code
/** The bugs that are planted in the engine, one at a time. */

export interface Mutant {
  /** What goes wrong, as a sentence. */
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly instead: string;
}

export const mutants: readonly Mutant[] = [
  {
    name: 'an entity is given to the one that asked before',
    file: 'gateway/execution/entity-fetch.ts',
    find: 'give(entities[index], asking, fetch);',
    instead: 'give(entities[(index + 1) % list.length], asking, fetch);',
  },
  {
    name: '@skip is not heard',
    file: 'gateway/execution/canonical-operation.ts',
    find: "return name.value === 'include' ? isTrue : !isTrue;",
    instead: "return name.value === 'include' ? isTrue : true;",
  },
  {
    name: 'a plan made for one set of conditions serves another',
    file: 'gateway/execution/engine.ts',
    find: "(values[name] === true ? '1' : '0')",
    instead: "(values[name] === true ? '' : '')",
  },
  {
    name: 'a field without arguments hides the same field under an alias',
    file: 'gateway/execution/projection.ts',
    find: 'keyOf: (field) => field.alias?.value ?? field.name.value,',
    instead: 'keyOf: (field) => field.name.value,',
  },
  {
    name: 'a lost value that may not be null is null in an object that stays',
    file: 'gateway/execution/projection.ts',
    find: 'return isLost ? undefined : `${json}}`;',
    instead: 'return `${json}}`;',
  },
  {
    name: 'two representations that begin alike are taken for one',
    file: 'gateway/execution/entity-fetch.ts',
    find: ': representation.json;',
    instead: ': representation.json.slice(0, 36);',
  },
  {
    name: 'an error in a list is told of its first item',
    file: 'gateway/execution/projection.ts',
    find: 'errors[index]?.path.unshift(step);',
    instead: "errors[index]?.path.unshift(typeof step === 'number' ? 0 : step);",
  },
  {
    name: 'mutations are done in the other order',
    file: 'gateway/execution/canonical-operation.ts',
    find: 'for (const [key, { node, below }] of fields) {',
    instead: 'for (const [key, { node, below }] of isRoot && isMutation ? [...fields].reverse() : fields) {',
  },
  {
    name: 'a mutation may be asked again',
    file: 'gateway/execution/compile-plan.ts',
    find: "isRead: definition.operation === 'query',",
    instead: 'isRead: true,',
  },
  {
    name: 'what one type requires is sent of every type',
    file: 'gateway/execution/representations.ts',
    find: "typeName === '' ||",
    instead: "typeName !== '' ||",
  },
  {
    name: 'a field is made from an input that failed as if that were null',
    file: 'gateway/execution/entity-fetch.ts',
    find: 'return lostIn(required.get(key) ?? []);',
    instead: 'return null;',
  },
  {
    name: 'a required list of lists is sent as one list',
    file: 'gateway/execution/representations.ts',
    find: '`[${value.map((item: unknown)',
    instead: '`[${value.flat().map((item: unknown)',
  },
  {
    name: 'fetches that share a call exchange their representations',
    file: 'gateway/execution/call-batch.ts',
    find: "const name = group.length > 1 ? representationsName(index) : 'representations';",
    instead:
      "const name = group.length > 1 ? representationsName(group.length - 1 - index) : 'representations';",
  },
  {
    name: 'the second part of a value replaces the first',
    file: 'gateway/execution/merge.ts',
    find: 'if (!isRecord(present) || !isRecord(value)) return value;',
    instead: 'if (isRecord(value)) return value;',
  },
];
