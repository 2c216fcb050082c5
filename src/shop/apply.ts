import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, record } from '../event/record.ts';
import { type CancelMode, cancelOrder } from '../order/cancel.ts';
import { ofOrder } from '../order/facts.ts';
import { type Buyer, claimOrder, keepOrder, keepProducts, lockLines, type Order } from '../order/order.ts';
import { placeOrder } from '../order/place.ts';
import { tellStaff } from '../order/staff.ts';
import { changePool } from '../publisher/change-pool.ts';
import { DAY } from '../rules/time.ts';
import {
  findBuyer,
  findPurchase,
  keepBuyer,
  keepLines,
  keepLinks,
  keepPurchase,
  keepRefund,
  type Line,
  linesOf,
  noteRefunds,
  type Purchase,
  refundsOf,
  rootOf,
} from './store.ts';
import { refundVersionOf, type ShopEvent, type Told, versionOf } from './told.ts';

/** What follows from a refund in full: the pool is closed, ended with its licenses, or left alone. */
export type RefundRule = CancelMode | 'keep';

/** By whom, when, and by which settings. */
export interface Applying {
  by: Actor;
  now: number;
  publicUrl: string;
  refunds: RefundRule;
}

interface Of {
  source: string;
  reference: string;
}

/** The line of a purchase of which nobody knows yet what it is, or whose product a shop names by itself. */
const WITHOUT_PRICE = '1';

const isOwn = (line: Line): boolean => line.line === WITHOUT_PRICE && line.basis !== 'line';

/** How many a line of its own stands for: as it says, and then as the price behind it grows. */
function ownUnits(own: Line, prices: Line[]): number {
  const [price, another] = prices;
  if (!price || another) return Math.max(own.units, 1);
  if (own.units === 0) return price.units;
  if (price.first_units === null) return price.version > own.version ? price.units : own.units;
  return price.first_units === 0 ? own.units : Math.round((own.units * price.units) / price.first_units);
}

/** The lines that become orders: what has its pool stays; then what the shop named by itself; then its prices. */
function chosen(lines: Line[], orders: Order[]): Line[] {
  const own = lines.find(isOwn);
  const prices = lines.filter((line) => !isOwn(line));
  const asOwn = own ? [{ ...own, units: ownUnits(own, prices) }] : [];
  const settled = orders.filter(
    ({ state, why }) => state === 'active' || (state === 'cancelled' && why !== 'replaced'),
  );
  if (settled.some(({ line }) => line === WITHOUT_PRICE) && own) return asOwn;
  if (settled.length > 0) return prices;
  return own?.basis === 'metadata' || prices.length === 0 ? asOwn : prices;
}

/** Up to when a line is paid; null where it is for good, or nobody knows. */
const paidUntil = (line: Line, purchase: Purchase): number | null =>
  line.paid_until ?? (isOwn(line) || line.sold === 0 ? purchase.paid_until : null);

/** A parked order that stood for what is known by another line now becomes that; one too many is given up. */
async function renameParked(tx: Transaction, orders: Order[], lines: Line[], applying: Applying): Promise<void> {
  const missing = lines.filter((line) => !orders.some((order) => order.line === line.line));
  const stale = orders.filter((order) => order.state === 'parked' && !lines.some((line) => line.line === order.line));
  for (const order of stale) {
    const next = missing.shift();
    if (!next) await cancelOrder(tx, { order, mode: 'close', why: 'replaced' }, applying);
    else {
      const renamed = await keepOrder(tx, { ...order, line: next.line, product: next.products[0] ?? null });
      await keepProducts(tx, renamed, next.products);
    }
  }
}

/** Who bought it, as far as the shop has said. */
async function buyerOf(tx: Transaction, { source, email, name, customer }: Purchase): Promise<Buyer | null> {
  const known = await findBuyer(tx, source, customer);
  const address = email ?? known?.email;
  if (!address) return null;
  return { email: address, name: name ?? (known?.name || null), allowedDomains: [], ownerEmail: address };
}

/** When the pool of a line starts: now, but a period that is over keeps its own start. */
function startOf(line: Line, until: number | null, now: number): number | null {
  if (until === null || until > now) return null;
  return line.paid_from !== null && line.paid_from < until ? line.paid_from : until - DAY;
}

async function placeLines(tx: Transaction, purchase: Purchase, applying: Applying): Promise<void> {
  const { source, reference } = purchase;
  const orders = await lockLines(tx, source, reference);
  const lines = chosen(await linesOf(tx, source, reference), orders);
  await renameParked(tx, orders, lines, applying);
  const buyer = await buyerOf(tx, purchase);
  for (const line of lines) {
    const isKnown = orders.some((order) => order.line === line.line);
    if (!isKnown && line.units === 0) continue;
    const until = paidUntil(line, purchase);
    const asked = { source, reference, line: line.line, managerId: null, buyer, courseId: null, transferable: null };
    const terms = { start: startOf(line, until, applying.now), end: until, months: null };
    await placeOrder(
      tx,
      { ...asked, products: line.products, units: line.units, ...terms, onlyExtend: true },
      applying,
    );
  }
}

const poolEnd = prepare((db, p: { id: number }) =>
  db.selectFrom('pool').select(['start_at', 'end_at']).where('id', '=', p.id),
);

/** A subscription that is over runs to the end of what is paid. */
async function endLines(tx: Transaction, purchase: Purchase, { by, now }: Applying): Promise<void> {
  const cap = purchase.paid_until ?? purchase.ends_at;
  if (cap === null) return;
  for (const order of await lockLines(tx, purchase.source, purchase.reference)) {
    const [pool] = order.poolId === null ? [] : await poolEnd(tx, { id: order.poolId });
    if (order.state !== 'active' || !pool || pool.end_at <= cap) continue;
    const line = (await linesOf(tx, order.source, order.reference)).find((one) => one.line === order.line);
    if (line && line.sold === 1 && line.paid_until === null && !isOwn(line) && purchase.paid_until !== null) continue;
    const end = Math.max(cap, now, pool.start_at + 1);
    await changePool(tx, { id: order.poolId as number, end, whenInUse: 'wait' }, by, now);
    const ended = await keepOrder(tx, { ...order, end, why: 'subscription_ended', changed: now });
    const { managerId, courseId, poolId } = order as Order & { managerId: number; courseId: number; poolId: number };
    const where = { managerId, courseId, poolId };
    record(tx, { ...where, at: now, kind: 'order.changed', by, before: ofOrder(order), after: ofOrder(ended) });
  }
}

/** What was refunded before it was paid becomes an order that is cancelled, and no pool. */
async function claimRefunded(tx: Transaction, purchase: Purchase, now: number): Promise<void> {
  const { source, reference } = purchase;
  const known = await lockLines(tx, source, reference);
  const lines = chosen(await linesOf(tx, source, reference), known);
  if (known.length > 0) return;
  const buyer = await buyerOf(tx, purchase);
  for (const { line, units, products } of lines) {
    const asked = { source, reference, line, units: Math.max(units, 1), product: products[0] ?? null, buyer };
    const unknown = {
      managerId: null,
      poolId: null,
      courseId: null,
      transferable: null,
      start: null,
      end: null,
      months: null,
    };
    await claimOrder(tx, {
      ...asked,
      ...unknown,
      state: 'parked',
      why: 'refunded',
      perUnit: 1,
      created: now,
      changed: now,
    });
  }
}

/** Cancels what was refunded in full, as the setting says, and tells the staff of every refund. */
async function followRefunds(
  tx: Transaction,
  purchase: Purchase,
  { count, complete }: { count: number; complete: boolean },
  applying: Applying,
): Promise<void> {
  const { source, reference } = purchase;
  const { refunds: rule, by, now } = applying;
  const cancels = complete && rule !== 'keep';
  if (cancels) await claimRefunded(tx, purchase, now);
  const orders = await lockLines(tx, source, reference);
  const [first] = orders;
  if (!first) return;
  if (count > purchase.refunds) {
    const mode = complete ? rule : 'partly';
    const mails = await tellStaff(tx, 'order_refunded', { source, reference, mode });
    await noteRefunds(tx, purchase, count);
    const after = { ...ofOrder(first), complete };
    record(tx, { managerId: first.managerId, at: now, kind: 'order.refunded', by, after }, ...mails);
  }
  if (cancels) for (const order of orders) await cancelOrder(tx, { order, mode: rule, why: 'refunded' }, applying);
}

/** Makes of what is known of a purchase what follows from it. Doing so again changes nothing. */
async function settle(tx: Transaction, of: Of, applying: Applying): Promise<void> {
  const purchase = await findPurchase(tx, of.source, of.reference);
  if (!purchase || purchase.paid_at === null) return;
  const refunds = await refundsOf(tx, of.source, of.reference);
  if (!refunds.complete || applying.refunds === 'keep') await placeLines(tx, purchase, applying);
  if (refunds.count > 0) await followRefunds(tx, purchase, refunds, applying);
  if (purchase.ended_at !== null) await endLines(tx, purchase, applying);
}

/** Two names of one purchase: the one by which it is known is kept. */
async function keepAlias(tx: Transaction, source: string, [one, other]: readonly [string, string]): Promise<void> {
  const known = await findPurchase(tx, source, one);
  await keepLinks(tx, source, [known ? { key: other, parent: one } : { key: one, parent: other }]);
}

/** What an event is about, where it does not say: what its links lead to. */
const keyOf = ({ reference, refund, links }: Told): string | null => reference ?? refund?.key ?? links[0]?.key ?? null;

/** Keeps what an event tells, and does what follows. Answers the reference of the purchase, where there is one. */
export async function applyEvent(
  tx: Transaction,
  source: string,
  event: ShopEvent & { told: Told },
  applying: Applying,
): Promise<string | null> {
  const { told } = event;
  const version = versionOf(event);
  const others = told.person ? await keepBuyer(tx, source, told, version) : [];
  if (told.alias) await keepAlias(tx, source, told.alias);
  await keepLinks(tx, source, told.links);
  if (told.refund) await keepRefund(tx, source, told.refund, refundVersionOf(event, told.refund));
  const key = told.person ? null : keyOf(told);
  const reference = key === null ? null : await rootOf(tx, source, key);
  if (reference !== null && told.reference !== null) {
    await keepPurchase(tx, { source, reference, at: event.at }, told);
    await keepLines(tx, { source, reference, version }, told);
  }
  for (const one of reference === null ? others : [reference]) await settle(tx, { source, reference: one }, applying);
  return reference;
}
