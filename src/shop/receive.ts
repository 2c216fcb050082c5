import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { takeLock } from '../db/dialect.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { applyEvent } from './apply.ts';
import { type Delivery, dueDeliveries, getDelivery, keepArrived, settleDelivery } from './delivery.ts';
import { readPaddle } from './paddle.ts';
import { readStripe } from './stripe.ts';
import type { ShopEvent, Told } from './told.ts';
import { readWooCommerce } from './woocommerce.ts';

export type Shop = 'stripe' | 'woocommerce' | 'paddle';

const NAMES: Record<Shop, string> = { stripe: 'Stripe', woocommerce: 'WooCommerce', paddle: 'Paddle' };

/** What a shop did, as history names it. */
const shopActor = (shop: Shop): Actor => ({ kind: 'system', id: null, label: NAMES[shop] });

const readers: Record<Shop, (body: unknown, bytes: Buffer) => ShopEvent | null> = {
  stripe: readStripe,
  woocommerce: readWooCommerce,
  paddle: readPaddle,
};

type Where = Pick<Context, 'config' | 'db' | 'clock' | 'log'>;

/** A delivery that failed is tried again after these seconds, and then waits for somebody to look at it. */
const RETRIES = [60, 300, 1800, 7200, 43_200, 86_400];

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Buffer): { text: string; value: unknown } {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { text: `base64:${bytes.toString('base64')}`, value: undefined };
  }
  if (text.includes('\0')) return { text: `base64:${bytes.toString('base64')}`, value: undefined };
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    return { text, value: undefined };
  }
}

/** What came, with a name of its own where it has none. */
function read(shop: Shop, bytes: Buffer) {
  const { text, value } = parse(bytes);
  const event = readers[shop](value, bytes);
  return { text, event };
}

const applyingFor = ({ config }: Pick<Where, 'config'>, shop: Shop, at: number) => ({
  by: shopActor(shop),
  now: at,
  publicUrl: config.publicUrl,
  refunds: config.shops.refunds,
});

const isTold = (event: ShopEvent | null): event is ShopEvent & { told: Told } =>
  event !== null && !('ignored' in event.told);

const whyIgnored = (event: ShopEvent | null): string =>
  event !== null && 'ignored' in event.told ? event.told.ignored : 'unreadable';

/**
 * WooCommerce gives what it tells no id, and no time but the second: of two words of one second that counts which came
 * later. Other shops number what they tell.
 */
const arrivedAs = <E extends ShopEvent>(shop: Shop, event: E, delivery: number): E =>
  shop === 'woocommerce' ? { ...event, id: String(delivery).padStart(16, '0') } : event;

/** Keeps what came and does what follows, in one transaction: the same again does nothing. */
async function take(
  tx: Transaction,
  where: Where,
  { shop, text, event, id }: { shop: Shop; text: string; event: ShopEvent | null; id: string },
): Promise<void> {
  await takeLock(tx, 'shops');
  const at = now(where);
  const arrived = { source: shop, event: id, kind: event?.kind ?? '', body: text, attempts: 0, runAt: null, now: at };
  if (!isTold(event)) {
    await keepArrived(tx, { ...arrived, state: 'ignored', why: whyIgnored(event), reference: null });
    return;
  }
  const kept = await keepArrived(tx, { ...arrived, state: 'done', why: null, reference: null });
  if (!kept.isNew && kept.state === 'done') return;
  const reference = await applyEvent(tx, shop, arrivedAs(shop, event, kept.id), applyingFor(where, shop, at));
  await settleDelivery(tx, { id: kept.id, state: 'done', why: null, reference, attempts: kept.attempts, runAt: null });
}

/** What cannot be done now for a reason of the database: the shop sends it again. */
const isPassing = (error: unknown): boolean => error instanceof Refusal && error.status >= 500;

const whyFailed = (error: unknown): string =>
  (error instanceof Refusal ? error.message : 'an error of the server').slice(0, 500);

async function keepFailed(
  where: Where,
  shop: Shop,
  id: string,
  read: { text: string; event: ShopEvent | null },
  error: unknown,
) {
  where.log.error({ shop, event: id, err: error }, 'a delivery of a shop could not be taken; it is tried again');
  const [wait = null] = RETRIES;
  const at = now(where);
  await where.db.write(async (tx) => {
    await takeLock(tx, 'shops');
    const arrived = {
      source: shop,
      event: id,
      kind: read.event?.kind ?? '',
      body: read.text,
      reference: null,
      now: at,
    };
    const runAt = wait === null ? null : at + wait;
    await keepArrived(tx, { ...arrived, state: 'waiting', why: whyFailed(error), attempts: 1, runAt });
  });
}

/** Takes what a shop sent, once its signature was looked at. What cannot be done now is kept, and tried again. */
export async function receive(
  where: Where,
  shop: Shop,
  bytes: Buffer,
  nameOf: (bytes: Buffer) => string,
): Promise<void> {
  const found = read(shop, bytes);
  const id = found.event?.id ?? nameOf(bytes);
  try {
    await where.db.write((tx) => take(tx, where, { shop, ...found, id }));
  } catch (error) {
    if (isPassing(error)) throw error;
    await keepFailed(where, shop, id, found, error);
  }
}

/** Takes what a shop showed when it was asked; true where something followed. */
export async function receiveObject(where: Where, shop: Shop, value: object): Promise<boolean> {
  const bytes = Buffer.from(JSON.stringify(value));
  const event = readers[shop](value, bytes);
  if (!isTold(event)) return false;
  await receive(where, shop, bytes, () => event.id);
  return true;
}

function readAgain({ source, body }: Delivery): ShopEvent | null {
  const bytes = Buffer.from(body);
  return readers[source as Shop](parse(bytes).value, bytes);
}

/** Takes a delivery again in this transaction; answers how it then stands. Throws `not_found`, or what it fails for. */
export async function takeAgain(tx: Transaction, where: Where, id: number): Promise<Delivery> {
  const delivery = await getDelivery(tx, id);
  const shop = delivery.source as Shop;
  const event = readAgain(delivery);
  if (!isTold(event)) return delivery;
  await takeLock(tx, 'shops');
  const reference = await applyEvent(tx, shop, arrivedAs(shop, event, id), applyingFor(where, shop, now(where)));
  const done = { state: 'done', why: null, reference, attempts: delivery.attempts } as const;
  await settleDelivery(tx, { id, ...done, runAt: null });
  return { ...delivery, ...done, run_at: null };
}

/** Tries a delivery again that was kept, and keeps what it fails for. Throws `not_found`. */
export async function retryDelivery(where: Where, id: number): Promise<void> {
  try {
    await where.db.write((tx) => takeAgain(tx, where, id));
  } catch (error) {
    if (isPassing(error) || (error instanceof Refusal && error.code === 'not_found')) throw error;
    const attempts = (await getDelivery(where.db.read, id)).attempts + 1;
    const wait = RETRIES[attempts - 1];
    const state = wait === undefined ? 'failed' : 'waiting';
    const runAt = wait === undefined ? null : now(where) + wait;
    await where.db.write((tx) =>
      settleDelivery(tx, { id, state, why: whyFailed(error), reference: null, attempts, runAt }),
    );
  }
}

const MAX_AT_ONCE = 20;

/** Tries what failed before and is due. Answers whether there may be more. */
export async function retryDue(where: Where): Promise<boolean> {
  const ids = await dueDeliveries(where.db.read, now(where), MAX_AT_ONCE);
  for (const id of ids) await retryDelivery(where, id);
  return ids.length === MAX_AT_ONCE;
}
