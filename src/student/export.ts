import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Queries } from '../db/database.ts';
import { isActive } from '../rules/license.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { StudentCache } from './columns-cache.ts';
import { idsAfter } from './ids.ts';
import { type Enrollment, holdersOf, type Student } from './list.ts';
import { isPlain, type StudentFilter } from './match.ts';

const STUDENTS_AT_A_TIME = 500;

/** How the file is written: its titles, and a line of it for a license. */
export interface CsvShape {
  columns: string[];
  delimiter: string;
  cells: (student: Student, held: Enrollment, now: number) => (string | number | null)[];
}

/** The titles of the file, in English. */
export const exportTitles = [
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

/** The file of the API: moments as in its other answers. */
const contracted: CsvShape = {
  columns: exportTitles,
  delimiter: ',',
  cells: (student, held, now) => [
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
  ],
};

/**
 * What a spreadsheet would run as a formula has a mark before it; what has such a mark already has one more, so that
 * whoever takes one off (rules/list-rows.ts) has what was there.
 */
const harmless = (text: string): string => (/^'*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

/** The ids of all that match, by id, a part at a time. */
async function* idsOf(db: Queries, cache: StudentCache, filter: StudentFilter, now: number): AsyncGenerator<number[]> {
  if (!isPlain(filter)) {
    const ids = await cache.list(filter, { sort: 'id', descending: false }, now);
    for (let at = 0; at < ids.length; at += STUDENTS_AT_A_TIME) yield [...ids.subarray(at, at + STUDENTS_AT_A_TIME)];
    return;
  }
  for (let after = 0; ; ) {
    const ids = await idsAfter(db, filter, after, STUDENTS_AT_A_TIME, now);
    yield ids;
    if (ids.length < STUDENTS_AT_A_TIME) return;
    after = ids.at(-1) as number;
  }
}

interface Asked {
  filter: StudentFilter;
  shape: CsvShape;
  now: number;
}

async function* lines(db: Queries, cache: StudentCache, { filter, shape, now }: Asked) {
  for await (const ids of idsOf(db, cache, filter, now)) {
    for (const student of await holdersOf(db, filter, ids, now))
      yield* student.enrollments.map((held) => shape.cells(student, held, now));
  }
}

/** The students that match as CSV (RFC 4180), read and written a part at a time: the licenses that match, one a line. */
export function studentsAsCsv(
  db: Queries,
  cache: StudentCache,
  filter: StudentFilter,
  now: number,
  shape: CsvShape = contracted,
): Readable {
  const { columns, delimiter } = shape;
  const cast = { string: harmless };
  const csv = stringify({ bom: true, header: true, columns, delimiter, cast, record_delimiter: 'windows' });
  const source = Readable.from(lines(db, cache, { filter, shape, now }));
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
}
