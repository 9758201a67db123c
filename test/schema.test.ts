import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type DirectiveNode,
  type FieldDefinitionNode,
  isSpecifiedScalarType,
  Kind,
  parse,
  validate,
} from 'graphql';
import { projectRoot } from '../schema/project-root.js';
import { loadSubgraphSdl, subgraphNames } from '../schema/subgraph-sdl.js';
import { composeSupergraph } from '../schema/supergraph.js';

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');
const composed = composeSupergraph();
const apiSchema = buildSchema(read('schema/api.graphql'));
const operationsFolder = join(projectRoot, 'schema', 'operations');
const operations = readdirSync(operationsFolder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => [file, readFileSync(join(operationsFolder, file), 'utf8')] as const);

describe('the committed schema', () => {
  it('is what the subgraphs compose to', () => {
    expect(read('schema/supergraph.graphql')).toBe(composed.supergraphSdl);
    expect(read('schema/api.graphql')).toBe(composed.apiSdl);
  });

  it('carries the functions, the combined fields and the decisions to ask into the supergraph', () => {
    for (const directive of ['@function(', '@combines', '@authz('])
      expect(composed.supergraphSdl).toContain(directive);
  });

  it('shows a client no key, no contribution and no field of a reporter', () => {
    expect(composed.apiSdl).not.toMatch(
      /Key\b|Outcome:|Identity:|SourceContribution|IdentityContribution|_entities/,
    );
    expect(composed.apiSdl).not.toMatch(/\breporter(Capacity|Name)?\b\s*[:(]/i);
    expect(
      Object.keys(apiSchema.getTypeMap()).filter((name) =>
        /reporter|advice|nationality|ethnic|score|risk/i.test(name),
      ),
    ).toEqual([]);
  });
});

describe('every subgraph', () => {
  it.each(subgraphNames)('%s describes every type, field, argument and enum value of its own', (name) => {
    const undescribed: string[] = [];
    const describe_ = (path: string, description: unknown): void => {
      if (!description) undescribed.push(path);
    };
    for (const definition of parse(loadSubgraphSdl(name)).definitions) {
      if (!('name' in definition) || !definition.name || definition.kind === Kind.OPERATION_DEFINITION)
        continue;
      const type = definition.name.value;
      if ('description' in definition) describe_(type, definition.description);
      const fields = 'fields' in definition ? (definition.fields ?? []) : [];
      for (const field of fields as readonly FieldDefinitionNode[]) {
        if (!isPlumbing(field)) describe_(`${type}.${field.name.value}`, field.description);
      }
      const values = 'values' in definition ? (definition.values ?? []) : [];
      for (const value of values) describe_(`${type}.${value.name.value}`, value.description);
    }
    expect(undescribed).toEqual([]);
  });

  it('names only functions that are written down', () => {
    const known = (JSON.parse(read('schema/functions.json')) as { id: string }[]).map(({ id }) => id);
    const used = [...composed.supergraphSdl.matchAll(/@function\(id: "([^"]+)"\)/g)].map((match) => match[1]);
    expect(used.filter((id) => !known.includes(id ?? ''))).toEqual([]);
    expect(known.filter((id) => !used.includes(id))).toEqual([]);
  });

  it('has a Dutch term, a meaning and an authority for every type of the graph', () => {
    const terms = JSON.parse(read('schema/terms.json')) as {
      identifier: string;
      dutchTerm: string;
      meaning: string;
      authority: string;
    }[];
    const named = Object.values(apiSchema.getTypeMap())
      .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
      .map(({ name }) => name);
    const identifiers = terms.map(({ identifier }) => identifier);
    expect(named.filter((name) => !identifiers.includes(name))).toEqual([]);
    expect(identifiers.filter((identifier) => !named.includes(identifier))).toEqual([]);
    expect(terms.filter((term) => Object.values(term).some((text) => text.trim() === ''))).toEqual([]);
  });
});

describe('the way of a request', () => {
  it('re-enters the register by id: the first key of Household and Person', () => {
    for (const type of ['Household', 'Person']) {
      const keys = keysOf(loadSubgraphSdl('household'), type);
      expect(keys[0]).toBe('id');
      expect(keys).toHaveLength(5);
    }
  });

  const supergraph = Supergraph.build(composed.supergraphSdl);
  const planner = new QueryPlanner(supergraph);

  it.each(operations)('%s is a valid query of the graph', (_, text) => {
    expect(validate(apiSchema, parse(text))).toEqual([]);
  });

  it.each(operations)(
    '%s takes at most three waves, and asks each organisation in one of them',
    (_, text) => {
      const operation = operationFromDocument(supergraph.apiSchema(), parse(text));
      const plan = planner.buildQueryPlan(operation);
      expect(wavesOf(plan.node as PlanNode)).toBeLessThanOrEqual(3);
    },
  );
});

interface PlanNode {
  readonly kind: string;
  readonly nodes?: readonly PlanNode[];
  readonly node?: PlanNode;
}

function wavesOf(node: PlanNode | undefined): number {
  switch (node?.kind) {
    case 'Sequence':
      return (node.nodes ?? []).reduce((sum, child) => sum + wavesOf(child), 0);
    case 'Parallel':
      return Math.max(0, ...(node.nodes ?? []).map(wavesOf));
    case 'Flatten':
      return wavesOf(node.node);
    case 'Fetch':
      return 1;
    default:
      return 0;
  }
}

function isPlumbing(field: FieldDefinitionNode): boolean {
  const name = field.name.value;
  const marked = (directive: DirectiveNode): boolean =>
    ['external', 'inaccessible'].includes(directive.name.value);
  return name.endsWith('Key') || (field.directives ?? []).some(marked);
}

function keysOf(sdl: string, typeName: string): readonly string[] {
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || definition.name.value !== typeName) continue;
    return (definition.directives ?? [])
      .filter((directive) => directive.name.value === 'key')
      .map((directive) => {
        const fields = directive.arguments?.find((argument) => argument.name.value === 'fields')?.value;
        return fields?.kind === Kind.STRING ? fields.value : '';
      });
  }
  return [];
}
