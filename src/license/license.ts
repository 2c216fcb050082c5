import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { EndedHow, Flag } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import type { LicenseFacts } from '../rules/license.ts';

/** A license with its student. Times in seconds. */
export interface License extends LicenseFacts {
  id: number;
  poolId: number;
  managerId: number;
  courseId: number;
  linkId: number | null;
  endedHow: EndedHow | null;
  student: { id: number; name: string; email: string };
}

export interface LicenseRow {
  id: number;
  pool_id: number;
  manager_id: number;
  course_id: number;
  link_id: number | null;
  transferable: Flag;
  start_at: number;
  end_at: number;
  ended_at: number | null;
  ended_how: EndedHow | null;
  student_id: number;
  name: string;
  email: string;
}

export const toLicense = (row: LicenseRow): License => ({
  id: row.id,
  poolId: row.pool_id,
  managerId: row.manager_id,
  courseId: row.course_id,
  linkId: row.link_id,
  transferable: row.transferable === 1,
  start: row.start_at,
  end: row.end_at,
  ended: row.ended_at,
  endedHow: row.ended_how,
  student: { id: row.student_id, name: row.name, email: row.email },
});

export const licenseColumns = [
  'license.id',
  'license.pool_id',
  'license.manager_id',
  'license.course_id',
  'license.link_id',
  'license.transferable',
  'license.start_at',
  'license.end_at',
  'license.ended_at',
  'license.ended_how',
  'license.student_id',
  'student.name',
  'student.email',
] as const;

const byId = prepare((db, p: { managerId: number; id: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.id', '=', p.id)
    .where('license.manager_id', '=', p.managerId),
);

/** A license of the manager; throws `not_found`. */
export async function getLicense(db: Queries, managerId: number, id: number): Promise<License> {
  const [row] = await byId(db, { managerId, id });
  if (!row) throw notFound();
  return toLicense(row);
}
