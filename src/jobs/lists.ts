import { type Context, now } from '../context.ts';
import { poolsToReassign } from '../link/settle.ts';
import { lockPool } from '../pool/pool.ts';
import { expireRequests as expireSome } from '../request/request.ts';
import { poolsToSettle } from '../waiting/offer.ts';

/** Pools in one round. */
export const MAX_SETTLED = 200;

/**
 * Looks after the waiting lists that time alone has changed, one pool a transaction: offers that lapsed, pools that have
 * ended, licenses that a link may take back by now. It is enough to lock a pool: before the commit it is settled. Answers how many pools there were.
 */
export async function settleLists({ db, ...context }: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const at = now(context);
  const pools = [...(await poolsToSettle(db.read, at, MAX_SETTLED)), ...(await poolsToReassign(db.read, at))];
  for (const { id, managerId } of pools) await db.write((tx) => lockPool(tx, managerId, id));
  return pools.length;
}

/** Ends requests that nobody has decided in time, or whose pool is gone; answers whether there may be more. */
export const expireRequests = ({ db, ...context }: Pick<Context, 'db' | 'clock'>): Promise<boolean> =>
  db.write((tx) => expireSome(tx, now(context)));
