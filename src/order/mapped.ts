import type { Context } from '../context.ts';
import { prepare } from '../db/prepare.ts';
import { system } from '../event/record.ts';
import { resolveParked } from './cancel.ts';

/** Parked orders that one transaction resolves. */
export const PARKED_AT_ONCE = 100;

/** Products that stand for a course, and for which orders still wait. */
const awaited = prepare((db, p: { why: string; most: number }) =>
  db
    .selectFrom('order_line')
    .innerJoin('order_product', 'order_product.order_id', 'order_line.id')
    .innerJoin('product', (join) =>
      join.onRef('product.source', '=', 'order_product.source').onRef('product.product', '=', 'order_product.product'),
    )
    .select(['product.source', 'product.product', 'order_line.id'])
    .where('order_line.state', '=', 'parked')
    .where('order_line.why', '=', p.why)
    .orderBy('order_line.id')
    .limit(p.most),
);

/** Resolves what waits for a product that was mapped: there were more than its own transaction took. */
export async function resolveMapped({ db, config }: Pick<Context, 'db' | 'config'>, now: number): Promise<boolean> {
  const [first] = await awaited(db.read, { why: 'unknown_product', most: 1 });
  if (!first) return false;
  const { source, product, id } = first;
  const placing = { by: system, now, publicUrl: config.publicUrl };
  await db.write((tx) => resolveParked(tx, { source, product, after: id - 1 }, PARKED_AT_ONCE, placing));
  return true;
}
