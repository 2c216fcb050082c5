import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import type { Flag } from '../db/tables.ts';
import type { PoolRecord, Records, StudentRecord } from './read.ts';

/** A pool that the database holds already, with the seats it has given. */
export interface KnownPool {
  id: number;
  manager_id: number;
  course_id: number;
  transferable: Flag;
  licenses: number;
  start_at: number;
  end_at: number;
  held: number;
  last_seat: number;
}

/** What the database holds of the records that a file names. */
export interface Known {
  managers: Set<number>;
  courses: Set<number>;
  pools: Map<number, KnownPool>;
  students: Set<number>;
  /** Address to the student who has it. */
  addresses: Map<string, number>;
  licenses: Set<number>;
}

const CHUNK = 5000;

async function inChunks<T, R>(values: Iterable<T>, read: (chunk: string) => Promise<R[]>): Promise<R[]> {
  const all = [...new Set(values)];
  const found: R[] = [];
  for (let at = 0; at < all.length; at += CHUNK) found.push(...(await read(JSON.stringify(all.slice(at, at + CHUNK)))));
  return found;
}

async function idsOf(
  tx: Transaction,
  table: 'manager' | 'course' | 'student' | 'license',
  ids: Iterable<number>,
): Promise<Set<number>> {
  const rows = await inChunks(ids, (chunk) =>
    tx.kysely
      .selectFrom(table)
      .select(`${table}.id as id`)
      .where(`${table}.id`, 'in', idsIn(chunk, tx.engine))
      .execute(),
  );
  return new Set(rows.map((row) => row.id));
}

const poolsOf = (tx: Transaction, ids: Iterable<number>): Promise<KnownPool[]> =>
  inChunks(ids, (chunk) =>
    tx.kysely
      .selectFrom('pool')
      .select(['id', 'manager_id', 'course_id', 'transferable', 'licenses', 'start_at', 'end_at', 'held', 'last_seat'])
      .where('id', 'in', idsIn(chunk, tx.engine))
      .orderBy('id')
      .execute(),
  );

const addressesOf = (tx: Transaction, students: StudentRecord[]) =>
  inChunks(
    students.map((student) => student.key),
    async (chunk) => {
      const keys =
        tx.engine === 'postgres'
          ? sql<string>`(select value from json_array_elements_text(${chunk}::json))`
          : sql<string>`(select value from json_each(${chunk}))`;
      return tx.kysely.selectFrom('student').select(['id', 'email_key']).where('email_key', 'in', keys).execute();
    },
  );

/** Looks up everything that the records name or refer to. */
export async function lookUp(tx: Transaction, records: Records): Promise<Known> {
  const { managers, courses, pools, students, licenses, progress } = records;
  const poolIds = [...pools.map((p: PoolRecord) => p.id), ...licenses.map((l) => l.poolId)];
  const known = await poolsOf(tx, poolIds);
  const addresses = await addressesOf(tx, students);
  return {
    managers: await idsOf(tx, 'manager', [...managers.map((m) => m.id), ...pools.map((p) => p.managerId)]),
    courses: await idsOf(tx, 'course', [
      ...courses.map((c) => c.id),
      ...pools.map((p) => p.courseId),
      ...progress.map((p) => p.courseId),
    ]),
    pools: new Map(known.map((pool) => [pool.id, pool])),
    students: await idsOf(tx, 'student', [
      ...students.map((s) => s.id),
      ...licenses.map((l) => l.studentId),
      ...progress.map((p) => p.studentId),
    ]),
    addresses: new Map(addresses.map((row) => [row.email_key, row.id])),
    licenses: await idsOf(
      tx,
      'license',
      licenses.map((l) => l.id),
    ),
  };
}
