import { sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { ownRows } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { isActiveAt } from '../db/predicates.ts';
import { runRaw } from '../db/raw.ts';
import type { StudentCache } from './columns-cache.ts';
import { countStudents, idsInOrder } from './ids.ts';
import { isPlain, type StudentFilter } from './match.ts';
import type { Sort } from './order.ts';

export interface StudentOrder {
  sort: Sort;
  descending: boolean;
}

/** A student as a manager's list shows it. Times in seconds. */
export interface StudentSummary {
  id: number;
  name: string;
  email: string;
  /** Active licenses of this manager. */
  licenses: number;
  /** Whole percent, over what the student holds or, holding nothing, ever held. */
  progress: number;
  lastAccess: number | null;
  enrolled: number;
  expires: number;
}

const licenses = (now: number) => sql`sum(case when ${isActiveAt(now)} then 1 else 0 end)`;
const progress = (now: number) =>
  sql`coalesce(avg(case when ${isActiveAt(now)} then coalesce(percent, 0) end), avg(coalesce(percent, 0)))`;

const withProgress = sql`left join progress
  on progress.student_id = license.student_id and progress.course_id = license.course_id`;

/** A slice of the ids of the students that match, in order, and how many there are in all. */
async function findIds(
  db: Queries,
  cache: StudentCache,
  filter: StudentFilter,
  { sort, descending }: StudentOrder,
  slice: Slice,
  now: number,
): Promise<{ total: number; ids: number[] }> {
  if (sort === 'name' && isPlain(filter)) {
    const total = await countStudents(db, filter, now);
    return { total, ids: await idsInOrder(db, filter, { by: 'search_key', descending }, { ...slice, total }, now) };
  }
  const found = await cache.list(filter, { sort, descending }, now);
  return { total: found.length, ids: [...found.subarray(slice.offset, slice.offset + slice.limit)] };
}

/** A slice of the students that match, and how many there are in all. */
export async function searchStudents(
  db: Queries,
  cache: StudentCache,
  filter: StudentFilter,
  order: StudentOrder,
  slice: Slice,
  now: number,
): Promise<{ total: number; students: StudentSummary[] }> {
  const { total, ids } = await findIds(db, cache, filter, order, slice, now);
  if (ids.length === 0) return { total, students: [] };
  return { total, students: await summariesOf(db, filter.managerId, ids, now) };
}

interface SummaryRow extends Omit<StudentSummary, 'lastAccess'> {
  last_access: number | null;
}

async function summariesOf(db: Queries, managerId: number, ids: number[], now: number): Promise<StudentSummary[]> {
  const rows = await runRaw(
    db,
    sql<SummaryRow>`select student.id, student.name, student.email, ${licenses(now)} as licenses,
        min(start_at) as enrolled, max(end_at) as expires, max(last_access_at) as last_access, ${progress(now)} as progress
      from ${ownRows('license', 'student_id', { managerId, ids: JSON.stringify(ids) }, db.engine)} as license
      join student on student.id = license.student_id ${withProgress} group by student.id`,
  );
  const byId = new Map(
    rows.map(({ last_access, ...row }) => [
      row.id,
      { ...row, progress: Math.round(row.progress), lastAccess: last_access },
    ]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}
