import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Queries } from '../db/database.ts';
import { isActive } from '../rules/license.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import { idsAfter, type StudentFilter } from './ids.ts';
import { type Student, studentsById } from './list.ts';

const STUDENTS_AT_A_TIME = 500;

const columns = [
  'student id',
  'name',
  'email',
  'course',
  'course id',
  'pool',
  'license',
  'transferable',
  'active',
  'progress',
  'completed',
  'last access',
  'enrolled',
  'expires',
];

/** One line per license. Texts that a spreadsheet would run as a formula are made harmless by the writer. */
const linesOf = (student: Student, now: number) =>
  student.enrollments.map((held) => [
    student.id,
    student.name,
    student.email,
    held.title,
    held.courseId,
    held.poolId,
    held.licenseId,
    held.transferable ? 'yes' : 'no',
    isActive(held, now) ? 'yes' : 'no',
    held.percent,
    isoTimeOrNull(held.completed),
    isoTimeOrNull(held.lastAccess),
    isoTime(held.start),
    isoTime(held.end),
  ]);

async function* lines(db: Queries, filter: StudentFilter, now: number) {
  for (let after = 0; ; ) {
    const ids = await idsAfter(db, filter, after, STUDENTS_AT_A_TIME, now);
    const students = await studentsById(db, filter.managerId, ids, { all: filter.status !== 'active', now });
    for (const student of students) yield* linesOf(student, now);
    if (ids.length < STUDENTS_AT_A_TIME) return;
    after = ids.at(-1) as number;
  }
}

/** The students that match as CSV (RFC 4180), read and written a part at a time. */
export function studentsAsCsv(db: Queries, filter: StudentFilter, now: number): Readable {
  const csv = stringify({ bom: true, header: true, columns, escape_formulas: true, record_delimiter: 'windows' });
  const source = Readable.from(lines(db, filter, now));
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
}
