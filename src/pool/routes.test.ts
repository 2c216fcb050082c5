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
  PAST,
  SHARED,
  SHARED_SQL,
  SQL,
} from '../../test/support/cast.ts';

const [NEW_YEAR, END] = ['2024-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'];
const ids = (pools: { id: string }[]) => pools.map((pool) => Number(pool.id));

onBothEngines('pools', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example', endDate: '2024-05-01' });
    await alice.post(`/v1/pool/${OWNED}/license`, { email: 'b@alder.example', endDate: '2024-05-01' });
  });

  const seats = async (id: number) => {
    const { licenses, assignedLicenses, availableLicenses } = (await alice.get(`/v1/pool/${id}`)).body;
    return [licenses, assignedLicenses, availableLicenses];
  };

  test('are answered in the order and the types of the contract', async () => {
    assert.equal(
      (await alice.get(`/v1/pool/${SHARED}`)).text,
      JSON.stringify({
        id: String(SHARED),
        course: { id: String(DAX), title: 'Mastering DAX' },
        ...{ start: NEW_YEAR, end: END, transferable: true, licenses: 3, assignedLicenses: 1, availableLicenses: 2 },
      }),
    );
  });

  test('are listed by id, of the manager alone, as they are answered alone', async () => {
    const { body, headers } = await alice.get('/v1/pools');
    assert.deepEqual(ids(body), [SHARED, OWNED, PAST, FUTURE, SHARED_SQL]);
    assert.equal(headers.get('x-total-count'), '5');
    for (const pool of body) assert.deepEqual((await alice.get(`/v1/pool/${pool.id}`)).body, pool);
    assert.deepEqual(ids((await charlie.get('/v1/pools')).body), [CHARLIES]);
  });

  test('are listed by pages, with links', async () => {
    const second = await alice.get('/v1/pools?page=2&pageSize=2');
    assert.deepEqual(ids(second.body), [PAST, FUTURE]);
    const link = (page: number, rel: string) => `</api/licensing/v1/pools?page=${page}&pageSize=2>; rel="${rel}"`;
    assert.equal(
      second.headers.get('link'),
      [link(1, 'first'), link(1, 'prev'), link(3, 'next'), link(3, 'last')].join(', '),
    );
    const beyond = await alice.get('/v1/pools?page=4&pageSize=2');
    assert.deepEqual([beyond.body, beyond.headers.get('x-total-count')], [[], '5']);
    assert.equal(beyond.headers.get('link'), [link(1, 'first'), link(3, 'prev'), link(3, 'last')].join(', '));
  });

  test('have nothing available before their start and from their end', async () => {
    assert.deepEqual(await seats(PAST), [3, 0, 0]);
    assert.deepEqual(await seats(FUTURE), [3, 0, 0]);
    const then = async (pool: number, at: string) => {
      app.clock.set(at);
      const found = await seats(pool);
      app.clock.set('2024-04-19T06:36:10Z');
      return found;
    };
    assert.deepEqual(await then(FUTURE, '2024-05-31T23:59:59Z'), [3, 0, 0]);
    assert.deepEqual(await then(FUTURE, '2024-06-01T00:00:00Z'), [3, 0, 3]);
    assert.deepEqual(await then(FUTURE, '2025-05-31T23:59:59Z'), [3, 0, 3]);
    assert.deepEqual(await then(FUTURE, '2025-06-01T00:00:00Z'), [3, 0, 0]);
  });

  test('get a transferable license back when it runs out, an untransferable one never', async () => {
    assert.deepEqual(
      [await seats(SHARED), await seats(OWNED)],
      [
        [3, 1, 2],
        [2, 1, 1],
      ],
    );
    app.clock.set('2024-04-30T23:59:59Z');
    assert.deepEqual(await seats(SHARED), [3, 1, 2]);
    app.clock.set('2024-05-01T00:00:00Z');
    assert.deepEqual(
      [await seats(SHARED), await seats(OWNED)],
      [
        [3, 0, 3],
        [2, 1, 1],
      ],
    );
    assert.deepEqual(
      (await alice.get('/v1/pools')).body.map((pool: { assignedLicenses: number }) => pool.assignedLicenses),
      [0, 1, 0, 0, 0],
    );
    app.clock.set('2024-04-19T06:36:10Z');
  });

  test('are nothing to Charlie, alike those that do not exist', async () => {
    for (const id of [SHARED, SHARED_SQL, OWNED]) {
      for (const path of [`/v1/pool/${id}`, `/v1/pool/${id}/licenses`]) {
        const [foreign, absent] = [await charlie.get(path), await charlie.get(path.replace(String(id), '999999'))];
        assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
      }
      const post = (pool: number) => charlie.post(`/v1/pool/${pool}/license`, { email: 'c@cedar.example' });
      const [foreign, absent] = [await post(id), await post(999_999)];
      assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
    }
  });

  test('are named by plain digits', async () => {
    for (const id of [
      '021',
      '+21',
      '21.0',
      '2e1',
      '0x15',
      '٢١',
      '21%20',
      '9007199254740992',
      '99999999999999999999',
      '-21',
      'null',
      '',
    ])
      assert.equal((await alice.get(`/v1/pool/${id}`)).status, 404, id);
    assert.equal((await alice.get('/v1/pool/9007199254740991')).status, 404);
  });

  test('are asked for with exact parameters, and with a token', async () => {
    for (const query of ['page=0', 'page=x', 'pageSize=0', 'pageSize=1001', 'pageSize=2&pageSize=2']) {
      const answer = await alice.get(`/v1/pools?${query}`);
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_request'], query);
      assert.deepEqual(
        answer.body.errors.map((fault: { parameter: string }) => fault.parameter),
        [query.split('=')[0]],
      );
    }
    assert.equal((await alice.get('/v1/pools?includeInactive=what&order=1')).status, 200, 'unknown here');
    assert.equal((await alice.get('/v1/pools?pageSize=1000')).status, 200);
    for (const path of ['/v1/pools', `/v1/pool/${SHARED}`])
      assert.equal((await app.withToken('').get(path)).status, 401);
  });

  test('are neither made nor changed here', async () => {
    for (const [method, path] of [
      ['POST', '/v1/pools'],
      ['PATCH', `/v1/pool/${SHARED}`],
      ['DELETE', `/v1/pool/${SHARED}`],
      ['GET', `/v1/pool/${SHARED}/license`],
    ] as const) {
      const answer = await alice.call(method, path, method === 'GET' ? undefined : {});
      assert.equal(answer.status, 405, `${method} ${path}`);
    }
    assert.equal((await alice.get(`/v1/pool/${SHARED_SQL}`)).body.course.id, String(SQL));
  });
});
