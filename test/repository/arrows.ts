import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import {
  foldersIn,
  type Import,
  importsOf,
  isWithin,
  modules,
  placeOf,
  productModules,
  projectFiles,
  textOf,
  treeOf,
  walk,
} from './project-files.js';

const imports: readonly Import[] = productModules.flatMap(importsOf);
/** The household register is no organisation: it has no source and no records of its own. */
const organisationFolders = foldersIn('subgraphs').filter((folder) => folder !== 'household');
const everyPart = [
  'adapter-kit',
  'subgraphs',
  'gateway',
  'schema',
  'simulated-sources',
  'bench',
  'web',
  'test',
];

/** Imports that a rule forbids, each with the reason, so that the message says what to do. */
function forbidden(rule: (each: Import) => boolean, because: string): readonly string[] {
  return imports.filter(rule).map(({ from, to }) => `${from} imports ${to}: ${because}`);
}

function isWithinAny(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => isWithin(file, folder));
}

/** The folder of a subgraph that a file belongs to, e.g. `raad`. */
function subgraphOf(file: string): string | null {
  const [top, folder, ...rest] = file.split('/');
  return top === 'subgraphs' && folder !== undefined && rest.length > 0 ? folder : null;
}

function isPackage(to: string, name: string): boolean {
  return to === name || to.startsWith(`${name}/`);
}

describe('the arrows between folders', () => {
  it('are read from every module that is there', () => {
    expect(organisationFolders.length).toBeGreaterThanOrEqual(4);
    expect(imports.length).toBeGreaterThan(300);
    const unknown = imports.filter(
      ({ to }) => isWithinAny(to, everyPart) && !projectFiles.includes(to) && !to.endsWith('.json'),
    );
    expect(unknown).toEqual([]);
  });

  it('lead from no part of the kit to anything else: the kit knows no organisation', () => {
    const elsewhere = everyPart.filter((folder) => folder !== 'adapter-kit');
    expect(
      forbidden(
        ({ from, to }) => isWithin(from, 'adapter-kit') && isWithinAny(to, elsewhere),
        'hand it what it needs as an argument',
      ),
    ).toEqual([]);
  });

  it('lead from no organisation to another: organisations meet only in the supergraph', () => {
    expect(
      forbidden(({ from, to }) => {
        const own = subgraphOf(from);
        const other = subgraphOf(to);
        return own !== null && other !== null && own !== other;
      }, 'join on a key that the household owns'),
    ).toEqual([]);
  });

  it('lead from no resolvers to an adapter: resolvers know their port alone', () => {
    expect(
      forbidden(
        ({ from, to }) => from.endsWith('/resolvers.ts') && to.includes('/adapters/'),
        'ask the port (source.ts)',
      ),
    ).toEqual([]);
  });

  it('lead from no adapter to GraphQL or to resolvers: an adapter gives plain data', () => {
    expect(
      forbidden(
        ({ from, to }) =>
          from.includes('/adapters/') &&
          (isPackage(to, 'graphql') || /^@apollo\//.test(to) || to.endsWith('/resolvers.ts')),
        'return records of the port, throw SourceError',
      ),
    ).toEqual([]);
  });

  it('lead from no port to a protocol or to GraphQL: a port is types and promises', () => {
    expect(
      forbidden(
        ({ from, to }) =>
          /^subgraphs\/[^/]+\/source\.ts$/.test(from) &&
          (to.includes('/adapters/') || to.startsWith('node:') || isPackage(to, 'graphql')),
        'keep I/O in the adapter and the graph in the resolvers',
      ),
    ).toEqual([]);
  });

  it('lead from no subgraph to the gateway: every subgraph runs without it', () => {
    expect(
      forbidden(
        ({ from, to }) => isWithin(from, 'subgraphs') && isWithin(to, 'gateway'),
        'what both need belongs to adapter-kit',
      ),
    ).toEqual([]);
  });

  it('lead from the simulated sources to nothing of the product: they speak protocols, and share no mistakes with it', () => {
    const product = ['gateway', 'adapter-kit', 'subgraphs', 'schema', 'bench', 'test'];
    const isAllowed = ({ from, to }: Import): boolean =>
      // The Raad has no system that can be asked, so its message store is part of the product and runs here as it would there.
      (isWithin(from, 'simulated-sources/raad') && isWithin(to, 'subgraphs/raad/message-store')) ||
      to === 'schema/project-root.ts';
    expect(
      forbidden(
        (each) =>
          isWithin(each.from, 'simulated-sources') && isWithinAny(each.to, product) && !isAllowed(each),
        'write it again from the standard',
      ),
    ).toEqual([]);
  });

  it('lead to the simulated sources from the composition roots alone', () => {
    const roots: ReadonlySet<string> = new Set(['gateway/run-household.ts', 'subgraphs/serve.ts']);
    const product = ['gateway', 'adapter-kit', 'subgraphs', 'schema'];
    expect(
      forbidden(
        ({ from, to }) => isWithinAny(from, product) && isWithin(to, 'simulated-sources') && !roots.has(from),
        'only gateway/run-household.ts and subgraphs/serve.ts choose between real and simulated',
      ),
    ).toEqual([]);
  });

  it('lead from the pages to nothing but the cast, and to the pages from nothing: they ask over HTTP like everybody', () => {
    expect(
      forbidden(
        ({ from, to }) =>
          (isWithin(from, 'web') && isWithinAny(to, everyPart) && !isWithin(to, 'web')
            ? to !== 'simulated-sources/families.ts'
            : false) ||
          (isWithin(to, 'web') && !isWithin(from, 'web')),
        'a page has what its files have, and what the graph answers',
      ),
    ).toEqual([]);
  });

  it('lead from nothing to the benchmark or the tests but from themselves', () => {
    expect(
      forbidden(
        ({ from, to }) => (isWithin(to, 'bench') && !isWithin(from, 'bench')) || isWithin(to, 'test'),
        'move what both need',
      ),
    ).toEqual([]);
  });
});

describe('the folders', () => {
  it.each(organisationFolders)(
    'hold the same things for %s as for every organisation: read one and you know them all',
    (folder) => {
      const own = projectFiles.filter((file) => isWithin(file, `subgraphs/${folder}`));
      for (const file of ['schema.graphql', 'source.ts', 'resolvers.ts', 'subgraph.ts']) {
        expect(own).toContain(`subgraphs/${folder}/${file}`);
      }
      expect(own.some((file) => isWithin(file, `subgraphs/${folder}/adapters`))).toBe(true);
    },
  );
});

/** Modules that read or pass on the environment, each with the reason. Everything else receives ready parts. */
const readersOfTheEnvironment: Readonly<Record<string, string>> = {
  'gateway/main.ts': 'the composition root',
  'subgraphs/serve.ts': 'the composition root of one subgraph',
  'subgraphs/raad/message-store/main.ts': 'a program of its own, with its own secret',
  'gateway/stock-gateway.ts': "sets, and never reads, the switch that Apollo's packages look at",
  'simulated-sources/run.ts': 'learns whether a parent holds the rope',
  'simulated-sources/processes.ts': 'hands the environment on to a source that it starts',
  'simulated-sources/issuer/source.ts': "the region's key, by which it makes pseudonyms",
  'simulated-sources/raad/source.ts': 'the schemas that the real store would be given in the same variable',
  'bench/run.ts': 'hands the environment on to the gateway that it starts',
};

/** Modules that do something when they are started; each is named by a script or started as a process. */
const programs: ReadonlySet<string> = new Set([
  'gateway/main.ts',
  'gateway/write-errors-page.ts',
  'gateway/accountability/run.ts',
  'subgraphs/write-access-page.ts',
  'simulated-sources/issuer/print-token.ts',
  'subgraphs/serve.ts',
  'subgraphs/raad/message-store/main.ts',
  'schema/compose.ts',
  'simulated-sources/run.ts',
  'simulated-sources/fault-proxy/run.ts',
  'simulated-sources/check-standards.ts',
  'bench/run.ts',
  'bench/population/run.ts',
  'bench/aggregator.ts',
  'bench/differential/run.ts',
  'bench/engine/contestant.ts',
  'bench/engine/subgraph-servers.ts',
  'web/explorer/explorer.ts',
]);

describe('one place chooses', () => {
  it('so the environment is read where it is listed here with a reason, and nowhere else', () => {
    const reading = productModules.filter((module) => textOf(module).includes('process.env'));
    expect(reading.sort()).toEqual(Object.keys(readersOfTheEnvironment).sort());
  });

  it('and the stock gateway gets the one switch that keeps telemetry off, and reads nothing', () => {
    expect(textOf('gateway/stock-gateway.ts').match(/process\.env.*/g)).toEqual([
      "process.env['APOLLO_TELEMETRY_DISABLED'] = '1';",
    ]);
  });
});

describe('importing a module never does anything', () => {
  it('so nothing but a program acts at its top level, ends the process or listens to signals', () => {
    const acting = productModules
      .filter((module) => !programs.has(module))
      .flatMap((module) => [...actsAtTopLevel(module), ...touchesTheProcess(module)]);
    expect(acting).toEqual([]);
  });

  it('and every program that is named here is there, and is imported by nobody', () => {
    expect([...programs].filter((program) => !productModules.includes(program))).toEqual([]);
    const importers = modules
      .flatMap(importsOf)
      .filter(({ to }) => programs.has(to))
      .map(({ from, to }) => `${from} imports ${to}: start it as a process`);
    expect(importers).toEqual([]);
  });
});

function actsAtTopLevel(module: string): readonly string[] {
  const tree = treeOf(module);
  const declares = (statement: ts.Statement): boolean =>
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    (ts.isVariableStatement(statement) && !awaits(statement));
  return tree.statements
    .filter((statement) => !declares(statement))
    .map((statement) => `${placeOf(module, tree.text, statement.getStart())} acts when it is imported`);
}

function touchesTheProcess(module: string): readonly string[] {
  const tree = treeOf(module);
  const found: string[] = [];
  walk(tree, (node) => {
    const isProcess = ts.isPropertyAccessExpression(node) && node.expression.getText() === 'process';
    if (isProcess && /^(exit|exitCode|on|once|abort|chdir)$/.test(node.name.text)) {
      found.push(`${placeOf(module, tree.text, node.getStart())} uses process.${node.name.text}`);
    }
  });
  return found;
}

/** Whether a declaration waits for something, not counting what its functions do when they are called. */
function awaits(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return node.forEachChild((child) => awaits(child) || undefined) ?? false;
}
