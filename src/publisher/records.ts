import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag } from '../db/tables.ts';
import { invalid, notFound } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { tellMembers } from '../notice/members.ts';
import { lockPool } from '../pool/pool.ts';
import { isoTime } from '../rules/time.ts';

export interface NewPool {
  managerId: number;
  courseId: number;
  transferable: boolean;
  licenses: number;
  start: number;
  end: number;
  order: string | null;
}

const managerById = prepare((db, p: { id: number }) =>
  db.selectFrom('manager').select(['id', 'name', 'email', 'allowed_domains']).where('id', '=', p.id),
);

const insertCourse = prepare((db, p: { title: string }) =>
  db.insertInto('course').values({ title: p.title }).returning('id'),
);

const courseById = prepare((db, p: { id: number }) =>
  db.selectFrom('course').select(['id', 'title']).where('id', '=', p.id),
);

interface PoolRow {
  managerId: number;
  courseId: number;
  transferable: Flag;
  licenses: number;
  start: number;
  end: number;
  order: string | null;
}

const insertPool = prepare((db, p: PoolRow) =>
  db
    .insertInto('pool')
    .values({
      manager_id: p.managerId,
      course_id: p.courseId,
      transferable: p.transferable,
      licenses: p.licenses,
      start_at: p.start,
      end_at: p.end,
      order_ref: p.order,
    })
    .returning('id'),
);

const managerOfPool = prepare((db, p: { id: number }) =>
  db.selectFrom('pool').select('manager_id').where('id', '=', p.id),
);

const setLicenses = prepare((db, p: { id: number; licenses: number }) =>
  db.updateTable('pool').set({ licenses: p.licenses }).where('id', '=', p.id),
);

export async function createCourse(tx: Transaction, title: string, by: Actor, now: number): Promise<number> {
  const [row] = await insertCourse(tx, { title });
  if (!row) throw new Error('no course was made');
  record(tx, { managerId: null, at: now, kind: 'course.created', by, courseId: row.id, after: { title } });
  return row.id;
}

/** Sells licenses of a course to a license manager. Throws `invalid_request` where one of the two is unknown. */
export async function createPool(tx: Transaction, asked: NewPool, by: Actor, now: number): Promise<number> {
  const { managerId, courseId, licenses, transferable } = asked;
  if (!(await managerById(tx, { id: managerId }))[0])
    throw invalid({ pointer: '/managerId', detail: 'is no license manager' });
  const [course] = await courseById(tx, { id: courseId });
  if (!course) throw invalid({ pointer: '/courseId', detail: 'is no course' });
  const [row] = await insertPool(tx, { ...asked, transferable: transferable ? 1 : 0 });
  if (!row) throw new Error('no pool was made');
  const after = { licenses, transferable, start: isoTime(asked.start), end: isoTime(asked.end), order: asked.order };
  record(tx, { managerId, at: now, kind: 'pool.created', by, courseId, poolId: row.id, after });
  const pools = [{ id: row.id, course: course.title, licenses, free: licenses, end: asked.end }];
  const payload = () => ({ pools, more: 0, page: `/m/${managerId}/licenses` });
  const matters = [{ poolId: row.id, period: '' }];
  await tellMembers(tx, { managerId, kind: 'newPool', mail: 'manager_new_pool', matters, payload }, now);
  return row.id;
}

/** Adds licenses to a pool: it never has fewer than before. Throws `not_found` or `invalid_request`. */
export async function enlargePool(
  tx: Transaction,
  asked: { id: number; licenses: number },
  by: Actor,
  now: number,
): Promise<void> {
  const { id, licenses } = asked;
  const [found] = await managerOfPool(tx, { id });
  if (!found) throw notFound();
  const pool = await lockPool(tx, found.manager_id, id);
  const detail = `must be at least ${pool.licenses}, what the pool has: licenses that were sold are not taken back`;
  if (licenses < pool.licenses) throw invalid({ pointer: '/licenses', detail });
  if (licenses === pool.licenses) return;
  await setLicenses(tx, { id, licenses });
  const where = { managerId: pool.managerId, courseId: pool.courseId, poolId: id };
  const [before, after] = [{ licenses: pool.licenses }, { licenses }];
  record(tx, { ...where, at: now, kind: 'pool.enlarged', by, before, after });
}
