import type { Database, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { DAY } from '../rules/time.ts';
import { issueCertificates } from './issue.ts';

const BATCH = 500;
/** A course that was looked through is looked through again after so long, in seconds. */
const AGAIN = DAY;

const switchedOff = prepare((db, _: object) =>
  db
    .selectFrom('certificate_scan')
    .innerJoin('course', 'course.id', 'certificate_scan.course_id')
    .select('course.id')
    .where('course.certificates', '=', 0)
    .limit(1),
);

/** What was switched off is looked through from the start once it is switched on again. */
const forget = prepare((db, _: object) =>
  db
    .deleteFrom('certificate_scan')
    .where('course_id', 'in', (eb) => eb.selectFrom('course').select('id').where('certificates', '=', 0)),
);

const nextCourse = prepare((db, p: { before: number }) =>
  db
    .selectFrom('course')
    .leftJoin('certificate_scan', 'certificate_scan.course_id', 'course.id')
    .select(['course.id', 'certificate_scan.after_student', 'certificate_scan.done_at'])
    .where('course.certificates', '=', 1)
    .where((eb) => eb.or([eb('certificate_scan.done_at', 'is', null), eb('certificate_scan.done_at', '<', p.before)]))
    .orderBy('course.id')
    .limit(1),
);

/** Who was erased is nobody's name to put on paper. */
const completions = prepare((db, p: { courseId: number; after: number; most: number }) =>
  db
    .selectFrom('progress')
    .innerJoin('student', 'student.id', 'progress.student_id')
    .leftJoin('certificate', (join) =>
      join
        .onRef('certificate.student_id', '=', 'progress.student_id')
        .onRef('certificate.course_id', '=', 'progress.course_id'),
    )
    .select(['progress.student_id', 'progress.completed_at', 'certificate.id as certificate', 'student.email'])
    .where('progress.course_id', '=', p.courseId)
    .where('progress.completed_at', 'is not', null)
    .where('progress.student_id', '>', p.after)
    .orderBy('progress.student_id')
    .limit(p.most),
);

const keep = prepare((db, p: { courseId: number; after: number; doneAt: number | null }) =>
  db
    .insertInto('certificate_scan')
    .values({ course_id: p.courseId, after_student: p.after, done_at: p.doneAt })
    .onConflict((conflict) =>
      conflict.column('course_id').doUpdateSet((eb) => ({
        after_student: eb.ref('excluded.after_student'),
        done_at: eb.ref('excluded.done_at'),
      })),
    ),
);

async function nextBatch(tx: Transaction, now: number): Promise<boolean> {
  await forget(tx, {});
  const [course] = await nextCourse(tx, { before: now - AGAIN });
  if (!course) return false;
  const after = course.done_at === null ? (course.after_student ?? 0) : 0;
  const rows = await completions(tx, { courseId: course.id, after, most: BATCH });
  const missing = rows.flatMap(({ student_id, completed_at, certificate, email }) =>
    certificate === null && completed_at !== null && email !== ''
      ? [{ student_id, course_id: course.id, completed: completed_at, untold: false }]
      : [],
  );
  await issueCertificates(tx, missing, now);
  const isLast = rows.length < BATCH;
  await keep(tx, {
    courseId: course.id,
    after: isLast ? 0 : (rows.at(-1)?.student_id ?? 0),
    doneAt: isLast ? now : null,
  });
  return true;
}

/**
 * Makes some of the certificates for what was completed before a course had them; answers whether there may be more.
 * What is completed from then on gets its certificate at once.
 */
export async function issueMissing(db: Database, now: number): Promise<boolean> {
  const [off, due] = await Promise.all([switchedOff(db.read, {}), nextCourse(db.read, { before: now - AGAIN })]);
  return off.length > 0 || due.length > 0 ? db.write((tx) => nextBatch(tx, now)) : false;
}
