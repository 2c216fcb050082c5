import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn, textsIn } from '../db/dialect.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { getManager } from '../manager/manager.ts';
import { poolsOfCourses } from '../pool/pool.ts';
import { domainSet } from '../rules/email.ts';
import { isActive } from '../rules/license.ts';
import { type Holding, placeOf, type RosterFacts } from '../rules/roster.ts';

const BATCH = 1000;

const courses = prepare((db, p: { managerId: number; after: number; limit: number }) =>
  db
    .selectFrom('manager_course')
    .innerJoin('course', 'course.id', 'manager_course.course_id')
    .select(['course.id', 'course.title'])
    .where('manager_course.manager_id', '=', p.managerId)
    .where('manager_course.course_id', '>', p.after)
    .orderBy('manager_course.course_id')
    .limit(p.limit),
);

const openInPool = prepare((db, p: { poolId: number; after: number; limit: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(['license.id', 'license.transferable', 'license.start_at', 'license.end_at', 'license.student_id'])
    .select(['student.name', 'student.email', 'student.email_key'])
    .where('license.pool_id', '=', p.poolId)
    .where('license.ended_at', 'is', null)
    .where('license.id', '>', p.after)
    .orderBy('license.id')
    .limit(p.limit),
);

const holdersElsewhere = prepare(
  (db, p: { keys: string; courses: string; managerId: number; now: number }, engine: Engine) =>
    db
      .selectFrom('student')
      .innerJoin('license', 'license.student_id', 'student.id')
      .select(['license.course_id', 'student.email_key'])
      .where('student.email_key', 'in', textsIn(p.keys, engine))
      .where('license.course_id', 'in', idsIn(p.courses, engine))
      .where('license.manager_id', '<>', p.managerId)
      .where(isActiveAt(p.now)),
);

const knownStudents = prepare((db, p: { keys: string; managerId: number }, engine: Engine) =>
  db
    .selectFrom('student')
    .innerJoin('manager_student', 'manager_student.student_id', 'student.id')
    .select(['student.id', 'student.name', 'student.email', 'student.email_key'])
    .where('student.email_key', 'in', textsIn(p.keys, engine))
    .where('manager_student.manager_id', '=', p.managerId),
);

export interface KnownCourse {
  id: number;
  title: string;
}

/** All courses of the manager. */
export async function coursesOf(db: Queries, managerId: number): Promise<KnownCourse[]> {
  const all: KnownCourse[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await courses(db, { managerId, after, limit: BATCH });
    all.push(...page);
    more = page.length === BATCH;
    after = page.at(-1)?.id ?? after;
  }
  return all;
}

async function holdingsOf(
  db: Queries,
  { id: poolId, courseId }: { id: number; courseId: number },
  now: number,
): Promise<Holding[]> {
  const held: Holding[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await openInPool(db, { poolId, after, limit: BATCH });
    for (const row of page) {
      const student = { id: row.student_id, name: row.name, email: row.email, key: row.email_key };
      const terms = { transferable: row.transferable === 1, start: row.start_at, end: row.end_at, ended: null };
      if (isActive(terms, now)) held.push({ id: row.id, poolId, courseId, ...terms, student });
    }
    more = page.length === BATCH;
    after = page.at(-1)?.id ?? after;
    await nextTurn();
  }
  return held;
}

const batchesOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH));

/** A student of the manager. */
export interface KnownStudent {
  id: number;
  name: string;
  email: string;
}

export interface Scope {
  managerId: number;
  courseIds: readonly number[];
  /** The keys of the addresses in the roster. */
  keys: readonly string[];
}

/** What a roster is decided by, and the students of the manager by the key of their address. Others get turns meanwhile. */
export async function rosterFacts(
  db: Queries,
  { managerId, courseIds, keys }: Scope,
  now: number,
): Promise<RosterFacts & { students: Map<string, KnownStudent> }> {
  const pools = await poolsOfCourses(db, managerId, [...courseIds], now);
  const held: Holding[] = [];
  for (const pool of pools) held.push(...(await holdingsOf(db, pool, now)));
  const { allowedDomains } = await getManager(db, managerId);
  const heldElsewhere = new Set<string>();
  const students = new Map<string, KnownStudent>();
  for (const batch of batchesOf(keys)) {
    const asked = { keys: JSON.stringify(batch), managerId };
    const elsewhere = { ...asked, courses: JSON.stringify(courseIds), now };
    for (const row of await holdersElsewhere(db, elsewhere)) heldElsewhere.add(placeOf(row.course_id, row.email_key));
    for (const { email_key, ...student } of await knownStudents(db, asked)) students.set(email_key, student);
    await nextTurn();
  }
  return { pools, held, heldElsewhere, allowedDomains: domainSet(allowedDomains), students };
}
