import assert from 'node:assert/strict';
import { after, before, beforeEach, mock, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, DAX } from '../../test/support/cast.ts';
import { type Received, type Receiver, startReceiver } from '../../test/support/receiver.ts';
import { DAY } from '../rules/time.ts';
import { WebhookWorker } from './worker.ts';

const allowed = new Set(['127.0.0.1']);
const POOL = 700;

/** The cast with a pool that does not end while the clock is moved. */
function world() {
  const file = cast();
  const time = { start: '2024-01-01T00:00:00Z', end: '2099-01-01T00:00:00Z' };
  const pool = { id: POOL, managerId: ALICE, courseId: DAX, transferable: true, licenses: 100, ...time };
  return { ...file, pools: [...(file.pools ?? []), pool] };
}

onBothEngines('webhooks', (engine) => {
  let app: TestApp;
  let alice: Client;
  let receiver: Receiver;
  let worker: WebhookWorker;
  let serial = 0;

  before(async () => {
    receiver = await startReceiver();
    app = await startApp(engine, { world: world(), network: { allowed } });
    alice = await app.client(ALICE);
    worker = new WebhookWorker(app.context, app.context.network, async () => app.clock.ms);
  });
  after(() => receiver.close());
  beforeEach(async () => {
    for (const { id } of (await alice.get('/v1/webhooks')).body) await alice.delete(`/v1/webhooks/${id}`);
    receiver.received = [];
    receiver.answer = (response) => response.writeHead(204).end();
  });

  const make = async (body: object = {}) =>
    (await alice.post('/v1/webhooks', { url: receiver.url, events: ['license.assigned'], ...body })).body;
  const assign = async () => {
    const answer = await alice.post(`/v1/pool/${POOL}/license`, { email: `h${++serial}@alder.example` });
    assert.equal(answer.status, 200, answer.text);
    await alice.delete(`/v1/license/${answer.body.id}`);
    return answer.body as { id: number };
  };
  const deliveries = async (id: string) => (await alice.get(`/v1/webhooks/${id}/deliveries`)).body;
  /** The payload, as the package sees it at the time of its signature. */
  function verified(secret: string, { headers, body }: Received): { type: string; data: { licenseId: number } } {
    mock.timers.enable({ apis: ['Date'], now: Number(headers['webhook-timestamp']) * 1000 });
    try {
      return new Webhook(secret).verify(body, headers as Record<string, string>) as never;
    } finally {
      mock.timers.reset();
    }
  }

  test('an event is posted, signed as the Standard Webhooks package verifies it', async () => {
    const { secret, ...webhook } = await make({ description: 'HR' });
    assert.match(secret, /^whsec_/);
    assert.deepEqual((await alice.get(`/v1/webhooks/${webhook.id}`)).body, webhook);
    const { id } = await assign();
    await worker.runOnce();
    assert.equal(receiver.received.length, 1);
    const payload = verified(secret, receiver.received[0] as Received);
    const { body: events } = await alice.get('/v1/events?kind=license.assigned');
    assert.deepEqual([payload.type, payload.data.licenseId], ['license.assigned', id]);
    assert.deepEqual(payload.data, events[0]);
    const [delivery] = await deliveries(webhook.id);
    const { event, type, state, attempts, status, error, next } = delivery;
    assert.deepEqual(
      { event, type, state, attempts, status, error, next },
      {
        event: events[0].id,
        type: 'license.assigned',
        state: 'delivered',
        attempts: 1,
        status: 204,
        error: null,
        next: null,
      },
    );
    await worker.runOnce();
    assert.equal(receiver.received.length, 1);
  });

  test('after a failure it is tried again with the same id, and after eleven attempts it has failed', async () => {
    const webhook = await make();
    await assign();
    receiver.answer = (response) => response.writeHead(500).end();
    const waits: number[] = [];
    for (let state = 'waiting'; state === 'waiting'; ) {
      const from = app.clock.ms;
      await worker.runOnce();
      const [delivery] = await deliveries(webhook.id);
      state = delivery.state;
      if (delivery.next) waits.push((Date.parse(delivery.next) - from) / 1000);
      app.clock.ms = Date.parse(delivery.next ?? delivery.done) + 1000;
    }
    const hour = 3600;
    for (const [i, seconds] of [5, 60, 300, 1800, ...[2, 5, 10, 14, 20, 24].map((h) => h * hour)].entries()) {
      const wait = waits[i] ?? 0;
      assert.ok(wait >= seconds * 0.8 - 1 && wait <= seconds * 1.2 + 1, `wait ${i}: ${wait} s, not ${seconds}`);
    }
    assert.deepEqual([waits.length, receiver.received.length], [10, 11]);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    const times = receiver.received.map(({ headers }) => headers['webhook-timestamp']);
    assert.deepEqual([new Set(ids).size, new Set(times).size], [1, 11]);
    assert.equal((await alice.get(`/v1/webhooks/${webhook.id}`)).body.state, 'active');
  });

  test('a receiver that is down for an hour misses nothing of what happened meanwhile', async () => {
    const webhook = await make();
    const { answer } = receiver;
    receiver.answer = (response) => response.destroy();
    const happened: number[] = [];
    for (let minute = 0; minute < 60; minute += 10) {
      happened.push((await assign()).id, (await assign()).id);
      await worker.runOnce();
      app.clock.forward(600);
    }
    receiver.received = [];
    receiver.answer = answer;
    const waiting = async () =>
      (await deliveries(webhook.id)).filter(({ state }: { state: string }) => state === 'waiting');
    while ((await waiting()).length > 0) {
      await worker.runOnce();
      app.clock.forward(1800);
    }
    const told = receiver.received.map(({ body }) => JSON.parse(String(body)).data.licenseId);
    assert.deepEqual(
      told.sort((a, b) => a - b),
      happened,
    );
  });

  test('redirects are not followed, and 410 disables at once', async () => {
    const webhook = await make();
    await assign();
    receiver.answer = (response) => response.writeHead(302, { location: receiver.url }).end();
    await worker.runOnce();
    assert.deepEqual([receiver.received.length, (await deliveries(webhook.id))[0].status], [1, 302]);
    receiver.answer = (response) => response.writeHead(410).end();
    await assign();
    await worker.runOnce();
    const { state, disabledWhy } = (await alice.get(`/v1/webhooks/${webhook.id}`)).body;
    assert.deepEqual([state, disabledWhy], ['disabled', 'the receiver answered 410 Gone']);
    const { body } = await alice.get('/v1/events?kind=webhook.disabled');
    assert.equal(body[0].after.webhook, webhook.id);
    assert.ok((await deliveries(webhook.id)).every(({ state }: { state: string }) => state === 'failed'));
    const mails = await app.context.db.read.kysely
      .selectFrom('outbox')
      .select(['recipient', 'payload'])
      .where('kind', '=', 'webhook_disabled')
      .execute();
    assert.deepEqual(
      mails.map(({ recipient, payload }) => [recipient, JSON.parse(payload)]),
      [['alice@alder.example', { host: '127.0.0.1', gone: true, page: `/m/${ALICE}/api/webhooks/${webhook.id}` }]],
    );
  });

  test('five days without a success disable', async () => {
    const webhook = await make();
    receiver.answer = (response) => response.destroy();
    await assign();
    await worker.runOnce();
    app.clock.forward(5 * DAY);
    await worker.runOnce();
    const { state, disabledWhy } = (await alice.get(`/v1/webhooks/${webhook.id}`)).body;
    assert.deepEqual([state, disabledWhy], ['disabled', 'nothing was received for five days']);
  });

  test('what happened while it was disabled comes by a replay alone, from before it existed too', async () => {
    const from = new Date(app.clock.ms - 1000).toISOString();
    await assign();
    const webhook = await make();
    await alice.patch(`/v1/webhooks/${webhook.id}`, { state: 'disabled' });
    await assign();
    await worker.runOnce();
    assert.equal((await alice.post(`/v1/webhooks/${webhook.id}/replay`, { since: from })).status, 400);
    await alice.patch(`/v1/webhooks/${webhook.id}`, { state: 'active' });
    await assign();
    await worker.runOnce();
    assert.equal(receiver.received.length, 1);
    app.clock.forward(1);
    const { body } = await alice.post(`/v1/webhooks/${webhook.id}/replay`, { since: from });
    assert.deepEqual(body, { deliveries: 3 });
    await worker.runOnce();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    assert.deepEqual([ids.length, new Set(ids).size], [4, 3]);
  });

  test('a new secret signs beside the old one for 24 hours', async () => {
    const { id, secret } = await make();
    const rotated = (await alice.post(`/v1/webhooks/${id}/rotate`)).body;
    await assign();
    await worker.runOnce();
    verified(secret, receiver.received[0] as Received);
    verified(rotated.secret, receiver.received[0] as Received);
    assert.notEqual(secret, rotated.secret);
    await app.context.db.write((tx) =>
      tx.kysely.updateTable('webhook').set({ previous_until: app.clock.ms }).where('id', '=', id).execute(),
    );
    await assign();
    await worker.runOnce();
    assert.equal(String(receiver.received[1]?.headers['webhook-signature']).split(' ').length, 1);
  });

  test('a test is sent at once and tells how it went', async () => {
    const { id } = await make();
    const good = (await alice.post(`/v1/webhooks/${id}/test`)).body;
    assert.deepEqual([good.type, good.event, good.state, good.status], ['webhook.test', null, 'delivered', 204]);
    receiver.answer = (response) => response.writeHead(500).end();
    const bad = (await alice.post(`/v1/webhooks/${id}/test`)).body;
    assert.deepEqual([bad.state, bad.status, bad.error], ['failed', 500, 'the answer was 500']);
    await worker.runOnce();
    assert.equal(receiver.received.length, 2);
  });

  test('a delivery is sent again when asked', async () => {
    const { id } = await make();
    await assign();
    await worker.runOnce();
    const [first] = await deliveries(id);
    const again = await alice.post(`/v1/webhooks/${id}/deliveries/${first.id}/resend`);
    assert.deepEqual([again.status, again.body.state], [200, 'waiting']);
    await worker.runOnce();
    assert.equal(receiver.received.length, 2);
    assert.equal((await alice.post(`/v1/webhooks/${id}/deliveries/none/resend`)).status, 404);
  });

  test('messages for Slack and Teams call nobody', async () => {
    const name = '<!channel> @here [x](http://evil.example) *b*';
    const [slack, teams] = [await make({ format: 'slack' }), await make({ format: 'teams' })];
    await alice.post(`/v1/pool/${POOL}/license`, { email: `h${++serial}@alder.example`, name });
    await worker.runOnce();
    const bodies = receiver.received.map(({ body }) => JSON.parse(body.toString()));
    const { text } = bodies.find((body) => 'text' in body);
    assert.doesNotMatch(text, /<|@h/);
    const { body: card } = bodies.find((body) => 'attachments' in body).attachments[0].content;
    assert.doesNotMatch(card[0].text, /(?<!\\)[[*]/);
    assert.ok(slack.id && teams.id);
  });

  test('nothing is sent of what is not asked for, nor to others', async () => {
    const charlie = await app.client(CHARLIE);
    await charlie.post('/v1/webhooks', { url: receiver.url, events: ['*'] });
    await make({ events: ['license.revoked'] });
    await assign();
    await worker.runOnce();
    assert.deepEqual(receiver.received.map(({ body }) => JSON.parse(body.toString()).type).sort(), ['license.revoked']);
  });

  test('bad bodies are told by place; foreign ids are absent; a reader changes nothing', async () => {
    const webhook = await make();
    const charlie = await app.client(CHARLIE);
    const reader = await app.client(ALICE, 'read');
    const faults = async (body: object) => {
      const answer = await alice.post('/v1/webhooks', { url: receiver.url, events: ['*'], ...body });
      return [answer.status, answer.body.errors?.[0]?.pointer];
    };
    assert.deepEqual(await faults({ events: ['license.exploded'] }), [400, '/events/0']);
    assert.deepEqual(await faults({ events: ['*', 'license.assigned'] }), [400, '/events']);
    assert.deepEqual(await faults({ events: [] }), [400, '/events']);
    assert.deepEqual(await faults({ url: 'http://example.com/' }), [400, '/url']);
    assert.deepEqual(await faults({ url: 'https://user:secret@example.com/' }), [400, '/url']);
    assert.deepEqual(await faults({ format: 'discord' }), [400, '/format']);
    assert.deepEqual(await faults({ secret: 'mine' }), [400, '/secret']);
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotate'],
      ['POST', '/test'],
      ['POST', '/replay'],
      ['GET', '/deliveries'],
    ] as const) {
      const body = {
        PATCH: {},
        POST: path === '/replay' ? { since: '2024-01-01T00:00:00Z' } : undefined,
        GET: undefined,
        DELETE: undefined,
      }[method];
      assert.equal((await charlie.call(method, `/v1/webhooks/${webhook.id}${path}`, body)).status, 404, method + path);
      if (method !== 'GET')
        assert.equal((await reader.call(method, `/v1/webhooks/${webhook.id}${path}`, body)).status, 403, method + path);
    }
    const many = await Promise.all(
      Array.from({ length: 25 }, () => charlie.post('/v1/webhooks', { url: receiver.url, events: ['*'] })),
    );
    assert.equal((await charlie.get('/v1/webhooks?pageSize=100')).body.length, 20);
    assert.ok(many.some(({ status }) => status === 400));
  });
});

onBothEngines('what webhooks may reach', (engine) => {
  const privates = [
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::127.0.0.1]/',
    'https://[::a00:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://192.0.2.1/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://１２７.０.０.１/',
    'https://①②⑦.0.0.1/',
    'https://127。0。0。1/',
    'https://127.0.0.1./',
    'HTTPS://LocalHost/',
    'https://local\thost/',
    'https://localhost../',
    'https://hooks.example../',
    'https://017700000001/',
    'https://0x7f000001/',
    'https://0xA.1/',
    'https://[::ffff:0:7f00:1]/',
    'https://[0:0:0:0:0:ffff:0a00:0001]/',
    'ftp://example.com/',
    'javascript:alert(1)',
    'https://',
  ];

  test('addresses that are not public are refused when it is made, however they are written', async () => {
    const app = await startApp(engine, { world: cast() });
    const alice = await app.client(ALICE);
    for (const url of privates) {
      const { status, body } = await alice.post('/v1/webhooks', { url, events: ['*'] });
      assert.deepEqual([status, body.errors?.[0]?.pointer], [400, '/url'], url);
    }
    assert.equal((await alice.post('/v1/webhooks', { url: 'https://8.8.8.8/x', events: ['*'] })).status, 200);
  });

  test('an address is kept in its one spelling, however it is written', async () => {
    const app = await startApp(engine, { world: cast() });
    const alice = await app.client(ALICE);
    const [{ body: made }] = [await alice.post('/v1/webhooks', { url: 'https://first.example/', events: ['*'] })];
    for (const [written, kept] of [
      ['HTTPS://Hooks.Example', 'https://hooks.example/'],
      ['  https://ho\toks.exam\nple/a b ', 'https://hooks.example/a%20b'],
      ['https://hooks.example./x?y=1', 'https://hooks.example/x?y=1'],
      ['https://hooks.example:443/', 'https://hooks.example/'],
      ['https:\\\\hooks.example\\x', 'https://hooks.example/x'],
      ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
      ['https://ｈｏｏｋｓ。example/', 'https://hooks.example/'],
      ['https://0x08080808/', 'https://8.8.8.8/'],
      ['https://hooks.example/a/../b', 'https://hooks.example/b'],
    ] as const) {
      const { body } = await alice.patch(`/v1/webhooks/${made.id}`, { url: written });
      assert.equal(body.url, kept, written);
    }
    const { body } = await alice.post('/v1/webhooks', { url: 'HTTPS://Hooks.Example./', events: ['*'] });
    assert.equal((await alice.get(`/v1/webhooks/${body.id}`)).body.url, 'https://hooks.example/');
  });

  test('a name is looked up at each attempt, and a private answer is not connected to', async () => {
    const connected: string[] = [];
    let answers: string[] = [];
    const network = { lookup: async () => answers, connecting: (address: string) => void connected.push(address) };
    const app = await startApp(engine, { world: cast(), network });
    const alice = await app.client(ALICE);
    const { id } = (await alice.post('/v1/webhooks', { url: 'https://hooks.example:1/', events: ['*'] })).body;
    for (const found of [['127.0.0.1'], ['::ffff:10.0.0.1'], ['169.254.169.254'], ['93.184.216.34', '127.0.0.1'], []]) {
      answers = found;
      const { body } = await alice.post(`/v1/webhooks/${id}/test`);
      assert.deepEqual([body.state, body.error], ['failed', 'hooks.example has no public address'], String(found));
    }
    assert.deepEqual(connected, []);
  });
});
