import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

/** The start files behind node_modules/.bin, which are shell scripts on some systems. */
const tools = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
};

function assertAgrees(tool: keyof typeof tools, ...args: string[]): void {
  const command = join(root, 'node_modules', tools[tool]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, `${tool} ${args.join(' ')}\n${stdout}${stderr}`);
}

test('the types of the server, the client and the tests hold', () => assertAgrees('tsc', '--noEmit'));

test('the types of the web app hold', { skip: !existsSync(join(root, 'web', 'tsconfig.json')) }, () =>
  assertAgrees('tsc', '--noEmit', '--project', 'web'),
);

test('the code is linted and formatted', () => assertAgrees('biome', 'check', '--error-on-warnings'));

test('no file, export or dependency is unused', () => assertAgrees('knip'));
