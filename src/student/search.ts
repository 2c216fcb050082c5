import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import { foundIn, ownRows } from '../db/dialect.ts';
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

const active = (now: number) => sql`(ended_at is null and start_at <= ${now} and end_at > ${now})`;
const licenses = (now: number) => sql`sum(case when ${active(now)} then 1 else 0 end)`;
const progress = (now: number) =>
  sql`coalesce(avg(case when ${active(now)} then coalesce(percent, 0) end), avg(coalesce(percent, 0)))`;

/** What a sort looks at: of the student, or reckoned from the licenses. */
const ofStudent = { name: sql`search_key`, email: sql`email_key` };
const ofLicenses: Record<Exclude<Sort, keyof typeof ofStudent>, (now: number) => RawBuilder<unknown>> = {
  progress,
  lastAccess: () => sql`coalesce(max(last_access_at), 0)`,
  enrolled: () => sql`min(start_at)`,
  expires: () => sql`max(end_at)`,
};

const withProgress = sql`left join progress
  on progress.student_id = license.student_id and progress.course_id = license.course_id`;

/** What LIKE would take for a wildcard stands for itself. */
const contains = (text: string) => `%${foldText(text.trim()).replace(/[\\%_]/g, '\\$&')}%`;

/** All licenses of the manager, read from one index in the order of students; of those who match, where there is a text. */
const licensesOf = ({ managerId, text }: StudentFilter, more = sql``) =>
  text.trim() === ''
    ? sql`from license ${more} where license.manager_id = ${managerId}`
    : sql`from license join student on student.id = license.student_id ${more}
        where license.manager_id = ${managerId} and search_key like ${contains(text)} escape '\\'`;

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
  const source = licensesOf(filter, sort === 'progress' || sort === 'lastAccess' ? withProgress : sql``);
  const named = sort === 'name' || sort === 'email';
  const reckoned = named ? sql`` : sql`, ${ofLicenses[sort](now)} as reckoned`;
  const found = sql`select license.student_id as id${reckoned} ${source}
    group by license.student_id ${having(filter.status, now)}`;
  const students = named ? foundIn('student', db.engine) : sql`found join student on student.id = found.id`;
  const order = sql`${named ? ofStudent[sort] : sql`reckoned`} ${sql.raw(descending ? 'desc' : 'asc')}`;
  const rows = await runRaw(
    db,
    sql<{ id: number; total: number }>`with found as materialized (${found})
      select student.id, (select count(*) from found) as total from ${students}
      order by ${order}, search_key, student.id limit ${slice.limit} offset ${slice.offset}`,
  );
  const ids = rows.map((row) => row.id);
  const total = rows[0]?.total ?? (slice.offset > 0 ? await count(db, found) : 0);
  return { total, students: await summariesOf(db, filter.managerId, ids, now) };
}

/** A page past the end has no row that could tell. */
async function count(db: Queries, found: RawBuilder<unknown>): Promise<number> {
  const [row] = await runRaw(db, sql<{ total: number }>`select count(*) as total from (${found}) as found`);
  return row?.total ?? 0;
}

/** The students that match, by id, after the one given: for reading them all, part by part. */
export async function studentIdsAfter(
  db: Queries,
  filter: StudentFilter,
  after: number,
  limit: number,
  now: number,
): Promise<number[]> {
  const rows = await runRaw(
    db,
    sql<{ id: number }>`select license.student_id as id ${licensesOf(filter)} and license.student_id > ${after}
      group by license.student_id ${having(filter.status, now)} order by license.student_id limit ${limit}`,
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
