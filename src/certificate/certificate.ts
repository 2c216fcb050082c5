import type { Queries, Transaction } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { holdingsOf, placeKey } from '../license/holdings.ts';

/** A certificate with its student. Times in seconds. */
export interface Certificate {
  id: number;
  code: string;
  student: { id: number; name: string; email: string };
  course: { id: number; title: string };
  completed: number;
  issued: number;
  revoked: number | null;
  reason: string | null;
}

const columns = [
  'certificate.id',
  'certificate.code',
  'certificate.student_id',
  'student.name',
  'student.email',
  'certificate.course_id',
  'certificate.title',
  'certificate.completed_at',
  'certificate.issued_at',
  'certificate.revoked_at',
  'certificate.revoked_why',
] as const;

interface Row {
  id: number;
  code: string;
  student_id: number;
  name: string;
  email: string;
  course_id: number;
  title: string;
  completed_at: number;
  issued_at: number;
  revoked_at: number | null;
  revoked_why: string | null;
}

const toCertificate = (row: Row): Certificate => ({
  id: row.id,
  code: row.code,
  student: { id: row.student_id, name: row.name, email: row.email },
  course: { id: row.course_id, title: row.title },
  completed: row.completed_at,
  issued: row.issued_at,
  revoked: row.revoked_at,
  reason: row.revoked_why,
});

const byCode = prepare((db, p: { code: string }) =>
  db
    .selectFrom('certificate')
    .innerJoin('student', 'student.id', 'certificate.student_id')
    .select(columns)
    .where('certificate.code', '=', p.code),
);

const byId = prepare((db, p: { id: number }) =>
  db
    .selectFrom('certificate')
    .innerJoin('student', 'student.id', 'certificate.student_id')
    .select(columns)
    .where('certificate.id', '=', p.id),
);

const markRevoked = prepare((db, p: { id: number; reason: string; now: number }) =>
  db
    .updateTable('certificate')
    .set({ revoked_at: p.now, revoked_why: p.reason })
    .where('id', '=', p.id)
    .where('revoked_at', 'is', null)
    .returning('id'),
);

/** The certificate with this code, or null. */
export async function findCertificate(db: Queries, code: string): Promise<Certificate | null> {
  const [row] = await byCode(db, { code });
  return row ? toCertificate(row) : null;
}

/** A certificate; throws `not_found`. */
export async function getCertificate(db: Queries, id: number): Promise<Certificate> {
  const [row] = await byId(db, { id });
  if (!row) throw notFound();
  return toCertificate(row);
}

/** What is found is counted up to here. */
const MAX_COUNTED = 10_000;

export interface CertificateFilter {
  courseId?: number | undefined;
  studentId?: number | undefined;
  revoked?: boolean | undefined;
}

/** Certificates, the newest first. */
export async function listCertificates(
  db: Queries,
  { courseId, studentId, revoked }: CertificateFilter,
  { limit, offset }: Slice,
): Promise<{ total: number; certificates: Certificate[] }> {
  const found = db.kysely
    .selectFrom('certificate')
    .$if(courseId !== undefined, (query) => query.where('certificate.course_id', '=', courseId as number))
    .$if(studentId !== undefined, (query) => query.where('certificate.student_id', '=', studentId as number))
    .$if(revoked === true, (query) => query.where('certificate.revoked_at', 'is not', null))
    .$if(revoked === false, (query) => query.where('certificate.revoked_at', 'is', null));
  const counted = db.kysely
    .selectFrom(found.select('certificate.id').limit(MAX_COUNTED).as('counted'))
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirst();
  const rows = await found
    .innerJoin('student', 'student.id', 'certificate.student_id')
    .select(columns)
    .orderBy('certificate.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return { total: Number((await counted)?.total ?? 0), certificates: rows.map(toCertificate) };
}

/** Revokes a certificate, whose page says so from now on. Throws `not_found` or `certificate_revoked`. */
export async function revokeCertificate(
  tx: Transaction,
  { id, reason }: { id: number; reason: string },
  by: Actor,
  now: number,
): Promise<Certificate> {
  const certificate = await getCertificate(tx, id);
  if ((await markRevoked(tx, { id, reason, now })).length === 0) throw new Refusal('certificate_revoked');
  const place = { student_id: certificate.student.id, course_id: certificate.course.id };
  const holding = (await holdingsOf(tx, [place])).get(placeKey(place));
  const told = { certificate: String(id) };
  record(tx, {
    kind: 'certificate.revoked',
    managerId: holding?.manager_id ?? null,
    studentId: place.student_id,
    courseId: place.course_id,
    ...(holding ? { poolId: holding.pool_id, licenseId: holding.license_id } : {}),
    at: now,
    by,
    before: { ...told, revoked: false },
    after: { ...told, revoked: true },
    why: { reason },
  });
  return { ...certificate, revoked: now, reason };
}
