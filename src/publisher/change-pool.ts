import type { Engine, Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { endAll } from '../db/sets.ts';
import { invalid, notFound, Refusal } from '../errors.ts';
import { type Actor, record, recordAll } from '../event/record.ts';
import { factOfMove } from '../license/change.ts';
import { factOfEnd, sweepPool } from '../license/end.ts';
import { type License, licenseColumns, toLicense } from '../license/license.ts';
import { type LockedPool, lockPool } from '../pool/pool.ts';
import { isoTime } from '../rules/time.ts';

const LICENSES_AT_ONCE = 1000;

/** What is to be changed of a pool. Times in seconds. */
export interface PoolChanges {
  id: number;
  licenses?: number | undefined;
  end?: number | undefined;
  closed?: boolean | undefined;
  order?: string | null | undefined;
  /** Where fewer licenses are asked for than are assigned: refuse, or let the pool shrink as they come back. */
  whenInUse?: 'refuse' | 'wait' | undefined;
}

const managerOf = prepare((db, p: { id: number }) => db.selectFrom('pool').select('manager_id').where('id', '=', p.id));

const closedAt = prepare((db, p: { id: number }) => db.selectFrom('pool').select('closed_at').where('id', '=', p.id));

interface Terms {
  licenses: number;
  shrinkTo: number | null;
  end: number;
  order: string | null;
}

const update = prepare((db, p: Terms & { id: number; closedAt: number | null }) =>
  db
    .updateTable('pool')
    .set({ licenses: p.licenses, shrink_to: p.shrinkTo, end_at: p.end, order_ref: p.order, closed_at: p.closedAt })
    .where('id', '=', p.id),
);

/** Licenses that would outlast the pool, the oldest first. */
const beyond = prepare((db, p: { poolId: number; end: number; limit: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.pool_id', '=', p.poolId)
    .where('license.ended_at', 'is', null)
    .where('license.end_at', '>', p.end)
    .orderBy('license.end_at', 'desc')
    .limit(p.limit),
);

const anyLicense = prepare((db, p: { poolId: number }) =>
  db.selectFrom('license').select('id').where('pool_id', '=', p.poolId).limit(1),
);

const startsAfter = prepare((db, p: { poolId: number; end: number }) =>
  db
    .selectFrom('license')
    .select('start_at')
    .where('pool_id', '=', p.poolId)
    .where('ended_at', 'is', null)
    .where('start_at', '>', p.end)
    .orderBy('start_at', 'desc')
    .limit(1),
);

const setEnds = prepare((db, p: { ids: string; end: number }, engine: Engine) =>
  db
    .updateTable('license')
    .set({ end_at: p.end })
    .where('id', 'in', idsIn(p.ids, engine))
    .where('ended_at', 'is', null),
);

/** Locks the pool and ends what has run out in it, so that its counters tell what is assigned. Throws `not_found`. */
async function lockSwept(tx: Transaction, id: number, now: number): Promise<LockedPool> {
  const [found] = await managerOf(tx, { id });
  if (!found) throw notFound();
  await lockPool(tx, found.manager_id, id);
  while ((await sweepPool(tx, id, now)) === LICENSES_AT_ONCE);
  return lockPool(tx, found.manager_id, id);
}

/** The licenses that a pool is to have, at once or as they come back. Throws `licenses_in_use`. */
function licensesOf(pool: LockedPool, asked: PoolChanges): Pick<Terms, 'licenses' | 'shrinkTo'> {
  const { licenses, whenInUse } = asked;
  if (licenses === undefined) return { licenses: pool.licenses, shrinkTo: pool.shrinkTo };
  if (licenses >= pool.held) return { licenses, shrinkTo: null };
  if (whenInUse !== 'wait') throw new Refusal('licenses_in_use', { members: { assigned: pool.held } });
  return { licenses: pool.held, shrinkTo: licenses };
}

/** Throws `invalid_request` where licenses of the pool would not lie in its time any more. */
async function refuseEnd(tx: Transaction, pool: LockedPool, end: number, now: number): Promise<void> {
  const wrong = (detail: string) => invalid({ pointer: '/end', detail });
  if (end <= pool.start) throw wrong('must be after the start of the pool');
  if (end >= pool.end) return;
  if (end < now && (await anyLicense(tx, { poolId: pool.id })).length > 0)
    throw wrong('must not be in the past: licenses of the pool were used since');
  const [later] = await startsAfter(tx, { poolId: pool.id, end });
  if (later) throw wrong(`must not be before ${isoTime(later.start_at)}, when a license of the pool begins`);
}

/** Cuts the licenses of a pool to its end; where that is now, they end. */
async function cutLicenses(tx: Transaction, poolId: number, end: number, by: Actor, now: number): Promise<void> {
  const cut = async (licenses: readonly License[]) => {
    const ids = licenses.map(({ id }) => id);
    if (end > now) {
      await setEnds(tx, { ids: JSON.stringify(ids), end });
      return recordAll(
        tx,
        licenses.map((license) => factOfMove(license, end, by, now)),
      );
    }
    await endAll(tx, 'edited', ids, now);
    recordAll(
      tx,
      licenses.map((license) => factOfEnd(license, 'edited', by, now)),
    );
  };
  for (;;) {
    const rows = await beyond(tx, { poolId, end, limit: LICENSES_AT_ONCE });
    if (rows.length > 0) await cut(rows.map(toLicense));
    if (rows.length < LICENSES_AT_ONCE) return;
  }
}

/** What history tells of changed terms: more licenses and nothing else have a kind of their own. */
function recordTerms(tx: Transaction, pool: LockedPool, after: Terms, by: Actor, now: number): void {
  const of = { managerId: pool.managerId, courseId: pool.courseId, poolId: pool.id, at: now, by };
  const told = ({ end, ...terms }: Terms) => ({ ...terms, end: isoTime(end) });
  const before = { licenses: pool.licenses, shrinkTo: pool.shrinkTo, end: pool.end, order: pool.order };
  const [was, is] = [told(before), told(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return;
  const grows = { ...was, licenses: is.licenses };
  if (is.licenses > was.licenses && JSON.stringify(grows) === JSON.stringify(is)) {
    const [few, more] = [{ licenses: was.licenses }, { licenses: is.licenses }];
    record(tx, { ...of, kind: 'pool.enlarged', before: few, after: more });
  } else record(tx, { ...of, kind: 'pool.changed', before: was, after: is });
}

/**
 * Changes what is given of a pool; where it is that already, nothing happens. An earlier end cuts the licenses of the
 * pool, a later one lengthens none. Throws `not_found`, `invalid_request` or `licenses_in_use`.
 */
export async function changePool(tx: Transaction, asked: PoolChanges, by: Actor, now: number): Promise<void> {
  const pool = await lockSwept(tx, asked.id, now);
  const { end = pool.end, order = pool.order, closed = pool.closed } = asked;
  if (end !== pool.end) await refuseEnd(tx, pool, end, now);
  if (end < pool.end) await cutLicenses(tx, pool.id, end, by, now);
  const left = end < pool.end ? await lockPool(tx, pool.managerId, pool.id) : pool;
  const terms = { ...licensesOf(left, asked), end, order };
  const [row] = await closedAt(tx, { id: pool.id });
  await update(tx, { id: pool.id, ...terms, closedAt: closed ? (row?.closed_at ?? now) : null });
  recordTerms(tx, pool, terms, by, now);
  const of = { managerId: pool.managerId, courseId: pool.courseId, poolId: pool.id, at: now, by };
  if (closed !== pool.closed) record(tx, { ...of, kind: closed ? 'pool.closed' : 'pool.opened' });
}
