import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, DAX, OWNED, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';

const FIRST = '2024-02-01T00:00:00+00:00';
const THEN = '2024-03-01T00:00:00+00:00';
const LATER = '2024-04-01T00:00:00+00:00';
const POOL_END = '2025-01-01T00:00:00+00:00';

/** Five students of Alice's, of whom Bob has nothing left but a license of Charlie's, and one more of Charlie's. */
const students = [
  { id: 501, name: 'Élodie Martin', email: 'elodie@alder.example' },
  { id: 502, name: 'anna Rossi', email: 'Anna.Rossi@alder.example' },
  { id: 503, name: '=cmd()', email: '+zed@alder.example' },
  { id: 504, name: 'Zoe 100%_off', email: 'zoe@bücher.example' },
  { id: 505, name: 'Bob Gone', email: 'bob@alder.example' },
  { id: 506, name: 'Only Charlies', email: 'only@cedar.example' },
];

const given = (
  id: number,
  poolId: number,
  studentId: number,
  start: string,
  end = POOL_END,
  revoked: string | null = null,
) => ({
  id,
  poolId,
  studentId,
  start,
  end,
  revoked,
});

const licenses = [
  given(9001, SHARED, 501, THEN),
  given(9002, SHARED_SQL, 501, LATER, '2024-08-01T00:00:00+00:00'),
  given(9003, SHARED, 502, FIRST, '2024-06-01T00:00:00+00:00'),
  given(9004, OWNED, 503, LATER),
  given(9005, OWNED, 504, THEN, '2024-07-01T00:00:00+00:00'),
  given(9006, SHARED, 505, FIRST, POOL_END, LATER),
  given(9007, CHARLIES, 506, FIRST),
  given(9008, CHARLIES, 505, LATER),
];

const seen = (studentId: number, courseId: number, percent: number, lastAccess: string) => ({
  studentId,
  courseId,
  percent,
  completed: percent === 100 ? lastAccess : null,
  lastAccess,
});

const progress = [
  seen(501, DAX, 100, '2024-04-02T00:00:00+00:00'),
  seen(501, SQL, 25, '2024-04-10T00:00:00+00:00'),
  seen(502, DAX, 40, '2024-04-05T00:00:00+00:00'),
  seen(505, DAX, 80, '2024-03-05T00:00:00+00:00'),
  seen(502, SQL, 99, '2024-04-18T00:00:00+00:00'),
];

onBothEngines('looking through students', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    const world = cast();
    app = await startApp(engine, { world: { ...world, students, licenses, progress } });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  const search = (query: Record<string, string>) => alice.get(`/v1/students/search?${new URLSearchParams(query)}`);
  const found = async (query: Record<string, string>) => (await search(query)).body.map(({ id }: { id: number }) => id);

  test('a student in one line', async () => {
    const { status, body } = await search({ search: 'elodie' });
    assert.equal(status, 200);
    assert.deepEqual(body, [
      {
        id: 501,
        name: 'Élodie Martin',
        email: 'elodie@alder.example',
        active: true,
        licenses: 2,
        progress: 63,
        lastAccess: '2024-04-10T00:00:00+00:00',
        enrolled: THEN,
        expires: POOL_END,
      },
    ]);
    assert.deepEqual((await search({ search: 'bob', status: 'inactive' })).body, [
      {
        id: 505,
        name: 'Bob Gone',
        email: 'bob@alder.example',
        active: false,
        licenses: 0,
        progress: 80,
        lastAccess: '2024-03-05T00:00:00+00:00',
        enrolled: FIRST,
        expires: LATER,
      },
    ]);
  });

  test('they are found by a part of the name or the address, whatever the case and the accents', async () => {
    assert.deepEqual(await found({ search: 'ROSSI' }), [502]);
    assert.deepEqual(await found({ search: 'élo' }), [501]);
    assert.deepEqual(await found({ search: ' ELODIE m ' }), [501]);
    assert.deepEqual(await found({ search: 'anna.rossi@' }), [502]);
    assert.deepEqual(await found({ search: 'BÜCHER' }), [504]);
    assert.deepEqual(await found({ search: '0%_o' }), [504], 'what LIKE takes for a wildcard stands for itself');
    assert.deepEqual(await found({ search: 'o%off' }), []);
    assert.deepEqual(await found({ search: "'; drop table student" }), []);
    assert.deepEqual(await found({ search: 'martin elodie' }), []);
  });

  test('those who hold something, those who do not, and all', async () => {
    assert.deepEqual((await found({})).length, 4);
    assert.deepEqual(await found({ status: 'inactive' }), [505]);
    assert.deepEqual((await found({ status: 'all' })).length, 5);
  });

  test('they are sorted by each column, both ways', async () => {
    const orders = {
      name: [503, 502, 505, 501, 504],
      email: [503, 502, 505, 501, 504],
      progress: [503, 504, 502, 501, 505],
      lastAccess: [503, 504, 505, 502, 501],
      enrolled: [502, 505, 501, 504, 503],
      expires: [505, 502, 504, 503, 501],
    };
    for (const [sort, ids] of Object.entries(orders)) {
      assert.deepEqual(await found({ status: 'all', sort }), ids, sort);
    }
    assert.deepEqual(await found({ sort: 'name', order: 'desc' }), [504, 501, 502, 503]);
    assert.deepEqual(await found({ sort: 'progress', order: 'desc' }), [501, 502, 503, 504]);
  });

  test('pages carry the total, also past the end', async () => {
    const page = await search({ status: 'all', page: '2', pageSize: '2' });
    assert.deepEqual(
      page.body.map(({ id }: { id: number }) => id),
      [505, 501],
    );
    assert.equal(page.headers.get('x-total-count'), '5');
    assert.match(page.headers.get('link') ?? '', /page=3[^>]*>; rel="next"/);
    const past = await search({ status: 'all', page: '9', pageSize: '2' });
    assert.deepEqual([past.body, past.headers.get('x-total-count')], [[], '5']);
  });

  test('pages are parts of one list, whatever the order, and tell the same of everybody at any time', async () => {
    const moments = ['2024-01-15', '2024-03-15', '2024-04-19T06:36:10', '2024-06-15', '2024-07-15', '2025-02-01'];
    const cases = moments.flatMap((at) =>
      ['active', 'inactive', 'all'].flatMap((status) => ['', 'alder', 'zed'].map((text) => ({ at, status, text }))),
    );
    let most = 0;
    for (const { at, status, text } of cases) {
      app.clock.set(at.includes('T') ? `${at}Z` : `${at}T00:00:00Z`);
      const by = (query: Record<string, string>) => found({ status, search: text, ...query });
      const byName = await by({ sort: 'name' });
      const byEnrolled = await by({ sort: 'enrolled' });
      assert.deepEqual(byName.toSorted(), byEnrolled.toSorted(), `${at} ${status} ${text}`);
      assert.deepEqual((await by({ order: 'desc' })).toReversed(), byName);
      for (const order of ['asc', 'desc']) {
        const pages: number[] = [];
        for (let page = 1; page <= 5; page++) {
          const part = await search({ status, search: text, order, page: String(page), pageSize: '1' });
          assert.equal(part.headers.get('x-total-count'), String(byName.length));
          pages.push(...part.body.map(({ id }: { id: number }) => id));
        }
        assert.deepEqual(order === 'asc' ? pages : pages.toReversed(), byName);
      }
      most = Math.max(most, byName.length);
    }
    assert.equal(most, 5);
    app.clock.set('2024-04-19T06:36:10Z');
  });

  test('every license of a student is listed with its course', async () => {
    const { body } = await alice.get('/v1/students/501/courses');
    assert.deepEqual(body[1], {
      licenseId: 9002,
      courseId: String(SQL),
      title: 'Writing SQL',
      poolId: SHARED_SQL,
      transferable: true,
      start: LATER,
      end: '2024-08-01T00:00:00+00:00',
      active: true,
      revokable: true,
      editable: true,
      ended: null,
      endedHow: null,
      progress: 25,
      completed: null,
      lastAccess: '2024-04-10T00:00:00+00:00',
    });
    const [gone] = (await alice.get('/v1/students/505/courses')).body;
    assert.deepEqual([gone.active, gone.revokable, gone.ended, gone.endedHow], [false, false, LATER, 'revoked']);
    for (const id of ['506', '999', '0', 'x'])
      assert.equal((await alice.get(`/v1/students/${id}/courses`)).status, 404);
  });

  test('the file has a line per license, and no cell that a spreadsheet would run', async () => {
    const { headers, text } = await alice.get('/v1/students.csv?status=all');
    assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(headers.get('content-disposition'), 'attachment; filename="students.csv"');
    const bytes = Buffer.from(
      await (
        await fetch(`${app.url}/api/licensing/v1/students.csv`, { headers: { authorization: `Bearer ${alice.token}` } })
      ).arrayBuffer(),
    );
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'a byte order mark');
    const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
    assert.deepEqual(
      rows.map((row) => row.license),
      ['9001', '9002', '9003', '9004', '9005', '9006'],
    );
    assert.deepEqual([rows[3]?.name, rows[3]?.email], ["'=cmd()", "'+zed@alder.example"]);
    assert.ok(rows.every((row) => Object.values(row).every((cell) => !/^[=+\-@\t\r]/.test(cell))));
    assert.deepEqual([rows[0]?.course, rows[0]?.progress, rows[0]?.active], ['Mastering DAX', '100', 'yes']);
    const some = parse((await alice.get('/v1/students.csv?search=rossi')).text, { columns: true, bom: true });
    assert.equal(some.length, 1);
  });

  test('a file longer than what is read at a time is whole', async () => {
    const many = Array.from({ length: 1100 }, (_, i) => i + 1);
    const running = { start: FIRST, end: POOL_END };
    await app.load({
      managers: [{ id: 77, name: 'Many', email: 'many@alder.example', allowedDomains: [] }],
      pools: [{ id: 770, managerId: 77, courseId: DAX, transferable: false, licenses: 1100, ...running }],
      students: many.map((i) => ({ id: 10_000 + i, name: `Person ${i}`, email: `person${i}@many.example` })),
      licenses: many.map((i) => ({ id: 20_000 + i, poolId: 770, studentId: 10_000 + i, ...running, revoked: null })),
    });
    const client = await app.client(77);
    const rows: Record<string, string>[] = parse((await client.get('/v1/students.csv')).text, {
      columns: true,
      bom: true,
    });
    assert.deepEqual(
      rows.map((row) => Number(row['student id'])),
      many.map((i) => 10_000 + i),
    );
    const { headers } = await client.get('/v1/students/search?search=person%201&sort=progress');
    assert.equal(headers.get('x-total-count'), String(many.filter((i) => String(i).startsWith('1')).length));
  });

  test('nobody sees the students of another', async () => {
    const theirs = await charlie.get('/v1/students/search?status=all');
    assert.deepEqual(
      theirs.body.map(({ id }: { id: number }) => id),
      [505, 506],
    );
    assert.deepEqual((await charlie.get('/v1/students/search?status=all&search=rossi')).body, []);
    assert.equal(
      (await charlie.get('/v1/students/501/courses')).text,
      (await charlie.get('/v1/students/999/courses')).text,
    );
    assert.ok(!(await charlie.get('/v1/students.csv?status=all')).text.includes('rossi'));
    for (const path of ['/v1/students/search', '/v1/students/501/courses', '/v1/students.csv']) {
      assert.equal((await app.withToken('').get(path)).status, 401);
      assert.equal((await app.withToken('').call('DELETE', path)).status, 401);
      assert.equal((await alice.delete(path)).headers.get('allow'), 'GET, HEAD');
    }
  });

  test('a query that is not right is refused by its parameter', async () => {
    for (const [name, value] of [
      ['sort', 'id'],
      ['order', 'up'],
      ['status', 'some'],
      ['page', '0'],
      ['search', 'x'.repeat(201)],
      ['search', 'a\0'],
    ] as const) {
      const { status, body } = await search({ [name]: value });
      assert.deepEqual([status, body.errors?.[0].parameter], [400, name]);
    }
  });
});
