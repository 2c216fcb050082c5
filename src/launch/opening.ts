import type { Queries } from '../db/database.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import type { EndedHow } from '../db/tables.ts';
import { notFound, Refusal } from '../errors.ts';
import type { LaunchMethod } from '../rules/launch.ts';
import { isoTime } from '../rules/time.ts';

/** A course that is about to open for a student. Times in seconds. */
export interface Opening {
  student: { id: number; name: string; email: string; language: string | null };
  course: { id: number; title: string; method: LaunchMethod; url: string | null };
  license: { id: number; poolId: number; end: number };
  manager: { id: number; name: string };
}

const columns = [
  'license.id',
  'license.pool_id',
  'license.end_at',
  'license.student_id',
  'license.course_id',
  'license.manager_id',
  'student.name',
  'student.email',
  'course.title',
  'course.launch_method',
  'course.launch_url',
  'manager.name as manager',
  'person.language',
] as const;

const activeOf = prepare((db, p: { studentId: number; courseId: number; now: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .innerJoin('course', 'course.id', 'license.course_id')
    .innerJoin('manager', 'manager.id', 'license.manager_id')
    .leftJoin('person', 'person.email', 'student.email_key')
    .select(columns)
    .where('license.student_id', '=', p.studentId)
    .where('license.course_id', '=', p.courseId)
    .where(isActiveAt(p.now)),
);

/** What a student held of a course, by the license managers who gave it: the index has no student without one. */
const heldBefore = prepare((db, p: { studentId: number; courseId: number }) =>
  db
    .selectFrom('manager_student')
    .innerJoin('license', (join) =>
      join
        .onRef('license.manager_id', '=', 'manager_student.manager_id')
        .onRef('license.student_id', '=', 'manager_student.student_id'),
    )
    .select(['license.start_at', 'license.end_at', 'license.ended_at', 'license.ended_how'])
    .where('manager_student.student_id', '=', p.studentId)
    .where('license.course_id', '=', p.courseId)
    .orderBy('license.end_at', 'desc')
    .orderBy('license.id', 'desc')
    .limit(1),
);

const ownById = prepare((db, p: { id: number; email: string }) =>
  db
    .selectFrom('license')
    .innerJoin('student_by_address as student', 'student.id', 'license.student_id')
    .select([
      'license.student_id',
      'license.course_id',
      'license.start_at',
      'license.end_at',
      'license.ended_at',
      'license.ended_how',
    ])
    .where('license.id', '=', p.id)
    .where('student.email_key', '=', p.email),
);

const WORDS: Partial<Record<EndedHow, string>> = {
  revoked: 'it was revoked',
  returned: 'the student gave it back',
  recycled: 'it went to somebody else',
  edited: 'its end date was changed',
  expired: 'it ran out',
  merged: 'the student holds the course by another license',
};

type Held = { start_at: number; end_at: number; ended_at: number | null; ended_how: EndedHow | null };

/** Why a license opens nothing, in words: a student may come a moment after it ended. */
function noLicense(license: Held | undefined, now: number): Refusal {
  if (!license) return new Refusal('no_license');
  if (license.start_at > now)
    return new Refusal('no_license', { detail: `The license for this course begins at ${isoTime(license.start_at)}.` });
  const why = WORDS[license.ended_how ?? 'expired'];
  const detail = `The license for this course ended at ${isoTime(license.end_at)}${why ? `: ${why}` : ''}.`;
  return new Refusal('no_license', { detail });
}

/** What opens for a student in a course; throws `no_license`, which says when the last one ended. */
export async function findOpening(
  db: Queries,
  asked: { studentId: number; courseId: number },
  now: number,
): Promise<Opening> {
  const [row] = await activeOf(db, { ...asked, now });
  if (!row) throw noLicense((await heldBefore(db, asked))[0], now);
  return {
    student: { id: row.student_id, name: row.name, email: row.email, language: row.language },
    course: { id: row.course_id, title: row.title, method: row.launch_method, url: row.launch_url },
    license: { id: row.id, poolId: row.pool_id, end: row.end_at },
    manager: { id: row.manager_id, name: row.manager },
  };
}

/** Whom and of what a license is, where it is of the student with this address; throws `not_found`. */
export async function ownLicense(
  db: Queries,
  asked: { id: number; email: string },
  now: number,
): Promise<{ studentId: number; courseId: number; refusal: Refusal | null }> {
  const [row] = await ownById(db, asked);
  if (!row) throw notFound();
  const active = row.ended_at === null && row.start_at <= now && now < row.end_at;
  return { studentId: row.student_id, courseId: row.course_id, refusal: active ? null : noLicense(row, now) };
}
