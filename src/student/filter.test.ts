/** Who has this course: students found by what they hold, in every order, after every change, by every process. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import {
  ALICE,
  CHARLIE,
  CHARLIES,
  cast,
  DAX,
  FUTURE,
  OWNED,
  SHARED,
  SHARED_SQL,
  SQL,
} from '../../test/support/cast.ts';
import { inspect } from '../db/inspect.ts';
import { DAY, isoTime } from '../rules/time.ts';

const START = '2024-02-01T00:00:00+00:00';
const END = '2025-01-01T00:00:00+00:00';
const held = (id: number, poolId: number, studentId: number, more: object = {}) => ({
  ...{ id, poolId, studentId, start: START, end: END },
  ...more,
});
const seen = (studentId: number, courseId: number, percent: number, more: object = {}) => ({
  ...{ studentId, courseId, percent, completed: null, lastAccess: '2024-03-01T00:00:00+00:00' },
  ...more,
});

const [ANA, BEN, CAY, DAN, EVE, FIN, GUS] = [1, 2, 3, 4, 5, 6, 7];
const names = ['Ana', 'Ben', 'Cay', 'Dan', 'Eve', 'Fin', 'Gus'];

/** At 2024-04-19. Gus is Charlie's alone. */
const world = () => ({
  ...cast(),
  pools: cast().pools.map((pool) => ({ ...pool, licenses: 3 })),
  students: names.map((name, i) => ({ id: i + 1, name, email: `${name}@alder.example` })),
  licenses: [
    held(101, SHARED, ANA),
    held(102, SHARED_SQL, ANA, { end: '2024-04-29T00:00:00+00:00' }),
    held(103, SHARED, BEN, { end: '2024-05-01T00:00:00+00:00' }),
    held(104, SHARED, CAY, { revoked: '2024-03-05T00:00:00+00:00' }),
    held(105, SHARED_SQL, CAY),
    held(106, OWNED, DAN),
    held(107, OWNED, EVE, { end: '2024-03-10T00:00:00+00:00' }),
    held(108, FUTURE, FIN, { start: '2024-06-01T00:00:00+00:00', end: '2025-06-01T00:00:00+00:00' }),
    held(109, CHARLIES, GUS),
    held(110, CHARLIES, EVE),
  ],
  progress: [
    seen(ANA, DAX, 100, { completed: '2024-03-03T00:00:00+00:00' }),
    seen(BEN, DAX, 30),
    seen(CAY, SQL, 0),
    seen(EVE, DAX, 60),
    seen(GUS, DAX, 5),
  ],
});

onBothEngines('students by what they hold', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: world() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  const idsIn = ({ status, text, body, headers }: Answer): number[] => {
    assert.equal(status, 200, text);
    const ids = body.map(({ id }: { id: number }) => id);
    assert.equal(headers.get('x-total-count'), String(ids.length));
    return ids;
  };
  const found = async (query: string, client = alice) =>
    idsIn(await client.get(`/v1/students/search?pageSize=100&${query}`));

  const cases: [query: string, ids: number[]][] = [
    [`courseId=${DAX}`, [ANA, BEN, DAN]],
    [`courseId=${SQL}`, [ANA, CAY]],
    [`courseId=${DAX}&status=inactive`, [CAY, EVE, FIN]],
    [`courseId=${DAX}&status=all`, [ANA, BEN, CAY, DAN, EVE, FIN]],
    [`poolId=${OWNED}`, [DAN]],
    [`poolId=${OWNED}&status=all`, [DAN, EVE]],
    [`poolId=${FUTURE}`, []],
    [`poolId=${FUTURE}&status=inactive`, [FIN]],
    [`poolId=${CHARLIES}&status=all`, []],
    ['poolId=99999&status=all', []],
    ['courseId=9007199254740991&status=all', []],
    ['linkId=12345&status=all', []],
    ['progress=none', [ANA, CAY, DAN]],
    ['progress=started', [BEN]],
    ['progress=started&status=all', [BEN, EVE]],
    ['progress=completed', [ANA]],
    ['opened=never', [ANA, DAN]],
    [`opened=never&courseId=${DAX}`, [DAN]],
    ['endsWithin=10', [ANA]],
    ['endsWithin=12', [ANA, BEN]],
    [`endsWithin=12&courseId=${DAX}`, [BEN]],
    ['endsWithin=12&status=inactive', []],
    [`courseId=${DAX}&progress=completed&poolId=${SHARED}`, [ANA]],
    [`courseId=${SQL}&progress=completed`, []],
    [`courseId=${DAX}&search=a`, [ANA, BEN, DAN]],
    [`courseId=${DAX}&search=an`, [ANA, DAN]],
    [`studentIds=${DAN},${ANA},99&courseId=${DAX}`, [ANA, DAN]],
    [`studentIds=${GUS}&status=all`, []],
    [`courseId=${DAX}&sort=progress&order=desc`, [ANA, BEN, DAN]],
    [`courseId=${DAX}&sort=email&order=desc`, [DAN, BEN, ANA]],
    [`courseId=${DAX}&sort=expires`, [BEN, ANA, DAN]],
  ];
  for (const [query, ids] of cases) {
    test(`?${query}`, async () => {
      assert.deepEqual(await found(query), ids);
    });
  }

  test('pages are parts of the list, and the file has the licenses that match', async () => {
    const page = await alice.get(`/v1/students/search?courseId=${DAX}&status=all&pageSize=4&page=2`);
    assert.deepEqual([page.body.map(({ id }: { id: number }) => id), page.headers.get('x-total-count')], [[5, 6], '6']);
    const licenses = async (query: string) => {
      const { text } = await alice.get(`/v1/students.csv?${query}`);
      const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
      return rows.map((row) => Number(row.license));
    };
    assert.deepEqual(await licenses(`courseId=${DAX}`), [101, 103, 106]);
    assert.deepEqual(await licenses(`courseId=${DAX}&status=inactive`), [104, 107, 108]);
    assert.deepEqual(await licenses(`studentIds=${ANA}`), [101, 102]);
    assert.deepEqual(await licenses('endsWithin=12'), [102, 103]);
  });

  test('time alone moves licenses into and out of what matches', async () => {
    const all = async () => [
      await found('endsWithin=12'),
      await found(`courseId=${DAX}`),
      await found('sort=progress'),
    ];
    const earlier = await all();
    app.clock.set('2024-04-28T23:59:59Z');
    assert.deepEqual(await found('endsWithin=1'), [ANA]);
    app.clock.set('2024-05-01T00:00:00Z');
    assert.deepEqual(await all(), [[], [ANA, DAN], [CAY, DAN, ANA]]);
    app.clock.set('2024-06-01T00:00:00Z');
    assert.deepEqual(await found(`courseId=${DAX}`), [ANA, DAN, FIN]);
    app.clock.set('2024-04-19T06:36:10Z');
    assert.deepEqual(await all(), earlier, 'a clock that is set back');
  });

  test('what is no such value is refused by its parameter', async () => {
    for (const [name, value] of [
      ['courseId', 'x'],
      ['courseId', '0'],
      ['poolId', '01'],
      ['linkId', '-1'],
      ['progress', 'some'],
      ['opened', 'always'],
      ['endsWithin', '0'],
      ['endsWithin', '1.5'],
      ['endsWithin', '36501'],
      ['studentIds', ''],
      ['studentIds', '1,,2'],
      ['studentIds', Array.from({ length: 101 }, (_, i) => i + 1).join()],
    ] as const) {
      for (const path of ['/v1/students/search', '/v1/students.csv']) {
        const { status, body } = await alice.get(`${path}?${name}=${encodeURIComponent(value)}`);
        assert.deepEqual([status, body?.errors?.[0].parameter], [400, name], `${path} ${name}=${value}`);
      }
    }
    const twice = await alice.get(`/v1/students/search?courseId=${DAX}&courseId=${SQL}`);
    assert.deepEqual([twice.status, twice.body.errors[0].parameter], [400, 'courseId']);
  });

  test('nobody finds the students of another', async () => {
    assert.deepEqual(await found(`courseId=${DAX}`, charlie), [EVE, GUS]);
    assert.deepEqual(await found(`poolId=${SHARED}&status=all`, charlie), []);
  });

  test('by the link that a license came by', async () => {
    const { id } = (await alice.post('/v1/links', { poolId: SHARED_SQL, licenses: 2 })).body;
    const person = "70, 'Lin', 'lin@alder.example', 'lin@alder.example', 'lin lin@alder.example'";
    const license = `${SHARED_SQL}, ${ALICE}, ${SQL}, 1, 3, 70, ${id}, 1706745600, 1735689600`;
    await app.context.db.write((tx) =>
      tx.script(`insert into student (id, name, email, email_key, search_key) values (${person});
        insert into license (pool_id, manager_id, course_id, transferable, seat, student_id, link_id, start_at, end_at)
        values (${license});`),
    );
    assert.deepEqual(await found(`linkId=${id}`), [70]);
    assert.deepEqual(await found(`linkId=${id}`, charlie), []);
  });
});

/** A license as a test reads it, to tell by itself what must be found. */
interface Row {
  id: number;
  student_id: number;
  course_id: number;
  pool_id: number;
  start_at: number;
  end_at: number;
  ended_at: number | null;
  percent: number | null;
  completed_at: number | null;
  last_access_at: number | null;
  search_key: string;
}

const licensesOf = (app: TestApp, managerId: number) =>
  app.context.db.read.kysely
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .leftJoin('progress', (join) =>
      join
        .onRef('progress.student_id', '=', 'license.student_id')
        .onRef('progress.course_id', '=', 'license.course_id'),
    )
    .selectAll('license')
    .select(['percent', 'completed_at', 'last_access_at', 'search_key'])
    .where('manager_id', '=', managerId)
    .execute() as unknown as Promise<Row[]>;

/** Draws the same from the same seed. */
function drawing(seed: number) {
  let state = seed;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  return { random, pick: <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T };
}

const isActive = (row: Row, now: number) => row.ended_at === null && row.start_at <= now && row.end_at > now;
const stage = (row: Row) => (row.completed_at ? 'completed' : (row.percent ?? 0) > 0 ? 'started' : 'none');
const sorts = ['name', 'email', 'progress', 'lastAccess', 'enrolled', 'expires'];

/** Some of the filters, each with what it asks of a license. */
function drawFilters({ random, pick }: ReturnType<typeof drawing>, now: number): [string, (row: Row) => boolean][] {
  const courseId = pick([DAX, SQL]);
  const progress = pick(['none', 'started', 'completed']);
  const days = pick([3, 30, 150]);
  const all: [string, (row: Row) => boolean][] = [
    [`courseId=${courseId}`, (row) => row.course_id === courseId],
    [`progress=${progress}`, (row) => stage(row) === progress],
    ['opened=never', (row) => row.last_access_at === null],
    [`endsWithin=${days}`, (row) => row.ended_at === null && row.end_at > now && row.end_at <= now + days * DAY],
    [`poolId=${SHARED}`, (row) => row.pool_id === SHARED],
  ];
  return all.filter(() => random() < 0.4);
}

/** Who must be found, by status. */
function expected(rows: Row[], filters: [string, (row: Row) => boolean][], text: string, now: number) {
  const like = rows.filter((row) => row.search_key.includes(text) && filters.every(([, asks]) => asks(row)));
  const idsOf = (some: Row[]) => [...new Set(some.map((row) => row.student_id))].sort((a, b) => a - b);
  const active = idsOf(like.filter((row) => isActive(row, now)));
  const all = idsOf(like);
  return { active, all, inactive: all.filter((id) => !active.includes(id)) };
}

interface StudentInOneLine {
  id: number;
  name: string;
  email: string;
}

/** What the list must tell of a student, by all that the license manager ever gave. */
function figuresOf(rows: Row[], id: number, now: number) {
  const own = rows.filter((row) => row.student_id === id);
  const active = own.filter((row) => isActive(row, now));
  const counted = active.length > 0 ? active : own;
  const seen = own.flatMap(({ last_access_at }) => last_access_at ?? []);
  return {
    active: active.length > 0,
    licenses: active.length,
    progress: Math.round(counted.reduce((sum, row) => sum + (row.percent ?? 0), 0) / counted.length),
    lastAccess: seen.length > 0 ? isoTime(Math.max(...seen)) : null,
    enrolled: isoTime(Math.min(...own.map((row) => row.start_at))),
    expires: isoTime(Math.max(...own.map((row) => row.end_at))),
  };
}

onBothEngines('students in memory', (engine) => {
  const people = Array.from({ length: 40 }, (_, i) => ({ id: i + 1, name: `P${i % 7}`, email: `p${i}@alder.example` }));
  const pools = cast().pools.map((pool) => ({ ...pool, licenses: 60 }));

  /** One server on SQLite, two on PostgreSQL. */
  async function servers() {
    const app = await startApp(engine, { world: { ...cast(), pools, students: people } });
    const { databaseUrl: url, dataDir } = app.context.config;
    const alice = await app.client(ALICE);
    if (engine === 'sqlite') return { app, alice, clients: [alice] };
    const second = await startApp(engine, { database: { url, dataDir }, clock: app.clock });
    return { app, alice, clients: [alice, second.withToken(alice.token)] };
  }

  const rowsFrom = async (client: Client, query: string): Promise<StudentInOneLine[]> =>
    (await client.get(`/v1/students/search?pageSize=1000&${query}`)).body;
  const idsFrom = async (client: Client, query: string) => (await rowsFrom(client, query)).map(({ id }) => id);

  function changesOf(app: TestApp, alice: Client, { random, pick }: ReturnType<typeof drawing>) {
    const pool = () => pick([SHARED, OWNED, SHARED_SQL]);
    const live = async () => pick((await licensesOf(app, ALICE)).filter((row) => row.ended_at === null));
    const give = (email: string) =>
      alice.post(`/v1/pool/${pool()}/license`, { email, endDate: pick(['2024-05-01', '2024-08-01']) });
    const report = {
      percent: () => pick([0, 20, 100]),
      completed: () => pick([null, '2024-04-02T00:00:00Z']),
      lastAccess: () => new Date(app.clock.ms).toISOString().replace(/\.\d+Z/, 'Z'),
    };
    return [
      () => give(pick(people).email),
      () => give(`new${random()}@alder.example`),
      async () => alice.delete(`/v1/license/${(await live())?.id}`),
      async () => alice.patch(`/v1/license/${(await live())?.id}`, { endDate: pick(['2024-06-01', '2024-09-09']) }),
      () => {
        const [percent, completed, lastAccess] = [report.percent(), report.completed(), report.lastAccess()];
        const progress = [{ studentId: pick(people).id, courseId: pick([DAX, SQL]), percent, completed, lastAccess }];
        return app.load({ progress });
      },
      async () => app.clock.forward(pick([60, DAY])),
    ];
  }

  test('are those of the database after every kind of change, for every process', async () => {
    const drawn = drawing(7);
    const { app, alice, clients } = await servers();
    const changes = changesOf(app, alice, drawn);
    for (let step = 0; step < 100; step++) {
      await drawn.pick(changes)();
      const now = Math.floor(app.clock.ms / 1000);
      const filters = drawFilters(drawn, now);
      const text = drawn.pick(['', 'p1', 'p', '3', 'zz']);
      const rows = await licensesOf(app, ALICE);
      const wanted = expected(rows, filters, text, now);
      for (const [status, ids] of Object.entries(wanted)) {
        const asked = [
          `status=${status}`,
          `search=${text}`,
          `sort=${drawn.pick(sorts)}`,
          ...filters.map(([query]) => query),
        ];
        for (const client of clients) {
          const found = (await rowsFrom(client, asked.join('&'))).sort((a, b) => a.id - b.id);
          assert.deepEqual(
            found.map(({ name: _, email: __, ...figures }) => figures),
            ids.map((id) => ({ id, ...figuresOf(rows, id, now) })),
            `step ${step} ?${asked.join('&')}`,
          );
        }
      }
    }
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('know what is committed after what began later', { skip: engine === 'sqlite' }, async () => {
    const { app, alice, clients } = await servers();
    for (const { email } of people.slice(0, 3)) await alice.post(`/v1/pool/${SHARED}/license`, { email });
    const order = () => Promise.all(clients.map((client) => idsFrom(client, 'sort=progress&order=desc')));
    await order();
    const slow = new pg.Client({ connectionString: app.context.config.databaseUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query(`insert into progress (student_id, course_id, percent, reported_at) values (2, ${DAX}, 50, 1)`);
    await app.load({ progress: [{ studentId: 3, courseId: DAX, percent: 70, completed: null }] });
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'after@alder.example' });
    for (const ids of await order()) assert.deepEqual([ids.length, ids[0]], [4, 3]);
    await slow.query('commit');
    await slow.end();
    for (const ids of await order()) assert.deepEqual(ids.slice(0, 2), [3, 2]);
  });

  test('are read anew where very many have changed', async () => {
    const { app, alice } = await servers();
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'first@alder.example' });
    assert.equal((await idsFrom(alice, 'search=first')).length, 1);
    const many = Array.from({ length: 5200 }, (_, i) => i);
    const running = { start: START, end: END };
    await app.load({
      pools: [{ id: 900, managerId: ALICE, courseId: SQL, transferable: false, licenses: 5200, ...running }],
      students: many.map((i) => ({ id: 10_000 + i, name: `Many ${i}`, email: `many.${i}@alder.example` })),
      licenses: many.map((i) => ({ id: 20_000 + i, poolId: 900, studentId: 10_000 + i, ...running })),
    });
    const { body, headers } = await alice.get(
      '/v1/students/search?poolId=900&sort=email&order=desc&pageSize=2&page=2600',
    );
    assert.deepEqual(
      [body.map(({ email }: { email: string }) => email), headers.get('x-total-count')],
      [['many.1000@alder.example', 'many.0@alder.example'], '5200'],
    );
  });
});
