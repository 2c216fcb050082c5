import { sql } from 'kysely';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';
import { parseEmail } from '../rules/email.ts';
import { findStudent } from '../student/student.ts';
import { contains, either, type Found, idIn, keptTotal, newestIds, wordsOf } from './newest.ts';

/** A student across all license managers. */
export interface StudentRecord {
  id: number;
  name: string;
  email: string;
  /** Licenses that are active, of whatever license manager. */
  active: number;
  /** License managers of whom the student has or had a license. */
  managers: number;
}

/** A license with what belongs to it. Times in seconds. */
export interface HeldLicense {
  id: number;
  managerId: number;
  manager: string;
  courseId: number;
  title: string;
  poolId: number;
  transferable: boolean;
  start: number;
  end: number;
  ended: number | null;
  endedHow: string | null;
  percent: number;
  completed: number | null;
  lastAccess: number | null;
}

export interface StudentDetail extends StudentRecord {
  /** Addresses of students who were merged into this one: they find this one. */
  otherAddresses: string[];
  /** Whether somebody signs in with the address. */
  account: boolean;
  licenses: HeldLicense[];
}

const MAX_LICENSES = 1000;

const byIds = prepare((db, p: { ids: string; now: number }, engine: Engine) =>
  db
    .selectFrom('student')
    .select(['id', 'name', 'email'])
    .select((eb) =>
      eb
        .selectFrom('license')
        .select(sql<number>`count(*)`.as('n'))
        .whereRef('license.student_id', '=', 'student.id')
        .where('ended_at', 'is', null)
        .where(isActiveAt(p.now))
        .as('active'),
    )
    .select((eb) =>
      eb
        .selectFrom('manager_student')
        .select(sql<number>`count(*)`.as('n'))
        .whereRef('manager_student.student_id', '=', 'student.id')
        .as('managers'),
    )
    .where('id', 'in', idsIn(p.ids, engine))
    .where('merged_into', 'is', null)
    .orderBy('id', 'desc'),
);

const others = prepare((db, p: { id: number }) =>
  db.selectFrom('student').select('email').where('merged_into', '=', p.id).orderBy('id'),
);
const accountOf = prepare((db, p: { id: number }) =>
  db
    .selectFrom('person')
    .select('person.id')
    .innerJoin('student', 'student.email_key', 'person.email')
    .where('student.id', '=', p.id),
);
const licensesOf = prepare((db, p: { id: number; limit: number }) =>
  db
    .selectFrom('manager_student as own')
    .innerJoin('license', (join) =>
      join.onRef('license.manager_id', '=', 'own.manager_id').onRef('license.student_id', '=', 'own.student_id'),
    )
    .innerJoin('course', 'course.id', 'license.course_id')
    .innerJoin('manager', 'manager.id', 'license.manager_id')
    .leftJoin('progress', (join) =>
      join
        .onRef('progress.student_id', '=', 'license.student_id')
        .onRef('progress.course_id', '=', 'license.course_id'),
    )
    .select([
      'license.id',
      'license.manager_id',
      'manager.name as manager',
      'license.course_id',
      'course.title',
      'license.pool_id',
      'license.transferable',
      'license.start_at',
      'license.end_at',
      'license.ended_at',
      'license.ended_how',
      'progress.percent',
      'progress.completed_at',
      'progress.last_access_at',
    ])
    .where('own.student_id', '=', p.id)
    .orderBy('license.id', 'desc')
    .limit(p.limit),
);

async function recordsOf(db: Queries, ids: readonly number[], now: number): Promise<StudentRecord[]> {
  if (ids.length === 0) return [];
  const rows = await byIds(db, { ids: JSON.stringify(ids), now });
  return rows.map((row) => ({ ...row, active: row.active ?? 0, managers: row.managers ?? 0 }));
}

const present = sql`merged_into is null and erased_at is null`;

/**
 * A slice of the students of all license managers who have each word of the search in name or address, newest first. A
 * whole address finds whose it is or was; an id finds the student.
 */
export async function listStudents(
  db: Queries,
  search: string | undefined,
  slice: Slice,
  now: number,
): Promise<Found<StudentRecord>> {
  const email = parseEmail(search ?? '');
  const known = email && (await findStudent(db, email));
  if (known) return { total: 1, items: slice.offset === 0 ? await recordsOf(db, [known.id], now) : [] };
  const words = wordsOf(search).map((word) => either(contains('search_key', word), sql`id = ${idIn(word)}`));
  const kept = words.length === 0 ? await keptTotal(db, 'student') : null;
  const { total, items } = await newestIds(db, 'student', { conditions: [present, ...words], kept, slice });
  return { total, items: await recordsOf(db, items, now) };
}

/** A student with all licenses, those of an erased one too. Throws `not_found`. */
export async function getStudent(db: Queries, id: number, now: number): Promise<StudentDetail> {
  const [record] = await recordsOf(db, [id], now);
  if (!record) throw notFound();
  const [addresses, account, licenses] = await Promise.all([
    others(db, { id }),
    accountOf(db, { id }),
    licensesOf(db, { id, limit: MAX_LICENSES }),
  ]);
  return {
    ...record,
    otherAddresses: addresses.map(({ email }) => email).filter((email) => email !== ''),
    account: account.length > 0,
    licenses: licenses.map((row) => ({
      ...{ id: row.id, managerId: row.manager_id, manager: row.manager, courseId: row.course_id, title: row.title },
      ...{ poolId: row.pool_id, transferable: row.transferable === 1, start: row.start_at, end: row.end_at },
      ...{ ended: row.ended_at, endedHow: row.ended_how, percent: row.percent ?? 0 },
      ...{ completed: row.completed_at, lastAccess: row.last_access_at },
    })),
  };
}

const stateOf = prepare((db, p: { id: number }) =>
  db.selectFrom('student').select('erased_at').where('id', '=', p.id).where('merged_into', 'is', null),
);

/** Whether a student was erased; null where there is none. */
export async function isErased(db: Queries, id: number): Promise<boolean | null> {
  const [student] = await stateOf(db, { id });
  return student ? student.erased_at !== null : null;
}
