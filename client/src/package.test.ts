import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { onBothEngines, startApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { samplesOf } from '../../test/support/samples.ts';
import { buildClient } from '../build.ts';

const root = join(import.meta.dirname, '../..');
const MAX_GZIPPED_BYTES = 6000;

/** A folder in which packages are found as in the checkout. */
function folderInCheckout(): string {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'client-'));
}

function runTool(path: string, args: string[], cwd = root): string {
  return execFileSync(process.execPath, [join(root, 'node_modules', path), ...args], { cwd, encoding: 'utf8' });
}

describe('the package of the client', { timeout: 120_000 }, () => {
  let folder: string;
  before(() => {
    folder = folderInCheckout();
    buildClient(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('is one that publint finds no fault with', () => {
    assert.match(runTool('publint/src/cli.js', [folder, '--strict']), /All good!/);
  });

  test('is one whose types resolve, by attw', () => {
    runTool('@arethetypeswrong/cli/dist/index.js', ['--pack', folder, '--profile', 'esm-only', '--quiet'], folder);
  });

  test('has at most 6 kB, minified and compressed, with what it depends on', async () => {
    const bundle = await rolldown({ input: join(folder, 'index.js'), platform: 'browser' });
    const { output } = await bundle.generate({ minify: true });
    await bundle.close();
    const code = output.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
    const size = gzipSync(code, { level: 9 }).length;
    assert.ok(size > 1000 && size <= MAX_GZIPPED_BYTES, `${size} bytes`);
    assert.doesNotMatch(code, /node:|\bBuffer\b/, 'browsers have none of it');
  });

  test('names no module of Node', () => {
    for (const file of ['client', 'index', 'list', 'problem', 'send'])
      assert.doesNotMatch(readFileSync(join(folder, `${file}.js`), 'utf8'), /node:/);
  });
});

/** All samples as one module, each in a block of its own; the first one connects. */
function moduleOf([connecting = '', ...others]: string[]): string {
  const imports = new Set<string>();
  const bodies = others.map((sample) => sample.replaceAll(/^import .*;$/gm, (line) => imports.add(line) && ''));
  return [connecting, ...imports, ...bodies.map((body) => `{\n${body}}`)].join('\n');
}

onBothEngines('the samples of the README', (engine) => {
  test('are typed and run', async () => {
    const samples = samplesOf(join(root, 'client/README.md'), 'ts');
    assert.equal(samples.length, 6);
    const students = [{ id: 7, name: 'Held', email: 'held@alder.example' }];
    const times = { start: '2024-02-01T00:00:00Z', end: '2025-01-01T00:00:00Z' };
    const licenses = [{ id: 77, poolId: SHARED, studentId: 7, ...times }];
    const app = await startApp(engine, { world: { ...cast(), students, licenses } });
    const folder = folderInCheckout();
    const file = join(folder, 'samples.ts');
    writeFileSync(file, moduleOf(samples));
    if (engine === 'sqlite') {
      const settings = { extends: join(root, 'tsconfig.json'), include: [], files: [file] };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
      runTool('typescript/bin/tsc', ['-p', folder]);
    }
    const { token } = await app.client(ALICE);
    const child = spawn(process.execPath, ['--input-type=module-typescript'], {
      cwd: join(root, 'client'),
      env: { ...process.env, CARREL_URL: app.url, CARREL_TOKEN: token },
    });
    child.stdin.end(readFileSync(file));
    const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    rmSync(folder, { recursive: true });
    assert.equal(status, 0, errors);
    assert.match(out, /^Alder has 5 pools\.$/m);
    assert.match(out, /^License \d+ is assigned\.$/m);
    assert.match(out, /^77 held@alder\.example until 2025-01-01T00:00:00\+00:00$/m);
    assert.match(out, / token\.created undefined$/m);
  });
});
