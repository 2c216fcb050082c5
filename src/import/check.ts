import type { Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Known, KnownPool } from './known.ts';
import type { Problems } from './problems.ts';
import type { LicenseRecord, Placed, PoolRecord, Records } from './read.ts';

/** A new license, with what becomes of it at the time of loading. */
export interface NewLicense extends Placed<LicenseRecord> {
  pool: KnownPool;
  /** Revoked or run out: it comes into the database as ended. */
  ended: boolean;
}

export const toKnownPool = (pool: PoolRecord): KnownPool => ({
  id: pool.id,
  manager_id: pool.managerId,
  course_id: pool.courseId,
  transferable: pool.transferable ? 1 : 0,
  licenses: pool.licenses,
  start_at: pool.start,
  end_at: pool.end,
  held: 0,
  last_seat: 0,
});

function checkReferences(records: Records, known: Known, problems: Problems): void {
  const { ids } = records;
  const managers = new Set([...known.managers, ...ids.managers.keys()]);
  const courses = new Set([...known.courses, ...ids.courses.keys()]);
  const students = new Set([...known.students, ...ids.students.keys()]);
  const pools = new Set([...known.pools.keys(), ...ids.pools.keys()]);
  const expect = (ids: Set<number>, id: number, at: string, what: string) => {
    if (!ids.has(id)) problems.add(at, `no ${what} ${id}`);
  };
  for (const { place, ...pool } of records.pools) {
    expect(managers, pool.managerId, `pools[${place}].managerId`, 'manager');
    expect(courses, pool.courseId, `pools[${place}].courseId`, 'course');
  }
  for (const { place, poolId, studentId } of records.licenses) {
    expect(pools, poolId, `licenses[${place}].poolId`, 'pool');
    expect(students, studentId, `licenses[${place}].studentId`, 'student');
  }
  const pairs = new Set<string>();
  for (const { place, studentId, courseId } of records.progress) {
    expect(students, studentId, `progress[${place}].studentId`, 'student');
    expect(courses, courseId, `progress[${place}].courseId`, 'course');
    const pair = `${studentId}/${courseId}`;
    if (pairs.has(pair))
      problems.add(
        `progress[${place}]`,
        `student ${studentId} has progress in course ${courseId} already in this file`,
      );
    pairs.add(pair);
  }
}

function checkAddresses(records: Records, known: Known, problems: Problems): void {
  const owners = new Map(known.addresses);
  for (const student of records.students) {
    const owner = owners.get(student.key);
    if (known.students.has(student.id)) continue;
    if (owner !== undefined && owner !== student.id)
      problems.add(`students[${student.place}].email`, `is the address of student ${owner} already`);
    else owners.set(student.key, student.id);
  }
}

function checkTimes({ place, pool, start, end, revoked }: NewLicense, now: number, problems: Problems): void {
  const at = `licenses[${place}]`;
  if (start < pool.start_at) problems.add(`${at}.start`, `is before pool ${pool.id} starts`);
  if (end > pool.end_at) problems.add(`${at}.end`, `is after pool ${pool.id} ends`);
  if (revoked !== null && revoked < start) problems.add(`${at}.revoked`, 'is before the start');
  if (revoked !== null && revoked > now) problems.add(`${at}.revoked`, 'is in the future');
}

function checkSeats(placed: NewLicense[], problems: Problems): void {
  const held = new Map<number, number>();
  for (const { place, pool, ended } of placed) {
    if (ended && pool.transferable === 1) continue;
    const taken = (held.get(pool.id) ?? pool.held) + 1;
    held.set(pool.id, taken);
    if (taken > pool.licenses)
      problems.add(
        `licenses[${place}].poolId`,
        `pool ${pool.id} has only ${pool.licenses} licenses, and all are taken`,
      );
  }
}

interface Held {
  start: number;
  end: number;
  what: string;
}

/** A student whose license of a course has run out, and was not swept: it would stand in the way of a new one. */
interface Stale {
  studentId: number;
  courseId: number;
}

/** What the students of the file hold already, by student and course. */
async function heldBefore(
  tx: Transaction,
  placed: NewLicense[],
  known: Known,
  now: number,
): Promise<{ held: Map<string, Held[]>; stale: Stale[] }> {
  const ids = [
    ...new Set(placed.flatMap(({ studentId, ended }) => (ended || !known.students.has(studentId) ? [] : [studentId]))),
  ];
  const held = new Map<string, Held[]>();
  const stale: Stale[] = [];
  for (let at = 0; at < ids.length; at += 5000) {
    const rows = await tx.kysely
      .selectFrom('license')
      .select(['id', 'student_id', 'course_id', 'start_at', 'end_at'])
      .where('student_id', 'in', idsIn(JSON.stringify(ids.slice(at, at + 5000)), tx.engine))
      .where('ended_at', 'is', null)
      .execute();
    for (const row of rows) {
      const key = `${row.student_id}/${row.course_id}`;
      if (row.end_at <= now) stale.push({ studentId: row.student_id, courseId: row.course_id });
      else
        held.set(key, [...(held.get(key) ?? []), { start: row.start_at, end: row.end_at, what: `license ${row.id}` }]);
    }
  }
  return { held, stale };
}

function checkEnrolled(placed: NewLicense[], held: Map<string, Held[]>, problems: Problems): void {
  for (const { place, pool, studentId, start, end, ended } of placed) {
    if (ended) continue;
    const key = `${studentId}/${pool.course_id}`;
    const others = held.get(key) ?? [];
    const other = others.find((one) => start < one.end && one.start < end);
    if (other)
      problems.add(
        `licenses[${place}]`,
        `student ${studentId} holds course ${pool.course_id} in that time already, by ${other.what}`,
      );
    held.set(key, [...others, { start, end, what: `licenses[${place}]` }]);
  }
}

/**
 * Checks references and rules against the database as it is. Answers the licenses to insert, each with its
 * pool, and whom to sweep before. Notes every problem by its place in the file.
 */
export async function checkImport(
  tx: Transaction,
  records: Records,
  known: Known,
  now: number,
  problems: Problems,
): Promise<{ placed: NewLicense[]; stale: Stale[] }> {
  checkReferences(records, known, problems);
  checkAddresses(records, known, problems);
  const pools = new Map([
    ...records.pools.map((pool): [number, KnownPool] => [pool.id, toKnownPool(pool)]),
    ...known.pools,
  ]);
  const placed = records.licenses.flatMap((license) => {
    const pool = pools.get(license.poolId);
    if (!pool || known.licenses.has(license.id)) return [];
    return [{ ...license, pool, ended: license.revoked !== null || license.end <= now }];
  });
  for (const license of placed) checkTimes(license, now, problems);
  checkSeats(placed, problems);
  const { held, stale } = await heldBefore(tx, placed, known, now);
  checkEnrolled(placed, held, problems);
  return { placed, stale };
}
