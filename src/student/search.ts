import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { runRaw } from '../db/raw.ts';
import { foldText } from '../rules/search.ts';

export const statuses = ['active', 'inactive', 'all'] as const;
export const sorts = ['name', 'email', 'progress', 'lastAccess', 'enrolled', 'expires'] as const;

export type Status = (typeof statuses)[number];
export type Sort = (typeof sorts)[number];

/** Which students of a manager are meant. */
export interface StudentFilter {
  managerId: number;
  /** A part of the name or the address; empty: everybody. */
  text: string;
  status: Status;
}

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

const isActive = (now: number) => sql`(ended_at is null and start_at <= ${now} and end_at > ${now})`;

/** One row per student who ever held a license of the manager, read from one index alone. */
const held = (managerId: number, now: number) => sql`
  select student_id, sum(case when ${isActive(now)} then 1 else 0 end) as licenses,
    min(start_at) as enrolled, max(end_at) as expires
  from license where manager_id = ${managerId} group by student_id`;

/** The same with progress. */
const heldWithProgress = (managerId: number, now: number, among: RawBuilder<unknown> = sql``) => sql`
  select license.student_id, sum(case when ${isActive(now)} then 1 else 0 end) as licenses,
    min(start_at) as enrolled, max(end_at) as expires, max(last_access_at) as last_access,
    coalesce(avg(case when ${isActive(now)} then coalesce(percent, 0) end), avg(coalesce(percent, 0))) as progress
  from license
  left join progress on progress.student_id = license.student_id and progress.course_id = license.course_id
  where manager_id = ${managerId} ${among} group by license.student_id`;

const keys: Record<Sort, string> = {
  name: 'search_key',
  email: 'email_key',
  progress: 'progress',
  lastAccess: 'coalesce(last_access, 0)',
  enrolled: 'enrolled',
  expires: 'expires',
};

const conditions: Record<Status, string> = { active: 'licenses > 0', inactive: 'licenses = 0', all: '1 = 1' };

/** What LIKE would take for a wildcard stands for itself. */
const contains = (text: string) => `%${foldText(text.trim()).replace(/[\\%_]/g, '\\$&')}%`;

function matching({ text, status }: StudentFilter) {
  const condition = sql.raw(conditions[status]);
  return text.trim() === '' ? condition : sql`${condition} and search_key like ${contains(text)} escape '\\'`;
}

/** A slice of the students that match, and how many there are in all. */
export async function searchStudents(
  db: Queries,
  filter: StudentFilter,
  { sort, descending }: StudentOrder,
  slice: Slice,
  now: number,
): Promise<{ total: number; students: StudentSummary[] }> {
  const source = (sort === 'progress' || sort === 'lastAccess' ? heldWithProgress : held)(filter.managerId, now);
  const found = sql`(${source}) as held join student on student.id = held.student_id where ${matching(filter)}`;
  const order = sql.raw(`${keys[sort]} ${descending ? 'desc' : 'asc'}`);
  const rows = await runRaw(
    db,
    sql<{ id: number; total: number }>`select id, count(*) over () as total from ${found}
      order by ${order}, search_key, id limit ${slice.limit} offset ${slice.offset}`,
  );
  const total = rows[0]?.total ?? (slice.offset > 0 ? await count(db, found) : 0);
  return {
    total,
    students: await summariesOf(
      db,
      filter.managerId,
      rows.map((row) => row.id),
      now,
    ),
  };
}

/** A page past the end has no row that could tell. */
async function count(db: Queries, found: RawBuilder<unknown>): Promise<number> {
  const [row] = await runRaw(db, sql<{ total: number }>`select count(*) as total from ${found}`);
  return row?.total ?? 0;
}

/** The students that match, by id, after the one given: for reading them all, page by page. */
export async function studentIdsAfter(db: Queries, filter: StudentFilter, after: number, limit: number, now: number) {
  const source = held(filter.managerId, now);
  const rows = await runRaw(
    db,
    sql<{ id: number }>`select id from (${source}) as held join student on student.id = held.student_id
      where ${matching(filter)} and id > ${after} order by id limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

interface SummaryRow extends Omit<StudentSummary, 'lastAccess'> {
  last_access: number | null;
}

async function summariesOf(db: Queries, managerId: number, ids: number[], now: number): Promise<StudentSummary[]> {
  const among = sql`and license.student_id in ${idsIn(JSON.stringify(ids), db.engine)}`;
  const rows = await runRaw(
    db,
    sql<SummaryRow>`select student.id, name, email, licenses, enrolled, expires, last_access, progress
      from (${heldWithProgress(managerId, now, among)}) as held join student on student.id = held.student_id`,
  );
  const byId = new Map(
    rows.map(({ last_access, ...row }) => [
      row.id,
      { ...row, progress: Math.round(row.progress), lastAccess: last_access },
    ]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}
