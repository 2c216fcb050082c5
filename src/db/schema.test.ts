/** What must never be is refused by the schema itself, whoever writes, and the counters it keeps are what can be counted. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import type { ImportLicense } from '#import/schema.ts';
import { expireLicenses } from '#jobs/expire.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, DAX, OWNED, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';
import { sqlitePath } from './connect.ts';
import { inspect } from './inspect.ts';

const START = Date.parse('2024-04-19T06:00:00Z') / 1000;
const END = Date.parse('2025-01-01T00:00:00Z') / 1000;

const AFTER = Date.parse('2024-04-19T08:00:00Z') / 1000;

const CHARLIES_SQL = 32;
const LIVE = 101;
const COMING = 104;
const BEGUN = 105;
const REVOKED = 103;
const OWN = 102;

const students = [1, 2, 3, 4, 5].map((id) => ({ id, name: `Student ${id}`, email: `s${id}@alder.example` }));
const held = (id: number, poolId: number, studentId: number, revoked: string | null = null): ImportLicense => ({
  ...{ id, poolId, studentId, start: '2024-04-01T00:00:00Z', end: '2025-01-01T00:00:00Z', revoked },
});
const world = () => ({
  ...cast(),
  students,
  licenses: [held(LIVE, SHARED, 1), held(OWN, OWNED, 2), held(REVOKED, SHARED, 3, '2024-04-02T00:00:00Z')],
});

/** Licenses imported for later: one that is still to come, one that begins within the test. */
const coming = (): ImportLicense[] => [
  { ...held(COMING, SHARED_SQL, 1), start: '2024-11-01T00:00:00Z' },
  { ...held(BEGUN, SHARED_SQL, 2), start: '2024-04-19T07:00:00Z' },
];

/** An INSERT of a license that the schema accepts, but for what `changes` says. */
function license(changes: Record<string, number | string | null> = {}, verb = 'insert'): string {
  const row = {
    id: 990,
    ...{ pool_id: SHARED, manager_id: ALICE, course_id: DAX, transferable: 1, seat: 2, student_id: 4 },
    ...{ start_at: START, end_at: END, ended_at: null, ended_how: null },
    ...changes,
  };
  const values = Object.values(row).map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  return `${verb} into license (${Object.keys(row).join(', ')}) values (${values.join(', ')})`;
}

const change = (id: number, set: string, verb = 'update') => `${verb} license set ${set} where id = ${id}`;
const ended = { ended_at: START, ended_how: 'revoked' };

const illegal: Record<string, string> = {
  'a seat above those of the pool': license({ seat: 4 }),
  'the same for a license that has ended already': license({ seat: 4, ...ended }),
  'a seat below the first': license({ seat: 0 }),
  'two live licenses on one seat': license({ seat: 1 }),
  'a second live license of the student in the course': license({ student_id: 1 }),
  'the same in the pool of another manager': license({
    ...{ pool_id: CHARLIES, manager_id: CHARLIE, seat: 1, student_id: 1 },
  }),
  'a second person on an untransferable seat': license({ pool_id: OWNED, transferable: 0, seat: 1 }),
  'the same for a license that has ended': license({ pool_id: OWNED, transferable: 0, seat: 1, ...ended }),
  'a second live license of the student, as if it were for later': license({ student_id: 1, ahead: 1 }),
  'a license for later beside one for later': license({
    ...{ pool_id: CHARLIES_SQL, manager_id: CHARLIE, course_id: SQL, seat: 1, student_id: 1, ahead: 1 },
  }),
  'a license beside one for later that has begun': license({
    ...{ pool_id: CHARLIES_SQL, manager_id: CHARLIE, course_id: SQL, seat: 1, student_id: 2, start_at: AFTER, id: 991 },
  }),
  'a license of another manager than its pool': license({ manager_id: CHARLIE }),
  'a license of another course than its pool': license({ course_id: SQL }),
  'a license of another kind than its pool': license({ transferable: 0 }),
  'a license of no pool': license({ pool_id: 999 }),
  'a license of no student': license({ student_id: 999 }),
  'a license of no link': license({ link_id: 999 }),
  'a license that ends before it starts': license({ end_at: START - 1 }),
  'a license that ended, and nobody knows how': license({ ended_at: START }),
  'a license that did not end, but how is known': license({ ended_how: 'revoked' }),
  'a way to end that there is not': license({ ended_at: START, ended_how: 'lost' }),
  'an id that is taken': license({ id: REVOKED }),
  'opening an ended license again': change(REVOKED, 'ended_at = null, ended_how = null'),
  'moving the end of an ended license': change(REVOKED, `end_at = ${END}`),
  'another moment for an end': change(REVOKED, `ended_at = ${START}`),
  'another way for an end': change(REVOKED, `ended_how = 'expired'`),
  'handing a license to another student': change(LIVE, 'student_id = 4'),
  'handing on an untransferable license': change(OWN, 'student_id = 4'),
  'handing on an ended license': change(REVOKED, 'student_id = 4'),
  'another id for a license': change(LIVE, 'id = 901'),
  'another seat for a license': change(LIVE, 'seat = 2'),
  'another pool for a license': change(LIVE, `pool_id = ${CHARLIES}, manager_id = ${CHARLIE}`),
  'another manager for a license': change(LIVE, `manager_id = ${CHARLIE}`),
  'another course for a license': change(LIVE, `course_id = ${SQL}`),
  'another kind for a license': change(OWN, 'transferable = 1'),
  'another start for a license': change(LIVE, `start_at = ${START}`),
  'letting a license begin beside another': change(LIVE, 'ahead = 1'),
  'deleting a license': `delete from license where id = ${LIVE}`,
  'deleting an ended license': `delete from license where id = ${REVOKED}`,
  'deleting the student of a license': 'delete from student where id = 1',
  'moving a pool to another manager': `update pool set manager_id = ${CHARLIE} where id = ${SHARED_SQL}`,
  'moving a pool to another course': `update pool set course_id = ${DAX} where id = ${SHARED_SQL}`,
  'making an untransferable pool transferable': `update pool set transferable = 1 where id = ${OWNED}`,
  'making a transferable pool untransferable': `update pool set transferable = 0 where id = ${SHARED_SQL}`,
  'another id for a pool': `update pool set id = 999 where id = ${SHARED_SQL}`,
  'shrinking a pool below what is held': `update pool set licenses = 0 where id = ${SHARED}`,
  'shrinking a pool to what it has': `update pool set shrink_to = licenses where id = ${SHARED}`,
  'shrinking a pool to fewer than none': `update pool set shrink_to = -1 where id = ${SHARED}`,
  'shrinking a pool and what it counts': `update pool set licenses = 0, held = 0, last_seat = 0 where id = ${SHARED}`,
  'the same of an untransferable pool': `update pool set licenses = 0, held = 0, last_seat = 0 where id = ${OWNED}`,
  'deleting a pool': `delete from pool where id = ${SHARED_SQL}`,
  'a pool of no manager': `insert into pool (manager_id, course_id, transferable, licenses, start_at, end_at) values (999, ${DAX}, 1, 1, 0, 1)`,
  'a pool that ends before it starts': `update pool set end_at = start_at where id = ${SHARED_SQL}`,
  'a pool of neither kind': `insert into pool (manager_id, course_id, transferable, licenses, start_at, end_at) values (${ALICE}, ${DAX}, 2, 1, 0, 1)`,
  'a pool of fewer than no licenses': `insert into pool (manager_id, course_id, transferable, licenses, start_at, end_at) values (${ALICE}, ${DAX}, 1, -1, 0, 1)`,
  'changing history': `update event set actor_label = 'nobody'`,
  'deleting history': 'delete from event',
  'negative progress': `insert into progress (student_id, course_id, percent, reported_at) values (1, ${DAX}, -1, 0)`,
  'more than all of a course': `insert into progress (student_id, course_id, percent, reported_at) values (1, ${DAX}, 101, 0)`,
  'two students with one address': `insert into student (name, email, email_key) values ('Twin', 'S1@alder.example', 's1@alder.example')`,
  'a token that may do something else': `insert into token (id, owner, manager_id, name, hash, last_ten, permission, created_at) values ('t', 'manager:${ALICE}', ${ALICE}, 't', 'h', 't', 'admin', 0)`,
};

const illegalOn: Record<TestApp['engine'], Record<string, string>> = {
  sqlite: {
    'replacing a license': license({ id: LIVE, seat: 1 }, 'insert or replace'),
    'replacing an ended license': license({ id: REVOKED }, 'insert or replace'),
    'replacing the license on a seat': license({ seat: 1 }, 'insert or replace'),
    'replacing the license of a student': license({ student_id: 1 }, 'insert or replace'),
    'replacing the holder of an untransferable seat': license(
      { pool_id: OWNED, transferable: 0, seat: 1 },
      'insert or replace',
    ),
    'replacing a license by changing one': change(LIVE, `id = ${OWN}`, 'update or replace'),
    'replacing a pool': `insert or replace into pool (id, manager_id, course_id, transferable, licenses, start_at, end_at) values (${SHARED_SQL}, ${CHARLIE}, ${DAX}, 1, 1, 0, 1)`,
    'replacing a student': `insert or replace into student (id, name, email, email_key) values (1, 'Other', 'o@alder.example', 'o@alder.example')`,
    'replacing a student by changing one': 'update or replace student set id = 1 where id = 5',
    'replacing history': `insert or replace into event (id, at, kind, actor_kind, actor_label, details) select id, 0, kind, actor_kind, actor_label, details from event limit 1`,
  },
  postgres: {
    'emptying the licenses': 'truncate license cascade',
    'emptying the pools': 'truncate pool cascade',
    'emptying the students': 'truncate student cascade',
    'emptying history': 'truncate event cascade',
    'a seat above those of the pool, among many': `select carrel_add_licenses('[${JSON.stringify({
      ...{ id: 990, pool_id: SHARED, manager_id: ALICE, course_id: DAX, transferable: 1, seat: 4, student_id: 4 },
      ...{ ahead: 0, start_at: START, end_at: END, ...ended },
    })}]')`,
  },
};

const isConstraint = (error: { code?: string; errcode?: number }) =>
  error.code === 'ERR_SQLITE_ERROR' ? (error.errcode ?? 0) % 256 === 19 : /^23/.test(error.code ?? '');

const tables = ['manager', 'course', 'pool', 'student', 'license', 'event', 'progress', 'token', 'free_seat'] as const;

async function contents(app: TestApp) {
  const counters = ['tally', 'manager_student', 'manager_course', 'link'] as const;
  const all = [...tables, ...counters].map((table) =>
    app.context.db.read.kysely.selectFrom(table).selectAll().execute(),
  );
  return (await Promise.all(all)).map((rows) => rows.map((row) => JSON.stringify(row)).sort());
}

onBothEngines('the schema refuses', (engine) => {
  let app: TestApp;
  const run = (statement: string) => app.context.db.write((tx) => tx.script(statement));
  before(async () => {
    const { pools, licenses, ...rest } = world();
    const charlies = { ...pools[4], id: CHARLIES_SQL, managerId: CHARLIE } as (typeof pools)[number];
    app = await startApp(engine, {
      world: { ...rest, pools: [...pools, charlies], licenses: [...licenses, ...coming()] },
    });
  });

  test('nothing that is legal', async () => {
    await run(license({ id: 900 }));
    await run(change(900, `end_at = ${END - 1}`));
    await run(change(900, `ended_at = ${START}, ended_how = 'revoked', end_at = ${START}`));
    await run(license({ id: 901, seat: 2 }));
    await run(change(901, `ended_at = ${START}, ended_how = 'revoked'`));
    await run(license({ id: 902, seat: 1, student_id: 5, ...ended }));
    await run(`update pool set licenses = licenses + 1 where id = ${OWNED}`);
    assert.deepEqual(await inspect(app.context.db), []);
  });

  for (const [what, statement] of Object.entries({ ...illegal, ...illegalOn[engine] })) {
    test(what, async () => {
      const earlier = await contents(app);
      await assert.rejects(run(statement), isConstraint, statement);
      assert.deepEqual(await contents(app), earlier);
    });
  }
});

test('the schema refuses a replacement on any connection to the SQLite file, not only on ours', async (t) => {
  const app = await startApp('sqlite', { world: world() });
  t.after(app.close);
  const stranger = new DatabaseSync(sqlitePath(app.context.config.databaseUrl) ?? '');
  t.after(() => stranger.close());
  stranger.exec('pragma foreign_keys = off');
  const mixed = ['manager', 'course', 'kind'].map((part) => `a license of another ${part} than its pool`);
  for (const [what, statement] of [
    ...Object.entries(illegalOn.sqlite),
    ...mixed.map((what) => [what, illegal[what] ?? ''] as const),
  ]) {
    assert.throws(() => stranger.exec(statement), isConstraint, what);
  }
});

/** A chance that can be repeated: xorshift over 32 bits. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

onBothEngines('the counters of the schema', (engine) => {
  const seed = 20_240_419;
  const pools = cast().pools.map((pool) => ({ ...pool, licenses: pool.licenses * 2 + (pool.id === OWNED ? 20 : 0) }));

  test(`are what can be counted, after a random sequence of operations (seed ${seed})`, async () => {
    const app = await startApp(engine, { world: { ...world(), pools } });
    const clients = [await app.client(ALICE), await app.client(CHARLIE)] as const;
    await app.context.db.write((tx) =>
      tx.script(`insert into link (id, manager_id, pool_id, code_hash, code_sealed, licenses, created_at)
        values (1, ${ALICE}, ${SHARED_SQL}, 'h', 's', 2, 0)`),
    );
    const next = chance(seed);
    const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
    const alice = clients[0];
    const assign = () => {
      const pool = pick([SHARED, OWNED, SHARED_SQL, CHARLIES]);
      const client = pool === CHARLIES ? clients[1] : alice;
      const endDate = pick([null, null, '2024-04-20', '2024-04-22', '2024-06-01']);
      const body = { email: `n${next(15)}@alder.example`, recycle: next(3) === 0, endDate };
      return client.post(`/v1/pool/${pool}/license`, body);
    };
    const any = async () =>
      pick((await alice.get('/v1/licenses?pageSize=100&includeInactive=1')).body as { id: string }[]).id;
    let imported = 5000;
    const operations = [
      assign,
      assign,
      assign,
      assign,
      async () => alice.delete(`/v1/license/${await any()}`),
      async () =>
        alice.patch(`/v1/license/${await any()}`, { endDate: pick(['2024-04-19', '2024-05-01', '2026-01-01']) }),
      async () => {
        const rename = `update student set name = 'New', search_key = 'new ${next(50)}' where id = ${pick(students).id}`;
        await app.context.db.write((tx) => tx.script(rename));
      },
      async () => app.clock.forward(next(20_000)),
      async () => expireLicenses(app.context),
      async () => {
        const revoked = next(2) === 0 ? '2024-04-03T00:00:00Z' : null;
        const one = () => held(++imported, pick([SHARED, SHARED_SQL, CHARLIES]), pick(students).id, revoked);
        const licenses = Array.from({ length: 1 + next(3) }, one);
        await app.load({ licenses }).catch((error: Error) => assert.match(error.message, /^licenses\[\d\]/));
      },
      async () => {
        const row = {
          pool_id: SHARED_SQL,
          course_id: SQL,
          seat: 1 + next(2),
          student_id: pick(students).id,
          link_id: 1,
        };
        const statement = license({ ...row, id: ++imported, end_at: START + 86_400 * 4 });
        await app.context.db.write((tx) => tx.script(statement)).catch((error) => assert.ok(isConstraint(error)));
      },
    ];
    for (let step = 0; step < 400; step++) await pick(operations)();
    assert.deepEqual(await inspect(app.context.db), []);
    await assertCounted(app);
  });
});

/** Counts everything again, from the licenses and pools alone. */
async function assertCounted(app: TestApp): Promise<void> {
  const { kysely } = app.context.db.read;
  const licenses = await kysely.selectFrom('license').selectAll().execute();
  const pools = await kysely.selectFrom('pool').selectAll().orderBy('id').execute();
  const live = (list: typeof licenses) => list.filter((one) => one.ended_at === null).length;
  const people = (list: typeof licenses) => new Set(list.map((one) => one.student_id)).size;
  const sum = (list: typeof pools) => list.reduce((total, pool) => total + pool.licenses, 0);
  assert.ok(licenses.length > 40 && live(licenses) > 3, 'the sequence did something');
  assert.ok(
    licenses.some((one) => one.link_id !== null && one.ended_at !== null),
    'and something with the link',
  );
  for (const pool of pools) {
    const own = licenses.filter((one) => one.pool_id === pool.id);
    const holding = own.filter((one) => one.transferable === 0 || one.ended_at === null);
    assert.deepEqual([pool.issued, pool.live, pool.held], [own.length, live(own), holding.length], `pool ${pool.id}`);
    const taken = new Set(holding.map((one) => one.seat));
    const free = await kysely
      .selectFrom('free_seat')
      .select('seat')
      .where('pool_id', '=', pool.id)
      .orderBy('seat')
      .execute();
    const seats = Array.from({ length: pool.last_seat }, (_, i) => i + 1).filter((seat) => !taken.has(seat));
    assert.deepEqual(
      free.map((row) => row.seat),
      seats,
      `free seats of pool ${pool.id}`,
    );
  }
  for (const managerId of [ALICE, CHARLIE]) {
    const own = licenses.filter((one) => one.manager_id === managerId);
    const bought = pools.filter((pool) => pool.manager_id === managerId);
    const tally = await kysely.selectFrom('tally').selectAll().where('manager_id', '=', managerId).executeTakeFirst();
    assert.deepEqual(
      { ...tally },
      {
        manager_id: managerId,
        pools: bought.length,
        courses: new Set(bought.map((pool) => pool.course_id)).size,
        transferable_licenses: sum(bought.filter((pool) => pool.transferable === 1)),
        untransferable_licenses: sum(bought.filter((pool) => pool.transferable === 0)),
        issued: own.length,
        live: live(own),
        held: own.filter((one) => one.transferable === 0 || one.ended_at === null).length,
        students: people(own),
        live_students: people(own.filter((one) => one.ended_at === null)),
      },
    );
    const counted = await kysely
      .selectFrom('manager_student')
      .selectAll()
      .where('manager_id', '=', managerId)
      .execute();
    assert.equal(counted.length, people(own));
    for (const row of counted) {
      const theirs = own.filter((one) => one.student_id === row.student_id);
      assert.deepEqual([row.issued, row.live], [theirs.length, live(theirs)], `student ${row.student_id}`);
    }
    const courses = await kysely.selectFrom('manager_course').selectAll().where('manager_id', '=', managerId).execute();
    const byCourse = Map.groupBy(bought, (pool) => pool.course_id);
    assert.deepEqual(
      new Map(courses.map((row) => [row.course_id, row.pools])),
      new Map([...byCourse].map(([id, list]) => [id, list.length])),
    );
  }
  const linked = licenses.filter((one) => one.link_id === 1);
  const { rows } = await sql<{ issued: number; live: number }>`select issued, live from link where id = 1`.execute(
    kysely,
  );
  assert.deepEqual({ ...rows[0] }, { issued: linked.length, live: live(linked) });
}
