import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Engine, Transaction } from '../db/database.ts';
import { idsIn, locked } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';

/** A student in a course. */
export interface Place {
  student_id: number;
  course_id: number;
}

export interface ProgressRow extends Place {
  percent: number;
  completed_at: number | null;
  last_access_at: number | null;
  reported_at: number;
  /** When an event last told of it. */
  told_at: number | null;
}

/** By which license a student is in a course. */
export interface Holding extends Place {
  license_id: number;
  pool_id: number;
  manager_id: number;
}

/** A query over a JSON array of rows, prepared once for each engine. */
const overRows = <R>(build: (rows: string, engine: Engine) => RawBuilder<R>) =>
  prepare((db, p: { rows: string }, engine) => ({
    compile: () => build(p.rows, engine).compile(db) as CompiledQuery<R>,
  }));

const places = (rows: string, engine: Engine): RawBuilder<unknown> =>
  engine === 'postgres'
    ? sql`json_to_recordset(${rows}::json) as place (student_id bigint, course_id bigint)`
    : sql`(select value ->> 'student_id' as student_id, value ->> 'course_id' as course_id from json_each(${rows})) as place`;

const known = overRows<ProgressRow>(
  (rows, engine) => sql`
    select progress.student_id, progress.course_id, progress.percent, progress.completed_at, progress.last_access_at,
      progress.reported_at, progress.told_at
    from ${places(rows, engine)} cross join ${engine === 'postgres' ? sql`lateral` : sql``} ${
      engine === 'postgres'
        ? sql`(select * from progress where student_id = place.student_id and course_id = place.course_id offset 0) as progress`
        : sql`progress where progress.student_id = place.student_id and progress.course_id = place.course_id`
    }`,
);

const holdings = overRows<Holding>(
  (rows, engine) => sql`
    select license.student_id, license.course_id, license.id as license_id, license.pool_id, license.manager_id
    from ${places(rows, engine)} cross join ${engine === 'postgres' ? sql`lateral` : sql``} ${
      engine === 'postgres'
        ? sql`(select * from license where student_id = place.student_id and course_id = place.course_id and ended_at is null offset 0) as license`
        : sql`license where license.student_id = place.student_id and license.course_id = place.course_id and license.ended_at is null`
    } order by license.start_at desc`,
);

const columns = sql`student_id, course_id, percent, completed_at, last_access_at, reported_at, told_at`;

const put = overRows<never>(
  (rows, engine) => sql`
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
      .select('id')
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
    await lockStudents(tx, { ids: JSON.stringify(ids) });
  }
  return known(tx, { rows: JSON.stringify(asked) });
}

export async function putProgress(tx: Transaction, rows: readonly ProgressRow[]): Promise<void> {
  if (rows.length > 0) await put(tx, { rows: JSON.stringify(rows) });
}

/** By which license each of these is in the course, the one that began last first; nothing where none is left. */
export const holdingsOf = (tx: Transaction, asked: readonly Place[]): Promise<Holding[]> =>
  holdings(tx, { rows: JSON.stringify(asked.map(({ student_id, course_id }) => ({ student_id, course_id }))) });
