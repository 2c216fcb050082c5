import type { Database, Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';

/** Why students could not open a course. Times in seconds. */
export interface LaunchFailure {
  student: { id: number; name: string; email: string };
  course: { id: number; title: string };
  why: string;
  times: number;
  first: number;
  last: number;
}

interface Failed {
  studentId: number;
  courseId: number;
  /** The code of the refusal. */
  why: string;
}

const note = prepare((db, p: Failed & { now: number }) =>
  db
    .insertInto('launch_failure')
    .values({
      student_id: p.studentId,
      course_id: p.courseId,
      why: p.why,
      times: 1,
      first_at: p.now,
      last_at: p.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['student_id', 'course_id', 'why']).doUpdateSet((eb) => ({
        times: eb('launch_failure.times', '+', 1),
        last_at: eb.ref('excluded.last_at'),
      })),
    ),
);

const courseById = prepare((db, p: { id: number }) => db.selectFrom('course').select('id').where('id', '=', p.id));

const list = prepare((db, p: Slice) =>
  db
    .selectFrom('launch_failure')
    .innerJoin('student', 'student.id', 'launch_failure.student_id')
    .innerJoin('course', 'course.id', 'launch_failure.course_id')
    .select([
      'launch_failure.student_id',
      'student.name',
      'student.email',
      'launch_failure.course_id',
      'course.title',
      'launch_failure.why',
      'launch_failure.times',
      'launch_failure.first_at',
      'launch_failure.last_at',
    ])
    .orderBy('launch_failure.last_at', 'desc')
    .orderBy('launch_failure.student_id', 'desc')
    .limit(p.limit)
    .offset(p.offset),
);

/** Deletes the reasons that were met before, some at a time. */
export const deleteOldFailures = prepare((db, p: { before: number; most: number }) =>
  db
    .deleteFrom('launch_failure')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('student_id', 'course_id', 'why'),
        'in',
        selectFrom('launch_failure as old')
          .select(['old.student_id', 'old.course_id', 'old.why'])
          .where('old.last_at', '<', p.before)
          .orderBy('old.last_at')
          .limit(p.most)
          .$asTuple('student_id', 'course_id', 'why'),
      ),
    )
    .returning('student_id'),
);

const count = prepare((db, _: object) =>
  db.selectFrom('launch_failure').select((eb) => eb.fn.countAll<number>().as('total')),
);

/** Keeps why a course did not open, for the publisher to see: once for a person, a course and a reason. */
export async function noteFailure(db: Database, failed: Failed, now: number): Promise<void> {
  await db.write(async (tx) => {
    const [course] = await courseById(tx, { id: failed.courseId });
    if (course) await note(tx, { ...failed, now });
  });
}

/** The courses that did not open, the latest first. */
export async function listFailures(db: Queries, slice: Slice): Promise<{ total: number; items: LaunchFailure[] }> {
  const [[counted], rows] = await Promise.all([count(db, {}), list(db, slice)]);
  const items = rows.map((row) => ({
    student: { id: row.student_id, name: row.name, email: row.email },
    course: { id: row.course_id, title: row.title },
    why: row.why,
    times: row.times,
    first: row.first_at,
    last: row.last_at,
  }));
  return { total: Number(counted?.total ?? 0), items };
}
