import type { Transaction } from '../db/database.ts';

/** How far a student is in a course. Times in seconds. */
export interface ProgressRecord {
  studentId: number;
  courseId: number;
  percent: number;
  completed: number | null;
  lastAccess: number | null;
}

const PROGRESS_AT_ONCE = 500;

/** Parts of a list in none of which a student and a course come twice: one statement changes a row but once. */
function* inParts(progress: ProgressRecord[]): Generator<ProgressRecord[]> {
  let part = new Map<string, ProgressRecord>();
  for (const one of progress) {
    const key = `${one.studentId}/${one.courseId}`;
    if (part.size >= PROGRESS_AT_ONCE || part.has(key)) {
      yield [...part.values()];
      part = new Map();
    }
    part.set(key, one);
  }
  if (part.size > 0) yield [...part.values()];
}

const progressRow = (one: ProgressRecord, now: number) => ({
  student_id: one.studentId,
  course_id: one.courseId,
  percent: one.percent,
  completed_at: one.completed,
  last_access_at: one.lastAccess,
  reported_at: now,
});

/** Progress is taken where it is newer than what is known; answers how much was. */
export async function takeProgress(tx: Transaction, progress: ProgressRecord[], now: number): Promise<number> {
  let taken = 0;
  for (const part of inParts(progress)) {
    const rows = await tx.kysely
      .insertInto('progress')
      .values(part.map((one) => progressRow(one, now)))
      .onConflict((conflict) =>
        conflict
          .columns(['student_id', 'course_id'])
          .doUpdateSet((eb) => ({
            percent: eb.ref('excluded.percent'),
            completed_at: eb.ref('excluded.completed_at'),
            last_access_at: eb.ref('excluded.last_access_at'),
            reported_at: eb.ref('excluded.reported_at'),
          }))
          .where((eb) =>
            eb.or([
              eb.and([eb('progress.last_access_at', 'is', null), eb('excluded.last_access_at', 'is not', null)]),
              eb('progress.last_access_at', '<', eb.ref('excluded.last_access_at')),
            ]),
          ),
      )
      .returning('student_id')
      .execute();
    taken += rows.length;
  }
  return taken;
}
