import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { runRaw } from '../db/raw.ts';
import type { ActorKind } from '../db/tables.ts';

/** A history grows for ever: counting stops here, and so do page numbers. `before` goes on from there. */
export const MAX_COUNTED = 10_000;

/** Which facts of a manager's history are meant. Times in seconds. */
export interface EventFilter {
  /** Null: those of all license managers, and the publisher's. */
  managerId: number | null;
  /** A part of the name of who did it. */
  actor?: string | undefined;
  studentId?: number | undefined;
  courseId?: number | undefined;
  kind?: string | undefined;
  /** From this moment on. */
  from?: number | undefined;
  /** Up to this moment, without it. */
  until?: number | undefined;
  /** Older than the event with this id, which may be any. */
  before?: number | undefined;
}

/** One fact, with the student and the course that it is about. */
export interface EventFact {
  id: number;
  managerId: number | null;
  at: number;
  kind: string;
  actor: { kind: ActorKind; label: string };
  student: { id: number; name: string; email: string } | null;
  course: { id: number; title: string } | null;
  poolId: number | null;
  licenseId: number | null;
  details: { before?: object; after?: object; why?: object };
}

export interface EventRow {
  id: number;
  manager_id: number | null;
  at: number;
  kind: string;
  actor_kind: ActorKind;
  actor_label: string;
  student_id: number | null;
  name: string | null;
  email: string | null;
  course_id: number | null;
  title: string | null;
  pool_id: number | null;
  license_id: number | null;
  details: string;
}

/** The columns of an `EventRow`, where event, student and course are joined. */
export const eventColumns = [
  'event.id',
  'event.manager_id',
  'event.at',
  'event.kind',
  'event.actor_kind',
  'event.actor_label',
  'event.student_id',
  'student.name',
  'student.email',
  'event.course_id',
  'course.title',
  'event.pool_id',
  'event.license_id',
  'event.details',
] as const;

const actorMatches = (text: string) => {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql`lower(actor_label) like ${pattern} escape '\\'`;
};

/** Older than an event of this manager, by time and then by id; an id that is none of theirs leaves nothing out. */
const older = (managerId: number | null, id: number) => {
  const own = managerId === null ? sql`` : sql` and manager_id = ${managerId}`;
  return sql`(at, id) < (coalesce((select at from event where id = ${id}${own}), ${Number.MAX_SAFE_INTEGER}), ${id})`;
};

/** What happened to a student, by an index that begins with the license manager. */
const ofStudent = (managerId: number | null, id: number) =>
  managerId === null
    ? sql`student_id = ${id} and (manager_id in (select manager_id from manager_student where student_id = ${id})
        or manager_id is null)`
    : sql`student_id = ${id}`;

function conditions(filter: EventFilter): RawBuilder<unknown> {
  const { actor, studentId, courseId, kind, from, until, before } = filter;
  const all = [filter.managerId === null ? sql`1 = 1` : sql`manager_id = ${filter.managerId}`];
  if (studentId !== undefined) all.push(ofStudent(filter.managerId, studentId));
  if (courseId !== undefined) all.push(sql`course_id = ${courseId}`);
  if (kind !== undefined) all.push(sql`kind = ${kind}`);
  if (from !== undefined) all.push(sql`at >= ${from}`);
  if (until !== undefined) all.push(sql`at < ${until}`);
  if (before !== undefined) all.push(older(filter.managerId, before));
  if (actor?.trim()) all.push(actorMatches(actor.trim()));
  return sql.join(all, sql` and `);
}

export const toFact = (row: EventRow): EventFact => ({
  id: row.id,
  managerId: row.manager_id,
  at: row.at,
  kind: row.kind,
  actor: { kind: row.actor_kind, label: row.actor_label },
  student:
    row.student_id === null || row.name === null
      ? null
      : { id: row.student_id, name: row.name, email: row.email ?? '' },
  course: row.course_id === null || row.title === null ? null : { id: row.course_id, title: row.title },
  poolId: row.pool_id,
  licenseId: row.license_id,
  details: JSON.parse(row.details),
});

/** A slice of the history, newest first, and how many match, up to MAX_COUNTED. */
export async function listEvents(
  db: Queries,
  filter: EventFilter,
  slice: Slice,
): Promise<{ total: number; events: EventFact[] }> {
  const where = conditions(filter);
  const [counted] = await runRaw(
    db,
    sql<{
      total: number;
    }>`select count(*) as total from (select 1 from event where ${where} limit ${MAX_COUNTED}) as matching`,
  );
  const limit = Math.max(0, Math.min(slice.limit, MAX_COUNTED - slice.offset));
  const rows = await runRaw(
    db,
    sql<EventRow>`select event.id, manager_id, at, event.kind, actor_kind, actor_label, student_id, student.name, student.email, course_id, title, pool_id, license_id, details
      from (select id from event where ${where} order by at desc, id desc limit ${limit} offset ${slice.offset}) as slice
      join event on event.id = slice.id
      left join student on student.id = event.student_id left join course on course.id = event.course_id
      order by at desc, event.id desc`,
  );
  return { total: counted?.total ?? 0, events: rows.map(toFact) };
}
