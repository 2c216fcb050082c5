import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX, SHARED, SHARED_SQL, SQL } from '../../test/support/cast.ts';
import { insertMany } from '../db/dialect.ts';
import { DAY } from '../rules/time.ts';

onBothEngines('the history', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;
  let ann: { id: number; student: { id: number } };

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
    ann = (await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ann@alder.example', name: 'Ann' })).body;
    app.clock.forward(DAY);
    await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: 'bob@alder.example' });
    app.clock.forward(DAY);
    await alice.patch(`/v1/license/${ann.id}`, { endDate: '2024-06-01' });
    await alice.delete(`/v1/license/${ann.id}`);
  });

  const kinds = async (query = '') =>
    (await alice.get(`/v1/events?${query}`)).body.map(({ kind }: { kind: string }) => kind);

  test('facts come newest first, with who, whom, what was and what is', async () => {
    const { body, headers } = await alice.get('/v1/events');
    assert.deepEqual(
      body.map(({ kind }: { kind: string }) => kind),
      ['license.revoked', 'license.end_changed', 'license.assigned', 'license.assigned', 'token.created'],
    );
    assert.equal(headers.get('x-total-count'), '5');
    const { id, ...changed } = body[1];
    assert.match(id, /^[1-9]\d*$/);
    assert.deepEqual(changed, {
      at: '2024-04-21T06:36:10+00:00',
      kind: 'license.end_changed',
      actor: { kind: 'token', label: 'test write' },
      student: { id: ann.student.id, name: 'Ann', email: 'ann@alder.example' },
      course: { id: String(DAX), title: 'Mastering DAX' },
      poolId: SHARED,
      licenseId: ann.id,
      before: { end: '2025-01-01T00:00:00+00:00', active: true },
      after: { end: '2024-06-01T00:00:00+00:00', active: true },
      why: null,
    });
    assert.deepEqual(body[4].student, null);
  });

  test('they are narrowed by who, whom, course, kind and time', async () => {
    assert.deepEqual(await kinds('kind=token.created'), ['token.created']);
    assert.deepEqual(await kinds('kind=token.exploded'), []);
    assert.deepEqual(await kinds(`courseId=${SQL}`), ['license.assigned']);
    assert.deepEqual(await kinds(`studentId=${ann.student.id}`), [
      'license.revoked',
      'license.end_changed',
      'license.assigned',
    ]);
    assert.deepEqual(await kinds(`studentId=${ann.student.id}&kind=license.assigned`), ['license.assigned']);
    assert.deepEqual((await kinds('actor=TEST')).length, 4);
    assert.deepEqual(await kinds('actor=arre'), ['token.created'], 'made by Carrel itself');
    assert.deepEqual(await kinds('actor=t%25t'), []);
    assert.deepEqual(await kinds('from=2024-04-20&to=2024-04-20'), ['license.assigned']);
    assert.deepEqual((await kinds('to=2024-04-20')).length, 3);
    assert.deepEqual((await kinds('from=2024-04-21T06:36:10%2B00:00')).length, 2);
    assert.deepEqual((await kinds('from=2024-04-21T06:36:11%2B00:00')).length, 0);
    assert.deepEqual((await kinds('to=2024-04-20T06:36:10%2B00:00')).length, 3);
  });

  test('they are read in pages, or on from any event', async () => {
    const page = await alice.get('/v1/events?page=2&pageSize=2');
    assert.deepEqual(
      page.body.map(({ kind }: { kind: string }) => kind),
      ['license.assigned', 'license.assigned'],
    );
    assert.match(page.headers.get('link') ?? '', /page=3[^>]*>; rel="next"/);
    assert.deepEqual(await kinds(`before=${page.body[1].id}`), ['token.created']);
    assert.deepEqual(await kinds('page=6000&pageSize=2'), []);
  });

  test('what an import tells of the past stands where it happened, and `before` keeps to that', async () => {
    const told = {
      students: [{ id: 900, name: 'Early', email: 'early@alder.example' }],
      licenses: [
        {
          ...{ id: 900, poolId: SHARED, studentId: 900, start: '2024-02-01T00:00:00Z', end: '2025-01-01T00:00:00Z' },
          revoked: '2024-03-01T00:00:00Z',
        },
      ],
    };
    await app.load(told);
    const all = (await alice.get('/v1/events')).body;
    assert.equal(all.at(-1).kind, 'license.revoked');
    assert.ok(all.at(-1).id > all[0].id, 'written last, and oldest');
    const earlier = (id: number) => kinds(`before=${id}`);
    assert.deepEqual(await earlier(all.at(-1).id), []);
    assert.deepEqual((await earlier(all.at(-2).id)).length, 1);
    assert.deepEqual((await earlier(all[0].id)).length, all.length - 1);
    assert.deepEqual((await earlier(987_654_321)).length, all.length);
    assert.deepEqual(await kinds('studentId=900'), ['license.revoked']);
  });

  test('counting and pages end after 10,000; `before` goes on', async () => {
    const fact = {
      manager_id: CHARLIE,
      at: 1,
      kind: 'test.fact',
      actor_kind: 'system',
      actor_label: 'Many',
      details: '{}',
    };
    await app.context.db.write((tx) => insertMany(tx, 'event', Array(10_001).fill(fact)));
    const last = await charlie.get('/v1/events?kind=test.fact&page=10&pageSize=1000');
    assert.deepEqual([last.headers.get('x-total-count'), last.body.length], ['10000', 1000]);
    const past = await charlie.get('/v1/events?kind=test.fact&page=11&pageSize=1000');
    assert.deepEqual(past.body, []);
    const rest = await charlie.get(`/v1/events?kind=test.fact&before=${last.body[999].id}`);
    assert.equal(rest.body.length, 1);
  });

  test('nobody reads the history of another', async () => {
    const theirs = await charlie.get(`/v1/events?studentId=${ann.student.id}`);
    assert.deepEqual(theirs.body, []);
    assert.equal((await app.withToken('').get('/v1/events')).status, 401);
    const reader = await app.client(ALICE, 'read');
    assert.equal((await reader.get('/v1/events?pageSize=1')).status, 200);
    assert.equal((await alice.delete('/v1/events')).status, 405);
  });

  test('a query that is not right is refused by its parameter', async () => {
    for (const query of [
      'from=yesterday',
      'to=2024-02-30',
      'studentId=0',
      'courseId=x',
      'before=-1',
      'kind=a&kind=b',
      'pageSize=1001',
    ]) {
      const { status, body } = await alice.get(`/v1/events?${query}`);
      assert.deepEqual([status, body.errors?.[0].parameter], [400, query.split('=')[0]], query);
    }
  });
});
