import type { ImportProgress } from '../../import/schema.ts';
import { isoTime, isoTimeOrNull } from '../../rules/time.ts';
import type { Chance } from './chance.ts';
import { endOf, type Held } from './licenses.ts';

/** The time in which a student had access to a course. */
interface Access {
  studentId: number;
  courseId: number;
  from: number;
  until: number;
}

/** A report for most who had access: some never opened the course, some finished it, most are under way. */
export function reportProgress(licenses: Held[], now: number, chance: Chance): ImportProgress[] {
  return accesses(licenses, now).flatMap((access) => (chance.happens(0.1) ? [] : [report(access, chance)]));
}

function accesses(licenses: Held[], now: number): Access[] {
  const begun = licenses.filter(({ start }) => start < now);
  const groups = Map.groupBy(begun, ({ student, pool }) => `${student.id}:${pool.courseId}`);
  return [...groups.values()].map((group) => {
    const { student, pool } = group[0] as Held;
    const from = Math.min(...group.map(({ start }) => start));
    const until = Math.min(now, Math.max(...group.map(endOf)));
    return { studentId: student.id, courseId: pool.courseId, from, until };
  });
}

function report({ studentId, courseId, from, until }: Access, chance: Chance): ImportProgress {
  const stage = chance.happens(0.12) ? 'opened' : chance.happens(0.3) ? 'finished' : 'under way';
  const percent = stage === 'opened' ? 0 : stage === 'finished' ? 100 : chance.between(1, 100);
  const opened = chance.between(from, until);
  const lastAccess = stage === 'opened' ? opened : chance.between(opened, until);
  const completed = stage === 'finished' ? chance.between(opened, lastAccess) : null;
  return { studentId, courseId, percent, completed: isoTimeOrNull(completed), lastAccess: isoTime(lastAccess) };
}
