import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../src/context.ts';
import { system } from '../../src/event/record.ts';
import { publisherScope } from '../../src/principal.ts';
import { createToken } from '../../src/token/token.ts';
import { Chance } from '../support/chance.ts';
import { damages, type House, inHouse, load, newHouse, worldWith } from '../support/house.ts';
import { type Ask, Http } from '../support/http.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { type ServerProcess, startServer } from '../support/server.ts';

const EQUAL = 24;
const PROCESSES = 4;
/** One round in so many kills a process in its middle. */
const KILL_EVERY = 25;
const SECRET = 'a secret of a shop, for verification';
const SHOPS = { STRIPE_WEBHOOK_SECRET: SECRET, WOOCOMMERCE_WEBHOOK_SECRET: SECRET, PADDLE_WEBHOOK_SECRET: SECRET };

const seconds = () => Math.floor(Date.now() / 1000);
const hex = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');

/** Signed when it is sent: a shop that comes again signs again. */
const signed: Record<string, (raw: string) => Record<string, string>> = {
  stripe: (raw) => ({ 'stripe-signature': `t=${seconds()},v1=${hex(`${seconds()}.${raw}`)}` }),
  paddle: (raw) => ({ 'paddle-signature': `ts=${seconds()};h1=${hex(`${seconds()}:${raw}`)}` }),
  woocommerce: (raw) => ({
    'x-wc-webhook-signature': createHmac('sha256', SECRET).update(raw).digest('base64'),
  }),
};

/** Something to send, and which order it is about. */
interface Message {
  ask(): Ask;
  reference: string;
}

const toShop = (shop: string, reference: string, body: object): Message => {
  const raw = JSON.stringify(body);
  const ask = () => ({ method: 'POST', path: `/api/shops/${shop}`, raw, headers: signed[shop]?.(raw) ?? {} });
  return { ask, reference };
};

const stripe = (n: number, type: string, object: object) =>
  toShop('stripe', `cs_${n}`, { id: `evt_${n}_${type}`, type, created: seconds(), data: { object } });

const session = (n: number) =>
  stripe(n, 'checkout.session.completed', {
    ...{ id: `cs_${n}`, mode: 'payment', payment_status: 'paid', payment_intent: `pi_${n}`, amount_total: 100 },
    ...{ customer_details: { email: `buyer${n}@verify.example` }, metadata: { product: 'a', licenses: '3' } },
  });

const refund = (n: number) =>
  stripe(n, 'charge.refunded', {
    ...{ id: `ch_${n}`, payment_intent: `pi_${n}`, amount: 100, amount_refunded: 100, refunded: true },
  });

const time = () => new Date().toISOString();

const paddle = (n: number) =>
  toShop('paddle', `txn_${n}`, {
    ...{ event_id: `evt_${n}`, event_type: 'transaction.completed', occurred_at: time() },
    data: {
      ...{ id: `txn_${n}`, status: 'completed', custom_data: { email: `buyer${n}@verify.example` } },
      items: [{ price: { id: 'a', product_id: 'p', billing_cycle: null }, quantity: 3 }],
    },
  });

const woocommerce = (n: number) =>
  toShop('woocommerce', String(n), {
    ...{ id: n, status: 'processing', date_modified_gmt: time().slice(0, 19), total: '9.00', refunds: [] },
    ...{ billing: { email: `buyer${n}@verify.example` }, line_items: [{ product_id: 7, quantity: 3 }] },
  });

const own = (n: number, token: string): Message => {
  const manager = { email: `buyer${n}@verify.example` };
  const body = { source: 'own', reference: `R-${n}`, manager, product: 'a', licenses: 3 };
  return { ask: () => ({ method: 'POST', path: '/api/publisher/v1/orders', token, body }), reference: `R-${n}` };
};

/** What one round sends, each message so often; a payment and its refund come at once. */
function messages(n: number, token: string): { state: string; all: Message[] } {
  const kinds = [
    () => ({ state: 'active', all: [session(n)] }),
    () => ({ state: 'active', all: [own(n, token)] }),
    () => ({ state: 'active', all: [woocommerce(n)] }),
    () => ({ state: 'active', all: [paddle(n)] }),
    () => ({ state: 'cancelled', all: [session(n), refund(n)] }),
  ];
  return (kinds[n % kinds.length] as (typeof kinds)[number])();
}

/** Sends until somebody answers: a process may be gone, or say that it cannot tell. */
async function insist(clients: () => Http, message: Message): Promise<number> {
  for (let tries = 0; tries < 400; tries++) {
    const reply = await clients()
      .send(message.ask())
      .catch(() => null);
    if (reply && reply.status < 500) return reply.status;
    await pause(25);
  }
  return 0;
}

const newPublisherToken = (house: House): Promise<string> =>
  inHouse(house, async (context) => {
    const issuer = { url: context.config.publicUrl, secret: context.config.secretKey };
    const asked = { scope: publisherScope, name: 'verify', permission: 'write' } as const;
    return (await context.db.write((tx) => createToken(tx, asked, issuer, system, now(context)))).text;
  });

async function prepare(trial: Parameters<Proof['run']>[0]): Promise<{ house: House; token: string }> {
  const house = await newHouse(trial, { ...SHOPS, PUBLISHER_RATE_LIMIT_PER_MINUTE: '0' });
  await load(house, worldWith([{ id: 1, licenses: 1 }]));
  await inHouse(house, async ({ db }) => {
    const products = [
      ['stripe', 'a'],
      ['own', 'a'],
      ['woocommerce', '7'],
      ['paddle', 'a'],
    ] as const;
    await db.write(async (tx) => {
      for (const [source, product] of products) {
        const terms = { course_id: 1, transferable: 1, per_unit: 2, months: 12, made_at: 0 } as const;
        await tx.kysely
          .insertInto('product')
          .values({ source, product, ...terms })
          .execute();
      }
    });
  });
  return { house, token: await newPublisherToken(house) };
}

/** What there is of a round: its orders, with the licenses of their pools, its license managers and invitations. */
const findings = (house: House) =>
  inHouse(house, async ({ db }) => {
    const orders = await db.read.kysely
      .selectFrom('order_line')
      .leftJoin('pool', 'pool.id', 'order_line.pool_id')
      .select(['order_line.reference', 'order_line.state', 'order_line.pool_id', 'pool.licenses', 'pool.closed_at'])
      .execute();
    const managers = await db.read.kysely.selectFrom('manager').select(['id', 'email']).execute();
    const invited = await db.read.kysely
      .selectFrom('outbox')
      .select('recipient')
      .where('kind', '=', 'invitation')
      .execute();
    const pools = await db.read.kysely.selectFrom('pool').select('id').where('order_ref', 'is not', null).execute();
    return { orders, managers, invited, pools };
  });

export const orders: Proof = {
  name: 'orders',
  promise: `an order becomes one pool, though it comes ${EQUAL} times at once to ${PROCESSES} processes, and one of them is killed`,
  unit: 'rounds',
  engines: both,
  full: 2000,
  short: 40,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const { house, token } = await prepare(trial);
    const count = trial.engine === 'sqlite' ? 1 : PROCESSES;
    const servers: ServerProcess[] = [];
    for (let n = 0; n < count; n++) servers.push(await startServer(trial, house));
    let clients = servers.map(({ url }) => new Http(url, 64));
    let turn = 0;
    const next = () => clients[turn++ % clients.length] as Http;
    let kills = 0;
    const killOne = async () => {
      const which = chance.whole(0, count - 1);
      await pause(chance.whole(0, 30));
      const { port } = servers[which] as ServerProcess;
      await servers[which]?.kill('SIGKILL');
      servers[which] = await startServer(trial, house, { port });
      kills++;
    };
    for (let n = 1; n <= trial.n; n++) {
      const { all } = messages(n, token);
      const sent = all.flatMap((message) => Array.from({ length: EQUAL }, () => insist(next, message)));
      const killed = n % KILL_EVERY === 0 ? killOne() : null;
      const statuses = new Set(await Promise.all(sent));
      await killed;
      failures.unless(statuses.size === 1 && statuses.has(200), `round ${n}: answered ${[...statuses]}`);
      trial.progress(n / trial.n);
    }
    for (const client of clients) client.close();
    clients = [];
    await Promise.all(servers.map((server) => server.kill('SIGKILL')));
    const found = await findings(house);
    const byReference = Map.groupBy(found.orders, ({ reference }) => reference);
    for (let n = 1; n <= trial.n; n++) {
      const { state, all } = messages(n, token);
      const [order, another] = byReference.get(all[0]?.reference ?? '') ?? [];
      failures.unless(order !== undefined && another === undefined, `round ${n}: not one order`);
      failures.unless(order?.state === state, `round ${n}: ${order?.state}, not ${state}`);
      failures.unless(state === 'cancelled' || order?.licenses === 6, `round ${n}: a pool of ${order?.licenses}`);
      failures.unless(state === 'active' || order?.pool_id === null || order?.closed_at !== null, `round ${n}: open`);
    }
    const withPool = found.orders.filter(({ pool_id }) => pool_id !== null).length;
    failures.unless(found.pools.length === withPool, `${found.pools.length} pools of ${withPool} orders`);
    failures.unless(new Set(found.managers.map(({ email }) => email)).size === found.managers.length, 'a buyer twice');
    failures.unless(
      new Set(found.invited.map(({ recipient }) => recipient)).size === found.invited.length,
      'invited twice',
    );
    failures.addAll(await damages(house));
    return {
      n: trial.n,
      figure: `${found.pools.length} pools of ${found.orders.length} orders, ${trial.n * EQUAL} deliveries and more, ${kills} kills`,
      failures: failures.list(),
    };
  },
};
