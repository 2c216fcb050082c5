import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import type { Logger } from 'pino';
import { buildApp } from '#app.ts';
import { type Config, readConfig } from '#config.ts';
import { now, openContext, type ServerContext } from '#context.ts';
import { sqlitePath } from '#db/connect.ts';
import type { Engine } from '#db/database.ts';
import { migrate } from '#db/migrate.ts';
import { sharedRateLog } from '#db/rate-log.ts';
import { openServingFile } from '#db/sqlite-serving.ts';
import { system } from '#event/record.ts';
import { loadRecords } from '#import/import.ts';
import { readImport } from '#import/read.ts';
import type { ImportFile } from '#import/schema.ts';
import { settleKeys } from '#key/ring.ts';
import { createLog } from '#log.ts';
import type { Metrics } from '#metrics/metrics.ts';
import { lastUse } from '#token/last-use.ts';
import { createToken, type Permission } from '#token/token.ts';
import { systemLookup } from '#webhook/address.ts';
import type { Network } from '#webhook/send.ts';
import { managerScope, publisherScope, type Scope } from '../../src/principal.ts';
import { createDatabase, roomyFolder, startPostgres } from './postgres.ts';

export const engines: readonly Engine[] = ['sqlite', 'postgres'];

/** Declares the same tests for each engine. */
export function onBothEngines(name: string, tests: (engine: Engine) => void): void {
  for (const engine of engines) {
    describe(`${name} [${engine}]`, { timeout: 300_000 }, () => {
      after(closeAll);
      tests(engine);
    });
  }
}

const opened = new Set<() => Promise<void>>();

async function closeAll(): Promise<void> {
  for (const close of [...opened].reverse()) await close();
  await (await server)?.stop();
  server = undefined;
}

/** A clock that the test moves. */
export interface TestClock {
  ms: number;
  set(iso: string): void;
  forward(seconds: number): void;
}

export function testClock(iso = '2024-04-19T06:36:10+00:00'): TestClock {
  return {
    ms: Date.parse(iso),
    set(to) {
      this.ms = Date.parse(to);
    },
    forward(seconds) {
      this.ms += seconds * 1000;
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
export interface Answer<T = any> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

/** A client of one of the APIs with one token. */
export interface Client {
  token: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, headers?: Record<string, string>): Promise<Answer>;
}

export interface TestApp {
  engine: Engine;
  url: string;
  clock: TestClock;
  context: ServerContext;
  load(file: ImportFile): Promise<void>;
  client(managerId: number, permission?: Permission): Promise<Client>;
  /** A client of the publisher's API. */
  publisher(permission?: Permission): Promise<Client>;
  /** A client with any text as its token. */
  withToken(token: string): Client;
  close(): Promise<void>;
}

export async function request(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
}

export function clientOf(url: string, token: string, api: 'licensing' | 'publisher' = 'licensing'): Client {
  const call: Client['call'] = (method, path, body, headers = {}) =>
    request(`${url}/api/${api}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body) }),
    });
  return {
    token,
    call,
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
  };
}

let server: ReturnType<typeof startPostgres> | undefined;

/** An empty database of its own on either engine, with the folder that belongs to it; dropped after the tests of its block at the latest. */
export async function emptyDatabase(
  engine: Engine,
): Promise<{ url: string; dataDir: string; dispose(): Promise<void> }> {
  const dataDir = mkdtempSync(join(roomyFolder(), 'carrel-test-'));
  const clean = () => rmSync(dataDir, { recursive: true, force: true });
  if (engine === 'sqlite')
    return { url: `sqlite:${join(dataDir, 'carrel.db')}`, dataDir, dispose: async () => clean() };
  server ??= startPostgres();
  const postgres = await server;
  const database = await createDatabase(postgres.url);
  const dispose = async () => {
    if (!opened.delete(dispose)) return;
    await database.drop();
    clean();
  };
  opened.add(dispose);
  return { url: database.url, dataDir, dispose };
}

export interface AppOptions {
  clock?: TestClock;
  world?: ImportFile;
  settings?: Partial<Config>;
  /** Another app's database, to run a second server on it. */
  database?: { url: string; dataDir: string };
  metrics?: Metrics;
  /** Where the log goes; nowhere, without it. */
  log?: Logger;
  /** What webhooks may reach, where it is not the machine's own network. */
  network?: Partial<Network>;
}

/** A server on a database of its own, listening on a free port. It is closed after the tests of its block (`onBothEngines`). */
export async function startApp(engine: Engine, options: AppOptions = {}): Promise<TestApp> {
  const database = options.database ? { ...options.database, dispose: async () => {} } : await emptyDatabase(engine);
  const clock = options.clock ?? testClock();
  const config = {
    ...readConfig({
      DATA_DIR: database.dataDir,
      DATABASE_URL: database.url,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
      RATE_LIMIT_PER_MINUTE: '0',
      PUBLISHER_RATE_LIMIT_PER_MINUTE: '0',
    }),
    ...options.settings,
  };
  const base = {
    ...openContext(config, options.log ?? createLog('silent'), (error) => console.error(error)),
    clock: () => clock.ms,
  };
  await migrate(base.db, now(base));
  const path = sqlitePath(config.databaseUrl);
  const serving = path === null ? null : openServingFile(path);
  const context: ServerContext = {
    ...base,
    keys: (await settleKeys(base, now(base))).keys,
    rateLog: serving?.rateLog ?? sharedRateLog(base.db),
    lastUse: lastUse(base),
    network: { allowed: config.webhookAllowedHosts, lookup: systemLookup, ...options.network },
    draining: () => false,
    ...(options.metrics ? { metrics: options.metrics } : {}),
  };
  const app = await buildApp(context);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = async () => {
    if (!opened.delete(close)) return;
    await app.close();
    await context.lastUse.stop();
    serving?.close();
    await base.db.close();
    await database.dispose();
  };
  opened.add(close);
  const load = async (file: ImportFile) => {
    using records = await readImport(file);
    await loadRecords(base.db, records, system, () => now(context));
  };
  if (options.world) await load(options.world);
  const tokenOf = async (scope: Scope, permission: Permission) => {
    const asked = { scope, name: `test ${permission}`, permission };
    const issuer = { url: config.publicUrl, secret: config.secretKey };
    return (await base.db.write((tx) => createToken(tx, asked, issuer, system, now(context)))).text;
  };
  const client = async (managerId: number, permission: Permission = 'write') =>
    clientOf(url, await tokenOf(managerScope(managerId), permission));
  const publisher = async (permission: Permission = 'write') =>
    clientOf(url, await tokenOf(publisherScope, permission), 'publisher');
  return { engine, url, clock, context, load, client, publisher, withToken: (token) => clientOf(url, token), close };
}
