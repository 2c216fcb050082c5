import { sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { isOneOf, ownRows } from '../db/planner-hints.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { runRaw } from '../db/raw.ts';
import type { StudentCache, StudentFigures } from './columns-cache.ts';
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

const namesOf = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .selectFrom('student')
    .select(['id', 'name', 'email'])
    .where(isOneOf('id', idsIn(p.ids, engine), engine)),
);

/** A slice of the students that match, and how many there are in all. */
export async function searchStudents(
  db: Queries,
  cache: StudentCache,
  filter: StudentFilter,
  { sort, descending }: StudentOrder,
  slice: Slice,
  now: number,
): Promise<{ total: number; students: StudentSummary[] }> {
  if (sort === 'name' && isPlain(filter)) {
    const total = await countStudents(db, filter, now);
    const ids = await idsInOrder(db, filter, { by: 'search_key', descending }, { ...slice, total }, now);
    return { total, students: ids.length > 0 ? await summariesOf(db, filter.managerId, ids, now) : [] };
  }
  const { total, students } = await cache.page(filter, { sort, descending }, slice, now);
  return { total, students: students.length > 0 ? await withNames(db, students) : [] };
}

async function withNames(db: Queries, students: StudentFigures[]): Promise<StudentSummary[]> {
  const rows = await namesOf(db, { ids: JSON.stringify(students.map(({ id }) => id)) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return students.flatMap(({ progress, ...figures }) => {
    const name = byId.get(figures.id);
    return name ? [{ ...name, ...figures, progress: Math.round(progress) }] : [];
  });
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
