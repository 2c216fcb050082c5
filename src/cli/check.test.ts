import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { onBothEngines, startApp } from '../../test/support/app.ts';
import { cast, OWNED, SHARED } from '../../test/support/cast.ts';
import { connect } from '../db/connect.ts';
import type { Queries } from '../db/database.ts';
import { inspect } from '../db/inspect.ts';
import { backupCommand } from './backup.ts';

onBothEngines('check', (engine) => {
  const damages: [name: string, damage: string, told: RegExp][] = [
    [
      'a pool counter',
      'update pool set issued = issued + 1 where id = (select min(pool_id) from license)',
      /counters of a pool/,
    ],
    [
      'a free seat too many',
      'insert into free_seat (pool_id, seat) select id, last_seat + 1 from pool where id = (select min(id) from pool)',
      /free seats/,
    ],
    ['a student not counted', 'delete from manager_student', /licenses of a student/],
    ['a student under another name', `update manager_student set search_key = 'x'`, /by another name/],
    ['a course not counted', 'delete from manager_course', /pools of a course/],
    [
      'a wrong total',
      `update ${engine === 'postgres' ? 'license_tally' : 'tally'} set live_students = live_students + 1`,
      /totals of a license manager/,
    ],
  ];

  test('finds nothing in a sound database, and names each kind of damage', async () => {
    const app = await startApp(engine, { world: licensed() });
    assert.deepEqual(await inspect(app.context.db), []);
    for (const [name, damage, told] of damages) {
      const seen = app.context.db.write(async (tx) => {
        await tx.script(damage);
        throw Object.assign(new Error('undo'), { found: await foundIn(tx) });
      });
      const found = await seen.then(
        () => [],
        (error: { found?: string[] }) => error.found ?? [],
      );
      assert.ok(
        found.some((line) => told.test(line)),
        `${name}: ${found.join('; ') || 'nothing found'}`,
      );
    }
  });
});

/** The checks inside a transaction that is going to be undone. */
const foundIn = (queries: Queries) => inspect({ snapshot: (work) => work(queries) });

const licensed = () => ({
  ...cast(),
  students: [
    { id: 1, name: 'Student', email: 'one@alder.example' },
    { id: 2, name: 'Student', email: 'two@alder.example' },
  ],
  licenses: [
    {
      id: 1,
      poolId: SHARED,
      studentId: 1,
      start: '2024-02-01T00:00:00+00:00',
      end: '2024-12-01T00:00:00+00:00',
      revoked: null,
    },
    {
      id: 2,
      poolId: SHARED,
      studentId: 2,
      start: '2024-02-01T00:00:00+00:00',
      end: '2024-12-01T00:00:00+00:00',
      revoked: '2024-03-01T00:00:00+00:00',
    },
    {
      id: 3,
      poolId: OWNED,
      studentId: 2,
      start: '2024-02-01T00:00:00+00:00',
      end: '2024-12-01T00:00:00+00:00',
      revoked: null,
    },
  ],
});

test('a backup of a database in use is whole, private, and never replaces a file', async (t) => {
  const app = await startApp('sqlite', { world: licensed() });
  t.after(() => app.close());
  const folder = mkdtempSync(join(tmpdir(), 'carrel-backup-'));
  const file = join(folder, 'copy.db');
  const writes = Array.from({ length: 50 }, (_, n) =>
    app.context.db.write((tx) => sql`insert into course (title) values (${`course ${n}`})`.execute(tx.kysely)),
  );
  backupCommand(app.context.config, file);
  await Promise.all(writes);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const copy = connect({ url: `sqlite:${file}`, poolSize: 1, onFatal: () => assert.fail() });
  assert.deepEqual(await inspect(copy), []);
  await copy.close();
  assert.throws(() => backupCommand(app.context.config, file), /exists already/);
  rmSync(folder, { recursive: true });
});
