import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX, FUTURE, OWNED, PAST, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';

const [NEW_YEAR, END] = ['2024-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'];
/** A course that nobody has bought. */
const UNSOLD = 12;

onBothEngines('courses', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    await app.load({ courses: [{ id: UNSOLD, title: 'Unsold' }] });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
    for (const email of ['a@alder.example', 'b@alder.example'])
      await alice.post(`/v1/pool/${SHARED}/license`, { email });
    await alice.post(`/v1/pool/${OWNED}/license`, { email: 'c@alder.example' });
  });

  test('are answered with the sums over their pools, in the order and the types of the contract', async () => {
    assert.equal(
      (await alice.get(`/v1/course/${DAX}`)).text,
      JSON.stringify({
        id: String(DAX),
        title: 'Mastering DAX',
        licenses: 11,
        assignedLicenses: 3,
        availableLicenses: 2,
        pools: [
          {
            id: SHARED,
            start: NEW_YEAR,
            end: END,
            transferable: true,
            licenses: 3,
            assignedLicenses: 2,
            availableLicenses: 1,
          },
          {
            id: OWNED,
            start: NEW_YEAR,
            end: END,
            transferable: false,
            licenses: 2,
            assignedLicenses: 1,
            availableLicenses: 1,
          },
          {
            ...{ id: PAST, start: '2023-01-01T00:00:00+00:00', end: NEW_YEAR, transferable: true },
            ...{ licenses: 3, assignedLicenses: 0, availableLicenses: 0 },
          },
          {
            ...{ id: FUTURE, start: '2024-06-01T00:00:00+00:00', end: '2025-06-01T00:00:00+00:00', transferable: true },
            ...{ licenses: 3, assignedLicenses: 0, availableLicenses: 0 },
          },
        ],
      }),
    );
  });

  test('are listed by id, those with a pool of the manager alone', async () => {
    const { body, headers } = await alice.get('/v1/courses');
    assert.deepEqual(
      body.map((course: { id: string }) => course.id),
      [String(DAX), String(SQL)],
    );
    assert.equal(headers.get('x-total-count'), '2');
    for (const course of body) assert.deepEqual((await alice.get(`/v1/course/${course.id}`)).body, course);
    const theirs = (await charlie.get('/v1/courses')).body;
    assert.deepEqual(
      theirs.map((course: { id: string; licenses: number; pools: object[] }) => [
        course.id,
        course.licenses,
        course.pools.length,
      ]),
      [[String(DAX), 2, 1]],
    );
  });

  test('are listed by pages', async () => {
    const second = await alice.get('/v1/courses?page=2&pageSize=1');
    assert.deepEqual(
      second.body.map((course: { pools: { id: number }[] }) => course.pools.map((pool) => pool.id)),
      [[SHARED_SQL]],
    );
    assert.equal(second.headers.get('x-total-count'), '2');
    assert.deepEqual((await alice.get('/v1/courses?page=3&pageSize=1')).body, []);
  });

  test('without a pool of the manager are not theirs, alike those that do not exist', async () => {
    const absent = await alice.get('/v1/course/999999');
    assert.deepEqual([absent.status, absent.body.code], [404, 'not_found']);
    for (const foreign of [await alice.get(`/v1/course/${UNSOLD}`), await charlie.get(`/v1/course/${SQL}`)]) {
      assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
    }
  });

  test('are named by plain digits, asked for with exact parameters, and with a token', async () => {
    for (const id of ['010', '1e1', '10.0', 'dax', '9007199254740993'])
      assert.equal((await alice.get(`/v1/course/${id}`)).status, 404, id);
    for (const query of ['page=-1', 'page=1.5', 'pageSize=', 'pageSize=1e3', 'page=1&page=2']) {
      const answer = await alice.get(`/v1/courses?${query}`);
      assert.deepEqual([answer.status, answer.body.errors?.[0].parameter], [400, query.split('=')[0]], query);
    }
    for (const path of ['/v1/courses', `/v1/course/${DAX}`])
      assert.equal((await app.withToken('').get(path)).status, 401);
  });
});
