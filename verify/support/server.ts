import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { House } from './house.ts';
import { Http } from './http.ts';
import type { Trial } from './proof.ts';

/** The tree under test. */
export const tree = join(import.meta.dirname, '..', '..');

/** What runs its commands. */
export const main = join(tree, 'src', 'main.js');

/** A server process, as it runs in production. */
export interface ServerProcess {
  url: string;
  port: number;
  child: ChildProcess;
  /** Milliseconds from the start to the first answer of /readyz. */
  readyMs: number;
  /** What it wrote to standard error and, when asked for, its log. */
  output(): string;
  exited: Promise<{ code: number | null; signal: string | null }>;
  kill(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }>;
}

export interface StartOptions {
  port?: number;
  environment?: Record<string, string>;
  /** A command that runs the server: strace, faketime … */
  under?: string[];
  readyWithinMs?: number;
}

/** Starts `carrel serve` and waits until it is ready; throws with its last words where it does not get there. */
export async function startServer(trial: Trial, house: House, options: StartOptions = {}): Promise<ServerProcess> {
  const port = options.port ?? (await freePort());
  const started = performance.now();
  const [command = process.execPath, ...rest] = [...(options.under ?? []), process.execPath, main, 'serve'];
  const child = spawn(command, rest, {
    cwd: house.dataDir,
    env: { PATH: process.env.PATH, ...house.environment, PORT: String(port), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own: what runs it is killed with it
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      words = (words + chunk).slice(-20_000);
    });
  }
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) signalGroup(child, signal);
    return exited;
  };
  trial.cleanUp(() => kill());
  const url = `http://127.0.0.1:${port}`;
  await ready(url, exited, options.readyWithinMs ?? 90_000).catch((error: Error) => {
    throw new Error(`${error.message}:\n${words}`);
  });
  return { url, port, child, readyMs: performance.now() - started, output: () => words, exited, kill };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function ready(url: string, exited: Promise<unknown>, withinMs: number): Promise<void> {
  const http = new Http(url, 1);
  let gone = false;
  exited.then(() => {
    gone = true;
  });
  try {
    for (const until = performance.now() + withinMs; performance.now() < until && !gone; await pause(10)) {
      const reply = await http.send({ path: '/readyz', timeoutMs: 1000 }).catch(() => null);
      if (reply?.status === 200) return;
    }
  } finally {
    http.close();
  }
  throw new Error(gone ? 'the server ended before it was ready' : `the server was not ready within ${withinMs} ms`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
