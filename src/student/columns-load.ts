import { sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { changesOfStudents, idsIn, markOfStudents } from '../db/dialect.ts';
import { isOneOf, ownRows } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { ColumnLicense, ColumnStudent } from './columns.ts';

/** Students read in one statement: on SQLite that takes some milliseconds, in which nothing else is done. */
export const STUDENTS_AT_ONCE = 1000;
/** Changes after which it takes less to read all students anew. */
export const MAX_CHANGES = 5000;

interface Key {
  student_id: number;
  search_key: string;
  email_key: string;
}

const byName = prepare((db, p: { managerId: number; name: string; id: number; limit: number }) =>
  db
    .selectFrom('manager_student as own')
    .innerJoin('student', 'student.id', 'own.student_id')
    .select(['own.student_id', 'own.search_key', 'student.email_key'])
    .where('own.manager_id', '=', p.managerId)
    .where(sql<boolean>`(own.search_key, own.student_id) > (${p.name}, ${p.id})`)
    .orderBy('own.search_key')
    .orderBy('own.student_id')
    .limit(p.limit),
);

const byIds = prepare((db, p: { managerId: number; ids: string }, engine: Engine) =>
  db
    .selectFrom(ownRows('manager_student', 'student_id', p, engine).as('own'))
    .innerJoin('student', 'student.id', 'own.student_id')
    .select(['own.student_id', 'own.search_key', 'student.email_key']),
);

const licensesOf = prepare((db, p: { managerId: number; ids: string }, engine: Engine) =>
  db
    .selectFrom(ownRows('license', 'student_id', p, engine).as('license'))
    .leftJoin('progress', (join) =>
      join
        .onRef('progress.student_id', '=', 'license.student_id')
        .onRef('progress.course_id', '=', 'license.course_id'),
    )
    .select([
      'license.student_id',
      'license.course_id',
      'license.pool_id',
      'license.link_id',
      'license.start_at',
      'license.end_at',
      'license.ended_at',
      'progress.percent',
      'progress.completed_at',
      'progress.last_access_at',
    ]),
);

type LicenseRow = Awaited<ReturnType<typeof licensesOf>>[number];

const toLicense = (row: LicenseRow): ColumnLicense => ({
  courseId: row.course_id,
  poolId: row.pool_id,
  linkId: row.link_id,
  start: row.start_at,
  end: row.end_at,
  ended: row.ended_at !== null,
  percent: row.percent ?? 0,
  completed: row.completed_at !== null,
  lastAccess: row.last_access_at,
});

async function withLicenses(db: Queries, managerId: number, keys: Key[]): Promise<ColumnStudent[]> {
  const rows = await licensesOf(db, { managerId, ids: JSON.stringify(keys.map((key) => key.student_id)) });
  const own = Map.groupBy(rows, (row) => row.student_id);
  return keys.map((key) => ({
    id: key.student_id,
    searchKey: key.search_key,
    emailKey: key.email_key,
    licenses: (own.get(key.student_id) ?? []).map(toLicense),
  }));
}

/** All students of a manager in the order of names, a part at a time. */
export async function* readStudents(db: Queries, managerId: number): AsyncGenerator<ColumnStudent[]> {
  for (let last = { name: '', id: 0 }; ; ) {
    const keys = await byName(db, { managerId, ...last, limit: STUDENTS_AT_ONCE });
    yield await withLicenses(db, managerId, keys);
    const end = keys.at(-1);
    if (keys.length < STUDENTS_AT_ONCE || !end) return;
    last = { name: end.search_key, id: end.student_id };
  }
}

/** Some students of a manager as they are now. */
export async function readSome(db: Queries, managerId: number, ids: number[]): Promise<ColumnStudent[]> {
  const read: ColumnStudent[] = [];
  for (let at = 0; at < ids.length; at += STUDENTS_AT_ONCE) {
    const keys = await byIds(db, { managerId, ids: JSON.stringify(ids.slice(at, at + STUDENTS_AT_ONCE)) });
    read.push(...(await withLicenses(db, managerId, keys)));
  }
  return read;
}

const merged = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .selectFrom('student')
    .select('id')
    .where(isOneOf('merged_into', idsIn(p.ids, engine), engine)),
);

/** Those who were merged into some students. */
export async function mergedInto(db: Queries, ids: number[]): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < ids.length; at += STUDENTS_AT_ONCE)
    for (const { id } of await merged(db, { ids: JSON.stringify(ids.slice(at, at + STUDENTS_AT_ONCE)) }))
      found.push(id);
  return found;
}

const markOf = prepare((db, p: { managerId: number }, engine) =>
  db.selectFrom(markOfStudents(p, engine).as('now')).select('mark'),
);
const since = prepare((db, p: { managerId: number; mark: number; most: number }, engine) =>
  db
    .selectFrom(changesOfStudents(p, engine).as('found'))
    .select(['student_id', 'course_id', 'changed', 'mark', 'recent']),
);

/** Where the changes of a manager's students are now: whatever is committed later is found after it. */
export async function readMark(db: Queries, managerId: number): Promise<number> {
  const [row] = await markOf(db, { managerId });
  return row?.mark ?? 0;
}

export interface Changes {
  mark: number;
  /** Null where there are too many to tell. `key` and `changed` tell a change from one that was read before. */
  students: { id: number; key: string; changed: number }[] | null;
}

/** Which students have changed since a mark; on PostgreSQL some may be told again. */
export async function readChanges(db: Queries, managerId: number, mark: number): Promise<Changes> {
  const rows = await since(db, { managerId, mark, most: MAX_CHANGES });
  const now = rows[0]?.mark ?? mark;
  if (rows.length >= MAX_CHANGES || (rows[0]?.recent ?? 0) >= MAX_CHANGES) return { mark: now, students: null };
  const students = rows.flatMap(({ student_id, course_id, changed }) =>
    student_id === null || changed === null ? [] : [{ id: student_id, key: `${student_id} ${course_id}`, changed }],
  );
  return { mark: now, students };
}
