import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, OWNED, SHARED } from '../../test/support/cast.ts';

const NEWCOMER = 3;

onBothEngines('the license manager', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  test('is answered with totals over all pools, ended and future ones included', async () => {
    const answer = await alice.get('/v1/me');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(
      answer.text,
      JSON.stringify({
        id: ALICE,
        name: 'Alder',
        email: 'alice@alder.example',
        pools: 5,
        licenses: 13,
        untransferableLicenses: 2,
        transferableLicenses: 11,
        allowedDomainsForTransferableLicenses: ['alder.example', 'bücher.example'],
      }),
    );
  });

  test('is the one of the token', async () => {
    const charlie = await app.client(CHARLIE);
    const { id, name, pools, licenses } = (await charlie.get('/v1/me')).body;
    assert.deepEqual([id, name, pools, licenses], [CHARLIE, 'Cedar', 1, 2]);
  });

  test('counts what was bought, whatever was assigned', async () => {
    const earlier = (await alice.get('/v1/me')).text;
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example' });
    await alice.post(`/v1/pool/${OWNED}/license`, { email: 'b@alder.example' });
    assert.equal((await alice.get('/v1/me')).text, earlier);
  });

  test('may have bought nothing', async () => {
    await app.load({ managers: [{ id: NEWCOMER, name: 'New', email: 'n@new.example', allowedDomains: [] }] });
    const newcomer = await app.client(NEWCOMER);
    assert.deepEqual((await newcomer.get('/v1/me')).body, {
      ...{ id: NEWCOMER, name: 'New', email: 'n@new.example', pools: 0, licenses: 0 },
      ...{ untransferableLicenses: 0, transferableLicenses: 0, allowedDomainsForTransferableLicenses: [] },
    });
    for (const list of ['courses', 'pools', 'licenses', 'students']) {
      const answer = await newcomer.get(`/v1/${list}?includeInactive=1`);
      assert.deepEqual([answer.text, answer.headers.get('x-total-count')], ['[]', '0'], list);
    }
  });

  test('is read with a read-only token, not without one, and not with another method', async () => {
    assert.equal((await (await app.client(ALICE, 'read')).get('/v1/me')).status, 200);
    assert.equal((await app.withToken('').get('/v1/me')).status, 401);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await alice.call(method, '/v1/me', method === 'DELETE' ? undefined : {});
      assert.deepEqual([answer.status, answer.body.code], [405, 'method_not_allowed'], method);
      assert.equal(answer.headers.get('allow'), 'GET, HEAD');
    }
    assert.equal(
      (
        await fetch(`${app.url}/api/licensing/v1/me`, {
          method: 'HEAD',
          headers: { authorization: `Bearer ${alice.token}` },
        })
      ).status,
      200,
    );
  });

  test('is not to be read by pages of other sites', async () => {
    const { headers } = await alice.call('GET', '/v1/me', undefined, { origin: 'https://evil.example' });
    assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  test('finds nothing where there is nothing, and says so as a problem', async () => {
    for (const path of ['/v1/you', '/v2/me', '/v1/me/x', '/v1', '/V1/me']) {
      const answer = await alice.get(path);
      assert.deepEqual([answer.status, answer.body.code], [404, 'not_found'], path);
      assert.deepEqual(Object.keys(answer.body), ['type', 'title', 'status', 'detail', 'instance', 'code']);
    }
  });
});
