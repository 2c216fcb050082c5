import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, type Requests } from './support/load.ts';
import { type Benchmark, median, type Options } from './support/measure.ts';
import { startProduct } from './support/processes.ts';
import { makeWorld, tokenOf, type World } from './support/world.ts';

const LICENSES = 200_000;
const REQUESTS = 10_000;
const root = join(import.meta.dirname, '..');

async function measureStart(world: World, found: Options['found']): Promise<void> {
  const seconds: number[] = [];
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now();
    const product = await startProduct(world);
    seconds.push((performance.now() - startedAt) / 1000);
    await product.stop();
  }
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)].map((value) => value.toFixed(2));
  found({
    what: `serve on a database of ${LICENSES.toLocaleString('en')} licenses, from the start of Node to the first 200 of /readyz`,
    floor: '–',
    goal: '≤ 1 s',
    result: `**${median(seconds).toFixed(2)} s** (${least} to ${most})`,
    reached: median(seconds) <= 1,
  });
}

async function measureMemory(world: World, found: Options['found']): Promise<void> {
  const product = await startProduct(world);
  const before = product.residentMiB();
  const headers = { authorization: `Bearer ${tokenOf(world, 1)}` };
  const reads: Requests = {
    method: 'GET',
    paths: [
      'license/{id}',
      'licenses',
      'students?pageSize=100',
      'pools',
      'student?id={id}&includeInactive=true',
      'me',
    ].map((path) => `/api/licensing/v1/${path}`),
    ids: { from: 1, to: LICENSES / 2 },
    headers,
  };
  const assignments: Requests = {
    method: 'POST',
    paths: ['/api/licensing/v1/pool/{id}/license'],
    ids: { from: 1, to: 100 },
    headers,
    bodies: ['{"email":"student.{unique}@example.com"}'],
  };
  await load(product, { connections: 32, requests: reads, count: REQUESTS * 0.9 });
  await load(product, { connections: 32, requests: assignments, count: REQUESTS * 0.1 });
  const after = product.residentMiB();
  await product.stop();
  found({
    what: `resident memory after ${REQUESTS.toLocaleString('en')} requests, one in ten an assignment, 32 clients`,
    floor: '–',
    goal: '≤ 200 MiB',
    result: `**${Math.round(after)} MiB**, ${Math.round(before)} MiB before`,
    reached: after <= 200,
  });
}

/** What the image installs (Dockerfile): it brings its own Node. */
function measureInstall(found: Options['found']): void {
  const folder = mkdtempSync(join(tmpdir(), 'carrel-install-'));
  const files = ['package.json', 'package-lock.json', '.npmrc', 'client/package.json', 'web/package.json'];
  for (const file of files) cpSync(join(root, file), join(folder, file));
  const omit = ['--omit=dev', '--omit=optional', '--workspaces=false'];
  execFileSync('npm', ['ci', ...omit], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8')) as {
    packages: object;
  };
  const size = execFileSync('du', ['-sk', join(folder, 'node_modules')], { encoding: 'utf8' });
  const mebibytes = Math.round(Number(size.split('\t')[0]) / 1024);
  rmSync(folder, { recursive: true, force: true });
  found({
    what: `the production install: \`npm ci ${omit.join(' ')}\``,
    floor: '–',
    goal: 'told',
    result: `**${mebibytes} MiB** in ${Object.keys(packages).length} packages, without Node itself`,
    reached: true,
  });
}

export default {
  title: 'Start and size',
  notes: `Starting is loading. A profile of the start before it was looked at had a quarter of its time in compiling serializers of
answers, most of them never used (docs/decisions/0021-starting.md); after that, finding and loading modules of libraries
was most of it, so the server is built into a few files (0026-built-server.md). Memory is what V8 lets lie about, not what
lives; see docs/decisions/0022-small-heap.md.`,
  run: async ({ found }) => {
    const world = await makeWorld([{ managers: 1, licenses: LICENSES, pools: 200 }]);
    await measureStart(world, found);
    await measureMemory(world, found);
    await world.close();
    measureInstall(found);
  },
} satisfies Benchmark;
