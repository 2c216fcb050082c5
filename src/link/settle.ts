import { linkActor } from '../actor.ts';
import type { Clock } from '../context.ts';
import type { PoolKey, Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { endLicense } from '../license/end.ts';
import { settlePool } from '../license/settle.ts';
import { type LockedPool, lockPool } from '../pool/pool.ts';
import { usedLicenses } from '../rules/link.ts';
import { isRunning } from '../rules/pool.ts';
import { firstInLane, offerTo } from '../waiting/offer.ts';
import { getLink, type Link, reassignableOf } from './link.ts';
import { noteTakenBack } from './taken-back.ts';

const waitedFor = prepare((db, p: { poolId: number }) =>
  db
    .selectFrom('link')
    .select(['id', 'manager_id'])
    .where('pool_id', '=', p.poolId)
    .where('waiting', '>', 0)
    .where('auto_reassign', '=', 1)
    .where('paused_at', 'is', null)
    .where('deleted_at', 'is', null)
    .orderBy('id'),
);

const allWaitedFor = prepare((db, p: { after: number; limit: number }) =>
  db
    .selectFrom('link')
    .select(['id', 'manager_id', 'pool_id'])
    .where('waiting', '>', 0)
    .where('auto_reassign', '=', 1)
    .where('paused_at', 'is', null)
    .where('deleted_at', 'is', null)
    .where('id', '>', p.after)
    .orderBy('id')
    .limit(p.limit),
);

/** Takes back what a link may take back, for the first who wait by it: their seats are offered to them. */
async function reassign(tx: Transaction, pool: LockedPool, link: Link, now: number): Promise<void> {
  for (let used = usedLicenses(link, pool.transferable); used <= link.licenses; ) {
    const license = await reassignableOf(tx, link, now);
    const [first] = license ? await firstInLane(tx, { poolId: pool.id, linkId: link.id, limit: 1 }, now) : [];
    if (!license || !first) return;
    await noteTakenBack(tx, link, now);
    const full = used >= link.licenses ? 'link' : 'pool';
    const why = { for: first.student.id, full } as const;
    if (!(await endLicense(tx, license, 'recycled', linkActor(link), now, why))) return;
    await offerTo(tx, pool, [first], now);
  }
}

/** Looks after who waits for pools whose seats have changed, before the change is committed. */
export async function settlePools(tx: Transaction, pools: readonly PoolKey[], clock: Clock): Promise<void> {
  for (const { id, managerId } of pools) {
    const now = clock();
    const pool = await settlePool(tx, await lockPool(tx, managerId, id), now);
    if (pool.waiting === 0 || !pool.transferable || !isRunning(pool, now) || pool.closed) continue;
    for (const link of await waitedFor(tx, { poolId: id }))
      await reassign(tx, pool, await getLink(tx, link.manager_id, link.id, now), now);
  }
}

const MAX_LINKS = 200;

/** Pools of links by which somebody waits and that may take a license back by now. */
export async function poolsToReassign(db: Queries, now: number): Promise<PoolKey[]> {
  const found = new Map<number, PoolKey>();
  for (let after = 0, more = true; more; ) {
    const links = await allWaitedFor(db, { after, limit: MAX_LINKS });
    for (const { id, manager_id: managerId, pool_id: poolId } of links) {
      if (found.has(poolId)) continue;
      if (await reassignableOf(db, await getLink(db, managerId, id, now), now))
        found.set(poolId, { id: poolId, managerId });
    }
    more = links.length === MAX_LINKS;
    after = links.at(-1)?.id ?? after;
  }
  return [...found.values()];
}
