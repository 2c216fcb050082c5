import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Browser, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast } from '../../test/support/cast.ts';

onBothEngines('API tokens', (engine) => {
  let app: TestApp;
  let owner: Browser;
  let viewer: Browser;
  let stranger: Browser;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    owner = await signedIn(app, { email: 'owner@alder.example', name: 'Olga', roles: { [ALICE]: 'owner' } });
    viewer = await signedIn(app, { email: 'viewer@alder.example', roles: { [ALICE]: 'viewer' } });
    stranger = await signedIn(app, { email: 'owner@cedar.example', roles: { [CHARLIE]: 'owner' } });
  });

  const tokens = `/api/app/managers/${ALICE}/v1/tokens`;
  const make = (name: string, permission = 'write') => owner.post(tokens, { name, permission });

  test('a token is made, works, is listed without its text, and is dead once deleted', async () => {
    const { status, body } = await make(' HR integration ');
    assert.equal(status, 200);
    const { token, ...listed } = body;
    assert.deepEqual(listed, {
      id: listed.id,
      name: 'HR integration',
      lastTen: token.slice(-10),
      permission: 'write',
      created: '2024-04-19T06:36:10+00:00',
      lastUsed: null,
      maker: 'Olga',
      refused: false,
    });
    const client = app.withToken(token);
    assert.equal((await client.get('/v1/me')).body.id, ALICE);
    await app.context.lastUse.flush();
    const list = await owner.get(tokens);
    assert.deepEqual(list.body, [{ ...listed, lastUsed: '2024-04-19T06:36:10+00:00' }]);
    assert.equal(list.headers.get('x-total-count'), '1');

    assert.equal((await owner.delete(`${tokens}/${listed.id}`)).status, 200);
    assert.equal((await client.get('/v1/me')).status, 401);
    assert.deepEqual((await owner.get(tokens)).body, []);
    assert.equal((await owner.delete(`${tokens}/${listed.id}`)).status, 404);
    const events = (await owner.get(`/api/app/managers/${ALICE}/v1/events?actor=olga`)).body;
    assert.deepEqual(
      events.map(({ kind }: { kind: string }) => kind),
      ['token.deleted', 'token.created'],
    );
    assert.ok(!JSON.stringify(events).includes(token));
  });

  test('a token that may only read changes nothing', async () => {
    const { body } = await make('Report', 'read');
    const client = app.withToken(body.token);
    assert.equal((await client.get('/v1/me')).status, 200);
    assert.equal((await client.post('/v1/pool/21/license', { email: 'a@alder.example' })).status, 403);
    await owner.delete(`${tokens}/${body.id}`);
  });

  test('a body that is not right is refused', async () => {
    for (const body of [
      {},
      { name: 'x' },
      { name: '', permission: 'read' },
      { name: 'x', permission: 'all' },
      { name: 'a\u0000', permission: 'read' },
      { name: 'x', permission: 'read', id: 'mine' },
      { name: 'x'.repeat(201), permission: 'read' },
    ]) {
      const answer = await owner.post(tokens, body);
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_request'], JSON.stringify(body));
    }
    assert.deepEqual((await owner.get(tokens)).body, []);
  });

  test('a viewer looks on, a stranger and a token see nothing here', async () => {
    const { body } = await make('Kept');
    assert.equal((await viewer.get(tokens)).body.length, 1);
    assert.equal((await viewer.post(tokens, { name: 'x', permission: 'read' })).status, 403);
    assert.equal((await viewer.delete(`${tokens}/${body.id}`)).status, 403);
    const absent = await stranger.get('/api/app/managers/999/v1/tokens');
    assert.deepEqual([(await stranger.get(tokens)).text, absent.status], [absent.text, 404]);
    assert.equal((await stranger.delete(`/api/app/managers/${CHARLIE}/v1/tokens/${body.id}`)).status, 404);
    assert.equal((await openBrowser(app.url).get(tokens)).status, 401);
    const client = app.withToken(body.token);
    assert.equal((await client.get('/v1/tokens')).status, 404);
    assert.equal((await client.post('/v1/tokens', { name: 'x', permission: 'read' })).status, 404);
    assert.equal((await client.get('/v1/me')).status, 200);
  });
});
