import { sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import type { Validity } from '../rules/link.ts';
import type { EntryState } from '../rules/waiting.ts';

/** A place on the waiting list of a pool. Times in seconds. */
export interface Entry {
  id: number;
  poolId: number;
  managerId: number;
  courseId: number;
  /** The link by which they joined. */
  linkId: number | null;
  student: { id: number; name: string; email: string };
  /** 00:00 UTC of the end that was asked for. */
  endDate: number | null;
  state: EntryState;
  since: number;
  changed: number;
  /** The seat that is held for them. */
  seat: number | null;
  offeredUntil: number | null;
  licenseId: number | null;
}

export const entryColumns = [
  'waiting.id',
  'waiting.pool_id',
  'waiting.manager_id',
  'waiting.course_id',
  'waiting.link_id',
  'waiting.student_id',
  'waiting.end_date',
  'waiting.state',
  'waiting.since',
  'waiting.changed_at',
  'waiting.seat',
  'waiting.offered_until',
  'waiting.license_id',
  'student.name',
  'student.email',
] as const;

export interface EntryRow {
  id: number;
  pool_id: number;
  manager_id: number;
  course_id: number;
  link_id: number | null;
  student_id: number;
  end_date: number | null;
  state: EntryState;
  since: number;
  changed_at: number;
  seat: number | null;
  offered_until: number | null;
  license_id: number | null;
  name: string;
  email: string;
}

export const toEntry = (row: EntryRow): Entry => ({
  id: row.id,
  poolId: row.pool_id,
  managerId: row.manager_id,
  courseId: row.course_id,
  linkId: row.link_id,
  student: { id: row.student_id, name: row.name, email: row.email },
  endDate: row.end_date,
  state: row.state,
  since: row.since,
  changed: row.changed_at,
  seat: row.seat,
  offeredUntil: row.offered_until,
  licenseId: row.license_id,
});

/** In these words the indexes are made. */
export const isLive = sql<boolean>`waiting.state in ('waiting', 'offered')`;

const byId = prepare((db, p: { managerId: number; id: number }) =>
  db
    .selectFrom('waiting')
    .innerJoin('student', 'student.id', 'waiting.student_id')
    .select(entryColumns)
    .where('waiting.id', '=', p.id)
    .where('waiting.manager_id', '=', p.managerId),
);

const liveOfStudents = prepare((db, p: { students: string; courseId: number }, engine: Engine) =>
  db
    .selectFrom('waiting')
    .innerJoin('student', 'student.id', 'waiting.student_id')
    .select(entryColumns)
    .where(isOneOf('waiting.student_id', idsIn(p.students, engine), engine))
    .where('waiting.course_id', '=', p.courseId)
    .where(isLive)
    .orderBy('waiting.id'),
);

const liveOfMany = prepare((db, p: { students: string }, engine: Engine) =>
  db
    .selectFrom('waiting')
    .innerJoin('student', 'student.id', 'waiting.student_id')
    .select(entryColumns)
    .where(isOneOf('waiting.student_id', idsIn(p.students, engine), engine))
    .where(isLive)
    .orderBy('waiting.id'),
);

const ofStudent = prepare((db, p: { email: string }) =>
  db
    .selectFrom('student_by_address as student')
    .innerJoin('waiting', 'waiting.student_id', 'student.id')
    .select(entryColumns)
    .where('student.email_key', '=', p.email)
    .where(isLive)
    .orderBy('waiting.id'),
);

const liveByLink = prepare((db, p: { linkId: number; limit: number }) =>
  db
    .selectFrom('waiting')
    .innerJoin('student', 'student.id', 'waiting.student_id')
    .select(entryColumns)
    .where('waiting.link_id', '=', p.linkId)
    .where(isLive)
    .orderBy('waiting.id')
    .limit(p.limit),
);

const termsOfLink = prepare((db, p: { id: number }) =>
  db.selectFrom('link').select(['validity_count', 'validity_unit']).where('id', '=', p.id),
);

const liveInPool = prepare((db, p: { poolId: number; limit: number }) =>
  db
    .selectFrom('waiting')
    .innerJoin('student', 'student.id', 'waiting.student_id')
    .select(entryColumns)
    .where('waiting.pool_id', '=', p.poolId)
    .where(isLive)
    .orderBy('waiting.since')
    .orderBy('waiting.id')
    .limit(p.limit),
);

/** An entry on a list of the manager; throws `not_found`. */
export async function getEntry(db: Queries, managerId: number, id: number): Promise<Entry> {
  const [row] = await byId(db, { managerId, id });
  if (!row) throw notFound();
  return toEntry(row);
}

/** Where some students wait for a course, or were offered it, in whatever pool. */
export async function liveEntries(db: Queries, students: readonly number[], courseId: number): Promise<Entry[]> {
  if (students.length === 0) return [];
  return (await liveOfStudents(db, { students: JSON.stringify(students), courseId })).map(toEntry);
}

/** The same for many students and any course. */
export const liveEntriesOfMany = async (db: Queries, students: readonly number[]): Promise<Entry[]> =>
  (await liveOfMany(db, { students: JSON.stringify(students) })).map(toEntry);

/** Some live entries of a pool. */
export const liveEntriesIn = async (db: Queries, poolId: number, limit: number): Promise<Entry[]> =>
  (await liveInPool(db, { poolId, limit })).map(toEntry);

/** What the student with this address waits for, or was offered. */
export const liveEntriesOf = async (db: Queries, email: string): Promise<Entry[]> =>
  (await ofStudent(db, { email })).map(toEntry);

/** Some live entries of those who joined by a link. */
export const liveEntriesBy = async (db: Queries, linkId: number, limit: number): Promise<Entry[]> =>
  (await liveByLink(db, { linkId, limit })).map(toEntry);

/** For how long a license is good that an entry by this link comes to. */
export async function validityOf(db: Queries, linkId: number): Promise<Validity | null> {
  const [row] = await termsOfLink(db, { id: linkId });
  return row?.validity_count && row.validity_unit ? { count: row.validity_count, unit: row.validity_unit } : null;
}
