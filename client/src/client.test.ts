import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, SHARED } from '../../test/support/cast.ts';
import { startGateway } from '../../test/support/published.ts';
import { ApiError, type ClientOptions, createClient, type Wait } from './index.ts';

const POOL = '/api/licensing/v1/pool/{id}/license';
const LICENSES = '/api/licensing/v1/licenses';
const email = (name: string) => `${name}@alder.example`;

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(items);
}

onBothEngines('the client', (engine) => {
  let app: TestApp;
  let token: string;
  const world = () => {
    const world = cast();
    const students = Array.from({ length: 230 }, (_, i) => ({ id: i + 1, name: `S ${i}`, email: email(`s${i}`) }));
    const times = { start: '2024-02-01T00:00:00Z', end: '2025-01-01T00:00:00Z' };
    const pools = world.pools.map((pool) => ({ ...pool, licenses: 300 }));
    const licenses = students.map(({ id }) => ({ id, poolId: SHARED, studentId: id, ...times }));
    return { ...world, pools, students, licenses };
  };
  const connect = (options: Partial<ClientOptions> = {}) => createClient({ baseUrl: app.url, token, ...options });

  before(async () => {
    app = await startApp(engine, { world: world(), settings: { rateLimitPerMinute: 20 } });
    ({ token } = await app.client(ALICE));
    await forget();
  });
  /** Lets the minute pass for what was counted. */
  const forget = () => app.context.rateLog(`manager:${ALICE}`, () => ({ hits: [], verdict: null }));
  const age = (ms: number) =>
    app.context
      .rateLog(`manager:${ALICE}`, (hits) => ({ hits: hits.map((at) => at - ms), verdict: null }))
      .then(() => {});

  test('walks a list of several pages, the last one full or not, and an empty one', async () => {
    for (const pageSize of [23, 100, 230, 1000]) {
      const items = await all(connect().list(LICENSES, { params: { query: { pageSize } } }));
      assert.deepEqual(
        items.map(({ id }) => id),
        Array.from({ length: 230 }, (_, i) => String(i + 1)),
      );
    }
    const path = { id: 25 };
    assert.deepEqual(await all(connect().list('/api/licensing/v1/pool/{id}/licenses', { params: { path } })), []);
    await forget();
  });

  test('asks for a page more where nothing tells the total, and takes the base URL with its path', async () => {
    const gateway = await startGateway(app.url, { publishedOnly: true });
    const published = connect({ baseUrl: `${gateway.url}/api/licensing/` });
    const items = await all(published.list(LICENSES, { params: { query: { pageSize: 115 } } }));
    assert.deepEqual([items.length, gateway.seen.length], [230, 3]);
    await assert.rejects(published.GET('/api/licensing/v1/events'), { code: 'not_found', status: 404 });
    await gateway.close();
    await forget();
  });

  test('waits for the rate limit as long as the server says, and no longer than it may', async () => {
    const waits: Wait[] = [];
    const client = connect({
      onWait: (wait) => waits.push(wait),
      sleep: (ms) => age(ms),
    });
    for (let i = 0; i < 45; i++) await client.GET('/api/licensing/v1/me');
    assert.deepEqual([...new Set(waits.map(({ status }) => status))], [429]);
    assert.ok(waits.length >= 1 && waits.length <= 45, `${waits.length}`);
    for (const { seconds } of waits) assert.ok(seconds >= 1 && seconds <= 60, `${seconds}`);

    const hurried = connect({ maxWaitSeconds: 0 });
    const refused = await Array.fromAsync({ length: 21 }, () => hurried.GET('/api/licensing/v1/me')).catch((e) => e);
    assert.ok(refused instanceof ApiError);
    assert.deepEqual([refused.status, refused.code], [429, 'rate_limited']);
    assert.ok((refused.retryAfter ?? 0) >= 1);
    await forget();
  });

  test('ends a wait at once by its signal', async () => {
    const client = connect({ onWait: () => stop.abort(new Error('enough')) });
    const stop = new AbortController();
    const calls = Array.fromAsync({ length: 21 }, () => client.GET('/api/licensing/v1/me', { signal: stop.signal }));
    await assert.rejects(calls, { message: 'enough' });
    await forget();
  });

  test('does once what it sends again after a lost answer', async () => {
    const lost: string[] = [];
    const gateway = await startGateway(app.url, {
      lose: ({ method, headers }) => {
        if (method !== 'POST' || lost.length === 2) return false;
        return lost.push(String(headers['idempotency-key'])) > 0;
      },
    });
    const client = connect({ baseUrl: gateway.url, sleep: async () => {} });
    const before = await all(client.list(LICENSES, { params: { query: { pageSize: 1000 } } }));
    const { data } = await client.POST(POOL, { params: { path: { id: SHARED } }, body: { email: email('once') } });
    const licenses = await all(client.list(LICENSES, { params: { query: { pageSize: 1000 } } }));
    assert.deepEqual(
      licenses.filter(({ student }) => student.email === email('once')).map(({ id }) => id),
      [String(data?.id)],
    );
    assert.deepEqual([licenses.length, new Set(lost).size, lost.length], [before.length + 1, 1, 2]);
    assert.match(lost[0] ?? '', /^[0-9a-f]{32}$/);
    await gateway.close();
    await forget();
  });

  test('throws one error for every refusal, with the code of the server', async () => {
    const client = connect({ maxWaitSeconds: 0 });
    const body = { email: 'someone@elsewhere.example' };
    const refusal = client.POST(POOL, { params: { path: { id: SHARED } }, body });
    await assert.rejects(refusal, (error) => error instanceof ApiError && error.code === 'domain_not_allowed');
    const wrong = client.POST(POOL, { params: { path: { id: SHARED } }, body: { email: 'nobody' } });
    await assert.rejects(wrong, (e) => e instanceof ApiError && e.errors[0]?.pointer === '/email');
    await assert.rejects(connect({ token: 'none' }).GET('/api/licensing/v1/me'), { code: 'unauthorized', status: 401 });
    await forget();
  });

  test('reads the history in batches, each event once', async () => {
    const charlie = createClient({ baseUrl: app.url, token: (await app.client(CHARLIE)).token });
    for (const id of [31, 31]) {
      const body = { email: `feed${Math.random()}@alder.example` };
      await charlie.POST(POOL, { params: { path: { id } }, body });
    }
    const batches = await all(charlie.feed({ limit: 1 }));
    const ids = batches.flatMap(({ events }) => events.map(({ id }) => id));
    assert.ok(ids.length >= 2);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(await all(charlie.feed({ after: batches.at(-1)?.next })), []);
  });
});

type Script = (request: IncomingMessage, reply: ServerResponse, times: number) => void;

describe('the client, with servers and proxies that fail', () => {
  let script: Script;
  let times = 0;
  const server = createServer((request, reply) => script(request, reply, ++times));
  let baseUrl: string;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  async function tryWith(next: Script, options: Partial<ClientOptions> = {}, method: 'GET' | 'POST' = 'GET') {
    const waits: number[] = [];
    script = next;
    times = 0;
    const client = createClient({
      baseUrl,
      token: 't',
      sleep: async () => {},
      onWait: ({ seconds }) => waits.push(seconds),
      ...options,
    });
    const call =
      method === 'GET'
        ? client.GET('/api/licensing/v1/me')
        : client.POST(POOL, { params: { path: { id: 1 } }, body: { email: 'a@b.example' } });
    const outcome = await call.then(
      ({ data }) => data,
      (error) => error,
    );
    return { outcome, waits, times };
  }

  const json = (reply: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
    reply.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

  test('sends again after 502, 503 and 504, with the same body and key, as long as Retry-After says', async () => {
    const keys: unknown[] = [];
    const bodies: string[] = [];
    const { outcome, waits } = await tryWith(
      (request, reply, n) => {
        keys.push(request.headers['idempotency-key']);
        request.setEncoding('utf8').on('data', (text) => bodies.push(text));
        request.on('end', () => {
          if (n === 1) reply.writeHead(503, { 'retry-after': '7' }).end();
          else if (n === 2) reply.writeHead(502).end('<html>Bad gateway</html>');
          else if (n === 3) reply.writeHead(504).end();
          else json(reply, 200, { id: 5 });
        });
      },
      {},
      'POST',
    );
    assert.deepEqual(outcome, { id: 5 });
    assert.deepEqual(waits, [7, 2, 4]);
    assert.equal(new Set(keys).size, 1);
    assert.deepEqual(bodies, Array(4).fill('{"email":"a@b.example"}'));
  });

  test('gives up after so many tries, and where it would have to wait for too long', async () => {
    const down: Script = (_, reply) => reply.writeHead(503).end();
    const tired = await tryWith(down, { maxRetries: 2 });
    assert.deepEqual([tired.outcome.code, tired.outcome.status, tired.times], ['unavailable', 503, 3]);
    const long = await tryWith((_, reply) => reply.writeHead(429, { 'retry-after': '500' }).end());
    assert.deepEqual([long.outcome.code, long.outcome.retryAfter, long.waits], ['rate_limited', 500, []]);
    const never = await tryWith((_, reply) => reply.writeHead(429, { 'retry-after': '0' }).end(), {
      maxWaitSeconds: 5,
    });
    assert.deepEqual([never.outcome.code, never.waits], ['rate_limited', [1, 1, 1, 1, 1]]);
  });

  test('reads a date in Retry-After', async () => {
    const at = new Date(Date.now() + 3_600_000).toUTCString();
    const { outcome } = await tryWith((_, reply) => reply.writeHead(503, { 'retry-after': at }).end());
    assert.ok(outcome.retryAfter > 3500 && outcome.retryAfter <= 3600, String(outcome.retryAfter));
  });

  test('sends again where the connection breaks within the answer, and tells where none comes', async () => {
    const broken = await tryWith((_, reply, n) => {
      if (n > 1) return json(reply, 200, { id: 1 });
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      reply.write('{"id":', () => reply.destroy());
    });
    assert.deepEqual([broken.outcome, broken.times], [{ id: 1 }, 2]);
    const silent = await tryWith((request) => request.socket.destroy(), { maxRetries: 1 });
    assert.deepEqual([silent.outcome.name, silent.outcome.code, silent.outcome.status], ['ApiError', 'network', 0]);
    assert.equal(silent.times, 2);
  });

  test('waits for no answer longer than it may', async () => {
    const { outcome, times } = await tryWith(() => {}, { timeoutSeconds: 0.05, maxRetries: 1 });
    assert.deepEqual([outcome.code, times], ['network', 2]);
  });

  test('does not send again what is done anew each time', async () => {
    script = (_, reply) => reply.writeHead(503).end();
    times = 0;
    const client = createClient({ baseUrl, token: 't', sleep: async () => {} });
    const path = { id: '3' };
    await assert.rejects(client.POST('/api/licensing/v1/webhooks/{id}/test', { params: { path } }), { status: 503 });
    assert.equal(times, 1);
  });

  test('tells a web page, a redirected write and an endless list from the API', async () => {
    const page = await tryWith((_, reply) => reply.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello'));
    assert.deepEqual([page.outcome.code, page.times], ['unexpected_answer', 1]);
    const moved = await tryWith(
      (request, reply) =>
        request.url === '/elsewhere' ? json(reply, 200, {}) : reply.writeHead(301, { location: '/elsewhere' }).end(),
      {},
      'POST',
    );
    assert.equal(moved.outcome.code, 'unexpected_answer');
    script = (_, reply) => json(reply, 200, [{ id: '1' }]);
    const client = createClient({ baseUrl, token: 't' });
    await assert.rejects(all(client.list('/api/licensing/v1/pools')), { code: 'unexpected_answer' });
  });

  test('shows no token that cannot be sent', () => {
    const make = () => createClient({ baseUrl, token: 'secret\nof two lines' });
    assert.throws(make, (error: Error) => error instanceof TypeError && !error.message.includes('secret'));
  });

  test('gives a code to refusals without one', async () => {
    for (const [status, code] of [
      [400, 'invalid_request'],
      [404, 'not_found'],
      [418, 'internal_error'],
    ]) {
      const { outcome } = await tryWith((_, reply) => json(reply, Number(status), { message: 'So it is.' }));
      assert.deepEqual([outcome.code, outcome.message], [code, 'So it is.']);
    }
  });
});
