import type { Clock } from '../context.ts';
import { ChangedMeanwhile } from '../db/changed-meanwhile.ts';
import type { Engine, Transaction } from '../db/database.ts';
import { idsIn, lockedWhole } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import { system } from '../event/record.ts';
import { endLicense } from '../license/end.ts';
import { type License, licenseColumns, toLicense } from '../license/license.ts';
import { lockPool } from '../pool/pool.ts';
import { isDue } from '../rules/license.ts';
import { liveEntriesOfMany } from '../waiting/entry.ts';

/** A student under lock: no license of theirs is made until the transaction ends. */
export interface LockedStudent {
  id: number;
  name: string;
  email: string;
  email_key: string;
  merged_into: number | null;
  erased_at: number | null;
}

const openLicenses = prepare((db, p: { ids: string }, engine: Engine) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.student_id', 'in', idsIn(p.ids, engine))
    .where('license.ended_at', 'is', null)
    .orderBy('license.id'),
);

/** Who gives a license to one of them has locked the row too, and is waited for. */
const lockRows = prepare((db, p: { ids: string }, engine: Engine) =>
  lockedWhole(
    db
      .selectFrom('student')
      .select(['id', 'name', 'email', 'email_key', 'merged_into', 'erased_at'])
      .where('id', 'in', idsIn(p.ids, engine))
      .orderBy('id'),
    engine,
  ),
);

/** The student with this id among those that were locked. Throws `not_found` or `student_erased`. */
export function presentOf(rows: readonly LockedStudent[], id: number): LockedStudent {
  const row = rows.find((one) => one.id === id);
  if (!row || row.merged_into !== null) throw notFound();
  if (row.erased_at !== null) throw new Refusal('student_erased');
  return row;
}

/**
 * Locks students with the pools of all that they hold, in the order in which every assignment does it: first pools,
 * then students. Answers their licenses that are not ended; what has run out is ended before.
 */
export async function lockStudents(
  tx: Transaction,
  ids: readonly number[],
  clock: Clock,
): Promise<{ students: LockedStudent[]; licenses: License[]; now: number }> {
  const asked = { ids: JSON.stringify(ids) };
  const pools = new Map<number, number>();
  for (const { pool_id, manager_id } of await openLicenses(tx, asked)) pools.set(pool_id, manager_id);
  for (const { poolId, managerId } of await liveEntriesOfMany(tx, ids)) pools.set(poolId, managerId);
  for (const [id, managerId] of [...pools].sort(([a], [b]) => a - b)) await lockPool(tx, managerId, id);
  const students = await lockRows(tx, asked);
  const now = clock();
  const open = (await openLicenses(tx, asked)).map(toLicense);
  if (open.some(({ poolId }) => !pools.has(poolId)))
    throw new ChangedMeanwhile('a license of the student was given meanwhile');
  const licenses: License[] = [];
  for (const license of open) {
    if (isDue(license, now)) await endLicense(tx, license, 'expired', system, now);
    else licenses.push(license);
  }
  return { students, licenses, now };
}
