/**
 * Random operations over an API schema: everything that the language lets a client write, and names that a client should not
 * need but may choose. Not all are valid; whoever draws validates.
 */
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { createRandom, type Random } from '../population/random.js';

export interface DrawnOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

const nastyNames = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  'id',
  'code',
  'ref',
  'region',
  'no',
  'title',
  'label',
  'a',
  'b',
  '_entities',
  'representations',
  '__typename',
] as const;

const introspections = [
  '__schema { queryType { name } mutationType { name } }',
  '__schema { types { kind name } directives { name args { name defaultValue } } }',
  '__type(name: "E0") { name fields { name type { kind name ofType { kind name } } args { name } } }',
  '__type(name: "Colour") { enumValues { name } }',
  '__type(name: "Nobody") { name }',
  '__schema { __typename }',
] as const;

export function drawOperation(schema: GraphQLSchema, seed: number, stream: number): DrawnOperation {
  return new Drawing(schema, createRandom(seed, stream)).run();
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly defaultText: string | null;
}

class Drawing {
  private readonly variables: Variable[] = [];
  private readonly values: Record<string, unknown> = {};
  private readonly fragments: { readonly name: string; readonly on: string; text: string }[] = [];
  /** What stands at a place of the answer, so that the same name there means the same twice. */
  private readonly taken = new Map<string, string>();
  private fresh = 0;
  private fieldsLeft: number;
  private readonly isPlain: boolean;
  private readonly maxDepth: number;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
  ) {
    this.fieldsLeft = random.integer(3, 26);
    this.maxDepth = random.integer(2, 6);
    this.isPlain = random.chance(0.25);
  }

  run(): DrawnOperation {
    const { random, schema } = this;
    const mutation = schema.getMutationType();
    const isMutation = mutation !== null && mutation !== undefined && random.chance(0.15);
    const root = isMutation ? mutation : schema.getQueryType();
    if (!root) throw new Error('expected a query type');
    const selection = this.selectionOf(root, 0, '');
    const named = random.chance(0.6);
    const whole = [selection, ...this.fragments.map(({ text }) => text)].join(' ');
    const used = this.variables.filter(({ name }) => new RegExp(`\\$${name}\\b`).test(whole));
    const variables = used.length
      ? `(${used.map((each) => `$${each.name}: ${each.type}${each.defaultText === null ? '' : ` = ${each.defaultText}`}`).join(', ')})`
      : '';
    const kind = isMutation ? 'mutation' : 'query';
    const head = named || variables || isMutation ? `${kind} ${named ? 'Asked' : ''}${variables} ` : '';
    const operation = `${head}${selection}`;
    const fragments = this.fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`);
    const second = named && random.chance(0.1) ? ['query Other { __typename }'] : [];
    return {
      text: [operation, ...fragments, ...second].join('\n'),
      variables: Object.fromEntries(
        Object.entries(this.values).filter(([name]) => used.some((each) => each.name === name)),
      ),
      operationName: named && (second.length > 0 || random.chance(0.5)) ? 'Asked' : undefined,
    };
  }

  private selectionOf(type: GraphQLCompositeType, depth: number, place: string): string {
    const { random } = this;
    const parts: string[] = [];
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const isSpent = this.fieldsLeft <= 0;
    const count = isUnionType(type) ? 0 : isSpent ? 1 : random.integer(1, depth === 0 ? 4 : 5);
    for (let index = 0; index < count && fields.length > 0; index += 1) {
      // Rather deeper than wider while there is room: joins lie between objects.
      const composites = fields.filter((field) => isCompositeType(getNamedType(field.type)));
      const wantsDeeper = depth < this.maxDepth && composites.length > 0 && random.chance(0.6);
      const pool = wantsDeeper ? composites : fields;
      const field = pool[random.integer(0, pool.length - 1)];
      if (field) parts.push(this.fieldText(field, fields, depth, place));
    }
    if (random.chance(0.2))
      parts.push(
        `${this.naming(place, '__typename', '', this.aliasOf(fields, 0.4)).head}${this.directives()}`,
      );
    if (depth === 0 && random.chance(0.06)) {
      const text = random.pick(introspections);
      parts.push(`${this.naming(place, text, '', null).response.startsWith('y') ? 'z: ' : ''}${text}`);
    }
    const others = isObjectType(type)
      ? [type, ...this.schemaInterfacesOf(type)]
      : [type, ...this.schema.getPossibleTypes(type), ...this.schemaOverlaps(type)];
    const fragmentCount =
      isSpent || depth > this.maxDepth + 1
        ? 0
        : isObjectType(type)
          ? random.chance(0.15)
            ? 1
            : 0
          : random.integer(isUnionType(type) ? 1 : 0, 3);
    for (let index = 0; index < fragmentCount; index += 1) {
      const on = others[random.integer(0, others.length - 1)];
      if (!on) continue;
      if (random.chance(0.35)) {
        parts.push(`...${this.fragmentOn(on, depth, place)}${this.directives()}`);
      } else {
        const condition = on === type && random.chance(0.5) ? '' : ` on ${on.name}`;
        parts.push(`...${condition}${this.directives()} ${this.selectionOf(on, depth + 0.5, place)}`);
      }
    }
    if (parts.length === 0) parts.push('__typename');
    // The same selection again under the same name merges with the first.
    const [first] = parts;
    if (first !== undefined && random.chance(0.06)) parts.push(first);
    return `{ ${shuffle(random, parts).join(' ')} }`;
  }

  private schemaInterfacesOf(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return Object.values(this.schema.getTypeMap()).filter(
      (each): each is GraphQLCompositeType =>
        isCompositeType(each) &&
        !isObjectType(each) &&
        isObjectType(type) &&
        this.schema.isSubType(each, type),
    );
  }

  private schemaOverlaps(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    if (isObjectType(type)) return [];
    const own = this.schema.getPossibleTypes(type);
    return Object.values(this.schema.getTypeMap()).filter(
      (each): each is GraphQLCompositeType =>
        isCompositeType(each) &&
        !isObjectType(each) &&
        each !== type &&
        !each.name.startsWith('__') &&
        this.schema.getPossibleTypes(each).some((possible) => own.includes(possible)),
    );
  }

  private fragmentOn(type: GraphQLCompositeType, depth: number, place: string): string {
    const known = this.fragments.filter((each) => each.on === type.name && each.text !== '');
    const again = known[this.random.integer(0, known.length - 1)];
    if (again && this.random.chance(0.5)) return again.name;
    const fragment = { name: `Part${this.fragments.length}`, on: type.name, text: '' };
    this.fragments.push(fragment);
    fragment.text = this.selectionOf(type, depth + 0.5, place);
    return fragment.name;
  }

  private fieldText(
    field: GraphQLField<unknown, unknown>,
    siblings: readonly GraphQLField<unknown, unknown>[],
    depth: number,
    place: string,
  ): string {
    this.fieldsLeft -= 1;
    const type = getNamedType(field.type);
    const alias = this.aliasOf(siblings, this.isPlain ? 0.02 : 0.3);
    const { head, response } = this.naming(place, field.name, this.argumentsText(field.args), alias);
    const text = `${head}${this.directives()}`;
    if (!isCompositeType(type)) return text;
    if (this.fieldsLeft <= 0 || depth >= this.maxDepth) return `${text} { ${this.leafOf(type)} }`;
    return `${text} ${this.selectionOf(type, depth + 1, `${place}.${response}`)}`;
  }

  /** A field under its name, or another where that name means something else at this place already. */
  private naming(
    place: string,
    name: string,
    args: string,
    alias: string | null,
  ): { head: string; response: string } {
    const response = alias ?? name;
    const meaning = `${name}${args}`;
    const known = this.taken.get(`${place}.${response}`);
    if (known === undefined || known === meaning) {
      this.taken.set(`${place}.${response}`, meaning);
      return { head: alias === null ? meaning : `${alias}: ${meaning}`, response };
    }
    const isSameField = known === name || known.startsWith(`${name}(`);
    if (isSameField && this.random.chance(0.5))
      return { head: alias === null ? known : `${alias}: ${known}`, response };
    this.fresh += 1;
    return { head: `y${this.fresh}: ${meaning}`, response: `y${this.fresh}` };
  }

  private leafOf(type: GraphQLCompositeType): string {
    if (isUnionType(type)) return '__typename';
    const leaves = Object.values(type.getFields()).filter(
      (field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument),
    );
    return leaves[this.random.integer(0, leaves.length - 1)]?.name ?? '__typename';
  }

  private aliasOf(siblings: readonly { readonly name: string }[], share: number): string | null {
    const { random } = this;
    if (!random.chance(share)) return null;
    const roll = random.next();
    if (roll < 0.4 && siblings.length > 0)
      return siblings[random.integer(0, siblings.length - 1)]?.name ?? null;
    return roll < 0.7 ? random.pick(nastyNames) : `x${random.integer(0, 20)}`;
  }

  private directives(): string {
    const { random } = this;
    if (!random.chance(this.isPlain ? 0.02 : 0.1)) return '';
    const one = (): string => {
      const literal = random.chance(0.3);
      const condition = literal ? `${random.chance(0.5)}` : this.condition();
      return ` @${random.chance(0.5) ? 'skip' : 'include'}(if: ${condition})`;
    };
    const first = one();
    if (!random.chance(0.15)) return first;
    return first.includes('@skip')
      ? `${first} @include(if: ${random.chance(0.7)})`
      : `${first} @skip(if: ${this.condition()})`;
  }

  private condition(): string {
    const { random } = this;
    const known = this.variables.filter(
      ({ name, type, defaultText }) =>
        (type === 'Boolean!' || (type === 'Boolean' && defaultText !== null)) && this.values[name] !== null,
    );
    const again = known[random.integer(0, known.length - 1)];
    if (again && random.chance(0.5)) return `$${again.name}`;
    const withDefault = random.chance(0.3);
    const name = `v${this.variables.length}`;
    this.variables.push({
      name,
      type: withDefault && random.chance(0.5) ? 'Boolean' : 'Boolean!',
      defaultText: withDefault ? `${random.chance(0.5)}` : null,
    });
    if (!withDefault || random.chance(0.5)) this.values[name] = random.chance(0.6);
    return `$${name}`;
  }

  private argumentsText(args: readonly GraphQLArgument[]): string {
    const texts = args.flatMap((argument) =>
      isRequiredArgument(argument) || this.random.chance(0.65)
        ? [`${argument.name}: ${this.inputText(argument.type, 0, argument.defaultValue !== undefined)}`]
        : [],
    );
    return texts.length > 0 ? `(${shuffle(this.random, texts).join(', ')})` : '';
  }

  private inputText(type: GraphQLInputType, depth: number, hasDefault: boolean): string {
    const { random } = this;
    if (random.chance(0.35)) return this.variableFor(type, hasDefault);
    if (!isNonNullType(type) && random.chance(0.1)) return 'null';
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      if (random.chance(0.1)) return this.inputText(nullable.ofType, depth + 1, false);
      const count = random.integer(0, 2);
      return `[${Array.from({ length: count }, () => this.inputText(nullable.ofType, depth + 1, false)).join(', ')}]`;
    }
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).flatMap((field) =>
        (isNonNullType(field.type) && field.defaultValue === undefined) ||
        random.chance(depth > 1 ? 0.2 : 0.5)
          ? [`${field.name}: ${this.inputText(field.type, depth + 1, field.defaultValue !== undefined)}`]
          : [],
      );
      return `{${shuffle(random, fields).join(', ')}}`;
    }
    return toLiteral(this.inputValue(nullable, depth), isEnumType(nullable));
  }

  private variableFor(type: GraphQLInputType, hasDefault: boolean): string {
    const { random } = this;
    const text = String(type);
    const known = this.variables.filter((each) => each.type === text);
    const again = known[random.integer(0, known.length - 1)];
    if (again && random.chance(0.4)) return `$${again.name}`;
    const name = random.chance(0.05) ? 'representations' : `v${this.variables.length}`;
    if (this.variables.some((each) => each.name === name)) return `$${name}`;
    const nullable = getNullableType(type);
    // A list's or an object's default is written as text; leaves are enough to see that defaults count.
    const withDefault = random.chance(0.3) && !isListType(nullable) && !isInputObjectType(nullable);
    const loosened = isNonNullType(type) && (withDefault || hasDefault) && random.chance(0.5);
    this.variables.push({
      name,
      type: loosened ? String(nullable) : text,
      defaultText: withDefault ? toLiteral(this.inputValue(nullable, 0), isEnumType(nullable)) : null,
    });
    const mayMiss = withDefault || !isNonNullType(type) || loosened;
    if (!mayMiss || random.chance(0.7))
      this.values[name] = !isNonNullType(type) && random.chance(0.12) ? null : this.inputValue(nullable, 0);
    // Rarely what the type does not allow: refused before anything is asked.
    if (random.chance(0.01)) this.values[name] = { wrong: [] };
    return `$${name}`;
  }

  private inputValue(type: GraphQLInputType, depth: number): unknown {
    const { random } = this;
    if (isNonNullType(type)) return this.inputValue(type.ofType, depth);
    if (isListType(type))
      return Array.from({ length: random.integer(0, 2) }, () =>
        !isNonNullType(type.ofType) && random.chance(0.2) ? null : this.inputValue(type.ofType, depth + 1),
      );
    if (isInputObjectType(type))
      return Object.fromEntries(
        Object.values(type.getFields()).flatMap((field) =>
          (isNonNullType(field.type) && field.defaultValue === undefined) ||
          random.chance(depth > 1 ? 0.2 : 0.5)
            ? [[field.name, this.inputValue(field.type, depth + 1)]]
            : [],
        ),
      );
    if (isEnumType(type)) return random.pick(nonEmpty(type.getValues())).name;
    switch (type.name) {
      case 'Int':
        return random.integer(-3, 9);
      case 'Float':
        return random.integer(-3, 9) / 2;
      case 'Boolean':
        return random.chance(0.5);
      case 'ID':
      case 'String':
        return random.pick(['', 'x', 'quote "', 'E0-1', '7', '\u2028é\n\\']);
      default:
        return random.pick<unknown>([1, 'text', [1, 'two'], { a: { b: [null] } }, true]);
    }
  }
}

function toLiteral(value: unknown, isEnum: boolean): string {
  if (Array.isArray(value)) return `[${value.map((each) => toLiteral(each, isEnum)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, each]) => `${key}: ${toLiteral(each, false)}`)
      .join(', ')}}`;
  return isEnum ? String(value) : JSON.stringify(value);
}

function nonEmpty<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('expected at least one');
  return [first, ...rest];
}

function shuffle<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((each) => [random.next(), each] as const)
    .sort(([left], [right]) => left - right)
    .map(([, each]) => each);
}
