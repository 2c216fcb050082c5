/** Builds the package that is published into `cli/dist`: `npm run build --workspace=cli`. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const folder = import.meta.dirname;
const MAIN = 'carrel-licenses.js';

/** One module, with what it depends on beside it as packages; answers the folder. */
export async function buildCli(target = join(folder, 'dist')): Promise<string> {
  const {
    private: _,
    devDependencies,
    scripts,
    ...described
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const external = Object.keys(described.dependencies).map((name) => new RegExp(`^${name}(/|$)`));
  const output = { dir: target, entryFileNames: MAIN, cleanDir: true };
  await build({ input: join(folder, 'src/main.ts'), platform: 'node', external, output, logLevel: 'warn' });
  const published = { ...described, bin: { 'carrel-licenses': MAIN } };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  copyFileSync(join(folder, 'README.md'), join(target, 'README.md'));
  copyFileSync(join(folder, '../LICENSE'), join(target, 'LICENSE'));
  return target;
}

if (import.meta.main) await buildCli();
