import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
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

const [START, END] = ['2024-02-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'];
const student = (id: number) => ({ id, name: `Student ${id}`, email: `S${id}@Alder.example` });
const held = (id: number, poolId: number, studentId: number, more: object = {}) => ({
  id,
  poolId,
  studentId,
  start: START,
  end: END,
  ...more,
});

/** 1 holds two courses; 2 had a license that was revoked; 3 and 4 are Charlie's, 4 was Alice's too; 5 will begin; 6 holds nothing. */
const world = () => ({
  ...cast(),
  students: [1, 2, 3, 4, 5, 6].map(student),
  licenses: [
    held(101, SHARED, 1),
    held(102, SHARED_SQL, 1),
    held(103, SHARED, 1, { start: '2024-01-10T00:00:00Z', revoked: '2024-01-20T00:00:00Z' }),
    held(104, SHARED, 2, { revoked: '2024-03-01T00:00:00+00:00' }),
    held(105, CHARLIES, 3),
    held(106, OWNED, 4, { end: '2024-03-01T00:00:00+00:00' }),
    held(107, CHARLIES, 4),
    held(108, FUTURE, 5, { start: '2024-06-01T00:00:00Z', end: '2025-06-01T00:00:00Z' }),
  ],
  progress: [
    { studentId: 1, courseId: DAX, percent: 40, completed: null },
    { studentId: 4, courseId: DAX, percent: 100, completed: '2024-04-01T10:00:00Z' },
    { studentId: 6, courseId: DAX, percent: 10, completed: null },
  ],
});

onBothEngines('students', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: world() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  const ids = (students: { id: number }[]) => students.map(({ id }) => id);
  const licensesOf = (found: { courses: { licenseId: number }[] }) => found.courses.map(({ licenseId }) => licenseId);
  const refused = (answer: { status: number; body: { code: string } }, status: number, code: string) =>
    assert.deepEqual([answer.status, answer.body.code], [status, code]);

  test('are answered in the order and the types of the contract', async () => {
    const enrollment = {
      poolId: SHARED,
      licenseId: 101,
      licenseActive: true,
      licenseRevokable: true,
      licenseEditable: true,
    };
    assert.equal(
      (await alice.get('/v1/student?id=1')).text,
      JSON.stringify({
        ...student(1),
        courses: [
          {
            id: String(DAX),
            title: 'Mastering DAX',
            ...enrollment,
            start: START,
            end: END,
            progress: 40,
            completed: null,
          },
          {
            ...{ id: String(SQL), title: 'Writing SQL', ...enrollment, poolId: SHARED_SQL, licenseId: 102 },
            ...{ start: START, end: END, progress: 0, completed: null },
          },
        ],
      }),
    );
  });

  test('are listed by id: those with an active license, or all who ever held one', async () => {
    const active = await alice.get('/v1/students');
    assert.deepEqual([ids(active.body), active.headers.get('x-total-count')], [[1], '1']);
    const all = await alice.get('/v1/students?includeInactive=true');
    assert.deepEqual([ids(all.body), all.headers.get('x-total-count')], [[1, 2, 4, 5], '4']);
    assert.deepEqual(all.body.map(licensesOf), [[101, 102, 103], [104], [106], [108]]);
    assert.deepEqual(ids((await charlie.get('/v1/students')).body), [3, 4]);
    for (const one of all.body)
      assert.deepEqual((await alice.get(`/v1/student?id=${one.id}&includeInactive=1`)).body, one);
  });

  test('are listed by pages, from either end', async () => {
    const pages = [];
    for (let page = 1; page <= 5; page++)
      pages.push(ids((await alice.get(`/v1/students?includeInactive=1&pageSize=1&page=${page}`)).body));
    assert.deepEqual(pages, [[1], [2], [4], [5], []]);
    const { headers } = await alice.get('/v1/students?includeInactive=1&pageSize=3');
    const link = (page: number, rel: string) =>
      `</api/licensing/v1/students?includeInactive=1&pageSize=3&page=${page}>; rel="${rel}"`;
    assert.equal(headers.get('link'), [link(1, 'first'), link(2, 'next'), link(2, 'last')].join(', '));
  });

  test('show what is inactive only where it is asked for', async () => {
    const with1 = async (query: string) => licensesOf((await alice.get(`/v1/student?id=1${query}`)).body);
    for (const query of ['', '&includeInactive=false', '&includeInactive=0'])
      assert.deepEqual(await with1(query), [101, 102]);
    for (const query of ['&includeInactive=true', '&includeInactive=1'])
      assert.deepEqual(await with1(query), [101, 102, 103]);
    const { courses } = (await alice.get('/v1/student?id=1&includeInactive=1')).body;
    const { licenseActive, licenseRevokable, licenseEditable, end } = courses[2];
    assert.deepEqual(
      [licenseActive, licenseRevokable, licenseEditable, end],
      [false, false, false, '2024-01-20T00:00:00+00:00'],
    );
  });

  test('are found alone when all they held is inactive', async () => {
    for (const id of [2, 4, 5]) {
      const answer = await alice.get(`/v1/student?id=${id}`);
      assert.deepEqual([answer.status, answer.body], [200, { ...student(id), courses: [] }]);
    }
  });

  test('hold an untransferable license that can be neither revoked nor edited', async () => {
    const { student: made, id } = (await alice.post(`/v1/pool/${OWNED}/license`, { email: 'own@any.example' })).body;
    const [course] = (await alice.get(`/v1/student?id=${made.id}`)).body.courses;
    assert.deepEqual(
      [course.licenseId, course.licenseActive, course.licenseRevokable, course.licenseEditable],
      [id, true, false, false],
    );
  });

  test('have the progress of the course, whoever gave the license', async () => {
    const [mine] = (await alice.get('/v1/student?id=4&includeInactive=1')).body.courses;
    const [theirs] = (await charlie.get('/v1/student?id=4')).body.courses;
    assert.deepEqual([mine.licenseId, theirs.licenseId], [106, 107]);
    for (const { progress, completed } of [mine, theirs])
      assert.deepEqual([progress, completed], [100, '2024-04-01T10:00:00+00:00']);
    const made = await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: 's6@alder.example' });
    assert.deepEqual(
      [made.status, (await alice.get('/v1/student?id=6')).body.courses[0].progress],
      [200, 0],
      'another course',
    );
    await alice.delete(`/v1/license/${made.body.id}`);
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 's6@alder.example' });
    assert.equal(
      (await alice.get('/v1/student?id=6')).body.courses[0].progress,
      10,
      'reported before there was a license',
    );
  });

  test('are found by their address, in any case and in either form of its domain', async () => {
    for (const email of [
      'S1@Alder.example',
      's1@alder.example',
      'S1@ALDER.EXAMPLE',
      '%20s1@alder.example%20',
      's1%40alder.example',
    ]) {
      assert.equal((await alice.get(`/v1/student?email=${email}`)).body.id, 1, email);
    }
    await app.load({
      students: [{ id: 60, name: 'U', email: 'u@bücher.example' }],
      licenses: [held(160, SHARED_SQL, 60)],
    });
    for (const domain of ['b%C3%BCcher.example', 'xn--bcher-kva.example', 'B%C3%9CCHER.example']) {
      const { id, email } = (await alice.get(`/v1/student?email=u@${domain}`)).body;
      assert.deepEqual([id, email], [60, 'u@bücher.example'], domain);
    }
    assert.equal((await alice.get('/v1/student?email=a+b@alder.example')).status, 400, 'a plus is a space in a query');
    refused(await alice.get('/v1/student?email=a%2Bb@alder.example'), 404, 'not_found');
  });

  test('must fit both, where both an id and an address are given', async () => {
    assert.equal((await alice.get('/v1/student?id=1&email=s1@alder.example')).body.id, 1);
    refused(await alice.get('/v1/student?id=1&email=s2@alder.example'), 404, 'not_found');
    refused(await alice.get('/v1/student?id=1&email=nobody@alder.example'), 404, 'not_found');
    refused(await alice.get('/v1/student?id=999&email=s1@alder.example'), 404, 'not_found');
    refused(await alice.get('/v1/student?id=1&email=none'), 400, 'invalid_request');
  });

  test('are asked for by one of the two, in exact spelling', async () => {
    const wrong: [string, string][] = [
      ['', 'email'],
      ['includeInactive=1', 'email'],
      ['name=Student', 'email'],
      ['id=', 'id'],
      ['id=01', 'id'],
      ['id=0', 'id'],
      ['id=-1', 'id'],
      ['id=1e0', 'id'],
      ['id=9007199254740992', 'id'],
      ['id=1&id=1', 'id'],
      ['email=', 'email'],
      ['email=x', 'email'],
      ['email=s1@alder.example&email=s1@alder.example', 'email'],
      ['email=s1@alder.example%00', 'email'],
      ['id=1&includeInactive=yes', 'includeInactive'],
      ['id=1&includeInactive=', 'includeInactive'],
      ['id=1&includeInactive=1&includeInactive=1', 'includeInactive'],
    ];
    for (const [query, parameter] of wrong) {
      const answer = await alice.get(`/v1/student?${query}`);
      refused(answer, 400, 'invalid_request');
      assert.deepEqual(
        answer.body.errors.map((fault: { parameter: string }) => fault.parameter),
        [parameter],
        query,
      );
    }
    for (const query of ['page=0', 'pageSize=1001', 'includeInactive=2', 'includeInactive=True']) {
      const answer = await alice.get(`/v1/students?${query}`);
      assert.deepEqual([answer.status, answer.body.errors[0].parameter], [400, query.split('=')[0]], query);
    }
    assert.equal((await alice.get('/v1/student?id=1&x=1&x=2&page=none')).status, 200, 'unknown ones are ignored');
  });

  test('of another manager, without a license and unknown are alike', async () => {
    const absent = await alice.get('/v1/student?id=999999');
    refused(absent, 404, 'not_found');
    const queries = [
      'id=3',
      'id=3&includeInactive=1',
      'email=s3@alder.example',
      'email=nobody@alder.example',
      'id=3&email=s3@alder.example',
      'id=3&email=s1@alder.example',
    ];
    for (const query of queries) {
      const answer = await alice.get(`/v1/student?${query}`);
      assert.deepEqual([answer.status, answer.text], [404, absent.text], query);
    }
    const text =
      (await alice.get('/v1/students?includeInactive=1&pageSize=100')).text +
      (await alice.get('/v1/student?id=4&includeInactive=1')).text;
    assert.doesNotMatch(text, /cedar|S3@|"licenseId":10[57]|"poolId":31/i);
  });

  test('are asked for with a token', async () => {
    for (const path of ['/v1/students', '/v1/student?id=1', '/v1/student'])
      assert.equal((await app.withToken('').get(path)).status, 401);
    assert.equal((await (await app.client(ALICE, 'read')).get('/v1/student?id=1')).status, 200);
  });

  test('come and go with the time of their licenses', async () => {
    app.clock.set('2024-06-01T00:00:00Z');
    assert.ok(ids((await alice.get('/v1/students?pageSize=100')).body).includes(5));
    assert.deepEqual(licensesOf((await alice.get('/v1/student?id=5')).body), [108]);
    app.clock.set('2025-01-01T00:00:00Z');
    const left = await alice.get('/v1/students');
    assert.deepEqual([ids(left.body), left.headers.get('x-total-count')], [[5], '1']);
    assert.deepEqual((await alice.get('/v1/student?id=1')).body.courses, []);
    app.clock.set('2024-04-19T06:36:10Z');
    assert.ok(!ids((await alice.get('/v1/students?pageSize=100')).body).includes(5));
  });
});
