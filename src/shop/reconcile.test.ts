/** Stripe is asked for what no webhook told, at a server of the test. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { onBothEngines } from '../../test/support/app.ts';
import { startShop } from '../../test/support/shops.ts';
import { createLog } from '../log.ts';
import { reconciling } from './reconcile.ts';

type Started = Awaited<ReturnType<typeof startShop>>;
const KEY = 'rk_test_secret';
const T = Date.parse('2024-04-19T06:36:10Z') / 1000;

onBothEngines('asking Stripe', (engine) => {
  let shop: Started;
  let asked: string[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const lines: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    answer(request, response);
  });
  let round: () => Promise<void>;

  const session = (n: number) => ({
    ...{ id: `cs_${n}`, mode: 'payment', payment_status: 'paid', payment_intent: `pi_${n}`, created: T - n },
    ...{ amount_total: 100, customer_details: { email: `r${n}@stripe.example` } },
    line_items: { data: [{ price: { id: 'price_dax', product: 'prod_x' }, quantity: 2 }] },
  });
  const invoice = {
    ...{ id: 'in_9', status: 'paid', created: T - 50, amount_paid: 100, customer_email: 'r9@stripe.example' },
    parent: { subscription_details: { subscription: 'sub_9' } },
    lines: {
      data: [
        {
          ...{ quantity: 3, period: { start: T, end: T + 2_592_000 } },
          pricing: { price_details: { price: 'price_dax', product: 'prod_x' } },
          parent: { type: 'subscription_item_details', subscription_item_details: { proration: false } },
        },
      ],
    },
  };
  const stripe = (request: IncomingMessage, response: ServerResponse) => {
    assert.equal(request.headers.authorization, `Bearer ${KEY}`);
    const { pathname, searchParams } = new URL(String(request.url), 'http://stripe');
    const list = (data: object[], has_more = false) => response.end(JSON.stringify({ object: 'list', data, has_more }));
    if (pathname === '/v1/invoices') return list([invoice]);
    return searchParams.has('starting_after') ? list([session(3)]) : list([session(1), session(2)], true);
  };

  before(async () => {
    shop = await startShop(engine);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { config } = shop.app.context;
    const log = createLog('info', { write: (line: string) => void lines.push(line) } as never);
    const step = reconciling({
      ...shop.app.context,
      log,
      config: { ...config, shops: { ...config.shops, stripeApi: { key: KEY, url } } },
    });
    round = async () => {
      while (await step());
    };
  });
  after(() => server.close());

  test('finds what no webhook told, once, page by page', async () => {
    const { send, only } = shop;
    const event = { id: 'evt_2', type: 'checkout.session.completed', created: T, data: { object: session(2) } };
    await send('stripe', event);
    const known = await only('cs_2');
    answer = stripe;
    await round();
    for (const n of [1, 3])
      assert.deepEqual([(await only(`cs_${n}`)).licenses, (await only(`cs_${n}`)).state], [2, 'active']);
    assert.deepEqual(await only('cs_2'), known);
    assert.equal((await only('sub_9')).licenses, 3);
    const first = new URLSearchParams(asked[0]?.split('?')[1]);
    assert.deepEqual(
      [first.get('created[gte]'), first.get('limit'), first.get('expand[]')],
      [String(T - 3 * 86_400), '100', 'data.line_items'],
    );
    const before = asked.length;
    await round();
    assert.equal(asked.length, before, 'not before its time');
    shop.app.clock.forward(3601);
    await round();
    assert.ok(asked.length > before);
    await send('stripe', { ...event, id: 'evt_1', data: { object: session(1) } });
    assert.equal((await shop.orders('cs_1')).length, 1);
  });

  test('waits longer each time after a failure, and logs no key', async () => {
    const failures: ((request: IncomingMessage, response: ServerResponse) => void)[] = [
      (_, response) => void response.writeHead(401).end('{}'),
      (_, response) => void response.end('no json'),
      (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      (request) => void request.socket.destroy(),
    ];
    for (const [i, failure] of failures.entries()) {
      answer = failure;
      shop.app.clock.forward(6 * 3600);
      asked = [];
      await round();
      assert.ok(asked.length > 0, `failure ${i}`);
      const count = asked.length;
      shop.app.clock.forward(240);
      await round();
      assert.equal(asked.length, count, 'it waits');
    }
    const warned = lines.filter((line) => line.includes('could not be asked'));
    assert.ok(warned.length >= failures.length);
    assert.match(warned.join(), /STRIPE_API_KEY is not valid/);
    assert.ok(!lines.join().includes(KEY));
    answer = stripe;
    shop.app.clock.forward(7 * 3600);
    await round();
    assert.ok(asked.length > 0);
  });
});
