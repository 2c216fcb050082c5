import type { Clock } from '../context.ts';
import type { Database, Transaction } from '../db/database.ts';
import { idsIn, insertMany, isDuplicate, reserveIds } from '../db/dialect.ts';
import { sweepPool, sweepStudent } from '../license/end.ts';
import { type Actor, type NewEvent, record, recordMany } from '../outbox/event.ts';
import { lockPool } from '../pool/pool.ts';
import { studentSearchKey } from '../rules/search.ts';
import { isoTime } from '../rules/time.ts';
import { checkImport, type NewLicense } from './check.ts';
import { type Known, lookUp } from './known.ts';
import { ImportProblems, Problems } from './problems.ts';
import type { ProgressRecord, Records } from './read.ts';

/** How many records were new. */
export interface Imported {
  managers: number;
  courses: number;
  pools: number;
  students: number;
  licenses: number;
  progress: number;
}

const largest = (records: { id: number }[]) => records.reduce((most, { id }) => Math.max(most, id), 0);
const fresh = <T extends { id: number }>(records: T[], known: { has(id: number): boolean }) =>
  records.filter(({ id }) => !known.has(id));

/** Seats in use are found once per pool; new licenses take those that came back, then the next ones. */
async function seatsFor(tx: Transaction, placed: NewLicense[]): Promise<(license: NewLicense) => number> {
  const ids = JSON.stringify([
    ...new Set(placed.filter(({ pool }) => pool.last_seat > pool.held).map(({ pool }) => pool.id)),
  ]);
  const rows = await tx.kysely
    .selectFrom('free_seat')
    .selectAll()
    .where('pool_id', 'in', idsIn(ids, tx.engine))
    .orderBy('seat', 'desc')
    .execute();
  const free = Map.groupBy(rows, (row) => row.pool_id);
  const last = new Map<number, number>();
  return ({ pool, ended }) => {
    if (ended && pool.transferable === 1) return 1;
    const returned = free.get(pool.id)?.pop();
    if (returned) return returned.seat;
    const next = (last.get(pool.id) ?? pool.last_seat) + 1;
    last.set(pool.id, next);
    return next;
  };
}

function licenseRow(license: NewLicense, seat: number, now: number) {
  const { pool, revoked, ended } = license;
  const end = revoked === null ? license.end : Math.min(revoked, license.end);
  return {
    id: license.id,
    pool_id: pool.id,
    manager_id: pool.manager_id,
    course_id: pool.course_id,
    transferable: pool.transferable,
    seat,
    student_id: license.studentId,
    ahead: license.start > now ? 1 : 0,
    start_at: license.start,
    end_at: end,
    ended_at: ended ? end : null,
    ended_how: ended ? (revoked === null ? 'expired' : 'revoked') : null,
  };
}

const revokedEvent = ({ id, pool, studentId, start, end }: NewLicense, revoked: number, by: Actor): NewEvent => ({
  managerId: pool.manager_id,
  at: revoked,
  kind: 'license.revoked',
  by,
  studentId,
  courseId: pool.course_id,
  poolId: pool.id,
  licenseId: id,
  before: { start: isoTime(start), end: isoTime(end), active: true },
  after: { end: isoTime(Math.min(revoked, end)), active: false },
});

async function insertLicenses(tx: Transaction, placed: NewLicense[], by: Actor, now: number): Promise<void> {
  const seat = await seatsFor(tx, placed);
  await insertMany(
    tx,
    'license',
    placed.map((license) => licenseRow(license, seat(license), now)),
  );
  const taken = placed.flatMap((license) =>
    license.revoked === null ? [] : [revokedEvent(license, license.revoked, by)],
  );
  await recordMany(
    tx,
    taken.toSorted((a, b) => a.at - b.at),
  ); // the history is read by id
}

const PROGRESS_AT_ONCE = 500;

/** Parts of a list in none of which a student and a course come twice: one statement changes a row but once. */
function* inParts(progress: ProgressRecord[]): Generator<ProgressRecord[]> {
  let part = new Map<string, ProgressRecord>();
  for (const one of progress) {
    const key = `${one.studentId}/${one.courseId}`;
    if (part.size >= PROGRESS_AT_ONCE || part.has(key)) {
      yield [...part.values()];
      part = new Map();
    }
    part.set(key, one);
  }
  if (part.size > 0) yield [...part.values()];
}

const progressRow = (one: ProgressRecord, now: number) => ({
  student_id: one.studentId,
  course_id: one.courseId,
  percent: one.percent,
  completed_at: one.completed,
  last_access_at: one.lastAccess,
  reported_at: now,
});

/** Progress is taken where it is newer than what is known; answers how much was. */
export async function takeProgress(tx: Transaction, progress: ProgressRecord[], now: number): Promise<number> {
  let taken = 0;
  for (const part of inParts(progress)) {
    const rows = await tx.kysely
      .insertInto('progress')
      .values(part.map((one) => progressRow(one, now)))
      .onConflict((conflict) =>
        conflict
          .columns(['student_id', 'course_id'])
          .doUpdateSet((eb) => ({
            percent: eb.ref('excluded.percent'),
            completed_at: eb.ref('excluded.completed_at'),
            last_access_at: eb.ref('excluded.last_access_at'),
            reported_at: eb.ref('excluded.reported_at'),
          }))
          .where((eb) =>
            eb.or([
              eb.and([eb('progress.last_access_at', 'is', null), eb('excluded.last_access_at', 'is not', null)]),
              eb('progress.last_access_at', '<', eb.ref('excluded.last_access_at')),
            ]),
          ),
      )
      .returning('student_id')
      .execute();
    taken += rows.length;
  }
  return taken;
}

/** The pools that licenses go to stay as they are found, and what has run out in them gives its seat back. */
async function lockPools(tx: Transaction, records: Records, now: number): Promise<void> {
  const ids = JSON.stringify([...new Set(records.licenses.map((license) => license.poolId))]);
  const pools = await tx.kysely
    .selectFrom('pool')
    .select(['id', 'manager_id'])
    .where('id', 'in', idsIn(ids, tx.engine))
    .orderBy('id')
    .execute();
  for (const { id, manager_id } of pools) {
    await lockPool(tx, manager_id, id);
    while ((await sweepPool(tx, id, now)) > 0);
  }
}

async function insertNew(tx: Transaction, records: Records, known: Known) {
  const managers = fresh(records.managers, known.managers);
  const courses = fresh(records.courses, known.courses);
  const pools = fresh(records.pools, known.pools);
  const students = fresh(records.students, known.students);
  await insertMany(
    tx,
    'manager',
    managers.map(({ allowedDomains, place: _, ...m }) => ({ ...m, allowed_domains: JSON.stringify(allowedDomains) })),
  );
  await insertMany(
    tx,
    'course',
    courses.map(({ id, title }) => ({ id, title })),
  );
  await insertMany(
    tx,
    'pool',
    pools.map((p) => ({
      id: p.id,
      manager_id: p.managerId,
      course_id: p.courseId,
      transferable: p.transferable ? 1 : 0,
      licenses: p.licenses,
      start_at: p.start,
      end_at: p.end,
      order_ref: p.order,
    })),
  );
  await insertMany(
    tx,
    'student',
    students.map(({ key, place: _, ...s }) => ({
      ...s,
      email_key: key,
      search_key: studentSearchKey(s.name, s.email),
    })),
  );
  return { managers: managers.length, courses: courses.length, pools: pools.length, students: students.length };
}

/**
 * Loads the records: what is known stays as it is, what is new is added, progress is taken where it is newer.
 * All or nothing: throws ImportProblems, with every problem by its place, where any record is bad.
 */
export async function importRecords(tx: Transaction, records: Records, by: Actor, now: number): Promise<Imported> {
  for (const kind of ['manager', 'course', 'pool', 'student', 'license'] as const) {
    const most = largest(records[`${kind}s`]);
    if (most > 0) await reserveIds(tx, kind, most);
  }
  await lockPools(tx, records, now);
  const known = await lookUp(tx, records);
  const problems = new Problems();
  const { placed, stale } = await checkImport(tx, records, known, now, problems);
  if (records.problems.length > 0) throw new ImportProblems([...records.problems, ...problems.list]);
  problems.settle();
  const counts = await insertNew(tx, records, known);
  for (const { studentId, courseId } of stale) await sweepStudent(tx, studentId, courseId, now);
  await insertLicenses(tx, placed, by, now);
  const imported = { ...counts, licenses: placed.length, progress: await takeProgress(tx, records.progress, now) };
  if (Object.values(imported).some((count) => count > 0)) {
    await record(tx, { managerId: null, at: now, kind: 'import.applied', by, after: imported });
  }
  return imported;
}

const TIMES_TO_TRY = 5;

/**
 * Loads the records in a transaction of its own. Where somebody else made the same student or license meanwhile, which
 * only PostgreSQL allows, it looks again: the record is known then, or refused by its place.
 */
export async function loadRecords(db: Database, records: Records, by: Actor, clock: Clock): Promise<Imported> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.write((tx) => importRecords(tx, records, by, clock()));
    } catch (error) {
      if (!isDuplicate(error) || tries >= TIMES_TO_TRY) throw error;
    }
  }
}
