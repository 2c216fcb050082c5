import type { Engine, Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { ownRows } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { EndedHow, Flag } from '../db/tables.ts';
import { isActive } from '../rules/license.ts';
import { countStudents, idsInOrder } from './ids.ts';
import { licenseMatcher, type StudentFilter } from './match.ts';

/** A license of a student with its course and the progress in it. Times in seconds. */
export interface Enrollment {
  licenseId: number;
  poolId: number;
  courseId: number;
  linkId: number | null;
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
      'license.link_id',
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
  link_id: number | null;
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
  linkId: row.link_id,
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

/** Those licenses of students that match, in the order of the ids given. Whoever has none any more is left out. */
export async function holdersOf(db: Queries, filter: StudentFilter, ids: number[], now: number): Promise<Student[]> {
  const students = await studentsById(db, filter.managerId, ids, { all: true, now });
  const matches = licenseMatcher(filter, now);
  return students
    .map((student) => ({ ...student, enrollments: student.enrollments.filter(matches) }))
    .filter((student) => student.enrollments.length > 0);
}

/** A slice of the manager's students, by id, and how many there are in all. */
export async function listStudents(
  db: Queries,
  { managerId, includeInactive: all }: { managerId: number; includeInactive: boolean },
  slice: Slice,
  now: number,
): Promise<{ total: number; students: Student[] }> {
  const scope = { managerId, status: all ? 'all' : 'active' } as const;
  const total = await countStudents(db, scope, now);
  const ids = await idsInOrder(db, scope, { by: 'student_id', descending: false }, { ...slice, total }, now);
  return { total, students: await studentsById(db, managerId, ids, { all, now }) };
}
