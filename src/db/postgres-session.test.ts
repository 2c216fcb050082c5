/** PostgreSQL with hostile defaults, behind poolers, by TLS, and where it cannot be used at all. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { signedIn } from '../../test/support/accounts.ts';
import { startApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import {
  createDatabase,
  freePort,
  type Postgres,
  startPostgres,
  unprivilegedAccount,
} from '../../test/support/postgres.ts';
import { has, makeCertificate } from '../../test/support/proxy.ts';

const main = join(import.meta.dirname, '..', 'main.js');
const KEY = 'a key for tests, of 32 bytes or more';

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Runs a command on a database; answers the lines of its standard error. */
function carrel(databaseUrl: string, args: string[], env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'carrel-session-'));
  const settings = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SECRET_KEY: KEY, PORT: '0', ...env };
  const options = {
    env: { PATH: process.env.PATH ?? '', ...settings },
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options);
  rmSync(dataDir, { recursive: true });
  return { status, out: stdout, lines: stderr.split('\n').filter(Boolean) };
}

/** One thing after the other that relies on dates, isolation, the path to the tables and time limits. */
async function everythingWorks(url: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'carrel-session-'));
  const app = await startApp('postgres', { database: { url, dataDir }, world: cast() });
  try {
    const browser = await signedIn(app, { email: 'ann@alder.example', roles: { [ALICE]: 'owner' } });
    assert.equal((await browser.get('/api/app/session')).body.user?.email, 'ann@alder.example');
    assert.match((await browser.get('/api/auth/list-sessions')).body[0].createdAt, /^\d{4}-\d\d-\d\dT/);
    const alice = await app.client(ALICE);
    const emails = Array.from({ length: 8 }, (_, i) => `n${i}@alder.example`);
    const answers = await Promise.all(emails.map((email) => alice.post(`/v1/pool/${SHARED}/license`, { email })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 400, 400, 400, 400, 400]);
    const pools = await alice.get('/v1/pools?pageSize=100');
    assert.ok(pools.text.includes('"2024-01-01T00:00:00+00:00"'), pools.text);
    assert.equal((await alice.get('/v1/students/search?search=n')).status, 200);
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true });
  }
}

describe('PostgreSQL with other defaults', { timeout: 300_000 }, () => {
  let postgres: Postgres;
  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres.stop());

  const hostile: Record<string, string> = {
    datestyle: 'German',
    timezone: 'Asia/Kolkata',
    intervalstyle: 'iso_8601',
    default_transaction_isolation: 'serializable',
    default_transaction_deferrable: 'on',
    extra_float_digits: '-15',
    bytea_output: 'escape',
    standard_conforming_strings: 'off',
    backslash_quote: 'on',
    transform_null_equals: 'on',
    array_nulls: 'off',
    client_encoding: 'LATIN1',
    client_min_messages: 'error',
    search_path: 'elsewhere',
    statement_timeout: '900',
    lock_timeout: '1',
    idle_session_timeout: '900',
    idle_in_transaction_session_timeout: '100',
    transaction_timeout: '900',
    enable_seqscan: 'on',
    enable_indexscan: 'off',
    plan_cache_mode: 'force_custom_plan',
    lc_messages: 'C',
    row_security: 'off',
  };
  for (const isolation of ['serializable', 'repeatable read']) {
    test(`works as with its own, ${isolation} by default`, async () => {
      const database = await createDatabase(postgres.url);
      const name = new URL(database.url).pathname.slice(1);
      const settings = Object.entries({ ...hostile, default_transaction_isolation: isolation });
      const set = settings.map(([setting, value]) => `alter database "${name}" set ${setting} = '${value}'`);
      await execute(database.url, `create schema elsewhere; create table elsewhere.license (id int); ${set.join(';')}`);
      await everythingWorks(database.url);
      await database.drop();
    });
  }

  test('keeps its tables where the URL says', async () => {
    const database = await createDatabase(postgres.url);
    await execute(database.url, 'create schema apart');
    const url = `${database.url}?options=${encodeURIComponent('-c search_path=apart')}`;
    await everythingWorks(url);
    await execute(database.url, 'select * from apart.license');
    await database.drop();
  });

  test('is refused by name where triggers are left out', async () => {
    const database = await createDatabase(postgres.url);
    const name = new URL(database.url).pathname.slice(1);
    await execute(database.url, `alter database "${name}" set session_replication_role = replica`);
    const { status, lines } = carrel(database.url, ['migrate']);
    assert.deepEqual([status, lines.length], [1, 1], lines.join('\n'));
    assert.match(
      lines[0] ?? '',
      /session_replication_role = replica: it leaves out the triggers.*set session_replication_role = origin$/,
    );
    await database.drop();
  });
});

describe('PgBouncer', { timeout: 300_000, skip: has('pgbouncer') ? false : 'there is no pgbouncer here' }, () => {
  let postgres: Postgres;
  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres.stop());

  /** A PgBouncer in front of the server. */
  async function pooler(t: TestContext, mode: string, more = '') {
    const folder = mkdtempSync(join(tmpdir(), 'carrel-pgbouncer-'));
    const [port, upstream] = [await freePort(), new URL(postgres.url)];
    const lines = `[databases]\n* = host=127.0.0.1 port=${upstream.port} user=${upstream.username || 'postgres'}
[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nauth_type = any\nunix_socket_dir =\npool_mode = ${mode}\n${more}`;
    writeFileSync(join(folder, 'pgbouncer.ini'), lines);
    const account = unprivilegedAccount();
    chmodSync(folder, 0o755);
    const bouncer = spawn('pgbouncer', [join(folder, 'pgbouncer.ini')], { ...account, stdio: 'ignore' });
    const ended = once(bouncer, 'exit');
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      const open = await Promise.race([once(socket, 'connect'), once(socket, 'error').then(() => null)]).catch(
        () => null,
      );
      socket.destroy();
      if (open) break;
      if (bouncer.exitCode !== null) throw new Error('pgbouncer ended');
      await pause(20);
    }
    const through = (url: string) => Object.assign(new URL(url), { port: String(port) }).href;
    t.after(async () => {
      bouncer.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    });
    return through;
  }

  test('that pools sessions is as good as none', async (t) => {
    const database = await createDatabase(postgres.url);
    const through = await pooler(t, 'session');
    await everythingWorks(through(database.url));
    await database.drop();
  });

  for (const [mode, more] of [
    ['transaction', ''],
    ['transaction', 'default_pool_size = 1\n'],
    ['transaction', 'server_round_robin = 1\nmin_pool_size = 5\n'],
    ['statement', ''],
  ] as const) {
    test(`that pools by ${mode} is refused by name at the start ${more.trim().replace('\n', ', ')}`, async (t) => {
      const database = await createDatabase(postgres.url);
      const through = await pooler(t, mode, more);
      for (const command of [['migrate'], ['serve']]) {
        const { status, lines } = carrel(through(database.url), command);
        assert.deepEqual([status, lines.length], [2, 1], lines.join('\n'));
        assert.match(lines[0] ?? '', /^DATABASE_URL: .*pooler.*set pool_mode = session \(PgBouncer\)$/);
      }
      await database.drop();
    });
  }
});

describe('TLS to PostgreSQL', {
  timeout: 300_000,
  skip: has('openssl', 'version') ? false : 'there is no openssl here',
}, () => {
  let postgres: Postgres;
  let folder: string;
  let ca: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carrel-tls-'));
    const made = makeCertificate(folder);
    ca = made.ca;
    chmodSync(folder, 0o755);
    const account = unprivilegedAccount();
    chmodSync(made.key, 0o600);
    if (account) chownSync(made.key, account.uid, account.gid);
    postgres = await startPostgres({ ssl: 'on', ssl_cert_file: made.certificate, ssl_key_file: made.key });
  });
  after(async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true });
  });

  for (const mode of ['verify-full', 'verify-ca', 'require']) {
    test(`sslmode=${mode} checks the certificate, and warns of nothing`, () => {
      const trusted = `${postgres.url}?sslmode=${mode}&sslrootcert=${encodeURIComponent(ca)}`;
      const { status, lines } = carrel(trusted, ['migrate']);
      assert.deepEqual([status, lines], [0, []]);
      const refused = carrel(`${postgres.url}?sslmode=${mode}`, ['migrate']);
      assert.deepEqual([refused.status, refused.lines.length], [1, 1], refused.lines.join('\n'));
      assert.match(refused.lines[0] ?? '', /^DATABASE_URL: cannot use PostgreSQL at .*certificate/);
    });
  }

  test('a file of authorities that is absent is told by its name', () => {
    const { status, lines } = carrel(`${postgres.url}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`, ['migrate']);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0] ?? '', /^DATABASE_URL.*\/nowhere\/ca\.pem/);
    assert.equal(status, 2);
  });
});

describe('PostgreSQL that cannot be used', { timeout: 300_000 }, () => {
  test('is told in one line, by what is wrong and without the password', async () => {
    const postgres = await startPostgres();
    const web = createServer((_request, response) => response.end('no')).listen(0, '127.0.0.1');
    await once(web, 'listening');
    const { port } = web.address() as AddressInfo;
    const { host } = new URL(postgres.url);
    const cases: [url: string, code: number, told: RegExp][] = [
      [`postgres://postgres:hidden@${host}/absent`, 2, /database "absent" does not exist$/],
      [`postgres://nobody:hidden@${host}/postgres`, 2, /role "nobody" does not exist$/],
      ['postgres://u:hidden@absent.invalid/d', 1, /absent\.invalid.*(ENOTFOUND|EAI_AGAIN)/],
      ['postgres://u:hidden@127.0.0.1:1/d', 1, /127\.0\.0\.1:1: connect ECONNREFUSED/],
      [`postgres://u:hidden@127.0.0.1:${port}/d`, 1, /127\.0\.0\.1/],
      [`postgres://u:hi@dden@${host}/postgres`, 2, /role "u" does not exist$/],
      [`postgres://u:12/hidden@${host}/d`, 2, /%2F for \//],
      [`postgres://u:12#hidden@${host}/d`, 2, /%23 for #/],
      [`postgres://u:12?hidden@${host}/d`, 2, /%3F for \?/],
      [`postgres://u:12%hidden@${host}/d`, 2, /%25 for %/],
      [`postgres://u:hidden 12@${host}/d`, 2, /DATABASE_URL must be/],
      [`postgres://u:12@hid/den@${host}/d`, 2, /%2F for \//],
    ];
    for (const [url, code, told] of cases) {
      const { status, lines, out } = carrel(url, ['migrate']);
      assert.deepEqual([status, lines.length, out], [code, 1, ''], `${url}\n${lines.join('\n')}`);
      assert.match(lines[0] ?? '', /^DATABASE_URL/);
      assert.match(lines[0] ?? '', told);
      assert.doesNotMatch(lines[0] ?? '', /hidden|dden|u:12|\b12\b/);
    }
    web.close();
    await postgres.stop();
  });
});
