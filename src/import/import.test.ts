/** The import file, by what running.md promises of it. */
import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { inspect } from '#db/inspect.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX, OWNED, PAST, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';
import { ImportProblems } from './problems.ts';
import type { ImportFile, ImportLicense } from './schema.ts';

const MOST = 9_000_000_000_000_000;
const [NEW_YEAR, JUNE, END] = ['2024-01-01T00:00:00Z', '2024-06-01T00:00:00Z', '2025-01-01T00:00:00Z'];

const student = (id: number) => ({ id, name: `Student ${id}`, email: `s${id}@alder.example` });
const students = (...ids: number[]) => ids.map(student);
const license = (id: number, studentId: number, changes: Partial<ImportLicense> = {}): ImportLicense => ({
  ...{ id, poolId: SHARED, studentId, start: '2024-02-01T00:00:00Z', end: END },
  ...changes,
});
const progress = (percent: number, lastAccess: string | null = null, completed: string | null = null) => ({
  ...{ studentId: 1, courseId: DAX, percent, completed, lastAccess },
});

/** What the tests do with the app of the moment. */
function tools(current: () => { app: TestApp; alice: Client }) {
  const load = (file: object) => current().app.load(file as ImportFile);
  const problemsOf = async (file: unknown): Promise<string[]> => {
    const earlier = await everything();
    const error: unknown = await load(file as object).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ImportProblems, `refused as a file: ${String(error)}`);
    assert.deepEqual(await everything(), earlier, 'nothing of it was loaded');
    return error.problems;
  };
  const refused = async (file: unknown, ...problems: string[]) =>
    assert.deepEqual((await problemsOf(file)).sort(), problems.sort());
  const everything = async () => {
    const tables = ['manager', 'course', 'pool', 'student', 'license', 'progress', 'event', 'outbox'] as const;
    const { kysely } = current().app.context.db.read;
    return Promise.all(tables.map((table) => kysely.selectFrom(table).selectAll().execute()));
  };
  const seats = async (pool: number) => {
    const { assignedLicenses, availableLicenses } = (await current().alice.get(`/v1/pool/${pool}`)).body;
    return [assignedLicenses, availableLicenses];
  };
  const licenseOf = async (id: number) => (await current().alice.get(`/v1/license/${id}`)).body;
  const assign = (pool: number, email: string) => current().alice.post(`/v1/pool/${pool}/license`, { email });
  return { load, refused, problemsOf, everything, seats, licenseOf, assign };
}

onBothEngines('an import', (engine) => {
  let app: TestApp;
  let alice: Client;
  const { load, refused, everything, seats, licenseOf, assign } = tools(() => ({ app, alice }));

  beforeEach(async () => {
    await app?.close();
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  test('is answered by the API as it was given', async () => {
    await load({
      students: [{ id: 7, name: ' Ann ', email: 'Ann@Alder.example' }],
      licenses: [license(70, 7, { start: '2024-02-01T09:30:15+02:00' })],
      progress: [{ studentId: 7, courseId: DAX, percent: 100, completed: '2024-04-18T01:07:00.9+01:00' }],
    });
    assert.deepEqual((await alice.get('/v1/student?id=7')).body, {
      id: 7,
      name: 'Ann',
      email: 'Ann@Alder.example',
      courses: [
        {
          ...{ id: String(DAX), title: 'Mastering DAX', poolId: SHARED, licenseId: 70 },
          ...{ licenseActive: true, licenseRevokable: true, licenseEditable: true },
          ...{ start: '2024-02-01T07:30:15+00:00', end: '2025-01-01T00:00:00+00:00' },
          ...{ progress: 100, completed: '2024-04-18T00:07:00+00:00' },
        },
      ],
    });
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('takes a date-time in every form of ISO 8601 that has an offset, and trims names', async () => {
    const times = [
      '2024-02-01T07:30Z',
      '2024-02-01T09:30:00,5+02',
      '2024-02-01T01:30:00-0600',
      '2024-02-01T07:30:00.9Z',
    ];
    const ids = times.map((_, i) => i + 1);
    await load({
      students: ids.map((id) => ({ ...student(id), name: `  ${'x'.repeat(200)}  ` })),
      licenses: ids.map((id) =>
        license(id, id, { poolId: id > 2 ? SHARED : SHARED_SQL, start: times[id - 1] as string, end: JUNE }),
      ),
    });
    for (const id of ids) assert.equal((await licenseOf(id)).start, '2024-02-01T07:30:00+00:00', String(times[id - 1]));
    await refused(
      {
        pools: [
          {
            id: 77,
            managerId: ALICE,
            courseId: SQL,
            transferable: true,
            licenses: 1,
            start: NEW_YEAR,
            end: '9999-12-31T23:59:59-01:00',
          },
        ],
      },
      'pools[0].end: is not an ISO 8601 date-time with an offset',
    );
  });

  test('of nothing is one, and so is every list alone', async () => {
    const earlier = await everything();
    await load({});
    await load({ managers: [], courses: [], pools: [], students: [], licenses: [], progress: [] });
    assert.deepEqual(await everything(), earlier);
    await load({ students: students(1) });
    await load({ licenses: [license(1, 1)] });
    await load({ progress: [progress(50)] });
    assert.equal((await alice.get('/v1/student?id=1')).body.courses[0].progress, 50);
  });

  test('changes nothing when it is repeated, also after its records were changed through the API', async () => {
    const file = {
      ...cast(),
      students: students(1, 2, 3),
      licenses: [license(1, 1), license(2, 2), license(3, 3, { revoked: '2024-03-01T00:00:00Z' })],
      progress: [progress(50, '2024-04-01T00:00:00Z')],
    };
    await load(file);
    const loaded = await everything();
    await load(file);
    assert.deepEqual(await everything(), loaded);
    await alice.delete('/v1/license/1');
    await alice.patch('/v1/license/2', { endDate: '2024-05-01' });
    await assign(SHARED, 's1@alder.example');
    await assign(SHARED, 'new@alder.example');
    const changed = await everything();
    await load(file);
    assert.deepEqual(await everything(), changed);
    assert.equal((await licenseOf(1)).active, false);
    assert.equal((await licenseOf(2)).end, '2024-05-01T00:00:00+00:00');
  });

  test('leaves a record whose id is known as it is, whatever the file says of it', async () => {
    await load({ students: students(1), licenses: [license(1, 1)] });
    const known = await everything();
    await load({
      managers: [{ id: ALICE, name: 'Else', email: 'else@else.example', allowedDomains: ['else.example'] }],
      courses: [{ id: DAX, title: 'Else' }],
      pools: [
        { id: SHARED, managerId: CHARLIE, courseId: SQL, transferable: false, licenses: 1, start: JUNE, end: END },
      ],
      students: [{ id: 1, name: 'Else', email: 'else@else.example' }],
      licenses: [license(1, 1, { poolId: OWNED, revoked: '2024-03-01T00:00:00Z' })],
    });
    assert.deepEqual(await everything(), known);
  });

  test('is followed by larger ids', async () => {
    await load({
      managers: [{ id: 5000, name: 'M', email: 'm@m.example', allowedDomains: [] }],
      courses: [{ id: 6000, title: 'C' }],
      pools: [
        { id: 7000, managerId: ALICE, courseId: 6000, transferable: false, licenses: 9, start: NEW_YEAR, end: END },
      ],
      students: students(8000),
      licenses: [license(9000, 8000), license(4000, 8000, { poolId: 7000 })],
    });
    const made = (await assign(7000, 'a@any.example')).body;
    assert.ok(made.id > 9000 && made.student.id > 8000, JSON.stringify(made));
    const next = (await assign(7000, 'b@any.example')).body;
    assert.ok(next.id > made.id && next.student.id > made.student.id);
    await load({ students: students(MOST), licenses: [license(MOST, MOST, { poolId: 7000 })] });
    const last = (await assign(7000, 'c@any.example')).body;
    assert.deepEqual([last.id, last.student.id], [MOST + 1, MOST + 1]);
    assert.equal((await alice.get(`/v1/license/${last.id}`)).body.id, String(MOST + 1));
  });

  test('may have its lists in any order', async () => {
    await load({
      progress: [progress(40)],
      licenses: [license(2, 2, { poolId: 77 }), license(1, 1)],
      pools: [{ id: 77, managerId: 90, courseId: 60, transferable: true, licenses: 1, start: NEW_YEAR, end: END }],
      students: students(2, 1),
      courses: [{ id: 60, title: 'New' }],
      managers: [{ id: 90, name: 'New', email: 'n@new.example', allowedDomains: [] }],
    });
    assert.equal((await alice.get('/v1/student?id=1')).body.courses[0].progress, 40);
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('may refer to the database', async () => {
    await load({ students: students(1) });
    await load({
      pools: [{ id: 77, managerId: ALICE, courseId: SQL, transferable: true, licenses: 1, start: NEW_YEAR, end: END }],
      licenses: [license(1, 1, { poolId: 77 })],
      progress: [{ ...progress(10), courseId: SQL }],
    });
    assert.deepEqual(await seats(77), [1, 0]);
  });

  test('lets a future license hold a seat, and begin by itself', async () => {
    await load({ students: students(1, 2), licenses: [license(1, 1, { start: JUNE }), license(2, 2)] });
    assert.deepEqual(await seats(SHARED), [2, 1]);
    assert.equal((await licenseOf(1)).active, false);
    assert.deepEqual(
      (await alice.get('/v1/licenses')).body.map((one: { id: string }) => one.id),
      ['2'],
    );
    assert.equal((await alice.get('/v1/students')).headers.get('x-total-count'), '1');
    assert.deepEqual((await alice.delete('/v1/license/1')).body.code, 'license_inactive');
    assert.equal((await assign(SHARED, 'a@alder.example')).status, 200);
    assert.equal((await assign(SHARED, 'b@alder.example')).body.code, 'no_available_licenses');
    await refused(
      { students: students(300), licenses: [license(300, 300)] },
      `licenses[0].poolId: pool ${SHARED} has only 3 licenses, and all are taken`,
    );
    app.clock.set(JUNE);
    const begun = await licenseOf(1);
    assert.deepEqual([begun.active, begun.revokable, begun.editable], [true, true, true]);
    assert.equal((await alice.get('/v1/licenses')).headers.get('x-total-count'), '3');
    assert.equal((await assign(SHARED_SQL, 's1@alder.example')).status, 200);
    assert.equal((await assign(OWNED, 's1@alder.example')).body.code, 'already_enrolled');
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('takes more history than a transferable pool has seats: expired and revoked licenses hold none', async () => {
    const spent = { start: '2024-02-01T00:00:00Z', end: '2024-03-01T00:00:00Z' };
    const past = Array.from({ length: 20 }, (_, i) =>
      license(100 + i, i + 1, i % 2 ? spent : { revoked: '2024-03-01T00:00:00Z' }),
    );
    await load({
      students: students(...past.map((one) => one.studentId)),
      licenses: [...past, license(1, 1), license(2, 2), license(3, 3)],
    });
    assert.deepEqual(await seats(SHARED), [3, 0]);
    assert.equal((await alice.get(`/v1/pool/${SHARED}/licenses?includeInactive=1`)).headers.get('x-total-count'), '23');
    assert.deepEqual(
      [(await licenseOf(100)).end, (await licenseOf(101)).end],
      Array(2).fill('2024-03-01T00:00:00+00:00'),
    );
    await alice.delete('/v1/license/2');
    assert.equal((await assign(SHARED, 'next@alder.example')).status, 200);
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('counts an untransferable license for ever', async () => {
    const spent = { poolId: OWNED, end: '2024-03-01T00:00:00Z' };
    await load({ students: students(1, 2, 3), licenses: [license(1, 1, spent)] });
    assert.deepEqual(await seats(OWNED), [1, 1]);
    await refused(
      { licenses: [license(2, 2, spent), license(3, 3, { poolId: OWNED })] },
      `licenses[1].poolId: pool ${OWNED} has only 2 licenses, and all are taken`,
    );
    await load({ licenses: [license(3, 3, { poolId: OWNED })] });
    assert.deepEqual(await seats(OWNED), [2, 0]);
  });

  test('refuses two licenses of a student in a course at one time, in the file or beside the database', async () => {
    await load({ students: students(1, 2), licenses: [license(1, 1, { end: JUNE })] });
    await refused(
      { licenses: [license(2, 1, { poolId: OWNED }), license(3, 2), license(4, 2, { poolId: OWNED, start: JUNE })] },
      'licenses[0]: student 1 holds course 10 in that time already, by license 1',
      'licenses[2]: student 2 holds course 10 in that time already, by licenses[1]',
    );
    await load({ licenses: [license(5, 1, { start: JUNE }), license(6, 1, { poolId: SHARED_SQL })] });
    const ended = { start: '2024-01-05T00:00:00Z', end: '2024-03-01T00:00:00Z' };
    await load({ licenses: [license(7, 1, ended), license(8, 1, { ...ended, revoked: '2024-02-01T00:00:00Z' })] });
    assert.deepEqual(await inspect(app.context.db), []);
    app.clock.set(JUNE);
    const { courses } = (await alice.get('/v1/student?id=1')).body;
    assert.deepEqual(
      courses.map((course: { licenseId: number }) => course.licenseId),
      [5, 6],
    );
  });

  test('goes on where a license has run out and nothing has swept it', async () => {
    const spent = { end: '2024-05-01T00:00:00Z' };
    await load({
      students: students(1, 2),
      licenses: [license(1, 1, { ...spent, poolId: OWNED }), license(2, 2, spent)],
    });
    app.clock.set('2024-05-02T00:00:00Z');
    const next = { start: '2024-05-01T00:00:00Z' };
    await load({ licenses: [license(3, 1, next)] });
    assert.deepEqual([(await licenseOf(1)).active, (await licenseOf(3)).active], [false, true]);
    await load({ licenses: [license(4, 2, { ...next, poolId: OWNED })] });
    assert.deepEqual(
      [await seats(SHARED), await seats(OWNED)],
      [
        [1, 2],
        [2, 0],
      ],
    );
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('finds the seats of any number of licenses that have run out', async () => {
    const many = Array.from({ length: 1100 }, (_, i) => i + 1);
    const pool = {
      id: 77,
      managerId: ALICE,
      courseId: SQL,
      transferable: true,
      licenses: many.length,
      start: NEW_YEAR,
      end: END,
    };
    const batch = (first: number, changes: object) =>
      many.map((id) => license(first + id, id, { poolId: 77, ...changes }));
    await load({ pools: [pool], students: students(...many), licenses: batch(0, { end: '2024-05-01T00:00:00Z' }) });
    app.clock.set('2024-05-02T00:00:00Z');
    await load({ licenses: batch(5000, { start: '2024-05-01T00:00:00Z' }) });
    assert.deepEqual(await seats(77), [1100, 0]);
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('gives the lowest of the seats that came back first, then the next ones, in the order of the file', async () => {
    const pool = {
      id: 77,
      managerId: ALICE,
      courseId: SQL,
      transferable: true,
      licenses: 9,
      start: NEW_YEAR,
      end: END,
    };
    const ids = [1, 2, 3, 4, 5, 6, 7, 8];
    const at = (id: number) => license(id, id, { poolId: 77 });
    await load({ pools: [pool], students: students(...ids), licenses: [1, 2, 3, 4].map(at) });
    await alice.delete('/v1/license/3');
    await alice.delete('/v1/license/1');
    const ended = license(9, 1, { poolId: 77, revoked: '2024-03-01T00:00:00Z' });
    await load({ licenses: [at(8), ended, at(5), at(7), at(6)] });
    const { kysely } = app.context.db.read;
    const rows = await kysely.selectFrom('license').select(['id', 'seat']).where('id', '>=', 5).orderBy('id').execute();
    assert.deepEqual(
      rows.map(({ id, seat }) => [id, seat]),
      [
        [5, 3],
        [6, 6],
        [7, 5],
        [8, 1],
        [9, 1],
      ],
    );
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('and the API share the seats that come back', async () => {
    await load({ students: students(1, 2, 3, 4), licenses: [license(1, 1), license(2, 2), license(3, 3)] });
    await alice.delete('/v1/license/2');
    await load({ licenses: [license(4, 4)] });
    assert.equal((await assign(SHARED, 'a@alder.example')).body.code, 'no_available_licenses');
    await alice.delete('/v1/license/4');
    await alice.delete('/v1/license/1');
    assert.equal((await assign(SHARED, 'a@alder.example')).status, 200);
    await load({ students: students(500), licenses: [license(500, 500)] });
    assert.deepEqual(await seats(SHARED), [3, 0]);
    assert.deepEqual(await inspect(app.context.db), []);
  });

  test('takes progress where it is newer', async () => {
    await load({ students: students(1), licenses: [license(1, 1)] });
    const known = async () => {
      const [course] = (await alice.get('/v1/student?id=1')).body.courses;
      return [course.progress, course.completed];
    };
    await load({ progress: [progress(30)] });
    assert.deepEqual(await known(), [30, null]);
    await load({ progress: [progress(20, '2024-04-01T00:00:00Z')] });
    assert.deepEqual(await known(), [20, null], 'a date is newer than none');
    await load({ progress: [progress(99, '2024-03-31T23:59:59Z')] });
    await load({ progress: [progress(98, '2024-04-01T00:00:00Z')] });
    await load({ progress: [progress(97)] });
    assert.deepEqual(await known(), [20, null]);
    await load({ progress: [progress(100, '2024-04-02T00:00:00Z', '2024-04-02T00:00:00Z')] });
    assert.deepEqual(await known(), [100, '2024-04-02T00:00:00+00:00']);
    await load({ progress: [progress(60, '2024-04-03T00:00:00Z')] });
    assert.deepEqual(await known(), [60, '2024-04-02T00:00:00+00:00'], 'a completion keeps its first date');
  });

  test('is told in history, and what it revokes with it', async () => {
    const events = async () =>
      (await app.context.db.read.kysely.selectFrom('event').selectAll().orderBy('id').execute()).map(
        (event) => event.kind,
      );
    const earlier = (await events()).length;
    await load({ students: students(1), licenses: [license(1, 1, { revoked: '2024-03-01T00:00:00Z' })] });
    assert.deepEqual((await events()).slice(earlier), ['license.revoked', 'import.applied']);
    const mails = await app.context.db.read.kysely.selectFrom('outbox').selectAll().execute();
    assert.deepEqual(mails, [], 'nobody is written to about the past');
  });

  test('writes revocations into history as they followed each other', async () => {
    const days = ['03', '01', '02'];
    const moments = days.map((day) => `2024-03-${day}T00:00:00Z`);
    await load({
      students: students(1, 2, 3),
      licenses: moments.map((revoked, i) => license(500 + i, i + 1, { revoked, start: '2024-01-10T00:00:00Z' })),
    });
    const rows = await app.context.db.read.kysely
      .selectFrom('event')
      .select('license_id')
      .where('license_id', '>=', 500)
      .orderBy('id')
      .execute();
    assert.deepEqual(
      rows.map((row) => row.license_id),
      [501, 502, 500],
    );
  });
});

onBothEngines('an import beside others who write', (engine) => {
  test('looks again where the same student was made meanwhile', async () => {
    const app = await startApp(engine, { world: cast() });
    const { db } = app.context;
    /** PostgreSQL lets the import go on until it meets the row that is not committed; SQLite has it wait from the start. */
    const blocked = async () => {
      if (engine === 'sqlite') return true;
      const waiting = sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await waiting.execute(db.read.kysely)).rows.length > 0;
    };
    let loading: Promise<unknown> | undefined;
    const known = await db.write(async (tx) => {
      const made = { name: 'S', email: 's1@alder.example', email_key: 's1@alder.example', search_key: '' };
      const [row] = await tx.kysely.insertInto('student').values(made).returning('id').execute();
      const file = { courses: cast().courses, students: [{ ...student(1), id: 5000 }], licenses: [license(1, 5000)] };
      loading = app.load(file).catch((error: unknown) => error);
      while (!(await blocked()));
      return row?.id;
    });
    assert.equal(String(await loading), `Error: students[0].email: is the address of student ${known} already`);
  });
});

onBothEngines('an import that is refused', (engine) => {
  let app: TestApp;
  let alice: Client;
  const { load, refused, problemsOf } = tools(() => ({ app, alice }));

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  test('loads nothing at all', async () => {
    await refused(
      {
        managers: [{ id: 90, name: 'New', email: 'n@new.example', allowedDomains: [] }],
        students: students(1, 2, 3, 4),
        licenses: [license(1, 1), license(2, 2), license(3, 3), license(4, 4)],
        progress: [progress(10)],
      },
      `licenses[3].poolId: pool ${SHARED} has only 3 licenses, and all are taken`,
    );
  });

  test('tells of references to nothing, by their place', async () => {
    await refused(
      {
        pools: [{ id: 77, managerId: 8, courseId: 9, transferable: true, licenses: 1, start: NEW_YEAR, end: END }],
        students: students(1),
        licenses: [license(1, 1), license(2, 99), license(3, 1, { poolId: 78 })],
        progress: [progress(1), { ...progress(1), studentId: 98, courseId: 97 }],
      },
      'pools[0].managerId: no manager 8',
      'pools[0].courseId: no course 9',
      'licenses[1].studentId: no student 99',
      'licenses[2].poolId: no pool 78',
      'progress[1].studentId: no student 98',
      'progress[1].courseId: no course 97',
    );
  });

  test('tells of what is wrong after tens of thousands of records, by its place', async () => {
    const many = Array.from({ length: 12_000 }, (_, i) => i + 1);
    const pool = {
      id: 79,
      managerId: ALICE,
      courseId: SQL,
      transferable: true,
      licenses: 11_999,
      start: NEW_YEAR,
      end: END,
    };
    const licenses = many.map((id) => license(id, id, { poolId: 79 }));
    licenses[10_500] = license(10_501, 10_500, { poolId: 79 });
    licenses[11_000] = license(11_001, 99_999, { poolId: 79, start: '2023-12-31T23:59:59Z' });
    await refused(
      {
        licenses,
        students: many.map((id) => ({ ...student(id), ...(id === 11_500 ? { email: student(3).email } : {}) })),
        pools: [pool],
      },
      'licenses[10500]: student 10500 holds course 11 in that time already, by licenses[10499]',
      'licenses[11000].studentId: no student 99999',
      'licenses[11000].start: is before pool 79 starts',
      'licenses[11999].poolId: pool 79 has only 11999 licenses, and all are taken',
      'students[11499].email: is the address of student 3 already',
    );
  });

  test('tells of everything that is wrong at once, by its place', async () => {
    const problems = await problemsOf({
      managers: [{ id: 90, name: '', email: 'none', allowedDomains: ['fine.example', 'sqlbi.com/x'], color: 'red' }],
      courses: [
        { id: 0, title: 'Zero' },
        { id: 1.5, title: 'Half' },
        { id: '7', title: 'Text' },
        { id: MOST + 2, title: 'Many' },
        { id: 60 },
      ],
      pools: [
        { id: 70, managerId: 90, courseId: 60, transferable: 'no', licenses: 0, start: NEW_YEAR, end: END },
        { id: 71, managerId: ALICE, courseId: DAX, transferable: true, licenses: 1, start: '2024-01-01', end: END },
        {
          id: 72,
          managerId: ALICE,
          courseId: DAX,
          transferable: true,
          licenses: 1,
          start: END,
          end: NEW_YEAR,
          order: 7,
        },
      ],
      students: [
        student(1),
        { ...student(2), email: 'S1@ALDER.example' },
        { ...student(3), name: 'a\u0007b' },
        { ...student(1), email: 'x@y.example' },
      ],
      licenses: [
        license(1, 1, { poolId: 70 }),
        license(2, 1, { start: '2024-02-30T00:00:00Z' }),
        license(3, 1, { end: '2024-02-01T00:00:00' }),
        license(4, 77),
        license(5, 3, { start: '2023-12-31T23:59:59Z', end: '2025-01-01T00:00:01Z' }),
      ],
      progress: [
        { ...progress(101), when: 1 },
        { ...progress(-1), completed: 'yesterday' },
        { ...progress(0.5), completed: undefined },
      ],
      color: 'red',
    });
    const places = new Set(problems.map((problem) => problem.split(':')[0]));
    const expected = [
      ...['managers[0].name', 'managers[0].email', 'managers[0].allowedDomains[1]', 'managers[0].color'],
      ...['courses[0].id', 'courses[1].id', 'courses[2].id', 'courses[3].id', 'courses[4].title'],
      ...['pools[0].transferable', 'pools[0].licenses', 'pools[1].start', 'pools[2].end', 'pools[2].order'],
      ...['students[1].email', 'students[2].name', 'students[3].id'],
      ...['licenses[1].start', 'licenses[2].end', 'licenses[3].studentId', 'licenses[4].start', 'licenses[4].end'],
      ...[
        'progress[0].percent',
        'progress[0].when',
        'progress[1].percent',
        'progress[1].completed',
        'progress[2].percent',
        'progress[2].completed',
      ],
      'color',
    ];
    assert.deepEqual([...places].sort(), expected.sort(), problems.join('\n'));
  });

  test('tells in words what is wrong', async () => {
    await refused({ licenses: [{ ...license(1, 1), seat: 1 }] }, 'licenses[0].seat: is not known here');
    await refused({ courses: [{ id: 60 }] }, 'courses[0].title: is missing');
    await refused(
      { students: [{ ...student(1), email: 'a@b@c.example' }] },
      'students[0].email: has more than one @: is it two addresses?',
    );
    await refused(
      { students: [student(1)], licenses: [license(1, 1, { start: '2024-02-01' })] },
      'licenses[0].start: is not an ISO 8601 date-time with an offset',
    );
    for (const [name, detail] of [
      ['\ud800', 'contains the character U+D800, which names must not have'],
      ['a\udfff', 'contains the character U+DFFF, which names must not have'],
      ['x'.repeat(201), 'must have 1 to 200 characters, none of them a control character'],
    ] as const)
      await refused({ courses: [{ id: 60, title: name }] }, `courses[0].title: ${detail}`);
    for (const file of [[], null, 'x', 7]) assert.match((await problemsOf(file)).join(), /object/);
    assert.match((await problemsOf({ licenses: {} })).join(), /^licenses: .*array/);
  });

  test('refuses the same id twice, and one address for two students', async () => {
    await load({ students: students(1) });
    await refused(
      {
        courses: [
          { id: 60, title: 'A' },
          { id: 60, title: 'A' },
        ],
        students: [student(2), student(2)],
      },
      'courses[1].id: 60 is used by courses[0] already',
      'students[1].id: 2 is used by students[0] already',
    );
    await refused(
      { students: [{ ...student(2), email: 'S1@Alder.Example' }] },
      'students[0].email: is the address of student 1 already',
    );
    await refused(
      {
        students: [
          { ...student(2), email: 'x@bücher.example' },
          { ...student(3), email: 'X@xn--bcher-kva.example' },
        ],
      },
      'students[1].email: is the address of student 2 already',
    );
    await refused(
      { students: students(3), progress: [progress(1), progress(1)] },
      'progress[1]: student 1 has progress in course 10 already in this file',
    );
  });

  test('refuses a license outside the time of its pool, or with times that cannot be', async () => {
    await load({ students: students(1, 2, 3, 4, 5, 6) });
    await refused(
      {
        licenses: [
          license(1, 1, { start: '2023-12-31T23:59:59Z' }),
          license(2, 2, { poolId: SHARED_SQL, end: '2025-01-01T00:00:01Z' }),
          license(3, 3, { start: END, end: END }),
          license(4, 4, {
            poolId: PAST,
            start: '2023-02-01T00:00:00Z',
            end: '2023-12-01T00:00:00Z',
            revoked: '2023-01-01T00:00:00Z',
          }),
          license(5, 5, { revoked: '2024-04-19T06:36:11Z' }),
        ],
      },
      `licenses[0].start: is before pool ${SHARED} starts`,
      `licenses[1].end: is after pool ${SHARED_SQL} ends`,
      'licenses[2].end: is not after the start',
      'licenses[3].revoked: is before the start',
      'licenses[4].revoked: is in the future',
    );
    await load({ licenses: [license(6, 6, { start: NEW_YEAR, end: END })] });
  });
});
