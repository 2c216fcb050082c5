/** Who may import what. A rule that is broken is told by the file and what it imports. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const IMPORT = /^(?:(?:import|export|\})[^'\n]* from |import )'([^']+)'|\bimport\('([^']+)'\)/gm;

/** What `file` imports: files of the tree by their path, packages by their name. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, first, later]) => {
    const name = first ?? later ?? '';
    if (name.startsWith('.')) return normalize(join(dirname(file), name));
    return name.startsWith('#') ? `src/${name.slice(1)}` : name;
  });
}

const files = globSync('{src,web/src,client/src}/**/*.{ts,tsx}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.endsWith('.test.ts'));
const edges = files.flatMap((from) => importsOf(from).map((to) => ({ from, to })));

/** Imports of something like `to`, from files that are not like `from`. */
const strays = (to: RegExp, from: RegExp) => edges.filter((edge) => to.test(edge.to) && !from.test(edge.from));
/** Imports by files like `from` of something that is not like `to`. */
const escapes = (from: RegExp, to: RegExp) => edges.filter((edge) => from.test(edge.from) && !to.test(edge.to));

const NOUN = /^src\/(?!cli\/|db\/|docs\/|http\/|rules\/)[\w-]+\//;
/** Where a noun meets the wire: its routes, its shapes, and what reads values out of them. */
const EDGE = /(routes|schema|read|fields|actor)\.ts$/;
const SERVER_ONLY = /^src\/(http|cli|docs)\/|^src\/app\.ts$|^src\/.*(routes|schema)\.ts$/;

test('the imports are found', () => {
  assert.ok(files.length > 150 && edges.length > 500, `${files.length} files, ${edges.length} imports`);
  assert.ok(edges.some(({ from, to }) => from === 'src/app.ts' && to === 'src/pool/routes.ts'));
});

test('pg is known to src/db/postgres*.ts alone', () =>
  assert.deepEqual(strays(/^pg$/, /^src\/db\/postgres[\w-]*\.ts$/), []));

test('node:sqlite is known to src/db/sqlite*.ts alone', () =>
  assert.deepEqual(strays(/^node:sqlite$/, /^src\/db\/sqlite[\w-]*\.ts$/), []));

test('the environment is read by src/config.ts alone', () => {
  const readers = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'));
  assert.deepEqual(readers, ['src/config.ts']);
});

test('only src/app.ts imports routes', () => assert.deepEqual(strays(/^src\/.*routes\.ts$/, /^src\/app\.ts$/), []));

test('the rules import each other and node:url, nothing else', () =>
  assert.deepEqual(escapes(/^src\/rules\//, /^(src\/rules\/.*|node:url)$/), []));

test('operations know no routes, no wire shapes and no HTTP', () => {
  const operations = edges.filter(({ from }) => NOUN.test(from) && !EDGE.test(from));
  assert.ok(operations.length > 100);
  assert.deepEqual(
    operations.filter(({ to }) => SERVER_ONLY.test(to)),
    [],
  );
});

test('commands are known to commands alone', () =>
  assert.deepEqual(strays(/^src\/cli\//, /^src\/(cli\/|main\.ts$)/), []));

test('the web app reaches the server through the client alone', () => {
  assert.deepEqual(strays(/^(src|client)\//, /^(src|client)\//), []);
  assert.ok(edges.some(({ from, to }) => from.startsWith('web/') && to === 'carrel-client'));
});

test('the client imports nothing of the server', () =>
  assert.deepEqual(escapes(/^client\/src\//, /^(client\/src\/.*|openapi-fetch)$/), []));
