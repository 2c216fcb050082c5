import { sql } from 'kysely';
import type { Engine, PoolKey, Queries, Transaction } from '../db/database.ts';
import { idsIn, locked } from '../db/dialect.ts';
import { isOneOf, ownRows, upTo } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import type { PoolFacts } from '../rules/pool.ts';

interface PoolRow {
  id: number;
  manager_id: number;
  course_id: number;
  transferable: Flag;
  licenses: number;
  shrink_to: number | null;
  closed_at: number | null;
  start_at: number;
  end_at: number;
  order_ref: string | null;
  held: number;
  due: number;
  waiting: number;
  offered: number;
}

/** A pool with its facts for the rules. */
export interface Pool extends PoolFacts {
  id: number;
  managerId: number;
  courseId: number;
  order: string | null;
  /** How many wait for a seat. */
  waiting: number;
  /** Seats held for those whom they were offered to. */
  offered: number;
}

/** A pool with the title of its course. */
export type TitledPool = Pool & { title: string };

const toPool = (row: PoolRow): Pool => ({
  id: row.id,
  managerId: row.manager_id,
  courseId: row.course_id,
  transferable: row.transferable === 1,
  licenses: row.licenses,
  shrinkTo: row.shrink_to,
  closed: row.closed_at !== null,
  start: row.start_at,
  end: row.end_at,
  order: row.order_ref,
  held: row.held,
  due: row.due,
  waiting: row.waiting,
  offered: row.offered,
});

const toTitledPool = (row: PoolRow & { title: string }): TitledPool => ({ ...toPool(row), title: row.title });

const columns = [
  'pool.id',
  'pool.manager_id',
  'pool.course_id',
  'pool.transferable',
  'pool.licenses',
  'pool.shrink_to',
  'pool.closed_at',
  'pool.start_at',
  'pool.end_at',
  'pool.order_ref',
  'pool.held',
  'pool.waiting',
  'pool.offered',
] as const;

const expired = (of: 'pool' | 'link', now: number) =>
  sql<number>`(select count(*) from license where ${sql.ref(`license.${of}_id`)} = ${sql.ref(`${of}.id`)}
    and ended_at is null and ${upTo('license.end_at', now)})`;

/** Licenses of the link that have run out and were not swept: few, because sweeping goes on all the time. */
export const dueOfLink = (now: number) => expired('link', now).as('due');

/**
 * Seats of the pool that time has freed and nobody has swept: of licenses that have run out, and of offers that lapsed;
 * without those that somebody waits for, to whom they will be offered.
 */
export const due = (now: number) =>
  sql<number>`(case when pool.waiting = 0 and pool.offered = 0
    then case when pool.transferable = 1 then ${expired('pool', now)} else 0 end
    else (select case when freed > promised then freed - promised else 0 end from (select
      case when pool.transferable = 1 then ${expired('pool', now)} else 0 end
        + (select count(*) from waiting where waiting.pool_id = pool.id and waiting.state = 'offered'
          and ${upTo('waiting.offered_until', now)}) as freed,
      case when pool.end_at > ${now} and pool.closed_at is null and pool.shrink_to is null then pool.waiting else 0 end as promised) as seats) end)`.as(
    'due',
  );

const byId = prepare((db, p: { managerId: number; id: number; now: number }) =>
  db
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select([...columns, 'course.title'])
    .select(due(p.now))
    .where('pool.id', '=', p.id)
    .where('pool.manager_id', '=', p.managerId),
);

const page = prepare((db, p: { managerId: number; limit: number; offset: number; now: number }) =>
  db
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select([...columns, 'course.title'])
    .select(due(p.now))
    .where('pool.manager_id', '=', p.managerId)
    .orderBy('pool.id')
    .limit(p.limit)
    .offset(p.offset),
);

const byIds = prepare((db, p: { ids: string; now: number }, engine: Engine) =>
  db
    .selectFrom('pool')
    .innerJoin('course', 'course.id', 'pool.course_id')
    .select([...columns, 'course.title'])
    .select(due(p.now))
    .where('pool.id', 'in', idsIn(p.ids, engine))
    .orderBy('pool.id', 'desc'),
);

const ofCourses = prepare((db, p: { managerId: number; ids: string; now: number }, engine: Engine) =>
  db
    .selectFrom(ownRows('pool', 'course_id', p, engine).as('pool'))
    .select(columns)
    .select(due(p.now))
    .orderBy('pool.id'),
);

const lockById = prepare((db, p: { managerId: number; id: number }, engine: Engine) =>
  locked(
    db.selectFrom('pool').select(columns).where('pool.id', '=', p.id).where('pool.manager_id', '=', p.managerId),
    engine,
  ),
);

const lockOfLicenses = prepare((db, p: { managerId: number; ids: string }, engine: Engine) =>
  locked(
    db
      .selectFrom('pool')
      .select(['pool.id', 'pool.end_at', 'pool.waiting', 'pool.offered'])
      .where('pool.manager_id', '=', p.managerId)
      .where(
        isOneOf(
          'pool.id',
          db
            .selectFrom('license')
            .select('license.pool_id')
            .where(isOneOf('license.id', idsIn(p.ids, engine), engine))
            .where('license.manager_id', '=', p.managerId),
          engine,
        ),
      )
      .orderBy('pool.id'),
    engine,
  ),
);

/** A pool of the manager; throws `not_found`. */
export async function getPool(db: Queries, managerId: number, id: number, now: number): Promise<TitledPool> {
  const [row] = await byId(db, { managerId, id, now });
  if (!row) throw notFound();
  return toTitledPool(row);
}

export async function listPools(db: Queries, managerId: number, slice: { limit: number; offset: number }, now: number) {
  return (await page(db, { managerId, ...slice, now })).map(toTitledPool);
}

/** Some pools, of whatever license managers, newest first. */
export const poolsWithIds = async (db: Queries, ids: readonly number[], now: number): Promise<TitledPool[]> =>
  (await byIds(db, { ids: JSON.stringify(ids), now })).map(toTitledPool);

/** The pools of some courses, by id. */
export async function poolsOfCourses(
  db: Queries,
  managerId: number,
  courseIds: number[],
  now: number,
): Promise<Pool[]> {
  return (await ofCourses(db, { managerId, ids: JSON.stringify(courseIds), now })).map(toPool);
}

/** A pool under lock. How many of its licenses are due must be asked after the lock was had. */
export type LockedPool = Omit<Pool, 'due'>;

/** Who waits for a pool is looked after before the commit of whoever locks it, whatever they do to its seats. */
function watch(tx: Transaction, pool: PoolKey & { waiting: number; offered: number }): void {
  if (pool.waiting > 0 || pool.offered > 0) tx.seatsChanged({ id: pool.id, managerId: pool.managerId });
}

/**
 * Locks a pool of the manager until the transaction ends; throws `not_found`. Everything that takes or frees
 * a seat holds this lock, so that seats are given one at a time.
 */
export async function lockPool(tx: Transaction, managerId: number, id: number): Promise<LockedPool> {
  const [row] = await lockById(tx, { managerId, id });
  if (!row) throw notFound();
  const { due: _, ...pool } = toPool({ ...row, due: 0 });
  watch(tx, pool);
  return pool;
}

/**
 * Locks the pools of some licenses of the manager until the transaction ends, in one order, so that two requests never
 * wait for each other. Answers the end of each pool, in seconds.
 */
export async function lockPoolsOf(
  tx: Transaction,
  managerId: number,
  licenseIds: readonly number[],
): Promise<Map<number, number>> {
  const pools = await lockOfLicenses(tx, { managerId, ids: JSON.stringify(licenseIds) });
  for (const pool of pools) watch(tx, { ...pool, managerId });
  return new Map(pools.map(({ id, end_at }) => [id, end_at]));
}
