import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import {
  type Account,
  freePort,
  initialize,
  readableBinaries,
  unprivilegedAccount,
} from '../../test/support/postgres.ts';
import type { Trial } from './proof.ts';

/** One PostgreSQL server that a test may stop, kill, freeze and promote. */
export class Node {
  readonly data: string;
  readonly port: number;
  readonly #binaries: string;
  readonly #account: Account | undefined;
  #child: ChildProcess | null = null;

  constructor(data: string, port: number, binaries: string, account: Account | undefined) {
    this.data = data;
    this.port = port;
    this.#binaries = binaries;
    this.#account = account;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it and waits until it takes connections. */
  async start(settings: Record<string, string> = {}): Promise<void> {
    rmSync(join(this.data, 'postmaster.pid'), { force: true });
    const own = {
      port: String(this.port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '100',
      ...settings,
    };
    const flags = Object.entries(own).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(this.#binaries, 'bin', 'postgres'), ['-D', this.data, ...flags], {
      ...this.#account,
      cwd: this.data,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    this.#child = child;
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk).slice(-4000);
    });
    for (
      const until = performance.now() + 30_000;
      performance.now() < until && child.exitCode === null;
      await pause(20)
    ) {
      if (await this.accepts()) return;
    }
    throw new Error(`PostgreSQL did not start:\n${log}`);
  }

  async accepts(): Promise<boolean> {
    return this.ask('select 1').then(
      () => true,
      () => false,
    );
  }

  async ask(sql: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** SIGINT stops at once and cleanly, SIGQUIT at once, SIGKILL kills every process of it. */
  async stop(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#signal(signal, signal === 'SIGKILL');
    await gone;
    // its children end when they notice; until then they hold the shared memory
    if (signal === 'SIGKILL') await this.#childrenGone();
  }

  freeze(): void {
    for (const pid of this.#family()) trySignal(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of this.#family()) trySignal(pid, 'SIGCONT');
  }

  #family(): number[] {
    const pid = this.#child?.pid;
    if (pid === undefined) return [];
    const lines = execFileSync('ps', ['-o', 'pid=,sess=', '-e'], { encoding: 'utf8' }).trim().split('\n');
    const session = lines.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, sess]) => sess === pid);
    const children = execFileSync('ps', ['-o', 'pid=,ppid=', '-e'], { encoding: 'utf8' }).trim().split('\n');
    const own = children.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === pid);
    return [...new Set([pid, ...session.map(([each]) => each as number), ...own.map(([each]) => each as number)])];
  }

  #signal(signal: NodeJS.Signals, everyone: boolean): void {
    const pids = everyone ? this.#family() : [this.#child?.pid as number];
    for (const pid of pids) trySignal(pid, signal);
  }

  async #childrenGone(): Promise<void> {
    for (let n = 0; n < 100 && this.#family().some(alive); n++) await pause(20);
  }
}

function trySignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const [state] = execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return state !== 'Z';
  } catch {
    return false;
  }
}

/** A new server in a folder, or a copy of a stopped one that follows it. */
export async function newNode(trial: Trial, folder: string, copyOf?: Node): Promise<Node> {
  const account = unprivilegedAccount();
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  if (account) chownSync(folder, account.uid, account.gid);
  const binaries = readableBinaries(account, folder);
  const data = join(folder, 'data');
  if (copyOf) {
    cpSync(copyOf.data, data, { recursive: true });
    writeFileSync(join(data, 'standby.signal'), '');
    if (account) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, data]);
    chmodSync(data, 0o700);
  } else {
    initialize(binaries, folder, account);
    appendFileSync(join(data, 'pg_hba.conf'), 'host replication all 127.0.0.1/32 trust\n');
  }
  const node = new Node(data, await freePort(), binaries, account);
  trial.cleanUp(() => {
    node.thaw();
    return node.stop('SIGKILL');
  });
  return node;
}
