/**
 * Bundles the explorer into `dist/explorer`: the page, its program and styles, Monaco's three workers and the examples.
 * After the compiler, because the examples are compiled modules. Names carry a hash of the content, so browsers may keep them.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist', 'explorer');
const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
};
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  outdir: target,
  write: true,
  target: 'es2022',
  legalComments: 'linked',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
};

mkdirSync(target, { recursive: true });
const built = new Set();
const outputOf = (result, entry) => {
  for (const output of Object.keys(result.metafile.outputs)) built.add(basename(output));
  const found = Object.entries(result.metafile.outputs).find(([, { entryPoint }]) =>
    entryPoint?.endsWith(entry),
  );
  if (!found) throw new Error(`expected an output for ${entry}`);
  return { script: basename(found[0]), style: basename(found[1].cssBundle ?? '') };
};

const ofWorkers = await build({
  ...shared,
  format: 'iife',
  entryPoints: Object.fromEntries(Object.entries(workers).map(([label, path]) => [`${label}-worker`, path])),
  entryNames: '[name]-[hash]',
});
const workerFiles = Object.fromEntries(
  Object.entries(workers).map(([label, path]) => [label, outputOf(ofWorkers, path).script]),
);
const ofPage = await build({
  ...shared,
  format: 'esm',
  entryPoints: { explorer: 'web/explorer/explorer.ts' },
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.ttf': 'file' },
  define: { ...shared.define, EXPLORER_WORKERS: JSON.stringify(workerFiles) },
});
const page = outputOf(ofPage, 'web/explorer/explorer.ts');

const { allExamples } = await import(
  pathToFileURL(join(root, 'dist', 'web', 'examples', 'all-examples.js')).href
);
const examples = JSON.stringify(allExamples);
const examplesFile = `examples-${createHash('sha256').update(examples).digest('hex').slice(0, 8)}.json`;
write(examplesFile, examples);

const html = readFileSync(join(root, 'web', 'explorer', 'page.html'), 'utf8')
  .replace('{{script}}', `explorer/${page.script}`)
  .replace('{{style}}', `explorer/${page.style}`)
  .replace('{{examples}}', `explorer/${examplesFile}`);
// Last, so that a page never names what is not there yet; what is left of an earlier build goes.
write('index.html', html);
for (const file of readdirSync(target)) if (!built.has(file)) rmSync(join(target, file), { force: true });

function write(name, text) {
  built.add(name);
  writeFileSync(join(target, `${name}.new`), text);
  renameSync(join(target, `${name}.new`), join(target, name));
}
