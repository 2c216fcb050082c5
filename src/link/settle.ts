import type { Clock } from '../context.ts';
import type { PoolKey, Transaction } from '../db/database.ts';
import { settlePool } from '../license/settle.ts';
import { lockPool } from '../pool/pool.ts';

/** Looks after who waits for pools whose seats have changed, before the change is committed. */
export async function settlePools(tx: Transaction, pools: readonly PoolKey[], clock: Clock): Promise<void> {
  for (const { id, managerId } of pools) {
    const pool = await lockPool(tx, managerId, id);
    await settlePool(tx, pool, clock());
  }
}
