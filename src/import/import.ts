import type { Clock } from '../context.ts';
import type { Database, Transaction } from '../db/database.ts';
import { idsIn, insertMany, reserveIds } from '../db/dialect.ts';
import type { Tables } from '../db/tables.ts';
import { type Actor, type NewEvent, record, recordMany } from '../event/record.ts';
import { sweepPool, sweepStudent } from '../license/end.ts';
import { lockPool } from '../pool/pool.ts';
import { takeProgress } from '../progress/report.ts';
import { otherMailbox } from '../rules/mailbox.ts';
import { fold, managerSearchKey, studentSearchKey } from '../rules/search.ts';
import { isoTime } from '../rules/time.ts';
import { liveEntriesOfMany } from '../waiting/entry.ts';
import { enrolled } from '../waiting/finish.ts';
import { checkImport } from './check.ts';
import { idsOf, inChunks, kinds, lookUp } from './known.ts';
import type { Staging } from './staging.ts';

/** How many records were new. */
export interface Imported {
  managers: number;
  courses: number;
  pools: number;
  students: number;
  licenses: number;
  progress: number;
}

const ROWS_AT_ONCE = 1000;

/** The pools that licenses go to stay as they are found, and what has run out in them gives its seat back. */
async function lockPools(tx: Transaction, records: Staging, now: number): Promise<void> {
  const named = 'select distinct pool_id as id from licenses where pool_id is not null order by 1';
  for await (const ids of idsOf(records, named)) {
    const query = tx.kysely.selectFrom('pool').select(['id', 'manager_id']).where('id', 'in', idsIn(ids, tx.engine));
    for (const { id, manager_id } of await query.orderBy('id').execute()) {
      await lockPool(tx, manager_id, id);
      while ((await sweepPool(tx, id, now)) > 0);
    }
  }
}

/** Inserts what a query over the staging tables finds; answers how many rows that were. */
async function insertFrom<R extends object>(
  tx: Transaction,
  table: keyof Tables,
  rows: Iterable<R>,
  toRow: (row: R) => object = (row) => row,
): Promise<number> {
  let count = 0;
  for await (const chunk of inChunks(rows, ROWS_AT_ONCE)) {
    await insertMany(tx, table, chunk.map(toRow));
    count += chunk.length;
  }
  return count;
}

async function insertNew(tx: Transaction, records: Staging, now: number) {
  const fresh = <R>(kind: 'manager' | 'course' | 'pool' | 'student', columns: string) =>
    records.rows<R>(`select id, ${columns} from ${kind}s r
      where not exists (select 1 from known k where k.kind = '${kind}' and k.id = r.id) order by place`);
  return {
    managers: await insertFrom(
      tx,
      'manager',
      fresh<{ name: string; email: string; allowed_domains: string }>('manager', 'name, email, allowed_domains'),
      (manager) => ({
        ...manager,
        created_at: now,
        search_key: managerSearchKey(manager.name, manager.email, JSON.parse(manager.allowed_domains)),
      }),
    ),
    courses: await insertFrom(tx, 'course', fresh<{ title: string }>('course', 'title'), (course) => ({
      ...course,
      search_key: fold(course.title),
    })),
    pools: await insertFrom(
      tx,
      'pool',
      fresh<object>('pool', 'manager_id, course_id, transferable, licenses, start_at, end_at, order_ref'),
    ),
    students: await insertFrom(
      tx,
      'student',
      fresh<{ name: string; email: string; email_key: string }>('student', 'name, email, email_key'),
      (student) => ({
        ...student,
        search_key: studentSearchKey(student.name, student.email),
        mailbox: otherMailbox(student.email_key),
      }),
    ),
  };
}

/** A new license with its pool: seats that came back go first, then the next ones; without a seat it is 1. */
const NEW_LICENSES = `select p.id, p.pool_id, t.manager_id, p.course_id, t.transferable, p.student_id, p.start_at, p.end_at,
    p.revoked_at, p.ended, case when p.seated then coalesce(r.seat, t.last_seat + p.nth - t.returned) else 1 end as seat
  from placed p join targets t on t.id = p.pool_id left join returned r on r.pool_id = p.pool_id and r.nth = p.nth`;

interface NewLicense {
  id: number;
  pool_id: number;
  manager_id: number;
  course_id: number;
  transferable: 0 | 1;
  student_id: number;
  start_at: number;
  end_at: number;
  revoked_at: number | null;
  /** Revoked or run out: it comes into the database as ended. */
  ended: 0 | 1;
  seat: number;
}

function licenseRow({ revoked_at, ended, ...license }: NewLicense, now: number) {
  const end_at = revoked_at === null ? license.end_at : Math.min(revoked_at, license.end_at);
  return {
    ...license,
    end_at,
    ahead: license.start_at > now ? 1 : 0,
    ended_at: ended ? end_at : null,
    ended_how: ended ? (revoked_at === null ? 'expired' : 'revoked') : null,
  };
}

function revokedEvent(license: NewLicense & { revoked_at: number }, by: Actor): NewEvent {
  const { start_at, end_at, revoked_at } = license;
  return {
    managerId: license.manager_id,
    studentId: license.student_id,
    courseId: license.course_id,
    poolId: license.pool_id,
    licenseId: license.id,
    linkId: null,
    at: revoked_at,
    kind: 'license.revoked',
    by,
    before: { start: isoTime(start_at), end: isoTime(end_at), active: true },
    after: { end: isoTime(Math.min(revoked_at, end_at)), active: false },
  };
}

/** Who gets a license of a course by the import does not wait for it any more. */
async function leaveLists(tx: Transaction, records: Staging, by: Actor, now: number): Promise<void> {
  const given = records.rows<{ id: number; pool_id: number; student_id: number; course_id: number }>(
    'select id, pool_id, student_id, course_id from placed where ended = 0 order by place',
  );
  for await (const chunk of inChunks(given, ROWS_AT_ONCE)) {
    const byPlace = new Map(chunk.map((license) => [`${license.student_id} ${license.course_id}`, license]));
    const entries = await liveEntriesOfMany(tx, [...new Set(chunk.map(({ student_id }) => student_id))]);
    for (const [place, own] of Map.groupBy(entries, ({ student, courseId }) => `${student.id} ${courseId}`)) {
      const license = byPlace.get(place);
      if (license) await enrolled(tx, own, { id: license.id, poolId: license.pool_id }, by, now);
    }
  }
}

async function insertLicenses(tx: Transaction, records: Staging, by: Actor, now: number): Promise<number> {
  const placed = records.rows<NewLicense>(`${NEW_LICENSES} order by p.place`);
  const count = await insertFrom(tx, 'license', placed, (license) => licenseRow(license, now));
  const revoked = records.rows<NewLicense & { revoked_at: number }>(
    `${NEW_LICENSES} where p.revoked_at is not null order by p.revoked_at, p.place`, // ids of the history follow the time as far as they can
  );
  for await (const chunk of inChunks(revoked, ROWS_AT_ONCE))
    await recordMany(
      tx,
      chunk.map((license) => revokedEvent(license, by)),
    );
  return count;
}

interface ProgressRecord {
  studentId: number;
  courseId: number;
  percent: number;
  completed: number | null;
  lastAccess: number | null;
  /** 1 where this file brings the student. */
  newcomer: 0 | 1;
}

/** What a file says was so when the student was last seen: whoever reported of later times knows more. */
const reportOf = ({ newcomer, ...one }: ProgressRecord) => ({
  ...one,
  reportedAt: Math.max(one.lastAccess ?? 0, one.completed ?? 0),
  untold: newcomer === 1,
});

async function insertProgress(tx: Transaction, records: Staging, by: Actor, now: number): Promise<number> {
  const rows = records.rows<ProgressRecord>(`select student_id as "studentId", course_id as "courseId", percent,
    completed_at as completed, last_access_at as "lastAccess",
    not exists (select 1 from known k where k.kind = 'student' and k.id = student_id) as newcomer from progress order by place`);
  let changed = 0;
  for await (const chunk of inChunks(rows, ROWS_AT_ONCE))
    changed += (await takeProgress(tx, chunk.map(reportOf), by, now, 'known')).changed;
  return changed;
}

/** Ends what has run out and was not swept: it would stand in the way of a new license. */
async function sweepStale(tx: Transaction, records: Staging, now: number): Promise<void> {
  const stale = records.rows<{ student_id: number; course_id: number }>(
    'select distinct student_id, course_id from holdings where end_at <= ?',
    now,
  );
  for (const { student_id, course_id } of stale) await sweepStudent(tx, student_id, course_id, now);
}

/**
 * Loads the records: what is known stays as it is, what is new is added, progress is taken where it is newer.
 * All or nothing: throws ImportProblems, with every problem by its place, where any record is bad.
 */
export async function importRecords(tx: Transaction, records: Staging, by: Actor, now: number): Promise<Imported> {
  for (const kind of kinds) {
    const most = records.row<{ id: number | null }>(`select max(id) as id from ${kind}s`)?.id;
    if (most) await reserveIds(tx, kind, most);
  }
  await lockPools(tx, records, now);
  await lookUp(tx, records, now);
  checkImport(records, now).settle();
  const counts = await insertNew(tx, records, now);
  await sweepStale(tx, records, now);
  await leaveLists(tx, records, by, now);
  const licenses = await insertLicenses(tx, records, by, now);
  const imported = { ...counts, licenses, progress: await insertProgress(tx, records, by, now) };
  if (Object.values(imported).some((count) => count > 0)) {
    record(tx, { managerId: null, at: now, kind: 'import.applied', by, after: imported });
  }
  return imported;
}

/**
 * Loads the records in a transaction of its own. Where somebody else made the same student or license meanwhile, which
 * only PostgreSQL allows, it is repeated: the record is known then, or refused by its place.
 */
export const loadRecords = (db: Database, records: Staging, by: Actor, clock: Clock): Promise<Imported> =>
  db.write((tx) => importRecords(tx, records, by, clock()));
