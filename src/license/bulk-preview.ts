import type { Engine, Queries } from '../db/database.ts';
import { textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { catalogue, type Fault, Refusal } from '../errors.ts';
import { getManager } from '../manager/manager.ts';
import { getPool, type TitledPool } from '../pool/pool.ts';
import { type BulkFacts, simulateAssignments } from '../rules/bulk.ts';
import type { CsvRow } from './bulk-csv.ts';
import { readAssignment } from './read.ts';

/** What would become of one row. */
export interface PreviewRow extends CsvRow {
  outcome: 'assign' | 'refused';
  code: string | null;
  detail: string | null;
  /** What the row itself has wrong, by pointers into it. */
  errors?: Fault[];
}

const heldByKeys = prepare((db, p: { keys: string; courseId: number; now: number }, engine: Engine) =>
  db
    .selectFrom('student')
    .innerJoin('license', 'license.student_id', 'student.id')
    .select(['license.id', 'student.email_key as key'])
    .where('student.email_key', 'in', textsIn(p.keys, engine))
    .where('license.course_id', '=', p.courseId)
    .where('license.ended_at', 'is', null)
    .where('license.start_at', '<=', p.now)
    .where('license.end_at', '>', p.now),
);

const oldestActive = prepare((db, p: { poolId: number; now: number; limit: number }) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(['license.id', 'student.email_key as key'])
    .where('license.pool_id', '=', p.poolId)
    .where('license.ended_at', 'is', null)
    .where('license.start_at', '<=', p.now)
    .where('license.end_at', '>', p.now)
    .orderBy('license.start_at')
    .orderBy('license.id')
    .limit(p.limit),
);

type Asked = ReturnType<typeof readAssignment>;
type Read = { row: CsvRow; asked: Asked; fault: null } | { row: CsvRow; asked: null; fault: Refusal };

function read(row: CsvRow): Read {
  try {
    return { row, asked: readAssignment(row), fault: null };
  } catch (fault) {
    if (fault instanceof Refusal) return { row, asked: null, fault };
    throw fault;
  }
}

async function factsFor(
  db: Queries,
  pool: TitledPool,
  asked: Asked[],
  recycle: boolean,
  now: number,
): Promise<BulkFacts> {
  const keys = JSON.stringify(asked.map(({ email }) => email.key));
  const { allowedDomains } = await getManager(db, pool.managerId);
  const held = await heldByKeys(db, { keys, courseId: pool.courseId, now });
  const mayRecycle = recycle && pool.transferable;
  const recyclable = mayRecycle ? await oldestActive(db, { poolId: pool.id, now, limit: asked.length }) : [];
  return { pool, allowedDomains, held, recyclable };
}

/** What a row that was not assigned says. */
export const refusedRow = (refusal: Refusal) => ({
  outcome: 'refused' as const,
  code: refusal.code,
  detail:
    refusal.errors
      ?.map((fault) => `${'pointer' in fault ? fault.pointer.slice(1) : fault.parameter} ${fault.detail}`)
      .join('; ') ?? refusal.message,
  ...(refusal.errors && { errors: refusal.errors }),
});

/**
 * Tells what assigning the rows one after the other would come to, without doing it. Throws `not_found` where the
 * pool is not the manager's.
 */
export async function previewBulk(
  db: Queries,
  asked: { managerId: number; poolId: number; rows: CsvRow[]; recycle: boolean },
  now: number,
): Promise<PreviewRow[]> {
  const pool = await getPool(db, asked.managerId, asked.poolId, now);
  const rows = asked.rows.map(read);
  const good = rows.flatMap((row) => row.asked ?? []);
  const decide = simulateAssignments(await factsFor(db, pool, good, asked.recycle, now), asked.recycle, now);
  return rows.map(({ row, asked: assignment, fault }) => {
    if (!assignment) return { ...row, ...refusedRow(fault) };
    const code = decide(assignment);
    if (code) return { ...row, outcome: 'refused', code, detail: catalogue[code][1] };
    return { ...row, outcome: 'assign', code: null, detail: null };
  });
}
