/** What a careful client sends: null for what it does not say, ids as text or numbers; and what a careless one is told. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Answer, type Client, onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SHARED, SQL } from '../../test/support/cast.ts';

onBothEngines('bodies of the publisher', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let license: { id: number; student: { id: number; email: string } };

  before(async () => {
    app = await startApp(engine, { world: cast() });
    publisher = await app.publisher();
    const alice = await app.client(ALICE);
    license = (await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ann@alder.example' })).body;
  });

  const done = ({ status, body, text }: Answer) => {
    assert.equal(status, 200, text);
    return body;
  };

  test('take null for what is not said', async () => {
    const nobody = { id: null, name: null, allowedDomains: null, ownerEmail: null };
    const terms = { line: null, transferable: null, start: null, end: null, months: null };
    const order = { source: 'shop', reference: 'N-1', manager: { ...nobody, email: 'new@buyer.example' }, licenses: 2 };
    const made = done(await publisher.post('/v1/orders', { ...order, ...terms, courseId: String(DAX), product: null }));
    assert.deepEqual([made.state, made.line], ['active', '1']);
    const parked = done(
      await publisher.post('/v1/orders', { ...order, ...terms, reference: 'N-2', courseId: null, product: 'unknown' }),
    );
    assert.equal(parked.state, 'parked');
    const resolving = { courseId: DAX, transferable: null, months: null, manager: null };
    assert.equal(done(await publisher.post(`/v1/orders/${parked.id}/resolve`, resolving)).state, 'active');
    assert.equal(done(await publisher.post(`/v1/orders/${parked.id}/cancel`, { mode: null })).state, 'cancelled');
    const product = { courseId: String(DAX), transferable: null, licensesPerUnit: null, months: null };
    assert.deepEqual(done(await publisher.put('/v1/products/shop/a', product)), {
      ...{ source: 'shop', product: 'a', courseId: String(DAX) },
      ...{ transferable: true, licensesPerUnit: 1, months: null },
    });
    const { id, email } = license.student;
    const checks = [
      { courseId: String(DAX), studentId: id, email: null },
      { courseId: DAX, studentId: null, email },
    ];
    const { results } = done(await publisher.post('/v1/access', { checks }));
    assert.deepEqual(
      results.map(({ courseId, access }: { courseId: string; access: boolean }) => [courseId, access]),
      [
        [String(DAX), true],
        [String(DAX), true],
      ],
    );
    const nothing = { percent: null, completed: null, lastAccess: null, reportedAt: null };
    const reports = [
      { studentId: null, email, courseId: DAX, ...nothing, percent: 30 },
      { studentId: id, email: null, courseId: String(DAX), ...nothing },
    ];
    assert.deepEqual(done(await publisher.post('/v1/progress', { reports })), { taken: 2, older: 0 });
    const url = 'https://player.example/watch';
    done(await publisher.patch(`/v1/courses/${DAX}`, { launch: { method: 'token', url, moveOn: null } }));
    const opened = done(await publisher.post(`/v1/students/${id}/launch`, { courseId: String(DAX) }));
    const [, claims = ''] = (new URL(opened.url).searchParams.get('carrel_token') ?? '').split('.');
    const { progress } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const played = await request(`${app.url}/api/player/v1/progress`, {
      method: 'POST',
      headers: { authorization: `Bearer ${progress}`, 'content-type': 'application/json' },
      body: JSON.stringify({ percent: 40, completed: null }),
    });
    assert.deepEqual(done(played), { percent: 40, completed: false });
  });

  test('may be left out where nothing of them is required', async () => {
    const pool = { managerId: String(ALICE), courseId: String(SQL), licenses: 3 };
    const { id, end } = done(await publisher.post('/v1/pools', pool));
    const next = done(await publisher.post(`/v1/pools/${id}/renew`));
    assert.deepEqual([next.start, next.licenses], [end, 3]);
  });

  test('give no course the name of another', async () => {
    const own = done(await publisher.get(`/v1/courses/${DAX}`)).activityId;
    assert.equal(done(await publisher.patch(`/v1/courses/${DAX}`, { activityId: own })).activityId, own);
    for (const other of [DAX, 999_999]) {
      const activityId = own.replace(/\d+$/, String(other));
      const { status, body } = await publisher.patch(`/v1/courses/${SQL}`, { activityId });
      assert.deepEqual([status, body.errors?.[0]?.pointer], [400, '/activityId'], activityId);
      const made = await publisher.post('/v1/courses', { title: 'Another', activityId });
      assert.equal(made.status, 400, activityId);
    }
  });

  test('are told what is wrong in the form that was meant', async () => {
    const faults = async (body: object) => {
      const { errors } = (await publisher.patch(`/v1/courses/${SQL}`, body)).body;
      return errors.map(({ pointer, detail }: { pointer: string; detail: string }) => `${pointer} ${detail}`);
    };
    assert.deepEqual(await faults({ months: 0 }), ['/months must be >= 1']);
    assert.deepEqual(await faults({ months: 'a' }), ['/months must be integer or null']);
    assert.deepEqual(await faults({ kind: 'book' }), ['/kind must be one of course, subscription']);
    assert.deepEqual(await faults({ launch: { url: 5 } }), ['/launch/url must be string or null']);
    assert.deepEqual(await faults({ launch: 5 }), ['/launch must be object or null']);
    assert.deepEqual(await faults({ launch: { method: 'link', at: 'x' } }), ['/launch/at is not known here']);
  });
});
