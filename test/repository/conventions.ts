import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { z } from 'zod';
import { projectRoot } from '../../schema/project-root.js';
import {
  findAll,
  isWithin,
  modules,
  placeOf,
  productModules,
  projectFiles,
  textOf,
  treeOf,
  walk,
  writtenFiles,
} from './project-files.js';

describe('names', () => {
  it('of files and folders are kebab-case, but for the few that everybody spells in capitals', () => {
    const customary = /^(README|CONTRIBUTING|CHANGELOG|SECURITY)\.md$|^LICENSE$/;
    const isKebab = (name: string): boolean => /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name);
    const others = projectFiles.filter((file) =>
      file.split('/').some((name) => !isKebab(name) && !customary.test(name)),
    );
    expect(others).toEqual([]);
  });

  it('say what is in a file: none is called after a heap of things', () => {
    const heap = /^(utils?|helpers?|common|misc(ellaneous)?|stuff|lib)$/;
    const heaps = projectFiles
      .filter((file) => file.split('/').some((name) => heap.test(name.replace(/\..*$/, ''))))
      .map((file) => `${file}: name it after its main export`);
    expect(heaps).toEqual([]);
  });
});

describe('the code', () => {
  it('has no type that admits everything, but in tests that say why on the line above', () => {
    const found = modules.flatMap((module) => {
      const tree = treeOf(module);
      const places: string[] = [];
      walk(tree, (node) => {
        if (node.kind !== ts.SyntaxKind.AnyKeyword) return;
        const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
        const above = tree.text.split('\n')[line - 1] ?? '';
        const isExplained = isWithin(module, 'test') && /biome-ignore \S+noExplicitAny: \S/.test(above);
        if (!isExplained)
          places.push(`${placeOf(module, tree.text, node.getStart())}: use unknown and a parser`);
      });
      return places;
    });
    expect(found).toEqual([]);
  });

  it('silences the type checker nowhere', () => {
    const silenced = findAll(modules, /@ts-(?:ignore|nocheck|expect-error)\b/g)
      // The rule itself has to name what it forbids.
      .filter(({ file }) => file !== 'test/repository/conventions.ts')
      .map(({ place }) => place);
    expect(silenced).toEqual([]);
  });

  it('waits by no deadline that the garbage collector may take away', () => {
    // What `AbortSignal.any` combines is held weakly in Node 20: a timeout in it may never come.
    const found = findAll(productModules, /(?<!`)AbortSignal\.any\(/g).map(
      ({ place }) => `${place}: use startDeadline or withinDeadline of the kit`,
    );
    expect(found).toEqual([]);
  });

  it('exports by name, so that a thing is called the same everywhere', () => {
    const byDefault = modules.filter((module) =>
      treeOf(module).statements.some(
        (statement) =>
          ts.isExportAssignment(statement) ||
          (ts.canHaveModifiers(statement) &&
            ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
      ),
    );
    expect(byDefault).toEqual([]);
    // What runs before anything is compiled stands in scripts/, and is all that is not TypeScript.
    const untyped = projectFiles.filter(
      (file) => /\.m?js$/.test(file) && !file.endsWith('.config.mjs') && !isWithin(file, 'scripts'),
    );
    expect(untyped).toEqual([]);
  });

  it('leaves nothing to be done later without the number of an issue', () => {
    // Written so that the pattern does not find itself.
    const later = /\b(?:TO{1}DO|FIX{1}ME|XX{1}X)\b(?!.*#\d)/g;
    expect(findAll(writtenFiles, later).map(({ place }) => place)).toEqual([]);
  });

  it('knows no folder of one machine', () => {
    const onOneMachine = /(?<![\w.])\/(?:home|Users|root|work)\/|\b[A-Z]:\\\w/g;
    const found = findAll(
      [...writtenFiles, ...projectFiles.filter((file) => isWithin(file, '.ci'))],
      onOneMachine,
    );
    expect(found.map(({ place }) => place)).toEqual([]);
  });
});

describe('the graph', () => {
  it('has no score, no prediction and no descent of anybody: it shows what was recorded, and judges nobody', () => {
    const judging =
      /\w*(?:score|predict|likelihood|riskLevel|riskClass|nationalit|ethnic|birthCountry|religio)\w*/gi;
    const schemas = projectFiles.filter((file) => file.endsWith('.graphql'));
    expect(schemas).toContain('schema/api.graphql');
    expect(findAll(schemas, judging).map(({ place, match: [word] }) => `${place}: ${word}`)).toEqual([]);
  });
});

describe('dependencies', () => {
  const record = 'docs/adr/0009-dependencies.md';
  const manifest = z.object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  });

  it('each have a line that says what they are for', () => {
    expect(existsSync(join(projectRoot, record)) ? record : `${record} is missing`).toBe(record);
    const lines = textOf(record).split('\n');
    const { dependencies, devDependencies } = manifest.parse(JSON.parse(textOf('package.json')));
    const unexplained = Object.keys({ ...dependencies, ...devDependencies })
      .filter((name) => !lines.some((line) => line.includes(`\`${name}\``)))
      .map((name) => `${name}: earn a line in ${record}`);
    expect(unexplained).toEqual([]);
  });

  it('are pinned to one version', () => {
    const { dependencies, devDependencies } = manifest.parse(JSON.parse(textOf('package.json')));
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('of the running product are never those of development', () => {
    const { devDependencies } = manifest.parse(JSON.parse(textOf('package.json')));
    const isProduct = (module: string): boolean =>
      ['gateway/', 'subgraphs/', 'adapter-kit/'].some((folder) => module.startsWith(folder));
    const found = productModules.filter(isProduct).flatMap((module) =>
      Object.keys(devDependencies)
        .filter((name) => new RegExp(`from '${name}(/|')`).test(textOf(module)))
        .map((name) => `${module} imports ${name}`),
    );
    expect(found).toEqual([]);
  });
});

describe("other people's standards", () => {
  it('are not in this project: no official schema is copied, whole or in part', () => {
    expect(projectFiles.filter((file) => /\.(xsd|wsdl|rng)$/i.test(file))).toEqual([]);
    const texts = projectFiles.filter(
      (file) => file !== 'package-lock.json' && !/\.(png|jpe?g|svg|pdf)$/.test(file),
    );
    const copied = findAll(texts, /^(?:openapi|swagger): |<xsd?:schema\b/gm);
    expect(copied.map(({ place }) => `${place}: read it from outside, as npm run standards does`)).toEqual(
      [],
    );
    const inJson = texts
      .filter((file) => file.endsWith('.json'))
      .filter((file) => /^\s*"(?:openapi|swagger)"\s*:/m.test(textOf(file)));
    expect(inJson).toEqual([]);
  });
});
