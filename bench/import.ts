import { once } from 'node:events';
import { closeSync, cpSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, median } from './support/measure.ts';
import { carrel, productEnv, SERVER_CORE, startNode } from './support/processes.ts';

const ROUNDS = 2;
const POOLS = 1000;
const day = (offset: number) =>
  `${new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)}T00:00:00+00:00`;

/** An import file of `n` licenses in 1,000 pools of ten managers, two licenses a student. */
function writeFile(path: string, n: number): void {
  const to = openSync(path, 'w');
  const list = (name: string, count: number, make: (i: number) => object, end = ',') => {
    writeSync(to, `"${name}":[`);
    for (let at = 0; at < count; at += 10_000) {
      const items = Array.from({ length: Math.min(10_000, count - at) }, (_, i) => JSON.stringify(make(at + i + 1)));
      writeSync(to, `${at > 0 ? ',' : ''}${items.join(',')}`);
    }
    writeSync(to, `]${end}`);
  };
  const time = { start: day(-30), end: day(300) };
  writeSync(to, '{');
  list('managers', 10, (id) => ({
    id,
    name: `Manager ${id}`,
    email: 'm@example.com',
    allowedDomains: ['example.com'],
  }));
  list('courses', POOLS, (id) => ({ id, title: `Course ${id}` }));
  const pool = (id: number) => ({ id, managerId: 1 + (id % 10), courseId: id, transferable: id % 2 === 0 });
  list('pools', POOLS, (id) => ({ ...pool(id), licenses: Math.ceil(n / POOLS), ...time }));
  list('students', n / 2, (id) => ({ id, name: `Student ${id}`, email: `student.${id}@example.com` }));
  const license = (id: number) => ({
    id,
    poolId: 1 + (id % POOLS),
    studentId: 1 + ((id + Math.floor((2 * id) / n)) % (n / 2)),
  });
  list('licenses', n, (id) => ({ ...license(id), ...time }), '');
  writeSync(to, '}');
  closeSync(to);
}

interface Took {
  seconds: number;
  peakMiB: number;
}

/** Imports into a fresh copy of the empty database at `from`, and removes it. */
async function inFreshCopy(from: string, work: (dataDir: string) => Promise<Took>): Promise<Took> {
  const dataDir = mkdtempSync(join(tmpdir(), 'carrel-import-'));
  try {
    for (const file of readdirSync(from)) cpSync(join(from, file), join(dataDir, file));
    return await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const bare = (file: string) => async (dataDir: string) => {
  const argument = JSON.stringify({ path: join(dataDir, 'carrel.db'), file });
  const child = startNode(SERVER_CORE, [join('bench', 'floors', 'sqlite-import.ts'), argument], { ipc: true });
  const [{ seconds, residentKiB }] = await once(child, 'message');
  return { seconds, peakMiB: residentKiB / 1024 };
};

/** The whole command, from the start of Node to its end. */
const product = (file: string) => async (dataDir: string) => {
  const peak = join(import.meta.dirname, 'support', 'peak.ts');
  const startedAt = performance.now();
  const child = startNode(SERVER_CORE, ['--import', peak, join('src', 'main.js'), 'import', file], {
    env: productEnv({ dataDir }),
    ipc: true,
  });
  let peakMiB = Number.NaN;
  child.once('message', (message) => {
    peakMiB = (message as { residentKiB: number }).residentKiB / 1024;
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the import ended with exit code ${code}`);
  return { seconds: (performance.now() - startedAt) / 1000, peakMiB };
};

export default {
  title: 'Importing, SQLite',
  notes: `The product reads the file piece by piece into temporary tables on disk, and checks all of it there before it writes
anything, so that every problem is told at once and memory does not grow with the file. Its time contains the start of
Node, reading, parsing and checking; that of the floor only the inserts, with all triggers and indexes.`,
  run: async ({ full, found, tell }) => {
    const folder = mkdtempSync(join(tmpdir(), 'carrel-import-'));
    const empty = join(folder, 'empty');
    carrel({ dataDir: empty }, ['migrate']);
    const peaks: number[] = [];
    const sizes = full ? [250_000, 1_000_000] : [50_000, 200_000];
    for (const n of sizes) {
      const file = join(folder, `${n}.json`);
      writeFile(file, n);
      const pairs: { floor: Took; product: Took }[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const floor = await inFreshCopy(empty, bare(file));
        pairs.push({ floor, product: await inFreshCopy(empty, product(file)) });
        tell(`${n.toLocaleString('en')} licenses, round ${round + 1} of ${ROUNDS}`);
      }
      const ratios = pairs.map((pair) => pair.floor.seconds / pair.product.seconds);
      const of = (take: (pair: (typeof pairs)[number]) => number) => median(pairs.map(take));
      peaks.push(of((pair) => pair.product.peakMiB));
      found({
        what: `carrel import, ${n.toLocaleString('en')} licenses and ${(n / 2).toLocaleString('en')} students`,
        floor: 'node:sqlite, the same rows in one transaction, the file read and parsed before',
        goal: '≥ 0.25',
        result: `**${median(ratios).toFixed(2)}** (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), ${of((pair) => pair.product.seconds).toFixed(1)} s against ${of((pair) => pair.floor.seconds).toFixed(1)} s`,
        reached: median(ratios) >= 0.25,
      });
      rmSync(file);
    }
    const [few = 0, many = 0] = peaks.map(Math.round);
    found({
      what: `most memory while importing ${sizes[1]?.toLocaleString('en')} licenses`,
      floor: `importing ${sizes[0]?.toLocaleString('en')}`,
      goal: 'flat: ≤ 1.5×',
      result: `**${(many / few).toFixed(2)}**, ${many} MiB against ${few} MiB`,
      reached: many <= few * 1.5,
    });
    rmSync(folder, { recursive: true, force: true });
  },
} satisfies Benchmark;
