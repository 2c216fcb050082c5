/** Requests that no ordinary client sends: they are refused or answered like all others. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';

const reset = (app: TestApp) => app.context.rateLog(`manager:${ALICE}`, () => ({ hits: [], verdict: null }));

onBothEngines('a request', (engine) => {
  let app: TestApp;
  let alice: Client;

  before(async () => {
    app = await startApp(engine, { world: cast(), settings: { rateLimitPerMinute: 1000 } });
    alice = await app.client(ALICE);
  });

  /** A request written by hand, on a connection of its own. */
  const head = (method: string, target: string) =>
    `${method} ${target} HTTP/1.1\r\nHost: carrel\r\nAuthorization: Bearer ${alice.token}\r\nConnection: close\r\n`;
  const send = async (bytes: string, to = app.url) => {
    const socket = connect(Number(new URL(to).port), '127.0.0.1');
    socket.write(bytes);
    const [headers = '', body = ''] = (await text(socket)).split('\r\n\r\n', 2);
    const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1];
    return { status: Number(headers.split(' ', 2)[1]), header, body };
  };

  test('whose path cannot be decoded is refused like one for what does not exist', async () => {
    for (const at of ['license', 'pool', 'course']) {
      const { text: absent } = await alice.get(`/v1/${at}/999`);
      for (const id of ['%', '%zz', '%E0%A4', '1%', '%31%zz', 'a'.repeat(8000)]) {
        const answer = await alice.get(`/v1/${at}/${id}`);
        assert.deepEqual([answer.status, answer.text], [404, absent], id);
      }
    }
    assert.equal((await alice.get('/v1/pool/%zz/licenses')).status, 404);
    assert.equal((await alice.get(`/v1/pool/%${SHARED.toString().charCodeAt(0).toString(16)}1`)).status, 200);
    assert.equal((await alice.get('/v1/licenses?foo=%zz')).status, 200);
  });

  test('whose path cannot be decoded needs a token and is counted', async () => {
    await reset(app);
    for (const path of ['/v1/license/%zz', `/v1/license/${'a'.repeat(8000)}`]) {
      assert.equal((await app.withToken('').get(path)).status, 401);
    }
    const answers = [await alice.get('/v1/license/%zz'), await alice.get(`/v1/license/${'a'.repeat(8000)}`)];
    assert.deepEqual(
      answers.map((answer) => answer.headers.get('ratelimit')?.split(';')[1]),
      ['r=999', 'r=998'],
    );
  });

  test('may name the whole address, as to a proxy', async () => {
    const path = '/api/licensing/v1/licenses';
    const plain = await send(`${head('GET', path)}\r\n`);
    const whole = await send(`${head('GET', `http://elsewhere.example${path}`)}\r\n`);
    assert.deepEqual([whole.status, whole.body], [200, plain.body]);
    assert.equal(whole.header('link'), plain.header('link'));
    assert.equal((await send(`${head('GET', 'http://elsewhere.example')}\r\n`)).status, (await fetch(app.url)).status);
  });

  test('without a host is refused in our words, unless it is of HTTP/1.0', async () => {
    const bare = (version: string) =>
      send(
        `GET /api/licensing/v1/me HTTP/${version}\r\nAuthorization: Bearer ${alice.token}\r\nConnection: close\r\n\r\n`,
      );
    const refused = await bare('1.1');
    assert.equal(refused.status, 400);
    assert.equal(refused.header('content-type'), 'application/problem+json');
    assert.deepEqual(JSON.parse(refused.body).errors, [{ parameter: 'Host', detail: 'is required' }]);
    assert.equal((await bare('1.0')).status, 200);
  });

  test('that expects what nobody knows is answered like any other', async () => {
    const answer = await send(`${head('GET', '/api/licensing/v1/me')}Expect: a miracle\r\n\r\n`);
    assert.deepEqual([answer.status, JSON.parse(answer.body).id], [200, ALICE]);
  });

  test('by any other method is answered 405 with those that there are', async () => {
    const paths = {
      '/v1/me': 'GET, HEAD',
      [`/v1/pool/${SHARED}/license`]: 'POST',
      '/v1/license/1': 'GET, HEAD, PATCH, DELETE',
      '/v1/students.csv': 'GET, HEAD',
    };
    for (const [path, allow] of Object.entries(paths)) {
      for (const method of ['PUT', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'PURGE', 'SEARCH']) {
        const answer = await send(`${head(method, `/api/licensing${path}`)}\r\n`);
        const { code, instance } = JSON.parse(answer.body);
        assert.deepEqual([answer.status, code, answer.header('allow')], [405, 'method_not_allowed', allow], method);
        assert.equal(instance, `/api/licensing${path.replace(/\/\d+/, '/:id')}`);
      }
    }
    assert.equal((await send(`${head('TRACE', '/api/licensing/v1/students_csv')}\r\n`)).status, 404);
    assert.equal((await fetch(`${app.url}/api/licensing/v1/me`, { method: 'PUT' })).status, 401);
  });

  test('with a slash at its end, or several at its start, is the one without them', async () => {
    const list = await alice.get('/v1/licenses?pageSize=1');
    for (const path of ['/v1/licenses/?pageSize=1', '/v1/licenses//?pageSize=1']) {
      const answer = await alice.get(path);
      assert.deepEqual([answer.status, answer.text], [200, list.text], path);
      assert.equal(answer.headers.get('link'), list.headers.get('link'));
    }
    const given = await alice.post(`/v1/pool/${SHARED}/license/`, { email: 'slash@alder.example' });
    const id = given.body.id;
    assert.equal((await alice.patch(`/v1/license/${id}/`, { endDate: '2024-06-01' })).status, 200);
    assert.equal((await alice.call('HEAD', `/v1/license/${id}/`)).status, 200);
    assert.equal((await alice.delete(`/v1/license/${id}/`)).status, 200);
    assert.equal((await alice.call('PUT', `/v1/license/${id}/`)).headers.get('allow'), 'GET, HEAD, PATCH, DELETE');
    for (const path of ['/healthz/', '//healthz', '/readyz/?x', '/api/licensing/openapi.json/'])
      assert.notEqual(
        (await fetch(app.url + path)).headers.get('content-security-policy')?.includes('script-src'),
        true,
      );
    const page = await (await fetch(`${app.url}/api/licensing/docs`)).text();
    assert.equal(await (await fetch(`${app.url}///api/licensing/docs`)).text(), page);
    for (const path of [
      '//api/licensing/v1/me',
      'http://elsewhere.example//api/licensing/v1/me/',
      '///api/licensing/v1/me',
    ])
      assert.equal((await send(`${head('GET', path)}\r\n`)).status, 200, path);
    assert.equal((await fetch(`${app.url}/healthz/`)).headers.get('content-type'), 'application/json; charset=utf-8');
  });

  test('for an API path that there is not is 404 in JSON, never the web app', async () => {
    const paths = [
      '/api',
      '/api/',
      '/api?x=1',
      '/api/anything',
      '//api/anything',
      '/API',
      '/Api/licensing',
      '/%61pi/x',
    ];
    const strange = ['//', '//l/x', '///elsewhere.example', '/\\elsewhere.example', '/%2Fapi/x', '/%5C', '/api/%zz'];
    for (const path of [...paths, ...strange]) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'PURGE']) {
        const answer = await send(`${head(method, path)}\r\n`);
        assert.equal(answer.status, 404, `${method} ${path}`);
        assert.equal(answer.header('content-type'), 'application/problem+json');
        assert.equal(JSON.parse(answer.body).code, 'not_found');
      }
      assert.equal((await send(`${head('HEAD', path)}\r\n`)).status, 404, path);
    }
  });

  test('whose head is too large is refused in words: as a page where a browser asks for one', async () => {
    const long = 'x'.repeat(20_000);
    const page = await send(`${head('GET', `/people?ids=${long}`)}Accept: text/html,*/*;q=0.8\r\n\r\n`);
    assert.deepEqual([page.status, page.header('content-type')], [431, 'text/html; charset=utf-8']);
    assert.match(page.body, /too long.*<a href="\/">/s);
    const none = await send(`${head('HEAD', `/people?ids=${long}`)}\r\n`);
    assert.deepEqual([none.status, none.body], [431, '']);
    const bare = await send(`${head('GET', `/people?ids=${'x'.repeat(70_000)}`)}Accept: text/html\r\n\r\n`);
    assert.equal(bare.status, 431);
    const path = '/api/licensing/v1/me';
    for (const bytes of [
      `${head('GET', path)}Accept: application/json\r\nX: ${long}\r\n\r\n`,
      `${head('GET', `${path}?${long}`)}\r\n`,
    ]) {
      const { status, header, body } = await send(bytes);
      assert.deepEqual([status, header('content-type')], [431, 'application/problem+json']);
      assert.equal(JSON.parse(body).code, 'invalid_request');
    }
  });

  test('that is none is told with the path that the server is reached under', async () => {
    const below = await startApp(engine, { settings: { publicUrl: 'https://www.example.com/carrel' } });
    const long = 'x'.repeat(20_000);
    const noRequest = JSON.parse((await send('NO REQUEST\r\n\r\n', below.url)).body);
    assert.equal(noRequest.type, '/carrel/api/licensing/problems/invalid_request');
    for (const path of ['/carrel/people', '/people']) {
      const page = await send(`${head('GET', `${path}?ids=${long}`)}\r\n`, below.url);
      assert.match(page.body, /<a href="\/carrel\/">/, path);
    }
    const api = await send(`${head('GET', `/carrel/api/licensing/v1/me?${long}`)}\r\n`, below.url);
    assert.equal(JSON.parse(api.body).type, '/carrel/api/licensing/problems/invalid_request');
    await below.close();
  });

  test('with a long query that nobody knows is not told all of it in links', async () => {
    const { headers } = await alice.get(`/v1/licenses?pageSize=1&x=${'9'.repeat(10_000)}`);
    assert.match(headers.get('link') ?? '', /^<\/api\/licensing\/v1\/licenses\?pageSize=1&page=1>; rel="first"/);
  });

  test('full of mistakes is told the first of them', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`m${i}`, i]));
    const answer = await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example', ...many });
    assert.deepEqual([answer.status, answer.body.errors.length], [400, 20]);
    const long = await alice.post(`/v1/pool/${SHARED}/license`, { email: 'a@alder.example', ['m'.repeat(60_000)]: 1 });
    assert.equal(long.status, 400);
    assert.ok(long.text.length < 2000, `${long.text.length} characters`);
  });
});

onBothEngines('a server that stops', (engine) => {
  const refusesConnections = async (port: number) => {
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      const refused = await Promise.race([
        once(socket, 'connect').then(() => false),
        once(socket, 'error').then(() => true),
      ]).catch(() => true);
      socket.destroy();
      if (refused) return;
    }
  };

  test('answers the request whose first bytes had arrived', async () => {
    const app = await startApp(engine, { world: cast() });
    const { token } = await app.client(ALICE);
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.setEncoding('utf8');
    socket.write('GET /healthz HTTP/1.1\r\nHost: carrel\r\n\r\nGET /api/licensing/v1/me HTTP/1.1\r\nHost: carrel\r\n');
    await once(socket, 'data');
    const closing = app.close();
    await refusesConnections(Number(new URL(app.url).port));
    socket.write(`Authorization: Bearer ${token}\r\n\r\n`);
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /^connection: close\r$/im);
    assert.match(answer, /"name":"Alder"/);
    await closing;
  });
});
