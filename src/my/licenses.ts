import { personActor } from '../actor.ts';
import type { Visitor } from '../auth/session.ts';
import type { Clock } from '../context.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import { isLaunchable } from '../launch/open.ts';
import { revoke } from '../license/change.ts';
import type { License } from '../license/license.ts';
import type { Enrollment } from '../student/list.ts';

const held = prepare((db, p: { email: string }) =>
  db
    .selectFrom('student_by_address as student')
    .innerJoin('license', 'license.student_id', 'student.id')
    .innerJoin('course', 'course.id', 'license.course_id')
    .innerJoin('manager', 'manager.id', 'license.manager_id')
    .innerJoin('pool', 'pool.id', 'license.pool_id')
    .leftJoin('link', 'link.id', 'license.link_id')
    .leftJoin('progress', (join) =>
      join
        .onRef('progress.student_id', '=', 'license.student_id')
        .onRef('progress.course_id', '=', 'license.course_id'),
    )
    .leftJoin('certificate', (join) =>
      join
        .onRef('certificate.student_id', '=', 'license.student_id')
        .onRef('certificate.course_id', '=', 'license.course_id'),
    )
    .select([
      'course.launch_method',
      'course.launch_url',
      'certificate.code',
      'certificate.title as certified',
      'certificate.completed_at as certified_at',
      'certificate.revoked_at',
      'license.id',
      'license.pool_id',
      'license.course_id',
      'license.link_id',
      'license.extended',
      'link.extensions',
      'link.validity_count',
      'pool.end_at as pool_end',
      'course.title',
      'manager.name as manager',
      'license.transferable',
      'license.start_at',
      'license.end_at',
      'license.ended_at',
      'license.ended_how',
      'progress.percent',
      'progress.completed_at',
      'progress.last_access_at',
    ])
    .where('student.email_key', '=', p.email)
    .orderBy('license.id', 'desc'),
);

const ownById = prepare((db, p: { email: string; id: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student_by_address as student', 'student.id', 'license.student_id')
    .select('license.manager_id')
    .where('license.id', '=', p.id)
    .where('student.email_key', '=', p.email),
);

/** A license of the visitor: what opens its course, and the certificate of whoever completed it. */
interface OwnLicense extends Enrollment {
  manager: string;
  /** How often an active license can still be made longer. */
  extensions: number;
  /** Whether the course of an active license can be opened from here. */
  opens: boolean;
  certificate: { code: string; course: { title: string }; completed: number; revoked: boolean } | null;
}

interface LoanColumns {
  extended: number;
  extensions: number | null;
  validity_count: number | null;
  end_at: number;
  pool_end: number;
}

/** None without a validity to add, and none where the license ends with its pool. */
const extensionsOf = ({ extended, extensions, validity_count, end_at, pool_end }: LoanColumns): number =>
  validity_count === null || end_at >= pool_end ? 0 : Math.max(0, (extensions ?? 0) - extended);

interface CertificateColumns {
  code: string | null;
  certified: string | null;
  certified_at: number | null;
  revoked_at: number | null;
}

const certificateIn = ({ code, certified, certified_at, revoked_at }: CertificateColumns): OwnLicense['certificate'] =>
  code === null
    ? null
    : { code, course: { title: certified ?? '' }, completed: certified_at ?? 0, revoked: revoked_at !== null };

/** What the visitor holds or held as a student, of every license manager, the latest first. */
export async function listOwn(db: Queries, visitor: Visitor): Promise<OwnLicense[]> {
  const rows = await held(db, { email: visitor.email });
  return rows.map((row) => ({
    licenseId: row.id,
    poolId: row.pool_id,
    courseId: row.course_id,
    linkId: row.link_id,
    title: row.title,
    manager: row.manager,
    extensions: extensionsOf(row),
    opens: isLaunchable({ method: row.launch_method, url: row.launch_url }),
    certificate: certificateIn(row),
    transferable: row.transferable === 1,
    start: row.start_at,
    end: row.end_at,
    ended: row.ended_at,
    endedHow: row.ended_how,
    percent: row.percent ?? 0,
    completed: row.completed_at,
    lastAccess: row.last_access_at,
  }));
}

/** Gives a borrowed license back. Throws `not_found`, `license_inactive` or `license_not_revokable`. */
export async function giveBack(tx: Transaction, visitor: Visitor, id: number, clock: Clock): Promise<License> {
  const [own] = await ownById(tx, { email: visitor.email, id });
  if (!own) throw notFound();
  const by = personActor(visitor);
  return revoke(tx, { managerId: own.manager_id, id }, by, clock, 'returned');
}
