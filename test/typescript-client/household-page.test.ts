import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ASTNode,
  buildSchema,
  type DocumentNode,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import ts from 'typescript';
import { type KnownOperation, readKnownOperations } from '../../schema/known-operations.js';
import { renderOperationTypes } from '../../schema/operation-types.js';
import { projectRoot } from '../../schema/project-root.js';
import { readHouseholdPage } from './household-page.js';

const client = join(projectRoot, 'test', 'typescript-client', 'household-page.ts');
const generated = join(projectRoot, 'schema', 'operations', 'generated', 'operations.ts');
const apiSdl = readFileSync(join(projectRoot, 'schema', 'api.graphql'), 'utf8');
/** The one that the client asks. */
const operations = readKnownOperations(join(projectRoot, 'schema', 'operations')).filter(
  ({ name }) => name === 'HouseholdSummary',
);

const { options } = ts.parseJsonConfigFileContent(
  { extends: './tsconfig.json', compilerOptions: { types: [] }, files: [] },
  ts.sys,
  projectRoot,
);
const files = new Map<string, ts.SourceFile | undefined>();
let before: ts.Program | undefined;

/** What the compiler says of the client when the generated types are these. */
function compileAgainst(types: string): readonly string[] {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, target) => {
    if (file === generated) return ts.createSourceFile(file, types, target);
    // Libraries are the same every time, and take the compiler longest.
    if (!files.has(file)) files.set(file, read(file, target));
    return files.get(file);
  };
  const program = ts.createProgram({
    rootNames: [client],
    options,
    host,
    ...(before ? { oldProgram: before } : {}),
  });
  before = program;
  return [generated, client]
    .flatMap((file) => {
      const source = program.getSourceFile(file);
      return source ? ts.getPreEmitDiagnostics(program, source) : [];
    })
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The schema without a field, and the operations without it too, as they would be after somebody removed it. */
function without(type: string, field: string): { sdl: string; operations: readonly KnownOperation[] } {
  const schema = buildSchema(apiSdl);
  const sdl = print(
    visit(parse(apiSdl), {
      ObjectTypeDefinition: (node) =>
        node.name.value === type
          ? { ...node, fields: (node.fields ?? []).filter(({ name }) => name.value !== field) }
          : undefined,
    }),
  );
  const removeFrom = (document: DocumentNode): DocumentNode => {
    const info = new TypeInfo(schema);
    const enter = (node: ASTNode): null | undefined =>
      node.kind === Kind.FIELD && node.name.value === field && info.getParentType()?.name === type
        ? null
        : undefined;
    return visit(document, visitWithTypeInfo(info, { enter }));
  };
  return { sdl, operations: operations.map((each) => ({ ...each, document: removeFrom(each.document) })) };
}

describe('a client in TypeScript', () => {
  let withEverything: readonly string[];
  beforeAll(() => {
    withEverything = compileAgainst(readFileSync(generated, 'utf8'));
  });

  it('compiles against the committed types', () => {
    expect(withEverything).toEqual([]);
  });

  it('no longer compiles when a field that it shows is removed, or an outcome comes for which it has no words; the compiler names both', async () => {
    const { sdl, operations: fewer } = without('Measure', 'endsOn');
    const changed = sdl.replace('enum SourceOutcomeKind {', 'enum SourceOutcomeKind {\n  POSTPONED\n');
    expect(compileAgainst(await renderOperationTypes(changed, fewer))).toEqual([
      expect.stringMatching(/Property 'POSTPONED' is missing/),
      expect.stringMatching(/Property 'endsOn' does not exist on type/),
    ]);
  });

  it('never reads silence as safety: no answer and an empty answer are two lines', async () => {
    const page = (measures: unknown) =>
      readHouseholdPage(async () => ({ household: { sources: [], measures } }), 'id');
    expect(await page(null)).toEqual(['Measures: nobody knows']);
    expect(await page([])).toEqual(['Measures: none recorded']);
    expect(await page([{ kind: 'GUARDIANSHIP', endsOn: null }])).toEqual([
      'Measures: GUARDIANSHIP until further notice',
    ]);
  });
});

describe('the generation of types', () => {
  it('stops at an operation that asks for what the schema has no longer, and names it', async () => {
    const { sdl } = without('Measure', 'endsOn');
    await expect(renderOperationTypes(sdl, operations)).rejects.toThrow(/endsOn/);
  });

  it('stops at a scalar that nobody gave a type', async () => {
    const sdl = apiSdl
      .replace('scalar Date\n', 'scalar Date\nscalar Amount\n')
      .replace('endsOn: Date\n', 'endsOn: Amount\n');
    await expect(renderOperationTypes(sdl, operations)).rejects.toThrow(/Amount/);
  });
});
