/**
 * Random subgraphs that mostly compose: one entity or interface here, its further fields there, in every way of saying so
 * that Federation 2 has. One seed gives one supergraph.
 */
import { createRandom, type Random } from '../population/random.js';
import type { Service } from './model.js';

interface Field {
  readonly name: string;
  readonly args: string;
  readonly type: string;
  directives: string;
}

interface Part {
  readonly kind: 'type' | 'interface';
  directives: Set<string>;
  interfaces: Set<string>;
  fields: Map<string, Field>;
}

interface Subgraph {
  readonly name: string;
  readonly parts: Map<string, Part>;
  readonly unions: Map<string, Set<string>>;
  /** Output types that a field of this subgraph may return. */
  readonly outputs: Set<string>;
}

interface Entity {
  readonly name: string;
  readonly home: Subgraph;
  readonly keys: readonly Key[];
  /** Subgraphs that take its keys. */
  readonly holders: Set<Subgraph>;
  /** Where it is never returned. */
  readonly leaf: Subgraph | null;
  readonly family: string | null;
}

interface Key {
  readonly text: string;
  readonly fields: readonly Field[];
}

interface Owned {
  readonly entity: Entity;
  readonly owners: readonly Subgraph[];
  readonly field: Field;
}

const leafTypes = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Colour', 'Opaque', 'String', 'Int'] as const;
const fieldArguments = [
  '(a: Int = 3)',
  '(a: Int, b: String)',
  '(colour: Colour = RED)',
  '(filter: Filter)',
  '(ids: [ID!])',
  '(grid: [[Int]] = [[1], []])',
  '(opaque: Opaque)',
  '(filter: Filter! = {min: 2}, flag: Boolean = true)',
] as const;
const requiredWithArguments: Readonly<Record<string, string>> = {
  '(a: Int = 3)': '(a: 5)',
  '(a: Int, b: String)': '(a: 1, b: "x")',
  '(colour: Colour = RED)': '(colour: BLUE)',
  '(filter: Filter)': '(filter: {min: 1, tags: ["q"]})',
  '(ids: [ID!])': '(ids: ["1", "2"])',
  '(grid: [[Int]] = [[1], []])': '',
  '(opaque: Opaque)': '',
  '(filter: Filter! = {min: 2}, flag: Boolean = true)': '(filter: {min: 4})',
};

const preamble = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@interfaceObject", "@override"])
enum Colour { RED GREEN BLUE }
input Filter { min: Int = 1, tags: [String!], inner: Filter }
scalar Opaque`;

export function drawSubgraphs(seed: number): readonly Service[] {
  const random = createRandom(seed, 0);
  const subgraphs = Array.from({ length: random.integer(2, 5) }, (_, index) =>
    createSubgraph(`part-${index}`),
  );
  return new Drawing(random, subgraphs).run();
}

function createSubgraph(name: string): Subgraph {
  return { name, parts: new Map(), unions: new Map(), outputs: new Set() };
}

/** The state of one drawing: types are put into subgraphs when a field first needs them there. */
class Drawing {
  private readonly entities: Entity[] = [];
  private readonly values = new Map<string, readonly Field[]>();
  private readonly owned: Owned[] = [];
  private readonly family: { name: string; home: Subgraph; objectIn: Set<Subgraph> } | null;
  private fieldCount = 0;

  constructor(
    private readonly random: Random,
    private readonly subgraphs: readonly Subgraph[],
  ) {
    const home = this.anySubgraph();
    this.family = random.chance(0.5)
      ? {
          name: 'Media',
          home,
          objectIn: new Set(subgraphs.filter((each) => each !== home && random.chance(0.7))),
        }
      : null;
  }

  run(): readonly Service[] {
    this.drawValues();
    this.drawEntities();
    this.drawFamily();
    this.drawAbstracts();
    this.drawOwnedFields();
    this.drawSplitValue();
    this.drawRequires();
    this.drawProvides();
    this.drawRoots();
    return this.subgraphs.map((subgraph) => ({ name: subgraph.name, sdl: render(subgraph) }));
  }

  private drawValues(): void {
    const values = ['Size', 'Place'].slice(0, this.random.integer(1, 2));
    for (const name of values) {
      const fields = Array.from({ length: this.random.integer(2, 4) }, () => ({
        name: this.fieldName(),
        args: this.random.chance(0.2) ? this.random.pick(fieldArguments) : '',
        type: this.wrap(this.random.pick(leafTypes)),
        directives: '',
      }));
      if (name === 'Place') fields.push({ name: 'size', args: '', type: this.wrap('Size'), directives: '' });
      this.values.set(name, fields);
    }
  }

  private drawEntities(): void {
    const { random } = this;
    const count = random.integer(2, 4);
    for (let index = 0; index < count; index += 1) {
      const name = `E${index}`;
      const home = this.anySubgraph();
      const others = this.subgraphs.filter((each) => each !== home);
      const leaf = random.chance(0.5) ? (others[random.integer(0, others.length - 1)] ?? null) : null;
      const keys = [key('id', [['id', 'ID!']])];
      if (random.chance(0.4)) keys.push(key('code', [['code', random.chance(0.5) ? 'Int' : 'Int!']]));
      if (random.chance(0.3))
        keys.push(
          key('region no', [
            ['region', 'String!'],
            ['no', 'Int!'],
          ]),
        );
      if (random.chance(0.3)) {
        this.values.set(`${name}Ref`, [
          { name: 'ns', args: '', type: 'String!', directives: '' },
          { name: 'no', args: '', type: 'Int!', directives: '' },
        ]);
        keys.push(key('ref { ns no }', [['ref', `${name}Ref!`]]));
      }
      const entity: Entity = {
        name,
        home,
        keys: shuffle(random, keys),
        holders: new Set([home]),
        leaf,
        family: null,
      };
      this.entities.push(entity);
      for (const each of entity.keys) this.addKey(home, entity, each);
      home.outputs.add(name);
      for (const other of others) {
        if (other !== leaf && random.chance(0.45)) continue;
        entity.holders.add(other);
        const chosen =
          other === leaf || random.chance(0.6)
            ? [random.pick(nonEmpty(keys))]
            : shuffle(random, keys).slice(0, 2);
        for (const each of chosen) this.addKey(other, entity, each);
      }
    }
  }

  private drawFamily(): void {
    const { family, random } = this;
    if (!family) return;
    const title: Field = {
      name: 'title',
      args: random.chance(0.3) ? '(a: Int = 3)' : '',
      type: random.chance(0.5) ? 'String' : 'String!',
      directives: '',
    };
    const part = partOf(family.home, family.name, 'interface');
    part.directives.add('@key(fields: "id")');
    const id: Field = { name: 'id', args: '', type: 'ID!', directives: '' };
    for (const field of [id, title]) part.fields.set(field.name, field);
    for (const name of ['Book', 'Film', 'Song'].slice(0, random.integer(2, 3))) {
      const entity: Entity = {
        name,
        home: family.home,
        keys: [key('id', [['id', 'ID!']])],
        holders: new Set([family.home]),
        leaf: null,
        family: family.name,
      };
      this.addKey(family.home, entity, key('id', [['id', 'ID!']]));
      const impl = partOf(family.home, name, 'type');
      impl.interfaces.add(family.name);
      impl.fields.set(title.name, title);
      this.entities.push(entity);
      family.home.outputs.add(name);
      for (const other of this.subgraphs)
        if (other !== family.home && !family.objectIn.has(other) && random.chance(0.4)) {
          entity.holders.add(other);
          this.addKey(other, entity, key('id', [['id', 'ID!']]));
        }
    }
    family.home.outputs.add(family.name);
    // An interface object that is returned beside another one, or beside inputs from its interface, sends Apollo's planner
    // (2.14.4) round in a circle of fetches until the process ends.
    const isReturned = family.objectIn.size === 1 && random.chance(0.7);
    const hasRequires = !isReturned && random.chance(0.7);
    for (const subgraph of family.objectIn) {
      const object = partOf(subgraph, family.name, 'type');
      object.directives.add('@key(fields: "id")').add('@interfaceObject');
      object.fields.set('id', id);
      for (let count = random.integer(1, 2); count > 0; count -= 1) {
        const field = this.drawField(subgraph);
        object.fields.set(field.name, field);
      }
      if (hasRequires && random.chance(0.6)) {
        object.fields.set(title.name, { ...title, directives: '@external' });
        const name = this.fieldName();
        const given = requiredWithArguments[title.args] ?? '';
        object.fields.set(name, {
          name,
          args: '',
          type: 'String',
          directives: `@requires(fields: "title${given}")`,
        });
      }
      if (isReturned) subgraph.outputs.add(family.name);
    }
  }

  private drawAbstracts(): void {
    const { random } = this;
    for (const [index, subgraph] of this.subgraphs.entries()) {
      const candidates = this.entities.filter((each) => each.holders.has(subgraph) && each.leaf !== subgraph);
      if (candidates.length > 0 && random.chance(0.5)) {
        // The second subgraph's interface, if any, has the same name with fewer fields.
        const name = 'Named';
        const isFirst = !this.subgraphs.slice(0, index).some((each) => each.parts.has(name));
        const part = partOf(subgraph, name, 'interface');
        part.fields.set('id', { name: 'id', args: '', type: 'ID!', directives: '' });
        const label: Field = {
          name: 'label',
          args: random.chance(0.3) ? '(a: Int, b: String)' : '',
          type: 'String',
          directives: '',
        };
        const members = isFirst
          ? candidates
          : candidates.filter((each) =>
              this.subgraphs
                .slice(0, index)
                .some((other) => other.parts.get(each.name)?.interfaces.has(name)),
            );
        if (members.length === 0) {
          subgraph.parts.delete(name);
        } else {
          if (isFirst) part.fields.set('label', label);
          for (const member of members) {
            if (!subgraph.parts.get(member.name)?.fields.has('id'))
              this.addKey(subgraph, member, key('id', [['id', 'ID!']]));
            const own = partOf(subgraph, member.name, 'type');
            own.interfaces.add(name);
            if (isFirst) {
              const field = { ...label, type: random.chance(0.3) ? 'String!' : 'String' };
              own.fields.set('label', field);
              this.owned.push({ entity: member, owners: [subgraph], field });
            }
          }
          subgraph.outputs.add(name);
        }
      }
      if (random.chance(0.5)) {
        const members = new Set(candidates.filter(() => random.chance(0.7)).map(({ name }) => name));
        if (random.chance(0.5)) members.add('Size');
        if (members.size > 0) {
          if (members.has('Size')) this.need(subgraph, 'Size');
          subgraph.unions.set('Any', members);
          subgraph.outputs.add('Any');
        }
      }
    }
  }

  private drawOwnedFields(): void {
    const { random } = this;
    for (const entity of this.entities)
      for (const subgraph of entity.holders) {
        for (let count = random.integer(1, 3); count > 0; count -= 1) {
          const field = this.drawField(subgraph);
          const others = [...entity.holders].filter((each) => each !== subgraph && each !== entity.leaf);
          const other =
            subgraph !== entity.leaf && random.chance(0.2)
              ? others[random.integer(0, others.length - 1)]
              : undefined;
          if (
            other &&
            /^[[\]!]*(Int|Float|String|Boolean|ID|Colour|Opaque|Size|Place)[[\]!]*$/.test(field.type)
          ) {
            this.put(subgraph, entity, { ...field, directives: '@shareable' });
            const looser =
              random.chance(0.3) && field.type.endsWith('!') ? field.type.slice(0, -1) : field.type;
            this.put(other, entity, { ...field, type: looser, directives: '@shareable' });
            this.owned.push({ entity, owners: [subgraph, other], field });
          } else if (other && random.chance(0.2)) {
            this.put(other, entity, { ...field });
            this.need(other, bare(field.type));
            this.put(subgraph, entity, { ...field, directives: `@override(from: "${other.name}")` });
            this.owned.push({ entity, owners: [subgraph], field });
          } else {
            this.put(subgraph, entity, field);
            this.owned.push({ entity, owners: [subgraph], field });
          }
        }
      }
  }

  /** One value of which every subgraph knows another part. */
  private drawSplitValue(): void {
    const { random } = this;
    const entity = this.entities.find((each) => each.holders.size >= 2 && each.family === null);
    if (!entity || !random.chance(0.5)) return;
    const [first, second] = [...entity.holders].filter((each) => each !== entity.leaf);
    if (!first || !second) return;
    const type = random.chance(0.5) ? 'Split' : this.wrap('Split');
    const both: Field = {
      name: this.fieldName(),
      args: '',
      type: this.wrap('Int'),
      directives: '@shareable',
    };
    for (const subgraph of [first, second]) {
      const part = partOf(subgraph, 'Split', 'type');
      part.fields.set(both.name, both);
      const own = this.drawField(subgraph);
      part.fields.set(own.name, own);
      this.put(subgraph, entity, { name: 'split', args: '', type, directives: '@shareable' });
    }
  }

  private drawRequires(): void {
    const { random } = this;
    for (const entity of this.entities)
      for (const subgraph of entity.holders) {
        if (!random.chance(0.5)) continue;
        const part = partOf(subgraph, entity.name, 'type');
        const usable = this.owned.filter(
          (each) =>
            each.entity === entity &&
            !each.owners.includes(subgraph) &&
            !each.owners.some((owner) => owner === entity.leaf),
        );
        if (usable.length === 0) continue;
        const texts = shuffle(random, usable)
          .slice(0, random.integer(1, 3))
          .flatMap((each) => {
            const text = this.requiredText(subgraph, each);
            if (text === null) return [];
            const isKnown = part.fields.has(each.field.name);
            if (!isKnown) part.fields.set(each.field.name, { ...each.field, directives: '@external' });
            this.need(subgraph, bare(each.field.type));
            if (random.chance(0.2))
              for (const owner of each.owners) {
                const own = owner.parts.get(entity.name)?.fields.get(each.field.name);
                const isOfInterface = each.field.name === 'label';
                if (own && !isOfInterface && !own.directives.includes('@inaccessible'))
                  own.directives += ' @inaccessible';
              }
            return [text];
          });
        if (texts.length === 0) continue;
        const field = {
          ...this.drawField(subgraph),
          directives: `@requires(fields: ${JSON.stringify(texts.join(' '))})`,
        };
        part.fields.set(field.name, field);
        // A chain: what is computed may be required in turn.
        // Not where it may not be null: its loss would take along what the client asked for beside it.
        if (!field.type.includes('!') && random.chance(0.5))
          this.owned.push({ entity, owners: [subgraph], field });
      }
  }

  private requiredText(subgraph: Subgraph, { field }: Owned): string | null {
    const base = bare(field.type);
    const given = requiredWithArguments[field.args] ?? '';
    const value = this.values.get(base);
    if (value) {
      const chosen = value.filter((each) => !this.values.has(bare(each.type)));
      const texts = chosen
        .slice(0, this.random.integer(1, chosen.length))
        .map((each) => `${each.name}${requiredWithArguments[each.args] ?? ''}`);
      const nested = value.find((each) => this.values.has(bare(each.type)));
      const deep = nested && this.random.chance(0.5) ? this.values.get(bare(nested.type))?.[0] : undefined;
      if (nested && deep)
        texts.push(`${nested.name} { ${deep.name}${requiredWithArguments[deep.args] ?? ''} }`);
      return texts.length === 0 ? null : `${field.name}${given} { ${texts.join(' ')} }`;
    }
    if ((leafTypes as readonly string[]).includes(base)) return `${field.name}${given}`;
    const entity = this.entities.find((each) => each.name === base);
    if (!entity || entity.leaf === subgraph) return null;
    const inner = this.owned.find(
      (each) =>
        each.entity === entity &&
        (leafTypes as readonly string[]).includes(bare(each.field.type)) &&
        !each.field.directives.includes('@requires') &&
        !each.owners.some((owner) => owner === entity.leaf),
    );
    if (!inner || !this.need(subgraph, base)) return null;
    const part = partOf(subgraph, base, 'type');
    if (!part.fields.has(inner.field.name))
      part.fields.set(inner.field.name, { ...inner.field, directives: '@external' });
    return `${field.name}${given} { ${inner.field.name}${requiredWithArguments[inner.field.args] ?? ''} }`;
  }

  private drawProvides(): void {
    const { random } = this;
    for (const subgraph of this.subgraphs)
      for (const part of subgraph.parts.values())
        for (const field of part.fields.values()) {
          const entity = this.entities.find((each) => each.name === bare(field.type));
          if (!entity || field.directives !== '' || part.kind === 'interface' || !random.chance(0.3))
            continue;
          const provided = this.owned.find(
            (each) =>
              each.entity === entity &&
              !each.owners.includes(subgraph) &&
              each.field.args === '' &&
              (leafTypes as readonly string[]).includes(bare(each.field.type)) &&
              !each.owners.some((owner) => owner === entity.leaf) &&
              each.owners.every(
                (owner) =>
                  !(owner.parts.get(entity.name)?.fields.get(each.field.name)?.directives ?? '').includes(
                    '@requires',
                  ),
              ),
          );
          if (!provided) continue;
          for (const owner of provided.owners) {
            const own = owner.parts.get(entity.name)?.fields.get(provided.field.name);
            if (own && !own.directives.includes('@shareable')) own.directives += ' @shareable';
          }
          const here = partOf(subgraph, entity.name, 'type');
          if (!here.fields.has(provided.field.name))
            here.fields.set(provided.field.name, { ...provided.field, directives: '@external' });
          field.directives = `@provides(fields: "${provided.field.name}")`;
        }
  }

  private drawRoots(): void {
    const { random } = this;
    for (const [index, subgraph] of this.subgraphs.entries()) {
      const query = partOf(subgraph, 'Query', 'type');
      for (const output of subgraph.outputs)
        if (random.chance(0.7)) {
          const name = `${output.toLowerCase()}${index}${random.chance(0.5) ? 's' : ''}`;
          query.fields.set(name, {
            name,
            args: this.drawArguments(0.4),
            type: this.wrap(output),
            directives: '',
          });
        }
      const plain = this.drawField(subgraph);
      query.fields.set(plain.name, plain);
      if (random.chance(0.5)) {
        const mutation = partOf(subgraph, 'Mutation', 'type');
        mutation.fields.set(`count${index}`, {
          name: `count${index}`,
          args: '(by: Int)',
          type: random.chance(0.5) ? 'Int' : 'Int!',
          directives: '',
        });
        const field = this.drawField(subgraph);
        mutation.fields.set(field.name, field);
        const [output] = shuffle(random, [...subgraph.outputs]);
        if (output !== undefined)
          mutation.fields.set(`change${index}`, {
            name: `change${index}`,
            args: '(filter: Filter)',
            type: random.chance(0.3) ? `${output}!` : output,
            directives: '',
          });
      }
    }
    const everywhere: Field = {
      name: 'everywhere',
      args: '',
      type: this.wrap('Int'),
      directives: '@shareable',
    };
    if (random.chance(0.5))
      for (const subgraph of this.subgraphs)
        partOf(subgraph, 'Query', 'type').fields.set('everywhere', everywhere);
  }

  private drawField(subgraph: Subgraph): Field {
    const { random } = this;
    const roll = random.next();
    let base: string = random.pick(leafTypes);
    if (roll > 0.55) {
      const composite = [
        ...[...this.values.keys()].filter((name) => !name.endsWith('Ref')),
        ...this.entities.map(({ name }) => name),
        ...subgraph.outputs,
      ];
      const chosen = composite[random.integer(0, composite.length - 1)];
      if (chosen !== undefined && this.need(subgraph, chosen)) base = chosen;
    }
    return { name: this.fieldName(), args: this.drawArguments(0.3), type: this.wrap(base), directives: '' };
  }

  /** Puts a type where a field needs it; false where it may not be. */
  private need(subgraph: Subgraph, name: string): boolean {
    const value = this.values.get(name);
    if (value) {
      const part = partOf(subgraph, name, 'type');
      part.directives.add('@shareable');
      for (const field of value) {
        part.fields.set(field.name, field);
        this.need(subgraph, bare(field.type));
      }
      return true;
    }
    const entity = this.entities.find((each) => each.name === name);
    if (entity) {
      if (entity.leaf === subgraph) return false;
      if (entity.family !== null && this.family?.objectIn.has(subgraph)) return false;
      if (!subgraph.parts.has(name)) {
        const part = partOf(subgraph, name, 'type');
        const isResolvable = this.random.chance(0.5);
        part.directives.add(isResolvable ? '@key(fields: "id")' : '@key(fields: "id", resolvable: false)');
        part.fields.set('id', { name: 'id', args: '', type: 'ID!', directives: '' });
      }
      subgraph.outputs.add(name);
      return true;
    }
    return subgraph.outputs.has(name);
  }

  private addKey(subgraph: Subgraph, entity: Entity, { text, fields }: Key): void {
    const part = partOf(subgraph, entity.name, 'type');
    for (const each of part.directives) if (each.includes('resolvable: false')) part.directives.delete(each);
    part.directives.add(`@key(fields: "${text}")`);
    for (const field of fields) {
      part.fields.set(field.name, field);
      this.need(subgraph, bare(field.type));
    }
  }

  private put(subgraph: Subgraph, entity: Entity, field: Field): void {
    this.need(subgraph, bare(field.type));
    partOf(subgraph, entity.name, 'type').fields.set(field.name, field);
  }

  private wrap(base: string): string {
    const { random } = this;
    const bang = (): string => (random.chance(0.35) ? '!' : '');
    const roll = random.next();
    if (roll < 0.6) return `${base}${bang()}`;
    if (roll < 0.92) return `[${base}${bang()}]${bang()}`;
    return `[[${base}${bang()}]${bang()}]${bang()}`;
  }

  private drawArguments(share: number): string {
    return this.random.chance(share) ? this.random.pick(fieldArguments) : '';
  }

  private fieldName(): string {
    this.fieldCount += 1;
    return `f${this.fieldCount}`;
  }

  private anySubgraph(): Subgraph {
    return this.random.pick(nonEmpty(this.subgraphs));
  }
}

function key(text: string, fields: readonly (readonly [string, string])[]): Key {
  return { text, fields: fields.map(([name, type]) => ({ name, args: '', type, directives: '' })) };
}

function partOf(subgraph: Subgraph, name: string, kind: Part['kind']): Part {
  const part = subgraph.parts.get(name) ?? {
    kind,
    directives: new Set(),
    interfaces: new Set(),
    fields: new Map(),
  };
  subgraph.parts.set(name, part);
  return part;
}

function bare(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
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

function render(subgraph: Subgraph): string {
  const parts = [...subgraph.parts].map(([name, { kind, directives, interfaces, fields }]) => {
    const implementing = interfaces.size > 0 ? ` implements ${[...interfaces].join(' & ')}` : '';
    const lines = [...fields.values()].map(
      (field) =>
        `  ${field.name}${field.args}: ${field.type}${field.directives ? ` ${field.directives.trim()}` : ''}`,
    );
    return `${kind} ${name}${implementing}${directives.size > 0 ? ` ${[...directives].join(' ')}` : ''} {\n${lines.join('\n')}\n}`;
  });
  const unions = [...subgraph.unions].map(([name, members]) => `union ${name} = ${[...members].join(' | ')}`);
  return [preamble, ...parts, ...unions].join('\n');
}
