import type { Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Known, KnownPool } from './known.ts';
import type { Problems } from './problems.ts';
import type { LicenseRecord, PoolRecord, Records } from './read.ts';

/** A new license, with its place in the file and what becomes of it at the time of loading. */
export interface Placed extends LicenseRecord {
  place: number;
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

function checkIds(records: Records, problems: Problems): void {
  for (const kind of ['managers', 'courses', 'pools', 'students', 'licenses'] as const) {
    const places = new Map<number, number>();
    for (const [i, { id }] of records[kind].entries()) {
      const earlier = places.get(id);
      if (earlier !== undefined) problems.add(`${kind}[${i}].id`, `${id} is used by ${kind}[${earlier}] already`);
      else places.set(id, i);
    }
  }
}

function checkReferences(records: Records, known: Known, problems: Problems): void {
  const all = (ids: Set<number>, more: { id: number }[]) => new Set([...ids, ...more.map(({ id }) => id)]);
  const managers = all(known.managers, records.managers);
  const courses = all(known.courses, records.courses);
  const students = all(known.students, records.students);
  const pools = all(new Set(known.pools.keys()), records.pools);
  const expect = (ids: Set<number>, id: number, at: string, what: string) => {
    if (!ids.has(id)) problems.add(at, `no ${what} ${id}`);
  };
  for (const [i, pool] of records.pools.entries()) {
    expect(managers, pool.managerId, `pools[${i}].managerId`, 'manager');
    expect(courses, pool.courseId, `pools[${i}].courseId`, 'course');
    if (pool.end <= pool.start) problems.add(`pools[${i}].end`, 'is not after the start');
  }
  for (const [i, license] of records.licenses.entries()) {
    expect(pools, license.poolId, `licenses[${i}].poolId`, 'pool');
    expect(students, license.studentId, `licenses[${i}].studentId`, 'student');
  }
  const pairs = new Set<string>();
  for (const [i, { studentId, courseId }] of records.progress.entries()) {
    expect(students, studentId, `progress[${i}].studentId`, 'student');
    expect(courses, courseId, `progress[${i}].courseId`, 'course');
    const pair = `${studentId}/${courseId}`;
    if (pairs.has(pair)) problems.add(`progress[${i}]`, `student ${studentId} has progress in course ${courseId} already in this file`);
    pairs.add(pair);
  }
}

function checkAddresses(records: Records, known: Known, problems: Problems): void {
  const owners = new Map(known.addresses);
  for (const [i, student] of records.students.entries()) {
    const owner = owners.get(student.key);
    if (known.students.has(student.id)) continue;
    if (owner !== undefined && owner !== student.id) problems.add(`students[${i}].email`, `is the address of student ${owner} already`);
    else owners.set(student.key, student.id);
  }
}

function checkTimes({ place, pool, start, end, revoked }: Placed, now: number, problems: Problems): void {
  const at = `licenses[${place}]`;
  if (end <= start) problems.add(`${at}.end`, 'is not after the start');
  if (start < pool.start_at) problems.add(`${at}.start`, `is before pool ${pool.id} starts`);
  if (end > pool.end_at) problems.add(`${at}.end`, `is after pool ${pool.id} ends`);
  if (revoked !== null && revoked < start) problems.add(`${at}.revoked`, 'is before the start');
  if (revoked !== null && revoked > now) problems.add(`${at}.revoked`, 'is in the future');
}

function checkSeats(placed: Placed[], problems: Problems): void {
  const held = new Map<number, number>();
  for (const { place, pool, ended } of placed) {
    if (ended && pool.transferable === 1) continue;
    const taken = (held.get(pool.id) ?? pool.held) + 1;
    held.set(pool.id, taken);
    if (taken > pool.licenses) problems.add(`licenses[${place}].poolId`, `pool ${pool.id} has only ${pool.licenses} licenses, and all are taken`);
  }
}

interface Held {
  start: number;
  end: number;
  what: string;
}

/** What the students of the file hold already, by student and course. */
async function heldBefore(tx: Transaction, placed: Placed[], known: Known, now: number): Promise<Map<string, Held[]>> {
  const ids = [...new Set(placed.map((license) => license.studentId))].filter((id) => known.students.has(id));
  const held = new Map<string, Held[]>();
  for (let at = 0; at < ids.length; at += 5000) {
    const rows = await tx.kysely
      .selectFrom('license')
      .select(['id', 'student_id', 'course_id', 'start_at', 'end_at'])
      .where('student_id', 'in', idsIn(JSON.stringify(ids.slice(at, at + 5000)), tx.engine))
      .where('ended_at', 'is', null)
      .where('end_at', '>', now)
      .execute();
    for (const row of rows) {
      const key = `${row.student_id}/${row.course_id}`;
      held.set(key, [...(held.get(key) ?? []), { start: row.start_at, end: row.end_at, what: `license ${row.id}` }]);
    }
  }
  return held;
}

function checkEnrolled(placed: Placed[], held: Map<string, Held[]>, problems: Problems): void {
  for (const { place, pool, studentId, start, end, ended } of placed) {
    if (ended) continue;
    const key = `${studentId}/${pool.course_id}`;
    const others = held.get(key) ?? [];
    const other = others.find((one) => start < one.end && one.start < end);
    if (other) problems.add(`licenses[${place}]`, `student ${studentId} holds course ${pool.course_id} in that time already, by ${other.what}`);
    held.set(key, [...others, { start, end, what: `licenses[${place}]` }]);
  }
}

/**
 * Checks ids, references and rules against the database as it is. Answers the licenses to insert, each with its
 * pool. Notes every problem by its place in the file.
 */
export async function checkImport(tx: Transaction, records: Records, known: Known, now: number, problems: Problems): Promise<Placed[]> {
  checkIds(records, problems);
  checkReferences(records, known, problems);
  checkAddresses(records, known, problems);
  const pools = new Map([...records.pools.map((pool): [number, KnownPool] => [pool.id, toKnownPool(pool)]), ...known.pools]);
  const placed = records.licenses.flatMap((license, place) => {
    const pool = pools.get(license.poolId);
    if (!pool || known.licenses.has(license.id)) return [];
    return [{ ...license, place, pool, ended: license.revoked !== null || license.end <= now }];
  });
  for (const license of placed) checkTimes(license, now, problems);
  checkSeats(placed, problems);
  checkEnrolled(placed, await heldBefore(tx, placed, known, now), problems);
  return placed;
}
