/** Who may import what. A rule that is broken is told by the file and what it imports. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');
const IMPORT = /^(?:(?:import|export|\})[^'\n]* from |import )'([^']+)'|\bimport\('([^']+)'\)/gm;
/** Imports of types alone, which are gone when the program runs. */
const TYPES = /^(?:import|export) type [^;]*? from '([^']+)';/gm;

/** A file of the tree by its path, a package by its name. */
function imported(file: string, name: string): string {
  if (name.startsWith('.')) return normalize(join(dirname(file), name));
  return name.startsWith('#') ? `src/${name.slice(1)}` : name;
}

/** What `file` imports, and whether by value. */
function importsOf(file: string): { to: string; byValue: boolean }[] {
  const text = readFileSync(join(root, file), 'utf8');
  const find = (source: string) => [...source.matchAll(IMPORT)].map(([, first, later]) => first ?? later ?? '');
  const byValue = new Set(find(text.replaceAll(TYPES, '')));
  return [...new Set(find(text))].map((name) => ({ to: imported(file, name), byValue: byValue.has(name) }));
}

const files = globSync('{src,web/src,client/src,cli/src}/**/*.{ts,tsx}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.endsWith('.test.ts'));
const edges = files.flatMap((from) => importsOf(from).map((edge) => ({ from, ...edge })));

/** Imports of something like `to`, from files that are not like `from`. */
const strays = (to: RegExp, from: RegExp) => edges.filter((edge) => to.test(edge.to) && !from.test(edge.from));
/** Imports by files like `from` of something that is not like `to`. */
const escapes = (from: RegExp, to: RegExp) => edges.filter((edge) => from.test(edge.from) && !to.test(edge.to));

const NOUN = /^src\/(?!cli\/|db\/|docs\/|http\/|rules\/)[\w-]+\//;
/** Where a noun meets the wire: its routes, its shapes, and what reads values out of them. */
const EDGE = /(routes|schema|read|fields|actor|bearer|relay|require-session)\.ts$/;
const SERVER_ONLY = /^src\/(http|cli|docs)\/|^src\/app\.ts$|^src\/.*(routes|schema)\.ts$/;

test('the imports are found', () => {
  assert.ok(files.length > 150 && edges.length > 500, `${files.length} files, ${edges.length} imports`);
  assert.ok(edges.some(({ from, to }) => from === 'src/routes.ts' && to === 'src/pool/routes.ts'));
});

test('pg is known to src/db/postgres*.ts alone', () =>
  assert.deepEqual(strays(/^pg$/, /^src\/db\/postgres[\w-]*\.ts$/), []));

test('node:sqlite is known to src/db/sqlite*.ts alone', () =>
  assert.deepEqual(strays(/^node:sqlite$/, /^src\/db\/sqlite[\w-]*\.ts$/), []));

test('the environment is read by src/config.ts and the start of the command line alone', () => {
  const readers = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'));
  assert.deepEqual(readers.sort(), ['cli/src/main.ts', 'src/config.ts']);
});

test('only src/app.ts and the table of routes import routes', () =>
  assert.deepEqual(strays(/^src\/.*routes\.ts$/, /^src\/(app|routes)\.ts$/), []));

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

test('the command line reaches the server through the client alone, and nobody needs it', () => {
  assert.deepEqual(escapes(/^cli\/src\//, /^(cli\/src\/.*|node:.*|@?[a-z][\w-]*(\/[\w-]+)?)$/), []);
  assert.deepEqual(strays(/^cli\//, /^cli\//), []);
  assert.ok(edges.some(({ from, to }) => from.startsWith('cli/') && to === 'carrel-client'));
});

test('the client imports nothing of the server', () =>
  assert.deepEqual(escapes(/^client\/src\//, /^(client\/src\/.*|openapi-fetch)$/), []));

/** What imports by value, file by file; types are gone when the program runs. */
const valueEdges = edges.filter(({ byValue }) => byValue);

/** The nodes that import themselves, directly or by way of others. */
function inCircles(pairs: readonly (readonly [from: string, to: string])[]): string[] {
  const next = Map.groupBy(pairs, ([from]) => from);
  const reaches = (start: string): boolean => {
    const seen = new Set<string>();
    const waiting = [start];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      for (const [, to] of next.get(node) ?? []) {
        if (to === start) return true;
        if (!seen.has(to)) waiting.push(to);
        seen.add(to);
      }
    }
    return false;
  };
  return [...next.keys()].filter(reaches).sort();
}

test('no file imports itself by value, by whatever way', () =>
  assert.deepEqual(inCircles(valueEdges.map(({ from, to }) => [from, to])), []));

/** The folder of a file; what stands in `src/` itself is composed of folders, and counts by itself. */
const placeOf = (file: string): string => (dirname(file) === 'src' ? file : dirname(file));

test('no folder of the server imports itself by value, by whatever way', () => {
  const pairs = valueEdges
    .filter(({ from, to }) => from.startsWith('src/') && to.startsWith('src/'))
    .map(({ from, to }) => [placeOf(from), placeOf(to)] as const)
    .filter(([from, to]) => from !== to);
  assert.ok(pairs.length > 300);
  assert.deepEqual(inCircles(pairs), []);
});

test('the wire knows no noun', () =>
  assert.deepEqual(
    escapes(/^src\/http\//, /^(src\/(http|db|rules)\/.*|src\/[\w-]+\.ts|[@\w].*)$/).filter(({ byValue }) => byValue),
    [],
  ));
