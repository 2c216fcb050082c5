import { sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { compared } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import { poolsWithIds, type TitledPool } from '../pool/pool.ts';
import { type Condition, contains, either, type Found, idIn, keptTotal, newestIds, wordsOf } from './newest.ts';

export interface PoolFilter {
  managerId?: number | undefined;
  courseId?: number | undefined;
  search?: string | undefined;
}

const poolsOfManager = prepare((db, p: { managerId: number }) =>
  db.selectFrom('tally').select('pools').where('manager_id', '=', p.managerId),
);

const poolsOfCourse = prepare((db, p: { courseId: number }) =>
  db
    .selectFrom('manager_course')
    .select(sql<number>`cast(coalesce(sum(pools), 0) as bigint)`.as('pools'))
    .where('course_id', '=', p.courseId),
);

const poolsOfBoth = prepare((db, p: { managerId: number; courseId: number }) =>
  db
    .selectFrom('manager_course')
    .select('pools')
    .where('manager_id', '=', p.managerId)
    .where('course_id', '=', p.courseId),
);

/** How many pools there are, where that is kept. */
async function keptOf(db: Queries, { managerId, courseId, search }: PoolFilter): Promise<number | null> {
  if (wordsOf(search).length > 0) return null;
  if (managerId !== undefined && courseId !== undefined)
    return (await poolsOfBoth(db, { managerId, courseId }))[0]?.pools ?? 0;
  if (managerId !== undefined) return (await poolsOfManager(db, { managerId }))[0]?.pools ?? 0;
  if (courseId !== undefined) return (await poolsOfCourse(db, { courseId }))[0]?.pools ?? 0;
  return keptTotal(db, 'pool');
}

/** The word stands in the name of the customer, in the title of the course, in the order, or is the id. */
const mentions = (word: string): Condition =>
  either(
    sql`${compared('manager_id')} in (select id from manager where ${contains('search_key', word)})`,
    sql`${compared('course_id')} in (select id from course where ${contains('search_key', word)})`,
    contains('order_ref', word, false),
    sql`${compared('id')} = ${idIn(word)}`,
  );

/** What was sold, newest first. */
export async function listSoldPools(
  db: Queries,
  filter: PoolFilter,
  slice: Slice,
  now: number,
): Promise<Found<TitledPool>> {
  const { managerId, courseId, search } = filter;
  const conditions = [
    ...(managerId === undefined ? [] : [sql`manager_id = ${managerId}`]),
    ...(courseId === undefined ? [] : [sql`course_id = ${courseId}`]),
    ...wordsOf(search).map(mentions),
  ];
  const { total, items } = await newestIds(db, 'pool', { conditions, kept: await keptOf(db, filter), slice });
  return { total, items: await poolsWithIds(db, items, now) };
}

/** A pool of whatever license manager; throws `not_found`. */
export async function getSoldPool(db: Queries, id: number, now: number): Promise<TitledPool> {
  const [pool] = await poolsWithIds(db, [id], now);
  if (!pool) throw notFound();
  return pool;
}
