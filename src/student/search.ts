import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { ownRows } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { runRaw } from '../db/raw.ts';
import { countStudents, idsInOrder, isLike, isSearch, patternOf, type Status, type StudentFilter } from './ids.ts';

export const sorts = ['name', 'email', 'progress', 'lastAccess', 'enrolled', 'expires'] as const;

export type Sort = (typeof sorts)[number];

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

const active = (now: number) => sql`(ended_at is null and start_at <= ${now} and end_at > ${now})`;
const licenses = (now: number) => sql`sum(case when ${active(now)} then 1 else 0 end)`;
const progress = (now: number) =>
  sql`coalesce(avg(case when ${active(now)} then coalesce(percent, 0) end), avg(coalesce(percent, 0)))`;

/** What a sort reckons from all licenses of the manager that a student has or had. */
const reckoned: Record<Exclude<Sort, 'name' | 'email'>, (now: number) => RawBuilder<unknown>> = {
  progress,
  lastAccess: () => sql`coalesce(max(last_access_at), 0)`,
  enrolled: () => sql`min(start_at)`,
  expires: () => sql`max(end_at)`,
};

const withProgress = sql`left join progress
  on progress.student_id = license.student_id and progress.course_id = license.course_id`;

function having(status: Status, now: number): RawBuilder<unknown> {
  if (status === 'all') return sql``;
  return status === 'active' ? sql`having ${licenses(now)} > 0` : sql`having ${licenses(now)} = 0`;
}

/** A slice of the students that match, and how many there are in all. */
export async function searchStudents(
  db: Queries,
  filter: StudentFilter,
  { sort, descending }: StudentOrder,
  slice: Slice,
  now: number,
): Promise<{ total: number; students: StudentSummary[] }> {
  const total = await countStudents(db, filter, now);
  if (slice.offset >= total) return { total, students: [] };
  const ids =
    sort === 'name'
      ? await idsInOrder(db, filter, { by: 'search_key', descending }, { ...slice, total }, now)
      : await idsSorted(db, filter, sort, { ...slice, descending }, now);
  return { total, students: await summariesOf(db, filter.managerId, ids, now) };
}

/** Looks at everything that the manager has: no index is in the order of what is reckoned. */
async function idsSorted(
  db: Queries,
  { managerId, text, status }: StudentFilter,
  sort: Exclude<Sort, 'name'>,
  { limit, offset, descending }: Slice & { descending: boolean },
  now: number,
): Promise<number[]> {
  const value = sort === 'email' ? sql`null` : reckoned[sort](now);
  const key = sort === 'email' ? sql`email_key` : sql`own.value`;
  const progressed = sort === 'progress' || sort === 'lastAccess' ? withProgress : sql``;
  const named = sql`select student_id from manager_student where manager_id = ${managerId} and ${isLike(patternOf(text))}`;
  const found = isSearch(text) ? sql`and license.student_id in (${named})` : sql``;
  const rows = await runRaw(
    db,
    sql<{ id: number }>`select student.id from (
        select license.student_id, ${value} as value from license ${progressed}
        where license.manager_id = ${managerId} ${found} group by license.student_id ${having(status, now)}
      ) as own join student on student.id = own.student_id
      order by ${key} ${sql.raw(descending ? 'desc' : 'asc')}, search_key, student.id limit ${limit} offset ${offset}`,
  );
  return rows.map((row) => row.id);
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
