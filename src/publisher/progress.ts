import type { Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { type Fault, invalid } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { takeProgress } from '../import/progress.ts';
import { parseEmail } from '../rules/email.ts';
import { parseTime } from '../rules/time.ts';
import { findStudent } from '../student/student.ts';

/** How far a student is, as a learning platform reports it. */
export interface Report {
  studentId?: number;
  email?: string;
  courseId: number;
  percent: number;
  completed?: string | null;
  lastAccess?: string | null;
}

async function known(tx: Transaction, table: 'student' | 'course', ids: number[]): Promise<Set<number>> {
  const list = idsIn(JSON.stringify(ids), tx.engine);
  const rows = await tx.kysely.selectFrom(table).select(`${table}.id as id`).where(`${table}.id`, 'in', list).execute();
  return new Set(rows.map((row) => row.id));
}

function readTime(text: string | null | undefined, pointer: string, faults: Fault[]): number | null {
  const at = text == null ? null : parseTime(text);
  if (text != null && at === null) faults.push({ pointer, detail: 'is not an ISO 8601 date-time with an offset' });
  return at;
}

async function studentOf(tx: Transaction, { studentId, email }: Report): Promise<number | null> {
  if (email === undefined) return studentId ?? null;
  const parsed = parseEmail(email);
  const student = parsed && (await findStudent(tx, parsed));
  return student && (studentId === undefined || studentId === student.id) ? student.id : null;
}

/** Takes reports where they are newer than what is known; all or nothing. Answers how many were. */
export async function reportProgress(tx: Transaction, reports: Report[], by: Actor, now: number): Promise<number> {
  const faults: Fault[] = [];
  const records = [];
  for (const [i, report] of reports.entries()) {
    const studentId = await studentOf(tx, report);
    if (studentId === null) faults.push({ pointer: `/${i}`, detail: 'names no student: give studentId or email' });
    const completed = readTime(report.completed, `/${i}/completed`, faults);
    const lastAccess = readTime(report.lastAccess, `/${i}/lastAccess`, faults);
    records.push({
      studentId: studentId ?? 0,
      courseId: report.courseId,
      percent: report.percent,
      completed,
      lastAccess,
    });
  }
  const students = await known(
    tx,
    'student',
    records.map((one) => one.studentId),
  );
  const courses = await known(
    tx,
    'course',
    records.map((one) => one.courseId),
  );
  for (const [i, { studentId, courseId }] of records.entries()) {
    if (studentId && !students.has(studentId))
      faults.push({ pointer: `/${i}/studentId`, detail: `no student ${studentId}` });
    if (!courses.has(courseId)) faults.push({ pointer: `/${i}/courseId`, detail: `no course ${courseId}` });
  }
  if (faults.length > 0) throw invalid(...faults.slice(0, 100));
  const taken = await takeProgress(tx, records, now);
  if (taken > 0) record(tx, { managerId: null, at: now, kind: 'progress.reported', by, after: { taken } });
  return taken;
}
