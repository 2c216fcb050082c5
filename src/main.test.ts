import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'carrel-main-'));
after(() => rmSync(folder, { recursive: true }));

const program = (name: string) =>
  `export const run = async () => { console.log(${JSON.stringify(name)}); return 0; };\n`;
const changed = (file: string, minute: number) => utimesSync(join(folder, file), minute * 60, minute * 60);

function install(): void {
  for (const name of ['src/cli', 'dist']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  writeFileSync(join(folder, 'src/cli/program.ts'), program('the sources'));
  writeFileSync(join(folder, 'dist/program.js'), program('the built server'));
  copyFileSync(join(import.meta.dirname, 'main.js'), join(folder, 'src/main.js'));
  for (const file of ['package-lock.json', 'src', 'src/cli', 'src/cli/program.ts', 'src/main.js']) changed(file, 10);
  changed('dist/program.js', 11);
}

const whatRuns = () => spawnSync(process.execPath, [join(folder, 'src/main.js')], { encoding: 'utf8' }).stdout.trim();

test('the built server runs as long as nothing it was built from has changed', () => {
  install();
  assert.equal(whatRuns(), 'the built server');
  for (const file of ['src/cli/program.ts', 'src/cli', 'src', 'package-lock.json']) {
    changed(file, 12);
    assert.equal(whatRuns(), 'the sources', `${file} changed`);
    changed(file, 10);
  }
  assert.equal(whatRuns(), 'the built server');
  rmSync(join(folder, 'package-lock.json'));
  assert.equal(whatRuns(), 'the built server', 'there is no list of packages, as in an image');
  changed('src/cli/program.ts', 12);
  assert.equal(whatRuns(), 'the sources', 'a source changed, and there is no list of packages');
  rmSync(join(folder, 'src/cli'), { recursive: true });
  assert.equal(whatRuns(), 'the built server', 'there are no sources');
  install();
  rmSync(join(folder, 'dist'), { recursive: true });
  assert.equal(whatRuns(), 'the sources', 'nothing is built');
});
