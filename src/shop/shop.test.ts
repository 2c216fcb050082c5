/** What shops send: signed as they sign, kept where nobody understands it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import Stripe from 'stripe';
import { onBothEngines, request, startApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import { SECRETS, startShop } from '../../test/support/shops.ts';
import { readConfig } from '../config.ts';

type Started = Awaited<ReturnType<typeof startShop>>;

onBothEngines('shops', (engine) => {
  let shop: Started;

  before(async () => {
    shop = await startShop(engine);
  });

  let count = 0;
  const stripe = (type: string, object: object) => ({
    id: `evt_${++count}`,
    type,
    created: shop.now(),
    data: { object },
  });
  const paddle = (event_type: string, data: object) => ({
    ...{ event_id: `evt_${++count}`, event_type, occurred_at: new Date(shop.app.clock.ms).toISOString(), data },
  });

  test('are closed without their secrets', async () => {
    const { app, post } = shop;
    const closed = await startApp(engine, { world: cast() });
    for (const name of ['stripe', 'woocommerce', 'paddle']) {
      for (const method of ['POST', 'GET'])
        assert.equal((await request(`${closed.url}/api/shops/${name}`, { method })).status, 404);
      assert.equal((await post(name, '{}')).status, 401);
      assert.equal((await request(`${app.url}/api/shops/${name}`, {})).status, 405);
    }
    await closed.close();
    const read = (more: object) =>
      readConfig({ DATA_DIR: app.context.config.dataDir, ...more }, { looking: true } as never).shops;
    assert.deepEqual(read({}).secrets, { stripe: null, woocommerce: null, paddle: null });
    assert.equal(read({ STRIPE_WEBHOOK_SECRET: 'a' }).secrets.stripe, 'a');
    assert.throws(() => read({ SHOP_REFUNDS: 'revoke' }), /SHOP_REFUNDS must be/);
  });

  test('take what is signed as Stripe signs it, and nothing else', async () => {
    const { app, headersOf, hex, post, table } = shop;
    const text = JSON.stringify(stripe('ping', {}));
    const now = app.clock.ms / 1000;
    const own = Stripe.webhooks.generateTestHeaderString({ payload: text, secret: SECRETS.stripe, timestamp: now });
    assert.equal((await post('stripe', text, { 'stripe-signature': own })).status, 200);
    const right = hex(SECRETS.stripe, `${now}.${text}`);
    const old = hex('another', `${now}.${text}`);
    for (const header of [`t=${now},v1=${old},v1=${right}`, `t=${now}, v1=${right}, v0=x`, `v1=${right},t=${now}`])
      assert.equal((await post('stripe', text, { 'Stripe-Signature': header })).status, 200, header);
    const kept = await table('shop_delivery');
    const wrong = [
      ...['', 'x', `t=${now}`, `v1=${right}`, `t=${now},v1=${old}`, `t=${now},v0=${right}`, `t=${now},v1=${right}0`],
      ...[
        `t=${now},t=${now},v1=${right}`,
        `t=${now - 1},v1=${right}`,
        `t=-1,v1=${right}`,
        `t=${now},v1=${right.slice(1)}`,
      ],
    ];
    for (const header of wrong)
      assert.equal((await post('stripe', text, { 'stripe-signature': header })).status, 401, header);
    for (const at of [now - 301, now + 301]) {
      const headers = headersOf.stripe(text, at);
      assert.equal((await post('stripe', text, headers)).status, 401, String(at - now));
    }
    assert.equal((await post('stripe', text, headersOf.stripe(text, now - 299))).status, 200);
    assert.equal((await post('stripe', `${text} `, headersOf.stripe(text))).status, 401, 'another body');
    assert.equal((await post('stripe', text)).body.code, 'unauthorized');
    assert.equal(await table('shop_delivery'), kept);
    const large = JSON.stringify(stripe('ping', { x: 'x'.repeat(256 * 1024) }));
    const refused = await post('stripe', large, headersOf.stripe(large));
    assert.deepEqual([refused.status, refused.body.code], [413, 'payload_too_large']);
  });

  test('take what is signed as Paddle and WooCommerce sign it, and the ping', async () => {
    const { app, headersOf, hex, post, table } = shop;
    const text = JSON.stringify(paddle('ping', {}));
    const now = app.clock.ms / 1000;
    const right = hex(SECRETS.paddle, `${now}:${text}`);
    for (const header of [`ts=${now};h1=${right}`, `ts=${now};h1=${'0'.repeat(64)};h1=${right}`])
      assert.equal((await post('paddle', text, { 'paddle-signature': header })).status, 200);
    for (const header of ['', `ts=${now},h1=${right}`, `ts=${now - 1};h1=${right}`, `h1=${right}`])
      assert.equal((await post('paddle', text, { 'paddle-signature': header })).status, 401, header);
    assert.equal((await post('paddle', text, headersOf.paddle(text, now - 301))).status, 401);
    const kept = await table('shop_delivery');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await post('woocommerce', 'webhook_id=3', form)).status, 200);
    for (const [body, headers] of [
      ['webhook_id=3&x=1', form],
      ['{}', {}],
      ['{}', { 'x-wc-webhook-signature': 'AAAA' }],
      ['{} ', headersOf.woocommerce('{}')],
    ] as const)
      assert.equal((await post('woocommerce', body, headers)).status, 401, body);
    assert.equal((await post('stripe', 'webhook_id=3', form)).status, 401);
    assert.equal(await table('shop_delivery'), kept);
    assert.equal((await post('woocommerce', '{}', headersOf.woocommerce('{}'))).status, 200);
  });

  test('keep and show what nobody understands', async () => {
    const { publisher, headersOf, post, send } = shop;
    for (const text of [
      '',
      'null',
      '[]',
      '{"id":1,"id":2}',
      'no json',
      '{"id":"evt_x","type":"a","created":1e300}',
      '"\\u0000"',
    ]) {
      const answer = await post('stripe', text, headersOf.stripe(text));
      assert.equal(answer.status, 200, text);
      await post('stripe', text, headersOf.stripe(text));
    }
    const list = (await publisher.get('/v1/shop-deliveries?source=stripe&state=ignored&pageSize=7')).body;
    assert.deepEqual(
      list.map((one: { why: string; times: number }) => [one.why, one.times]),
      Array.from({ length: 7 }, () => ['unreadable', 2]),
    );
    assert.equal((await publisher.get(`/v1/shop-deliveries/${list[0].id}`)).body.body, '"\\u0000"');
    await send('stripe', stripe('plan.created', { id: 'plan_1' }));
    const [last] = (await publisher.get('/v1/shop-deliveries')).body;
    assert.deepEqual([last.kind, last.state, last.why], ['plan.created', 'ignored', 'unknown_event']);
    assert.equal((await publisher.post(`/v1/shop-deliveries/${last.id}/retry`)).body.state, 'ignored');
    assert.equal((await publisher.get('/v1/shop-deliveries/999999')).status, 404);
    assert.equal((await publisher.get('/v1/shop-deliveries?state=x')).status, 400);
  });
});
