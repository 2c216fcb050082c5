/** `carrel restore`, as an operator meets it: over what a crash left, and with files that are none. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { roomyFolder } from '../../test/support/postgres.ts';
import { connect } from '../db/connect.ts';
import { migrate, migrations } from '../db/migrate.ts';
import { openServingFile } from '../db/sqlite-serving.ts';

const main = join(import.meta.dirname, '..', 'main.js');

describe('restore', { timeout: 300_000 }, () => {
  let folder: string;
  let dataDir: string;
  let live: string;
  let copy: string;
  const running = new Set<ChildProcess>();

  const carrel = (args: string[], env: Record<string, string> = {}) => {
    const settings = {
      PATH: process.env.PATH ?? '',
      DATA_DIR: dataDir,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
      ...env,
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
      env: settings,
      encoding: 'utf8',
    });
    return { status, out: stdout, lines: stderr.split('\n').filter(Boolean) };
  };
  const done = (args: string[], env?: Record<string, string>) => {
    const { status, out, lines } = carrel(args, env);
    assert.deepEqual([status, lines], [0, []], args.join(' '));
    return out;
  };
  const withFile = <T>(path: string, work: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(path);
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  const addCourse = (path: string, title: string) =>
    withFile(path, (db) => db.prepare('insert into course (title) values (?)').run(title));
  /** The same, by a process that is killed before its log is folded into the file. */
  const addCourseAndCrash = (title: string) => {
    const text = `const db = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(live)});
      db.exec("insert into course (title) values ('${title}')"); process.kill(process.pid, 'SIGKILL')`;
    spawnSync(process.execPath, ['-e', text]);
    assert.ok(statSync(`${live}-wal`).size > 0);
  };
  const courses = (path: string) =>
    withFile(path, (db) =>
      db
        .prepare('select title from course order by id')
        .all()
        .map((row) => row.title),
    );
  const aside = () => readdirSync(dataDir).filter((name) => name.includes('.before-restore-'));
  const bytes = (of: string) =>
    readdirSync(of, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(of, name)).isFile())
      .map(
        (name) =>
          `${name} ${createHash('sha256')
            .update(readFileSync(join(of, name)))
            .digest('hex')}`,
      )
      .sort();

  beforeEach(() => {
    folder = mkdtempSync(join(roomyFolder(), 'carrel-restore-'));
    dataDir = join(folder, 'data');
    live = join(dataDir, 'carrel.db');
    copy = join(folder, 'copy.db');
    done(['migrate']);
    addCourse(live, 'in the backup');
    done(['backup', copy]);
  });
  afterEach(async () => {
    for (const child of running) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    running.clear();
    rmSync(folder, { recursive: true });
  });

  test('puts the backup back over what a crashed server left, and that aside with its log', () => {
    addCourseAndCrash('after it');
    const out = done(['restore', copy]);
    assert.match(
      out,
      /^Restored .*carrel\.db from .*copy\.db, \d+ bytes\.\nThe database that was there is .*before-restore/,
    );
    assert.deepEqual(courses(live), ['in the backup']);
    assert.equal(done(['check']), 'No problems found.\n');
    const [old = '', log = '', ...more] = aside().sort();
    assert.match(old, /^carrel\.db\.before-restore-\d{8}T\d{6}Z$/);
    assert.deepEqual([log, more], [`${old}-wal`, []]);
    assert.deepEqual(courses(join(dataDir, old)), ['in the backup', 'after it']);
  });

  test('finds a free name, however often in a second, and leaves nothing else behind', () => {
    for (let n = 0; n < 3; n++) done(['restore', copy]);
    assert.equal(aside().length, 3);
    const others = readdirSync(dataDir).filter((name) => !aside().includes(name));
    assert.deepEqual(others.sort(), ['carrel.db', 'carrel.db-serving', 'carrel.db-serving-journal']);
    assert.equal(statSync(live).mode & 0o777, 0o600);
  });

  test('works in a folder that is empty, and in one that does not exist', () => {
    for (const name of ['empty', 'absent/deeper']) {
      const place = join(folder, name);
      if (name === 'empty') mkdirSync(place);
      done(['restore', copy], { DATA_DIR: place });
      assert.deepEqual(courses(join(place, 'carrel.db')), ['in the backup']);
      assert.equal(done(['check'], { DATA_DIR: place }), 'No problems found.\n');
      assert.equal(existsSync(join(place, 'secret.key')), false);
    }
  });

  test('brings an older backup to the current schema', async () => {
    const older = join(folder, 'older.db');
    const db = connect({ url: `sqlite:${older}`, poolSize: 1, onFatal: () => {} });
    await migrate(db, 0, migrations.slice(0, 1));
    await db.close();
    addCourse(older, 'long ago');
    done(['restore', older]);
    assert.deepEqual(courses(live), ['long ago']);
    assert.equal(done(['check']), 'No problems found.\n');
    assert.match(done(['outbox', 'status']), /Paused/);
  });

  /** A server that has said `word`. */
  const serve = async (word: string): Promise<void> => {
    const child = spawn(process.execPath, [main, 'serve'], {
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, SECRET_KEY: 'a key for tests, of 32 bytes or more', PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    running.add(child);
    let said = '';
    for await (const chunk of child.stdout ?? []) if ((said += chunk).includes(word)) return;
    assert.fail(said);
  };

  test('lets the mails wait once a server has started, on the same instance too', async () => {
    withFile(copy, (db) =>
      db.exec(`insert into outbox (id, channel, kind, recipient, payload, created_at, run_at)
        values ('m', 'mail', 'sign_in_link', 'a@alder.example', '{"url":"https://carrel.example/x"}', 0, 0)`),
    );
    done(['restore', copy]);
    await serve('no mail is sent');
    assert.match(done(['outbox', 'status']), /^1 mail waiting.*\n0 mails failed\nPaused: the database was restored/);
    assert.equal(existsSync(join(dataDir, 'mail')), false);
    done(['outbox', 'release']);
    assert.doesNotMatch(done(['outbox', 'status']), /Paused/);
  });

  test('refuses while a server runs, and changes nothing', async () => {
    await serve('"serving"');
    const { status, out, lines } = carrel(['restore', copy]);
    assert.deepEqual([status, out, lines.length], [1, '', 1]);
    assert.match(lines[0] ?? '', /a server runs on .*carrel\.db; stop it first/);
    assert.deepEqual(
      readdirSync(dataDir).filter((name) => /restor/.test(name)),
      [],
    );
    assert.deepEqual(courses(live), ['in the backup']);
  });

  test('refuses while a command has the database open', { skip: process.platform !== 'linux' }, () => {
    const open = new DatabaseSync(live);
    open.prepare('select count(*) from course').get();
    const { status, lines } = carrel(['restore', copy]);
    open.close();
    assert.deepEqual([status, lines.length], [1, 1]);
    assert.match(lines[0] ?? '', new RegExp(`process ${process.pid} has .* open`));
  });

  test('with PostgreSQL it says what to do instead', () => {
    const { status, lines } = carrel(['restore', copy], { DATABASE_URL: 'postgres://localhost:1/none' });
    assert.deepEqual([status, lines.length], [2, 1]);
    assert.match(lines[0] ?? '', /pg_restore/);
  });

  const noCopies: Record<string, (file: string) => void> = {
    'an absent file': () => {},
    'an empty file': (file) => writeFileSync(file, ''),
    'a folder': (file) => mkdirSync(file),
    'a text': (file) => writeFileSync(file, 'a text '.repeat(2000)),
    'the first bytes of a database': (file) => writeFileSync(file, readFileSync(copy).subarray(0, 100)),
    'half a database': (file) => {
      copyFileSync(copy, file);
      truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096);
    },
    'a database with a page of zeros': (file) => {
      const content = readFileSync(copy);
      content.fill(0, 4096 * 3, 4096 * 4);
      writeFileSync(file, content);
    },
    'a database with a wrong counter': (file) => {
      copyFileSync(copy, file);
      withFile(file, (db) =>
        db.exec(
          `insert into manager (id, name, email, allowed_domains) values (1, 'M', 'm@alder.example', '[]'); update tally set issued = 7; delete from tally`,
        ),
      );
    },
    'another program’s database': (file) =>
      withFile(file, (db) => db.exec('create table recipe (id integer primary key)')),
    'a database without tables': (file) => withFile(file, (db) => db.exec('create table x (a); drop table x')),
    'a newer database': (file) => {
      copyFileSync(copy, file);
      withFile(file, (db) => db.exec(`insert into migration values ('9999-later', 0)`));
    },
    'a file with its log beside it': (file) => {
      addCourseAndCrash('in the log');
      copyFileSync(live, file);
      copyFileSync(`${live}-wal`, `${file}-wal`);
    },
    'the database itself': (file) => symlinkSync(live, file),
    'the database itself, by a second name': (file) => linkSync(live, file),
    'a file beside it that belongs to the server': (file) => {
      openServingFile(live).close();
      copyFileSync(`${live}-serving`, file);
    },
  };
  for (const [name, make] of Object.entries(noCopies)) {
    test(`refuses ${name} in one line, and changes nothing`, () => {
      const file = join(folder, 'given.db');
      make(file);
      const before = bytes(folder);
      const { status, out, lines } = carrel(['restore', file]);
      assert.deepEqual([out, lines.length], ['', 1], lines.join('\n'));
      assert.ok(status === 1 || status === 2, String(status));
      assert.match(lines[0] ?? '', /given\.db/);
      assert.deepEqual(bytes(folder), before);
    });
  }

  test('refuses the database itself by another spelling', () => {
    const { status, lines } = carrel(['restore', join(dataDir, '..', 'data', '.', 'carrel.db')]);
    assert.deepEqual([status, lines.length], [1, 1]);
    assert.match(lines[0] ?? '', /is the database itself/);
  });
});
