/** The drill of docs/operating.md for a backup of PostgreSQL, with its commands as they stand there. */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { clientOf } from './support/app.ts';
import { ALICE, cast, SHARED } from './support/cast.ts';
import { startMailServer } from './support/mail.ts';
import { createDatabase, roomyFolder, type TestDatabase } from './support/postgres.ts';
import { type PostgresWithTools, startPostgresWithTools } from './support/postgres-tools.ts';

const root = join(import.meta.dirname, '..');
const main = join(root, 'src/main.js');
const START = '2024-01-01T00:00:00+00:00';
const PAUSED = /^no mail is sent until/;

/** The one line of the drill that begins with `program`, without the words behind it. */
function drill(program: string): string {
  const lines = readFileSync(join(root, 'docs/operating.md'), 'utf8').split('\n');
  const [line, ...more] = lines.filter((text) => text.startsWith(`    ${program} `));
  assert.ok(line !== undefined && more.length === 0, `${program} stands in the drill once`);
  return line.replace(/\s+#.*$/, '').trim();
}

/** The cast, with a pool that has not ended yet. */
function world() {
  const file = cast();
  const pools = file.pools.map((pool) => ({ ...pool, start: START, end: '2099-01-01T00:00:00+00:00' }));
  return { ...file, pools };
}

interface Running {
  url: string;
  /** Resolves with the first line of the log that says so. */
  said(pattern: RegExp): Promise<void>;
  stop(): Promise<void>;
}

describe('a backup of PostgreSQL', { timeout: 300_000 }, () => {
  let postgres: PostgresWithTools | string;
  before(async () => {
    postgres = await startPostgresWithTools();
  });
  after(async () => {
    if (typeof postgres !== 'string') await postgres.stop();
  });

  /** Everything that one drill needs, or null where it cannot be held here. */
  async function place(t: TestContext) {
    if (typeof postgres === 'string') return void t.skip(postgres);
    const { url, tools } = postgres;
    const folder = mkdtempSync(join(roomyFolder(), 'carrel-dump-'));
    const mails = await startMailServer();
    const databases: TestDatabase[] = [];
    const servers = new Set<Running>();
    t.after(async () => {
      for (const server of servers) await server.stop();
      for (const database of databases) await database.drop();
      await mails.close();
      rmSync(folder, { recursive: true });
    });
    const settings = (database: string) => ({
      PATH: process.env.PATH ?? '',
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: database,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
      SMTP_URL: mails.url,
      PORT: '0',
    });
    const newDatabase = async () => {
      const database = await createDatabase(url);
      databases.push(database);
      return database.url;
    };
    const serveHere = async (database: string) => {
      const server = await serve(settings(database));
      servers.add(server);
      return { ...server, stop: () => server.stop().then(() => void servers.delete(server)) };
    };
    const shell = (command: string, database: string) => {
      const env = { PATH: [tools, process.env.PATH].join(delimiter), DATABASE_URL: database };
      const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
      assert.deepEqual([status, stdout, stderr], [0, '', ''], command);
    };
    const carrel = async (database: string, ...words: string[]) =>
      (await promisify(execFile)(process.execPath, [main, ...words], { env: settings(database) })).stdout;
    return { folder, mails, newDatabase, serve: serveHere, shell, carrel };
  }

  async function serve(env: Record<string, string>): Promise<Running> {
    const server = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(server, 'exit');
    const lines: { msg: string; url?: string }[] = [];
    let told = () => {};
    const reading = createInterface({ input: server.stdout }).on('line', (text) => {
      lines.push(JSON.parse(text));
      told();
    });
    reading.once('close', () => told());
    const line = async (pattern: RegExp) => {
      for (;;) {
        const found = lines.find(({ msg }) => pattern.test(msg));
        if (found) return found;
        assert.equal(server.exitCode, null, `the server ended before it said ${pattern}`);
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    };
    const stop = async () => {
      server.kill('SIGTERM');
      await ended;
    };
    const { url = '' } = await line(/^serving$/);
    return { url, said: async (pattern) => void (await line(pattern)), stop };
  }

  /** How many rows each table has, without the logs that serving itself writes. */
  async function counts(database: string): Promise<Record<string, number>> {
    const client = new Client({ connectionString: database });
    await client.connect();
    try {
      const { rows } = await client.query(`select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
      const found: Record<string, number> = {};
      for (const { name } of rows) {
        const counted = await client.query(`select count(*)::int as count from "${name}"`);
        found[name] = counted.rows[0].count;
      }
      return found;
    } finally {
      await client.end();
    }
  }

  /** A server with a license that was told of, and one whose mail the mail server does not take yet; dumped, and stopped. */
  async function dumped(at: NonNullable<Awaited<ReturnType<typeof place>>>) {
    const database = await at.newDatabase();
    const file = join(at.folder, 'world.json');
    writeFileSync(file, JSON.stringify(world()));
    await at.carrel(database, 'import', file);
    const token = await at.carrel(database, 'token', 'create', '--manager', String(ALICE), '--name', 'a test');
    const server = await at.serve(database);
    const alice = clientOf(server.url, token.trim());
    const assign = async (email: string) =>
      assert.equal((await alice.post(`/v1/pool/${SHARED}/license`, { email, name: 'A Student' })).status, 200);
    await assign('told@alder.example');
    await at.mails.arrived(1);
    at.mails.answer = () => ({ code: 451, text: 'later' });
    await assign('waits@alder.example');
    await server.said(/^a mail could not be sent/);
    at.shell(drill('pg_dump'), database);
    const before = await counts(database);
    await server.stop();
    at.mails.answer = () => null;
    return { database, before };
  }

  /** What the drill promises of a database that was restored at `database`. */
  async function isAsBefore(at: NonNullable<Awaited<ReturnType<typeof place>>>, database: string, before: object) {
    assert.equal(await at.carrel(database, 'check'), 'No problems found.\n');
    assert.deepEqual(await counts(database), before);
    const server = await at.serve(database);
    await at.carrel(database, 'outbox', 'retry', '--waiting');
    const [sent, paused] = [at.mails.arrived(2).then(() => 'sent'), server.said(PAUSED).then(() => 'paused')];
    assert.equal(await Promise.race([sent, paused]), 'paused');
    assert.match(await at.carrel(database, 'outbox', 'status'), /^1 mail waiting.*\n0 mails failed\nPaused: /);
    assert.equal(at.mails.taken.length, 1);
    assert.equal(await at.carrel(database, 'outbox', 'release'), 'The outbox sends again.\n');
    await at.mails.arrived(2);
    assert.deepEqual(
      at.mails.taken.flatMap(({ recipients }) => recipients),
      ['told@alder.example', 'waits@alder.example'],
    );
    await server.stop();
  }

  test('is restored into a new database: sound, whole, and silent until the release', async (t) => {
    const at = await place(t);
    if (!at) return;
    const { before } = await dumped(at);
    const fresh = await at.newDatabase();
    at.shell(drill('pg_restore'), fresh);
    await isAsBefore(at, fresh, before);
  });

  test('is restored over the old database, and undoes what came after it', async (t) => {
    const at = await place(t);
    if (!at) return;
    const { database, before } = await dumped(at);
    const later = await at.carrel(database, 'token', 'create', '--manager', String(ALICE), '--name', 'made later');
    assert.ok(later);
    at.shell(drill('pg_restore'), database);
    await isAsBefore(at, database, before);
  });
});
