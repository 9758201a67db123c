import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, validate, visit } from 'graphql';
import { readManifest } from '../../gateway/known-operations.js';
import { readKnownOperations, renderManifest } from '../../schema/known-operations.js';
import { projectRoot } from '../../schema/project-root.js';
import { allExamples } from '../../web/examples/all-examples.js';
import { manifestFile } from './stub-gateway.js';

const folder = join(projectRoot, 'schema', 'operations');
const schema = buildSchema(readFileSync(join(projectRoot, 'schema', 'api.graphql'), 'utf8'));
const operations = readKnownOperations(folder);

/** Kinds of literals in a query, so that a number of a person would be found there. */
function literalsOf(query: string): readonly string[] {
  const found: string[] = [];
  visit(parse(query), {
    enter: (node) => {
      if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
        found.push(node.value);
    },
  });
  return found;
}

describe('the known operations', () => {
  it.each(operations.map(({ name, document }) => [name, document] as const))(
    '%s asks for what is in the graph, and for nothing else',
    (_, document) => {
      expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
    },
  );

  it('stand in the committed manifest, in the form that clients and their tools read', () => {
    expect(readFileSync(manifestFile, 'utf8')).toBe(renderManifest(operations));
    expect(readManifest(manifestFile).size).toBe(operations.length);
  });

  it('ask for the type of everything that they select, as the caches of clients do: one text, one hash', () => {
    for (const { body } of operations) {
      const selections = body.match(/\{/g)?.length ?? 0;
      expect([body, body.match(/__typename/g)?.length]).toEqual([body, selections - 1]);
    }
  });

  it('are not accepted when an id is not the hash of its text, or two have one name', () => {
    const place = mkdtempSync(join(tmpdir(), 'gezinsbeeld-operations-'));
    const manifest = JSON.parse(renderManifest(operations)) as { readonly operations: { id: string }[] };
    const [first] = manifest.operations;
    if (first) first.id = first.id.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    writeFileSync(join(place, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readManifest(join(place, 'manifest.json'))).toThrow(/to be the SHA-256 of its text/);
    for (const file of ['one.graphql', 'two.graphql']) {
      writeFileSync(join(place, file), 'query Same { feeds { isFresh } }');
    }
    expect(() => readKnownOperations(place)).toThrow(/a name that no other operation has/);
    rmSync(place, { recursive: true });
  });
});

describe('the examples of the explorer', () => {
  it('are there for each of the twelve families', () => {
    const numbers = new Set(allExamples.map(({ family }) => Number.parseInt(family, 10)));
    expect([...numbers]).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(new Set(allExamples.map(({ family }) => family)).size).toBe(allExamples.length);
  });

  it.each(allExamples.map((example) => [example.family, example] as const))(
    'ask for family %s what is in the graph, with every number as a variable',
    (_, { query, variables }) => {
      const document = parse(query);
      expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
      expect(literalsOf(query)).toEqual([]);
      const declared = document.definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION
          ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
          : [],
      );
      expect(Object.keys(variables)).toEqual(declared);
    },
  );

  it('name the own case under which somebody asks where a household is shielded or the case itself is asked about, and nowhere else', () => {
    const shielded = allExamples.flatMap(({ family, caseReference }) =>
      caseReference === undefined ? [] : [[family, caseReference]],
    );
    expect(shielded).toEqual([
      ['6b', 'LT5/2026-0209'],
      ['7a', 'LT4/2019-0304'],
      ['11b', 'LT4/2026-0715'],
      ['12', 'LT4/2026-0622'],
    ]);
  });
});
