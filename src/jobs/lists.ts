import { type Context, now } from '../context.ts';
import { lockPool } from '../pool/pool.ts';
import { poolsToSettle } from '../waiting/offer.ts';

/** Pools in one round. */
export const MAX_SETTLED = 200;

/**
 * Looks after the waiting lists that time alone has changed, one pool a transaction: offers that lapsed, pools that have
 * ended. It is enough to lock a pool: before the commit it is settled. Answers how many pools there were.
 */
export async function settleLists({ db, ...context }: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const pools = await poolsToSettle(db.read, now(context), MAX_SETTLED);
  for (const { id, managerId } of pools) await db.write((tx) => lockPool(tx, managerId, id));
  return pools.length;
}
