/** Builds the package that is published into `client/dist`: `npm run build --workspace=client`. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const root = join(folder, '..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

/** The compiler writes the modules' new names into modules, and leaves those in declarations. */
function nameModules(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(from '\.\/\w+)\.ts';/g, "$1.js';"));
}

/** Writes the modules, their declarations, and what a package has beside them; answers the folder. */
export function buildClient(target = join(folder, 'dist')): string {
  rmSync(target, { recursive: true, force: true });
  execFileSync(process.execPath, [compiler, '-p', join(folder, 'tsconfig.build.json'), '--outDir', target]);
  for (const file of globSync('*.d.ts', { cwd: target })) nameModules(join(target, file));
  const {
    private: _,
    devDependencies,
    scripts,
    exports,
    ...described
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const published = { ...described, exports: { '.': { types: './index.d.ts', default: './index.js' } } };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  copyFileSync(join(folder, 'README.md'), join(target, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  return target;
}

if (import.meta.main) buildClient();
