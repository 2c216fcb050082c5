import type { Transaction } from '../db/database.ts';
import { idsIn, textsIn } from '../db/dialect.ts';
import { type Fault, invalid } from '../errors.ts';
import { parseEmail } from '../rules/email.ts';
import { parseTime } from '../rules/time.ts';
import type { ProgressReport } from './report.ts';

/** How far a student is, as a learning platform reports it. */
export interface WrittenReport {
  studentId?: number | null | undefined;
  email?: string | null | undefined;
  courseId: number | string;
  percent?: number | null | undefined;
  completed?: string | null | undefined;
  lastAccess?: string | null | undefined;
  reportedAt?: string | null | undefined;
}

/** Where the reports stand in the body, and what a report without `reportedAt` was made at. */
interface Reading {
  pointer: string;
  madeAt: (report: WrittenReport, lastAccess: number | null) => number;
}

const MAX_FAULTS = 100;

async function knownCourses(tx: Transaction, ids: readonly number[]): Promise<Set<number>> {
  const list = idsIn(JSON.stringify(ids), tx.engine);
  const rows = await tx.kysely.selectFrom('course').select('id').where('id', 'in', list).execute();
  return new Set(rows.map((row) => row.id));
}

/** By the ids of students, those of whom is meant: the other one, where a student was merged. */
async function knownStudents(tx: Transaction, ids: readonly number[]): Promise<Map<number, number>> {
  const list = idsIn(JSON.stringify(ids), tx.engine);
  const query = tx.kysely.selectFrom('student').select(['id', 'merged_into']).where('id', 'in', list);
  const rows = await query.where('erased_at', 'is', null).execute();
  return new Map(rows.map((row) => [row.id, row.merged_into ?? row.id]));
}

async function idsByKey(tx: Transaction, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const list = textsIn(JSON.stringify(keys), tx.engine);
  const rows = await tx.kysely
    .selectFrom('student_by_address')
    .select(['id', 'email_key'])
    .where('email_key', 'in', list)
    .execute();
  return new Map(rows.map((row) => [row.email_key, row.id]));
}

function readTime(text: string | null | undefined, pointer: string, faults: Fault[]): number | null {
  const at = text == null ? null : parseTime(text);
  if (text != null && at === null) faults.push({ pointer, detail: 'is not an ISO 8601 date-time with an offset' });
  return at;
}

const keyOf = ({ email }: WrittenReport): string | null => (email == null ? null : (parseEmail(email)?.key ?? null));

/** A whole number of an id, as a number or as text; 0, which no course has, for anything else. */
const courseOf = ({ courseId }: WrittenReport): number =>
  typeof courseId === 'number' ? courseId : /^[1-9]\d{0,14}$/.test(courseId) ? Number(courseId) : 0;

/** Reads reports: real times, students and courses that exist. Throws `invalid_request` with what is wrong, place by place. */
export async function readReports(
  tx: Transaction,
  written: readonly WrittenReport[],
  { pointer, madeAt }: Reading,
): Promise<ProgressReport[]> {
  const faults: Fault[] = [];
  const byKey = await idsByKey(
    tx,
    written.map(keyOf).filter((key) => key !== null),
  );
  const students = await knownStudents(
    tx,
    written.flatMap(({ studentId }) => studentId ?? []),
  );
  const courses = await knownCourses(tx, written.map(courseOf));
  const reports = written.map((report, place) => {
    const at = `${pointer}/${place}`;
    const named = byKey.get(keyOf(report) ?? '');
    const given = report.studentId == null ? undefined : students.get(report.studentId);
    const studentId = report.email == null ? given : named;
    const both = report.email != null && report.studentId != null;
    if (report.email == null && report.studentId != null && given === undefined)
      faults.push({ pointer: `${at}/studentId`, detail: `no student ${report.studentId}` });
    else if (studentId === undefined || (both && studentId !== given))
      faults.push({ pointer: at, detail: 'names no student: give studentId or email' });
    const courseId = courseOf(report);
    if (!courses.has(courseId))
      faults.push({ pointer: `${at}/courseId`, detail: `no course ${String(report.courseId).slice(0, 40)}` });
    const lastAccess = readTime(report.lastAccess, `${at}/lastAccess`, faults);
    const completed = readTime(report.completed, `${at}/completed`, faults);
    const reportedAt = readTime(report.reportedAt, `${at}/reportedAt`, faults) ?? madeAt(report, lastAccess);
    return {
      studentId: studentId ?? 0,
      courseId,
      percent: report.percent ?? undefined,
      completed: report.completed === undefined ? undefined : completed,
      lastAccess: lastAccess ?? undefined,
      reportedAt,
    };
  });
  if (faults.length > 0) throw invalid(...faults.slice(0, MAX_FAULTS));
  return reports;
}
