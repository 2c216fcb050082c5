import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag } from '../db/tables.ts';
import { invalid, Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { tellMembers } from '../notice/members.ts';
import { isoTime, LATEST, monthsLater } from '../rules/time.ts';

/** A pool to be made. Times in seconds. */
export interface NewPool {
  managerId: number;
  courseId: number;
  transferable: boolean;
  licenses: number;
  start: number;
  /** Null: so many months after the start. */
  end: number | null;
  /** Null: those of the course. */
  months: number | null;
  /** The purchase it comes from. */
  order: string | null;
}

const managerById = prepare((db, p: { id: number }) => db.selectFrom('manager').select('id').where('id', '=', p.id));

const courseById = prepare((db, p: { id: number }) =>
  db.selectFrom('course').select(['title', 'months', 'archived_at']).where('id', '=', p.id),
);

const insert = prepare((db, p: Omit<NewPool, 'transferable' | 'months'> & { transferable: Flag; end: number }) =>
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

/**
 * Sells licenses of a course to a license manager, and tells its members. Throws `invalid_request` where one of the two
 * is unknown, and `course_archived`.
 */
export async function createPool(tx: Transaction, asked: NewPool, by: Actor, now: number): Promise<number> {
  const { managerId, courseId, licenses, transferable, start, order } = asked;
  if (!(await managerById(tx, { id: managerId }))[0])
    throw invalid({ pointer: '/managerId', detail: 'is no license manager' });
  const [course] = await courseById(tx, { id: courseId });
  if (!course) throw invalid({ pointer: '/courseId', detail: 'is no course' });
  if (course.archived_at !== null) throw new Refusal('course_archived');
  const end = asked.end ?? monthsLater(start, asked.months ?? course.months);
  if (end <= start) throw invalid({ pointer: '/end', detail: 'must be after the start' });
  if (end > LATEST) throw invalid({ pointer: '/months', detail: 'leads beyond the year 9999' });
  const [row] = await insert(tx, { ...asked, end, transferable: transferable ? 1 : 0 });
  if (!row) throw new Error('no pool was made');
  const after = { licenses, transferable, start: isoTime(start), end: isoTime(end), order };
  record(tx, { managerId, at: now, kind: 'pool.created', by, courseId, poolId: row.id, after });
  const pools = [{ id: row.id, course: course.title, licenses, free: licenses, end }];
  const payload = () => ({ pools, more: 0, page: `/m/${managerId}/licenses` });
  const matters = [{ poolId: row.id, period: '' }];
  await tellMembers(tx, { managerId, kind: 'newPool', mail: 'manager_new_pool', matters, payload }, now);
  return row.id;
}
