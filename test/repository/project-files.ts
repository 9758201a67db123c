/** The project's own files as the rules of this folder read them: names, texts, and what each module imports and does. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../schema/project-root.js';

/** Files that the repository holds or would hold after `git add`, relative to its root. */
export const projectFiles: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: projectRoot, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(projectRoot, file)));

/** Files that people write; what npm writes has numbers and addresses of its own, and a hash has digits that are nobody's. */
export const writtenFiles: readonly string[] = projectFiles.filter(
  (file) =>
    /\.(ts|mjs|md|graphql|json|ya?ml|xml|sql|txt|csv)$/.test(file) &&
    file !== 'package-lock.json' &&
    file !== 'schema/operations/generated/persisted-operations.json',
);

export const modules: readonly string[] = projectFiles.filter((file) => file.endsWith('.ts'));

/** Modules of the project itself, without its tests. */
export const productModules: readonly string[] = modules.filter((file) => !isWithin(file, 'test'));

export function isWithin(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

export function textOf(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8');
}

const trees = new Map<string, ts.SourceFile>();

export function treeOf(module: string): ts.SourceFile {
  const tree = trees.get(module) ?? ts.createSourceFile(module, textOf(module), ts.ScriptTarget.ES2023, true);
  trees.set(module, tree);
  return tree;
}

export interface Import {
  readonly from: string;
  /** A file of this project relative to its root, or the name that a package is imported by. */
  readonly to: string;
}

/** Everything that a module imports, types included, also with `export … from` and `import()`. */
export function importsOf(module: string): readonly Import[] {
  const specifiers: string[] = [];
  walk(treeOf(module), (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
        specifiers.push(node.moduleSpecifier.text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) specifiers.push(specifier.text);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) specifiers.push(node.argument.literal.text);
    }
  });
  return specifiers.map((specifier) => ({
    from: module,
    to: specifier.startsWith('.')
      ? posix.join(posix.dirname(module), specifier).replace(/\.js$/, '.ts')
      : specifier,
  }));
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** `file:line`, for a message that one can click on. */
export function placeOf(file: string, text: string, offset: number): string {
  return `${file}:${text.slice(0, offset).split('\n').length}`;
}

/** Every match in every file, with its place. */
export function findAll(
  files: readonly string[],
  pattern: RegExp,
): readonly { readonly file: string; readonly place: string; readonly match: RegExpMatchArray }[] {
  return files.flatMap((file) => {
    const text = textOf(file);
    return [...text.matchAll(pattern)].map((match) => ({
      file,
      place: placeOf(file, text, match.index),
      match,
    }));
  });
}

/** Folders directly inside a folder. */
export function foldersIn(folder: string): readonly string[] {
  const names = projectFiles
    .filter((file) => isWithin(file, folder))
    .map((file) => file.slice(folder.length + 1).split('/'))
    .flatMap(([name, ...rest]) => (name !== undefined && rest.length > 0 ? [name] : []));
  return [...new Set(names)];
}

/** A file beside the repository that not everybody has. */
export function besideTheProject(...path: readonly string[]): string {
  return join(dirname(projectRoot), ...path);
}
