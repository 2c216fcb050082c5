import { sql } from 'kysely';
import { ChangedMeanwhile } from '../db/changed-meanwhile.ts';
import type { Transaction } from '../db/database.ts';
import { idsIn, locked } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { overRows, places } from '../db/rows.ts';
import type { Place } from '../license/holdings.ts';

export interface ProgressRow extends Place {
  percent: number;
  completed_at: number | null;
  last_access_at: number | null;
  reported_at: number;
  /** When an event last told of it. */
  told_at: number | null;
}

const known = overRows<ProgressRow>(
  ({ rows }, engine) => sql`
    select progress.student_id, progress.course_id, progress.percent, progress.completed_at, progress.last_access_at,
      progress.reported_at, progress.told_at
    from ${places(rows, engine)} cross join ${engine === 'postgres' ? sql`lateral` : sql``} ${
      engine === 'postgres'
        ? sql`(select * from progress where student_id = place.student_id and course_id = place.course_id offset 0) as progress`
        : sql`progress where progress.student_id = place.student_id and progress.course_id = place.course_id`
    }`,
);

const columns = sql`student_id, course_id, percent, completed_at, last_access_at, reported_at, told_at`;

const put = overRows<never>(
  ({ rows }, engine) => sql`
    insert into progress (${columns})
    select ${
      engine === 'postgres'
        ? sql`${columns} from json_populate_recordset(null::progress, ${rows}::json)`
        : sql`value ->> 'student_id', value ->> 'course_id', value ->> 'percent', value ->> 'completed_at',
            value ->> 'last_access_at', value ->> 'reported_at', value ->> 'told_at' from json_each(${rows}) where true`
    }
    on conflict (student_id, course_id) do update set percent = excluded.percent, completed_at = excluded.completed_at,
      last_access_at = excluded.last_access_at, reported_at = excluded.reported_at, told_at = excluded.told_at`,
);

/** In one order, so that two who report of the same students do not wait for each other. */
const lockStudents = prepare((db, p: { ids: string }, engine) =>
  locked(
    db
      .selectFrom('student')
      .select(['id', 'merged_into'])
      .where(isOneOf('id', idsIn(p.ids, engine), engine))
      .orderBy('id'),
    engine,
  ),
);

/**
 * What is known of these, which nobody else changes until the transaction ends: whoever reports of a student holds the
 * student, for what is not reported yet has no row to hold.
 */
export async function holdProgress(tx: Transaction, asked: readonly Place[]): Promise<ProgressRow[]> {
  if (tx.engine === 'postgres') {
    const ids = [...new Set(asked.map((place) => place.student_id))];
    const held = await lockStudents(tx, { ids: JSON.stringify(ids) });
    if (held.some((student) => student.merged_into !== null))
      throw new ChangedMeanwhile('a student was merged meanwhile');
  }
  return known(tx, { rows: JSON.stringify(asked) });
}

export async function putProgress(tx: Transaction, rows: readonly ProgressRow[]): Promise<void> {
  if (rows.length > 0) await put(tx, { rows: JSON.stringify(rows) });
}
