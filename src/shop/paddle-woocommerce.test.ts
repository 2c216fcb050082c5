/** The events of Paddle Billing and of WooCommerce with its subscriptions, in any order. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { mailsOf } from '../../test/support/accounts.ts';
import { onBothEngines } from '../../test/support/app.ts';
import { DAX, SQL } from '../../test/support/cast.ts';
import { orderings, startShop } from '../../test/support/shops.ts';

type Started = Awaited<ReturnType<typeof startShop>>;
/** When everything happens, as the clock of the tests tells it. */
const T = Date.parse('2024-04-19T06:36:10Z') / 1000;
const MONTH = 2_592_000;
const iso = (at: number) => new Date(at * 1000).toISOString();
const gmt = (at: number) => iso(at).slice(0, 19);

let count = 0;
const paddle = (event_type: string, data: object, at = T) => ({
  ...{ event_id: `evt_${++count}`, event_type, occurred_at: iso(at), notification_id: `ntf_${count}`, data },
});
const price = (id: string, product_id: string, recurs: boolean) => ({
  ...{ id, product_id, billing_cycle: recurs ? { interval: 'month', frequency: 1 } : null },
});
const period = (months: number) => ({ starts_at: iso(T + (months - 1) * MONTH), ends_at: iso(T + months * MONTH) });
const transaction = (id: string, quantity: number, more: object = {}) => ({
  ...{ id, status: 'completed', customer_id: null, subscription_id: null, origin: 'web', custom_data: null },
  ...{ billing_period: null, items: [{ price: price('pri_dax', 'pro_x', false), quantity }] },
  details: { totals: { grand_total: '1000', total: '1000' }, line_items: [] },
  ...more,
});
const buyer = (n: number) => ({ custom_data: { email: `p${n}@paddle.example` } });
const recurring = (n: number, quantity: number, months: number, more: object = {}) =>
  transaction(`txn_${n}_${months}`, quantity, {
    ...{ subscription_id: `sub_p${n}`, billing_period: period(months), customer_id: `ctm_${n}`, ...buyer(n) },
    ...{ origin: months === 1 ? 'web' : 'subscription_recurring' },
    items: [{ price: price('pri_dax', 'pro_x', true), quantity, proration: null }],
    ...more,
  });
const subscription = (n: number, quantity: number, more: object = {}) => ({
  ...{ id: `sub_p${n}`, status: 'active', customer_id: `ctm_${n}`, current_billing_period: period(1) },
  items: [{ status: 'active', quantity, recurring: true, price: price('pri_dax', 'pro_x', true) }],
  ...more,
});
const adjustment = (n: number, transaction_id: string, more: object = {}) => ({
  ...{ id: `adj_${n}`, action: 'refund', type: 'full', status: 'approved', transaction_id, totals: { total: '1000' } },
  ...more,
});

const order = (id: number, more: object = {}) => ({
  ...{ id, parent_id: 0, number: String(id), status: 'processing', total: '50.00', customer_id: 3, refunds: [] },
  ...{ date_created_gmt: gmt(T), date_modified_gmt: gmt(T), date_paid_gmt: gmt(T), meta_data: [] },
  billing: { first_name: 'Woo', last_name: 'Buyer', company: '', email: `w${id}@woo.example` },
  line_items: [{ id: 9, product_id: 77, variation_id: 0, quantity: 4, sku: 'X', name: 'DAX' }],
  ...more,
});
const wooSubscription = (id: number, parent_id: number, more: object = {}) => ({
  ...order(id, { date_paid_gmt: null }),
  ...{ parent_id, status: 'active', billing_period: 'month', billing_interval: '1' },
  ...{ next_payment_date_gmt: gmt(T + MONTH), end_date_gmt: '' },
  ...more,
});

onBothEngines('Paddle and WooCommerce', (engine) => {
  let shop: Started;

  before(async () => {
    shop = await startShop(engine);
  });

  test('Paddle: a completed transaction is an order, once, for the address that it names', async () => {
    const { send, orders, only, pool, managerOf } = shop;
    const items = [
      { price: price('pri_dax', 'pro_x', false), quantity: 4 },
      { price: price('pri_other', 'pro_sql', false), quantity: 1 },
    ];
    const event = paddle('transaction.completed', transaction('txn_1', 4, { ...buyer(1), items }));
    await Promise.all(Array.from({ length: 24 }, () => send('paddle', event)));
    assert.deepEqual(
      (await orders('txn_1')).map(({ product, state, licenses, courseId }) => [product, state, licenses, courseId]),
      [
        ['pri_dax', 'active', 4, String(DAX)],
        ['pro_sql', 'active', 1, String(SQL)],
      ],
    );
    assert.equal((await managerOf((await orders('txn_1'))[0]?.managerId as string)).email, 'p1@paddle.example');
    await send('paddle', paddle('transaction.paid', transaction('txn_2', 4, { ...buyer(2), status: 'paid' })));
    assert.deepEqual(await orders('txn_2'), []);
    const wait = paddle('transaction.completed', transaction('txn_3', 4, { customer_id: 'ctm_3' }));
    await send('paddle', wait);
    const parked = await only('txn_3');
    assert.deepEqual([parked.state, parked.why], ['parked', 'unknown_buyer']);
    const customer = (email: string) => ({ id: 'ctm_3', email, name: 'Third' });
    await send('paddle', paddle('customer.created', customer('p3@paddle.example')));
    const known = await only('txn_3');
    assert.deepEqual([known.state, known.id], ['active', parked.id]);
    const { email, name } = await managerOf(known.managerId);
    assert.deepEqual([email, name], ['p3@paddle.example', 'Third']);
    await send('paddle', paddle('customer.updated', customer('new@paddle.example')));
    await send('paddle', paddle('transaction.completed', transaction('txn_4', 1, { customer_id: 'ctm_3' })));
    assert.equal((await managerOf((await only('txn_4')).managerId)).email, 'new@paddle.example');
    assert.equal((await pool(known.poolId)).licenses, 4);
  });

  test('Paddle: a subscription is followed in any order', async () => {
    const { send, only, pool } = shop;
    const events = (n: number) => [
      paddle('transaction.completed', recurring(n, 5, 1), T),
      paddle('subscription.created', subscription(n, 5, { transaction_id: `txn_${n}_1` }), T + 1),
      paddle('subscription.updated', subscription(n, 8), T + 100),
      paddle('transaction.completed', recurring(n, 8, 2), T + MONTH),
    ];
    for (const [i, ordering] of orderings([0, 1, 2, 3]).entries()) {
      const n = 100 + i;
      const all = events(n);
      for (const at of ordering) await send('paddle', all[at] as object);
      const found = await Promise.all([`sub_p${n}`, `txn_${n}_1`].map((reference) => shop.orders(reference)));
      assert.equal(found.flat().length, 1, `ordering ${ordering}`);
      const [{ licenses, poolId, state } = {} as never] = found.flat();
      assert.deepEqual([state, licenses, iso((await pool(poolId)).end_at)], ['active', 8, period(2).ends_at]);
    }
    await send('paddle', paddle('transaction.completed', recurring(200, 5, 1)));
    const prorated = { items: [{ price: price('pri_dax', 'pro_x', true), quantity: 30, proration: { rate: '0.5' } }] };
    await send(
      'paddle',
      paddle('transaction.completed', recurring(200, 30, 9, { ...prorated, origin: 'subscription_update' })),
    );
    const once = { items: [{ price: price('pri_dax', 'pro_x', false), quantity: 1 }], origin: 'subscription_charge' };
    await send('paddle', paddle('transaction.completed', recurring(200, 1, 3, once)));
    assert.equal((await only('txn_200_3')).licenses, 1);
    const canceled = subscription(200, 5, {
      status: 'canceled',
      current_billing_period: null,
      canceled_at: iso(T + 99),
    });
    await send('paddle', paddle('subscription.canceled', canceled, T + 99));
    const { licenses, state, poolId } = await only('sub_p200');
    assert.deepEqual([state, licenses, iso((await pool(poolId)).end_at)], ['active', 5, period(1).ends_at]);
  });

  test('Paddle: only refunds that were approved count, before the payment too', async () => {
    const { send, only, pool } = shop;
    const paid = (n: number) => paddle('transaction.completed', transaction(`txn_r${n}`, 2, buyer(n)));
    const waiting = (n: number) =>
      paddle('adjustment.created', adjustment(n, `txn_r${n}`, { status: 'pending_approval' }));
    const approved = (n: number) => paddle('adjustment.updated', adjustment(n, `txn_r${n}`), T + 5);
    for (const [n, ordering] of orderings([paid, waiting, approved]).entries()) {
      for (const event of ordering) await send('paddle', event(n));
      assert.equal((await only(`txn_r${n}`)).state, 'cancelled', `ordering ${n}`);
    }
    await send('paddle', paid(20));
    const parts: object[] = [
      adjustment(20, 'txn_r20', { status: 'rejected' }),
      adjustment(21, 'txn_r20', { type: 'partial', totals: { total: '400' } }),
      adjustment(22, 'txn_r20', { action: 'credit' }),
    ];
    for (const part of parts) await send('paddle', paddle('adjustment.updated', part));
    assert.equal((await only('txn_r20')).state, 'active');
    await send(
      'paddle',
      paddle('adjustment.updated', adjustment(23, 'txn_r20', { type: 'partial', totals: { total: '600' } })),
    );
    const { state, poolId } = await only('txn_r20');
    assert.equal(state, 'cancelled', 'the parts are the whole');
    assert.notEqual((await pool(poolId)).closed_at, null);
    const told = (await mailsOf(shop.app, 'order_refunded')).filter(({ payload }) => payload.reference === 'txn_r20');
    assert.deepEqual(
      told.map(({ payload }) => payload.mode),
      ['partly', 'close'],
    );
  });

  test('WooCommerce: an order that is paid, changed and refunded, whatever comes first', async () => {
    const { send, orders, only, pool, managerOf } = shop;
    await send('woocommerce', order(500, { status: 'pending', date_paid_gmt: null }));
    assert.deepEqual(await orders('500'), []);
    const items = [
      { id: 1, product_id: 1, variation_id: 77, quantity: 2, sku: '' },
      { id: 2, product_id: 5, variation_id: 0, quantity: 3, sku: 'SKU-SQL' },
      { id: 3, name: 'a fee without a product', quantity: 1 },
    ];
    const event = order(500, { line_items: items, billing: { company: 'Woo AG', email: 'W500@woo.example' } });
    await Promise.all(Array.from({ length: 24 }, () => send('woocommerce', event)));
    assert.deepEqual(
      (await orders('500')).map(({ line, product, licenses, courseId }) => [line, product, licenses, courseId]),
      [
        ['5', 'SKU-SQL', 3, String(SQL)],
        ['77', '77', 2, String(DAX)],
      ],
    );
    const [first] = await orders('500');
    const manager = await managerOf(first?.managerId as string);
    assert.deepEqual([manager.name, manager.email], ['Woo AG', 'W500@woo.example']);
    const states = [
      order(600),
      order(600, {
        status: 'completed',
        date_modified_gmt: gmt(T + 60),
        line_items: [{ product_id: 77, quantity: 7 }],
      }),
    ];
    for (const [i, ordering] of orderings(states).entries()) {
      for (const state of ordering) await send('woocommerce', { ...state, id: 600 + i });
      assert.equal((await only(String(600 + i))).licenses, 7);
    }
    const refunds = [{ id: 1, total: '-20.00' }];
    const partly = order(650, { refunds, date_modified_gmt: gmt(T + 1) });
    const whole = order(650, {
      status: 'refunded',
      refunds: [...refunds, { id: 2, total: '-30.00' }],
      date_modified_gmt: gmt(T + 2),
    });
    for (const [i, ordering] of orderings([order(650), partly, whole]).entries()) {
      for (const state of ordering) await send('woocommerce', { ...state, id: 650 + i });
      assert.equal((await only(String(650 + i))).state, 'cancelled', `ordering ${i}`);
    }
    await send('woocommerce', order(690));
    await send('woocommerce', { id: 690 });
    assert.equal((await only('690')).state, 'active', 'what is deleted in the shop was sold all the same');
    const cancelled = order(690, { status: 'cancelled', date_modified_gmt: gmt(T + 2) });
    await send('woocommerce', cancelled);
    assert.notEqual((await pool((await only('690')).poolId)).closed_at, null);
  });

  test('WooCommerce: of two words of one second the later counts, and of refunds the greater', async () => {
    const { send, only } = shop;
    const items = (quantity: number) => ({ line_items: [{ product_id: 77, quantity }] });
    const refunds = [{ id: 1, total: '-20.00' }];
    for (const id of [701, 702, 703, 704, 705, 706]) {
      for (const quantity of [4, 7, 2]) {
        await send('woocommerce', order(id, items(quantity)));
        assert.equal((await only(String(id))).licenses, quantity, `${id}: ${quantity}`);
      }
      const partly = order(id, { ...items(2), refunds });
      const whole = order(id, { ...items(2), status: 'refunded', refunds: [...refunds, { id: 2, total: '-30.00' }] });
      for (const state of id % 2 ? [partly, whole] : [whole, partly]) await send('woocommerce', state);
      assert.equal((await only(String(id))).state, 'cancelled', `${id}`);
    }
  });

  test('WooCommerce: a subscription runs as far as it is paid', async () => {
    const { send, only, pool } = shop;
    const renewal = (n: number) =>
      order(n + 50, { meta_data: [{ key: '_subscription_renewal', value: String(n + 20) }] });
    const events = (n: number) => [
      order(n),
      wooSubscription(n + 20, n),
      renewal(n),
      wooSubscription(n + 20, n, {
        date_modified_gmt: gmt(T + MONTH),
        next_payment_date_gmt: gmt(T + 2 * MONTH),
        line_items: [{ product_id: 77, quantity: 6 }],
      }),
    ];
    for (const [i, ordering] of orderings([0, 1, 2, 3]).entries()) {
      const n = 10_000 + i * 100;
      const all = events(n);
      for (const at of ordering) await send('woocommerce', all[at] as object);
      const { licenses, poolId, state } = await only(String(n));
      assert.deepEqual(
        [state, licenses, (await pool(poolId)).end_at],
        ['active', 6, T + 2 * MONTH],
        `ordering ${ordering}`,
      );
      assert.deepEqual(await shop.orders(String(n + 50)), []);
    }
    const over = {
      status: 'cancelled',
      date_modified_gmt: gmt(T + 9),
      end_date_gmt: gmt(T + 9),
      next_payment_date_gmt: '',
    };
    await send('woocommerce', wooSubscription(10_020, 10_000, over));
    const { state, poolId } = await only('10000');
    assert.deepEqual([state, (await pool(poolId)).end_at], ['active', T + 2 * MONTH]);
  });
});
