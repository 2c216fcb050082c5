import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import {
  ALICE,
  CHARLIE,
  CHARLIES,
  cast,
  DAX,
  FUTURE,
  OWNED,
  PAST,
  SHARED,
  SHARED_SQL,
} from '../../test/support/cast.ts';
import { DAY, isoTime } from '../rules/time.ts';

onBothEngines('licenses', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;
  let people = 0;

  const person = () => `p${++people}@alder.example`;
  const assign = (pool: number, body: object = {}) =>
    alice.post(`/v1/pool/${pool}/license`, { email: person(), ...body });
  const available = async (pool: number) => (await alice.get(`/v1/pool/${pool}`)).body.availableLicenses;
  const refused = (answer: { status: number; body: { code: string } }, code: string) => {
    assert.equal(answer.body.code, code);
    assert.equal(answer.status, 400);
  };

  beforeEach(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  test('assigning answers the license with numbers as ids, in the order of the contract', async () => {
    const answer = await alice.post(`/v1/pool/${SHARED}/license`, {
      email: ' Ann@Alder.example ',
      name: ' Ann ',
      endDate: '2024-05-01',
    });
    assert.equal(answer.status, 200);
    const { id, student } = answer.body;
    assert.equal(
      answer.text,
      JSON.stringify({
        id,
        poolId: SHARED,
        courseId: String(DAX),
        start: '2024-04-19T06:36:10+00:00',
        end: '2024-05-01T00:00:00+00:00',
        active: true,
        revokable: true,
        editable: true,
        student: { id: student.id, name: 'Ann', email: 'Ann@Alder.example' },
      }),
    );
    const read = await alice.get(`/v1/license/${id}`);
    assert.deepEqual(read.body, {
      ...answer.body,
      id: String(id),
      poolId: String(SHARED),
      student: { ...student, id: String(student.id) },
    });
  });

  test('without a name the student is called Student, and a known one keeps the name on record', async () => {
    const first = await alice.post(`/v1/pool/${SHARED}/license`, { email: 'x@alder.example', name: null });
    assert.equal(first.body.student.name, 'Student');
    const second = await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: 'X@ALDER.example', name: 'Xenia' });
    assert.deepEqual(second.body.student, first.body.student);
  });

  test('the refusals come in the order of the contract', async () => {
    refused(await assign(PAST, { endDate: '2020-01-01' }), 'pool_not_running');
    refused(await assign(FUTURE), 'pool_not_running');
    refused(
      await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@evil.example', endDate: '2024-04-19' }),
      'end_date_in_past',
    );
    await alice.post(`/v1/pool/${OWNED}/license`, { email: 'a@evil.example' });
    refused(await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@evil.example' }), 'domain_not_allowed');
    await alice.post(`/v1/pool/${OWNED}/license`, { email: 'b@evil.example' });
    refused(
      await alice.post(`/v1/pool/${OWNED}/license`, { email: 'a@evil.example', recycle: true }),
      'already_enrolled',
    );
    refused(
      await alice.post(`/v1/pool/${OWNED}/license`, { email: 'c@evil.example', recycle: true }),
      'recycle_not_allowed',
    );
    refused(await alice.post(`/v1/pool/${OWNED}/license`, { email: 'c@evil.example' }), 'no_available_licenses');
  });

  test('a policy says whose license is taken back, and how long it must have been held', async () => {
    const held = async (pool: number) => {
      const licenses = (await alice.get(`/v1/pool/${pool}/licenses?pageSize=1000`)).body;
      return licenses as { id: string; student: { id: string; email: string } }[];
    };
    const at = (days: number) => isoTime(Math.floor(app.clock.ms / 1000) + days * DAY);
    const running = { start: at(-1), end: at(200), order: null };
    const FIVE = 555;
    await app.load({
      pools: [{ id: FIVE, managerId: ALICE, courseId: DAX, transferable: true, licenses: 5, ...running }],
    });
    const emails = Array.from({ length: 5 }, person);
    for (const email of emails) {
      app.clock.forward(DAY);
      assert.equal((await assign(FIVE, { email })).status, 200);
    }
    const all = await held(FIVE);
    const find = (email: string) => all.find(({ student }) => student.email === email);
    const [opened, done] = [all.at(-2), all.at(-1)] as [(typeof all)[0], (typeof all)[0]];
    app.clock.forward(10 * DAY);
    const untouched = all.filter((license) => license !== opened && license !== done);
    await app.load({
      progress: [
        ...untouched.slice(0, 1).map(({ student }) => ({
          studentId: Number(student.id),
          courseId: DAX,
          percent: 5,
          completed: null,
          lastAccess: at(-1),
        })),
        { studentId: Number(opened.student.id), courseId: DAX, percent: 50, completed: null, lastAccess: at(-2) },
        { studentId: Number(done.student.id), courseId: DAX, percent: 100, completed: at(-3), lastAccess: at(-3) },
      ],
    });
    const recycledBy = async (more: object) => {
      const answer = await assign(FIVE, { recycle: true, ...more });
      if (answer.status !== 200) return answer.body.code;
      return all.find(({ id }) => id === answer.headers.get('recycled-license')) ?? answer.text;
    };
    assert.ok(find(emails[0] as string));
    assert.equal(await recycledBy({ recyclePolicy: 'unstarted', minHeldDays: 5000 }), 'no_available_licenses');
    assert.deepEqual(await recycledBy({ recyclePolicy: 'completed', minHeldDays: 1 }), done);
    assert.equal(await recycledBy({ recyclePolicy: 'completed' }), 'no_available_licenses');
    assert.deepEqual(await recycledBy({ recyclePolicy: 'unstarted' }), untouched[1]);
    assert.deepEqual(await recycledBy({ recyclePolicy: 'oldest' }), untouched[0]);
    const headers = { 'idempotency-key': 'recycles' };
    const body = { email: person(), recycle: true, recyclePolicy: 'idle', minHeldDays: 0 };
    const first = await alice.post(`/v1/pool/${FIVE}/license`, body, headers);
    const again = await alice.post(`/v1/pool/${FIVE}/license`, body, headers);
    assert.deepEqual(first.headers.get('recycled-license'), (untouched[2] ?? opened).id, 'not opened since it began');
    assert.deepEqual(
      [again.text, again.headers.get('recycled-license'), again.headers.get('idempotent-replayed')],
      [first.text, first.headers.get('recycled-license'), 'true'],
    );
    for (const more of [{ recyclePolicy: 'idle' }, { minHeldDays: 0 }, { recycle: false, minHeldDays: 3 }])
      refused(await assign(FIVE, more), 'invalid_request');
    for (const more of [{ recyclePolicy: 'youngest' }, { minHeldDays: -1 }, { minHeldDays: 1.5 }])
      refused(await assign(FIVE, { recycle: true, ...more }), 'invalid_request');
  });

  test('a refused request makes no student and recycles nobody', async () => {
    const held = [await assign(SHARED), await assign(SHARED), await assign(SHARED)];
    const email = held[1]?.body.student.email;
    refused(await alice.post(`/v1/pool/${SHARED}/license`, { email, recycle: true }), 'already_enrolled');
    refused(await alice.post(`/v1/pool/${SHARED}/license`, { email: 'new@alder.example' }), 'no_available_licenses');
    assert.equal((await alice.get('/v1/student?email=new@alder.example&includeInactive=1')).status, 404);
    assert.equal((await alice.get('/v1/licenses')).headers.get('x-total-count'), '3');
  });

  test('recycling takes back the oldest license and gives its seat to the new student', async () => {
    const first = await assign(SHARED);
    app.clock.forward(1);
    await assign(SHARED);
    await assign(SHARED);
    const next = await assign(SHARED, { recycle: true });
    assert.equal(next.status, 200);
    const ended = await alice.get(`/v1/license/${first.body.id}`);
    assert.equal(ended.body.active, false);
    assert.equal(ended.body.end, '2024-04-19T06:36:11+00:00');
    assert.equal(await available(SHARED), 0);
  });

  test('recycling is not needed while a license is available', async () => {
    const first = await assign(SHARED);
    await assign(SHARED, { recycle: true });
    assert.equal((await alice.get(`/v1/license/${first.body.id}`)).body.active, true);
  });

  test('enrolled means in the course, by whatever pool of whatever manager', async () => {
    await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: 'shared@alder.example' });
    const answer = await alice.post(`/v1/pool/${SHARED}/license`, { email: 'shared@alder.example' });
    refused(answer, 'already_enrolled');
    assert.doesNotMatch(answer.text, /cedar/i);
    assert.equal((await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: 'shared@alder.example' })).status, 200);
  });

  test('a license that has run out frees its seat and its student without being swept', async () => {
    for (let i = 0; i < 3; i++) await assign(SHARED, { email: `r${i}@alder.example`, endDate: '2024-04-20' });
    app.clock.set('2024-04-20T00:00:00Z');
    assert.equal(await available(SHARED), 3);
    assert.equal((await alice.get('/v1/licenses')).headers.get('x-total-count'), '0');
    assert.equal((await alice.get('/v1/students')).headers.get('x-total-count'), '0');
    assert.equal((await assign(SHARED, { email: 'r1@alder.example' })).status, 200);
    assert.equal((await alice.post(`/v1/pool/${OWNED}/license`, { email: 'r2@alder.example' })).status, 200);
    assert.equal(await available(SHARED), 2);
    app.clock.set('2024-04-19T12:00:00Z');
    const active = (await alice.get('/v1/licenses?pageSize=100')).body;
    assert.ok(
      active.every(
        (license: { student: { email: string } }) =>
          license.student.email !== 'r0@alder.example' || engine === undefined,
      ),
    );
  });

  test('an untransferable license never comes back, not even when it has run out', async () => {
    await alice.post(`/v1/pool/${OWNED}/license`, { email: 'a@any.example', endDate: '2024-04-20' });
    app.clock.set('2024-04-21T00:00:00Z');
    const pool = (await alice.get(`/v1/pool/${OWNED}`)).body;
    assert.deepEqual([pool.assignedLicenses, pool.availableLicenses], [1, 1]);
    assert.equal((await alice.post(`/v1/pool/${OWNED}/license`, { email: 'a@any.example' })).status, 200);
    refused(await alice.post(`/v1/pool/${OWNED}/license`, { email: 'b@any.example' }), 'no_available_licenses');
  });

  test('the end date is cut to the end of the pool, in POST and PATCH alike', async () => {
    const made = await assign(SHARED, { endDate: '2031-01-01' });
    assert.equal(made.body.end, '2025-01-01T00:00:00+00:00');
    await alice.patch(`/v1/license/${made.body.id}`, { endDate: '2024-06-01' });
    const cut = await alice.patch(`/v1/license/${made.body.id}`, { endDate: '2031-01-01' });
    assert.equal(cut.body.end, '2025-01-01T00:00:00+00:00');
    assert.equal(cut.body.id, String(made.body.id));
  });

  test('today or an earlier date ends a license for good', async () => {
    for (const endDate of ['2024-04-19', '1999-12-31']) {
      const { id } = (await assign(SHARED)).body;
      const ended = await alice.patch(`/v1/license/${id}`, { endDate });
      assert.deepEqual([ended.status, ended.body.active, ended.body.end], [200, false, '2024-04-19T06:36:10+00:00']);
      refused(await alice.patch(`/v1/license/${id}`, { endDate: '2024-12-01' }), 'license_inactive');
      app.clock.set('2024-04-19T06:36:09Z');
      assert.equal((await alice.get(`/v1/license/${id}`)).body.active, false);
      app.clock.set('2024-04-19T06:36:10Z');
    }
    assert.equal(await available(SHARED), 3);
  });

  test('revoking answers the license as it now is, once', async () => {
    const { id } = (await assign(SHARED)).body;
    const revoked = await alice.delete(`/v1/license/${id}`);
    assert.deepEqual([revoked.status, revoked.body.active, revoked.body.id], [200, false, String(id)]);
    refused(await alice.delete(`/v1/license/${id}`), 'license_inactive');
    assert.equal(await available(SHARED), 3);
  });

  test('an untransferable license can be neither edited nor revoked', async () => {
    const { id } = (await assign(OWNED)).body;
    refused(await alice.patch(`/v1/license/${id}`, { endDate: '2024-12-01' }), 'license_not_editable');
    refused(await alice.delete(`/v1/license/${id}`), 'license_not_revokable');
  });

  test('Charlie sees and changes nothing of Alice, and is told nothing', async () => {
    const { id } = (await assign(SHARED)).body;
    const foreign = [
      await charlie.get(`/v1/license/${id}`),
      await charlie.patch(`/v1/license/${id}`, { endDate: '2024-12-01' }),
      await charlie.delete(`/v1/license/${id}`),
    ];
    const absent = [
      await charlie.get('/v1/license/999999'),
      await charlie.patch('/v1/license/999999', { endDate: '2024-12-01' }),
      await charlie.delete('/v1/license/999999'),
    ];
    assert.deepEqual(
      foreign.map((answer) => [answer.status, answer.text]),
      absent.map((answer) => [answer.status, answer.text]),
    );
    assert.ok(foreign.every((answer) => answer.status === 404));
    assert.equal((await charlie.post(`/v1/pool/${SHARED}/license`, { email: 'a@cedar.example' })).status, 404);
    assert.equal((await charlie.get(`/v1/pool/${SHARED}/licenses`)).status, 404);
    assert.equal((await alice.get(`/v1/license/${id}`)).body.active, true);
  });

  test('without a token nothing is answered, and a read-only one changes nothing', async () => {
    const { id } = (await assign(SHARED)).body;
    const nobody = app.withToken('');
    const reader = await app.client(ALICE, 'read');
    for (const client of [nobody, reader]) {
      const status = client === nobody ? 401 : 403;
      assert.equal((await client.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example' })).status, status);
      assert.equal((await client.patch(`/v1/license/${id}`, { endDate: '2024-12-01' })).status, status);
      assert.equal((await client.delete(`/v1/license/${id}`)).status, status);
    }
    assert.equal((await nobody.get('/v1/licenses')).status, 401);
    assert.equal((await reader.get('/v1/licenses')).status, 200);
    assert.equal((await alice.get('/v1/licenses')).headers.get('x-total-count'), '1');
  });

  test('a bad body is refused by its place and changes nothing', async () => {
    const bodies: [unknown, string][] = [
      [{}, '/email'],
      [{ email: 5 }, '/email'],
      [{ email: 'no address' }, '/email'],
      [{ email: 'a@alder.example/x' }, '/email'],
      [{ email: '"a b"@alder.example' }, '/email'],
      [{ email: 'a@[127.0.0.1]' }, '/email'],
      [{ email: `${'a'.repeat(65)}@alder.example` }, '/email'],
      [{ email: 'a@alder.example', name: '   ' }, '/name'],
      [{ email: 'a@alder.example', name: 'a\u0007b' }, '/name'],
      [{ email: 'a@alder.example', name: 'n'.repeat(201) }, '/name'],
      [{ email: 'a@alder.example', endDate: '2024-02-30' }, '/endDate'],
      [{ email: 'a@alder.example', endDate: '2024-12-01T00:00:00Z' }, '/endDate'],
      [{ email: 'a@alder.example', recycle: 'true' }, '/recycle'],
      [{ email: 'a@alder.example', color: 'red' }, '/color'],
      [[], ''],
      ['null', ''],
      ['{"email":', ''],
      [Buffer.from('7b22656d61696c223a22ff40616c6465722e6578616d706c65227d', 'hex'), ''],
      ['{"email":"a@alder.example","name":"a\\u0000b"}', '/name'],
      ['{"email":"a@alder.example","name":"\\ud800"}', '/name'],
    ];
    for (const [body, pointer] of bodies) {
      const answer = await alice.post(`/v1/pool/${SHARED}/license`, body);
      assert.equal(answer.status, 400, String(JSON.stringify(body)));
      assert.equal(answer.body.code, 'invalid_request');
      assert.ok(
        answer.body.errors.some((fault: { pointer: string }) => fault.pointer === pointer),
        `${answer.text} should name ${pointer}`,
      );
    }
    assert.equal((await alice.get('/v1/licenses?includeInactive=1')).headers.get('x-total-count'), '0');
  });

  test('domains compare whole, in their ASCII form', async () => {
    assert.equal((await assign(SHARED, { email: 'a@xn--bcher-kva.example' })).status, 200);
    assert.equal((await assign(SHARED, { email: 'b@BÜCHER.example' })).status, 200);
    refused(await assign(SHARED, { email: 'a@sub.alder.example' }), 'domain_not_allowed');
    refused(await assign(SHARED, { email: 'a@notalder.example' }), 'domain_not_allowed');
  });
});

onBothEngines('lists of licenses', (engine) => {
  let alice: Client;
  before(async () => {
    const app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    for (let i = 0; i < 3; i++) await alice.post(`/v1/pool/${SHARED}/license`, { email: `a${i}@alder.example` });
    for (let i = 3; i < 5; i++) await alice.post(`/v1/pool/${OWNED}/license`, { email: `a${i}@alder.example` });
    const { body } = await alice.get('/v1/licenses');
    await alice.delete(`/v1/license/${body[0].id}`);
  });

  test('are sorted by id, paged, counted and linked', async () => {
    const all = (await alice.get('/v1/licenses?includeInactive=true')).body.map((license: { id: string }) =>
      Number(license.id),
    );
    assert.equal(all.length, 5);
    assert.deepEqual(
      all,
      all.toSorted((a: number, b: number) => a - b),
    );
    const pages = [];
    for (let page = 1; page <= 4; page++)
      pages.push((await alice.get(`/v1/licenses?includeInactive=1&page=${page}&pageSize=2`)).body);
    assert.deepEqual(
      pages.flat().map((license: { id: string }) => Number(license.id)),
      all,
    );
    assert.deepEqual(
      pages.map((page) => page.length),
      [2, 2, 1, 0],
    );
    const second = await alice.get('/v1/licenses?includeInactive=1&page=2&pageSize=2');
    assert.equal(second.headers.get('x-total-count'), '5');
    assert.equal(
      second.headers.get('link'),
      [1, 1, 3, 3]
        .map(
          (page, i) =>
            `</api/licensing/v1/licenses?includeInactive=1&page=${page}&pageSize=2>; rel="${['first', 'prev', 'next', 'last'][i]}"`,
        )
        .join(', '),
    );
    const odd = await alice.get('/v1/licenses?note=a?b&includeInactive=1&pageSize=4');
    assert.match(odd.headers.get('link') ?? '', /<[^<?]*\?includeInactive=1&pageSize=4&page=2>; rel="next"/);
  });

  test('hold what is active, or everything', async () => {
    assert.equal((await alice.get('/v1/licenses')).body.length, 4);
    assert.equal((await alice.get(`/v1/pool/${SHARED}/licenses`)).body.length, 2);
    assert.equal((await alice.get(`/v1/pool/${SHARED}/licenses?includeInactive=true`)).body.length, 3);
  });

  test('refuse parameters that are not exact, and ignore unknown ones', async () => {
    const wrong = [
      'page=0',
      'page=01',
      'page=1e3',
      'page=',
      'page=9007199254740993',
      'pageSize=1001',
      'pageSize=-1',
      'includeInactive=yes',
      'includeInactive=TRUE',
      'page=1&page=1',
    ];
    for (const query of wrong) {
      const answer = await alice.get(`/v1/licenses?${query}`);
      assert.equal(answer.status, 400, query);
      assert.equal(answer.body.errors[0].parameter, query.split('=')[0]);
    }
    assert.equal((await alice.get('/v1/licenses?sort=name&x=1&x=2')).status, 200);
    assert.deepEqual((await alice.get('/v1/licenses?page=9007199254740991&pageSize=1000')).body, []);
  });

  test('name nothing by an id that is none', async () => {
    for (const id of ['01', '1e3', '0', '-1', '9007199254740993', '1.0', 'x', '%00', '1%20', '%zz']) {
      assert.equal((await alice.get(`/v1/license/${id}`)).status, 404, id);
      assert.equal((await alice.get(`/v1/pool/${id}/licenses`)).status, 404, id);
    }
  });
});
