import type { Transaction } from '../db/database.ts';
import { takeLock } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { type NewMail, record } from '../event/record.ts';
import { changePool } from '../publisher/change-pool.ts';
import { assertManager } from './buyer.ts';
import { ofOrder } from './facts.ts';
import { type Buyer, keepOrder, keepProducts, keptProducts, lockOrder, type Order, ordersParkedFor } from './order.ts';
import { type Placing, settleOrder } from './place.ts';

const poolTimes = prepare((db, p: { id: number }) =>
  db.selectFrom('pool').select(['start_at', 'end_at']).where('id', '=', p.id),
);

/** What a parked order is resolved by. */
export interface Resolving {
  id: number;
  courseId: number;
  transferable: boolean | null;
  months: number | null;
  /** For whom it is, where the shop did not say. */
  managerId: number | null;
  buyer: Buyer | null;
}

/** Says of a parked order what it is for, and makes its pool. Throws `not_found`, `order_not_parked` or `invalid_request`. */
export async function resolveOrder(tx: Transaction, asked: Resolving, placing: Placing): Promise<Order> {
  await takeLock(tx, 'products', true);
  const order = await lockOrder(tx, asked.id);
  if (order.state !== 'parked') throw new Refusal('order_not_parked');
  if (asked.managerId !== null) await assertManager(tx, asked.managerId);
  const { courseId } = asked;
  const products = await keptProducts(tx, order.id);
  const resolved = await settleOrder(
    tx,
    {
      ...order,
      courseId,
      transferable: asked.transferable ?? order.transferable,
      months: asked.months ?? order.months,
      end: asked.months === null ? order.end : null,
      managerId: order.managerId ?? asked.managerId,
      buyer: order.buyer ?? asked.buyer,
    },
    products,
    placing,
  );
  return resolved;
}

/** Resolves parked orders that wait for a product, the oldest first, up to `most`. */
export async function resolveParked(
  tx: Transaction,
  { source, product, after }: { source: string; product: string; after: number },
  most: number,
  placing: Placing,
): Promise<void> {
  await takeLock(tx, 'products', true);
  const ids = await ordersParkedFor(tx, { source, product, after }, most);
  for (const id of ids) {
    const order = await lockOrder(tx, id);
    if (order.state === 'parked') await settleOrder(tx, order, await keptProducts(tx, id), placing);
  }
}

export type CancelMode = 'close' | 'end';

/** Why an order was cancelled. */
export type CancelledWhy = 'cancelled' | 'refunded' | 'replaced';

/** Closes the pool of an order, or ends it with its licenses. A cancelled order stays so. */
export async function cancelOrder(
  tx: Transaction,
  { order, mode, why, mails = [] }: { order: Order; mode: CancelMode; why: CancelledWhy; mails?: NewMail[] },
  { by, now }: Pick<Placing, 'by' | 'now'>,
): Promise<Order> {
  if (order.state === 'cancelled') return order;
  if (order.poolId !== null) {
    const [pool] = await poolTimes(tx, { id: order.poolId });
    const end = Math.max(now, (pool?.start_at ?? now) + 1);
    const ends = mode === 'end' && pool !== undefined && pool.end_at > end;
    await changePool(tx, { id: order.poolId, closed: true, ...(ends ? { end } : {}) }, by, now);
  }
  await keepProducts(tx, order, []);
  const cancelled = await keepOrder(tx, { ...order, state: 'cancelled', why, changed: now });
  const { managerId, courseId, poolId } = order;
  const where = { managerId, ...(courseId === null ? {} : { courseId }), ...(poolId === null ? {} : { poolId }) };
  const event = {
    ...where,
    at: now,
    kind: 'order.cancelled',
    by,
    before: ofOrder(order),
    after: ofOrder(cancelled),
  } as const;
  record(tx, event, ...mails);
  return cancelled;
}
