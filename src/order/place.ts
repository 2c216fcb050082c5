import type { Transaction } from '../db/database.ts';
import { takeLock } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { invalid } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import type { ParkedWhy } from '../mail/texts/texts.ts';
import { changePool } from '../publisher/change-pool.ts';
import { createPool } from '../publisher/create-pool.ts';
import { LATEST, monthsLater } from '../rules/time.ts';
import { findOrMakeManager, managerWithEmail } from './buyer.ts';
import { ofOrder } from './facts.ts';
import { type Buyer, claimOrder, keepOrder, keepProducts, keptProducts, type Order, type OrderKey } from './order.ts';
import { findProduct } from './product.ts';
import { tellStaff } from './staff.ts';

/** What somebody orders. What is null is not said. */
export interface AskedOrder extends OrderKey {
  /** The license manager, or by whose address one is found or made; neither: the shop has not told yet. */
  managerId: number | null;
  buyer: Buyer | null;
  courseId: number | null;
  /** What the course is looked up by, the first first. */
  products: readonly string[];
  transferable: boolean | null;
  units: number;
  start: number | null;
  end: number | null;
  months: number | null;
  /** What shops tell comes in any order: an end only moves on, but where it was a guess from months. */
  onlyExtend?: boolean;
}

/** By whom, when, and where people find the server. */
export interface Placing {
  by: Actor;
  now: number;
  publicUrl: string;
}

/** Until it is decided. */
const NEW = 'new';
const MAX_LICENSES = 1_000_000_000;

const courseById = prepare((db, p: { id: number }) =>
  db.selectFrom('course').select(['id', 'months', 'archived_at']).where('id', '=', p.id),
);

const poolById = prepare((db, p: { id: number }) =>
  db.selectFrom('pool').select(['start_at', 'end_at']).where('id', '=', p.id),
);

interface Terms {
  courseId: number;
  product: string | null;
  transferable: boolean;
  perUnit: number;
  start: number;
  end: number;
  /** From which the end follows; null where that was asked for. */
  months: number | null;
}

/** On what terms an order becomes a pool, or why it cannot yet. */
async function termsOf(
  tx: Transaction,
  order: Order,
  products: readonly string[],
  now: number,
): Promise<Terms | ParkedWhy> {
  const product = order.courseId === null ? await findProduct(tx, order.source, products) : null;
  const courseId = order.courseId ?? product?.courseId ?? null;
  if (courseId === null) return products.length > 0 ? 'unknown_product' : 'no_lines';
  if (order.managerId === null && order.buyer === null) return 'unknown_buyer';
  const [course] = await courseById(tx, { id: courseId });
  if (!course) throw invalid({ pointer: '/courseId', detail: 'is no course' });
  if (course.archived_at !== null && order.courseId === null) return 'course_archived';
  const perUnit = product?.licensesPerUnit ?? 1;
  if (order.units * perUnit > MAX_LICENSES) return 'too_many_licenses';
  const start = order.start ?? now;
  const months = order.end === null ? (order.months ?? product?.months ?? course.months) : null;
  const end = order.end ?? monthsLater(start, months ?? 0);
  const transferable = order.transferable ?? product?.transferable ?? true;
  return { courseId, product: product?.product ?? order.product, transferable, perUnit, start, end, months };
}

/** Parks an order, or leaves it parked: it keeps what it may be looked up by. */
async function park(
  tx: Transaction,
  order: Order,
  why: ParkedWhy,
  products: readonly string[],
  { by, now }: Placing,
): Promise<Order> {
  await keepProducts(tx, order, products);
  const parked = await keepOrder(tx, order.why === why ? order : { ...order, why, changed: now });
  if (order.why === why) return parked;
  const mails = await tellStaff(tx, 'order_parked', { source: order.source, reference: order.reference, why });
  record(tx, { managerId: order.managerId, at: now, kind: 'order.parked', by, after: ofOrder(parked) }, ...mails);
  return parked;
}

/** Makes the pool of an order that has none, or says why that must wait. */
export async function settleOrder(
  tx: Transaction,
  order: Order,
  products: readonly string[],
  placing: Placing,
): Promise<Order> {
  const { by, now } = placing;
  const terms = await termsOf(tx, order, products, now);
  if (typeof terms === 'string') return park(tx, order, terms, products, placing);
  const { perUnit, product, months, ...pool } = terms;
  if (terms.end > LATEST) throw invalid({ pointer: '/months', detail: 'leads beyond the year 9999' });
  const managerId = order.managerId ?? (await findOrMakeManager(tx, order.buyer as Buyer, placing));
  const poolId = await createPool(
    tx,
    { ...pool, months: null, managerId, licenses: order.units * perUnit, order: order.reference },
    by,
    now,
  );
  await keepProducts(tx, order, []);
  const { courseId, transferable, start, end } = terms;
  const active = await keepOrder(tx, {
    ...order,
    ...{ state: 'active', why: null, managerId, poolId, courseId, product, transferable, perUnit, start, end, months },
    changed: now,
  });
  const kind = order.why === NEW ? 'order.made' : 'order.resolved';
  record(tx, { managerId, at: now, kind, by, courseId, poolId, after: ofOrder(active) });
  return active;
}

/** What a repeated order says anew of one that is parked. */
function withWord(order: Order, asked: AskedOrder): Order {
  return {
    ...order,
    managerId: order.managerId ?? asked.managerId,
    buyer: order.buyer ?? asked.buyer,
    courseId: order.courseId ?? asked.courseId,
    units: asked.units,
    start: order.start ?? asked.start,
    end: asked.end ?? order.end,
    months: asked.months ?? order.months,
  };
}

/** The end that is asked for now, where it is another one. */
function newEnd(asked: AskedOrder, order: Order, pool: { start_at: number; end_at: number }): number | null {
  const end = asked.end ?? (asked.months === null ? null : monthsLater(pool.start_at, asked.months));
  if (end === null || end === order.end) return null;
  if (end > LATEST) throw invalid({ pointer: '/months', detail: 'leads beyond the year 9999' });
  if (asked.onlyExtend && order.months === null) return end > pool.end_at ? end : null;
  if (end <= pool.start_at) throw invalid({ pointer: '/end', detail: 'must be after the start' });
  return end;
}

/** Changes the pool of an order as it was asked for anew; nothing, where it is as before. */
async function changeActive(tx: Transaction, order: Order, asked: AskedOrder, { by, now }: Placing): Promise<Order> {
  const { poolId, managerId, courseId } = order as Order & { poolId: number; managerId: number; courseId: number };
  const [pool] = await poolById(tx, { id: poolId });
  if (!pool) throw new Error(`order ${order.id} has no pool`);
  const end = newEnd(asked, order, pool);
  if (end === null && asked.units === order.units) return order;
  const licenses = asked.units * order.perUnit;
  if (licenses > MAX_LICENSES)
    throw invalid({ pointer: '/licenses', detail: `makes more than ${MAX_LICENSES} licenses` });
  const changes = { ...(asked.units === order.units ? {} : { licenses }), ...(end === null ? {} : { end }) };
  await changePool(tx, { id: poolId, ...changes, whenInUse: 'wait' }, by, now);
  const changed = await keepOrder(tx, {
    ...order,
    units: asked.units,
    end: end ?? order.end,
    months: end === null ? order.months : asked.months,
    changed: now,
  });
  const where = { managerId, courseId, poolId };
  record(tx, { ...where, at: now, kind: 'order.changed', by, before: ofOrder(order), after: ofOrder(changed) });
  return changed;
}

function refuseOther(order: Order, asked: AskedOrder): void {
  if (asked.courseId === null || order.courseId === null || asked.courseId === order.courseId) return;
  const detail = `is another course than that of this order, ${order.courseId}: use another line, or cancel it`;
  throw invalid({ pointer: '/courseId', detail });
}

/** Changes an order that was asked for before. A cancelled one stays as it is. */
async function changeOrder(tx: Transaction, order: Order, asked: AskedOrder, placing: Placing): Promise<Order> {
  if (order.state === 'cancelled') return order;
  refuseOther(order, asked);
  if (order.state === 'active') return changeActive(tx, order, asked, placing);
  const products = asked.products.length > 0 ? asked.products : await keptProducts(tx, order.id);
  const next = { ...withWord(order, asked), product: order.product ?? products[0] ?? null };
  const isNews = JSON.stringify(next) !== JSON.stringify(order);
  const settled = await settleOrder(tx, isNews ? { ...next, changed: placing.now } : next, products, placing);
  if (isNews && settled.state === 'parked') {
    const { by, now } = placing;
    const of = { managerId: settled.managerId, at: now, by };
    record(tx, { ...of, kind: 'order.changed', before: ofOrder(order), after: ofOrder(settled) });
  }
  return settled;
}

/**
 * Takes an order: makes its pool, parks it, or, where it came before, changes what it changes. Whoever sends the same at
 * once waits, and is answered the same. Throws `invalid_request`.
 */
export async function placeOrder(tx: Transaction, asked: AskedOrder, placing: Placing): Promise<Order> {
  await takeLock(tx, 'products', true);
  if (asked.courseId !== null && !(await courseById(tx, { id: asked.courseId }))[0])
    throw invalid({ pointer: '/courseId', detail: 'is no course' });
  const { products, onlyExtend: _, ...given } = asked;
  const managerId = asked.managerId ?? (asked.buyer && (await managerWithEmail(tx, asked.buyer.email)));
  const { order, made } = await claimOrder(tx, {
    ...given,
    managerId,
    ...{ state: 'parked', why: NEW, poolId: null, perUnit: 1, product: products[0] ?? null },
    created: placing.now,
    changed: placing.now,
  });
  return made ? settleOrder(tx, order, products, placing) : changeOrder(tx, order, asked, placing);
}
