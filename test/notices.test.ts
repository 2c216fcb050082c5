/** What the web app ships of others stands, with its license, in the file that it ships beside. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApp } from './support/app.ts';

const root = join(import.meta.dirname, '..');
const OF_OURS = 'carrel-client';

/** Packages that the sources of the web app and of its style sheets name. */
function named(): Set<string> {
  const imports = /(?:\bfrom|\bimport|@import)\s*\(?\s*["']((?:@[\w.-]+\/)?[a-z][\w.-]*)[^"':]*["']/g;
  const files = globSync('web/src/**/*.{ts,tsx,css}', { cwd: root });
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8').replace(/^import type .*$/gm, ''));
  return new Set(texts.flatMap((text) => [...text.matchAll(imports)].map(([, name = '']) => name)));
}

test('every package of the web app stands in its notices, with version, license and text', async () => {
  const app = await startApp('sqlite');
  const answer = await fetch(`${app.url}/THIRD_PARTY_NOTICES.txt`);
  const text = await answer.text();
  await app.close();
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/plain; charset=utf-8']);
  const notices = text.split(/\n-{80}\n/).slice(1);
  const of = (name: string) => notices.find((notice) => notice.trim().startsWith(`${name} `)) ?? '';
  const names = [...named(), 'scheduler', '@floating-ui/dom', '@iconify-json/tabler'].filter(
    (name) => name !== OF_OURS,
  );
  assert.ok(names.length > 12, names.join(' '));
  for (const name of names) {
    const { version, license } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    assert.ok(of(name).includes(`${name} ${version}\nLicense: ${license}\n`), name);
  }
  const short = notices.filter((notice) => notice.length < 500).map((notice) => notice.trim().split('\n', 1)[0]);
  assert.deepEqual(short, [], 'they carry the text of their license');
});
