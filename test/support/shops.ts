/** Shops as they send and sign. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { Engine } from '#db/database.ts';
import { signedIn } from './accounts.ts';
import { type Client, request, startApp, type TestApp } from './app.ts';
import { cast, DAX, SQL } from './cast.ts';

export const SECRETS = { stripe: 'whsec_stripe', woocommerce: 'woo secret', paddle: 'pdl_ntfset_1' };
export type Shop = keyof typeof SECRETS;

const hex = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

/** An order as the publisher's API shows it. */
export interface ShownOrder {
  id: string;
  reference: string;
  line: string;
  poolId: number;
  managerId: string;
  state: string;
  why: string | null;
  courseId: string;
  product: string;
  licenses: number;
}

/** Every order in which some events can come. */
export const orderings = <Item>(all: Item[]): Item[][] =>
  all.length < 2 ? [all] : all.flatMap((one, i) => orderings(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));

const PRODUCTS = [
  ['stripe', 'price_dax', DAX],
  ['stripe', 'prod_sql', SQL],
  ['woocommerce', '77', DAX],
  ['woocommerce', 'SKU-SQL', SQL],
  ['paddle', 'pri_dax', DAX],
  ['paddle', 'pro_sql', SQL],
] as const;

/** A server that the three shops know, with products of two courses, and a client of the publisher. */
export async function startShop(engine: Engine) {
  const settings = { shops: { secrets: SECRETS, refunds: 'close' as const, stripeApi: null } };
  const app: TestApp = await startApp(engine, { world: cast(), settings });
  const publisher: Client = await app.publisher();
  for (const [source, product, courseId] of PRODUCTS)
    await publisher.call('PUT', `/v1/products/${source}/${product}`, { courseId });
  await signedIn(app, { email: 'pat@publisher.example', publisher: true });
  const now = () => app.clock.ms / 1000;
  const headersOf = {
    stripe: (text: string, at = now()) => ({
      'stripe-signature': `t=${at},v1=${hex(SECRETS.stripe, `${at}.${text}`)}`,
    }),
    paddle: (text: string, at = now()) => ({
      'paddle-signature': `ts=${at};h1=${hex(SECRETS.paddle, `${at}:${text}`)}`,
    }),
    woocommerce: (text: string) => ({
      'x-wc-webhook-signature': createHmac('sha256', SECRETS.woocommerce).update(text).digest('base64'),
    }),
  };
  const post = (shop: string, text: string, headers: Record<string, string> = {}) =>
    request(`${app.url}/api/shops/${shop}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    });
  const send = async (shop: Shop, body: object) => {
    const text = JSON.stringify(body);
    const answer = await post(shop, text, headersOf[shop](text));
    assert.equal(answer.status, 200, answer.text);
  };
  const orders = async (reference: string): Promise<ShownOrder[]> => {
    const path = `/v1/orders?pageSize=1000&search=${encodeURIComponent(reference)}`;
    const found = (await publisher.get(path)).body as ShownOrder[];
    return found.filter((order) => order.reference === reference).toReversed();
  };
  const only = async (reference: string): Promise<ShownOrder> => {
    const [first, ...more] = await orders(reference);
    assert.ok(first && more.length === 0, JSON.stringify([first, more]));
    return first;
  };
  const pool = (id: number) =>
    app.context.db.read.kysely.selectFrom('pool').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const table = async (name: 'shop_delivery' | 'order_line' | 'pool') =>
    (await app.context.db.read.kysely.selectFrom(name).select('id').execute()).length;
  const managerOf = (id: string) =>
    app.context.db.read.kysely.selectFrom('manager').selectAll().where('id', '=', Number(id)).executeTakeFirstOrThrow();
  return { app, publisher, headersOf, hex, now, post, send, orders, only, pool, table, managerOf };
}
