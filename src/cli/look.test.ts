/** Commands that only look: they change nothing and make nothing, and say in one line what stops them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { connect } from '../db/connect.ts';
import type { Database } from '../db/database.ts';
import { tableNames } from '../db/dialect.ts';
import { migrate, migrations } from '../db/migrate.ts';

const main = join(import.meta.dirname, '..', 'main.js');

const LOOKS = [
  ['check'],
  ['outbox', 'status'],
  ['outbox', 'list'],
  ['token', 'list', '--manager', '1'],
  ['account', 'list'],
  ['account', 'list', '--json'],
  ['key', 'status'],
];

onBothEngines('a command that only looks', (engine) => {
  let place: Awaited<ReturnType<typeof emptyDatabase>>;
  beforeEach(async () => {
    place = await emptyDatabase(engine);
  });
  afterEach(() => place.dispose());

  const carrel = (args: string[], env: Record<string, string> = {}) => {
    const key = engine === 'sqlite' ? {} : { SECRET_KEY: 'a key for tests, of 32 bytes or more' };
    const settings = { DATA_DIR: place.dataDir, DATABASE_URL: place.url, ...key, ...env };
    const options = { env: { PATH: process.env.PATH ?? '', ...settings }, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options);
    return { status, out: stdout, lines: stderr.split('\n').filter(Boolean) };
  };
  const withDatabase = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
    const db = connect({ url: place.url, poolSize: 1, onFatal: () => {} });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  };
  /** Every file with its bytes, or every table with its number of rows. */
  const everything = async (): Promise<string[]> => {
    const files = readdirSync(place.dataDir, { recursive: true }).map(String);
    const hashes = files.map((name) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(place.dataDir, name)))
        .digest('hex');
      return `${name} ${hash}`;
    });
    if (engine === 'sqlite') return hashes.sort();
    const tables = await withDatabase(async (db) => {
      const names = await tableNames(db.read);
      const counts = names.map(async (name) => {
        const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db.read.kysely);
        return `${name} ${rows[0]?.n}`;
      });
      return Promise.all(counts);
    });
    return [...hashes, ...tables].sort();
  };
  const refused = async (told: RegExp) => {
    const before = await everything();
    for (const look of LOOKS) {
      const { status, out, lines } = carrel(look);
      assert.deepEqual([status, out, lines.length], [1, '', 1], `${look}: ${lines.join('\n')}`);
      assert.match(lines[0] ?? '', told, look.join(' '));
    }
    assert.deepEqual(await everything(), before);
  };
  const script = (text: string) => withDatabase((db) => db.write((tx) => tx.script(text)));

  test('reads a database of this version, and leaves every byte of it', async () => {
    await withDatabase((db) => migrate(db, 0));
    const before = await everything();
    for (const look of LOOKS) assert.deepEqual([carrel(look).status, carrel(look).lines], [0, []], look.join(' '));
    assert.deepEqual(await everything(), before);
  });

  test('says that the schema is older, and does not bring it forward', async () => {
    await withDatabase((db) => migrate(db, 0, migrations.slice(0, 1)));
    await refused(/^the database has an older schema; run “carrel migrate”/);
  });

  test('says that the schema is newer', async () => {
    await withDatabase((db) => migrate(db, 0));
    await script(`insert into migration (name, applied_at) values ('9999-later', 0)`);
    await refused(/newer schema 9999-later/);
  });

  test('says that the database is empty', async () => {
    if (engine === 'sqlite') writeFileSync(join(place.dataDir, 'carrel.db'), '');
    await refused(/^the database is empty/);
  });

  test('says that the database is another program’s', async () => {
    await script('create table recipe (id int primary key)');
    await refused(/^this is not a database of Carrel/);
  });

  if (engine === 'sqlite') {
    test('says that there is no database, and makes neither it nor its folder nor a key', async () => {
      await refused(/^there is no database at /);
      const missing = join(place.dataDir, 'missing');
      const { status, lines } = carrel(['check'], { DATA_DIR: missing, DATABASE_URL: '' });
      assert.deepEqual([status, lines], [1, [`there is no database at ${join(missing, 'carrel.db')}`]]);
      assert.equal(existsSync(missing), false);
    });

    test('says that a file is no database', async () => {
      writeFileSync(join(place.dataDir, 'carrel.db'), 'x'.repeat(5000));
      await refused(/^DATABASE_URL: cannot open .*not a database/);
    });

    test('says that a restore was cut off, and leaves it to a command that may change something', async () => {
      await withDatabase((db) => migrate(db, 0));
      const path = join(place.dataDir, 'carrel.db');
      copyFileSync(path, `${path}.restore-1`);
      writeFileSync(
        `${path}-restoring`,
        JSON.stringify({ draft: `${path}.restore-1`, aside: `${path}.before-restore-1` }),
      );
      await refused(/^a restore of .* was cut off; run “carrel migrate”/);
      assert.equal(carrel(['migrate']).status, 0);
      assert.deepEqual([carrel(['check']).status, existsSync(`${path}.before-restore-1`)], [0, true]);
    });

    test('reads what a killed server left in its log, and leaves it there', async () => {
      await withDatabase((db) => migrate(db, 0));
      const text = `const db = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(join(place.dataDir, 'carrel.db'))});
        db.exec("insert into manager (id, name, email, allowed_domains) values (1, 'M', 'm@alder.example', '[]');"
          + "insert into token (id, owner, manager_id, name, hash, last_ten, permission, created_at) values ('t', 'manager:1', 1, 'kept', 'h', 'l', 'read', 0)");
        process.kill(process.pid, 'SIGKILL')`;
      spawnSync(process.execPath, ['-e', text]);
      const log = () => readFileSync(join(place.dataDir, 'carrel.db-wal'));
      const before = log();
      assert.ok(before.length > 0);
      assert.match(carrel(['token', 'list', '--manager', '1']).out, /kept\n$/);
      assert.equal(carrel(['check']).status, 0);
      assert.deepEqual(log(), before);
    });

    test('a backup makes no key and no folder', () => {
      const missing = join(place.dataDir, 'missing');
      const { status, lines } = carrel(['backup', join(place.dataDir, 'copy.db')], {
        DATA_DIR: missing,
        DATABASE_URL: '',
      });
      assert.deepEqual([status, lines.length], [1, 1]);
      assert.equal(existsSync(missing), false);
    });
  }
});
