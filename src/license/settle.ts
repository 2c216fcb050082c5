import type { Transaction } from '../db/database.ts';
import { type LockedPool, lockPool } from '../pool/pool.ts';
import { isRunning } from '../rules/pool.ts';
import { closeSome, lapseOffers, offerSeats } from '../waiting/offer.ts';
import { MAX_SWEPT, sweepPool } from './end.ts';

/**
 * What time and others have freed of a locked pool goes to who waits for it: licenses that ran out end, offers that
 * were not accepted lapse, and free seats are offered. Answers the pool as it now is.
 */
export async function settlePool(tx: Transaction, pool: LockedPool, now: number): Promise<LockedPool> {
  if (pool.waiting === 0 && pool.offered === 0) return pool;
  let changed = 0;
  for (let swept = MAX_SWEPT; swept === MAX_SWEPT; changed += swept) swept = await sweepPool(tx, pool.id, now);
  changed += await lapseOffers(tx, pool, now);
  if (now >= pool.end || pool.closed) changed += await closeSome(tx, pool.id, now);
  const fresh = changed > 0 ? await lockPool(tx, pool.managerId, pool.id) : pool;
  if (!isRunning(fresh, now)) return fresh;
  return (await offerSeats(tx, fresh, now)) > 0 ? lockPool(tx, pool.managerId, pool.id) : fresh;
}
