import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { parseEmail } from '../rules/email.ts';

/** Whether a student may watch a course now. Times in seconds. */
export interface Access {
  courseId: string;
  student: { id: number; name: string; email: string } | null;
  access: boolean;
  licenseId: number | null;
  managerId: number | null;
  until: number | null;
}

/** Of whom and of what it is asked: a student by id or by address, which may be nobody's. */
export interface AccessCheck {
  courseId: string;
  studentId?: number | null | undefined;
  email?: string | null | undefined;
}

interface Row {
  id: number;
  name: string;
  email: string;
  license_id: number | null;
  manager_id: number | null;
  end_at: number | null;
}

/** A license is looked up by student and course, of which one at most is active. */
const columns = [
  'student.id',
  'student.name',
  'student.email',
  'license.id as license_id',
  'license.manager_id',
  'license.end_at',
] as const;

const byId = prepare((db, p: { id: number; courseId: number; now: number }) =>
  db
    .selectFrom('student as found')
    .innerJoin('student', (join) => join.on('student.id', '=', sql<number>`coalesce(found.merged_into, found.id)`))
    .leftJoin('license', (join) =>
      join
        .onRef('license.student_id', '=', 'student.id')
        .on('license.course_id', '=', p.courseId)
        .on('license.ended_at', 'is', null)
        .on('license.start_at', '<=', p.now)
        .on('license.end_at', '>', p.now),
    )
    .select(columns)
    .where('found.id', '=', p.id),
);

const byKey = prepare((db, p: { key: string; courseId: number; now: number }) =>
  db
    .selectFrom('student_by_address as student')
    .leftJoin('license', (join) =>
      join
        .onRef('license.student_id', '=', 'student.id')
        .on('license.course_id', '=', p.courseId)
        .on('license.ended_at', 'is', null)
        .on('license.start_at', '<=', p.now)
        .on('license.end_at', '>', p.now),
    )
    .select(columns)
    .where('student.email_key', '=', p.key),
);

interface ManyRow extends Row {
  place: number;
}

const active = (now: number, engine: Engine): RawBuilder<unknown> =>
  engine === 'postgres'
    ? sql`left join lateral (select id, manager_id, end_at from license where student_id = student.id and course_id = asked.course_id
        and ended_at is null and start_at <= ${now}::bigint and end_at > ${now}::bigint offset 0) as license on true`
    : sql`left join license on license.student_id = student.id and license.course_id = asked.course_id
        and license.ended_at is null and license.start_at <= ${now} and license.end_at > ${now}`;

const asked = (rows: string, engine: Engine): RawBuilder<unknown> =>
  engine === 'postgres'
    ? sql`json_to_recordset(${rows}::json) as asked (place bigint, id bigint, key text, course_id bigint)`
    : sql`(select value ->> 'place' as place, value ->> 'id' as id, value ->> 'key' as key,
        value ->> 'course_id' as course_id from json_each(${rows})) as asked`;

const found = sql`asked.place, student.id, student.name, student.email, license.id as license_id, license.manager_id, license.end_at`;

/** Each student is looked up by itself, by an index: two lookups, because one of them is null. */
const many = prepare((db, p: { rows: string; now: number }, engine) => ({
  compile: () =>
    (engine === 'postgres'
      ? sql<ManyRow>`select ${found} from ${asked(p.rows, engine)} cross join lateral (
          (select student.id, student.name, student.email from student as named
            join student on student.id = coalesce(named.merged_into, named.id) where named.id = asked.id) union all
          (select id, name, email from student_by_address where email_key = asked.key) limit 1) as student ${active(p.now, engine)}`
      : sql<ManyRow>`select ${found} from ${asked(p.rows, engine)} cross join student as named on named.id = asked.id
            cross join student on student.id = coalesce(named.merged_into, named.id) ${active(p.now, engine)}
          union all select ${found} from ${asked(p.rows, engine)} cross join student as named on named.email_key = asked.key
            cross join student on student.id = coalesce(named.merged_into, named.id) ${active(p.now, engine)}`
    ).compile(db) as CompiledQuery<ManyRow>,
}));

/** The number of a course; 0, which none has, for what is no id. */
const courseNumber = (text: string): number => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0);

const keyOf = ({ email }: AccessCheck): string | null => (email == null ? null : (parseEmail(email)?.key ?? null));

function toAccess(courseId: string, row: Row | undefined): Access {
  const student = row ? { id: row.id, name: row.name, email: row.email } : null;
  if (row?.license_id == null)
    return { courseId, student, access: false, licenseId: null, managerId: null, until: null };
  return { courseId, student, access: true, licenseId: row.license_id, managerId: row.manager_id, until: row.end_at };
}

/** Whether a student may watch a course at this moment. Read from the database each time: a revocation counts at once. */
export async function findAccess(db: Queries, check: AccessCheck, now: number): Promise<Access> {
  const courseId = courseNumber(check.courseId);
  const key = keyOf(check);
  const rows =
    check.studentId != null
      ? await byId(db, { id: check.studentId, courseId, now })
      : key === null
        ? []
        : await byKey(db, { key, courseId, now });
  return toAccess(check.courseId, rows[0]);
}

/** The same for many, in the order in which they are asked. */
export async function findAccesses(db: Queries, checks: readonly AccessCheck[], now: number): Promise<Access[]> {
  const rows = checks.map((check, place) => ({
    place,
    id: check.studentId ?? null,
    key: keyOf(check),
    course_id: courseNumber(check.courseId),
  }));
  const answers = await many(db, { rows: JSON.stringify(rows), now });
  const byPlace = new Map(answers.map((row) => [row.place, row]));
  return checks.map(({ courseId }, place) => toAccess(courseId, byPlace.get(place)));
}
