/** What the publisher's API tells of all license managers: events, the feed, webhooks, and what was sent. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebhookWorker } from '#webhook/worker.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, DAX, SHARED } from '../../test/support/cast.ts';
import { type Receiver, startReceiver } from '../../test/support/receiver.ts';

const allowed = new Set(['127.0.0.1']);

onBothEngines('the history of the publisher', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let receiver: Receiver;
  let worker: WebhookWorker;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    receiver = await startReceiver();
    app = await startApp(engine, { world: cast(), network: { allowed } });
    worker = new WebhookWorker(app.context, app.context.network, async () => app.clock.ms);
    publisher = await app.publisher();
    [alice, charlie] = [await app.client(ALICE), await app.client(CHARLIE)];
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'ann@alder.example' });
    await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: 'cem@cedar.example' });
    await publisher.post('/v1/courses', { title: 'New' });
  });

  after(() => receiver.close());

  test('tells the events of all, newest first, with whose they are', async () => {
    const { body, headers } = await publisher.get('/v1/events?pageSize=100');
    assert.equal(headers.get('x-total-count'), String(body.length));
    const told = body.map(({ kind, managerId }: { kind: string; managerId: string | null }) => `${kind} ${managerId}`);
    assert.deepEqual(told.slice(0, 3), ['course.created null', 'license.assigned 2', 'license.assigned 1']);
    const { managerId: _, ...own } = body[2];
    assert.deepEqual((await alice.get('/v1/events')).body[0], own);
    const found = async (query: string) => (await publisher.get(`/v1/events?${query}`)).body.length;
    assert.equal(await found(`managerId=${CHARLIE}&kind=license.assigned`), 1);
    assert.equal(await found(`courseId=${DAX}&kind=license.assigned`), 2);
    assert.equal(await found(`studentId=${body[2].student.id}`), 1);
    assert.equal(await found('kind=course.created&from=2024-04-19&to=2024-04-19'), 1);
    assert.equal((await publisher.get('/v1/events?kind=license.nothing')).status, 400);
    assert.equal((await publisher.get('/v1/events?managerId=x')).status, 400);
    const one = (await publisher.get('/v1/events?pageSize=1')).body[0];
    assert.deepEqual((await publisher.get(`/v1/events?pageSize=1&before=${one.id}`)).body[0], body[1]);
  });

  test('tells the feed of all, every event once, with cursors of its own', async () => {
    const all = (await publisher.get('/v1/events?pageSize=100')).body;
    const seen = [];
    let next = '';
    for (let more = true; more; ) {
      const page = (await publisher.get(`/v1/events/feed?limit=2${next && `&after=${next}`}`)).body;
      seen.push(...page.events);
      ({ next, more } = page);
    }
    assert.deepEqual(seen, all.toReversed());
    assert.deepEqual((await publisher.get(`/v1/events/feed?after=${next}`)).body.events, []);
    assert.equal((await alice.get(`/v1/events/feed?after=${next}`)).status, 400, 'the cursor of another');
    const hers = (await alice.get('/v1/events/feed')).body.next;
    assert.equal((await publisher.get(`/v1/events/feed?after=${hers}`)).status, 400);
    assert.equal((await publisher.get('/v1/events/feed?after=')).status, 400);
  });

  test('tells webhooks of all, and lists and repeats what was sent', async () => {
    const url = receiver.url;
    receiver.answer = (response) => response.writeHead(500).end();
    const made = await publisher.post('/v1/webhooks', { url, events: ['license.assigned', 'manager.created'] });
    assert.match(made.body.secret, /^whsec_/);
    assert.equal((await alice.get(`/v1/webhooks/${made.body.id}`)).status, 404);
    assert.equal((await alice.get('/v1/webhooks')).body.length, 0);
    assert.equal((await publisher.get('/v1/webhooks')).body.length, 1);
    await publisher.post('/v1/managers', { name: 'Elm', email: 'it@elm.example' });
    await charlie.post(`/v1/pool/${CHARLIES}/license`, { email: 'dee@cedar.example' });
    const replayed = await publisher.post(`/v1/webhooks/${made.body.id}/replay`, { since: '2024-01-01T00:00:00Z' });
    assert.equal(replayed.body.deliveries, 4);
    const failed = await publisher.post(`/v1/webhooks/${made.body.id}/test`);
    assert.deepEqual([failed.status, failed.body.status], [200, 500]);

    const list = await publisher.get('/v1/deliveries?channel=webhook&pageSize=100');
    assert.ok(list.body.length >= 5);
    assert.ok(
      list.body.every(
        ({ target, state }: { target: string; state: string }) => target === url && state !== 'delivered',
      ),
    );
    const [one] = list.body.filter(({ kind }: { kind: string }) => kind === 'license.assigned');
    const again = await publisher.post(`/v1/deliveries/${one.id}/retry`);
    assert.deepEqual([again.status, again.body.state, again.body.channel], [200, 'waiting', 'webhook']);

    receiver.answer = (response) => response.writeHead(204).end();
    receiver.received = [];
    await worker.runOnce();
    const told = new Set(
      receiver.received.map(({ body }) => {
        const { type, data } = JSON.parse(String(body));
        return `${type} ${data.managerId}`;
      }),
    );
    for (const [kind, managerId] of [
      ['license.assigned', ALICE],
      ['license.assigned', CHARLIE],
    ])
      assert.ok(told.has(`${kind} ${managerId}`), [...told].join(', '));
  });

  test('lists mails by state, sends again what failed, and never what was sent', async () => {
    const mails = async (query = '') => (await publisher.get(`/v1/deliveries?channel=mail${query}`)).body;
    const waiting = await mails('&state=waiting');
    assert.ok(waiting.length >= 3);
    assert.deepEqual(Object.keys(waiting[0]), [
      ...['id', 'channel', 'kind', 'target', 'managerId', 'state', 'attempts', 'error', 'created', 'done', 'next'],
    ]);
    const mine = waiting.find(({ target }: { target: string }) => target === 'ann@alder.example');
    assert.deepEqual([mine.kind, mine.managerId, mine.done], ['license_assigned', String(ALICE), null]);
    const set = (values: object) =>
      app.context.db.write((tx) => tx.kysely.updateTable('outbox').set(values).where('id', '=', mine.id).execute());
    await set({ failed_at: app.clock.ms, error: '550 no such user' });
    const [failed] = await mails('&state=failed');
    assert.deepEqual([failed.id, failed.state, failed.error], [mine.id, 'failed', '550 no such user']);
    const dry = await publisher.post(`/v1/deliveries/${mine.id}/retry?dryRun=true`);
    assert.equal(dry.body.state, 'waiting');
    assert.equal((await mails('&state=failed')).length, 1);
    assert.deepEqual((await publisher.post(`/v1/deliveries/${mine.id}/retry`)).body.state, 'waiting');
    assert.deepEqual(await mails('&state=failed'), []);
    assert.equal((await publisher.post(`/v1/deliveries/${mine.id}/retry`)).status, 200, 'one that waits goes at once');
    await set({ done_at: app.clock.ms });
    assert.equal((await mails('&state=delivered'))[0].id, mine.id);
    assert.equal((await publisher.post(`/v1/deliveries/${mine.id}/retry`)).body.code, 'delivery_done');
    assert.equal((await publisher.post('/v1/deliveries/none/retry')).status, 404);
    for (const query of ['state=lost', 'channel=pigeon', 'state='])
      assert.equal((await publisher.get(`/v1/deliveries?${query}`)).status, 400, query);
    const total = (await publisher.get('/v1/deliveries')).headers.get('x-total-count');
    assert.equal((await publisher.get(`/v1/deliveries?page=${total}&pageSize=1`)).body.length, 1);
    assert.equal((await (await app.publisher('read')).post(`/v1/deliveries/${mine.id}/retry`)).status, 403);
  });
});
