import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { type Actor, record } from '../event/record.ts';
import type { LockedPool } from '../pool/pool.ts';
import type { Entry } from './entry.ts';
import { ofEntry } from './finish.ts';

interface NewRow {
  poolId: number;
  managerId: number;
  courseId: number;
  studentId: number;
  linkId: number | null;
  endDate: number | null;
  now: number;
}

const insert = prepare((db, p: NewRow) =>
  db
    .insertInto('waiting')
    .values({
      pool_id: p.poolId,
      manager_id: p.managerId,
      course_id: p.courseId,
      student_id: p.studentId,
      link_id: p.linkId,
      end_date: p.endDate,
      state: 'waiting',
      since: p.now,
      changed_at: p.now,
    })
    .returning('id'),
);

/** Who joins, and what they asked for. */
export interface Joining {
  student: Entry['student'];
  linkId: number | null;
  /** 00:00 UTC of the end that was asked for. */
  endDate: number | null;
}

/** Puts a student at the end of the list of a locked pool, in which they have no live entry. */
export async function join(
  tx: Transaction,
  pool: LockedPool,
  { student, linkId, endDate }: Joining,
  by: Actor,
  now: number,
): Promise<Entry> {
  const { id: poolId, managerId, courseId } = pool;
  const [row] = await insert(tx, { poolId, managerId, courseId, studentId: student.id, linkId, endDate, now });
  if (!row) throw new Error('no entry was made');
  const what = { id: row.id, poolId, managerId, courseId, linkId, student, endDate };
  const entry: Entry = {
    ...what,
    state: 'waiting',
    since: now,
    changed: now,
    seat: null,
    offeredUntil: null,
    licenseId: null,
  };
  tx.seatsChanged({ id: poolId, managerId });
  record(tx, { ...ofEntry(entry), at: now, kind: 'waiting.joined', by, after: { entry: entry.id, state: 'waiting' } });
  return entry;
}
