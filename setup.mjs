/**
 * Prepares a checkout, on any Node from 18 on: installs packages once per lockfile, and builds the server and the web
 * app when their sources changed. `--tests` adds what only the tests need: the development packages and a browser.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const forTests = process.argv.includes('--tests');
const WEB_BUILD = ['exec', '--loglevel=error', '--workspace=web', '--', 'vite', 'build', '--logLevel=error'];

process.chdir(root);
if (!packagesFit()) installPackages();
build('server', 'dist', ['package.json', 'build.mjs', 'src'], ['run', '--silent', 'build']);
touch('dist/program.js');
if (existsSync('web/index.html')) build('web app', 'web/dist', ['web', 'client'], WEB_BUILD);
if (forTests) await provideBrowser();

/** Whether what npm recorded as installed covers the lockfile. Packages for other platforms are left out. */
function packagesFit() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages);
  return wanted.every(
    ([path, { version, optional, dev, devOptional }]) =>
      !path.startsWith('node_modules/') ||
      optional ||
      (!forTests && (dev || devOptional)) ||
      (path in installed && installed[path].version === version),
  );
}

function installPackages() {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(forTests ? [] : ['--omit=dev'])];
  step('Installing packages', () => run('npm', args, environmentWithoutOwnNode()));
}

/** npm must not run on the Node inside the node_modules that it is about to replace. */
function environmentWithoutOwnNode() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = (process.env[name] ?? '').split(delimiter).filter((folder) => folder !== bin);
  return { ...process.env, [name]: folders.join(delimiter) };
}

/** Through npm, which puts the Node that it installed first in the path. */
function build(what, folder, sources, command) {
  const stamp = join(folder, '.sources');
  const hash = hashOf(['package-lock.json', ...sources]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  step(`Building the ${what}`, () => run('npm', command));
  writeFileSync(stamp, hash);
}

/** src/main.js goes by the time of the build: sources may be younger than it, and the same. */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error; // who may not write here can start all the same
  }
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesUnder)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !['node_modules', 'dist'].includes(name));
  return names.sort().flatMap((name) => filesUnder(join(path, name)));
}

async function provideBrowser() {
  const { findChromium } = await import('./test/support/chromium.mjs');
  if (findChromium()) return;
  if (isDebian() && process.getuid?.() === 0) {
    const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    step('Installing Chromium for the browser tests', () => {
      run('apt-get', ['update', '-qq'], quiet);
      run(
        'apt-get',
        ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
        quiet,
        'ignore',
      );
    });
  } else {
    console.log('The browser tests need Chromium and found none. Install it with "npx playwright install --with-deps');
    console.log('chromium", on Debian as root with "apt-get install chromium", or name one in CHROMIUM_PATH.');
  }
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function step(title, work) {
  const started = Date.now();
  console.log(`${title}…`);
  work();
  console.log(`${title}: done in ${Math.round((Date.now() - started) / 1000)} s`);
}

function run(command, args, env = process.env, stdout = 'inherit') {
  const { status, error } = spawnSync(command, args, {
    env,
    stdio: ['ignore', stdout, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`);
  process.exit(1);
}
