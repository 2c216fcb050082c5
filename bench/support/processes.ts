import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');

export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

const taskset = works('taskset', ['-c', String(LOAD_CORE), 'true']);

function works(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A command on a core of its own, where the system can pin it. */
export const pinned = (core: number, command: string[]): string[] => [
  ...(taskset ? ['taskset', '-c', String(core)] : []),
  ...command,
];

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts a Node program on a core of its own, where the system can pin it. */
export function startNode(
  core: number,
  args: string[],
  options: { env?: Record<string, string>; ipc?: boolean; cwd?: string } = {},
): ChildProcess {
  const [command, ...rest] = pinned(core, [process.execPath, ...args]);
  const child = spawn(command as string, rest, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'inherit', ...(options.ipc ? ['ipc' as const] : [])],
  });
  children.add(child.once('exit', () => children.delete(child)));
  return child;
}

/** A server that answers on `port`. */
export interface Running {
  port: number;
  child: ChildProcess;
  /** Seconds of processor time used so far, by all its threads; NaN where the system does not tell. */
  cpuSeconds(): number;
  /** MiB of memory in use. */
  residentMiB(): number;
  stop(): Promise<void>;
}

function proc(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Fields 14 and 15 of proc(5): user and system time, in hundredths of a second. */
const cpuSeconds = (pid: number | undefined): number => {
  const fields = proc(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const residentMiB = (pid: number | undefined): number => Number(/VmRSS:\s+(\d+)/.exec(proc(pid, 'status'))?.[1]) / 1024;

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function answers(port: number, path: string, child: ChildProcess): Promise<void> {
  for (const giveUpAt = Date.now() + 120_000; Date.now() < giveUpAt; await pause(5)) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`);
    const ready = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    await ready?.arrayBuffer();
    if (ready?.ok) return;
  }
  throw new Error(`nothing answers on port ${port}`);
}

/** Waits until a server answers `path` with 200. */
export async function running(child: ChildProcess, port: number, path: string): Promise<Running> {
  await answers(port, path, child);
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return { port, child, cpuSeconds: () => cpuSeconds(child.pid), residentMiB: () => residentMiB(child.pid), stop };
}

/** Waits until a server has nothing more to do: the mails of one measurement are not to be sent beside the next. */
export async function atRest(server: Running): Promise<void> {
  for (let before = Number.NaN, now = server.cpuSeconds(); !Object.is(before, now); now = server.cpuSeconds()) {
    before = now;
    await pause(200);
  }
}

export interface ProductSettings {
  dataDir: string;
  databaseUrl?: string | undefined;
}

export const SECRET_KEY = 'a secret that only benchmarks use, 40 bytes';

export const productEnv = ({ dataDir, databaseUrl }: ProductSettings): Record<string, string> => ({
  DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl ?? '',
  SECRET_KEY,
  RATE_LIMIT_PER_MINUTE: '0',
  PUBLISHER_RATE_LIMIT_PER_MINUTE: '0',
});

/** What `npm run carrel` starts Node with. */
const PRODUCTION = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.carrel as string)
  .replace(/^exec /, '')
  .split(' ')
  .slice(1);

/** Starts the product as in production, but for the rate limit. */
export async function startProduct(settings: ProductSettings): Promise<Running> {
  const port = await freePort();
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
  const env = { ...productEnv(settings), PORT: String(port) };
  const child = startNode(SERVER_CORE, [...profile, ...PRODUCTION, 'serve'], { env });
  return running(child, port, '/readyz');
}

/** Starts one of the servers in bench/floors; `argument` is its only one. */
export async function startFloor(name: string, argument: object): Promise<Running> {
  const port = await freePort();
  const child = startNode(SERVER_CORE, [join('bench', 'floors', name), JSON.stringify({ port, ...argument })]);
  return running(child, port, '/');
}

/** Runs a command of the product, which reads `input`, to its end; answers what it printed. */
export function carrel(settings: ProductSettings, args: string[], input = ''): string {
  return execFileSync(process.execPath, ['src/main.js', ...args], {
    cwd: root,
    env: { ...process.env, ...productEnv(settings) },
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'inherit'],
  }).trim();
}
