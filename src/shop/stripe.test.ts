/** Stripe's events, in the older and the present shape of its API, in any order. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { mailsOf } from '../../test/support/accounts.ts';
import { onBothEngines } from '../../test/support/app.ts';
import { DAX, SQL } from '../../test/support/cast.ts';
import { orderings, startShop } from '../../test/support/shops.ts';

type Started = Awaited<ReturnType<typeof startShop>>;
const YEAR = 31_536_000;
/** When everything happens, as the clock of the tests tells it. */
const T = Date.parse('2024-04-19T06:36:10Z') / 1000;

let count = 0;
const stripe = (type: string, object: object, created = T, more: object = {}) => ({
  ...{ id: `evt_${++count}`, object: 'event', type, created, data: { object, ...more } },
});
const session = (n: number, more: object = {}) => ({
  ...{ id: `cs_${n}`, object: 'checkout.session', mode: 'payment', payment_status: 'paid', status: 'complete' },
  ...{ customer: `cus_${n}`, customer_details: { email: `s${n}@stripe.example`, name: `Stripe ${n}` }, created: T },
  ...{ payment_intent: `pi_${n}`, invoice: null, subscription: null, amount_total: 5000, metadata: {} },
  ...more,
});
const item = (price: string, quantity: number, product = 'prod_other') => ({
  id: `li_${price}`,
  price: { id: price, product },
  quantity,
});
const period = (months: number) => ({ start: T + (months - 1) * 2_592_000, end: T + months * 2_592_000 });
/** An invoice of a subscription in the older shape of Stripe's API, or in the present one. */
const invoice = (n: number, id: string, quantity: number, months: number, present: boolean, more: object = {}) => ({
  ...{ id, object: 'invoice', status: 'paid', billing_reason: 'subscription_cycle', amount_paid: 5000 },
  ...{ customer: `cus_${n}`, customer_email: `s${n}@stripe.example`, customer_name: `Stripe ${n}` },
  ...(present
    ? {
        parent: { type: 'subscription_details', subscription_details: { subscription: `sub_${n}`, metadata: {} } },
        lines: {
          data: [
            {
              ...{ id: 'il_1', quantity, period: period(months) },
              pricing: { type: 'price_details', price_details: { price: 'price_dax', product: 'prod_x' } },
              parent: {
                type: 'subscription_item_details',
                subscription_item_details: { proration: false, subscription: `sub_${n}`, subscription_item: 'si_1' },
              },
            },
          ],
        },
      }
    : {
        ...{ subscription: `sub_${n}`, payment_intent: `pi_${id}`, charge: `ch_${id}` },
        lines: {
          data: [
            {
              ...{ id: 'il_1', type: 'subscription', proration: false, quantity, period: period(months) },
              ...{ subscription: `sub_${n}`, price: { id: 'price_dax', product: 'prod_x' } },
            },
          ],
        },
      }),
  ...more,
});
const subscription = (n: number, quantity: number, more: object = {}) => ({
  ...{ id: `sub_${n}`, object: 'subscription', status: 'active', customer: `cus_${n}` },
  items: {
    data: [{ id: 'si_1', price: { id: 'price_dax', product: 'prod_x' }, quantity, current_period_end: period(1).end }],
  },
  ...more,
});

onBothEngines('Stripe', (engine) => {
  let shop: Started;

  before(async () => {
    shop = await startShop(engine);
  });

  test('make an order of a paid session, once, however often it comes', async () => {
    const { app, publisher, send, orders, only, pool, managerOf } = shop;
    const event = stripe(
      'checkout.session.completed',
      session(1, {
        line_items: { data: [item('price_dax', 3), item('price_dax', 1), item('price_b', 2, 'prod_sql')] },
      }),
    );
    await Promise.all(Array.from({ length: 24 }, () => send('stripe', event)));
    const found = await orders('cs_1');
    assert.deepEqual(
      found.map((one) => [one.line, one.product, one.state, one.licenses, one.courseId]),
      [
        ['price_b', 'prod_sql', 'active', 2, String(SQL)],
        ['price_dax', 'price_dax', 'active', 4, String(DAX)],
      ],
    );
    const manager = await managerOf(found[0]?.managerId as never);
    assert.deepEqual([manager.email, manager.name], ['s1@stripe.example', 'Stripe 1']);
    assert.equal(
      (await mailsOf(app, 'invitation')).filter(({ recipient }) => recipient === 's1@stripe.example').length,
      1,
    );
    const { end_at, start_at } = await pool(found[0]?.poolId as never);
    assert.equal(Math.round((end_at - start_at) / YEAR), 3);
    const [delivery] = (await publisher.get('/v1/shop-deliveries?source=stripe&state=done')).body;
    assert.deepEqual([delivery.times, delivery.reference], [24, 'cs_1']);
    await send('stripe', stripe('checkout.session.completed', session(2, { payment_status: 'unpaid' })));
    assert.deepEqual(await orders('cs_2'), []);
    await send(
      'stripe',
      stripe(
        'checkout.session.async_payment_succeeded',
        session(2, { metadata: { product: 'price_dax', licenses: '25' } }),
      ),
    );
    assert.deepEqual([(await only('cs_2')).licenses, (await only('cs_2')).state], [25, 'active']);
  });

  test('park what nobody can tell, and resolve it by the invoice, by a product, or by hand', async () => {
    const { app, publisher, send, orders, only, pool } = shop;
    await send('stripe', stripe('checkout.session.completed', session(3)));
    const parked = await only('cs_3');
    assert.deepEqual([parked.state, parked.why, parked.licenses], ['parked', 'no_lines', 1]);
    assert.ok((await mailsOf(app, 'order_parked')).some(({ payload }) => payload.reference === 'cs_3'));
    const resolved = await publisher.post(`/v1/orders/${parked.id}/resolve`, { courseId: DAX });
    assert.deepEqual([resolved.body.state, resolved.body.id], ['active', parked.id]);
    const own = {
      id: 'in_4',
      status: 'paid',
      billing_reason: 'manual',
      amount_paid: 1,
      customer_email: 's4@stripe.example',
    };
    const lines = {
      data: [{ id: 'il', quantity: 6, price: { id: 'price_4', product: 'prod_4' }, period: { start: T, end: T } }],
    };
    await send('stripe', stripe('checkout.session.completed', session(4, { invoice: 'in_4' })));
    const waits = await only('in_4');
    assert.equal(waits.why, 'no_lines');
    await send('stripe', stripe('invoice.paid', { ...own, lines }));
    const known = await only('in_4');
    assert.deepEqual([known.id, known.why, known.licenses], [waits.id, 'unknown_product', 6]);
    await publisher.call('PUT', '/v1/products/stripe/prod_4', { courseId: SQL, licensesPerUnit: 2 });
    const done = await only('in_4');
    assert.deepEqual([done.id, done.state, (await pool(done.poolId)).licenses], [waits.id, 'active', 12]);
    await send(
      'stripe',
      stripe('invoice.paid', {
        ...own,
        id: 'in_5',
        lines: { data: [{ id: 'il', amount: 9, quantity: null }, { amount: 5 }] },
      }),
    );
    assert.deepEqual(await orders('in_5'), []);
    for (const quantity of [-1, 1.5, 1e300, 'x', {}])
      await send(
        'stripe',
        stripe('invoice.paid', { ...own, id: 'in_6', lines: { data: [{ ...lines.data[0], quantity }] } }),
      );
    assert.deepEqual(await orders('in_6'), []);
  });

  for (const present of [true, false]) {
    test(`follow a subscription of Stripe in any order (${present ? 'since' : 'before'} 2025)`, async () => {
      const { send, only, pool } = shop;
      const events = (n: number) => [
        stripe(
          'checkout.session.completed',
          session(n, { mode: 'subscription', payment_intent: null, subscription: `sub_${n}`, invoice: `in_${n}_1` }),
        ),
        stripe(
          'invoice.paid',
          invoice(n, `in_${n}_1`, 5, 1, present, { billing_reason: 'subscription_create' }),
          T + 1,
        ),
        stripe('customer.subscription.updated', subscription(n, 8), T + 100, {
          previous_attributes: { items: { data: [{ id: 'si_1', quantity: 5 }] } },
        }),
        stripe('invoice.paid', invoice(n, `in_${n}_2`, 8, 2, present), T + 2_592_000),
      ];
      const base = present ? 1000 : 2000;
      for (const [i] of orderings([0, 1, 2, 3]).entries()) {
        const n = base + i;
        const all = events(n);
        for (const at of orderings([0, 1, 2, 3])[i] as number[]) await send('stripe', all[at] as object);
        const { state, poolId, licenses } = await only(`sub_${n}`);
        const { end_at, licenses: seats } = await pool(poolId);
        assert.deepEqual([state, licenses, seats, end_at], ['active', 8, 8, period(2).end], `ordering ${i}`);
      }
      const n = base + 100;
      const all = events(n);
      await Promise.all([...all, ...all, ...all].map((event) => send('stripe', event)));
      assert.deepEqual(
        [(await only(`sub_${n}`)).licenses, (await pool((await only(`sub_${n}`)).poolId)).end_at],
        [8, period(2).end],
      );
      const prorated = invoice(n, `in_${n}_p`, 20, 9, present, { billing_reason: 'subscription_update' });
      const line = prorated.lines.data[0] as Record<string, unknown>;
      if (present)
        (line.parent as { subscription_item_details: { proration: boolean } }).subscription_item_details.proration =
          true;
      else line.proration = true;
      await send('stripe', stripe('invoice.paid', prorated, T + 3_000_000));
      assert.deepEqual(
        [(await only(`sub_${n}`)).licenses, (await pool((await only(`sub_${n}`)).poolId)).end_at],
        [8, period(2).end],
      );
      await send(
        'stripe',
        stripe(
          'customer.subscription.deleted',
          subscription(n, 8, { status: 'canceled', current_period_end: period(3).end }),
          T + 4_000_000,
        ),
      );
      assert.equal((await pool((await only(`sub_${n}`)).poolId)).end_at, period(2).end, 'the period that was paid');
    });
  }

  test('know what the metadata of a session says, and follow its quantity', async () => {
    const { send, only, pool } = shop;
    const bought = {
      mode: 'subscription',
      payment_intent: null,
      subscription: 'sub_70',
      invoice: 'in_70',
      metadata: { product: 'price_dax', licenses: '5' },
    };
    const events = [
      stripe('checkout.session.completed', session(70, bought)),
      stripe('invoice.paid', {
        ...invoice(70, 'in_70', 5, 1, true),
        lines: {
          data: [
            {
              ...invoice(70, 'in_70', 5, 1, true).lines.data[0],
              pricing: { price_details: { price: 'price_unmapped' } },
            },
          ],
        },
      }),
    ];
    for (const event of events.toReversed()) await send('stripe', event);
    const { id, state, licenses, poolId } = await only('sub_70');
    assert.deepEqual([state, licenses, (await pool(poolId)).end_at], ['active', 5, period(1).end]);
    const updated = subscription(70, 8, {
      items: { data: [{ id: 'si_1', quantity: 8, price: { id: 'price_unmapped' } }] },
    });
    await send('stripe', stripe('customer.subscription.updated', updated, T + 50));
    assert.deepEqual([(await only('sub_70')).id, (await only('sub_70')).licenses], [id, 8]);
  });

  test('close the pool of what is refunded in full, before it is paid too, and never open it again', async () => {
    const { app, send, only, pool } = shop;
    const paid = (n: number) =>
      stripe('checkout.session.completed', session(n, { line_items: { data: [item('price_dax', 2)] } }));
    const charge = (n: number, amount_refunded: number) => ({
      ...{
        id: `ch_${n}`,
        payment_intent: `pi_${n}`,
        amount: 5000,
        amount_refunded,
        refunded: amount_refunded === 5000,
      },
    });
    const refunds = (n: number) => [
      [stripe('charge.refunded', charge(n, 5000), T + 9)],
      [
        stripe(
          'refund.created',
          { id: `re_${n}a`, charge: `ch_${n}`, payment_intent: `pi_${n}`, amount: 2000, status: 'succeeded' },
          T + 9,
        ),
        stripe(
          'refund.updated',
          { id: `re_${n}b`, charge: null, payment_intent: `pi_${n}`, amount: 3000, status: 'succeeded' },
          T + 9,
        ),
      ],
    ];
    for (const [i, first] of [true, false, true, false].entries()) {
      const n = 30 + i;
      const back = refunds(n)[i >> 1] as object[];
      for (const event of first ? [...back, paid(n)] : [paid(n), ...back]) await send('stripe', event);
      const { state, why, poolId } = await only(`cs_${n}`);
      assert.deepEqual([state, why], ['cancelled', 'refunded'], `${i}`);
      if (first) assert.equal(poolId, null);
      else assert.notEqual((await pool(poolId)).closed_at, null);
      await send('stripe', { ...paid(n), id: `evt_again_${n}` });
      assert.equal((await only(`cs_${n}`)).state, 'cancelled');
    }
    await send('stripe', paid(40));
    await send('stripe', stripe('charge.refunded', charge(40, 1000), T + 1));
    await send(
      'stripe',
      stripe('refund.created', { id: 're_40', payment_intent: 'pi_40', amount: 5000, status: 'pending' }, T + 2),
    );
    await send(
      'stripe',
      stripe('refund.failed', { id: 're_40', payment_intent: 'pi_40', amount: 5000, status: 'failed' }, T + 3),
    );
    assert.equal((await only('cs_40')).state, 'active');
    const part = { id: 're_41', charge: 'ch_40', payment_intent: 'pi_40', amount: 1000, status: 'succeeded' };
    await send('stripe', stripe('refund.created', part, T + 4)); // what its charge has told before
    const told = (await mailsOf(app, 'order_refunded')).map(({ payload }) => payload);
    assert.deepEqual(
      told.filter(({ reference }) => reference === 'cs_40').map(({ mode }) => mode),
      ['partly'],
    );
    assert.deepEqual(
      told.filter(({ reference }) => reference === 'cs_31').map(({ mode }) => mode),
      ['close'],
    );
    const link = stripe('invoice_payment.paid', {
      id: 'inpay_1',
      invoice: 'in_50',
      payment: { type: 'payment_intent', payment_intent: 'pi_50' },
      status: 'paid',
    });
    const all = [
      stripe('invoice.paid', invoice(50, 'in_50', 2, 1, true)),
      link,
      stripe('charge.refunded', charge(50, 5000), T + 9),
    ];
    for (const [i, ordering] of orderings([0, 1, 2]).entries()) {
      const text = JSON.stringify(all)
        .replaceAll('50"', `5${i}x"`)
        .replaceAll(/evt_\d+/g, (id) => `${id}_${i}`);
      const some = JSON.parse(text);
      for (const at of ordering) await send('stripe', some[at]);
      assert.equal((await only(`sub_5${i}x`).catch(() => only('sub_50'))).state, 'cancelled', `ordering ${i}`);
    }
  });
});
