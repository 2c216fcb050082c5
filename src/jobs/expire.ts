import { type Context, now } from '../context.ts';
import { poolsWithDue, sweepPool } from '../license/end.ts';
import { lockPool } from '../pool/pool.ts';

/** Pools in one round. */
export const MAX_EXPIRED = 200;

/**
 * Ends the licenses that have expired, one pool a transaction; answers how many. Nothing depends on it being prompt: an
 * expired license counts as inactive at once, and an assignment ends those of its own pool. It keeps the rest few, and
 * makes the mails that tell of the end.
 */
export async function expireLicenses(context: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const { db } = context;
  let ended = 0;
  for (const { poolId, managerId } of await poolsWithDue(db.read, now(context), MAX_EXPIRED)) {
    ended += await db.write(async (tx) => {
      await lockPool(tx, managerId, poolId);
      return sweepPool(tx, poolId, now(context));
    });
  }
  return ended;
}
