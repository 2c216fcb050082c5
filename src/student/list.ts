import { type Kysely, sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { after, compared, ownRows, upTo } from '../db/dialect.ts';
import { fromTheEnd, readSlice, type Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { EndedHow, Flag, Tables } from '../db/tables.ts';
import { isActive } from '../rules/license.ts';

/** A license of a student with its course and the progress in it. Times in seconds. */
export interface Enrollment {
  licenseId: number;
  poolId: number;
  courseId: number;
  title: string;
  transferable: boolean;
  start: number;
  end: number;
  ended: number | null;
  endedHow: EndedHow | null;
  percent: number;
  completed: number | null;
  lastAccess: number | null;
}

export interface Student {
  id: number;
  name: string;
  email: string;
  enrollments: Enrollment[];
}

interface Parameters {
  managerId: number;
  now: number;
}

/** The licenses by which the student of a row of `of` is a student now. */
const holdings = (db: Kysely<Tables>, p: Parameters, of: 'manager_student' | 'doubtful') =>
  db
    .selectFrom('license')
    .select('license.id')
    .where('license.manager_id', '=', p.managerId)
    .where(sql<boolean>`license.student_id = ${sql.ref(`${of}.student_id`)}`)
    .where('license.ended_at', 'is', null)
    .where(compared('license.start_at'), '<=', p.now)
    .where(compared('license.end_at'), '>', p.now);

/** The kept total, less the few students whose licenses have all run out unswept or not begun. */
function activeTotal(db: Kysely<Tables>, p: Parameters) {
  const live = db
    .selectFrom('license')
    .select('student_id')
    .where('manager_id', '=', p.managerId)
    .where('ended_at', 'is', null);
  const doubtful = live.where(upTo('end_at', p.now)).union(live.where(after('start_at', p.now)));
  const inactive = db
    .selectFrom(doubtful.as('doubtful'))
    .select(sql<number>`count(*)`.as('n'))
    .where(({ not, exists }) => not(exists(holdings(db, p, 'doubtful'))));
  return db
    .selectFrom('tally')
    .select(sql<number>`live_students - (${inactive})`.as('total'))
    .where('manager_id', '=', p.managerId);
}

const everTotal = (db: Kysely<Tables>, p: Parameters) =>
  db.selectFrom('tally').select('students as total').where('manager_id', '=', p.managerId);

function idsOf(db: Kysely<Tables>, all: boolean, p: Parameters) {
  const ids = db.selectFrom('manager_student').select('student_id').where('manager_id', '=', p.managerId);
  return all
    ? ids
    : ids.where(sql<boolean>`live > 0`).where(({ exists }) => exists(holdings(db, p, 'manager_student')));
}

function listing(all: boolean) {
  const total = all ? everTotal : activeTotal;
  return {
    count: prepare((db, p: Parameters) => total(db, p)),
    ascending: prepare((db, p: Parameters & Slice) =>
      idsOf(db, all, p).orderBy('student_id').limit(p.limit).offset(p.offset),
    ),
    descending: prepare((db, p: Parameters & Slice) => {
      const { limit, offset } = fromTheEnd(total(db, p), p);
      return idsOf(db, all, p).orderBy('student_id', 'desc').limit(limit).offset(offset);
    }),
  };
}

const listings = { all: listing(true), active: listing(false) };

const enrollments = prepare((db, p: { managerId: number; ids: string }, engine: Engine) =>
  db
    .selectFrom(ownRows('license', 'student_id', p, engine).as('license'))
    .innerJoin('student', 'student.id', 'license.student_id')
    .innerJoin('course', 'course.id', 'license.course_id')
    .leftJoin('progress', (join) =>
      join
        .onRef('progress.student_id', '=', 'license.student_id')
        .onRef('progress.course_id', '=', 'license.course_id'),
    )
    .select([
      'student.id as student_id',
      'student.name',
      'student.email',
      'license.id as license_id',
      'license.pool_id',
      'license.course_id',
      'course.title',
      'license.transferable',
      'license.start_at',
      'license.end_at',
      'license.ended_at',
      'license.ended_how',
      'progress.percent',
      'progress.completed_at',
      'progress.last_access_at',
    ])
    .orderBy('license.student_id')
    .orderBy('license.id'),
);

interface Row {
  student_id: number;
  name: string;
  email: string;
  license_id: number;
  pool_id: number;
  course_id: number;
  title: string;
  transferable: Flag;
  start_at: number;
  end_at: number;
  ended_at: number | null;
  ended_how: EndedHow | null;
  percent: number | null;
  completed_at: number | null;
  last_access_at: number | null;
}

const toEnrollment = (row: Row): Enrollment => ({
  licenseId: row.license_id,
  poolId: row.pool_id,
  courseId: row.course_id,
  title: row.title,
  transferable: row.transferable === 1,
  start: row.start_at,
  end: row.end_at,
  ended: row.ended_at,
  endedHow: row.ended_how,
  percent: row.percent ?? 0,
  completed: row.completed_at,
  lastAccess: row.last_access_at,
});

/** Students by id, each with what they hold or, with `all`, ever held of this manager. Those who never did are left out. */
export async function studentsById(
  db: Queries,
  managerId: number,
  ids: number[],
  { all, now }: { all: boolean; now: number },
): Promise<Student[]> {
  const rows: Row[] = await enrollments(db, { managerId, ids: JSON.stringify(ids) });
  return [...Map.groupBy(rows, (row) => row.student_id).values()].flatMap((own) => {
    const first = own[0];
    if (!first) return [];
    const mine = own.map(toEnrollment).filter((enrollment) => all || isActive(enrollment, now));
    return [{ id: first.student_id, name: first.name, email: first.email, enrollments: mine }];
  });
}

/** A slice of the manager's students, by id, and how many there are in all. */
export async function listStudents(
  db: Queries,
  scope: { managerId: number; includeInactive: boolean },
  slice: Slice,
  now: number,
): Promise<{ total: number; students: Student[] }> {
  const queries = listings[scope.includeInactive ? 'all' : 'active'];
  const parameters = { managerId: scope.managerId, now, ...slice };
  const [counted] = await queries.count(db, parameters);
  const total = counted?.total ?? 0;
  const rows = await readSlice(db, total, parameters, queries);
  const ids = rows.map((row) => row.student_id);
  return { total, students: await studentsById(db, scope.managerId, ids, { all: scope.includeInactive, now }) };
}
